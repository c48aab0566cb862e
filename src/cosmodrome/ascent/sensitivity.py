"""How an optimum moves with the numbers it was found from, without solving again.

At an optimum the change of the objective with any number s is that of the Lagrangian with the
trajectory held (envelope theorem; Bryson and Ho 1975, section 1.3)::

    dJ/ds = sum_k w_k . d(T f(x_k, u_k; s))/ds - sum mu . dc(s)/ds

w the multipliers of the defects, f the rates, T the duration, c path values and end conditions
less their bounds, mu their multipliers. The right-hand sides are evaluated as they stand, for the
numbers before and after.
"""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.problem import leg_problem
from cosmodrome.ascent.right_hand_side import heights
from cosmodrome.numerics.optimal_control import (
    Bounds,
    End,
    Phase,
    PhaseMultipliers,
    PhaseValues,
    Problem,
    is_fixed,
    node_fractions,
)

Array = NDArray[np.float64]


class OtherSequenceError(ValueError):
    """The changed leg has other phases: its optimum is not next to the one known."""


@dataclass(frozen=True, slots=True)
class _PhaseNumbers:
    """What the Lagrangian takes from one phase."""

    displacement: Array
    path: Array
    bound: float


class Sensitivity:
    """Optimum of a leg, ready to be asked what changed numbers do to it.

    Parameters
    ----------
    planned : PlannedLeg
        Converged.
    world : World
        The Earth it is flown on.
    """

    def __init__(self, planned: PlannedLeg, world: World) -> None:
        self._planned, self._world = planned, world
        self._ranges = heights(planned.solution.arcs, world)
        self._problem = self._problem_of(planned.leg)
        self._pickled = _pickled(planned.leg)
        self._phases = self._numbers(self._problem, [None] * len(self._pickled))
        self._conditions = self._condition_values(self._problem)

    def change(self, leg: Leg) -> float:
        """Change of the objective when the leg becomes another, to first order.

        Parameters
        ----------
        leg : Leg
            With the same phases and some numbers changed.

        Returns
        -------
        float
            In the unit of the objective, which is minimised [kg].

        Raises
        ------
        OtherSequenceError
            If the phases are other ones.
        """
        if _names(leg) != _names(self._planned.leg):
            raise OtherSequenceError("the phases are other ones")
        problem = self._problem_of(leg)
        solution = self._planned.solution
        total = 0.0
        for before, after, found in zip(
            self._phases, self._changed(leg, problem), solution.phase_multipliers, strict=True
        ):
            total += float((found.displacement * (after.displacement - before.displacement)).sum())
            total -= float((found.path * (after.path - before.path)).sum())
            total += found.duration * (after.bound - before.bound)
        now = self._condition_values(problem)
        return total - sum(
            multiplier * (now[name] - self._conditions[name])
            for name, multiplier in solution.multipliers.items()
            if name in now
        )

    def _problem_of(self, leg: Leg) -> Problem:
        return leg_problem(leg, self._world, self._planned.meshes, self._ranges)

    def _changed(self, leg: Leg, problem: Problem) -> list[_PhaseNumbers]:
        """Numbers of all phases of a changed leg; those of phases that stayed as they were."""
        same_limits = leg.limits == self._planned.leg.limits
        kept = [
            known if same_limits and now == before else None
            for known, now, before in zip(self._phases, _pickled(leg), self._pickled, strict=True)
        ]
        return self._numbers(problem, kept)

    def _numbers(
        self, problem: Problem, kept: Sequence[_PhaseNumbers | None]
    ) -> list[_PhaseNumbers]:
        solution = self._planned.solution
        return [
            known or _phase_numbers(phase, arc, solution.parameters, found)
            for known, phase, arc, found in zip(
                kept, problem.phases, solution.arcs, solution.phase_multipliers, strict=True
            )
        ]

    def _condition_values(self, problem: Problem) -> dict[str, float]:
        solution = self._planned.solution
        ends = [
            End(
                first=arc.state[:, 0].tolist(),
                last=arc.state[:, -1].tolist(),
                duration=_duration_s(phase, arc),
            )
            for phase, arc in zip(problem.phases, solution.arcs, strict=True)
        ]
        conditions = problem.conditions(ends, solution.parameters.tolist())
        return {
            c.name: float(c.value) - _active(c.bounds, solution.multipliers.get(c.name, 0.0))
            for c in conditions
        }


def _pickled(leg: Leg) -> list[bytes]:
    # Phases hold tables, whose arrays do not compare as a whole.
    return [pickle.dumps(phase) for phase in leg.sequence.phases]


def _names(leg: Leg) -> list[str]:
    return [phase.name for phase in leg.sequence.phases]


def _duration_s(phase: Phase, arc: PhaseValues) -> float:
    return phase.duration.lower if is_fixed(phase.duration) else arc.duration


def _active(bounds: Bounds, multiplier: float) -> float:
    """The bound a multiplier belongs to: raising an upper one lowers what is minimised."""
    wanted = bounds.upper if multiplier < 0.0 else bounds.lower
    return wanted if np.isfinite(wanted) else 0.0


def _phase_numbers(
    phase: Phase, arc: PhaseValues, parameters: Array, found: PhaseMultipliers
) -> _PhaseNumbers:
    duration = _duration_s(phase, arc)
    n = arc.state.shape[1] - 1
    x, u = list(arc.state[:, 1:]), list(arc.control)
    arguments = (node_fractions(phase)[1:] * duration, x, u, parameters.tolist(), phase.data)
    rates = [np.broadcast_to(rate, n) for rate in phase.dynamics(*arguments)]
    path = [
        np.broadcast_to(limit.value(*arguments), n)
        - np.array([_active(limit.bounds, m) for m in found.path[i]])
        for i, limit in enumerate(phase.path)
    ]
    return _PhaseNumbers(
        displacement=duration * np.array(rates),
        path=np.array(path).reshape(len(path), n),
        bound=_resting_bound(phase.duration, arc.duration),
    )


def _resting_bound(bounds: Bounds, duration: float) -> float:
    """The bound a duration rests on, or the nearer one [s]."""
    finite = [b for b in (bounds.lower, bounds.upper) if np.isfinite(b)]
    return min(finite, key=lambda bound: abs(bound - duration), default=0.0)
