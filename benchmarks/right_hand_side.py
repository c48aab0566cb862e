"""Nanoseconds a call of the one right-hand side: compiled, on numpy scalars, on arrays."""

from collections.abc import Iterator

import numba
import numpy as np

from benchmarks.row import Row, median_s
from cosmodrome.ascent.dynamics import Shape, World, acceleration
from cosmodrome.ascent.flight_model import NO_LIMIT_M_S2, STATES, STOP_NEVER, FlightModel
from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.atmosphere import KINK_HEIGHTS_M, US76
from cosmodrome.earth.gravity import EGM2008_ZONAL
from cosmodrome.earth.wind import from_table
from cosmodrome.numerics.dormand_prince import rates
from cosmodrome.numerics.tables import constant, monotone_cubic

STATES_TRIED, ROUNDS, RUNS = 2000, 200, 7
THRUST_N, EXIT_AREA_M2 = 4.9e6, 7.0
CALM = World(0.36, -0.48, 0.8, EARTH_ROTATION_RAD_S, EGM2008_ZONAL, US76, None, density_factor=1.0)
WINDY = CALM._replace(wind=from_table([0.0, 9e3, 20e3, 60e3], [5, 40, 10, 0], [-3, 20, 0, 9]))
SHAPE = Shape(
    area_m2=42.0,
    axial=monotone_cubic([0.0, 0.8, 1.1, 2.0, 5.0], [0.3, 0.35, 0.6, 0.45, 0.3]),
    normal_slope=constant(3.0),
    alpha_factor=3.0,
)


def climb() -> np.ndarray:
    """States along a made-up ascent to 200 km: position, velocity, mass, axis."""
    s = np.linspace(0.0, 1.0, STATES_TRIED)
    angle = 0.3 * s**2
    radius, speed = 6.378e6 + 2e5 * np.sin(0.5 * np.pi * s), 400.0 + 7400.0 * s**2
    zero = 0.0 * s
    up, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    axis = 0.9 * along + np.sqrt(1.0 - 0.81) * up
    mass = 3e5 - 2.9e5 * s
    return np.array([*(radius * up), zero, *(speed * along), zero, mass, *axis, zero]).T.copy()


@numba.njit(error_model="numpy")
def _accelerations(states, world, shape, rounds):  # type: ignore[no-untyped-def]
    total = 0.0
    for _ in range(rounds):
        for i in range(states.shape[0]):
            x = states[i]
            ax, ay, az = acceleration(
                x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9],
                THRUST_N, EXIT_AREA_M2, shape, world,
            )  # fmt: skip
            total += ax + ay + az
    return total


@numba.njit(error_model="numpy")
def _whole(states, model, rounds):  # type: ignore[no-untyped-def]
    y, dy, total = np.zeros(STATES), np.empty(STATES), 0.0
    for _ in range(rounds):
        for i in range(states.shape[0]):
            y[:7] = states[i, :7]
            rates(model, 10.0, y, dy)
            total += dy[3] + dy[10]
    return total


def model() -> FlightModel:
    """The flight of a segment steered by a polynomial of five points, its losses counted."""
    return FlightModel(
        world=CALM,
        shape=SHAPE,
        thrust_vac=constant(THRUST_N),
        flow=constant(1500.0),
        exit_area_m2=EXIT_AREA_M2,
        mode=0.0,
        steering=np.array([[0.4] * 5, [0.9, 0.0, 0.0, 0.0, 0.0], [0.0] * 5]),
        segment_start_s=0.0,
        segment_length_s=20.0,
        kinks=KINK_HEIGHTS_M,
        axial_limit_m_s2=NO_LIMIT_M_S2,
        least_throttle=1.0,
        stop_kind=STOP_NEVER,
        stop_value=0.0,
    )


def rows() -> Iterator[Row]:
    """Right-hand side by every road."""
    states = climb()
    calls = states.shape[0] * ROUNDS
    plain = _plain_ns(states)
    arrays = _arrays_ns(states)
    for name, world in (("calm air", CALM), ("wind table", WINDY)):
        ns = _compiled_ns(lambda n, world=world: _accelerations(states, world, SHAPE, n), calls)
        yield Row(
            what=f"acceleration, compiled, {name}",
            measured=f"{ns:.0f} ns a call",
            beside=f"numpy scalars {plain / 1e3:.0f} us, {plain / ns:.0f} times; "
            f"numpy arrays {arrays:.0f} ns",
            limit=100.0 if world is CALM else None,
            value=ns,
            unit="ns",
        )
    whole = model()
    ns = _compiled_ns(lambda n: _whole(states, whole, n), calls)
    yield Row(what="whole model with steering and losses", measured=f"{ns:.0f} ns a call")


def _compiled_ns(action, calls: int) -> float:  # type: ignore[no-untyped-def]
    action(1)  # compiles
    return 1e9 * median_s(lambda: action(ROUNDS), RUNS) / calls


def _plain_ns(states: np.ndarray) -> float:
    few = [tuple(x[:10]) for x in states[:: STATES_TRIED // 100]]

    def action() -> None:
        for x in few:
            acceleration(*x, THRUST_N, EXIT_AREA_M2, SHAPE, CALM)

    return 1e9 * median_s(action, RUNS) / len(few)


def _arrays_ns(states: np.ndarray) -> float:
    columns = states[:, :10].T.copy()

    def action() -> None:
        acceleration(*columns, THRUST_N, EXIT_AREA_M2, SHAPE, CALM)

    return 1e9 * median_s(action, RUNS) / states.shape[0]
