"""The ascent of a mission: its leg, its openings, its fairing, and advice when there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.burn_plan import sizes
from cosmodrome.ascent.detour import Walk, direct_leg, reachable_inclination_rad, walked
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guess import ascent_opening, fairing_time_s
from cosmodrome.ascent.later_burns import exhaust_m_s, first_cutoff_leg, later_values
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh, first_meshes
from cosmodrome.ascent.optimise import OpeningMaker, PlannedLeg, optimise
from cosmodrome.ascent.parted import lacks_a_burn, with_burn_parted
from cosmodrome.ascent.problem import leg_parameters, leg_problem
from cosmodrome.ascent.reach import runs_dry
from cosmodrome.ascent.right_hand_side import heights
from cosmodrome.ascent.switches import cutoff_time_s, latest_command_s
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.ascent.untried import untried
from cosmodrome.mission.advice import Inquiry, leg_to_relax, velocity_shortfall
from cosmodrome.mission.ascent_leg import ascent_leg, guessed_masses_kg
from cosmodrome.mission.mission import Mission, ascent_stage
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import is_fixed
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]

# Places of the bend of the opening pitch programmes, as parts of the time to the first separation.
_BENDS = (1.0, 0.7, 1.5)
# A first guess only: fairing over the first separation.
_FAIRING_GUESS = 1.6
# A fairing jettison this near an event would rather be on its other side [s].
_PRESSED_S, _FAIRING_ROUNDS = 0.6, 4
# Optima of first burns that are found take 25 to 90 iterations.
_SOON = {"max_iter": 100}


def plan_ascent(
    mission: Mission,
    reading: Reading,
    around: Surroundings,
    neighbour: PlannedLeg | None = None,
) -> PlannedLeg:
    """Best ascent of a mission, whatever its fairing waits for.

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one fixes the cut-off when it was published.
    around : Surroundings
        Earth at lift-off.
    neighbour : PlannedLeg, optional
        Ascent of a mission nearby, from which the solver starts first.
    """
    if neighbour is None:
        start_s = _first_fairing_s(mission, reading, around)
    else:
        start_s = fairing_s(neighbour)
    for _ in range(_FAIRING_ROUNDS):
        leg = ascent_leg(mission, reading, around, start_s)
        planned = _best(leg, mission, around, neighbour)
        neighbour = planned
        moved = _fairing_pressed_against(planned) if planned.solution.converged else None
        if moved is None:
            break
        start_s = moved
    return planned


def _best(
    leg: Leg, mission: Mission, around: Surroundings, neighbour: PlannedLeg | None
) -> PlannedLeg:
    """Optimum of a leg; what stands in its way when there is none."""
    known = velocity_shortfall(mission, leg, around)
    if known.lacks_velocity:
        return untried(leg, known)
    ladder = ascent_ladder(leg, mission, around)
    if ascent_stage(mission) is not None:
        # Elastic limits take minutes over long coasts, where they are not what fails.
        if neighbour is not None and lacks_a_burn(leg, neighbour):
            parted = with_burn_parted(leg, neighbour, around.world)
            return parted or untried(leg, known)
        planned = optimise(leg, around.world, ladder, neighbour)
        return planned if planned.solution.converged else replace(planned, shortfall=known)
    loose = leg_to_relax(leg, mission)
    why = Inquiry(loose, around, ascent_ladder(loose, mission, around), known)
    if leg.aim is Aim.FINAL_MASS and neighbour is None:
        rungs = iter(ladder(first_meshes(leg.sequence)))
        opening = next(rungs)
        ladder = _begun(opening, rungs)
        # A payload far too heavy shows before the solver has looked for it in vain.
        if runs_dry(leg, around.world, opening.values[-1]) and why.is_infeasible():
            return untried(leg, why.shortfall)
    planned = optimise(leg, around.world, ladder, neighbour, give_up=why.is_infeasible)
    way_out = why.way_out
    if not planned.solution.converged and way_out is not None:
        planned = optimise(leg, around.world, lambda _: [way_out])
    return planned if planned.solution.converged else replace(planned, shortfall=why.shortfall)


def _begun(opening: Opening, rungs: Iterator[Opening]) -> OpeningMaker:
    """The rest of a ladder behind its first opening, which takes as long to make as a solve."""
    return lambda _: chain([opening], rungs)


def ascent_ladder(leg: Leg, mission: Mission, around: Surroundings) -> OpeningMaker:
    """Openings of an ascent: pitch programmes with their bend at several places.

    Parameters
    ----------
    leg : Leg
        From `ascent_leg`.
    mission : Mission
        As asked.
    around : Surroundings
        Earth at lift-off.
    """
    mu = around.world.gravity.mu_m3_s2

    def openings(meshes: Sequence[Mesh]) -> Iterator[Opening]:
        first = first_cutoff_leg(leg, leg.kept * _kept(leg, mu)) if leg.plan else leg
        direct = direct_leg(first)
        rising = meshes[: len(first.sequence.phases)]
        known: list[Walk] = []
        poor: list[Opening] = []
        for bend in _BENDS:
            opening = _flown(direct, leg, mission, around, rising, bend)
            if direct is not first:
                opening = walked(first, direct, around.world, rising, opening, known)
            if leg.plan is None:
                yield opening
                continue
            risen = _risen(first, around.world, rising, opening)
            if risen is None:
                poor.append(opening)
                continue
            yield burnt_again(leg, first, around.world, meshes, risen)
        if len(poor) == len(_BENDS):
            # Burns after a flight that did not get up are the worst openings: the last ones.
            yield from (burnt_again(leg, first, around.world, meshes, opening) for opening in poor)

    return openings


def _flown(
    asked: Leg,
    leg: Leg,
    mission: Mission,
    around: Surroundings,
    meshes: Sequence[Mesh],
    bend: float,
) -> Opening:
    """Opening flight of a leg that a pitch programme reaches, for the whole leg asked for."""
    payload, left_out = guessed_masses_kg(mission, leg, around)
    return ascent_opening(
        asked,
        around.world,
        meshes,
        payload_kg=payload,
        left_out_kg=left_out,
        bend_s=bend * first_separation_s(mission.launcher),
        ascending=mission.ascending,
    )


def _kept(leg: Leg, mu: float) -> float:
    """Part of the mass at the first cut-off that the burns after it leave [-]."""
    assert leg.plan is not None
    gain = sum(step.gain_m_s for step in sizes(leg.plan, mu))
    return float(np.exp(-gain / exhaust_m_s(leg.sequence.phases[-1])))


def _risen(first: Leg, world: World, meshes: Sequence[Mesh], opening: Opening) -> Opening | None:
    """Opening with the optimum of a leg in its values; None when it was not found soon."""
    problem = leg_problem(first, world, meshes, heights(opening.values, world))
    solution = Transcription(problem, _SOON).solve(opening.values, opening.parameters)
    if not solution.converged:
        return None
    found = tuple(float(p) for p in solution.parameters)
    return replace(opening, values=solution.arcs, parameters=found)


def burnt_again(
    leg: Leg, first: Leg, world: World, meshes: Sequence[Mesh], opening: Opening
) -> Opening:
    """Opening of a last stage that lights again: the first burn, and what follows.

    Parameters
    ----------
    leg, first : Leg
        As asked, and up to the first cut-off.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    opening : Opening
        Of the first burn, its optimum where it was found.
    """
    rising = meshes[: len(first.sequence.phases)]
    names = [parameter.name for parameter in leg_parameters(first)]
    parameters = dict(zip(names, opening.parameters, strict=True))
    state = np.concatenate((opening.values[-1].state[:, -1], np.zeros(4)))
    state[6] -= sum(body.mass_kg for body in first.sequence.phases[-1].dropped)
    later = later_values(leg, world, meshes[len(rising) :], state)
    coasts = [f"coast of {value.duration:.0f} s" for value in later[::2]]
    start = {"perigee cosine": 1.0, "perigee sine": 0.0, **parameters}
    return Opening(
        name=f"{opening.name}, {' and '.join(coasts)}",
        values=(*opening.values, *later),
        parameters=tuple(float(start[parameter.name]) for parameter in leg_parameters(leg)),
    )


def first_separation_s(launcher: Launcher) -> float:
    """Time after lift-off at which the first stage leaves [s].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    stage = launcher.stages[0]
    return cutoff_time_s(launcher, stage, latest_command_s(launcher)) + stage.separation_delay_s


