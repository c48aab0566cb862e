"""The restart ladder: several openings, the best answer kept, the spread told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import PhaseValues, Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A guess with its name.

    Attributes
    ----------
    name : str
        How it was made.
    values : tuple of PhaseValues
        One a phase, at its nodes.
    parameters : tuple of float
        In the unit of the problem's parameters.
    """

    name: str
    values: tuple[PhaseValues, ...]
    parameters: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What became of one opening.

    Attributes
    ----------
    name : str
        Of the opening.
    converged : bool
        The solver's verdict.
    status : str
        The solver's word.
    objective : float
        In the unit of the problem's objective.
    iterations : int
        Of the interior-point method [-].
    """

    name: str
    converged: bool
    status: str
    objective: float
    iterations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """Best solution of a ladder, and every rung.

    Attributes
    ----------
    best : Solution
        The lowest objective among those converged; the least infeasible when none did.
    rungs : tuple of Rung
        In the order tried.
    """

    best: Solution
    rungs: tuple[Rung, ...]


def climb(
    transcription: Transcription,
    openings: Iterable[Opening],
    *,
    agreeing: int = 2,
    same: float = 1e-7,
    most: int | None = None,
    give_up: Callable[[], bool] | None = None,
) -> Climb:
    """Solve from one opening after another until enough of them end at the best answer.

    Parameters
    ----------
    transcription : Transcription
        The problem.
    openings : iterable of Opening
        Made only when they are needed.
    agreeing : int
        Rungs that must end at the best answer before the ladder stops [-].
    same : float
        Relative difference of two objectives that are one answer [-].
    most : int, optional
        Rungs after which it stops in any case [-].
    give_up : callable, optional
        Asked after every rung until one has converged; True ends the ladder.

    Returns
    -------
    Climb

    Raises
    ------
    ValueError
        If there is no opening.
    """
    best: Solution | None = None
    rungs: list[Rung] = []
    for opening in islice(openings, most):
        solution = transcription.solve(opening.values, opening.parameters)
        rungs.append(
            Rung(
                name=opening.name,
                converged=solution.converged,
                status=solution.status,
                objective=solution.objective,
                iterations=solution.iterations,
            )
        )
        if best is None or _is_better(solution, best):
            best = solution
        if best.converged and _agreeing(rungs, best.objective, same) >= agreeing:
            break
        if not best.converged and give_up is not None and give_up():
            break
    if best is None:
        raise ValueError("a ladder needs an opening")
    return Climb(best=best, rungs=tuple(rungs))


def _is_better(one: Solution, other: Solution) -> bool:
    if one.converged != other.converged:
        return one.converged
    if one.converged:
        return one.objective < other.objective
    return one.violation < other.violation


def _agreeing(rungs: list[Rung], best: float, same: float) -> int:
    return sum(
        rung.converged and bool(np.isclose(rung.objective, best, rtol=same, atol=0.0))
        for rung in rungs
    )
