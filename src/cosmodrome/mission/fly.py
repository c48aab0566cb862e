"""From a plan to a flight: everything flown by the compiled simulator, lift-off to the end."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.falls import Fall, fall_of, falls_of
from cosmodrome.ascent.ledger import ledger_of
from cosmodrome.ascent.loads import peaks
from cosmodrome.ascent.losses import losses_of
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.phase import Dropped
from cosmodrome.ascent.simulate import Track, fly_phases, start_state
from cosmodrome.ascent.upper_stage import in_orbit
from cosmodrome.earth.ellipsoid import downrange_m, geodetic
from cosmodrome.earth.orientation import fixed_longitude_latitude
from cosmodrome.mission.after_injection import (
    Released,
    coast_to,
    fly_releases,
    separated_state,
)
from cosmodrome.mission.flight import Event, Flight, Reflight
from cosmodrome.mission.mission import Mission, loaded_upper_stage
from cosmodrome.mission.plan import Plan
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.mission.timeline import deorbit_start_s, release_groups
from cosmodrome.vehicle.stage import Stage

Array = NDArray[np.float64]


def fly(mission: Mission, plan: Plan) -> Flight:
    """Fly a plan.

    Parameters
    ----------
    mission : Mission
        As asked.
    plan : Plan
        A plan of it that can be flown.

    Returns
    -------
    Flight

    Raises
    ------
    ValueError
        If the plan has no flight: its outcome says why.
    """
    if not plan.outcome.is_success:
        raise ValueError(plan.outcome.advice)
    around = plan.around
    ascent = _fly_leg(plan.ascent, _pad_state(plan), 0.0, around)
    tracks = list(ascent)
    separation = _separate(mission, plan, ascent[-1])
    tracks.append(separation)
    if plan.transfer is not None:
        state = separated_state(separation.state[-1], plan.payload_kg)
        more, released = _fly_upper_stage(mission, plan, state, float(separation.time_s[-1]))
        released.append(_last_stage(mission, separation, plan.payload_kg))
    else:
        more, released = _fly_direct(mission, plan, separation)
    tracks += more
    return Flight(
        reading=plan.reading,
        around=around,
        tracks=tuple(tracks),
        ascent_phases=len(ascent),
        events=_events(mission, tracks, around),
        released=tuple(released),
        losses=losses_of(ascent, around.world),
        loads=peaks(ascent, around.world),
        falls=falls_of(ascent, around.world, around.orientation)
        + _upper_stage_fall(mission, plan, tracks),
        ledger=ledger_of(_stages(mission, plan), tracks),
        reflight=_reflight(plan, ascent),
    )


def _stages(mission: Mission, plan: Plan) -> list[Stage]:
    """Stages with their loads on this flight."""
    *below, last = mission.launcher.stages
    last = replace(last, propellant_kg=last.propellant_kg + plan.extra_load_kg / last.count)
    upper = loaded_upper_stage(mission)
    return [*below, last, *([upper] if upper else [])]


def _pad_state(plan: Plan) -> Array:
    leg = plan.ascent.leg
    # The payload stands on the pad too when the plan has found it.
    found = float(plan.ascent.solution.arcs[0].state[6, 0])
    return start_state(np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), found)


def _fly_leg(
    planned: PlannedLeg, start: Array, start_s: float, around: Surroundings
) -> list[Track]:
    return fly_phases(
        planned.leg.sequence.phases, planned.steering, start, around.world, start_s=start_s
    )


def _separate(mission: Mission, plan: Plan, cutoff: Track) -> Track:
    """Coast from cut-off to the separation of the payload."""
    t = float(cutoff.time_s[-1])
    upper = mission.upper_stage.stage.name if mission.upper_stage else "payload"
    end = t + max(mission.launcher.stages[-1].separation_delay_s, 1e-3)
    return coast_to(
        "coast to separation",
        f"{upper} separation",
        cutoff.state[-1],
        t,
        end,
        mission,
        plan.around,
    )


def _last_stage(mission: Mission, track: Track, gone_kg: float) -> Released:
    """The launcher's last stage at the end of a track, without what has left it."""
    stage = mission.launcher.stages[-1]
    air = in_orbit(stage)
    state = track.state[-1]
    return Released(
        name=stage.name,
        t_s=float(track.time_s[-1]),
        position_m=state[:3],
        velocity_m_s=state[3:6],
        mass_kg=float(state[6] - gone_kg),
        # Tumbling: the mean of end-on and broadside.
        drag_area_m2=0.5 * (air.reference_area_m2 + stage.diameter_m * stage.length_m),
        drag_coefficient=2.2,
    )


