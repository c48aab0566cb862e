"""Goddard's sounding rocket, dimensional (Bryson; GPOPS-II, YAPSS, Dymos): as high as it goes.

Published optima, in feet, slugs and pounds:

    193.044 lbf    18 550.871864 ft    switches 13.751270 s, 21.987363 s, top 42.887901 s
    200 lbf        18 744.441321 ft    switches 13.139588 s, 21.750089 s, top 42.711699 s

The thrust is a control between nothing and full, and there is one phase. The optimum goes from full
thrust to a singular arc to none; the Hamiltonian is linear in the thrust, and on the singular arc
the points of a collocation do not hold it. It chatters there and claims 15 ft too much, on sixty
segments of four points. `solved` finds the three arcs and solves by them.
"""

from collections.abc import Sequence

import numpy as np

from cosmodrome.numerics.by_arcs import ByArcs, solved_by_arcs
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Numbers,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)

GRAVITY, EXHAUST, SCALE_HEIGHT = 32.174, 1580.9425279876559, 23_800.0
DRAG = 5.49153484923381e-5
STATE_SCALE = (2e4, 1e3, 3.0)
THRUST = 193.044
# By full thrust: height, both switches, time of the top.
PUBLISHED = {
    193.044: (18_550.871864, (13.751270, 21.987363, 42.887901)),
    200.0: (18_744.441321, (13.139588, 21.750089, 42.711699)),
}


def drag(h: Scalar, v: Scalar) -> Scalar:
    """Drag [lbf].

    Parameters
    ----------
    h : Scalar
        Height [ft].
    v : Scalar
        Speed [ft/s].
    """
    return DRAG * v * v * np.exp(-h / SCALE_HEIGHT)


def motion(state: Numbers, thrust: Scalar) -> tuple[Scalar, Scalar, Scalar]:
    """Rates of height [ft], speed [ft/s] and mass [slug] under a thrust.

    Parameters
    ----------
    state : sequence of Scalar, length 3
        Height [ft], speed [ft/s], mass [slug].
    thrust : Scalar
        [lbf].
    """
    h, v, m = state
    return v, (thrust - drag(h, v)) / m - GRAVITY, -thrust / EXHAUST


def dynamics(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Right-hand side with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 3
        Height [ft], speed [ft/s], mass [slug].
    u : sequence of Scalar
        Thrust [lbf].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar
        None [-].
    """
    return motion(state, u[0])


def conditions(ends: Sequence[End], p: Numbers) -> list[Condition]:
    """From rest with 3 slug, until 1 slug is left.

    Parameters
    ----------
    ends : sequence of End
        Of the phases.
    p : sequence of Scalar
        None [-].
    """
    first, last = ends[0].first, ends[0].last
    start = (0.0, 0.0, 3.0)
    rows = [
        Condition(name=f"start {k}", value=first[k] - start[k], scale=STATE_SCALE[k])
        for k in range(3)
    ]
    return [*rows, Condition(name="dry", value=last[2] - 1.0)]


def build(thrust: float = THRUST, segments: int = 20, degree: int = 4) -> Problem:
    """The problem for a full thrust [lbf], on a uniform mesh of its one phase.

    Parameters
    ----------
    thrust : float
        Full thrust [lbf].
    segments, degree : int
        Segments a phase and points a segment.
    """
    flight = Phase(
        name="flight",
        dynamics=dynamics,
        state_scale=STATE_SCALE,
        control_bounds=(Bounds(lower=0.0, upper=thrust),),
        duration=Bounds(lower=10.0, upper=100.0),
        fractions=(1.0 / segments,) * segments,
        degree=degree,
    )
    return Problem(
        phases=(flight,),
        conditions=conditions,
        objective=lambda ends, p: -ends[-1].last[0],
        objective_scale=1e4,
    )


def opening(problem: Problem) -> list[PhaseValues]:
    """Sines and a straight line between rough ends, a third of full thrust.

    Parameters
    ----------
    problem : Problem
        From `build`.
    """
    (flight,) = problem.phases
    s = node_fractions(flight)
    state = np.array([18e3 * np.sin(np.pi / 2 * s), 700.0 * np.sin(np.pi * s), 3.0 - 2.0 * s])
    third = flight.control_bounds[0].upper / 3.0
    return [PhaseValues(duration=40.0, state=state, control=np.full((1, s.size - 1), third))]


def solved(thrust: float = THRUST, segments: int = 20, degree: int = 4) -> ByArcs:
    """From the cold start, by the arcs it is found to have.

    Parameters
    ----------
    thrust : float
        Full thrust [lbf].
    segments, degree : int
        Segments a phase and points a segment.
    """
    problem = build(thrust, segments, degree)
    return solved_by_arcs(problem, opening(problem))
