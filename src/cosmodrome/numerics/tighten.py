"""An opening by homotopy: solved without some path limits, which are then drawn in."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import (
    Bounds,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    Solution,
    node_fractions,
)

Array = NDArray[np.float64]


def tightened(
    transcription: Transcription, opening: Opening, names: Sequence[str], steps: int = 2
) -> Opening:
    """Guess that comes from the optimum without the limits of some names.

    Parameters
    ----------
    transcription : Transcription
        Of the problem with all limits.
    opening : Opening
        Where the problem without them is solved from.
    names : sequence of str
        Of the path limits let go first.
    steps : int
        Problems solved on the way from what the optimum without them does to the limits [-].

    Returns
    -------
    Opening
        The opening itself when the problem without the limits does not converge; what was reached
        when one on the way does not.
    """
    problem = transcription.problem
    free = with_limits(problem, names, _anything)
    step = Transcription(free, transcription.options, before=transcription)
    best = solution = step.solve(opening.values, opening.parameters)
    if not solution.converged:
        return opening
    reached = {
        (phase.name, limit.name): extremes(phase, arc, solution.parameters, limit)
        for phase, arc in zip(problem.phases, solution.arcs, strict=True)
        for limit in phase.path
        if limit.name in names
    }
    for k in range(1, steps):
        share = k / steps

        def between(phase: Phase, limit: PathLimit, share: float = share) -> Bounds:
            low, high = reached[phase.name, limit.name]
            return Bounds(
                lower=_drawn(min(low, limit.bounds.lower), limit.bounds.lower, share),
                upper=_drawn(max(high, limit.bounds.upper), limit.bounds.upper, share),
            )

        step = Transcription(
            with_limits(problem, names, between), transcription.options, before=step
        )
        solution = step.solve(best.arcs, best.parameters)
        if not solution.converged:
            break
        best = solution
    return _opening(opening, best)


def with_limits(
    problem: Problem, names: Sequence[str], bounds: Callable[[Phase, PathLimit], Bounds]
) -> Problem:
    """The problem with other bounds on the path limits of some names.

    Parameters
    ----------
    problem : Problem
        With all its limits.
    names : sequence of str
        Of the limits changed.
    bounds : callable
        ``bounds(phase, limit)`` gives the new ones.

    Returns
    -------
    Problem
    """
    phases = tuple(
        replace(
            phase,
            path=tuple(
                replace(limit, bounds=bounds(phase, limit)) if limit.name in names else limit
                for limit in phase.path
            ),
        )
        for phase in problem.phases
    )
    return replace(problem, phases=phases)


def extremes(
    phase: Phase, arc: PhaseValues, parameters: Array, limit: PathLimit
) -> tuple[float, float]:
    """Least and largest value of a path limit at the nodes [unit of the limit].

    Parameters
    ----------
    phase : Phase
        With the mesh of the values.
    arc : PhaseValues
        Of the phase.
    parameters : array, shape (np,)
        Of the problem, in the unit of each parameter.
    limit : PathLimit
        Of the phase.
    """
    t = arc.duration * node_fractions(phase)[1:]
    value = limit.value(
        t, list(arc.state[:, 1:]), list(arc.control), list(parameters), list(phase.data)
    )
    return float(np.min(value)), float(np.max(value))


def _anything(_phase: Phase, _limit: PathLimit) -> Bounds:
    return Bounds()


def _drawn(a: float, b: float, share: float) -> float:
    """Part of the way from a to b; b where it is infinite."""
    return a + share * (b - a) if np.isfinite(b) else b


def _opening(opening: Opening, solution: Solution) -> Opening:
    return Opening(
        name=f"{opening.name}, limits drawn in",
        values=solution.arcs,
        parameters=tuple(float(p) for p in solution.parameters),
    )
