"""Mesh refinement for any problem: more points where the answer is smooth, cuts where it is not.

A segment fails when its re-integration leaves its polynomial by more than the tolerance or a path
limit is passed between its nodes. When all that fail in a phase are smooth, the degree of the phase
goes up; else they are cut.

References
----------
Liu, Hager, Rao: Adaptive mesh refinement method for optimal control using decay rates of Legendre
polynomial coefficients, IEEE Transactions on Control Systems Technology 26 (2018) 1475.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from cosmodrome.numerics.between_nodes import BetweenNodes, between_nodes
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import Phase, PhaseValues, Problem, Solution
from cosmodrome.numerics.radau import radau_points
from cosmodrome.numerics.resample import Mesh, resampled_all

Array = NDArray[np.float64]

# Powers of ten a coefficient must lose a degree for the segment to count as smooth.
_SMOOTH = 0.5
_HIGHEST_DEGREE, _MOST_PARTS = 12, 4


class Ending(Enum):
    """Why a refinement ended, as a user reads it."""

    HOLDS = "the tolerance holds"
    ROUNDS = "the most rounds allowed were made"
    SOLVER = "the solver failed on a finer mesh; the answer before it stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """When a mesh is fine enough.

    Attributes
    ----------
    state : float
        Largest difference of polynomial and re-integration, over the scale of the state [-].
    limit : float
        Largest excess over a path limit between nodes, over the scale of the limit [-].
    objective : float
        Largest change of the objective by twice the segments where a control is on no bound and in
        no condition, over its scale [-].
    most_rounds : int
        Finer meshes to be tried [-].
    """

    state: float = 1e-7
    limit: float = 1e-4
    objective: float = 1e-8
    most_rounds: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One mesh and how it did.

    Attributes
    ----------
    nodes : int
        Collocation points of all phases [-].
    iterations : int
        Of the solver on it [-].
    objective : float
        Minimised value [unit of the objective].
    error, excess : float
        Largest over all segments; see `BetweenNodes` [-].
    """

    nodes: int
    iterations: int
    objective: float
    error: float
    excess: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """A solution on a mesh that was refined for it.

    Attributes
    ----------
    problem : Problem
        On its last mesh.
    transcription : Transcription
        Of it.
    solution : Solution
        On it.
    ending : Ending
        Whether the tolerance holds.
    rounds : tuple of Round
        Mesh by mesh, the first one included.
    """

    problem: Problem
    transcription: Transcription
    solution: Solution
    ending: Ending
    rounds: tuple[Round, ...]


def refined(
    transcription: Transcription, solution: Solution, tolerance: Tolerance | None = None
) -> Refined:
    """Refine the mesh of a converged solution until the tolerance holds.

    Parameters
    ----------
    transcription : Transcription
        Of the problem on its first mesh.
    solution : Solution
        Found with it.
    tolerance : Tolerance, optional
        When a mesh is fine enough.

    Returns
    -------
    Refined
        With the first solution when that has not converged.
    """
    asked = tolerance or Tolerance()
    problem = transcription.problem
    seen = looked_at(problem, solution)
    rounds = [round_of(problem, solution, seen)]
    ending = Ending.HOLDS if solution.converged else Ending.SOLVER
    while solution.converged and not holds(seen, asked):
        if len(rounds) > asked.most_rounds:
            ending = Ending.ROUNDS
            break
        meshes = [
            finer_mesh(phase, arc, look, asked)
            for phase, arc, look in zip(problem.phases, solution.arcs, seen, strict=True)
        ]
        finer = on_meshes(problem, meshes)
        guess = resampled_all(solution.arcs, meshes_of(problem), meshes)
        attempt = Transcription(finer, transcription.options, before=transcription)
        found = attempt.solve(guess, solution.parameters)
        if not found.converged:
            ending = Ending.SOLVER
            break
        problem, transcription, solution = finer, attempt, found
        seen = looked_at(problem, solution)
        rounds.append(round_of(problem, solution, seen))
    return Refined(
        problem=problem,
        transcription=transcription,
        solution=solution,
        ending=ending,
        rounds=tuple(rounds),
    )


def looked_at(problem: Problem, solution: Solution) -> list[BetweenNodes]:
    """All phases of a solution between their nodes.

    Parameters
    ----------
    problem : Problem
        On the mesh of the solution.
    solution : Solution
        On that mesh.
    """
    return [
        between_nodes(phase, arc, solution.parameters)
        for phase, arc in zip(problem.phases, solution.arcs, strict=True)
    ]


