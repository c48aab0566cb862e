"""Phases flown with their axis along the flow or held: what openings assume of burns in orbit."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.simulate import fly_phase
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.numerics.optimal_control import PhaseValues
from cosmodrome.numerics.resample import collocation_fractions

Array = NDArray[np.float64]


def along_flow(
    phase: FlightPhase,
    duration: float,
    mesh: Mesh,
    state: Array,
    world: World,
    sense: float = 1.0,
) -> tuple[PhaseValues, Array]:
    """Fly a phase with its axis along the flow, or its thrust turned against it.

    Parameters
    ----------
    phase : FlightPhase
        A coast or a burn.
    duration : float
        Of the phase [s].
    mesh : (fractions, degree)
        Segment lengths as parts of the phase; points a segment [-].
    state : array, shape (11,)
        At its start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.
    sense : float
        -1 brakes [-].

    Returns
    -------
    PhaseValues, array of shape (11,)
        Values at the nodes, and the state at the end [m], [m/s], [kg].
    """
    flown = replace(phase, steering=Steering.FLOW)
    if sense < 0.0:
        thrust = phase.thrust_vac
        flown = replace(flown, thrust_vac=thrust._replace(coefficients=-thrust.coefficients))
    steering = PhaseSteering(
        duration_s=duration, fractions=(1.0,), direction=np.zeros((0, mesh[1]))
    )
    track = fly_phase(
        flown, steering, state, world, tolerance=1e-9, longest_step_s=max(duration / 200.0, 0.5)
    )
    wanted = duration * np.concatenate(([0.0], collocation_fractions(mesh)))
    nodes = np.array([np.interp(wanted, track.time_s, track.state[:, k]) for k in range(7)])
    axis = np.array([np.interp(wanted[1:], track.time_s, track.axis[:, k]) for k in range(3)])
    control = sense * axis if phase.steering is Steering.FREE else np.zeros((0, wanted.size - 1))
    return PhaseValues(duration=duration, state=nodes, control=control), track.state[-1]


def held(
    phase: FlightPhase, duration: float, mesh: Mesh, state: Array, world: World, direction: Array
) -> tuple[PhaseValues, Array]:
    """Fly a burn with its axis held.

    Parameters
    ----------
    phase : FlightPhase
        A burn that is steered freely.
    duration : float
        Of the phase [s].
    mesh : (fractions, degree)
        Segment lengths as parts of the phase; points a segment [-].
    state : array, shape (11,)
        At its start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.
    direction : array, shape (3,)
        Unit vector [-].

    Returns
    -------
    PhaseValues, array of shape (11,)
        Values at the nodes, and the state at the end [m], [m/s], [kg].
    """
    steering = PhaseSteering(
        duration_s=duration,
        fractions=(1.0,),
        direction=np.repeat(direction[:, None], mesh[1], axis=1),
    )
    track = fly_phase(
        phase, steering, state, world, tolerance=1e-9, longest_step_s=max(duration / 200.0, 0.5)
    )
    wanted = duration * np.concatenate(([0.0], collocation_fractions(mesh)))
    nodes = np.array([np.interp(wanted, track.time_s, track.state[:, k]) for k in range(7)])
    control = np.repeat(direction[:, None], wanted.size - 1, axis=1)
    return PhaseValues(duration=duration, state=nodes, control=control), track.state[-1]
