"""A problem with its phases cut into arcs: each arc a phase of free duration.

A linear control that is at a bound on an arc is no control of that phase, its bound is among the
data; between the bounds it is held to a polynomial of low degree, where points alone would let it
chatter. End conditions and objective are those of the problem as stated: they see the first state
of the first arc of a phase, the last state of the last, and the sum of the durations.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.arcs import Arc, Mode
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.linear_controls import depends_on_time, linear_controls, live_limits
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    Dynamics,
    End,
    Numbers,
    Parameter,
    PathLimit,
    Phase,
    Problem,
    duration_scale,
)
from cosmodrome.numerics.resample import Mesh

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One arc as a phase of the re-phased problem.

    Attributes
    ----------
    origin : int
        Phase of the problem as stated [-].
    arc : Arc
        What it stands for.
    mesh : (fractions, degree)
        [-].
    control_degree : int
        Of the linear controls between their bounds, within a segment [-].
    idle : tuple of (int, float)
        Controls that do nothing on the arc, as the direction of a thrust that is off, and the
        values they are held at [unit of the control].
    """

    origin: int
    arc: Arc
    mesh: Mesh
    control_degree: int
    idle: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rephased:
    """A problem, cut.

    Attributes
    ----------
    stated : Problem
        As it was stated.
    linear : tuple of tuple of int
        Linear controls of each of its phases [-].
    pieces : tuple of Piece
        In the order flown.
    problem : Problem
        A phase a piece.
    clocks : tuple of int
        Pieces of which the begin is a parameter, in the order of these [-].
    """

    stated: Problem
    linear: tuple[tuple[int, ...], ...]
    pieces: tuple[Piece, ...]
    problem: Problem
    clocks: tuple[int, ...] = ()

    def members(self, origin: int) -> list[int]:
        """Places of the pieces of a phase as stated [-].

        Parameters
        ----------
        origin : int
            That phase [-].
        """
        return [k for k, piece in enumerate(self.pieces) if piece.origin == origin]

    def full_control(self, k: int, control: Array) -> Array:
        """Controls as stated from those of a piece; shape (nu, n) [unit of the controls].

        Parameters
        ----------
        k : int
            The piece [-].
        control : array, shape (controls of the piece, n)
            [unit of the controls].
        """
        piece = self.pieces[k]
        phase = self.stated.phases[piece.origin]
        values = held_controls(phase, self.linear[piece.origin], piece)
        rows = iter(control)
        count = control.shape[1]
        return np.array(
            [
                np.full(count, values[i]) if i in values else next(rows)
                for i in range(len(phase.control_bounds))
            ]
        ).reshape(len(phase.control_bounds), count)


