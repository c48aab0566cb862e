"""The second flight of Angara-A5 against the drop zones of the first; its times are a case."""

import pytest

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.mission.compare import compare
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.fly import fly
from cosmodrome.mission.hand_over import hand_over
from cosmodrome.mission.plan import plan
from cosmodrome.mission.reading import Reading


@pytest.fixture(scope="module")
def rows():
    mission = load_mission("angara-a5-2020", Catalogue())
    planned = plan(mission)
    assert planned.outcome.is_success, planned.outcome.advice
    flight = fly(mission, planned)
    flown = {Reading.PREDICTED: (flight, hand_over(mission, flight))}
    return {row.what: row for row in compare(mission, flown).rows}


def test_the_boosters_come_down_in_komi(rows):
    # The republic lies between 59.2 and 68.4 deg north, 45.4 and 66.2 deg east.
    assert 59.2 < rows["booster latitude"].predicted < 68.4
    assert 45.4 < rows["booster longitude"].predicted < 66.2


def test_the_core_comes_down_in_tomsk_oblast(rows):
    # The oblast lies between 55.7 and 61.0 deg north, 75.1 and 89.3 deg east.
    assert 55.7 < rows["core latitude"].predicted < 61.0
    assert 75.1 < rows["core longitude"].predicted < 89.3
