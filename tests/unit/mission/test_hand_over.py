from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import cosmodrome as cd
from cosmodrome.mission.hand_over import (
    FORCES,
    hand_over,
    node_rate_rad_s,
    row_near,
    row_of_kind,
)
from cosmodrome.orbit.elements import Elements
from cosmodrome.orbit.propagation import STANDARD_FORCES, propagate
from cosmodrome.orbit.summary import ElementKind


@pytest.fixture
def predicted(flown):
    return flown[cd.Reading.PREDICTED]


def handed(run, name):
    return next(each for each in run.handover.objects if each.body.name == name)


def test_the_node_of_a_sun_synchronous_orbit_follows_the_sun() -> None:
    # Landsat: 705 km, 98.2 deg; the mean Sun moves 360 deg in 365.2422 days.
    orbit = Elements(
        semi_major_axis_m=7_077_700.0,
        eccentricity=0.0,
        inclination_rad=np.radians(98.186),
        raan_rad=0.0,
        argument_of_perigee_rad=0.0,
        true_anomaly_rad=0.0,
    )
    per_day = np.degrees(node_rate_rad_s(orbit)) * 86_400.0
    assert per_day == pytest.approx(360.0 / 365.2422, abs=2e-3)  # J2 squared left out


def test_everything_released_is_handed_over_in_order_with_three_kinds_of_elements(predicted):
    names = [each.body.name for each in predicted.handover.objects]
    assert names == [body.name for body in predicted.flight.released]
    assert {"lomonosov", "aist-2d", "samsat-218d", "volga", "blok-i"} == set(names)
    for each in predicted.handover.objects:
        assert [row.kind for row in each.rows] == list(ElementKind)


def test_an_ephemeris_begins_with_the_state_at_release_and_lasts_a_day(vostochny, predicted):
    for name in ("lomonosov", "aist-2d", "samsat-218d"):
        each = handed(predicted, name)
        release = vostochny.liftoff_utc + timedelta(seconds=each.body.t_s)
        assert abs(each.ephemeris.epoch_utc - release) <= timedelta(microseconds=1)
        assert each.ephemeris.time_s[-1] == 86_400.0
        assert np.allclose(each.ephemeris.position_m[0], each.body.position_m, atol=1e-3)


def test_the_upper_stage_is_followed_to_its_next_burn_alone(predicted):
    burn = next(e.t_s for e in predicted.flight.events if e.name == "volga deorbit start")
    volga = handed(predicted, "volga")
    assert volga.body.t_s + volga.ephemeris.time_s[-1] == pytest.approx(burn)


def test_the_tolerance_moves_a_satellite_by_less_than_two_metres_in_a_day(vostochny, predicted):
    each = handed(predicted, "lomonosov")
    body = each.body
    assert FORCES.absolute_tolerance > STANDARD_FORCES.absolute_tolerance
    tight = propagate(
        body.position_m,
        body.velocity_m_s,
        each.ephemeris.epoch_utc,
        mass_kg=body.mass_kg,
        drag_area_m2=body.drag_area_m2,
        drag_coefficient=body.drag_coefficient,
        step_s=60.0,
    )
    miss = np.linalg.norm(tight.position_m[-1] - each.ephemeris.position_m[-1])
    assert miss < 2.0


def test_the_target_orbit_is_reached_as_two_line_elements_count_it(vostochny, predicted):
    row = row_of_kind(handed(predicted, "volga"), ElementKind.TLE)
    target = vostochny.target
    # Injection to metres, the push of the satellites 0.1 km, the averaging 0.1 km.
    assert row.perigee_km == pytest.approx(target.perigee_height_m / 1e3, abs=0.5)
    assert row.apogee_km == pytest.approx(target.apogee_height_m / 1e3, abs=0.5)
    assert row.inclination_deg == pytest.approx(np.degrees(target.inclination_rad), abs=0.01)


def test_the_plane_at_lift_off_lies_behind_that_at_release_by_the_drift_of_the_node(predicted):
    each = handed(predicted, "lomonosov")
    row, plane = row_of_kind(each, ElementKind.TLE), predicted.handover.plane
    days = each.body.t_s / 86_400.0
    # The node of this orbit moves 0.98 deg a day.
    assert row.raan_deg - plane.raan_deg == pytest.approx(0.98 * days, abs=0.002)
    assert plane.object == "plane at lift-off"
    # A node that follows the mean Sun keeps its local time.
    assert plane.ltan_h == pytest.approx(row.ltan_h, abs=0.002)


def test_an_orbit_is_taken_at_the_state_nearest_to_the_epoch(predicted):
    handover = predicted.handover
    release = row_near(handover, "lomonosov")
    before = row_near(handover, "lomonosov", datetime(2016, 4, 28, tzinfo=UTC))
    after = row_near(handover, "lomonosov", datetime(2016, 5, 30, tzinfo=UTC))
    assert before.epoch_utc == release.epoch_utc
    assert before.perigee_km == pytest.approx(release.perigee_km, abs=1e-6)
    assert after.epoch_utc - release.epoch_utc == timedelta(days=1)
    assert row_near(handover, "sputnik") is None


def test_a_body_too_low_to_orbit_has_elements_and_no_ephemeris(vostochny, predicted):
    flight = predicted.flight
    last = next(body for body in flight.released if body.name == "blok-i")
    low = replace(last, position_m=last.position_m * (6.45e6 / np.linalg.norm(last.position_m)))
    (each,) = hand_over(vostochny, replace(flight, released=(low,))).objects
    assert each.ephemeris is None
    assert len(each.rows) == 3
