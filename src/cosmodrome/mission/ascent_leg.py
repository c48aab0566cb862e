"""The ascent of a mission as an optimal-control problem: masses, phases, burns in orbit."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.burn_plan import (
    LOW_PERIGEE_M,
    BurnPlan,
    StepSize,
    burn_plan,
    least_burns,
    sizes,
    step_burns_s,
)
from cosmodrome.ascent.escape import EscapeTarget, energy_m2_s2
from cosmodrome.ascent.later_burns import with_later_burns
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.phase import PhaseSequence
from cosmodrome.ascent.reach import ideal_velocity_m_s
from cosmodrome.ascent.sequence import ascent_sequence, throttled, with_whole_last_burn
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.constants import G0_M_S2
from cosmodrome.mission.mission import (
    Mission,
    ascent_stage,
    payload_mass_kg,
    satellites_mass_kg,
)
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.mission.timeline import published_time_s
from cosmodrome.vehicle.launcher import Launcher, burns_out, commanded, liftoff_mass_kg
from cosmodrome.vehicle.stack import carrier, empty_upper_kg, most_left_out_kg
from cosmodrome.vehicle.stage import (
    Stage,
    depletion_time_s,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
    usable_propellant_kg,
)

Array = NDArray[np.float64]

# What gravity, air and steering take of an ascent, to guess a payload [m/s].
_LOSSES_M_S = 1600.0
# A launcher that lifts this part of what it would with the upper stage's help injects by itself:
# what the help adds is within the error of the rocket equation.
_ALONE = 0.97
# Nor does a stage with less thrust inject: 200 m/s short of the speed of its orbit gravity is more
# than this [m/s2]. A round estimate, set with Electron (0.42) at hand: it is no evidence there.
_LEAST_THRUST_M_S2 = 0.5
# A weak engine cannot complete an injection for longer than this: gravity takes what it gives [s].
_LONGEST_INJECTION_S = 600.0
_FIRST_COAST_S = 10.0
_PAYLOAD_GUESS = 1.0


def ascent_leg(mission: Mission, reading: Reading, around: Surroundings, fairing_s: float) -> Leg:
    """Ascent of a mission as an optimal-control problem.

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one fixes the cut-off when it was published.
    around : Surroundings
        Earth at lift-off.
    fairing_s : float
        Assumed fairing jettison after lift-off [s].
    """
    launcher = mission.launcher
    published = published_time_s(mission, reading, f"{launcher.stages[-1].name} cut-off")
    aim = Aim.PAYLOAD if mission.payload_free else Aim.FINAL_MASS
    if ascent_stage(mission) is not None:
        sequence, plan = _with_upper_stage(mission, around, fairing_s)
    else:
        if published is not None:
            aim = Aim.EXTRA_LOAD
        sequence, plan = _alone(mission, around, fairing_s, published)
    jettison = launcher.fairing.jettison if launcher.fairing else None
    return Leg(
        name="ascent",
        sequence=sequence,
        start_position_m=_triple(around.pad_position_m),
        start_velocity_m_s=_triple(around.pad_velocity_m_s),
        start_mass_kg=liftoff_mass_kg(launcher, payload_mass_kg(mission)),
        target=mission.parking or mission.target,
        aim=aim,
        limits=mission.limits,
        jettison=jettison,
        equator=around.equator,
        final_mass_kg=empty_mass_kg(mission),
        kept=_kept(mission),
        fall_limits=mission.drop_zones,
        orientation=around.orientation,
        plan=plan if plan.steps else None,
        most_left_out_kg=_most_left_out_kg(mission),
    )


def _kept(mission: Mission) -> float:
    """Part of the mass at injection that is left when the reserve has burnt [-]."""
    stage = ascent_stage(mission) or mission.launcher.stages[-1]
    return float(np.exp(-mission.reserve_m_s / (stage.engine.isp_vac_s * G0_M_S2)))


def empty_mass_kg(mission: Mission) -> float:
    """Mass at the end of the ascent when all that can be burnt is burnt, a free payload out [kg].

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    stage = ascent_stage(mission)
    if stage is None:
        return empty_last_stage_kg(mission.launcher) + payload_mass_kg(mission)
    return empty_upper_kg(stage) + mission.adapter_mass_kg + satellites_mass_kg(mission)


