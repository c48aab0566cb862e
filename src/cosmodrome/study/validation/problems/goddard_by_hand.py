"""Goddard's sounding rocket with its phases and the law of its singular arc given.

What a reader of Bryson would write down: full thrust, the singular arc by its law, a coast. It
shares with `goddard`, which finds its arcs itself, the motion and nothing else, and checks it.
"""

from collections.abc import Sequence
from itertools import pairwise

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
from cosmodrome.study.validation.problems.goddard import (
    EXHAUST,
    GRAVITY,
    SCALE_HEIGHT,
    STATE_SCALE,
    drag,
    motion,
)


def powered(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Full thrust or none, with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 3
        Height [ft], speed [ft/s], mass [slug].
    u : sequence of Scalar
        None [-].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar
        Thrust [lbf].
    """
    return motion(state, d[0])


def singular(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Thrust that keeps to ``m g = D (1 + v / c)``, on which the optimum runs (Betts 2010).

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 3
        Height [ft], speed [ft/s], mass [slug].
    u : sequence of Scalar
        None [-].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar
        None [-].
    """
    h, v, m = state
    weight, ratio = m * GRAVITY, EXHAUST / v
    lead = EXHAUST**2 / (GRAVITY * SCALE_HEIGHT) * (1.0 + v / EXHAUST) - 1.0 - 2.0 * ratio
    return motion(state, drag(h, v) + weight * (1.0 + lead / (1.0 + 4.0 * ratio + 2.0 * ratio**2)))


def conditions(ends: Sequence[End], p: Numbers) -> list[Condition]:
    """From rest with 3 slug to the top with 1 slug.

    Parameters
    ----------
    ends : sequence of End
        Of the phases.
    p : sequence of Scalar
        None [-].
    """
    rows = [
        Condition(name=f"start {k}", value=ends[0].first[k] - value, scale=STATE_SCALE[k])
        for k, value in enumerate((0.0, 0.0, 3.0))
    ]
    rows += [
        Condition(name=f"link {i} {k}", value=b.first[k] - a.last[k], scale=STATE_SCALE[k])
        for i, (a, b) in enumerate(pairwise(ends))
        for k in range(3)
    ]
    h, v, m = ends[1].first
    rows.append(
        Condition(
            name="singular", value=m * GRAVITY - drag(h, v) * (1.0 + v / EXHAUST), scale=100.0
        )
    )
    last = ends[-1].last
    rows.append(Condition(name="top", value=last[1], scale=1e3))
    rows.append(Condition(name="dry", value=last[2] - 1.0))
    return rows


def build(thrust: float, segments: int = 4, degree: int = 6) -> Problem:
    """The problem for a full thrust [lbf], on a uniform mesh of each of its three phases.

    Parameters
    ----------
    thrust : float
        Full thrust [lbf].
    segments, degree : int
        Segments a phase and points a segment.
    """
    kinds = ((powered, (thrust,), 20.0), (singular, (), 20.0), (powered, (0.0,), 40.0))
    phases = tuple(
        Phase(
            name=f"phase {i + 1}",
            dynamics=dynamics,
            data=data,
            kind=dynamics.__name__,
            state_scale=STATE_SCALE,
            control_bounds=(),
            duration=Bounds(lower=1.0, upper=longest),
            fractions=(1.0 / segments,) * segments,
            degree=degree,
        )
        for i, (dynamics, data, longest) in enumerate(kinds)
    )
    return Problem(
        phases=phases,
        conditions=conditions,
        objective=lambda ends, p: -ends[-1].last[0],
        objective_scale=1e4,
    )


def opening(problem: Problem) -> list[PhaseValues]:
    """Straight lines between rough corners.

    Parameters
    ----------
    problem : Problem
        From `build`.
    """
    corners = np.array([[0.0, 0.0, 3.0], [4e3, 700.0, 1.5], [1e4, 700.0, 1.0], [1.8e4, 0.0, 1.0]])
    values = []
    for phase, a, b in zip(problem.phases, corners, corners[1:], strict=False):
        s = node_fractions(phase)
        values.append(
            PhaseValues(
                duration=15.0,
                state=a[:, None] + (b - a)[:, None] * s,
                control=np.zeros((0, s.size - 1)),
            )
        )
    return values
