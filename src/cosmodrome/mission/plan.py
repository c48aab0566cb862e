"""From a mission to its plan: the best ascent, the upper-stage burns, the way down."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.leg import Aim
from cosmodrome.ascent.optimise import PlannedLeg, found_mass_kg, found_start_kg, optimise
from cosmodrome.ascent.outcome import Outcome, Status
from cosmodrome.ascent.simulate import fly_phases, start_state
from cosmodrome.ascent.target import OrbitTarget, PerigeeTarget, semi_major_axis_m
from cosmodrome.ascent.upper_stage import (
    deorbit_leg,
    deorbit_openings,
    transfer_leg,
    transfer_openings,
)
from cosmodrome.mission.advice import ascent_outcome
from cosmodrome.mission.after_injection import (
    coast_to,
    fly_releases,
    leftover_stage,
    separated_state,
)
from cosmodrome.mission.ascent_leg import ascent_leg
from cosmodrome.mission.drop_zones import drop_zone_notes
from cosmodrome.mission.mission import Mission, loaded_upper_stage, payload_mass_kg
from cosmodrome.mission.plan_ascent import dog_leg_note, plan_ascent
from cosmodrome.mission.programme import given_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings, surroundings
from cosmodrome.mission.timeline import burn_starts_s, deorbit_start_s, release_groups
from cosmodrome.vehicle.stage import Stage, usable_propellant_kg

Array = NDArray[np.float64]


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
    notes : tuple of str
        Sentences about the plan the user should read.
    """

    reading: Reading
    around: Surroundings
    ascent: PlannedLeg
    transfer: PlannedLeg | None
    deorbit: PlannedLeg | None
    payload_kg: float
    extra_load_kg: float
    outcome: Outcome
    notes: tuple[str, ...] = ()


def certificate_faults(plan: Plan) -> tuple[str, ...]:
    """Parts of the certificates that do not hold, each as a sentence; empty for a proved plan.

    Parameters
    ----------
    plan : Plan
        With all its legs.
    """
    legs = (leg for leg in (plan.ascent, plan.transfer, plan.deorbit) if leg is not None)
    return tuple(
        f"the certificate of the {leg.leg.name} fails: {fault}"
        for leg in legs
        for fault in leg.certificate.faults
    )


