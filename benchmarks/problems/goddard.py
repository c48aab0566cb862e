"""Goddard's sounding rocket, dimensional (Bryson; GPOPS-II, YAPSS): full thrust, a singular arc,
coast.

Published optimum for 193.044 lbf: 18 550.871864 ft, switches at 13.751270 s and 21.987363 s, the
top at 42.887901 s. Feet, slugs and pounds as published. On one phase across both switches the
collocation claims 15 ft too much; here the phases are given, and the law of the singular arc.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)

GRAVITY, EXHAUST, SCALE_HEIGHT = 32.174, 1580.9425279876559, 23_800.0
DRAG, THRUST = 5.49153484923381e-5, 193.044
STATE_SCALE = (2e4, 1e3, 3.0)


def drag(h: Scalar, v: Scalar) -> Scalar:
    """Drag [lbf] at a height [ft] and a speed [ft/s]."""
    return DRAG * v * v * np.exp(-h / SCALE_HEIGHT)


def motion(state: Sequence[Scalar], thrust: Scalar) -> tuple[Scalar, Scalar, Scalar]:
    """Rates of height [ft], speed [ft/s] and mass [slug] under a thrust [lbf]."""
    h, v, m = state
    return v, (thrust - drag(h, v)) / m - GRAVITY, -thrust / EXHAUST


def powered(t, state, u, p, d):
    """Full thrust or none, by the data."""
    return motion(state, d[0])


def singular(t, state, u, p, d):
    """Thrust that keeps to ``m g = D (1 + v / c)``, on which the optimum runs (Betts 2010)."""
    h, v, m = state
    weight, ratio = m * GRAVITY, EXHAUST / v
    lead = EXHAUST**2 / (GRAVITY * SCALE_HEIGHT) * (1.0 + v / EXHAUST) - 1.0 - 2.0 * ratio
    return motion(state, drag(h, v) + weight * (1.0 + lead / (1.0 + 4.0 * ratio + 2.0 * ratio**2)))


def conditions(ends: Sequence[End], p: Sequence[Scalar]) -> list[Condition]:
    """From rest with 3 slug to the top with 1 slug."""
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


def build(segments: int = 4, degree: int = 6) -> Problem:
    """The problem on a uniform mesh of each of its three phases."""
    kinds = ((powered, (THRUST,), 20.0), (singular, (), 20.0), (powered, (0.0,), 40.0))
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
    """Straight lines between rough corners."""
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
