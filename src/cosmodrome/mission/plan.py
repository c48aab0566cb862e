"""From a mission to its plan: the best ascent, the upper-stage burns, the way down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guess import ascent_opening
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.optimise import OpeningMaker, PlannedLeg, optimise, found_mass_kg
from cosmodrome.ascent.outcome import Outcome, Status
from cosmodrome.ascent.sequence import ascent_sequence, cutoff_time_s, latest_command_s
from cosmodrome.ascent.simulate import fly_phases, start_state
from cosmodrome.ascent.target import PerigeeTarget, semi_major_axis_m
from cosmodrome.ascent.upper_stage import (
    deorbit_leg,
    deorbit_openings,
    transfer_leg,
    transfer_openings,
)
from cosmodrome.mission.after_injection import (
    coast_to,
    fly_releases,
    leftover_stage,
    separated_state,
)
from cosmodrome.mission.mission import Mission, loaded_upper_stage, payload_mass_kg
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings, surroundings
from cosmodrome.mission.timeline import (
    burn_starts_s,
    deorbit_start_s,
    published_time_s,
    release_groups,
)
from cosmodrome.numerics.ladder import Opening
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg
from cosmodrome.vehicle.stage import Stage, usable_propellant_kg

Array = NDArray[np.float64]

# Places of the bend of the opening pitch programmes, as parts of the time to the first separation.
_BENDS = (1.0, 0.7, 1.5, 0.5, 2.0)
# First guesses only: payload over the empty last stage, fairing over the first separation.
_PAYLOAD_GUESS, _FAIRING_GUESS = 1.0, 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Optimal plan of a mission.

    Attributes
    ----------
    reading : Reading
        What it was allowed to know.
    around : Surroundings
        Earth at lift-off.
    ascent : PlannedLeg
        Lift-off to cut-off of the launcher's last stage.
    transfer, deorbit : PlannedLeg or None
        Burns of the upper stage.
    payload_kg : float
        Everything above the launcher [kg].
    extra_load_kg : float
        Propellant of the launcher's last stage beyond its nominal load, as-flown reading [kg].
    outcome : Outcome
        Verdict with advice.
    """

    reading: Reading
    around: Surroundings
    ascent: PlannedLeg
    transfer: PlannedLeg | None
    deorbit: PlannedLeg | None
    payload_kg: float
    extra_load_kg: float
    outcome: Outcome


def plan(mission: Mission, reading: Reading = Reading.PREDICTED) -> Plan:
    """Find the best flight of a mission.

    For a given payload it leaves the most propellant in each stage that is cut by command; for a
    free one it finds the heaviest. The as-flown reading meets the published event times: what had
    to be different shows up as the propellant the launcher's last stage could have carried beyond
    its nominal load.

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The predicted one reads nothing that was published.

    Returns
    -------
    Plan
        With an outcome that says what to do when there is no flight.
    """
    around = surroundings(mission)
    leg = ascent_leg(mission, reading, around)
    ascent = optimise(leg, around.world, ascent_ladder(leg, mission, around))
    found = found_mass_kg(leg, ascent.solution)
    payload = payload_mass_kg(mission) + (found if leg.aim is Aim.PAYLOAD else 0.0)
    outcome = _ascent_outcome(mission, around, ascent)
    transfer = deorbit = None
    if outcome.is_success and mission.upper_stage is not None:
        transfer, deorbit, outcome = _upper_legs(mission, reading, around, ascent, payload)
    return Plan(
        reading=reading,
        around=around,
        ascent=ascent,
        transfer=transfer,
        deorbit=deorbit,
        payload_kg=payload,
        extra_load_kg=found if leg.aim is Aim.EXTRA_LOAD else 0.0,
        outcome=outcome,
    )


