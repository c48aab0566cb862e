"""Limits on falls met at the least cost: which are put in force, and on which side of a keep-out.

A limit enters the problem only when the ascent breaks it without. A downrange band is then one
demand on the impact. A keep-out leaves a choice, outside of one of its edges at least, and the
choices make a tree searched best first: the first answer taken from it that breaks nothing is the
best of all, for each answer is bounded by that of the looser problem it came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.fall_branch import FallBranch
from cosmodrome.ascent.fall_limits import (
    Demand,
    DownrangeBand,
    FallLimit,
    KeepOut,
    WithinBand,
    demands_of,
    downrange_of,
    excess_m,
    is_convex,
    turned_back,
)
from cosmodrome.ascent.falls import fly_fall
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.phase import Dropped
from cosmodrome.ascent.simulate import Track
from cosmodrome.numerics.optimal_control import Solution

Array = NDArray[np.float64]

# A limit counts as broken when the compiled fall misses it by more than this.
_BROKEN_M = 20.0
# Pulls towards a band that is not reached at once, one after the other: as near as it comes at a
# price of 4 kg a kilometre, then of 15 and 50.
_PULLS_KG_M = (0.004, 0.015, 0.05)
# Within this of its edge a band pulled at counts as reached.
_REACHED_M = 500.0
_MOST_NODES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Where a body dropped along a leg comes down.

    Attributes
    ----------
    body : Dropped
    after : int
        Phase at whose end it is dropped [-].
    t_s : float
        After lift-off [s].
    position_m : tuple of float
        Inertial [m].
    downrange_m : float
        From the pad over the ellipsoid, to 1.5e-6 [m].
    """

    body: Dropped
    after: int
    t_s: float
    position_m: tuple[float, float, float]
    downrange_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A limit that no ascent keeps, and how near the nearest comes.

    Attributes
    ----------
    limit : DownrangeBand or KeepOut
    body : str
    by_m : float
        Distance of the nearest impact found to what is allowed [m]; infinite when none was found.
    """

    limit: FallLimit
    body: str
    by_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DropZones:
    """How a leg keeps its limits on falls, and at what cost.

    Attributes
    ----------
    impacts : tuple of Impact
        Of every body that comes down.
    demands : tuple of WithinBand or BeyondEdge
        In force at the answer; the others are kept without.
    prices_kg_m : tuple of float
        What the objective gains for each metre a demand is loosened [kg/m].
    free_objective, objective : float
        Without and with the limits [kg].
    missed : tuple of Missed
        Empty when all limits are kept.
    notes : tuple of str
        Sentences the user should read.
    """

    impacts: tuple[Impact, ...]
    demands: tuple[Demand, ...] = ()
    prices_kg_m: tuple[float, ...] = ()
    free_objective: float
    objective: float
    missed: tuple[Missed, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def cost_kg(self) -> float:
        """What the limits cost of what is made largest [kg]."""
        return self.objective - self.free_objective


class Attempt(Protocol):
    """A solution of a leg, re-flown, that can be solved again with other falls held."""

    leg: Leg
    world: World
    solution: Solution
    tracks: list[Track]

    @property
    def agrees(self) -> bool:
        """Whether the re-flight ends near enough to tell an impact to a kilometre."""

    def held(self, falls: Sequence[FallBranch]) -> "Attempt":
        """Answer with other falls flown along, from this one.

        Parameters
        ----------
        falls : sequence of FallBranch
            In place of those of the leg.
        """


def impacts_of(tracks: Sequence[Track], leg: Leg, world: World) -> tuple[Impact, ...]:
    """Impacts of every body dropped along a leg, by the compiled fall.

    Parameters
    ----------
    tracks : sequence of Track
        As flown.
    leg : Leg
        It starts at the pad.
    world : World
        The Earth it was flown on.
    """
    found = []
    for after, track in enumerate(tracks):
        for body in track.phase.dropped:
            fall = fly_fall(body, track.state[-1], float(track.time_s[-1]), world)
            if fall is None:
                continue
            t, (x, y, z) = float(fall.time_s[-1]), (float(c) for c in fall.state[-1, :3])
            place = turned_back((x, y, z), t, world)
            found.append(
                Impact(
                    body=body,
                    after=after,
                    t_s=t,
                    position_m=(x, y, z),
                    downrange_m=float(downrange_of(leg.start_position_m, place, world)),
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Node:
    """An answer with the demands it was held to."""

    attempt: Attempt
    demands: tuple[Demand, ...]
    impacts: tuple[Impact, ...]


def kept_within(free: Attempt, limits: Sequence[FallLimit]) -> tuple[Attempt, DropZones]:
    """Best answer that keeps limits on falls.

    Parameters
    ----------
    free : Attempt
        Optimum without the limits.
    limits : sequence of DownrangeBand or KeepOut
        All to be kept.

    Returns
    -------
    Attempt, DropZones
        The nearest answer found when one of the limits cannot be kept.
    """
    root = _node(free, ())
    heap = [(free.solution.objective, 0, root)]
    order = count(1)
    missed: list[tuple[Missed, _Node]] = []
    for _ in range(_MOST_NODES):
        if not heap:
            break
        _, _, node = heappop(heap)
        broken = _worst(node, limits)
        if broken is None:
            return node.attempt, _told(root, node, limits, ())
        limit, impact = broken
        children = _children(node, limit, impact, missed)
        for child in children:
            heappush(heap, (child.attempt.solution.objective, next(order), child))
    worst, node = min(missed, key=lambda pair: pair[0].by_m, default=(None, root))
    return node.attempt, _told(root, node, limits, (worst,) if worst else ())


def _node(attempt: Attempt, demands: tuple[Demand, ...]) -> _Node:
    return _Node(attempt, demands, impacts_of(attempt.tracks, attempt.leg, attempt.world))


def _worst(node: _Node, limits: Sequence[FallLimit]) -> tuple[FallLimit, Impact] | None:
    """The limit missed by most, with the body that breaks it; None when all are kept."""
    worst, found = _BROKEN_M, None
    for limit in limits:
        for impact in node.impacts:
            if limit.body is None or limit.body == impact.body.name:
                miss = _miss(node.attempt, limit, impact)
                if miss > worst:
                    worst, found = miss, (limit, impact)
    return found


def _miss(attempt: Attempt, limit: FallLimit, impact: Impact) -> float:
    leg = attempt.leg
    demands = demands_of(limit, impact.body.name, leg.start_position_m, leg.orientation)
    return min(excess_m(d, impact.position_m, impact.t_s, attempt.world) for d in demands)


def _children(
    node: _Node, limit: FallLimit, impact: Impact, missed: list[tuple[Missed, _Node]]
) -> list[_Node]:
    """Answers that keep one more limit, one for each way to keep it."""
    leg = node.attempt.leg
    found = []
    for demand in demands_of(limit, impact.body.name, leg.start_position_m, leg.orientation):
        child = _held(node, impact, demand)
        if child is None and isinstance(demand, WithinBand):
            child, nearest = _pulled(node, impact, demand)
            if child is None:
                told = Missed(limit=limit, body=impact.body.name, by_m=nearest[0])
                missed.append((told, nearest[1]))
        elif child is None:
            missed.append((Missed(limit=limit, body=impact.body.name, by_m=np.inf), node))
        if child is not None:
            found.append(child)
    return found


def _held(
    node: _Node, impact: Impact, demand: Demand, start: Attempt | None = None
) -> _Node | None:
    """Answer to one demand more; None when the solver finds none."""
    demands = (*node.demands, demand)
    answer = (start or node.attempt).held(_falls(node, impact, demands))
    return _node(answer, demands) if answer.solution.converged else None


def _pulled(
    node: _Node, impact: Impact, demand: WithinBand
) -> tuple[_Node | None, tuple[float, _Node]]:
    """Answer reached by pulling an impact to its band, and the nearest it came."""
    band, here = demand.band, impact.downrange_m
    far = here > band.longest_m
    goal = 0.5 * (band.shortest_m + band.longest_m)
    # Open on the side where the impact lies now, closed inside the band.
    wide = DownrangeBand(
        body=band.body,
        shortest_m=goal if far else 0.0,
        longest_m=2.0 * here if far else goal,
    )
    demands = (*node.demands, replace(demand, band=wide))
    start, best, least = (
        node.attempt,
        node,
        excess_m(demand, impact.position_m, impact.t_s, node.attempt.world),
    )
    for pull in _PULLS_KG_M:
        falls = [
            replace(fall, pull_kg_m=pull if far else -pull)
            if fall.body.name == impact.body.name
            else fall
            for fall in _falls(node, impact, demands)
        ]
        answer = start.held(falls)
        if not answer.solution.converged or not answer.agrees:
            break
        start, nearest = answer, _node(answer, demands)
        (reached,) = [i for i in nearest.impacts if i.body.name == impact.body.name]
        miss = excess_m(demand, reached.position_m, reached.t_s, answer.world)
        if miss < least:
            best, least = nearest, miss
        child = _held(node, impact, demand, answer) if miss < _REACHED_M else None
        if child is not None:
            return child, (0.0, child)
    return None, (least, best)


def _falls(node: _Node, impact: Impact, demands: Sequence[Demand]) -> list[FallBranch]:
    """Branches of all bodies of whose impact something is demanded, the oldest first."""
    names = list(dict.fromkeys(demand.body for demand in demands))
    impacts = {i.body.name: i for i in (*node.impacts, impact)}
    return [
        FallBranch(
            body=impacts[name].body,
            after=impacts[name].after,
            demands=tuple(d for d in demands if d.body == name),
        )
        for name in names
    ]


def _told(
    root: _Node, node: _Node, limits: Sequence[FallLimit], missed: tuple[Missed, ...]
) -> DropZones:
    solution = node.attempt.solution
    found = DropZones(
        impacts=node.impacts,
        demands=node.demands,
        prices_kg_m=tuple(abs(solution.multipliers.get(d.name, 0.0)) for d in node.demands),
        free_objective=root.attempt.solution.objective,
        # What pulls an impact to its band is no part of the objective.
        objective=solution.objective - _pull_kg(node),
        missed=missed,
    )
    hulls = tuple(
        f"keep-out {limit.name} is not convex: its convex hull is kept out of"
        for limit in limits
        if isinstance(limit, KeepOut) and not is_convex(limit)
    )
    return replace(found, notes=hulls)


def _pull_kg(node: _Node) -> float:
    """Part of an objective that pulled impacts towards their bands [kg]."""
    where = {i.body.name: i.downrange_m for i in node.impacts}
    return sum(f.pull_kg_m * where[f.body.name] for f in node.attempt.leg.falls)