def linear_controls_of(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Linear controls of each phase of a problem.

    Parameters
    ----------
    problem : Problem
        As stated.

    Returns
    -------
    tuple of tuple of int
        [-].
    """
    return tuple(linear_controls(phase, len(problem.parameters)) for phase in problem.phases)


def free_controls(phase: Phase, linear: tuple[int, ...], piece: Piece) -> list[int]:
    """Controls of a phase as stated that are controls of a piece [-].

    Parameters
    ----------
    phase : Phase
        As stated.
    linear : tuple of int
        Its linear controls [-].
    piece : Piece
        A part of it.
    """
    held = held_controls(phase, linear, piece)
    return [i for i in range(len(phase.control_bounds)) if i not in held]


def held_controls(phase: Phase, linear: tuple[int, ...], piece: Piece) -> dict[int, float]:
    """Values of the controls that a piece holds: at a bound, or idle [unit of the control].

    Parameters
    ----------
    phase : Phase
        As stated.
    linear : tuple of int
        Its linear controls [-].
    piece : Piece
        A part of it.
    """
    return {**bound_values(phase, linear, piece.arc), **dict(piece.idle)}


def bound_values(phase: Phase, linear: tuple[int, ...], arc: Arc) -> dict[int, float]:
    """Values of the linear controls that an arc has at a bound [unit of the control].

    Parameters
    ----------
    phase : Phase
        As stated.
    linear : tuple of int
        Its linear controls [-].
    arc : Arc
        A part of it.
    """
    values = {}
    for i, mode in zip(linear, arc.modes, strict=True):
        if mode is not Mode.INNER:
            bounds = phase.control_bounds[i]
            values[i] = bounds.upper if mode is Mode.UPPER else bounds.lower
    return values


def rephased(
    stated: Problem, linear: tuple[tuple[int, ...], ...], pieces: Sequence[Piece]
) -> Rephased:
    """Cut a problem into pieces.

    Parameters
    ----------
    stated : Problem
        As stated.
    linear : tuple of tuple of int
        Linear controls of each of its phases [-].
    pieces : sequence of Piece
        In the order flown; every phase has one at least.

    Returns
    -------
    Rephased
    """
    members = [
        [k for k, piece in enumerate(pieces) if piece.origin == i]
        for i in range(len(stated.phases))
    ]
    # A later arc of a phase that asks for its time must be told when it began.
    clocks = {
        k: len(stated.parameters) + number
        for number, k in enumerate(
            k
            for phase, mine in zip(stated.phases, members, strict=True)
            if len(mine) > 1 and depends_on_time(phase, len(stated.parameters))
            for k in mine[1:]
        )
    }
    begins = tuple(
        Parameter(
            name=f"begin of piece {k + 1}",
            bounds=Bounds(lower=0.0, upper=stated.phases[pieces[k].origin].duration.upper),
            scale=duration_scale(stated.phases[pieces[k].origin]),
        )
        for k in clocks
    )
    count = len(stated.parameters)

    def conditions(ends: Sequence[End], p: Sequence[Scalar]) -> list[Condition]:
        rows = stated.conditions(_as_stated(ends, members), p[:count])
        for phase, mine in zip(stated.phases, members, strict=True):
            rows += _links(phase, ends, mine, {k: p[c] for k, c in clocks.items()})
        return rows

    problem = replace(
        stated,
        phases=tuple(
            _phase(stated, linear, pieces, members, clocks, k) for k in range(len(pieces))
        ),
        conditions=conditions,
        objective=lambda ends, p: stated.objective(_as_stated(ends, members), p[:count]),
        parameters=stated.parameters + begins,
    )
    return Rephased(
        stated=stated, linear=linear, pieces=tuple(pieces), problem=problem, clocks=tuple(clocks)
    )


def _phase(
    stated: Problem,
    linear: tuple[tuple[int, ...], ...],
    pieces: Sequence[Piece],
    members: Sequence[Sequence[int]],
    clocks: dict[int, int],
    k: int,
) -> Phase:
    piece = pieces[k]
    phase, mine = stated.phases[piece.origin], members[piece.origin]
    fixed = held_controls(phase, linear[piece.origin], piece)
    free = free_controls(phase, linear[piece.origin], piece)
    held = tuple(piece.control_degree if i in linear[piece.origin] else None for i in free)
    if len(mine) == 1 and not fixed:
        return replace(phase, fractions=piece.mesh[0], degree=piece.mesh[1], control_degree=held)
    clock = clocks.get(k)
    shape = _Shape(len(phase.data), tuple(fixed), len(phase.control_bounds), clock)
    alone = len(mine) == 1
    kind = phase.name if phase.kind is None else phase.kind
    return replace(
        phase,
        name=f"{phase.name}, arc {mine.index(k) + 1}",
        dynamics=shape.dynamics(phase.dynamics, len(stated.parameters)),
        path=tuple(
            shape.limit(phase.path[j], len(stated.parameters))
            for j in live_limits(phase, len(stated.parameters), [i for i, _ in piece.idle])
        ),
        control_bounds=tuple(phase.control_bounds[i] for i in free),
        duration=phase.duration if alone else Bounds(lower=0.0, upper=phase.duration.upper),
        fractions=piece.mesh[0],
        degree=piece.mesh[1],
        data=(*phase.data, *fixed.values()),
        kind=(kind, tuple(fixed), clock),
        content=None,
        control_degree=held,
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the arguments of an arc become those of its phase as stated."""

    data: int
    fixed: tuple[int, ...]
    controls: int
    clock: int | None

    def arguments(
        self, t: Scalar, u: Numbers, p: Numbers, d: Numbers, count: int
    ) -> tuple[Scalar, Numbers, Numbers, Numbers]:
        bound = dict(zip(self.fixed, d[self.data :], strict=True))
        free = iter(u)
        control = [bound[i] if i in bound else next(free) for i in range(self.controls)]
        since = t if self.clock is None else t + p[self.clock]
        return since, control, p[:count], d[: self.data]

    def dynamics(self, stated: Dynamics, count: int) -> Dynamics:
        def rates(t: Scalar, x: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Sequence[Scalar]:
            since, control, parameters, data = self.arguments(t, u, p, d, count)
            return stated(since, x, control, parameters, data)

        return rates

    def limit(self, stated: PathLimit, count: int) -> PathLimit:
        def value(t: Scalar, x: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Scalar:
            since, control, parameters, data = self.arguments(t, u, p, d, count)
            return stated.value(since, x, control, parameters, data)

        return replace(stated, value=value)


def _as_stated(ends: Sequence[End], members: Sequence[Sequence[int]]) -> list[End]:
    """Ends of the phases as stated."""
    return [
        End(
            first=ends[mine[0]].first,
            last=ends[mine[-1]].last,
            duration=_sum([ends[k].duration for k in mine]),
        )
        for mine in members
    ]


def _links(
    phase: Phase, ends: Sequence[End], mine: Sequence[int], begins: dict[int, Scalar]
) -> list[Condition]:
    """Conditions between the arcs of one phase: one curve, its clock, its whole duration."""
    if len(mine) == 1:
        return []
    rows = [
        Condition(
            name=f"{phase.name}, arc {n + 1} to {n + 2}, state {i}",
            value=ends[b].first[i] - ends[a].last[i],
            scale=phase.state_scale[i],
        )
        for n, (a, b) in enumerate(pairwise(mine))
        for i in range(len(phase.state_scale))
    ]
    rows += [
        Condition(
            name=f"{phase.name}, clock of arc {n + 1}",
            value=begins[k] - _sum([ends[j].duration for j in mine[:n]]),
            scale=duration_scale(phase),
        )
        for n, k in enumerate(mine)
        if k in begins
    ]
    return [
        *rows,
        Condition(
            name=f"{phase.name}, duration",
            value=_sum([ends[k].duration for k in mine]),
            bounds=phase.duration,
            scale=duration_scale(phase),
        ),
    ]


def _sum(values: Sequence[Scalar]) -> Scalar:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
