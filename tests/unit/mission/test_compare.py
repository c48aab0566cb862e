import math
from dataclasses import replace

import pytest

import cosmodrome as cd
from cosmodrome.mission.compare import Basis, Section, compare, given_events
from cosmodrome.mission.published import Published, PublishedEvent, PublishedOrbit


def row(comparison, what):
    return next(each for each in comparison.rows if each.what == what)


def pairs(flown, *readings):
    return {r: (flown[r].flight, flown[r].handover) for r in readings}


def test_the_difference_is_predicted_less_published(comparison):
    for each in comparison.rows:
        if each.published is not None and each.predicted is not None and each.unit in ("s", "km"):
            assert each.difference == pytest.approx(each.predicted - each.published)


def test_as_flown_stands_in_where_nothing_was_predicted(vostochny, flown):
    alone = compare(vostochny, pairs(flown, cd.Reading.AS_FLOWN))
    cutoff = row(alone, "blok-i cut-off")
    assert cutoff.predicted is None
    assert cutoff.difference == pytest.approx(cutoff.as_flown - cutoff.published)


def test_the_as_flown_reading_meets_the_published_times_it_was_given(vostochny, comparison):
    for event in vostochny.as_flown.events:
        assert row(comparison, event.name).as_flown == pytest.approx(event.t_s, abs=1e-6)


def test_every_event_and_every_published_figure_has_a_row(vostochny, flown, comparison):
    whats = [each.what for each in comparison.rows]
    flight = flown[cd.Reading.PREDICTED].flight
    assert {event.name for event in flight.events} <= set(whats)
    assert {event.name for event in vostochny.published.events} <= set(whats)
    assert {f"{orbit.object} inclination" for orbit in vostochny.published.orbits} <= set(whats)
    assert {f"{fall.object} range" for fall in vostochny.published.falls} <= set(whats)


def test_what_was_not_published_stays_missing(comparison):
    left = row(comparison, "strap-on ignition")
    assert (left.published, left.difference, left.tolerance) == (None, None, None)
    assert (left.grade, left.source) == ("", "")


def test_what_was_not_flown_stays_missing(vostochny, flown):
    ghost = PublishedEvent(name="escape tower jettison", t_s=115.0, source="X", grade="stated")
    orbit = PublishedOrbit(object="sputnik", perigee_height_m=2.0e5, source="Y", grade="stated")
    published = Published(events=(ghost,), orbits=(orbit,))
    found = compare(replace(vostochny, published=published), pairs(flown, cd.Reading.PREDICTED))
    event, height = row(found, ghost.name), row(found, "sputnik perigee")
    assert (event.predicted, event.published, event.difference) == (None, 115.0, None)
    assert (height.predicted, height.published, height.source) == (None, 200.0, "Y")


def test_height_and_speed_published_for_an_event_have_a_row_each(vostochny, flown):
    event = PublishedEvent(
        name="core separation", t_s=287.4, height_m=157e3, inertial_speed_m_s=3800.0, source="X"
    )
    published = Published(events=(event,))
    found = compare(replace(vostochny, published=published), pairs(flown, cd.Reading.PREDICTED))
    height, speed = (row(found, f"core separation {what}") for what in ("height", "inertial speed"))
    state = next(
        each for each in flown[cd.Reading.PREDICTED].flight.events if each.name == "core separation"
    )
    assert (height.section, height.unit, height.published) == (Section.STATES, "km", 157.0)
    assert height.predicted == pytest.approx(state.height_m / 1e3)
    assert (speed.unit, speed.published, speed.source) == ("m/s", 3800.0, "X")
    assert speed.predicted == pytest.approx(math.sqrt(sum(v * v for v in state.velocity_m_s)))


def test_a_figure_of_another_flight_keeps_its_grade_and_note(comparison):
    strap_on = row(comparison, "strap-on separation")
    assert strap_on.grade == "secondary"
    assert "not published for this flight" in strap_on.note


def test_a_derived_place_does_not_take_the_grade_of_its_district(comparison):
    assert row(comparison, "strap-on latitude").grade == "derived"
    assert row(comparison, "strap-on range").grade == "secondary"


def test_differences_of_angles_go_the_short_way_round(vostochny, flown):
    plane = next(o for o in vostochny.published.orbits if o.object == "plane at lift-off")
    turned = replace(plane, raan_rad=6.28, local_time_of_node_s=86_000.0)
    mission = replace(vostochny, published=Published(orbits=(turned,)))
    found = compare(mission, pairs(flown, cd.Reading.PREDICTED))
    assert 0.0 < row(found, "plane at lift-off node").difference < 180.0
    assert 0.0 < row(found, "plane at lift-off local time of node").difference < 12.0


def test_events_stand_in_order_of_time(comparison):
    times = [each.predicted for each in comparison.rows if each.section is Section.EVENTS]
    assert times == sorted(times)


def test_only_what_the_plan_can_move_counts_as_found(vostochny, comparison):
    assert {"core separation", "blok-i ignition"} <= given_events(vostochny.launcher)
    assert "blok-i cut-off" not in given_events(vostochny.launcher)
    basis = {each.what: each.basis for each in comparison.rows}
    assert basis["core cut-off"] is Basis.GIVEN
    assert basis["lomonosov perigee"] is Basis.ASKED
    assert basis["plane at lift-off node"] is Basis.FOUND
    assert basis["volga separation"] is Basis.FOUND


def test_the_loads_show_what_had_to_be_different(vostochny, flown, comparison):
    loaded = row(comparison, "blok-i propellant loaded")
    assert loaded.predicted == vostochny.launcher.stages[-1].propellant_kg
    extra = flown[cd.Reading.AS_FLOWN].plan.extra_load_kg
    assert loaded.as_flown - loaded.predicted == pytest.approx(extra)
    highest = row(comparison, "highest before injection")
    assert highest.predicted > row(comparison, "height at core separation").predicted
