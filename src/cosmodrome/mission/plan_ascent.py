"""The ascent of a mission: its leg, its openings, its fairing, and advice when there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guess import ascent_opening, fairing_time_s
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh, first_meshes
from cosmodrome.ascent.optimise import OpeningMaker, PlannedLeg, found_mass_kg, optimise
from cosmodrome.ascent.outcome import Outcome, Status
from cosmodrome.ascent.problem import leg_problem
from cosmodrome.ascent.right_hand_side import heights
from cosmodrome.ascent.sequence import ascent_sequence
from cosmodrome.ascent.switches import cutoff_time_s, latest_command_s
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.mission.drop_zones import drop_zone_advice
from cosmodrome.mission.mission import Mission, payload_mass_kg
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.mission.timeline import published_time_s
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import is_fixed
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg

Array = NDArray[np.float64]

# Places of the bend of the opening pitch programmes, as parts of the time to the first separation.
_BENDS = (1.0, 0.7, 1.5)
# First guesses only: payload over the empty last stage, fairing over the first separation.
_PAYLOAD_GUESS, _FAIRING_GUESS = 1.0, 1.6
# A fairing jettison this near an event would rather be on its other side [s].
_PRESSED_S, _FAIRING_ROUNDS = 0.6, 4
# Inclinations nearer than this to the latitude of the pad need no turn worth telling [rad].
_DOG_LEG_RAD = 3e-3
# Steps in which an inclination is moved to a dog-leg [rad].
_WALK_RAD = np.radians(1.0)
# Plan and re-flight should agree to this at injection.
_REFLIGHT_M, _REFLIGHT_M_S = 10.0, 0.01


def plan_ascent(mission: Mission, reading: Reading, around: Surroundings) -> PlannedLeg:
    """Best ascent of a mission, whatever its fairing waits for.

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one fixes the cut-off when it was published.
    around : Surroundings
        Earth at lift-off.
    """
    fairing_s = _first_fairing_s(mission, reading, around)
    for _ in range(_FAIRING_ROUNDS):
        leg = ascent_leg(mission, reading, around, fairing_s)
        planned = optimise(leg, around.world, ascent_ladder(leg, mission, around))
        moved = _fairing_pressed_against(planned)
        if moved is None:
            break
        fairing_s = moved
    return planned


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
    last = launcher.stages[-1]
    published = published_time_s(mission, reading, f"{last.name} cut-off")
    aim = Aim.PAYLOAD if mission.payload_free else Aim.FINAL_MASS
    if published is not None:
        aim = Aim.EXTRA_LOAD
    latest = latest_command_s(launcher)
    jettison = launcher.fairing.jettison if launcher.fairing else None
    sequence = ascent_sequence(
        launcher,
        fairing_s=fairing_s,
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
        fall_limits=mission.drop_zones,
        orientation=around.orientation,
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
    first = first_separation_s(mission.launcher)
    payload = _PAYLOAD_GUESS * leg.final_mass_kg if leg.aim is Aim.PAYLOAD else 0.0

    def flown(asked: Leg, meshes: Sequence[Mesh], bend: float) -> Opening:
        return ascent_opening(
            asked,
            around.world,
            meshes,
            payload_kg=payload,
            bend_s=bend * first,
            ascending=mission.ascending,
        )

    def openings(meshes: Sequence[Mesh]) -> Iterator[Opening]:
        reach = _reachable_inclination_rad(leg, around)
        for bend in _BENDS:
            if reach is None:
                yield flown(leg, meshes, bend)
            else:
                direct = _inclined(leg, reach)
                yield walked(leg, direct, around.world, meshes, flown(direct, meshes, bend))

    return openings


def _reachable_inclination_rad(leg: Leg, around: Surroundings) -> float | None:
    """Nearest inclination the azimuth alone can reach, None when it reaches the target [rad]."""
    assert isinstance(leg.target, OrbitTarget)
    up = around.pad_position_m / np.linalg.norm(around.pad_position_m)
    latitude = abs(float(np.arcsin(up @ np.array(around.equator.pole))))
    asked = leg.target.inclination_rad
    reach = min(max(asked, latitude), np.pi - latitude)
    return None if abs(reach - asked) < _DOG_LEG_RAD else reach


def _inclined(leg: Leg, inclination_rad: float) -> Leg:
    assert isinstance(leg.target, OrbitTarget)
    return replace(leg, target=replace(leg.target, inclination_rad=inclination_rad))


def walked(
    leg: Leg, direct: Leg, world: World, meshes: Sequence[Mesh], opening: Opening
) -> Opening:
    """Opening of a dog-leg: the direct ascent, its inclination moved to the target by steps.

    Parameters
    ----------
    leg, direct : Leg
        As asked, and with the inclination the azimuth alone reaches.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    opening : Opening
        Of the direct ascent.
    """
    target, from_target = leg.target, direct.target
    assert isinstance(target, OrbitTarget)
    assert isinstance(from_target, OrbitTarget)
    start, end = from_target.inclination_rad, target.inclination_rad
    steps = int(np.ceil(abs(end - start) / _WALK_RAD)) + 1
    ranges = heights(opening.values, world)
    values, parameters = opening.values, opening.parameters
    before: Transcription | None = None
    for inclination in np.linspace(start, end, steps)[:-1]:
        nearer = _inclined(leg, float(inclination))
        before = Transcription(leg_problem(nearer, world, meshes, ranges), before=before)
        solution = before.solve(values, parameters)
        if not solution.converged:
            break
        values, parameters = solution.arcs, tuple(solution.parameters)
    return Opening(name=f"{opening.name}, walked", values=values, parameters=parameters)


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
    leg = ascent_leg(mission, reading, around, guess)
    opening = next(iter(ascent_ladder(leg, mission, around)(first_meshes(leg.sequence))))
    met = fairing_time_s(leg, around.world, opening)
    return guess if met is None else met


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
    reach = _reachable_inclination_rad(ascent.leg, around)
    if reach is None or not isinstance(target, OrbitTarget):
        return ()
    direct_leg = _inclined(ascent.leg, reach)
    direct = optimise(direct_leg, around.world, ascent_ladder(direct_leg, mission, around))
    asked, nearest = np.degrees(target.inclination_rad), np.degrees(reach)
    sentence = f"dog-leg: {asked:.2f} deg is out of reach by azimuth alone from this pad"
    if not direct.solution.converged:
        return (f"{sentence}; its cost against {nearest:.2f} deg was not found",)
    cost = ascent.solution.objective - direct.solution.objective
    what = "payload" if ascent.leg.aim is Aim.PAYLOAD else "propellant of the last stage"
    return (f"{sentence}; it costs {cost:.0f} kg of {what} against {nearest:.2f} deg",)


def reflight_note(ascent: PlannedLeg) -> tuple[str, ...]:
    """A sentence when the re-flight of an ascent misses its plan by more than it should.

    Parameters
    ----------
    ascent : PlannedLeg
        With its certificate.
    """
    miss = ascent.certificate
    if miss.position_m < _REFLIGHT_M and miss.velocity_m_s < _REFLIGHT_M_S:
        return ()
    apart = f"{miss.position_m:.0f} m and {miss.velocity_m_s:.3f} m/s"
    return (f"the mesh could not be refined further: the re-flight ends {apart} from the plan",)


def ascent_outcome(mission: Mission, around: Surroundings, ascent: PlannedLeg) -> Outcome:
    """Verdict on an ascent, with advice when there is none.

    Parameters
    ----------
    mission : Mission
        As asked.
    around : Surroundings
        Earth at lift-off.
    ascent : PlannedLeg
        Its ascent.
    """
    if ascent.drop_zones is not None and ascent.drop_zones.missed:
        advice = drop_zone_advice(ascent.drop_zones.missed[0])
        return Outcome(status=Status.INFEASIBLE, advice=advice)
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

    best = optimise(free, around.world, ascent_ladder(free, mission, around))
    if not best.solution.converged:
        return Outcome(
            status=Status.INFEASIBLE,
            advice="no payload was found that reaches this orbit; ask for a lower one, for an "
            f"inclination nearer the pad's latitude, or relax a limit ({_limits_in_force(leg)})",
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


def _limits_in_force(leg: Leg) -> str:
    limits = leg.limits
    told = (
        (limits.q_max_Pa, 1e-3, "kPa dynamic pressure"),
        (limits.q_alpha_max_Pa_rad, 1e-3, "kPa rad q-alpha"),
        (limits.axial_acceleration_max_m_s2, 1.0, "m/s2 along the axis"),
        (limits.heat_flux_max_W_m2, 1.0, "W/m2 heat flux"),
    )
    named = [f"{limit * factor:.4g} {what}" for limit, factor, what in told if limit is not None]
    return ", ".join(named) or "none in force"


def _triple(vector: Array) -> tuple[float, float, float]:
    x, y, z = (float(c) for c in vector)
    return x, y, z
