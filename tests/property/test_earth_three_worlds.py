"""Every physics function of the Earth gives one answer compiled, on arrays and on symbols."""

from collections.abc import Callable
from typing import Any

import casadi
import numba
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cosmodrome.earth import atmosphere, ellipsoid, gravity, rotation, wind
from cosmodrome.numerics.kernels import choose, lookup
from cosmodrome.numerics.tables import linear, monotone_cubic, step

casadi.GlobalOptions.setNumpyMode(1)

FIELD = gravity.EGM2008_ZONAL
STEPS = step([0.0, 1.0, 4.0], [2.0, -3.0, 5.0])
BENT = linear([0.0, 1.0, 1.0, 3.0], [0.0, 1.0, 4.0, 2.0])
SMOOTH = monotone_cubic([0.0, 1.0, 2.5, 4.0], [0.0, 2.0, 2.5, -1.0])


def zonal(*state):
    return gravity.zonal_acceleration(*state, FIELD)


def tabulated(z):
    return atmosphere.density_pressure_sound(z, atmosphere.US76)


def potential(*state):
    return (gravity.potential(*state, FIELD),)


def primitives(x):
    return lookup(STEPS, x), lookup(BENT, x), lookup(SMOOTH, x), choose(x < 1.5, x, 3.0 - x)


compiled_zonal = numba.njit(
    lambda rx, ry, rz, px, py, pz: gravity.zonal_acceleration(rx, ry, rz, px, py, pz, FIELD)
)
compiled_potential = numba.njit(
    lambda rx, ry, rz, px, py, pz: (gravity.potential(rx, ry, rz, px, py, pz, FIELD),)
)

CASES: dict[str, tuple[Callable[..., Any], Callable[..., Any], int]] = {
    "geodetic": (ellipsoid.geodetic, numba.njit(ellipsoid.geodetic), 0),
    "vertical": (ellipsoid.vertical, numba.njit(ellipsoid.vertical), 0),
    "zonal acceleration": (zonal, compiled_zonal, 0),
    "potential": (potential, compiled_potential, 0),
    "atmosphere velocity": (
        rotation.atmosphere_velocity,
        numba.njit(rotation.atmosphere_velocity),
        1,
    ),
    "wind velocity": (wind.wind_velocity, numba.njit(wind.wind_velocity), 2),
}
HEIGHT_CASES = {
    "us76": (atmosphere.us76, numba.njit(atmosphere.us76)),
    "us76 tables": (tabulated, numba.njit(tabulated)),
}

unit = st.floats(-1.0, 1.0)
radius = st.floats(6.36e6, 9.0e6)
height = st.floats(-8e3, 1.2e6)


def direction(a: float, turn: float) -> np.ndarray:
    c = np.sqrt(1.0 - a * a)
    return np.array([c * np.cos(np.pi * turn), c * np.sin(np.pi * turn), a])


def symbolic(function: Callable[..., Any], *arguments: float) -> np.ndarray:
    names = [casadi.SX.sym(f"x{i}") for i in range(len(arguments))]
    values = casadi.vertcat(*function(*names))
    slopes = casadi.jacobian(values, casadi.vertcat(*names))
    both = casadi.Function("f", names, [values, slopes])
    value, slope = both(*arguments)
    assert np.all(np.isfinite(np.array(slope)))
    return np.array(value).ravel()


def assert_agree(function, compiled, arguments, scale=None):
    plain = np.array(function(*arguments))
    arrays = np.array(function(*(np.array([x, x]) for x in arguments)))
    machine = np.array(compiled(*(float(x) for x in arguments)))
    symbols = symbolic(function, *arguments)
    size = np.maximum(np.abs(plain), np.max(np.abs(plain)) if scale is None else scale)
    for other in (arrays[:, 0], arrays[:, 1], machine, symbols):
        # Rounding of some twenty operations, each in its own order.
        assert np.all(np.abs(other - plain) <= 1e-12 * size)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=40, deadline=None)
@given(
    r=radius, a=unit, b=unit, c=unit, d=unit, extra=st.tuples(st.floats(-99, 99), st.floats(1, 99))
)
def test_a_function_of_position_and_pole_agrees_in_three_worlds(name, r, a, b, c, d, extra):
    function, compiled, extras = CASES[name]
    position, pole = r * direction(a, b), direction(c, d)
    if name == "wind velocity":
        # Beside the axis, east is the difference of rounded products.
        assume(np.linalg.norm(np.cross(pole, position)) > 1e4)
    # A height is the difference of numbers as large as the radius.
    scale = r if name in ("geodetic", "vertical") else None
    assert_agree(function, compiled, (*position, *pole, *extra[:extras]), scale)


@pytest.mark.parametrize("name", HEIGHT_CASES)
@settings(max_examples=100, deadline=None)
@given(z=height)
def test_the_atmosphere_agrees_in_three_worlds(name, z):
    function, compiled = HEIGHT_CASES[name]
    assert_agree(function, compiled, (z,), scale=0.0)


@settings(max_examples=100, deadline=None)
@given(x=st.floats(-2.0, 6.0))
def test_tables_and_branches_agree_in_three_worlds(x):
    assert_agree(primitives, COMPILED_PRIMITIVES, (x,), scale=1.0)


COMPILED_PRIMITIVES = numba.njit(
    lambda x: (
        lookup(STEPS, x),
        lookup(BENT, x),
        lookup(SMOOTH, x),
        choose(x < 1.5, x, 3.0 - x),
    )
)


@settings(max_examples=60, deadline=None)
@given(r=radius, a=unit, b=unit, c=unit, d=unit)
def test_the_acceleration_is_the_negative_gradient_of_the_potential(r, a, b, c, d):
    state = (*(r * direction(a, b)), *direction(c, d))
    names = [casadi.SX.sym(f"x{i}") for i in range(6)]
    slope = casadi.gradient(gravity.potential(*names, FIELD), casadi.vertcat(*names[:3]))
    expected = -np.array(casadi.Function("g", names, [slope])(*state)).ravel()
    got = np.array(zonal(*state))
    assert np.linalg.norm(got - expected) <= 1e-13 * np.linalg.norm(got)
