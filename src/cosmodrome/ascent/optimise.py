"""The optimum of a leg: ladder of openings, mesh refined until the re-flight agrees."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.cuts import cut_where_missed, cut_where_over
from cosmodrome.ascent.drop_zones import DropZones, kept_within
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.fall_branch import FallBranch, fall_values
from cosmodrome.ascent.fall_limits import turned_back
from cosmodrome.ascent.falls import fly_fall
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.loads import drawn_in, limit_excess
from cosmodrome.ascent.mesh import Mesh, finest, first_meshes
from cosmodrome.ascent.optimality import Optimality, optimality
from cosmodrome.ascent.outcome import Certificate
from cosmodrome.ascent.problem import left_out_kg, leg_problem
from cosmodrome.ascent.right_hand_side import all_within, heights
from cosmodrome.ascent.shortfall import Shortfall
from cosmodrome.ascent.simulate import Track, fly_phases, start_state
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Opening, Rung, climb
from cosmodrome.numerics.optimal_control import PhaseValues, Solution
from cosmodrome.numerics.resample import resampled_all
from cosmodrome.vehicle.launcher import Limits

Array = NDArray[np.float64]
Range = tuple[float, float]
OpeningMaker = Callable[[Sequence[Mesh]], Iterable[Opening]]

_LEG_MISS_M, _LEG_MISS_M_S = 6.0, 6e-3
_STRICTER = (1.0, 0.2, 0.04, 0.008, 0.0016)
# Miss of the compiled fall from the impact of a fall flown along.
_IMPACT_MISS_M = 10.0
# Within this many times those an answer still tells how near an impact comes, to a kilometre.
_AGREE = 100.0
_LIMIT_EXCESS = 2e-3
# Near an answer known from a coarser mesh the adaptive barrier sometimes runs away; a small steady
# one does not.
_CAREFUL = {"mu_strategy": "monotone", "mu_init": 1e-5, "bound_push": 1e-6, "bound_frac": 1e-6}
# Rounds in which segments that pass a limit are cut; after them the limit itself is drawn in.
_CUTTING_ROUNDS = 3
_MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLeg:
    """Optimum of a leg.

    Attributes
    ----------
    leg : Leg
        What was asked.
    steering : tuple of PhaseSteering
        One a phase.
    solution : Solution
        Of the last mesh.
    meshes : tuple of (fractions, degree)
        The last ones, one a phase [-].
    certificate : Certificate
        Proof beside it.
    shortfall : Shortfall or None
        Why there is no answer, when that was looked into.
    drop_zones : DropZones or None
        How its limits on falls are kept; None without such limits.
    """

    leg: Leg
    steering: tuple[PhaseSteering, ...]
    solution: Solution
    meshes: tuple[Mesh, ...]
    certificate: Certificate
    shortfall: Shortfall | None = None
    drop_zones: DropZones | None = None


def optimise(
    leg: Leg,
    world: World,
    openings: OpeningMaker,
    neighbour: PlannedLeg | None = None,
    *,
    give_up: Callable[[], bool] | None = None,
    meshes: Sequence[Mesh] | None = None,
) -> PlannedLeg:
    """Find the optimum of a leg.

    Parameters
    ----------
    leg : Leg
        Problem in flight-mechanical terms.
    world : World
        The Earth it is flown on.
    openings : callable
        Gives the openings of the ladder on given meshes, one after the other.
    neighbour : PlannedLeg, optional
        Answer to a leg with the same phases, on whose meshes the solver starts; the ladder is
        climbed only when that fails.
    give_up : callable, optional
        Asked after every opening until one has led to an answer; True ends the ladder.
    meshes : sequence of (fractions, degree), optional
        To start on, one a phase [-].

    Returns
    -------
    PlannedLeg
        Also when the solver did not converge: see its certificate.
    """
    if neighbour is not None:
        near = _from_neighbour(leg, world, neighbour)
        if near is not None:
            return near
    meshes = meshes or first_meshes(leg.sequence)
    rungs = iter(openings(meshes))
    first = next(rungs)
    ranges = heights(first.values, world)
    transcription = Transcription(leg_problem(leg, world, meshes, ranges))
    climbed = climb(transcription, chain([first], rungs), give_up=give_up)
    attempt = _Attempt(leg, world, climbed.best, meshes, transcription, ranges)
    return _refined_answer(leg, world, attempt, climbed.rungs)


def _from_neighbour(leg: Leg, world: World, neighbour: PlannedLeg) -> PlannedLeg | None:
    """Answer from that of a neighbour; None when it has other phases or does not lead there."""
    before, names = neighbour.leg.sequence.phases, [p.name for p in leg.sequence.phases]
    if names != [p.name for p in before] or not neighbour.solution.converged:
        return None
    arcs, meshes = neighbour.solution.arcs, neighbour.meshes
    ranges = heights(arcs, world)
    transcription = Transcription(leg_problem(leg, world, meshes, ranges))
    opening = Opening(
        name="neighbour", values=arcs, parameters=tuple(neighbour.solution.parameters)
    )
    climbed = climb(transcription, [opening], agreeing=1)
    if not climbed.best.converged:
        return None
    attempt = _Attempt(leg, world, climbed.best, meshes, transcription, ranges)
    return _refined_answer(leg, world, attempt, climbed.rungs)


def _refined_answer(
    leg: Leg, world: World, attempt: "_Attempt", rungs: tuple[Rung, ...]
) -> PlannedLeg:
    """Refine a first attempt until its re-flight agrees, and certify what comes of it."""
    attempt = attempt.refined(leg.limits)
    zones = None
    if leg.fall_limits and attempt.solution.converged:
        kept, zones = kept_within(attempt, leg.fall_limits)
        assert isinstance(kept, _Attempt)
        attempt = kept
    own = len(leg.sequence.phases)
    return PlannedLeg(
        leg=leg,
        steering=attempt.steering[:own],
        solution=replace(
            attempt.solution,
            arcs=attempt.solution.arcs[:own],
            phase_multipliers=attempt.solution.phase_multipliers[:own],
        ),
        meshes=tuple(attempt.meshes[:own]),
        certificate=Certificate(
            solver_status=attempt.solution.status,
            violation=attempt.solution.violation,
            position_m=attempt.miss[0],
            velocity_m_s=attempt.miss[1],
            limit_excess=limit_excess(attempt.tracks, leg.limits, world),
            refinements=attempt.rounds,
            nodes=sum(len(fractions) * degree for fractions, degree in attempt.meshes),
            rungs=rungs,
            optimality=attempt.optimality(),
        ),
        drop_zones=zones,
    )


class _Attempt:
    """A solution on its meshes, re-flown; falls flown along come after the phases of the leg."""

    def __init__(
        self,
        leg: Leg,
        world: World,
        solution: Solution,
        meshes: Sequence[Mesh],
        transcription: Transcription,
        ranges: Sequence[Range],
        rounds: int = 0,
    ) -> None:
        self.leg, self.world, self.solution, self.meshes = leg, world, solution, list(meshes)
        self.transcription, self.ranges, self.rounds = transcription, ranges, rounds
        self.steering = steering_of(solution, meshes)
        self.tracks: list[Track] = []
        self.miss = (float("inf"), float("inf"))
        self.impact_miss_m = float("inf")
        if solution.converged:
            own = len(leg.sequence.phases)
            start = _start(leg, solution)
            self.tracks = fly_phases(leg.sequence.phases, self.steering[:own], start, world)
            self.miss = _miss(solution, self.tracks)
            self.impact_miss_m = _impact_miss_m(leg, world, solution, self.tracks)

    def optimality(self) -> Optimality | None:
        """How well the conditions of an optimum are met; None without a solution."""
        if not self.solution.converged:
            return None
        own = len(self.leg.sequence.phases)
        return optimality(
            self.leg.sequence.phases,
            self.transcription.problem.phases[:own],
            self.solution.arcs[:own],
            self.solution.phase_multipliers[:own],
            self.solution.parameters,
            self.world,
        )

    @property
    def agrees(self) -> bool:
        """Whether the re-flight ends near enough to tell an impact to a kilometre."""
        return (
            self.miss[0] < _AGREE * _LEG_MISS_M
            and self.miss[1] < _AGREE * _LEG_MISS_M_S
            and self.impact_miss_m < _AGREE * _IMPACT_MISS_M
        )

    def refined(self, limits: Limits) -> "_Attempt":
        """The attempt improved until nothing more is to be gained."""
        attempt = self
        for _ in range(_MOST_ROUNDS):
            better = attempt.improved(limits) if attempt.solution.converged else None
            if better is None or not better.solution.converged:
                # A mesh on which the solver fails proves nothing: the answer before it stands,
                # and its certificate tells how far the re-flight is from it.
                break
            attempt = better
        return attempt

    def improved(self, limits: Limits) -> "_Attempt | None":
        """A better attempt, with a finer mesh or limits drawn in; None when this one will do."""
        meshes, leg = self.meshes, self.leg
        off = self.miss[0] > _LEG_MISS_M or self.miss[1] > _LEG_MISS_M_S
        over = limit_excess(self.tracks, limits, self.world) >= _LIMIT_EXCESS
        if off or self.impact_miss_m > _IMPACT_MISS_M:
            meshes = self._finer()
        if over and self.rounds < _CUTTING_ROUNDS:
            over_cut = cut_where_over(self.meshes, self.tracks, limits, _LIMIT_EXCESS, self.world)
            meshes = [finest(*cuts) for cuts in zip(self.meshes, meshes, over_cut, strict=True)]
        if meshes == self.meshes:
            # Only on a mesh that is fine enough: a coarse one passes limits by its own errors.
            if not over:
                return None
            leg = replace(leg, limits=drawn_in(leg.limits, self.tracks, self.world))
        values = [
            replace(arc, control=_unit(arc.control))
            for arc in resampled_all(self.solution.arcs, self.meshes, meshes)
        ]
        return self._solved(leg, meshes, values, self.rounds + 1)

    def _finer(self) -> list[Mesh]:
        """Meshes with segments cut that miss their own ends; the same when nothing helps more."""
        for part in _STRICTER:
            # Over a long coast small misses grow: then segments must do better than usual.
            finer = cut_where_missed(
                self.leg, self.world, self.solution, self.steering, self.meshes, part
            )
            if finer != self.meshes:
                return finer
        return self.meshes

    def held(self, falls: Sequence[FallBranch]) -> "_Attempt":
        """Answer with other falls flown along, from this one."""
        own = len(self.leg.sequence.phases)
        meshes, values = self.meshes[:own], list(self.solution.arcs[:own])
        names = [fall.body.name for fall in self.leg.falls]
        for fall in falls:
            if fall.body.name in names:
                k = own + names.index(fall.body.name)
                meshes.append(self.meshes[k])
                values.append(self.solution.arcs[k])
                continue
            flown = fall_values(fall.body, self.tracks[fall.after].state[-1], self.world)
            assert flown is not None
            meshes.append(flown[0])
            values.append(flown[1])
        asked, limits = replace(self.leg, falls=tuple(falls)), self.leg.limits
        # Limits drawn in already stay as they are, so that answers compare.
        return self._solved(asked, meshes, values, self.rounds).refined(limits)

    def _solved(
        self, leg: Leg, meshes: Sequence[Mesh], values: Sequence[PhaseValues], rounds: int
    ) -> "_Attempt":
        ranges, n = heights(values, self.world), len(self.ranges)
        if len(ranges) >= n and all_within(ranges[:n], self.ranges):
            # The same ranges keep the same right-hand sides, which need not be built anew.
            ranges[:n] = self.ranges
        problem = leg_problem(leg, self.world, meshes, ranges)
        transcription = Transcription(problem, before=self.transcription)
        solution = transcription.solve(values, self.solution.parameters)
        if not solution.converged:
            careful = Transcription(problem, _CAREFUL, before=transcription)
            solution = careful.solve(values, self.solution.parameters)
        return _Attempt(leg, self.world, solution, meshes, transcription, ranges, rounds)


def _unit(direction: Array) -> Array:
    """Directions of length 1; between its points a polynomial swings where the optimum jumps."""
    return direction / np.linalg.norm(direction, axis=0) if direction.size else direction


def steering_of(solution: Solution, meshes: Sequence[Mesh]) -> tuple[PhaseSteering, ...]:
    """Steering of a solution as the simulator takes it.

    Parameters
    ----------
    solution : Solution
        On the meshes.
    meshes : sequence of (fractions, degree)
        One a phase [-].

    Returns
    -------
    tuple of PhaseSteering
    """
    return tuple(
        PhaseSteering(duration_s=arc.duration, fractions=mesh[0], direction=arc.control)
        for arc, mesh in zip(solution.arcs, meshes, strict=True)
    )


def found_mass_kg(leg: Leg, solution: Solution) -> float:
    """Payload or extra load a solution has found, 0 when neither was asked [kg].

    Parameters
    ----------
    leg : Leg
        What was asked.
    solution : Solution
        Its optimum.
    """
    return 0.0 if leg.aim is Aim.FINAL_MASS else float(solution.parameters[-1])


def found_start_kg(leg: Leg, solution: Solution) -> float:
    """Mass at the start of a leg as a solution has it [kg].

    Parameters
    ----------
    leg : Leg
        What was asked.
    solution : Solution
        Its optimum.
    """
    left = float(left_out_kg(leg, list(solution.parameters)))
    return leg.start_mass_kg + found_mass_kg(leg, solution) - left


def _start(leg: Leg, solution: Solution) -> Array:
    return start_state(
        np.array(leg.start_position_m),
        np.array(leg.start_velocity_m_s),
        found_start_kg(leg, solution),
    )


def _miss(solution: Solution, tracks: Sequence[Track]) -> tuple[float, float]:
    """Distance [m] and velocity [m/s] between the ends of the plan and of its re-flight."""
    difference = tracks[-1].state[-1, :6] - solution.arcs[len(tracks) - 1].state[:6, -1]
    return float(np.linalg.norm(difference[:3])), float(np.linalg.norm(difference[3:]))


def _impact_miss_m(leg: Leg, world: World, solution: Solution, tracks: Sequence[Track]) -> float:
    """Largest distance over the ground between impacts of the plan and of compiled falls [m]."""
    most = 0.0
    ends = np.cumsum([arc.duration for arc in solution.arcs[: len(tracks)]])
    for fall, arc in zip(leg.falls, solution.arcs[len(tracks) :], strict=True):
        track = tracks[fall.after]
        flown = fly_fall(fall.body, track.state[-1], float(track.time_s[-1]), world)
        if flown is None:
            return float("inf")
        places = [
            np.array(turned_back((r[0], r[1], r[2]), t, world))
            for r, t in (
                (flown.state[-1, :3], float(flown.time_s[-1])),
                (arc.state[:3, -1], float(ends[fall.after]) + arc.duration),
            )
        ]
        most = max(most, float(np.linalg.norm(places[0] - places[1])))
    return most
