"""The program of a guided flight from a launcher and the plan of its ascent."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.flight_model import NO_LIMIT_M_S2
from cosmodrome.ascent.guidance.arcs import arc_aims, arc_segments, arcs_of, first_cut
from cosmodrome.ascent.guidance.choices import STANDARD, GuidanceChoices
from cosmodrome.ascent.guidance.flights import cut_by_velocity
from cosmodrome.ascent.guidance.parameters import DENSITY_KNOTS, DENSITY_STEP_M
from cosmodrome.ascent.guidance.plan_clock import PlanClock, plan_clock
from cosmodrome.ascent.guidance.program import (
    BY_COMMAND,
    BY_DEPLETION,
    BY_TIME,
    FAIRING_BY_FLUX,
    FAIRING_BY_HEIGHT,
    FAIRING_BY_TIME,
    NO_FAIRING,
    Program,
    Settings,
)
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.loads import load_history
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.simulate import Track, fly_phases, shape_of, start_state
from cosmodrome.ascent.switches import cutoff_time_s, ignition_time_s
from cosmodrome.earth.atmosphere import Atmosphere, density_pressure_sound
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher, Limits
from cosmodrome.vehicle.stage import (
    LIFT_OFF,
    CutoffRule,
    stage_exit_area_m2,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
)

Array = NDArray[np.float64]

# The explicit law knows no air: it takes over where less than this is left [Pa].
_EXPLICIT_BELOW_PA = 1000.0
# Attitude follows speed once the plan is this fast over the ground [m/s].
_SPEED_FROM_M_S = 30.0
_NO_LIMIT = 1e30
_RULES = {
    CutoffRule.DEPLETION: BY_DEPLETION,
    CutoffRule.TIME: BY_TIME,
    # As timed, until the velocity of the undispersed flight at that time is known.
    CutoffRule.VELOCITY: BY_TIME,
    CutoffRule.COMMAND: BY_COMMAND,
}
_JETTISONS = {
    JettisonRule.TIME: FAIRING_BY_TIME,
    JettisonRule.HEIGHT: FAIRING_BY_HEIGHT,
    JettisonRule.HEAT_FLUX: FAIRING_BY_FLUX,
}
_STANDARD_GRAVITY_M_S2 = 9.80665


def build_program(
    launcher: Launcher,
    planned: PlannedLeg,
    world: World,
    limits: Limits,
    choices: GuidanceChoices = STANDARD,
) -> Program:
    """Program of a guided flight along a plan.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    planned : PlannedLeg
        Ascent in one burn of the last stage.
    world : World
        The Earth of the plan.
    limits : Limits
        Whose passing is told.
    choices : GuidanceChoices
        About the guidance.

    Returns
    -------
    Program

    Raises
    ------
    ValueError
        When the plan burns a stage that is not the launcher's: an upper stage flies on its own.
    """
    leg = planned.leg
    own = {stage.name for stage in launcher.stages}
    burnt = {b.stage for phase in leg.sequence.phases for b in phase.burns}
    if not burnt <= own:
        raise ValueError(f"{', '.join(sorted(burnt - own))} is no stage of {launcher.name}")
    calm = world._replace(wind=None)
    tracks = _flown(planned, world, choices.table_step_s)
    arcs = arcs_of(launcher, tracks)
    first_end = first_cut(launcher, tracks)
    command_s = float(first_end.time_s[-1])
    clock = plan_clock(tracks, world, choices.table_step_s)
    segments, burns = arc_segments(launcher, tracks, arcs)
    events = _event_times(tracks)
    schedule_t, schedule_f, stages = _stages(launcher, command_s, events)
    fairing = _fairing(launcher)
    sheds = [
        (float(i), part.delay_s, part.mass_kg * stage.count)
        for i, stage in enumerate(launcher.stages)
        for part in stage.shed
    ]
    loaded = float(stages[:, 3].sum() + stages[:, 5].sum() + fairing[2])
    program = Program(
        world=calm,
        shape=shape_of(launcher.aerodynamics),
        aims=arc_aims(leg, tracks, arcs, world),
        burns=burns,
        settings=_settings(leg, tracks, world, limits, choices, clock),
        stages=stages,
        schedule_t=schedule_t,
        schedule_f=schedule_f,
        sheds=np.array(sheds).reshape(-1, 3),
        fairing=fairing,
        other_mass_kg=float(tracks[0].state[0, 6]) - loaded,
        start=tracks[0].state[0, :6].copy(),
        launch_axes=_launch_axes(tracks[0].state[0], first_end.state[-1], world),
        clock_step_s=choices.table_step_s,
        clock_speed=clock.speed,
        clock_axis=clock.axis,
        clock_climb=clock.climb,
        clock_height=clock.height,
        segments=segments,
        plan_ends=np.array([tracks[arc.last].state[-1, :6] for arc in arcs]),
        pressure_weights=pressure_weights(world.atmosphere),
    )
    by_velocity = tuple(s.name for s in launcher.stages if s.cutoff.rule is CutoffRule.VELOCITY)
    return cut_by_velocity(program, launcher, by_velocity, world.wind)


def _flown(planned: PlannedLeg, world: World, step_s: float) -> list[Track]:
    leg = planned.leg
    mass = float(planned.solution.arcs[0].state[6, 0])
    start = start_state(np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), mass)
    phases = leg.sequence.phases
    return fly_phases(phases, planned.steering, start, world, longest_step_s=0.5 * step_s)


def _event_times(tracks: Sequence[Track]) -> dict[str, float]:
    """Times of the events of the plan after lift-off [s]."""
    found: dict[str, float] = {}
    for track in tracks:
        for event in track.phase.starts:
            found.setdefault(event, float(track.start_s))
        for event in track.phase.ends:
            found.setdefault(event, float(track.time_s[-1]))
    return found


def _stages(
    launcher: Launcher, command_s: float, events: Mapping[str, float]
) -> tuple[Array, Array, Array]:
    names = [stage.name for stage in launcher.stages]
    t: list[float] = []
    f: list[float] = []
    rows = []
    for stage in launcher.stages:
        first = len(t)
        t += stage.throttle.time_s
        f += stage.throttle.fraction
        after = stage.ignition.after
        lit = ignition_time_s(launcher, stage, command_s)
        cut = cutoff_time_s(launcher, stage, command_s)
        delay, leaves_after = stage.ignition.delay_s, stage.separation_delay_s
        if any(s.ignition.coast is not None for s in launcher.stages):
            # The plan has chosen how long to coast, and all that follows has moved with it.
            lit = events.get(f"{stage.name} ignition", lit)
            cut = events.get(f"{stage.name} cut-off", cut)
            leaves_after = events.get(f"{stage.name} separation", cut + leaves_after) - cut
            if stage.ignition.coast is not None:
                delay = lit - events[f"{after} cut-off"]
        rows.append(
            (
                stage_thrust_vac_N(stage),
                stage_mass_flow_kg_s(stage),
                stage_exit_area_m2(stage),
                stage.count * stage.propellant_kg,
                stage.count * (stage.residual_kg + stage.landing_reserve_kg),
                stage.count * stage.dry_mass_kg,
                -1.0 if after == LIFT_OFF else float(names.index(after)),
                delay,
                _RULES[stage.cutoff.rule],
                stage.cutoff.time_s or 0.0,
                leaves_after,
                float(first),
                float(len(t)),
                lit,
                cut,
                float(stage.throttle.is_grain),
            )
        )
    return np.array(t), np.array(f), np.array(rows)


def _fairing(launcher: Launcher) -> Array:
    fairing = launcher.fairing
    if fairing is None:
        return np.array([NO_FAIRING, 0.0, 0.0])
    jettison = fairing.jettison
    return np.array([_JETTISONS[jettison.rule], jettison.value, fairing.mass_kg])


def _settings(
    leg: Leg,
    tracks: Sequence[Track],
    world: World,
    limits: Limits,
    choices: GuidanceChoices,
    clock: PlanClock,
) -> Settings:
    last = max(leg.sequence.phases, key=lambda phase: phase.throttles)
    q_alpha = limits.q_alpha_max_Pa_rad
    relieved = choices.relief is not None and q_alpha is not None
    return Settings(
        cycle_s=choices.cycle_s,
        explicit_cycle_s=choices.explicit_cycle_s,
        explicit_from_s=_out_of_the_air_s(tracks, world),
        speed_from_s=float(clock.time[np.argmax(clock.speed > _SPEED_FROM_M_S)]),
        holds_below_s=choices.holds_below_s,
        path_gain=choices.path_gain,
        path_time_s=choices.path_time_s,
        relief_Pa_rad=choices.relief * q_alpha if relieved and q_alpha else _NO_LIMIT,  # type: ignore[operator]
        q_limit_Pa=limits.q_max_Pa or _NO_LIMIT,
        q_alpha_limit_Pa_rad=q_alpha or _NO_LIMIT,
        axial_limit_m_s2=limits.axial_acceleration_max_m_s2 or _NO_LIMIT,
        flux_limit_W_m2=limits.heat_flux_max_W_m2 or _NO_LIMIT,
        throttle_limit_m_s2=min(last.axial_limit_m_s2, NO_LIMIT_M_S2),
        least_throttle=last.least_throttle,
        latest_s=1.5 * float(clock.time[-1]) + 300.0,
        sample_step_s=choices.sample_step_s,
    )


def _out_of_the_air_s(tracks: Sequence[Track], world: World) -> float:
    """Time of the plan after which the dynamic pressure stays low [s]."""
    found = 0.0
    for track in tracks:
        history = load_history(track, world)
        over = np.flatnonzero(history.q_Pa > _EXPLICIT_BELOW_PA)
        if over.size:
            found = float(history.time_s[over[-1]])
    return found


def _launch_axes(start: Array, end: Array, world: World) -> Array:
    pole = np.array([world.px, world.py, world.pz])
    up = start[:3] / np.linalg.norm(start[:3])
    across = np.cross(end[:3], end[3:6])
    across -= (across @ up) * up
    across = across / np.linalg.norm(across) if np.linalg.norm(across) > 0.0 else pole
    return np.ascontiguousarray(np.array([np.cross(across, up), across, up]))


def pressure_weights(atmosphere: Atmosphere) -> Array:
    """Matrix from parts of the density at the knots to parts of the pressure, in equilibrium.

    A column of air that is denser by a part of its density weighs more, and the pressure below it
    rises by that weight; between the knots the part is linear. Above the last knot the whole air
    is denser by the part of the last.

    Parameters
    ----------
    atmosphere : Atmosphere
        Standard atmosphere.

    Returns
    -------
    array, shape (K, K)
        [-].
    """
    fine = 40
    heights = np.arange(DENSITY_KNOTS) * DENSITY_STEP_M
    weights = np.zeros((DENSITY_KNOTS, DENSITY_KNOTS))
    _, pressure, _ = density_pressure_sound(heights, atmosphere)
    row = np.zeros(DENSITY_KNOTS)
    row[-1] = pressure[-1]
    weights[-1] = row / pressure[-1]
    for i in range(DENSITY_KNOTS - 2, -1, -1):
        s = (np.arange(fine) + 0.5) / fine
        z = heights[i] + s * DENSITY_STEP_M
        density, _, _ = density_pressure_sound(z, atmosphere)
        share = density / density.sum() * (pressure[i] - pressure[i + 1])
        row[i] += float(share @ (1.0 - s))
        row[i + 1] += float(share @ s)
        weights[i] = row / pressure[i]
    return weights