def _fly_direct(
    mission: Mission, plan: Plan, separation: Track
) -> tuple[list[Track], list[Released]]:
    """Releases straight from the launcher's last stage."""
    t, state = float(separation.time_s[-1]), separation.state[-1]
    groups = release_groups(mission, plan.reading, t)
    after = fly_releases(mission, plan.around, groups, state, t)
    stage = _last_stage(mission, separation, 0.0)
    left = replace(
        stage,
        t_s=after.t_s,
        position_m=after.state[:3],
        velocity_m_s=after.state[3:6],
        mass_kg=float(after.state[6]),
    )
    return list(after.tracks), [*after.released, left]


def _fly_upper_stage(
    mission: Mission, plan: Plan, state: Array, start_s: float
) -> tuple[list[Track], list[Released]]:
    assert plan.transfer is not None
    around = plan.around
    stage = loaded_upper_stage(mission)
    assert stage is not None
    tracks = _fly_leg(plan.transfer, state, start_s, around)
    reached = float(tracks[-1].time_s[-1])
    groups = release_groups(mission, plan.reading, reached)
    after = fly_releases(mission, around, groups, tracks[-1].state[-1], reached)
    tracks += after.tracks
    released = [*after.released, _carrier(stage, after.state, after.t_s)]
    burn_s = deorbit_start_s(mission, plan.reading, after.t_s)
    if plan.deorbit is not None and burn_s is not None:
        name = f"{stage.name} deorbit start"
        tracks.append(
            coast_to(f"coast to {name}", name, after.state, after.t_s, burn_s, mission, around)
        )
        tracks += _fly_leg(plan.deorbit, tracks[-1].state[-1], burn_s, around)
    return tracks, released


def _carrier(stage: Stage, state: Array, t_s: float) -> Released:
    air = in_orbit(stage)
    return Released(
        name=stage.name,
        t_s=t_s,
        position_m=state[:3],
        velocity_m_s=state[3:6],
        mass_kg=float(state[6]),
        drag_area_m2=air.reference_area_m2,
        drag_coefficient=2.2,
    )


def _upper_stage_fall(mission: Mission, plan: Plan, tracks: Sequence[Track]) -> tuple[Fall, ...]:
    stage = loaded_upper_stage(mission)
    if stage is None or plan.deorbit is None:
        return ()
    end = tracks[-1]
    body = Dropped(name=stage.name, mass_kg=float(end.state[-1, 6]), count=1, fall=stage.fall)
    around = plan.around
    fall = fall_of(body, end.state[-1], float(end.time_s[-1]), around.world, around.orientation)
    return () if fall is None else (fall,)


def _events(mission: Mission, tracks: Sequence[Track], around: Surroundings) -> tuple[Event, ...]:
    first = tracks[0]
    found = [
        _event(name, first.time_s[0], first.state[0], mission, around)
        for name in ("liftoff", *first.phase.starts)
    ]
    for track in tracks:
        found += [
            _event(name, track.time_s[-1], track.state[-1], mission, around)
            for name in track.phase.ends
        ]
    return tuple(found)


def _event(name: str, t_s: float, state: Array, mission: Mission, around: Surroundings) -> Event:
    world, pad = around.world, mission.pad
    height, _, _ = geodetic(*state[:3], world.px, world.py, world.pz)
    longitude, latitude = fixed_longitude_latitude(around.orientation, t_s, state[:3])
    return Event(
        name=name,
        t_s=float(t_s),
        position_m=state[:3],
        velocity_m_s=state[3:6],
        mass_kg=float(state[6]),
        height_m=float(height),
        downrange_m=downrange_m(
            pad.latitude_rad, pad.longitude_rad, float(latitude), float(longitude)
        ),
    )


def _reflight(plan: Plan, ascent: Sequence[Track]) -> Reflight:
    planned = plan.ascent.solution.arcs[-1].state[:6, -1]
    difference = ascent[-1].state[-1, :6] - planned
    return Reflight(
        position_m=float(np.linalg.norm(difference[:3])),
        velocity_m_s=float(np.linalg.norm(difference[3:])),
    )
