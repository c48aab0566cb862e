"""A problem solved by arcs: its switching structure found, its phases cut, and solved again.

A linear control is first held constant on each segment: what it does then tells arcs at the lower
bound, at the upper bound and between. The problem is cut into these arcs, their durations free, and
solved again; what the controls and the switching function do on the arcs either confirms them or
gives better ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.arcs import Arc, Mode
from cosmodrome.numerics.between_nodes import BetweenNodes
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.linear_controls import idle_controls
from cosmodrome.numerics.optimal_control import PhaseValues, Problem, Solution, node_fractions
from cosmodrome.numerics.refine import (
    Ending,
    Round,
    Tolerance,
    finer_mesh,
    holds,
    looked_at,
    round_of,
)
from cosmodrome.numerics.rephase import (
    Piece,
    Rephased,
    bound_values,
    free_controls,
    linear_controls_of,
    rephased,
)
from cosmodrome.numerics.resample import Mesh, sampled
from cosmodrome.numerics.structure import TOUCHING, found_arcs, laid_out, margin, piece_edges

Array = NDArray[np.float64]

# The polynomial of a control between its bounds, on a first mesh.
_INNER_SEGMENTS, _INNER_DEGREE, _INNER_CONTROL = 2, 6, 2
_LEAST_DEGREE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ByArcs:
    """A problem solved with a phase an arc.

    Attributes
    ----------
    cut : Rephased
        The problem, cut.
    transcription : Transcription
        Of it.
    solution : Solution
        Of it; the durations are those of the arcs.
    ending : Ending
        The tolerance holds only when the arcs are confirmed too.
    rounds : tuple of Round
        Solve by solve, the first one without arcs.
    """

    cut: Rephased
    transcription: Transcription
    solution: Solution
    ending: Ending
    rounds: tuple[Round, ...]

    @property
    def arcs(self) -> list[tuple[Arc, ...]]:
        """Arcs of each phase as stated, with the durations found."""
        return laid_out(self.cut, self.solution)


def solved_by_arcs(
    problem: Problem,
    guess: Sequence[PhaseValues],
    parameters: ArrayLike = (),
    tolerance: Tolerance | None = None,
) -> ByArcs:
    """Solve a problem, find the arcs of its linear controls, and solve it by them.

    Ends when the arcs found are those laid out, the controls between their bounds do not touch
    them, the meshes hold, and finer ones no longer move the objective.

    Parameters
    ----------
    problem : Problem
        As stated, a phase over all switches.
    guess : sequence of PhaseValues
        One a phase, at its nodes.
    parameters : array_like
        Guess of the problem's parameters, each in its unit.
    tolerance : Tolerance, optional
        When meshes are fine enough.

    Returns
    -------
    ByArcs
        The last that converged.
    """
    asked = tolerance or Tolerance()
    linear = linear_controls_of(problem)
    cut = rephased(problem, linear, _whole(problem, linear))
    transcription = Transcription(cut.problem)
    solution = transcription.solve(guess, parameters)
    seen = looked_at(cut.problem, solution)
    rounds = [round_of(cut.problem, solution, seen)]
    before = float("inf")
    ending = Ending.ROUNDS if solution.converged else Ending.SOLVER
    while solution.converged and len(rounds) <= asked.most_rounds:
        arcs = [found_arcs(cut, solution, i) for i in range(len(problem.phases))]
        if any(linear) and (len(rounds) == 1 or arcs != laid_out(cut, solution)):
            pieces, before = _pieces(cut, solution, arcs), float("inf")
        else:
            moved = abs(solution.objective - before) / problem.objective_scale
            still = moved <= asked.objective or not any(linear)
            if still and holds(seen, asked) and margin(cut, solution) > TOUCHING:
                ending = Ending.HOLDS
                break
            pieces, before = _finer(cut, solution, seen, asked), solution.objective
        better = rephased(problem, linear, pieces)
        attempt = Transcription(better.problem)
        found = attempt.solve(*_guess(better, cut, solution))
        if not found.converged:
            ending = Ending.SOLVER
            break
        cut, transcription, solution = better, attempt, found
        seen = looked_at(cut.problem, solution)
        rounds.append(round_of(cut.problem, solution, seen))
    return ByArcs(
        cut=cut,
        transcription=transcription,
        solution=solution,
        ending=ending,
        rounds=tuple(rounds),
    )


def _whole(problem: Problem, linear: tuple[tuple[int, ...], ...]) -> list[Piece]:
    """Each phase one piece, its linear controls constant on each segment."""
    return [
        Piece(
            origin=i,
            arc=Arc(modes=(Mode.INNER,) * len(mine), begin=0.0, end=1.0),
            mesh=(phase.fractions, phase.degree),
            control_degree=0,
        )
        for i, (phase, mine) in enumerate(zip(problem.phases, linear, strict=True))
    ]


def _pieces(cut: Rephased, solution: Solution, arcs: Sequence[tuple[Arc, ...]]) -> list[Piece]:
    """Pieces for the arcs found, with meshes as fine as those before."""
    stated, found = cut.stated, []
    for origin, mine in enumerate(arcs):
        phase = stated.phases[origin]
        for arc in mine:
            fixed = bound_values(phase, cut.linear[origin], arc)
            idle = idle_controls(phase, len(stated.parameters), fixed) if fixed else []
            _, control = _at(cut, solution, origin, np.array([0.5 * (arc.begin + arc.end)]))
            piece = Piece(
                origin=origin,
                arc=arc,
                mesh=(phase.fractions, phase.degree),
                control_degree=_INNER_CONTROL,
                idle=tuple((i, float(control[i, 0])) for i in idle),
            )
            found.append(replace(piece, mesh=_first_mesh(cut, piece)))
    return found


def _first_mesh(cut: Rephased, piece: Piece) -> Mesh:
    phase, linear, arc = cut.stated.phases[piece.origin], cut.linear[piece.origin], piece.arc
    if not linear:
        return phase.fractions, phase.degree
    inner = arc.modes.count(Mode.INNER)
    if inner and len(free_controls(phase, linear, piece)) == inner:
        return (1.0 / _INNER_SEGMENTS,) * _INNER_SEGMENTS, _INNER_DEGREE
    count = max(2, int(np.ceil((arc.end - arc.begin) * len(phase.fractions))))
    return (1.0 / count,) * count, max(phase.degree, _LEAST_DEGREE)


def _finer(
    cut: Rephased, solution: Solution, seen: Sequence[BetweenNodes], tolerance: Tolerance
) -> list[Piece]:
    """The same arcs on finer meshes: controls between their bounds get twice the segments."""
    found = []
    for (arc, piece), phase, values, look in zip(
        _with_arcs(cut, solution), cut.problem.phases, solution.arcs, seen, strict=True
    ):
        fractions, degree = finer_mesh(phase, values, look, tolerance)
        if Mode.INNER in arc.modes and len(fractions) == len(phase.fractions):
            fractions = tuple(0.5 * length for length in fractions for _ in range(2))
        found.append(replace(piece, arc=arc, mesh=(fractions, degree)))
    return found


def _with_arcs(cut: Rephased, solution: Solution) -> list[tuple[Arc, Piece]]:
    """Pieces with the arcs they have become."""
    arcs = [arc for mine in laid_out(cut, solution) for arc in mine]
    return list(zip(arcs, cut.pieces, strict=True))


def _guess(
    better: Rephased, cut: Rephased, solution: Solution
) -> tuple[list[PhaseValues], list[float]]:
    """Values of a solution on other arcs, and the parameters with the clocks of those."""
    values = []
    for piece, own in zip(better.pieces, better.problem.phases, strict=True):
        phase, span = cut.stated.phases[piece.origin], piece.arc.end - piece.arc.begin
        places = piece.arc.begin + span * node_fractions(own)
        state, control = _at(cut, solution, piece.origin, places)
        free = free_controls(phase, cut.linear[piece.origin], piece)
        values.append(
            PhaseValues(
                duration=span * _whole_duration(cut, solution, piece.origin),
                state=state,
                control=control[free, 1:],
            )
        )
    return values, _parameters(better, cut, solution)


def _at(cut: Rephased, solution: Solution, origin: int, places: Array) -> tuple[Array, Array]:
    """States and controls as stated at places 0 to 1 of a phase as stated."""
    phase = cut.stated.phases[origin]
    members, edges = piece_edges(cut, solution, origin)
    state = np.empty((len(phase.state_scale), places.size))
    control = np.empty((len(phase.control_bounds), places.size))
    which = np.clip(np.searchsorted(edges, places - 1e-12) - 1, 0, len(members) - 1)
    for n, k in enumerate(members):
        here = which == n
        if here.any():
            # The first piece may have no length: its one place is its start.
            length = max(edges[n + 1] - edges[n], np.finfo(float).tiny)
            local = (places[here] - edges[n]) / length
            x, u = sampled(solution.arcs[k], cut.pieces[k].mesh, np.clip(local, 0.0, 1.0))
            state[:, here], control[:, here] = x, cut.full_control(k, u)
    return state, control


def _whole_duration(cut: Rephased, solution: Solution, origin: int) -> float:
    return float(sum(solution.arcs[k].duration for k in cut.members(origin)))


def _parameters(better: Rephased, cut: Rephased, solution: Solution) -> list[float]:
    """Parameters as stated, then the begins of the pieces that have a clock [s]."""
    stated = [float(p) for p in solution.parameters[: len(cut.stated.parameters)]]
    clocks = []
    for k in better.clocks:
        origin = better.pieces[k].origin
        clocks.append(_whole_duration(cut, solution, origin) * better.pieces[k].arc.begin)
    return stated + clocks
