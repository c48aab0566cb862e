"""The fall of a dropped body flown along with a leg: a branch that leaves it where the body does.

leg    o-----o--------o-----------o  orbit
             |        |
falls        o--> x   o-----> x      impacts, each with its demands
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import Shape, World, acceleration, air_data
from cosmodrome.ascent.fall_limits import Demand
from cosmodrome.ascent.falls import fall_phase, fly_fall
from cosmodrome.ascent.phase import Dropped
from cosmodrome.ascent.right_hand_side import world_between
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    Dynamics,
    End,
    Numbers,
    Phase,
    PhaseValues,
    Problem,
)
from cosmodrome.numerics.radau import interpolation_matrix, radau_points
from cosmodrome.numerics.resample import collocation_fractions
from cosmodrome.numerics.tables import constant

Array = NDArray[np.float64]
Mesh = tuple[tuple[float, ...], int]

_DEGREE = 6
# A fall is cut until the polynomials of its mesh pass this near to it.
_MESH_M, _MESH_M_S = 1.0, 0.05
_SHORTEST_SEGMENT = 1.0 / 256.0
_GRAIN_M = 20e3
_SPEED_SCALE_M_S, _DOWNRANGE_SCALE_M, _HEIGHT_SCALE_M = 7_900.0, 1e6, 1e5


@dataclass(frozen=True, slots=True, kw_only=True)
class FallBranch:
    """Fall of one body, and what its impact must meet.

    Attributes
    ----------
    body : Dropped
    after : int
        Phase of the leg at whose end it is dropped [-].
    demands : tuple of WithinBand or BeyondEdge
    pull_kg_m : float
        Added to the objective for each metre of the last demand's value; 0 when the impact is
        only held [kg/m].
    """

    body: Dropped
    after: int
    demands: tuple[Demand, ...]
    pull_kg_m: float = 0.0


def with_falls(
    problem: Problem,
    falls: Sequence[FallBranch],
    world: World,
    meshes: Sequence[Mesh],
    heights: Sequence[tuple[float, float]],
) -> Problem:
    """Problem of a leg with falls as further phases after its own.

    Parameters
    ----------
    problem : Problem
        Of the leg alone.
    falls : sequence of FallBranch
        Flown along.
    world : World
        The Earth they fall to.
    meshes : sequence of (fractions, degree)
        One a fall [-].
    heights : sequence of (lowest, highest)
        Heights each fall is expected in [m].

    Returns
    -------
    Problem
    """
    if not falls:
        return problem
    own = len(problem.phases)
    low = _GRAIN_M * np.floor(min(h[0] for h in heights) / _GRAIN_M)
    high = _GRAIN_M * np.ceil(max(h[1] for h in heights) / _GRAIN_M)
    dynamics = _dynamics(world_between(world, low, high))
    phases = [
        _phase(fall, mesh, dynamics, ("fall", low, high))
        for fall, mesh in zip(falls, meshes, strict=True)
    ]

    def conditions(ends: Sequence[End], p: Sequence[Scalar]) -> list[Condition]:
        rows = problem.conditions(ends[:own], p)
        for fall, end in zip(falls, ends[own:], strict=True):
            rows += _conditions(fall, end, ends[:own], world)
        return rows

    def objective(ends: Sequence[End], p: Sequence[Scalar]) -> Scalar:
        total = problem.objective(ends[:own], p)
        for fall, end in zip(falls, ends[own:], strict=True):
            if fall.pull_kg_m != 0.0:
                t = _impact_s(fall, end, ends[:own])
                total = total + fall.pull_kg_m * _value(fall.demands[-1], end, t, world)
        return total

    return replace(
        problem, phases=(*problem.phases, *phases), conditions=conditions, objective=objective
    )


def _phase(
    fall: FallBranch, mesh: Mesh, dynamics: Dynamics, kind: tuple[str, float, float]
) -> Phase:
    body, mass = fall.body, fall.body.mass_kg / fall.body.count
    return Phase(
        name=f"fall of {body.name}",
        dynamics=dynamics,
        # The same scale for all, so that they share their derivatives.
        state_scale=(EARTH_RADIUS_M,) * 3 + (_SPEED_SCALE_M_S,) * 3 + (1e3,),
        control_bounds=(),
        duration=fall_phase(body).duration,
        fractions=mesh[0],
        degree=mesh[1],
        state_bounds=(Bounds(),) * 6 + (Bounds(lower=0.5 * mass, upper=2.0 * mass),),
        data=(body.fall.drag_coefficient * body.fall.reference_area_m2,),
        kind=kind,
    )


def _dynamics(world: World) -> Dynamics:
    """Right-hand side of a fall along the flow; its data is drag coefficient times area [m2]."""

    def rates(_t: Scalar, x: Numbers, _u: Numbers, _p: Numbers, d: Numbers) -> Sequence[Scalar]:
        shape = Shape(
            area_m2=d[0],
            axial=constant(1.0),
            normal_slope=constant(0.0),
            alpha_factor=0.0,
        )
        _, _, _, _, wx, wy, wz, speed, _, _, _ = air_data(*x[:6], world)
        axis = (wx / speed, wy / speed, wz / speed)
        return (*x[3:6], *acceleration(*x, *axis, 0.0, 0.0, shape, world), 0.0 * x[6])

    return rates


def _conditions(fall: FallBranch, end: End, own: Sequence[End], world: World) -> list[Condition]:
    name = fall.body.name
    start = own[fall.after].last
    scale = (EARTH_RADIUS_M,) * 3 + (_SPEED_SCALE_M_S,) * 3
    rows = [
        Condition(name=f"fall of {name}: link {k}", value=end.first[k] - start[k], scale=scale[k])
        for k in range(6)
    ]
    mass = fall.body.mass_kg / fall.body.count
    rows.append(Condition(name=f"fall of {name}: mass", value=end.first[6] - mass, scale=1e3))
    height, _, _ = geodetic(*end.last[:3], world.px, world.py, world.pz, world.ellipsoid)
    rows.append(Condition(name=f"fall of {name}: ground", value=height, scale=_HEIGHT_SCALE_M))
    t = _impact_s(fall, end, own)
    return rows + [
        Condition(
            name=demand.name,
            value=_value(demand, end, t, world),
            bounds=demand.bounds,
            scale=_DOWNRANGE_SCALE_M,
        )
        for demand in fall.demands
    ]


def _impact_s(fall: FallBranch, end: End, own: Sequence[End]) -> Scalar:
    t = end.duration
    for phase in own[: fall.after + 1]:
        t = t + phase.duration
    return t


def _value(demand: Demand, end: End, t: Scalar, world: World) -> Scalar:
    x, y, z = end.last[:3]
    return demand.value((x, y, z), t, world)


def fall_values(
    body: Dropped, state: Array, world: World, mesh: Mesh | None = None
) -> tuple[Mesh, PhaseValues] | None:
    """Compiled fall of a body as the values a solver starts from, with a mesh that follows it.

    Parameters
    ----------
    body : Dropped
        What leaves.
    state : array, shape (11,)
        Where it is dropped [m], [m/s].
    world : World
        The Earth it falls to.
    mesh : (fractions, degree), optional
        The mesh to use; else one is made [-].

    Returns
    -------
    mesh, PhaseValues
        None when the body does not come down.
    """
    track = fly_fall(body, state, 0.0, world, longest_step_s=0.5)
    if track is None:
        return None
    keep = np.concatenate(([True], np.diff(track.time_s) > 1e-9))
    states = track.state[keep, :7]
    drag = np.array([body.fall.drag_coefficient * body.fall.reference_area_m2])
    rates = np.stack(
        np.broadcast_arrays(*_dynamics(world)(0.0, list(states.T), (), (), list(drag)))
    )
    at = _hermite(track.time_s[keep], states.T, rates)
    duration = float(track.time_s[-1])
    if mesh is None:
        mesh = tuple(_fractions(at, duration, 0.0, 1.0)), _DEGREE
    places = np.concatenate(([0.0], collocation_fractions(mesh)))
    control = np.zeros((0, places.size - 1))
    return mesh, PhaseValues(duration=duration, state=at(places * duration), control=control)


def _fractions(
    at: Callable[[Array], Array], duration: float, begin: float, end: float
) -> list[float]:
    """Lengths of segments between two places on which polynomials follow a fall."""
    nodes = np.concatenate(([-1.0], radau_points(_DEGREE)))
    test = np.linspace(-0.95, 0.95, 12)
    place = duration * (begin + (end - begin) * 0.5 * (nodes + 1.0))
    wanted = duration * (begin + (end - begin) * 0.5 * (test + 1.0))
    miss = np.abs(at(place) @ interpolation_matrix(nodes, test).T - at(wanted))
    close = miss[:3].max() < _MESH_M and miss[3:6].max() < _MESH_M_S
    if close or end - begin <= _SHORTEST_SEGMENT:
        return [end - begin]
    middle = 0.5 * (begin + end)
    return _fractions(at, duration, begin, middle) + _fractions(at, duration, middle, end)


def _hermite(time: Array, value: Array, rate: Array) -> Callable[[Array], Array]:
    """Cubic through values and rates; takes times, shape (n,), to values, shape (7, n)."""

    def at(t: Array) -> Array:
        k = np.clip(np.searchsorted(time, t, side="right") - 1, 0, time.size - 2)
        h = time[k + 1] - time[k]
        s = (t - time[k]) / h
        back = 1.0 - s
        found: Array = (
            value[:, k] * (1.0 + 2.0 * s) * back**2
            + value[:, k + 1] * (3.0 - 2.0 * s) * s**2
            + h * rate[:, k] * s * back**2
            - h * rate[:, k + 1] * s**2 * back
        )
        return found

    return at