def empty_last_stage_kg(launcher: Launcher) -> float:
    """Last stage with what it keeps and the adapter on it, parts shed before left out [kg].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    last = launcher.stages[-1]
    shed = sum(part.mass_kg for part in last.shed)
    kept = last.residual_kg + last.landing_reserve_kg
    return last.count * (last.dry_mass_kg - shed + kept) + launcher.adapter_mass_kg


def stack_velocity_m_s(
    mission: Mission, left_out_kg: float = 0.0, payload_kg: float = 0.0
) -> float:
    """Velocity all stages of an ascent give in vacuum without gravity [m/s].

    Parameters
    ----------
    mission : Mission
        As asked.
    left_out_kg : float
        Of the propellant of the upper stage, not loaded [kg].
    payload_kg : float
        Beside what the mission carries [kg].
    """
    stage = ascent_stage(mission)
    if stage is None:
        return ideal_velocity_m_s(mission.launcher, payload_kg)
    end = empty_mass_kg(mission) + payload_kg
    burnt = usable_propellant_kg(stage) - left_out_kg
    upper = stage.engine.isp_vac_s * G0_M_S2 * float(np.log((end + burnt) / end))
    return ideal_velocity_m_s(carrier(mission.launcher), end + burnt) + upper


def guessed_masses_kg(mission: Mission, leg: Leg, around: Surroundings) -> tuple[float, float]:
    """Payload and propellant left out from which the openings of an ascent start [kg].

    Parameters
    ----------
    mission : Mission
        As asked.
    leg : Leg
        Its ascent.
    around : Surroundings
        Earth at lift-off.
    """
    if ascent_stage(mission) is None:
        return (_PAYLOAD_GUESS * leg.final_mass_kg if leg.aim is Aim.PAYLOAD else 0.0), 0.0
    plan = leg.plan or BurnPlan(first=mission.target, steps=())
    later = sum(phase.is_free_coast and phase.in_orbit for phase in leg.sequence.phases)
    return _guess_kg(mission, plan, around, later > len(plan.steps))


def usual_burns(mission: Mission, around: Surroundings) -> int:
    """Burns with which an upper stage reaches a target as a rule [-].

    Parameters
    ----------
    mission : Mission
        With an upper stage that completes the ascent.
    around : Surroundings
        Earth at lift-off.
    """
    stage, least = ascent_stage(mission), least_burns(mission.target)
    assert stage is not None
    if _injects(replace(mission, ascent_burns=least), around):
        return min(least, stage.restarts + 1)
    return min(max(least - 1, 1), stage.restarts + 1)


def _injects(mission: Mission, around: Surroundings) -> bool:
    """Whether the first burn of an upper stage completes the injection, the launcher being weak."""
    burns, least = mission.ascent_burns, least_burns(mission.target)
    assert burns is not None
    if burns < least:
        return False
    if least == 1:
        return True
    if _full_thrust_m_s2(mission) < _LEAST_THRUST_M_S2:
        return False
    helped, _ = _guess_kg(mission, _plan(mission, around, burns - 1, True), around, True)
    alone, _ = _guess_kg(mission, _plan(mission, around, least - 1, False), around, False)
    return alone < _ALONE * helped


def _full_thrust_m_s2(mission: Mission) -> float:
    """Acceleration of an upper stage with all it can burn and no payload [m/s2]."""
    stage = ascent_stage(mission)
    assert stage is not None
    full = empty_mass_kg(mission) + usable_propellant_kg(stage)
    return stage_thrust_vac_N(stage) / full


def _plan(mission: Mission, around: Surroundings, later: int, injects: bool) -> BurnPlan:
    return burn_plan(
        mission.target,
        later,
        _latitude(around),
        around.world.gravity.mu_m3_s2,
        from_circle=not injects,
    )


def _with_upper_stage(
    mission: Mission, around: Surroundings, fairing_s: float
) -> tuple[PhaseSequence, BurnPlan]:
    stage, burns = ascent_stage(mission), mission.ascent_burns
    assert stage is not None
    assert burns is not None
    below = carrier(mission.launcher)
    latest = latest_command_s(below)
    rising = ascent_sequence(below, fairing_s=fairing_s, command_s=latest, command_is_free=False)
    mu = around.world.gravity.mu_m3_s2
    injects = _injects(mission, around)
    plan = _plan(mission, around, burns - 1 if injects else burns, injects)
    steps = sizes(plan, mu)
    payload, left_out = _guess_kg(mission, plan, around, injects)
    lengths = _burns_s(stage, steps, empty_mass_kg(mission) + payload)
    assumed = [(step.coast_s, t) for step, t in zip(steps, lengths, strict=True)]
    if injects:
        used = stage_mass_flow_kg_s(stage) * sum(lengths)
        rest = usable_propellant_kg(stage) - left_out - used
        first = max(rest / stage_mass_flow_kg_s(stage), 0.05 * depletion_time_s(stage))
        assumed.insert(0, (_FIRST_COAST_S, first))
    parts = [step.parts for step in steps]
    return with_later_burns(rising, stage, below.aerodynamics, assumed, 1, parts), plan


def _alone(
    mission: Mission, around: Surroundings, fairing_s: float, published: float | None
) -> tuple[PhaseSequence, BurnPlan]:
    launcher, mu = commanded(mission.launcher), around.world.gravity.mu_m3_s2
    last, target = launcher.stages[-1], mission.parking or mission.target
    rising = ascent_sequence(
        launcher,
        fairing_s=fairing_s,
        command_s=latest_command_s(launcher) - 1.0 if published is None else published,
        command_is_free=published is None,
    )
    if burns_out(mission.launcher) and mission.payload_free:
        rising = with_whole_last_burn(rising)
    again = published is None and last.restarts > 0 and _lights_again(mission)
    plan = burn_plan(target, 1 if again else 0, _latitude(around), mu)
    steps = sizes(plan, mu)
    lengths = _burns_s(last, steps, (1.0 + _PAYLOAD_GUESS) * empty_last_stage_kg(launcher))
    assumed = [(step.coast_s, t) for step, t in zip(steps, lengths, strict=True)]
    parts = [step.parts for step in steps]
    whole = with_later_burns(rising, last, launcher.aerodynamics, assumed, parts=parts)
    return throttled(whole, launcher, mission.limits.axial_acceleration_max_m_s2), plan


def _lights_again(mission: Mission) -> bool:
    """Whether a last stage that can light again does.

    One burn goes straight to low orbits, and to any perigee that may lie anywhere.
    """
    target = mission.parking or mission.target
    if isinstance(target, EscapeTarget):
        # Any perigee will do until the asymptote has a direction.
        return target.declination_rad is not None
    straight = target.perigee_height_m <= LOW_PERIGEE_M
    return not straight or target.argument_of_perigee_rad is not None


def _burns_s(stage: Stage, steps: tuple[StepSize, ...], end_kg: float) -> tuple[float, ...]:
    exhaust = stage.engine.isp_vac_s * G0_M_S2
    return step_burns_s(steps, exhaust, stage_mass_flow_kg_s(stage), end_kg)


def _guess_kg(
    mission: Mission, plan: BurnPlan, around: Surroundings, injects: bool
) -> tuple[float, float]:
    """Payload and propellant left out by the rocket equation, losses assumed [kg]."""
    stage, mu = ascent_stage(mission), around.world.gravity.mu_m3_s2
    assert stage is not None
    later = sum(step.gain_m_s for step in sizes(plan, mu))
    ratio = float(np.exp(later / (stage.engine.isp_vac_s * G0_M_S2)))
    ground = mu / float(np.linalg.norm(around.pad_position_m))
    first = float(np.sqrt(2.0 * (ground + energy_m2_s2(plan.first, mu)))) + _LOSSES_M_S
    first -= float(np.linalg.norm(around.pad_velocity_m_s))
    usable, most = usable_propellant_kg(stage), _most_left_out_kg(mission)
    if not mission.payload_free:
        return 0.0, 0.0
    if not injects:
        # The launcher alone, and as much above it as the burns in orbit take.
        def alone(payload_kg: float) -> bool:
            end = empty_mass_kg(mission) + payload_kg
            speed = ideal_velocity_m_s(carrier(mission.launcher), end * ratio)
            return end * (ratio - 1.0) <= usable and speed > first

        payload = _heaviest_kg(mission, alone)
        needed = (empty_mass_kg(mission) + payload) * (ratio - 1.0)
        return payload, float(np.clip(usable - needed, 0.0, most))

    def guessed(left_out_kg: float) -> tuple[float, float]:
        payload = _heaviest_kg(
            mission, lambda kg: stack_velocity_m_s(mission, left_out_kg, kg) > first + later
        )
        needed = (empty_mass_kg(mission) + payload) * (ratio - 1.0)
        injection_s = (usable - left_out_kg - needed) / stage_mass_flow_kg_s(stage)
        return (payload if injection_s < _LONGEST_INJECTION_S else 0.0), left_out_kg

    return max(guessed(part * most) for part in np.linspace(0.0, 1.0, 21).tolist())


def _heaviest_kg(mission: Mission, lifted: Callable[[float], bool]) -> float:
    """Heaviest payload that is lifted, 0 without one [kg]."""
    low, high = 0.0, 0.1 * liftoff_mass_kg(mission.launcher, 0.0)
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if lifted(middle) else (low, middle)
    return low


def _most_left_out_kg(mission: Mission) -> float:
    if ascent_stage(mission) is None or not mission.payload_free:
        return 0.0
    assert mission.upper_stage is not None
    return most_left_out_kg(mission.upper_stage)


def _latitude(around: Surroundings) -> float:
    position = around.pad_position_m
    sine = position @ np.array(around.equator.pole) / np.linalg.norm(position)
    return float(np.arcsin(sine))


def _triple(vector: Array) -> tuple[float, float, float]:
    x, y, z = (float(c) for c in vector)
    return x, y, z