def ascent_leg(mission: Mission, reading: Reading, around: Surroundings) -> Leg:
    """Ascent of a mission as an optimal-control problem.

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one fixes the cut-off when it was published.
    around : Surroundings
        Earth at lift-off.
    """
    launcher = mission.launcher
    last = launcher.stages[-1]
    published = published_time_s(mission, reading, f"{last.name} cut-off")
    aim = Aim.PAYLOAD if mission.payload_free else Aim.FINAL_MASS
    if published is not None:
        aim = Aim.EXTRA_LOAD
    latest = latest_command_s(launcher)
    jettison = launcher.fairing.jettison if launcher.fairing else None
    sequence = ascent_sequence(
        launcher,
        fairing_s=_assumed_fairing_s(launcher),
        command_s=latest - 1.0 if published is None else published,
        command_is_free=published is None,
    )
    return Leg(
        name="ascent",
        sequence=sequence,
        start_position_m=_triple(around.pad_position_m),
        start_velocity_m_s=_triple(around.pad_velocity_m_s),
        start_mass_kg=liftoff_mass_kg(launcher, payload_mass_kg(mission)),
        target=mission.parking or mission.target,
        aim=aim,
        limits=mission.limits,
        equator=around.equator,
        jettison=jettison,
        final_mass_kg=empty_last_stage_kg(launcher) + payload_mass_kg(mission),
    )


def empty_last_stage_kg(launcher: Launcher) -> float:
    """Last stage with its residual and the adapter on it, parts shed before left out [kg].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    last = launcher.stages[-1]
    shed = sum(part.mass_kg for part in last.shed)
    return last.count * (last.dry_mass_kg - shed + last.residual_kg) + launcher.adapter_mass_kg


def ascent_ladder(
    leg: Leg, mission: Mission, around: Surroundings
) -> OpeningMaker:
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
    first = first_separation_s(mission.launcher)
    payload = _PAYLOAD_GUESS * leg.final_mass_kg if mission.payload_free else 0.0

    def openings(meshes: Sequence[Mesh]) -> Iterator[Opening]:
        for bend in _BENDS:
            yield ascent_opening(
                leg,
                around.world,
                meshes,
                payload_kg=payload,
                bend_s=bend * first,
                ascending=mission.ascending,
            )

    return openings


def first_separation_s(launcher: Launcher) -> float:
    """Time after lift-off at which the first stage leaves [s].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    stage = launcher.stages[0]
    return cutoff_time_s(launcher, stage, latest_command_s(launcher)) + stage.separation_delay_s


def _assumed_fairing_s(launcher: Launcher) -> float:
    if launcher.fairing is None:
        return 0.0
    if launcher.fairing.jettison.rule is JettisonRule.TIME:
        return launcher.fairing.jettison.value
    return _FAIRING_GUESS * first_separation_s(launcher)


def _ascent_outcome(mission: Mission, around: Surroundings, ascent: PlannedLeg) -> Outcome:
    if ascent.solution.converged:
        return Outcome(status=Status.OPTIMAL)
    if mission.payload_free or ascent.leg.aim is Aim.EXTRA_LOAD:
        return Outcome(
            status=Status.NOT_CONVERGED,
            advice=f"no ascent found from {len(ascent.certificate.rungs)} openings "
            f"({ascent.certificate.solver_status}); widen the limits or the target",
        )
    return _overload(mission, around, ascent)


def _overload(mission: Mission, around: Surroundings, ascent: PlannedLeg) -> Outcome:
    """Advice from the heaviest payload the same ascent could lift."""
    asked = payload_mass_kg(mission)
    leg = ascent.leg
    free = replace(
        leg,
        aim=Aim.PAYLOAD,
        start_mass_kg=leg.start_mass_kg - asked,
        final_mass_kg=leg.final_mass_kg - asked,
    )

    def openings(meshes: Sequence[Mesh]) -> Iterator[Opening]:
        for share in (0.7, 0.4, 0.1):
            yield ascent_opening(
                free,
                around.world,
                meshes,
                payload_kg=share * asked,
                bend_s=first_separation_s(mission.launcher),
                ascending=mission.ascending,
            )

    best = optimise(free, around.world, openings)
    if not best.solution.converged:
        return Outcome(
            status=Status.INFEASIBLE,
            advice="the launcher does not reach this orbit with any payload found; "
            "ask for a lower orbit or an inclination nearer the pad's latitude",
        )
    most = found_mass_kg(free, best.solution)
    if most > asked:
        return Outcome(
            status=Status.NOT_CONVERGED,
            advice=f"no ascent found, though {most:.0f} kg could be lifted; "
            "try another fairing time or wider limits",
        )
    return Outcome(
        status=Status.INFEASIBLE,
        advice=f"payload too heavy by about {asked - most:.0f} kg: {asked:.0f} kg asked "
        f"above the launcher, {most:.0f} kg can be lifted to this orbit",
    )


