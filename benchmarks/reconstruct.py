"""Derivatives of a flight by its numbers: differences of the compiled simulator, or CasADi's."""

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import casadi as ca
import numpy as np

from benchmarks.row import Row, median_s
from cosmodrome.ascent.course import Course, fly_course
from cosmodrome.ascent.dynamics import Shape, World, acceleration
from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.atmosphere import US76
from cosmodrome.earth.gravity import EGM2008_ZONAL
from cosmodrome.numerics.tables import constant, monotone_cubic

# Pieces of ten seconds, each with a pitch of its own; RK4 within them at this step.
PIECES, PIECE_S, STEPS = 20, 10.0, 10
RUNS = 3
# numpy ufuncs in the physics then build expressions.
ca.GlobalOptions.setNumpyMode(1)
WORLD = World(0.0, 0.0, 1.0, EARTH_ROTATION_RAD_S, EGM2008_ZONAL, US76, None, density_factor=1.0)
SHAPE = Shape(
    area_m2=21.0,
    axial=monotone_cubic([0.0, 0.8, 1.1, 2.0, 5.0], [0.3, 0.35, 0.6, 0.45, 0.3]),
    normal_slope=constant(3.0),
    alpha_factor=3.0,
)
THRUST_N, FLOW_KG_S, EXIT_AREA_M2, MASS_KG = 7.4e6, 1500.0, 6.0, 5.0e5
PITCH_RAD = np.linspace(np.pi / 2.0, 0.4, PIECES)


def start() -> np.ndarray:
    """On the equator, at rest over the ground."""
    state = np.zeros(11)
    state[0], state[4], state[6] = 6378137.0, 6378137.0 * EARTH_ROTATION_RAD_S, MASS_KG
    return state


def compiled_end(pitch: np.ndarray) -> np.ndarray:
    """Position and velocity at the end, by the simulator of the fit."""
    ones, zeros = np.ones(PIECES), np.zeros(PIECES)
    powers = np.zeros((PIECES, 3, 4))
    powers[:, 0, 0], powers[:, 1, 0] = np.sin(pitch), np.cos(pitch)
    begin = PIECE_S * np.arange(PIECES)
    course = Course(
        start_s=begin,
        length_s=PIECE_S * ones,
        thrust=np.column_stack((THRUST_N * ones, zeros)),
        flow=np.column_stack((FLOW_KG_S * ones, zeros)),
        exit_area_m2=EXIT_AREA_M2 * ones,
        mode=zeros,
        powers=powers,
        polynomial_start_s=begin,
        polynomial_length_s=PIECE_S * ones,
        axial_limit_m_s2=1e9 * ones,
        least_throttle=ones,
        dropped_kg=zeros,
    )
    _, state = fly_course(course, SHAPE, start(), WORLD, tolerance=1e-9, longest_step_s=2.0)
    return np.asarray(state[-1, :6])


def differences(pitch: np.ndarray, step: float = 1e-4) -> np.ndarray:
    """Central differences, as the fit takes them."""
    columns = []
    for k in range(pitch.size):
        moved = pitch.copy()
        moved[k] += step
        ahead = compiled_end(moved)
        moved[k] -= 2.0 * step
        columns.append((ahead - compiled_end(moved)) / (2.0 * step))
    return np.array(columns).T


def symbolic() -> Any:
    """Jacobian of the same right-hand side through RK4, by CasADi."""
    state, pitch = ca.SX.sym("state", 7), ca.SX.sym("pitch")

    def rate(y: Any) -> Any:
        axis = (ca.sin(pitch), ca.cos(pitch), ca.SX(0))
        parts = [y[i] for i in range(7)]
        a = acceleration(*parts, *axis, THRUST_N, EXIT_AREA_M2, SHAPE, WORLD)
        return ca.vertcat(*parts[3:6], *a, -FLOW_KG_S)

    h, y = PIECE_S / STEPS, state
    k1 = rate(y)
    k2 = rate(y + 0.5 * h * k1)
    k3 = rate(y + 0.5 * h * k2)
    k4 = rate(y + h * k3)
    step = ca.Function("step", [state, pitch], [y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)])
    pitches = ca.MX.sym("pitches", PIECES)
    end = ca.MX(ca.DM(start()[:7]))
    for k in range(PIECES):
        for _ in range(STEPS):
            end = step(end, pitches[k])
    return ca.Function("slopes", [pitches], [ca.jacobian(end[:6], pitches)])


def rows() -> Iterator[Row]:
    """Both roads to twenty columns, and how far they agree."""
    begin = perf_counter()
    slopes = symbolic()
    built = perf_counter() - begin
    exact = np.array(slopes(PITCH_RAD))
    ours = differences(PITCH_RAD)
    seconds = median_s(lambda: differences(PITCH_RAD), RUNS)
    beside = median_s(lambda: slopes(PITCH_RAD), RUNS)
    off = float(np.max(np.abs(ours - exact)) / np.max(np.abs(exact)))
    velocity = float(np.max(np.abs(ours[3:] - exact[3:])) / np.max(np.abs(exact[3:])))
    yield Row(
        what=f"jacobian of a flight of {PIECES * PIECE_S:.0f} s by {PIECES} pitches",
        measured=f"{1e3 * seconds:.0f} ms by differences of the compiled simulator",
        beside=f"CasADi through RK4 at {PIECE_S / STEPS:g} s {1e3 * beside:.0f} ms, "
        f"and {built:.1f} s to build it",
    )
    yield Row(
        what="they differ, over the largest entry",
        measured=f"position {off:.1e}, velocity {velocity:.1e}",
        beside="",
        limit=1e-4,
        value=max(off, velocity),
        unit="",
    )
