"""The switching structure that a solution shows, and how well it keeps to it.

A linear control is at its lower bound, at its upper bound or between the two. Where it is follows
from its means over the segments; whether it should be there, from the sign of the switching
function, which the multipliers give.

References
----------
Bryson and Ho: Applied Optimal Control (1975), 8.1 to 8.3, on singular arcs and the switching
function.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.arcs import Arc, Mode, Stretch, arcs_of, joined, stretches
from cosmodrome.numerics.linear_controls import switching_function
from cosmodrome.numerics.optimal_control import Solution
from cosmodrome.numerics.radau import radau_weights
from cosmodrome.numerics.rephase import Rephased

Array = NDArray[np.float64]

# An arc shorter than this part of its phase is none.
_SHORTEST = 1e-4
# A switching function has the wrong sign when it passes zero by this part of its largest term.
_WRONG_SIGN = 1e-3
# A control closer to a bound than this part of its range touches it.
TOUCHING = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureCheck:
    """How well a solution keeps to its switching structure.

    Attributes
    ----------
    wrong_sign : float
        Largest switching function of the wrong sign on an arc at a bound, over the size of its
        terms [-].
    singular : float
        Largest on an arc between the bounds, over the size of its terms [-].
    margin : float
        Least distance to a bound on an arc between them, over the range; 0.5 without one [-].
    """

    wrong_sign: float
    singular: float
    margin: float


def checked(cut: Rephased, solution: Solution) -> StructureCheck:
    """Check a solution against the conditions of its arcs.

    Parameters
    ----------
    cut : Rephased
        The problem, cut.
    solution : Solution
        Of it.
    """
    wrong = singular = 0.0
    for origin, linear in enumerate(cut.linear):
        members = cut.members(origin)
        for c in range(len(linear)):
            gains = _gains(cut, solution, members, c)
            for k, gain in zip(members, gains, strict=True):
                mode = cut.pieces[k].arc.modes[c]
                if mode is Mode.INNER:
                    singular = max(singular, float(np.max(np.abs(gain))))
                else:
                    sign = -1.0 if mode is Mode.UPPER else 1.0
                    wrong = max(wrong, float(np.max(-sign * gain)))
    return StructureCheck(wrong_sign=wrong, singular=singular, margin=margin(cut, solution))


def margin(cut: Rephased, solution: Solution) -> float:
    """Least distance of a control on an arc between its bounds to one of them, over the range [-].

    Parameters
    ----------
    cut : Rephased
        The problem, cut.
    solution : Solution
        Of it.
    """
    least = 0.5
    for k, piece in enumerate(cut.pieces):
        for c, mode in enumerate(piece.arc.modes):
            if mode is not Mode.INNER:
                continue
            i = cut.linear[piece.origin][c]
            bounds = cut.stated.phases[piece.origin].control_bounds[i]
            control = cut.full_control(k, solution.arcs[k].control)[i]
            room = min(control.min() - bounds.lower, bounds.upper - control.max())
            least = min(least, float(room) / (bounds.upper - bounds.lower))
    return least


def laid_out(cut: Rephased, solution: Solution) -> list[tuple[Arc, ...]]:
    """Arcs of each phase as stated, with the durations of a solution.

    Parameters
    ----------
    cut : Rephased
        The problem, cut.
    solution : Solution
        Of it.
    """
    return [
        tuple(
            Arc(modes=cut.pieces[k].arc.modes, begin=float(begin), end=float(end))
            for k, begin, end in zip(members, edges[:-1], edges[1:], strict=True)
        )
        for members, edges in (piece_edges(cut, solution, i) for i in range(len(cut.linear)))
    ]


def found_arcs(cut: Rephased, solution: Solution, origin: int) -> tuple[Arc, ...]:
    """Arcs of a phase as stated that a solution shows.

    Parameters
    ----------
    cut : Rephased
        The problem, cut.
    solution : Solution
        Of it.
    origin : int
        Phase of the problem as stated [-].

    Returns
    -------
    tuple of Arc
        Those laid out, when the solution confirms them.
    """
    members, edges = piece_edges(cut, solution, origin)
    controls = []
    for c in range(len(cut.linear[origin])):
        gains = _gains(cut, solution, members, c)
        parts: list[Stretch] = []
        for k, gain, begin, end in zip(members, gains, edges[:-1], edges[1:], strict=True):
            if end - begin > _SHORTEST:
                parts += _seen(cut, solution, k, c, gain, (float(begin), float(end)))
        controls.append(joined(_closed(parts)))
    return arcs_of(controls)


def switching(cut: Rephased, solution: Solution, k: int, c: int) -> tuple[Array, Array]:
    """Switching function of a linear control on a piece, and the size of its terms.

    Parameters
    ----------
    cut : Rephased
        The problem, cut.
    solution : Solution
        Of it.
    k, c : int
        Piece; place among the linear controls of its phase [-].

    Returns
    -------
    change, size : array, shape (n,)
        As `switching_function` gives them [unit of the objective per s].
    """
    origin = cut.pieces[k].origin
    stated, own = cut.stated.phases[origin], cut.problem.phases[k]
    i = cut.linear[origin][c]
    control = cut.full_control(k, solution.arcs[k].control)
    low, high = control.copy(), control.copy()
    low[i], high[i] = stated.control_bounds[i].lower, stated.control_bounds[i].upper
    as_stated = replace(stated, fractions=own.fractions, degree=own.degree)
    arc = solution.arcs[k]
    return switching_function(
        as_stated,
        arc,
        solution.phase_multipliers[k],
        solution.parameters[: len(cut.stated.parameters)],
        (low, high),
        since=_since(cut, solution, k),
    )


def _since(cut: Rephased, solution: Solution, k: int) -> float:
    """Time from the start of the phase as stated to the start of a piece [s]."""
    mine = cut.members(cut.pieces[k].origin)
    return float(sum(solution.arcs[j].duration for j in mine if j < k))


def piece_edges(cut: Rephased, solution: Solution, origin: int) -> tuple[list[int], Array]:
    """Pieces of a phase as stated [-] and their ends, as parts of its duration [-].

    Parameters
    ----------
    cut : Rephased
        The problem, cut.
    solution : Solution
        Of it.
    origin : int
        Phase of the problem as stated [-].
    """
    members = cut.members(origin)
    ends = np.cumsum([solution.arcs[k].duration for k in members])
    return members, np.concatenate(([0.0], ends[:-1] / ends[-1], [1.0]))


def _seen(
    cut: Rephased, solution: Solution, k: int, c: int, gain: Array, span: tuple[float, float]
) -> list[Stretch]:
    """What a linear control does on a piece; `gain` is its switching function over its size."""
    piece = cut.pieces[k]
    fractions, degree = piece.mesh
    edges = span[0] + (span[1] - span[0]) * np.concatenate(([0.0], np.cumsum(fractions)))
    edges[-1] = span[1]
    mode = piece.arc.modes[c]
    if mode is Mode.INNER:
        return stretches(_shares(cut, solution, k, c), edges)
    sign = -1.0 if mode is Mode.UPPER else 1.0
    wrong = np.any(sign * gain.reshape(-1, degree) < -_WRONG_SIGN, axis=1)
    return [
        Stretch(mode=Mode.INNER if bad else mode, begin=float(a), end=float(b))
        for bad, a, b in zip(wrong, edges[:-1], edges[1:], strict=True)
    ]


def _shares(cut: Rephased, solution: Solution, k: int, c: int) -> Array:
    """Where a linear control is on each segment of a piece, 0 at the lower bound, 1 at the upper.

    Its mean; but a polynomial that touches a bound would follow it, and the switch, which it leaves
    no price on being moved, lies in that segment.
    """
    piece = cut.pieces[k]
    i = cut.linear[piece.origin][c]
    bounds = cut.stated.phases[piece.origin].control_bounds[i]
    control = cut.full_control(k, solution.arcs[k].control)[i].reshape(-1, piece.mesh[1])
    share = (control - bounds.lower) / (bounds.upper - bounds.lower)
    mean = np.asarray(share @ (0.5 * radau_weights(piece.mesh[1])))
    if piece.control_degree == 0:
        return mean
    mean[share.min(axis=1) < TOUCHING] = 0.0
    mean[share.max(axis=1) > 1.0 - TOUCHING] = 1.0
    return mean


def _closed(parts: Sequence[Stretch]) -> list[Stretch]:
    """Stretches end to end, what was left out between them given to the one before."""
    found: list[Stretch] = []
    for n, part in enumerate(parts):
        begin = found[-1].end if found else 0.0
        end = parts[n + 1].begin if n + 1 < len(parts) else 1.0
        found.append(Stretch(mode=part.mode, begin=begin, end=end))
    return found


def _gains(cut: Rephased, solution: Solution, members: Sequence[int], c: int) -> list[Array]:
    """Switching function on pieces, over the largest size of its terms on any of them."""
    found = [switching(cut, solution, k, c) for k in members]
    largest = max(float(size.max()) for _, size in found) or 1.0
    return [change / largest for change, _ in found]
