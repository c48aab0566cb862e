"""Two hours of thrust in orbit, flown by the compiled simulator that flies the upper stages."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.validation.case import Case, Row, worst_row
from cosmodrome.study.validation.data_files import text_rows

if TYPE_CHECKING:
    from cosmodrome.ascent.dynamics import World
    from cosmodrome.ascent.phase import FlightPhase

Array = NDArray[np.float64]

_FOLDER = "freeflyer_burns"
_STATE = ("x_km", "y_km", "z_km", "vx_km_s", "vy_km_s", "vz_km_s")
_SEGMENTS, _DEGREE = 120, 4
_ROUNDS = 4


def burn_rows(case: str) -> tuple[Row, ...]:
    """Rows of one burn.

    Parameters
    ----------
    case : str
        One of ``starts.csv``.
    """
    (start,) = (row for row in text_rows(f"{_FOLDER}/starts.csv") if row["case"] == case)
    theirs = [row for row in text_rows(f"{_FOLDER}/histories.csv") if row["case"] == case]
    times = np.array([float(row["time_s"]) for row in theirs])
    ours = fly_burn(start, times)
    states = 1e3 * np.array([[float(row[key]) for key in _STATE] for row in theirs])
    gap = ours[:, :6] - states
    count = times.size
    return (
        _distance("position", "m", gap[:, :3], 1e-2),
        _distance("velocity", "m/s", gap[:, 3:], 1e-5),
        worst_row(
            f"mass, {count} times",
            "kg",
            ours[:, 6],
            [float(row["mass_kg"]) for row in theirs],
            np.full(count, 1e-6),
            reason="digits kept of the history",
            source="GMAT",
        ),
    )


def fly_burn(start: dict[str, str], times_s: Array) -> Array:
    """States of a steady burn, by the simulator of the ascent.

    Parameters
    ----------
    start : dict of str to str
        Row of ``starts.csv``.
    times_s : array, shape (n,)
        Evenly spaced, from one step after the start [s].

    Returns
    -------
    array, shape (n, 11)
        As in `ascent.flight_model` [m], [m/s], [kg].
    """
    from cosmodrome.ascent.dynamics import World
    from cosmodrome.ascent.simulate import start_state
    from cosmodrome.earth.atmosphere import US76
    from cosmodrome.earth.gravity import POINT_MASS

    # Without rotation and air the flow comes along the inertial velocity.
    world = World(0.0, 0.0, 1.0, 0.0, POINT_MASS, US76, None, density_factor=0.0)
    state = 1e3 * np.array([float(start[key]) for key in _STATE])
    first = start_state(state[:3], state[3:], float(start["mass_kg"]))
    phase = _phase(start, float(times_s[-1]))
    if start["axes"] == "horizontal":
        return _steered_ahead(phase, first, world, times_s)
    points = _SEGMENTS * _DEGREE
    fixed = np.repeat([[1.0], [0.0], [0.0]], points, axis=1)
    return _flown(phase, first, world, times_s, fixed)


def _phase(start: dict[str, str], duration_s: float) -> "FlightPhase":
    from cosmodrome.ascent.phase import Burn, FlightPhase, Steering
    from cosmodrome.numerics.optimal_control import Bounds
    from cosmodrome.numerics.tables import constant
    from cosmodrome.vehicle.aerodynamics import Aerodynamics

    thrust = float(start["thrust_N"])
    flow = thrust / (float(start["isp_s"]) * float(start["g_m_s2"]))
    along_flow = start["axes"] == "velocity"
    return FlightPhase(
        name="burn",
        starts=(),
        ends=(),
        duration=Bounds(lower=duration_s, upper=duration_s),
        thrust_vac=constant(thrust),
        exit_area_m2=0.0,
        burns=(Burn(stage="satellite", flow=constant(flow)),),
        steering=Steering.FLOW if along_flow else Steering.FREE,
        aerodynamics=Aerodynamics(
            reference_area_m2=1.0, axial=constant(0.0), normal_slope=constant(0.0)
        ),
    )


def _flown(
    phase: "FlightPhase", first: Array, world: "World", times_s: Array, direction: Array
) -> Array:
    """States at the times, the direction given at the collocation points of even segments."""
    from cosmodrome.ascent.simulate import fly_phase
    from cosmodrome.ascent.steering import PhaseSteering

    steering = PhaseSteering(
        duration_s=float(times_s[-1]),
        fractions=(1.0 / _SEGMENTS,) * _SEGMENTS,
        direction=direction,
    )
    track = fly_phase(phase, steering, first, world, longest_step_s=60.0)
    return np.array([track.state[np.argmin(np.abs(track.time_s - t))] for t in times_s])


def _steered_ahead(phase: "FlightPhase", first: Array, world: "World", times_s: Array) -> Array:
    """Flight along the local horizontal ahead, which is known when the path is: by repetition."""
    from cosmodrome.numerics.radau import radau_points

    length = times_s[-1] / _SEGMENTS
    places = 0.5 * (radau_points(_DEGREE) + 1.0)
    nodes = ((np.arange(_SEGMENTS)[:, None] + places[None, :]) * length).ravel()
    direction = np.repeat(_ahead(first[None, :]).T, nodes.size, axis=1)
    for _ in range(_ROUNDS):
        direction = _ahead(_along(phase, first, world, nodes, direction)).T
    return _flown(phase, first, world, times_s, direction)


def _along(
    phase: "FlightPhase", first: Array, world: "World", nodes_s: Array, direction: Array
) -> Array:
    """States at the collocation points, by cubics through the ends of the flown steps."""
    from cosmodrome.ascent.simulate import fly_phase
    from cosmodrome.ascent.steering import PhaseSteering

    steering = PhaseSteering(
        duration_s=phase.duration.upper,
        fractions=(1.0 / _SEGMENTS,) * _SEGMENTS,
        direction=direction,
    )
    track = fly_phase(phase, steering, first, world, longest_step_s=10.0)
    return np.array([np.interp(nodes_s, track.time_s, track.state[:, k]) for k in range(6)]).T


def _ahead(states: Array) -> Array:
    """Unit vectors across the radius, in the plane of the orbit and forwards; shape (n, 3)."""
    r, v = states[:, :3], states[:, 3:6]
    across = np.cross(np.cross(r, v), r)
    unit: Array = across / np.linalg.norm(across, axis=1)[:, None]
    return unit


def _distance(name: str, unit: str, gap: Array, tolerance: float) -> Row:
    return Row(
        quantity=f"{name}, {len(gap)} times",
        unit=unit,
        ours=float(np.linalg.norm(gap, axis=1).max()),
        theirs=0.0,
        tolerance=tolerance,
        reason="1 cm and 0.01 mm/s: the accuracy our re-flights of an ascent are asked for",
        source="GMAT",
    )


_TITLES = {
    "cs0-tank-a": "along a fixed axis, 1575 kg",
    "cs0-tank-b": "along a fixed axis, 1670 kg",
    "cs1-tank-a": "along the velocity, 1575 kg",
    "cs1-tank-b": "along the velocity, 1670 kg",
    "cs2-tank-a": "along the horizontal, 1575 kg",
    "cs2-tank-b": "along the horizontal, 1670 kg",
}
CASES = tuple(
    Case(
        key=f"burn-{case}",
        title=f"FreeFlyer, two hours of thrust {title}",
        run=partial(burn_rows, case),
        seconds=2.0,
    )
    for case, title in _TITLES.items()
)
