"""Coasts in long steps beside the adaptive integrator."""

import numpy as np
import pytest

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guidance.upper.coast import (
    WORK,
    coast_for,
    coast_to_angle,
    place_angle,
    wrapped,
)
from cosmodrome.ascent.phase import coast
from cosmodrome.ascent.simulate import fly_phase, start_state
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.numerics.tables import constant
from cosmodrome.vehicle.aerodynamics import Aerodynamics

AREA_M2, DRAG, MASS_KG = 8.0, 2.2, 2500.0
PER_KG = AREA_M2 * DRAG / MASS_KG


def low_orbit(earth: World, height_m: float = 190e3, faster: float = 1.0):
    radius = 6378137.0 + height_m
    speed = faster * np.sqrt(earth.gravity.mu_m3_s2 / radius)
    return np.array([radius, 0.0, 0.0, 0.0, 0.2 * speed, np.sqrt(0.96) * speed])


def adaptive(earth: World, y, span_s: float):
    body = Aerodynamics(reference_area_m2=AREA_M2, axial=constant(DRAG), normal_slope=constant(0.0))
    phase = coast("coast", "end", Bounds(lower=span_s, upper=span_s), body)
    steering = PhaseSteering(duration_s=span_s, fractions=(1.0,), direction=np.zeros((0, 2)))
    start = start_state(y[:3], y[3:], MASS_KG)
    return fly_phase(phase, steering, start, earth, longest_step_s=30.0).state[-1, :6]


@pytest.mark.parametrize(("faster", "span_s"), [(1.0, 7200.0), (1.05, 7200.0), (1.31, 20_000.0)])
def test_two_hours_err_by_less_than_ten_metres(earth: World, faster: float, span_s: float) -> None:
    y = low_orbit(earth, faster=faster)
    expected = adaptive(earth, y, span_s)
    assert coast_for(earth, PER_KG, y, span_s, np.zeros(WORK))
    # Measured: 1 to 3 m, most of it where a step crosses a kink of the standard atmosphere.
    assert np.linalg.norm(y[:3] - expected[:3]) < 10.0
    assert np.linalg.norm(y[3:] - expected[3:]) < 0.01


def test_drag_at_190_km_shortens_the_way_by_kilometres(earth: World) -> None:
    with_air, without = low_orbit(earth), low_orbit(earth)
    coast_for(earth, PER_KG, with_air, 2500.0, np.zeros(WORK))
    coast_for(earth, 0.0, without, 2500.0, np.zeros(WORK))
    assert 300.0 < np.linalg.norm(with_air[:3] - without[:3]) < 3000.0


@pytest.mark.parametrize("angle", [0.3, 3.0, 2.0 * np.pi + 1.0])
def test_a_coast_ends_at_the_angle_asked_for(earth: World, angle: float) -> None:
    y = low_orbit(earth)
    start = y.copy()
    x = y[:3] / np.linalg.norm(y[:3])
    normal = np.cross(y[:3], y[3:])
    across = np.cross(normal / np.linalg.norm(normal), x)
    span = coast_to_angle(earth, PER_KG, y, x, across, angle, np.zeros(WORK))
    assert wrapped(place_angle(y, x, across) - angle) == pytest.approx(0.0, abs=1e-8)
    assert np.linalg.norm(y[:3] - adaptive(earth, start, span)[:3]) < 10.0


def test_an_angle_already_passed_needs_no_coast(earth: World) -> None:
    y = low_orbit(earth)
    start = y.copy()
    axes = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.2, np.sqrt(0.96)])
    assert coast_to_angle(earth, PER_KG, y, *axes, -0.1, np.zeros(WORK)) == 0.0
    assert np.array_equal(y, start)


def test_a_path_into_the_air_is_noticed_and_leads_not_through_the_earth(earth: World) -> None:
    y = low_orbit(earth, faster=0.7)
    assert not coast_for(earth, PER_KG, y, 3000.0, np.zeros(WORK))
    assert 6300e3 < np.linalg.norm(y[:3]) < 6378137.0 + 80e3


def test_a_negative_time_is_flown_backwards(earth: World) -> None:
    y = low_orbit(earth)
    start = y.copy()
    for span in (40.0, -40.0):
        coast_for(earth, PER_KG, y, span, np.zeros(WORK))
    assert np.linalg.norm(y - start) < 1e-5