def _first_fairing_s(mission: Mission, reading: Reading, around: Surroundings) -> float:
    """Fairing jettison to start from: its time, or when an opening flight meets its rule [s]."""
    fairing = mission.launcher.fairing
    if fairing is None:
        return 0.0
    if fairing.jettison.rule is JettisonRule.TIME:
        return fairing.jettison.value
    guess = _FAIRING_GUESS * first_separation_s(mission.launcher)
    # The fairing goes early: the way to a near orbit tells when, whatever comes after it.
    leg = ascent_leg(mission, reading, around, guess)
    mu = around.world.gravity.mu_m3_s2
    rising = first_cutoff_leg(leg, leg.kept * _kept(leg, mu)) if leg.plan else leg
    near = direct_leg(rising)
    opening = _flown(near, leg, mission, around, first_meshes(near.sequence), _BENDS[0])
    met = fairing_time_s(near, around.world, opening)
    return guess if met is None else met


def fairing_s(planned: PlannedLeg) -> float:
    """Fairing jettison of a plan after lift-off; 0 without a fairing [s].

    Parameters
    ----------
    planned : PlannedLeg
        From the pad.
    """
    begun = 0.0
    for phase, arc in zip(planned.leg.sequence.phases, planned.solution.arcs, strict=True):
        begun += arc.duration
        if "fairing jettison" in phase.ends:
            return begun
    return 0.0


