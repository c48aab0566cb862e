"""Axes, coasts and elements of many states, against what is known of one."""

import numpy as np
import pytest
from tests.unit.ascent.conftest import Ascent

from cosmodrome.ascent.target import EquatorOfDate, OrbitKind
from cosmodrome.earth.gravity import EGM2008_ZONAL, POINT_MASS
from cosmodrome.orbit.elements import Elements, argument_of_latitude, cartesian, osculating
from cosmodrome.orbit.mean import mean_from_osculating, without_j3_shift
from cosmodrome.study.dispersion.results.axes import offsets, rtn_axes
from cosmodrome.study.dispersion.results.coast import coasted
from cosmodrome.study.dispersion.results.covariance import covariance_of, turned
from cosmodrome.study.dispersion.results.elements import many_elements, near

POLE = (0.0, 0.0, 1.0)
EQUATOR = EquatorOfDate(pole=POLE, equinox=(1.0, 0.0, 0.0), ninety=(0.0, 1.0, 0.0))


def state(**changes: float) -> np.ndarray:
    numbers = {
        "semi_major_axis_m": 6.858e6,
        "eccentricity": 0.001,
        "inclination_rad": np.radians(97.28),
        "raan_rad": 0.4,
        "argument_of_perigee_rad": 1.2,
        "true_anomaly_rad": 0.3,
    }
    return np.concatenate(cartesian(Elements(**{**numbers, **changes})))


def test_a_displacement_along_the_axes_comes_out_along_them() -> None:
    reference = state()
    axes = rtn_axes(reference)
    r, v = reference[:3], reference[3:]
    ahead = v - (v @ r) / (r @ r) * r
    moved = reference.copy()
    moved[:3] += 100.0 * r / np.linalg.norm(r) + 20.0 * ahead / np.linalg.norm(ahead)
    moved[3:] += 0.5 * np.cross(r, v) / np.linalg.norm(np.cross(r, v))
    found = offsets(moved[None], reference, axes)[0]
    # Differences of numbers of 7e6 m and 8e3 m/s.
    np.testing.assert_allclose(found, [100.0, 20.0, 0.0, 0.0, 0.0, 0.5], atol=1e-8)


def test_a_covariance_turned_into_the_frame_is_that_of_the_states_there() -> None:
    rng = np.random.default_rng(1)
    reference = state()
    spread = rng.normal(size=(500, 6)) * [100.0, 1000.0, 50.0, 1.0, 0.2, 0.5]
    axes = rtn_axes(reference)
    along = offsets(reference + spread, reference, axes)
    names = [str(k) for k in range(6)]
    rtn = np.array(covariance_of(along, names, names)["covariance"])
    np.testing.assert_allclose(turned(rtn, axes), np.cov(spread.T), rtol=1e-7, atol=1e-7)


def test_coasts_of_a_point_mass_follow_kepler() -> None:
    seconds = np.array([-15.0, 0.0, 4.0, 15.0])
    start = state(eccentricity=0.0, argument_of_perigee_rad=0.0)
    found = coasted(np.tile(start, (4, 1)), seconds, POINT_MASS, POLE)
    n = np.sqrt(POINT_MASS.mu_m3_s2 / 6.858e6**3)
    expected = [
        state(eccentricity=0.0, argument_of_perigee_rad=0.0, true_anomaly_rad=0.3 + float(n * t))
        for t in seconds
    ]
    np.testing.assert_allclose(found, expected, rtol=0.0, atol=1e-3)  # [m]


def test_a_coast_and_its_way_back_end_where_they_began() -> None:
    states = np.array([state(), state(eccentricity=0.3), state(inclination_rad=0.9)])
    seconds = np.array([40.0, -25.0, 3.0])
    there = coasted(states, seconds, EGM2008_ZONAL, POLE)
    assert np.abs(there - states).max() > 1e4
    back = coasted(there, -seconds, EGM2008_ZONAL, POLE)
    np.testing.assert_allclose(back, states, rtol=0.0, atol=1e-3)


def test_elements_of_many_states_are_those_of_each() -> None:
    rng = np.random.default_rng(2)
    states = np.array(
        [
            state(
                eccentricity=float(rng.uniform(0.0, 0.7)),
                inclination_rad=float(rng.uniform(0.1, 3.0)),
                raan_rad=float(rng.uniform(0.0, 6.0)),
                true_anomaly_rad=float(rng.uniform(0.0, 6.0)),
            )
            for _ in range(50)
        ]
    )
    found = many_elements(states, EQUATOR, EGM2008_ZONAL, OrbitKind.OSCULATING)
    for k, each in enumerate(states):
        one = osculating(each[:3], each[3:])
        assert found.semi_major_axis_m[k] == pytest.approx(one.semi_major_axis_m, rel=1e-12)
        assert found.eccentricity[k] == pytest.approx(one.eccentricity, abs=1e-12)
        assert found.inclination_rad[k] == pytest.approx(one.inclination_rad, abs=1e-12)
        assert found.raan_rad[k] == pytest.approx(one.raan_rad, abs=1e-12)
        latitude = float(found.argument_of_latitude_rad[k])
        assert near(np.array([latitude]), argument_of_latitude(one))[0] == pytest.approx(
            argument_of_latitude(one), abs=1e-12
        )


@pytest.mark.parametrize("eccentricity", [0.0005, 0.0015])
def test_mean_elements_agree_with_averaging_to_the_second_order(eccentricity: float) -> None:
    anomalies = np.linspace(0.0, 6.0, 13)
    states = np.array(
        [state(eccentricity=eccentricity, true_anomaly_rad=float(x)) for x in anomalies]
    )
    mean = many_elements(states, EQUATOR, EGM2008_ZONAL, OrbitKind.MEAN)
    tle = many_elements(states, EQUATOR, EGM2008_ZONAL, OrbitKind.TLE)
    for k, each in enumerate(states):
        averaged = mean_from_osculating(osculating(each[:3], each[3:]))
        # What `short_period_near_circular` neglects at these eccentricities.
        assert mean.semi_major_axis_m[k] == pytest.approx(averaged.semi_major_axis_m, abs=110.0)
        assert mean.eccentricity[k] == pytest.approx(averaged.eccentricity, abs=1.5e-5)
        assert mean.inclination_rad[k] == pytest.approx(averaged.inclination_rad, abs=3e-6)
        assert mean.raan_rad[k] == pytest.approx(averaged.raan_rad, abs=8e-6)
        listed = without_j3_shift(averaged)
        assert tle.eccentricity[k] == pytest.approx(listed.eccentricity, abs=1.5e-5)


def test_the_plan_meets_its_mean_target_in_these_elements(ascent: Ascent) -> None:
    leg = ascent.leg
    final = ascent.tracks[-1].state[-1, :6]
    found = many_elements(final[None], leg.equator, EGM2008_ZONAL, leg.target.kind)
    assert found.inclination_rad[0] == pytest.approx(leg.target.inclination_rad, abs=2e-5)
