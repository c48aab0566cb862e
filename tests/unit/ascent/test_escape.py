"""Departures: conditions against two-body motion far out, and ascents that meet them."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from cosmodrome.ascent.escape import (
    EscapeTarget,
    ellipses,
    energy_conditions,
    energy_m2_s2,
    escape_conditions,
    outgoing_asymptote,
    parking_circle,
)
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.earth.rotation import rotate_about
from cosmodrome.numerics.optimal_control import INFINITY, Bounds

RADIUS = EARTH_RADIUS_M + 185e3
TILT = rotate_about(np.array([0.6, 0.0, 0.8]), 0.7) @ rotate_about(np.array([1.0, 0.0, 0.0]), 0.9)


def departure(c3: float, anomaly: float) -> tuple[np.ndarray, np.ndarray]:
    """State of a hyperbola or parabola with its perigee at 185 km."""
    e = 1.0 + c3 * RADIUS / EARTH_MU_M3_S2
    p = RADIUS * (1.0 + e)
    c, s = np.cos(anomaly), np.sin(anomaly)
    r = p / (1.0 + e * c) * np.array([c, s, 0.0])
    v = np.sqrt(EARTH_MU_M3_S2 / p) * np.array([-s, e + c, 0.0])
    return TILT @ r, TILT @ v


def far_direction(r: np.ndarray, v: np.ndarray, years: float) -> np.ndarray:
    """Direction of the velocity long after, by integration."""

    def rate(_, x):
        return np.concatenate((x[3:], -EARTH_MU_M3_S2 * x[:3] / np.linalg.norm(x[:3]) ** 3))

    end = years * 365.25 * 86_400.0
    flown = solve_ivp(rate, (0.0, end), np.concatenate((r, v)), rtol=1e-11, atol=1e-3)
    return flown.y[3:, -1] / np.linalg.norm(flown.y[3:, -1])


@pytest.mark.parametrize("anomaly", [-0.3, 0.0, 0.8])
@pytest.mark.parametrize("c3", [5e6, 40e6, 150e6])
def test_the_asymptote_is_where_the_flight_goes(c3, anomaly):
    r, v = departure(c3, anomaly)
    s = np.array(outgoing_asymptote(c3, r, v, EARTH_MU_M3_S2))
    assert np.linalg.norm(s) == pytest.approx(1.0, abs=1e-12)
    # After twenty years the velocity still turns by mu / (r v2).
    assert np.linalg.norm(s - far_direction(r, v, 20.0)) < 2e-4


def test_a_parabola_leaves_opposite_its_perigee():
    r, v = departure(0.0, 0.0)
    s = np.array(outgoing_asymptote(0.0, r, v, EARTH_MU_M3_S2))
    assert s == pytest.approx(-r / np.linalg.norm(r), abs=1e-12)


@pytest.mark.parametrize("anomaly", [-0.3, 0.0, 0.8])
@pytest.mark.parametrize("c3", [0.0, 5e6, 40e6])
def test_a_departure_is_met_by_its_own_states(c3, anomaly, equator):
    r, v = departure(c3, anomaly)
    declination = np.arcsin(outgoing_asymptote(c3, r, v, EARTH_MU_M3_S2)[2])
    target = EscapeTarget(c3_m2_s2=c3, declination_rad=float(declination))
    rows = escape_conditions(target, r, v, EARTH_MU_M3_S2, equator)
    assert [row.name for row in rows] == ["energy", "perigee", "declination"]
    assert max(abs(row.value / row.scale) for row in rows) < 1e-13


def test_each_part_of_a_departure_is_held(equator):
    r, v = departure(5e6, 0.3)
    free = EscapeTarget(c3_m2_s2=5e6)
    faster = escape_conditions(free, r, 1.001 * v, EARTH_MU_M3_S2, equator)
    assert [row.name for row in faster] == ["energy", "perigee"]
    assert min(abs(row.value / row.scale) for row in faster) > 1e-3
    higher = EscapeTarget(c3_m2_s2=5e6, perigee_height_m=200e3)
    rows = {
        row.name: row.value / row.scale
        for row in escape_conditions(higher, r, v, EARTH_MU_M3_S2, equator)
    }
    assert abs(rows["energy"]) < 1e-13
    assert abs(rows["perigee"]) > 1e-3


def test_the_perigee_of_a_departure_may_lie_higher_but_not_lower(equator):
    r, v = departure(5e6, 0.3)

    def perigee(height_m: float) -> tuple[float, Bounds]:
        target = EscapeTarget(c3_m2_s2=5e6, perigee_height_m=height_m)
        (row,) = (
            row
            for row in escape_conditions(target, r, v, EARTH_MU_M3_S2, equator)
            if row.name == "perigee"
        )
        return row.value / row.scale, row.bounds

    (above, bounds), (below, _) = perigee(150e3), perigee(250e3)
    assert (bounds.lower, bounds.upper) == (0.0, INFINITY)
    assert above > 1e-3
    assert below < -1e-3


def test_the_way_to_an_escape_climbs_in_energy_between_its_ends():
    target = EscapeTarget(c3_m2_s2=5e6)
    circle = parking_circle(target, 0.5)
    steps = [ellipse.energy_m2_s2 for ellipse in ellipses(target, EARTH_MU_M3_S2, 0.12)]
    ends = [energy_m2_s2(circle, EARTH_MU_M3_S2), energy_m2_s2(target, EARTH_MU_M3_S2)]
    path = np.array([ends[0], *steps, ends[1]])
    assert np.diff(path) == pytest.approx(np.diff(path)[0])
    assert 0.0 < np.diff(path)[0] <= 0.12 * EARTH_MU_M3_S2 / RADIUS


def test_the_conditions_of_an_ellipse_are_met_on_it():
    (ellipse, *_) = ellipses(EscapeTarget(c3_m2_s2=0.0), EARTH_MU_M3_S2, 0.12)
    speed = np.sqrt(2.0 * (EARTH_MU_M3_S2 / RADIUS + ellipse.energy_m2_s2))
    r, v = np.array([RADIUS, 0.0, 0.0]), np.array([0.0, speed, 0.0])
    rows = energy_conditions(ellipse, r, v, EARTH_MU_M3_S2)
    assert max(abs(row.value / row.scale) for row in rows) < 1e-13


@pytest.mark.parametrize(
    ("declination", "latitude", "inclination"),
    [(None, -0.5, 0.5), (0.1, 0.5, 0.5), (-0.8, 0.5, 0.8)],
)
def test_the_plane_is_due_east_unless_the_asymptote_lies_beyond(declination, latitude, inclination):
    target = EscapeTarget(c3_m2_s2=0.0, declination_rad=declination)
    assert parking_circle(target, latitude) == OrbitTarget(
        perigee_height_m=185e3, apogee_height_m=185e3, inclination_rad=inclination
    )


@pytest.mark.parametrize("change", [{"c3_m2_s2": -1.0}, {"c3_m2_s2": 0.0, "declination_rad": 1.6}])
def test_a_departure_that_cannot_be_is_refused(change):
    with pytest.raises(ValueError, match=next(reversed(change))):
        EscapeTarget(**change)
