"""The one right-hand side gives one answer compiled, on arrays and on symbols."""

from collections.abc import Callable
from functools import cache
from typing import Any

import casadi
import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cosmodrome.ascent.dynamics import Shape, World, acceleration, air_data, axis, loads
from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.atmosphere import US76
from cosmodrome.earth.gravity import EGM2008_ZONAL
from cosmodrome.earth.wind import from_table
from cosmodrome.numerics.tables import linear, monotone_cubic

casadi.GlobalOptions.setNumpyMode(1)

POLE = np.array([0.36, -0.48, 0.8])
CALM = World(*POLE, EARTH_ROTATION_RAD_S, EGM2008_ZONAL, US76, None, density_factor=1.1)
WINDY = CALM._replace(wind=from_table([0.0, 9e3, 20e3, 60e3], [5, 40, 10, 0], [-3, 20, 0, 9]))
SHAPE = Shape(
    area_m2=42.0,
    axial=monotone_cubic([0.0, 0.8, 1.1, 2.0, 5.0], [0.3, 0.35, 0.6, 0.45, 0.3]),
    normal_slope=linear([0.0, 1.0, 4.0], [2.5, 3.5, 2.5]),
    alpha_factor=3.0,
)


def windy_acceleration(*state):
    return acceleration(*state, SHAPE, WINDY)


def calm_loads(*state):
    return loads(*state, SHAPE, CALM)


# Acceleration in wind and loads in calm air: each compiled form costs seconds.
CASES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "acceleration": (
        windy_acceleration,
        numba.njit(
            lambda x, y, z, vx, vy, vz, m, ux, uy, uz, f, a: acceleration(
                x, y, z, vx, vy, vz, m, ux, uy, uz, f, a, SHAPE, WINDY
            )
        ),
    ),
    "loads": (
        calm_loads,
        numba.njit(
            lambda x, y, z, vx, vy, vz, m, ux, uy, uz, f, a: loads(
                x, y, z, vx, vy, vz, m, ux, uy, uz, f, a, SHAPE, CALM
            )
        ),
    ),
}
COMPILED_AXIS = numba.njit(axis)

unit = st.floats(-1.0, 1.0)
speeds = st.floats(0.0, 8000.0)
heights = st.one_of(st.floats(0.0, 120e3), st.floats(120e3, 900e3))


def direction(a: float, turn: float) -> np.ndarray:
    c = np.sqrt(1.0 - a * a)
    return np.array([c * np.cos(np.pi * turn), c * np.sin(np.pi * turn), a])


@cache
def symbolic(function: Callable[..., Any], count: int) -> casadi.Function:
    """Value and slope of a function of some symbols."""
    names = [casadi.SX.sym(f"x{i}") for i in range(count)]
    values = casadi.vertcat(*function(*names))
    slopes = casadi.jacobian(values, casadi.vertcat(*names))
    return casadi.Function("f", names, [values, slopes])


def assert_agree(function, compiled, arguments, scale):
    plain = np.array(function(*arguments))
    arrays = np.array(function(*(np.array([x, x]) for x in arguments)))
    machine = np.array(compiled(*(float(x) for x in arguments)))
    value, slope = symbolic(function, len(arguments))(*arguments)
    assert np.all(np.isfinite(np.array(slope)))
    symbols = np.array(value).ravel()
    for other in (arrays[:, 0], arrays[:, 1], machine, symbols):
        # Rounding of a hundred operations; a height off by the last bit of a radius, 1e-9 m,
        # moves a density by 1e-13 of itself.
        assert np.all(np.abs(other - plain) <= 1e-12 * scale)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=30)
@given(
    height=heights, place=st.tuples(unit, unit), speed=speeds, course=st.tuples(unit, unit),
    nose=st.tuples(unit, unit), mass=st.floats(1e3, 3e5), thrust=st.floats(0.0, 5e6),
    area=st.floats(0.0, 5.0),
)  # fmt: skip
def test_the_right_hand_side_agrees_in_three_worlds(
    name, height, place, speed, course, nose, mass, thrust, area
):
    function, compiled = CASES[name]
    r, v, u = (6.378e6 + height) * direction(*place), speed * direction(*course), direction(*nose)
    arguments = (*r, *v, mass, *u, thrust, area)
    # Each sum is as exact as its largest term: weight, thrust, and the air at this speed.
    _, density, pressure, *_ = air_data(*r, *v, CALM)
    q = 0.5 * density * (speed + 600.0) ** 2
    forces = 10.0 + (thrust + pressure * area + 4.0 * SHAPE.area_m2 * q) / mass
    scale = forces if name == "acceleration" else np.array([q, 1.0, forces, q * (speed + 600.0)])
    assert_agree(function, compiled, arguments, scale)


@settings(max_examples=60)
@given(
    mode=st.sampled_from([0.0, 1.0, 2.0]), steered=st.tuples(unit, unit), up=st.tuples(unit, unit),
    course=st.tuples(unit, unit), length=st.floats(0.5, 2.0), speed=st.floats(1.0, 8e3),
)  # fmt: skip
def test_the_axis_agrees_in_three_worlds_and_has_length_one(
    mode, steered, up, course, length, speed
):
    w = speed * direction(*course)
    arguments = (mode, *(length * direction(*steered)), *direction(*up), *w, speed)
    assert_agree(axis, COMPILED_AXIS, arguments, 1.0)
    assert np.linalg.norm(axis(*arguments)) == pytest.approx(1.0, abs=1e-14)