def _upper_legs(
    mission: Mission,
    reading: Reading,
    around: Surroundings,
    ascent: PlannedLeg,
    payload_kg: float,
) -> tuple[PlannedLeg | None, PlannedLeg | None, Outcome]:
    """Transfer to the target orbit, and the burn that brings the upper stage down."""
    stage = loaded_upper_stage(mission)
    assert stage is not None
    world = around.world
    state, injected = _flown_end(ascent, around, 0.0)
    separation = injected + mission.launcher.stages[-1].separation_delay_s
    state = coast_to("coast", "separation", state, injected, separation, mission, around).state[-1]
    state = separated_state(state, payload_kg)
    target = mission.parking or mission.target
    period = float(
        2.0 * np.pi * np.sqrt(semi_major_axis_m(target) ** 3 / world.gravity.mu_m3_s2)
    )
    leg = transfer_leg(
        stage.name,
        stage,
        state,
        mission.target,
        around.equator,
        burn_starts_s=burn_starts_s(mission, reading, injected, separation, period),
        mu_m3_s2=world.gravity.mu_m3_s2,
    )
    transfer = optimise(leg, world, lambda meshes: transfer_openings(leg, world, meshes))
    if not transfer.solution.converged:
        return transfer, None, _upper_outcome(stage, transfer, "reach the target orbit")
    state, reached = _flown_end(transfer, around, separation)
    after = fly_releases(
        mission, around, release_groups(mission, reading, reached), state, reached
    )
    burn_s = deorbit_start_s(mission, reading, after.t_s)
    if burn_s is None or mission.deorbit is None:
        return transfer, None, Outcome(status=Status.OPTIMAL)
    state = coast_to("coast", "deorbit", after.state, after.t_s, burn_s, mission, around).state[-1]
    left = leftover_stage(stage, float(state[6]), mission.adapter_mass_kg)
    down = deorbit_leg(
        stage.name,
        left,
        state,
        PerigeeTarget(perigee_height_m=mission.deorbit.perigee_height_m),
        around.equator,
    )
    deorbit = optimise(down, world, lambda meshes: deorbit_openings(down, world, meshes))
    if not deorbit.solution.converged:
        return transfer, deorbit, _upper_outcome(left, deorbit, "come down as asked")
    return transfer, deorbit, Outcome(status=Status.OPTIMAL)


def _flown_end(planned: PlannedLeg, around: Surroundings, start_s: float) -> tuple[Array, float]:
    """State and time at the end of a leg as its steering is flown."""
    leg = planned.leg
    start = start_state(
        np.array(leg.start_position_m),
        np.array(leg.start_velocity_m_s),
        leg.start_mass_kg + found_mass_kg(leg, planned.solution),
    )
    tracks = fly_phases(leg.sequence.phases, planned.steering, start, around.world, start_s=start_s)
    return tracks[-1].state[-1], float(tracks[-1].time_s[-1])


def _upper_outcome(stage: Stage, planned: PlannedLeg, goal: str) -> Outcome:
    return Outcome(
        status=Status.INFEASIBLE,
        advice=f"{stage.name} does not {goal} with the {usable_propellant_kg(stage):.0f} kg of "
        f"propellant it can burn ({planned.certificate.solver_status}); load more or ask less",
    )


def _triple(vector: Array) -> tuple[float, float, float]:
    x, y, z = (float(c) for c in vector)
    return x, y, z