def meshes_of(problem: Problem) -> list[Mesh]:
    """Mesh of each phase: segment lengths and degree [-].

    Parameters
    ----------
    problem : Problem
        With its phases.
    """
    return [(phase.fractions, phase.degree) for phase in problem.phases]


def on_meshes(problem: Problem, meshes: Sequence[Mesh]) -> Problem:
    """The same problem on other meshes.

    Parameters
    ----------
    problem : Problem
        On any meshes.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    """
    phases = [
        replace(phase, fractions=mesh[0], degree=mesh[1])
        for phase, mesh in zip(problem.phases, meshes, strict=True)
    ]
    return replace(problem, phases=tuple(phases))


def finer_mesh(phase: Phase, arc: PhaseValues, seen: BetweenNodes, tolerance: Tolerance) -> Mesh:
    """Mesh on which the failing segments of a phase should hold; the same when none fails.

    Parameters
    ----------
    phase : Phase
        With the mesh of the solution.
    arc : PhaseValues
        The solution on it.
    seen : BetweenNodes
        How its segments did.
    tolerance : Tolerance
        What they are held to.
    """
    wrong, over = seen.error > tolerance.state, seen.excess > tolerance.limit
    if not np.any(wrong | over):
        return phase.fractions, phase.degree
    decay = coefficient_decay(phase, arc)
    # A limit passed between nodes is met or left there: a corner, however smooth the states.
    if not np.any(over) and np.all(decay[wrong] > _SMOOTH) and phase.degree < _HIGHEST_DEGREE:
        short = np.log10(seen.error[wrong] / tolerance.state) / decay[wrong]
        more = int(np.clip(np.ceil(short.max()), 1, 4))
        return phase.fractions, min(phase.degree + more, _HIGHEST_DEGREE)
    # A polynomial over a corner errs with the square of its length, or so.
    parts = np.maximum(
        (seen.error / tolerance.state) ** (1.0 / (phase.degree + 1)),
        np.sqrt(seen.excess / tolerance.limit),
    )
    parts = np.where(wrong | over, np.clip(np.ceil(parts), 2, _MOST_PARTS), 1).astype(int)
    fractions = [
        length / count
        for length, count in zip(phase.fractions, parts, strict=True)
        for _ in range(count)
    ]
    return tuple(fractions), phase.degree


def coefficient_decay(phase: Phase, arc: PhaseValues) -> Array:
    """Powers of ten by which the Legendre coefficients of the states fall, a degree.

    Parameters
    ----------
    phase : Phase
        With the mesh of the solution.
    arc : PhaseValues
        The solution on it.

    Returns
    -------
    array, shape (segments,)
        The slope of a straight line through their logarithms, sign changed [-].
    """
    k = phase.degree
    nodes = np.concatenate(([-1.0], radau_points(k)))
    to_coefficients = np.linalg.inv(legendre.legvander(nodes, k))
    index = np.arange(len(phase.fractions))[:, None] * k + np.arange(k + 1)
    scaled = arc.state / np.array(phase.state_scale)[:, None]
    size = np.max(np.abs(scaled[:, index] @ to_coefficients.T), axis=0)
    degrees = np.arange(1, k + 1)
    # Rounding ends the decay.
    logarithm = np.log10(np.maximum(size[:, 1:], 1e-15))
    away = degrees - degrees.mean()
    if k == 1:
        return np.zeros(len(phase.fractions))
    return np.asarray(-(logarithm @ away) / (away @ away))


def holds(seen: Sequence[BetweenNodes], tolerance: Tolerance) -> bool:
    """Whether every segment is within the tolerance.

    Parameters
    ----------
    seen : sequence of BetweenNodes
        One a phase.
    tolerance : Tolerance
        What they are held to.
    """
    return all(
        bool(np.all(look.error <= tolerance.state) and np.all(look.excess <= tolerance.limit))
        for look in seen
    )


def round_of(problem: Problem, solution: Solution, seen: Sequence[BetweenNodes]) -> Round:
    """Account of one mesh.

    Parameters
    ----------
    problem : Problem
        On it.
    solution : Solution
        On it.
    seen : sequence of BetweenNodes
        One a phase.
    """
    return Round(
        nodes=sum(len(phase.fractions) * phase.degree for phase in problem.phases),
        iterations=solution.iterations,
        objective=solution.objective,
        error=max(float(look.error.max()) for look in seen),
        excess=max(float(look.excess.max()) for look in seen),
    )