def plan(
    mission: Mission, reading: Reading = Reading.PREDICTED, ascent: PlannedLeg | None = None
) -> Plan:
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
    ascent : PlannedLeg, optional
        Followed as it is; the best one is found if absent.

    Returns
    -------
    Plan
        With an outcome that says what to do when there is no flight.
    """
    around = surroundings(mission)
    ascent = ascent or _ascent(mission, reading, around)
    leg = ascent.leg
    found = found_mass_kg(leg, ascent.solution)
    payload = payload_mass_kg(mission) + (found if leg.aim is Aim.PAYLOAD else 0.0)
    outcome = ascent_outcome(ascent)
    notes: tuple[str, ...] = ()
    transfer = deorbit = None
    if outcome.is_success:
        if mission.steering is None:
            notes = dog_leg_note(mission, around, ascent)
        else:
            notes = ("steering given: flown as it stands, nothing is optimised",)
        notes += drop_zone_notes(leg, ascent.drop_zones)
    if outcome.is_success and mission.upper_stage is not None and mission.ascent_burns is None:
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
        notes=notes,
    )


def _ascent(mission: Mission, reading: Reading, around: Surroundings) -> PlannedLeg:
    """Best ascent, or the one of the steering that is given."""
    if mission.steering is None:
        return plan_ascent(mission, reading, around)
    start = ascent_leg(mission, reading, around, mission.steering.cutoff_s - 1.0)
    start = replace(start, aim=Aim.FINAL_MASS)
    return given_ascent(start, mission.launcher, mission.steering, around)


def plan_transfer(
    mission: Mission,
    reading: Reading,
    around: Surroundings,
    ascent: PlannedLeg,
    payload_kg: float,
) -> PlannedLeg:
    """Burns of the upper stage from the separation to the target orbit.

    Parameters
    ----------
    mission : Mission
        With an upper stage.
    reading : Reading
        The as-flown one takes published times.
    around : Surroundings
        Earth at lift-off.
    ascent : PlannedLeg
        To the cut-off of the launcher's last stage.
    payload_kg : float
        Everything above the launcher [kg].

    Returns
    -------
    PlannedLeg
        Whose solution may not have converged.
    """
    stage = loaded_upper_stage(mission)
    assert stage is not None
    world = around.world
    state, injected = _flown_end(ascent, around, 0.0)
    separation = injected + mission.launcher.stages[-1].separation_delay_s
    state = coast_to("coast", "separation", state, injected, separation, mission, around).state[-1]
    state = separated_state(state, payload_kg)
    # A mission file names closed orbits only.
    assert isinstance(mission.target, OrbitTarget)
    target = mission.parking or mission.target
    period = float(2.0 * np.pi * np.sqrt(semi_major_axis_m(target) ** 3 / world.gravity.mu_m3_s2))
    leg = transfer_leg(
        stage.name,
        stage,
        state,
        mission.target,
        around.equator,
        burn_starts_s=burn_starts_s(mission, reading, injected, separation, period),
        mu_m3_s2=world.gravity.mu_m3_s2,
    )
    return optimise(leg, world, lambda meshes: transfer_openings(leg, world, meshes))


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
    transfer = plan_transfer(mission, reading, around, ascent, payload_kg)
    if not transfer.solution.converged:
        return transfer, None, _upper_outcome(stage, transfer, "reach the target orbit")
    injected = sum(steered.duration_s for steered in ascent.steering)
    separation = injected + mission.launcher.stages[-1].separation_delay_s
    down = plan_deorbit(mission, reading, around, transfer, separation)
    if down is None:
        return transfer, None, Outcome(status=Status.OPTIMAL)
    deorbit, left = down
    if not deorbit.solution.converged:
        return transfer, deorbit, _upper_outcome(left, deorbit, "come down as asked")
    return transfer, deorbit, Outcome(status=Status.OPTIMAL)


def plan_deorbit(
    mission: Mission,
    reading: Reading,
    around: Surroundings,
    transfer: PlannedLeg,
    separation_s: float,
) -> tuple[PlannedLeg, Stage] | None:
    """Burn that brings the upper stage down, and the stage with what it has left then.

    Parameters
    ----------
    mission : Mission
        With an upper stage.
    reading : Reading
        The as-flown one takes published times.
    around : Surroundings
        Earth at lift-off.
    transfer : PlannedLeg
        From `plan_transfer`.
    separation_s : float
        Start of the transfer after lift-off [s].

    Returns
    -------
    tuple of PlannedLeg and Stage, or None
        None when the mission leaves the stage in orbit. The solution may not have converged.
    """
    stage = loaded_upper_stage(mission)
    assert stage is not None
    world = around.world
    state, reached = _flown_end(transfer, around, separation_s)
    after = fly_releases(mission, around, release_groups(mission, reading, reached), state, reached)
    burn_s = deorbit_start_s(mission, reading, after.t_s)
    if burn_s is None or mission.deorbit is None:
        return None
    state = coast_to("coast", "deorbit", after.state, after.t_s, burn_s, mission, around).state[-1]
    left = leftover_stage(stage, float(state[6]), mission.adapter_mass_kg)
    down = deorbit_leg(
        stage.name,
        left,
        state,
        PerigeeTarget(perigee_height_m=mission.deorbit.perigee_height_m),
        around.equator,
    )
    return optimise(down, world, lambda meshes: deorbit_openings(down, world, meshes)), left


def _flown_end(planned: PlannedLeg, around: Surroundings, start_s: float) -> tuple[Array, float]:
    """State and time at the end of a leg as its steering is flown."""
    leg = planned.leg
    start = start_state(
        np.array(leg.start_position_m),
        np.array(leg.start_velocity_m_s),
        found_start_kg(leg, planned.solution),
    )
    tracks = fly_phases(leg.sequence.phases, planned.steering, start, around.world, start_s=start_s)
    return tracks[-1].state[-1], float(tracks[-1].time_s[-1])


def _upper_outcome(stage: Stage, planned: PlannedLeg, goal: str) -> Outcome:
    return Outcome(
        status=Status.INFEASIBLE,
        advice=f"{stage.name} does not {goal} with the {usable_propellant_kg(stage):.0f} kg of "
        f"propellant it can burn ({planned.certificate.solver_status}); load more or ask less",
    )
