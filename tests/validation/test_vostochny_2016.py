"""The first launch from Vostochny against what was published of it.

The predicted reading knows pad, launcher, satellites, parking and target orbit alone. The target is
the tracked orbit, so the heights and inclinations below check the flight, not a prediction.
"""

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


def test_the_node_follows_from_pad_time_and_azimuth(rows):
    # 0.5 deg: what carrying the tracked elements back over a month leaves open.
    assert rows["plane at lift-off node"].difference == pytest.approx(0.0, abs=0.5)


def test_the_inclination_is_the_tracked_one(rows):
    # 0.02 deg: two units of the last digit of the published inclinations.
    for name in ("lomonosov", "aist-2d", "samsat-218d"):
        row = next(r for what, r in rows.items() if what.startswith(f"{name} incl"))
        assert row.difference == pytest.approx(0.0, abs=0.02)


def test_the_satellites_come_within_3_km_of_the_tracked_orbit(rows):
    # 3 km: the spread of the published perigees and apogees of one orbit, rounded up.
    for name in ("lomonosov", "aist-2d"):
        assert rows[f"{name} perigee"].predicted == pytest.approx(471.0, abs=3.0)
        assert rows[f"{name} apogee"].predicted == pytest.approx(485.0, abs=3.0)


@pytest.mark.xfail(
    strict=True, reason="3.2 km low: the separation backwards at 1 m/s is an estimate"
)
def test_the_perigee_of_samsat_comes_within_3_km(rows):
    assert rows["samsat-218d perigee"].predicted == pytest.approx(471.0, abs=3.0)


def test_the_burns_of_volga_start_within_a_minute_of_the_published_minutes(rows):
    for name in ("volga burn 1 start", "volga burn 2 start"):
        assert rows[name].difference == pytest.approx(0.0, abs=60.0)


def test_the_strap_ons_fall_in_their_district(rows):
    # Half the length of the published ellipse of 50 x 30 km.
    assert rows["strap-on range"].difference == pytest.approx(0.0, abs=25.0)


@pytest.mark.xfail(
    strict=True,
    reason="cut-off comes 26 s before the published one: the optimum carries 2.7 t less",
)
def test_blok_i_stops_when_it_was_published_to_stop(rows):
    assert rows["blok-i cut-off"].difference == pytest.approx(0.0, abs=5.0)


@pytest.mark.xfail(
    strict=True, reason="the core falls 290 km long of its district: the flight was lofted"
)
def test_the_core_falls_in_its_district(rows):
    # Districts of this size are some 100 km across.
    assert rows["core range"].difference == pytest.approx(0.0, abs=100.0)


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
