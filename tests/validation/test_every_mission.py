"""Every shipped mission has a flight whose certificate holds."""

import pytest

from cosmodrome.ascent.outcome import Status
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.plan import certificate_faults, plan

pytestmark = pytest.mark.slow

CATALOGUE = open_catalogue()


@pytest.mark.parametrize("name", CATALOGUE.names("missions"))
def test_a_shipped_mission_has_a_proved_plan(name):
    planned = plan(load_mission(name, CATALOGUE))
    assert planned.outcome.status is Status.OPTIMAL, planned.outcome.advice
    assert certificate_faults(planned) == ()