def _fairing_pressed_against(planned: PlannedLeg) -> float | None:
    """Time past the event a free fairing jettison is pressed against, None if it is not [s]."""
    phases = planned.leg.sequence.phases
    begun = 0.0
    for i, (phase, arc) in enumerate(zip(phases, planned.solution.arcs, strict=True)):
        if "fairing jettison" in phase.ends and not is_fixed(phase.duration):
            after = planned.solution.arcs[i + 1].duration
            if arc.duration < _PRESSED_S:
                return begun - _PRESSED_S
            if after < _PRESSED_S and i + 2 < len(phases):
                return begun + arc.duration + after + _PRESSED_S
        begun += arc.duration
    return None


def dog_leg_note(mission: Mission, around: Surroundings, ascent: PlannedLeg) -> tuple[str, ...]:
    """What an inclination below the latitude of the pad costs, as a sentence; empty otherwise.

    Parameters
    ----------
    mission : Mission
        As asked.
    around : Surroundings
        Earth at lift-off.
    ascent : PlannedLeg
        Its ascent.
    """
    target = ascent.leg.target
    reach = reachable_inclination_rad(ascent.leg)
    if reach is None or not isinstance(target, OrbitTarget):
        return ()
    near = replace(ascent.leg, target=replace(target, inclination_rad=reach))
    direct = optimise(near, around.world, ascent_ladder(near, mission, around))
    asked, nearest = np.degrees(target.inclination_rad), np.degrees(reach)
    sentence = f"dog-leg: {asked:.2f} deg is out of reach by azimuth alone from this pad"
    if not direct.solution.converged:
        return (f"{sentence}; its cost against {nearest:.2f} deg was not found",)
    cost = ascent.solution.objective - direct.solution.objective
    what = "payload" if ascent.leg.aim is Aim.PAYLOAD else "propellant of the last stage"
    return (f"{sentence}; it costs {cost:.0f} kg of {what} against {nearest:.2f} deg",)
