"""Delta III to a transfer orbit, four phases (Benson 2005; GPOPS-II example).

Published optimum: 7529.7123 kg in orbit at 924.139 s.

References
----------
Benson: A Gauss pseudospectral transcription for optimal control, MIT thesis (2005).
"""

from collections.abc import Sequence

import numpy as np

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
from cosmodrome.study.validation.problems.benson_earth import (
    MU,
    OMEGA,
    RE,
    START,
    Array,
    above_the_ground,
    orbit_reached,
    orbit_vectors,
    rates,
    scales,
    start_and_links,
    unit_direction,
)

__all__ = [
    "DRAG_AREA", "FLOW", "MU", "OMEGA", "PUBLISHED_KG", "PUBLISHED_S", "RE", "START", "START_MASS",
    "STEPS", "THRUST", "build", "dynamics", "opening", "target_vectors",
]  # fmt: skip

# Mass in orbit and time of cut-off: GPOPS-II, MPOPT, YAPSS.
PUBLISHED_KG, PUBLISHED_S = 7529.7123, 924.139
DRAG_AREA = 0.5 * 4.0 * np.pi
START_MASS = 301_454.0
FLOW = {"solid": 17_010 / 75.2, "first": 95_550 / 261.0, "second": 16_820 / 700.0}
THRUST = {"solid": 628_500.0, "first": 1_083_100.0, "second": 110_094.0}
STEPS = (  # solids, first stage, second stage burning; duration; mass dropped at the end
    (6, 1, 0, Bounds(lower=75.2, upper=75.2), 6 * 2280.0),
    (3, 1, 0, Bounds(lower=75.2, upper=75.2), 3 * 2280.0),
    (0, 1, 0, Bounds(lower=110.6, upper=110.6), 8830.0),
    (0, 0, 1, Bounds(lower=100.0, upper=700.0), 0.0),
)
A, E, INCLINATION, NODE, PERIGEE = 24_361_140.0, 0.7308, *np.radians([28.5, 269.8, 130.5])


def dynamics(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Right-hand side with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].
    u : sequence of Scalar, length 3
        Direction of thrust [-].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar, length 2
        Thrust [N] and mass flow [kg/s].
    """
    return rates(state, u, d[0], d[1], 0.5 * DRAG_AREA)


def target_vectors() -> tuple[Array, Array]:
    """Angular momentum [m2/s] and eccentricity vector [-] of the target orbit."""
    return orbit_vectors(A, E, INCLINATION, NODE, PERIGEE)


def conditions(ends: Sequence[End], p: Numbers) -> list[Condition]:
    """Pad, mass drops, and the target as two vectors (five independent numbers).

    Parameters
    ----------
    ends : sequence of End
        Of the four phases.
    p : sequence of Scalar
        None [-].
    """
    rows = start_and_links(ends, START_MASS, [step[4] for step in STEPS[:-1]])
    return rows + orbit_reached(ends[-1].last, target_vectors(), (0, 2))


def build(segments: int = 4, degree: int = 6) -> Problem:
    """The problem on a uniform mesh.

    Parameters
    ----------
    segments, degree : int
        Segments a phase and points a segment.
    """
    limits = (unit_direction(), above_the_ground())
    phases = tuple(
        Phase(
            name=f"phase {i + 1}",
            dynamics=dynamics,
            data=(
                solids * THRUST["solid"] + first * THRUST["first"] + second * THRUST["second"],
                solids * FLOW["solid"] + first * FLOW["first"] + second * FLOW["second"],
            ),
            kind="powered",
            state_scale=scales(START_MASS),
            control_bounds=(Bounds(lower=-1.1, upper=1.1),) * 3,
            duration=duration,
            fractions=(1.0 / segments,) * segments,
            degree=degree,
            path=limits,
        )
        for i, (solids, first, second, duration, _) in enumerate(STEPS)
    )
    return Problem(
        phases=phases,
        conditions=conditions,
        objective=lambda ends, p: -ends[-1].last[6],
        objective_scale=START_MASS,
    )


def opening(problem: Problem) -> list[PhaseValues]:
    """A circle arc from the pad to 200 km, speed growing evenly: no trajectory knowledge.

    Parameters
    ----------
    problem : Problem
        From `build`.
    """
    h, _ = target_vectors()
    normal = h / np.linalg.norm(h)
    up = np.array(START) / RE
    along = np.cross(normal, up)
    along /= np.linalg.norm(along)
    durations = [75.2, 75.2, 110.6, 600.0]
    total, begun, mass, arcs = sum(durations), 0.0, START_MASS, []
    for phase, step, duration in zip(problem.phases, STEPS, durations, strict=True):
        s = (begun + duration * node_fractions(phase)) / total
        angle, radius = 0.6 * s**2, RE + 200e3 * np.sin(np.pi / 2 * s)
        radial = np.outer(up, np.cos(angle)) + np.outer(along, np.sin(angle))
        forward = np.outer(along, np.cos(angle)) - np.outer(up, np.sin(angle))
        flow = step[0] * FLOW["solid"] + step[1] * FLOW["first"] + step[2] * FLOW["second"]
        masses = mass - flow * duration * node_fractions(phase)
        speed = 400.0 + 9000.0 * s
        arcs.append(
            PhaseValues(
                duration=duration,
                state=np.vstack([radial * radius, forward * speed, masses]),
                control=forward[:, 1:],
            )
        )
        begun, mass = begun + duration, masses[-1] - step[4]
    return arcs
