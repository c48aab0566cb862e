"""What holds for both readings of the first launch from Vostochny; its figures are a case."""

import pytest

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.mission.compare import compare
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.fly import fly
from cosmodrome.mission.hand_over import hand_over
from cosmodrome.mission.plan import plan
from cosmodrome.mission.reading import Reading


@pytest.fixture(scope="module")
def mission():
    return load_mission("vostochny-2016", Catalogue())


@pytest.fixture(scope="module")
def flown(mission):
    found = {}
    for reading in Reading:
        planned = plan(mission, reading)
        assert planned.outcome.is_success, planned.outcome.advice
        found[reading] = (planned, fly(mission, planned))
    return found


@pytest.fixture(scope="module")
def rows(mission, flown):
    both = {reading: (flight, hand_over(mission, flight)) for reading, (_, flight) in flown.items()}
    return {row.what: row for row in compare(mission, both).rows}


def test_the_as_flown_reading_meets_the_published_times(mission, rows):
    for event in mission.as_flown.events:
        assert rows[event.name].as_flown == pytest.approx(event.t_s, abs=1e-6)


@pytest.mark.parametrize("reading", Reading)
def test_plan_and_reflight_agree_at_injection(flown, reading):
    reflight = flown[reading][1].reflight
    assert reflight.position_m < 10.0
    assert reflight.velocity_m_s < 0.01


@pytest.mark.parametrize("reading", Reading)
def test_the_velocity_ledger_closes(flown, reading):
    assert abs(flown[reading][1].losses.closure_m_s) < 1.0


def test_the_propellant_ledger_closes(flown):
    planned, flight = flown[Reading.PREDICTED]
    ascent = flight.tracks[: flight.ascent_phases]
    dropped = sum(body.mass_kg for t in ascent[:-1] for body in t.phase.dropped)
    burnt = sum(row.burnt_kg for row in flight.ledger if row.stage != "volga")
    start, end = ascent[0].state[0, 6], ascent[-1].state[-1, 6]
    assert start - dropped - burnt - end == pytest.approx(0.0, abs=1e-6)
    assert planned.payload_kg == pytest.approx(2449.0)


def test_predicted_reads_nothing_that_was_published(mission, flown):
    from dataclasses import replace

    from cosmodrome.mission.published import Published

    blind = replace(mission, published=Published(), as_flown=None)
    again = plan(blind, Reading.PREDICTED)
    assert again.ascent.solution.objective == flown[Reading.PREDICTED][0].ascent.solution.objective
