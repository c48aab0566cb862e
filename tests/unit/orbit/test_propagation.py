from datetime import UTC, datetime

import brahe as bh
import numpy as np
import pytest

from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.orbit.elements import Elements, cartesian, osculating
from cosmodrome.orbit.propagation import (
    Ephemeris,
    Forces,
    SpaceWeather,
    SteadyOrientation,
    earth_data,
    propagate,
)

EPOCH = datetime(2016, 4, 28, 4, 7, tzinfo=UTC)


def orbit(perigee_m: float, apogee_m: float) -> tuple[np.ndarray, np.ndarray]:
    a = EARTH_RADIUS_M + 0.5 * (perigee_m + apogee_m)
    return cartesian(
        Elements(
            semi_major_axis_m=a,
            eccentricity=0.5 * (apogee_m - perigee_m) / a,
            inclination_rad=np.radians(97.28),
            raan_rad=0.4,
            argument_of_perigee_rad=1.0,
            true_anomaly_rad=3.0,
        )
    )


def coast(
    height: tuple[float, float] = (471e3, 485e3),
    duration_s: float = 86_400.0,
    step_s: float = 60.0,
    area: float = 4.0,
    forces: Forces = Forces(),  # noqa: B008  frozen
) -> Ephemeris:
    return propagate(
        *orbit(*height),
        EPOCH,
        mass_kg=530.0,
        drag_area_m2=area,
        drag_coefficient=2.2,
        duration_s=duration_s,
        step_s=step_s,
        forces=forces,
    )


def test_a_day_keeps_within_half_a_metre_of_a_tight_run() -> None:
    tight = coast(step_s=600.0, forces=Forces(absolute_tolerance=1e-10, relative_tolerance=1e-14))
    path = coast(step_s=600.0)
    assert np.linalg.norm(path.position_m - tight.position_m, axis=1).max() < 0.5
    assert np.linalg.norm(path.velocity_m_s - tight.velocity_m_s, axis=1).max() < 5e-4


def test_the_ephemeris_starts_at_the_state_and_ends_at_the_duration() -> None:
    path = coast(duration_s=1000.0, step_s=300.0)
    assert path.time_s.tolist() == [0.0, 300.0, 600.0, 900.0, 1000.0]
    assert path.position_m.shape == path.velocity_m_s.shape == (5, 3)
    assert np.allclose(path.position_m[0], orbit(471e3, 485e3)[0], atol=1e-6)
    assert path.frame == "GCRF"


def test_the_node_of_the_vostochny_orbit_moves_a_degree_a_day() -> None:
    path = coast(step_s=5660.0 / 4)
    node = [
        osculating(r, v).raan_rad for r, v in zip(path.position_m, path.velocity_m_s, strict=True)
    ]
    slope = np.polyfit(path.time_s, np.degrees(node), 1)[0] * 86_400.0
    assert slope == pytest.approx(0.98, abs=0.02)  # 0.981 deg/day tracked


def test_drag_lowers_the_orbit_and_no_area_means_no_drag() -> None:
    no_drag = coast(area=0.0, step_s=86_400.0)
    off = coast(forces=Forces(drag=False), step_s=86_400.0)
    dragged = coast(step_s=86_400.0)
    assert np.array_equal(no_drag.position_m, off.position_m)
    ahead = (dragged.position_m[-1] - off.position_m[-1]) @ off.velocity_m_s[-1]
    assert ahead > 0.0  # lower, hence faster


def test_the_ephemeris_of_a_falling_body_ends_at_a_hundred_kilometres() -> None:
    path = coast(height=(60e3, 400e3))
    assert path.time_s[-1] < 4000.0
    end = bh.position_ecef_to_geodetic(path.position_m[-1], bh.AngleFormat.RADIANS)
    assert end[2] == pytest.approx(100e3, abs=200.0)  # the pole of date is 0.1 deg off z


def test_the_nutation_series_of_the_process_is_left_as_it_was() -> None:
    before = bh.get_precession_nutation_model()
    coast(duration_s=600.0)
    assert bh.get_precession_nutation_model() == before


def test_nonsense_is_refused() -> None:
    for duration_s, step_s in ((0.0, 60.0), (600.0, 0.0), (float("nan"), 60.0)):
        with pytest.raises(ValueError, match="positive"):
            coast(duration_s=duration_s, step_s=step_s)
    with pytest.raises(ValueError, match="above 100 km"):
        propagate(
            [6.4e6, 0.0, 0.0],
            [0.0, 7e3, 0.0],
            EPOCH,
            mass_kg=1.0,
            drag_area_m2=1.0,
            drag_coefficient=2.2,
        )
    with pytest.raises(ValueError, match="finite"):
        propagate(
            [6.9e6, 0.0, 0.0],
            [0.0, float("nan"), 0.0],
            EPOCH,
            mass_kg=1.0,
            drag_area_m2=1.0,
            drag_coefficient=2.2,
            duration_s=600.0,
        )


def test_a_point_mass_alone_gives_back_the_orbit_after_a_revolution() -> None:
    alone = Forces(gravity_degree=0, sun=False, moon=False, drag=False)
    r, v = orbit(471e3, 485e3)
    period = 2.0 * np.pi * np.sqrt(osculating(r, v).semi_major_axis_m ** 3 / bh.GM_EARTH)
    path = coast(duration_s=period, step_s=period, forces=alone)
    assert np.linalg.norm(path.position_m[-1] - r) < 1e-2
    assert np.linalg.norm(path.velocity_m_s[-1] - v) < 1e-5


def test_sunlight_moves_a_satellite_by_metres_a_day() -> None:
    start = orbit(800e3, 810e3)
    lit, dark = (
        propagate(
            *start,
            EPOCH,
            mass_kg=530.0,
            drag_area_m2=0.0,
            drag_coefficient=2.2,
            radiation_area_m2=area,
            step_s=86_400.0,
        )
        for area in (4.0, 0.0)
    )
    assert 1.0 < np.linalg.norm(lit.position_m[-1] - dark.position_m[-1]) < 100.0


def test_steady_settings_act_while_they_are_asked_for_and_no_longer() -> None:
    coast(duration_s=60.0)
    mjd = 57_506.0
    before = (bh.get_global_ut1_utc(mjd), bh.get_global_f107_observed(mjd))
    quiet = SpaceWeather(f107=70.0, f107a=70.0, kp=0.0, ap=0.0)
    turned = SteadyOrientation(ut1_utc_s=0.9)
    with earth_data(quiet, turned):
        assert bh.get_global_ut1_utc(mjd) == 0.9
        assert bh.get_global_f107_observed(mjd) == 70.0
    assert (bh.get_global_ut1_utc(mjd), bh.get_global_f107_observed(mjd)) == before


def test_a_quiet_sun_leaves_a_satellite_less_drag() -> None:
    quiet = SpaceWeather(f107=70.0, f107a=70.0, kp=0.0, ap=0.0)
    active = SpaceWeather(f107=220.0, f107a=220.0, kp=4.0, ap=27.0)
    sizes = [
        osculating(path.position_m[-1], path.velocity_m_s[-1]).semi_major_axis_m
        for path in (
            coast(height=(350e3, 350e3), step_s=86_400.0, forces=Forces(weather=weather))
            for weather in (quiet, active)
        )
    ]
    assert sizes[0] - sizes[1] > 100.0
