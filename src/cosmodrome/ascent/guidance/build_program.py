"""The program of a guided flight from a launcher and the plan of its ascent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.flight_model import NO_LIMIT_M_S2
from cosmodrome.ascent.guidance.aim import AimedOrbit, aim_at, aim_row
from cosmodrome.ascent.guidance.parameters import DENSITY_KNOTS, DENSITY_STEP_M
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
from cosmodrome.ascent.phase import FlightPhase
from cosmodrome.ascent.simulate import Track, fly_phases, phase_flow, shape_of, start_state
from cosmodrome.ascent.switches import cutoff_time_s, ignition_time_s
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.earth.atmosphere import Atmosphere, density_pressure_sound
from cosmodrome.earth.ellipsoid import vertical
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.numerics.kernels import lookup
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
# Over a longer coast than this the law, which counts on one arc of thrust, does not settle: the
# stages below fly the plan, and the law begins behind it [s].
_LONG_COAST_S = 100.0
# Attitude follows speed once the plan is this fast over the ground [m/s].
_SPEED_FROM_M_S = 30.0
_NO_LIMIT = 1e30
_RULES = {
    CutoffRule.DEPLETION: BY_DEPLETION,
    CutoffRule.TIME: BY_TIME,
    CutoffRule.COMMAND: BY_COMMAND,
}
_JETTISONS = {
    JettisonRule.TIME: FAIRING_BY_TIME,
    JettisonRule.HEIGHT: FAIRING_BY_HEIGHT,
    JettisonRule.HEAT_FLUX: FAIRING_BY_FLUX,
}
_STANDARD_GRAVITY_M_S2 = 9.80665


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceChoices:
    """What a user may choose about the guidance.

    Attributes
    ----------
    cycle_s : float
        Time between two passes in the air and near the cut-off, and longest step of the
        integration there [s].
    explicit_cycle_s : float
        The same while the explicit law has far to go [s].
    holds_below_s : float
        Time to go below which the direction stands [s].
    table_step_s : float
        Spacing of the plan's attitude and speed in their tables [s].
    sample_step_s : float
        Spacing of the states kept for bands [s].
    relief : float or None
        Load relief, as a part of the limit of dynamic pressure times angle of attack [-]; None
        flies without it.
    path_gain : float
        Turn of the axis in the air for an error of the path; 0 flies the attitude of the plan
        alone [-].
    path_time_s : float
        Time in which an error of height is to be flown off [s].
    """

    cycle_s: float = 1.0
    explicit_cycle_s: float = 2.0
    holds_below_s: float = 8.0
    table_step_s: float = 0.5
    sample_step_s: float = 10.0
    relief: float | None = 1.0
    path_gain: float = 1.0
    path_time_s: float = 60.0


STANDARD = GuidanceChoices()


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
    ends = _last_burns(launcher, tracks)
    first_end = tracks[ends[0]]
    command_s = float(first_end.time_s[-1])
    clock = _clock(tracks, world, choices.table_step_s)
    segments, burns = _segments(launcher, tracks, ends)
    events = _event_times(tracks)
    schedule_t, schedule_f, stages = _stages(launcher, command_s, events)
    fairing = _fairing(launcher)
    sheds = [
        (float(i), part.delay_s, part.mass_kg * stage.count)
        for i, stage in enumerate(launcher.stages)
        for part in stage.shed
    ]
    loaded = float(stages[:, 3].sum() + stages[:, 5].sum() + fairing[2])
    return Program(
        world=calm,
        shape=shape_of(launcher.aerodynamics),
        aims=_aims(leg, tracks, ends, world),
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
        plan_ends=np.array([tracks[i].state[-1, :6] for i in ends]),
        pressure_weights=pressure_weights(world.atmosphere),
    )


def _flown(planned: PlannedLeg, world: World, step_s: float) -> list[Track]:
    leg = planned.leg
    mass = float(planned.solution.arcs[0].state[6, 0])
    start = start_state(np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), mass)
    phases = leg.sequence.phases
    return fly_phases(phases, planned.steering, start, world, longest_step_s=0.5 * step_s)


@dataclass(frozen=True, slots=True)
class _Clock:
    """The plan on an even grid of time that ends after it."""

    time: Array
    speed: Array
    axis: Array
    climb: Array
    height: Array


def _clock(tracks: Sequence[Track], world: World, step_s: float) -> _Clock:
    time = np.concatenate([track.time_s for track in tracks])
    state = np.concatenate([track.state for track in tracks])
    axis = np.concatenate([track.axis for track in tracks])
    omega = world.rotation_rad_s
    over = atmosphere_velocity(*state[:, :3].T, world.px, world.py, world.pz, omega)
    ground = state[:, 3:6] - np.array(over).T
    speed = np.linalg.norm(ground, axis=1)
    height, *up = vertical(*state[:, :3].T, world.px, world.py, world.pz, world.ellipsoid)
    climb = (ground * np.array(up).T).sum(axis=1) / np.maximum(speed, 1.0)
    grid = np.arange(0.0, float(time[-1]) + 2.0 * step_s, step_s)
    axes = np.column_stack([np.interp(grid, time, axis[:, i]) for i in range(3)])
    axes /= np.linalg.norm(axes, axis=1)[:, None]
    return _Clock(
        time=grid,
        speed=np.interp(grid, time, speed),
        axis=np.ascontiguousarray(axes),
        climb=np.interp(grid, time, climb),
        height=np.interp(grid, time, np.asarray(height)),
    )


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
    clock: _Clock,
) -> Settings:
    last = max(leg.sequence.phases, key=lambda phase: phase.throttles)
    q_alpha = limits.q_alpha_max_Pa_rad
    relieved = choices.relief is not None and q_alpha is not None
    return Settings(
        cycle_s=choices.cycle_s,
        explicit_cycle_s=choices.explicit_cycle_s,
        explicit_from_s=max(_out_of_the_air_s(tracks, world), _long_coast_s(tracks)),
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


def _long_coast_s(tracks: Sequence[Track]) -> float:
    """Time of the plan at which the last long coast on the way up ends; 0 without one [s]."""
    waits, found = 0.0, 0.0
    for track in tracks:
        if track.phase.in_orbit:
            break
        if not track.phase.burns:
            waits += float(track.time_s[-1] - track.start_s)
            continue
        if waits > _LONG_COAST_S:
            found = float(track.start_s)
        waits = 0.0
    return found


def _launch_axes(start: Array, end: Array, world: World) -> Array:
    pole = np.array([world.px, world.py, world.pz])
    up = start[:3] / np.linalg.norm(start[:3])
    across = np.cross(end[:3], end[3:6])
    across -= (across @ up) * up
    across = across / np.linalg.norm(across) if np.linalg.norm(across) > 0.0 else pole
    return np.ascontiguousarray(np.array([np.cross(across, up), across, up]))


def _last_burns(launcher: Launcher, tracks: Sequence[Track]) -> list[int]:
    """Tracks at whose end the last stage stops: before a coast of it, and at the very end."""
    last = launcher.stages[-1].name

    def burns(track: Track) -> bool:
        return any(b.stage == last for b in track.phase.burns)

    pairs = enumerate(pairwise(tracks))
    ends = [i for i, (now, after) in pairs if burns(now) and not after.phase.burns]
    return [*ends, len(tracks) - 1]


def _aims(leg: Leg, tracks: Sequence[Track], ends: Sequence[int], world: World) -> Array:
    """Aims of the burns of the last stage: the orbits the plan has after them."""
    rows = []
    late = _long_coast_s(tracks) > 0.0
    asked = leg.target if isinstance(leg.target, OrbitTarget) else None
    for k, i in enumerate(ends):
        state = tracks[i].state[-1]
        orbit = AimedOrbit(
            target=asked if k == len(ends) - 1 else None,
            position_m=state[:3],
            velocity_m_s=state[3:6],
            # A burn in orbit changes speed; its height is that of the coast before.
            holds_height=k == 0,
            holds_plane=not late or (asked is not None and asked.raan_rad is not None),
        )
        rows.append(aim_row(aim_at(orbit, leg.equator, world.gravity)))
    return np.array(rows)


def _segments(
    launcher: Launcher, tracks: Sequence[Track], ends: Sequence[int]
) -> tuple[Array, Array]:
    """Stretches of steady thrust with their stage, and which of them each last burn has."""
    names = [stage.name for stage in launcher.stages]
    rows: list[tuple[float, ...]] = []
    burns: list[tuple[float, ...]] = []
    first, waits, lit = 0, 0.0, 0.0
    for number, track in enumerate(tracks):
        phase, mass = track.phase, float(track.state[0, 6])
        length = float(track.time_s[-1] - track.start_s)
        flow = phase_flow(phase)
        if number - 1 in ends:
            first, waits, lit = len(rows), length, float(track.time_s[-1])
            continue
        edges = [0.0, *(k for k in phase.knots_s if 0.0 < k < length), length]
        stage = float(max((names.index(b.stage) for b in phase.burns), default=-1))
        for a, b in pairwise(edges):
            thrust, grows = _thrust_line(phase, a, b)
            rate = float(lookup(flow, 0.5 * (a + b)))
            mean = thrust * (1.0 + 0.5 * grows * (b - a))
            w = mean / rate if rate > 0.0 else 1.0
            begins, ends_s = track.start_s + a, track.start_s + b
            rows.append((begins, ends_s, thrust / mass, w, stage, grows))
            mass -= rate * (b - a)
        if number in ends:
            burns.append((float(first), float(len(rows) - 1), waits, lit))
    return np.array(rows), np.array(burns)


def _thrust_line(phase: FlightPhase, begin: float, end: float) -> tuple[float, float]:
    """Thrust at the start of a stretch [N], and its growth as a part of it [1/s]."""
    quarter = 0.25 * (end - begin)
    low, high = (float(lookup(phase.thrust_vac, t)) for t in (begin + quarter, end - quarter))
    start = 1.5 * low - 0.5 * high
    return (start, (high - low) / (2.0 * quarter) / start) if start > 1.0 else (0.0, 0.0)


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
