"""What happens after cut-off: separation, coasts, releases, each as a flown piece."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.phase import FlightPhase, coast
from cosmodrome.ascent.simulate import Track, fly_phase
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.ascent.upper_stage import in_orbit
from cosmodrome.mission.mission import Mission, loaded_upper_stage
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.mission.timeline import ReleaseGroup
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.orbit.separation import Release, release_together
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.spacecraft import Spacecraft
from cosmodrome.vehicle.stage import Stage

Array = NDArray[np.float64]

# Spacing of recorded states in orbit [s].
ORBIT_STEP_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Object that flies on its own from a moment.

    Attributes
    ----------
    name : str
        Of the spacecraft or stage.
    t_s : float
        After lift-off [s].
    position_m, velocity_m_s : array, shape (3,)
        Inertial [m], [m/s].
    mass_kg : float
        [kg].
    drag_area_m2 : float
        [m2].
    drag_coefficient : float
        [-].
    norad_id : int or None
        Catalogue number [-].
    """

    name: str
    t_s: float
    position_m: Array
    velocity_m_s: Array
    mass_kg: float
    drag_area_m2: float
    drag_coefficient: float
    norad_id: int | None = None


def orbit_body(mission: Mission) -> Aerodynamics:
    """Drag in orbit of what flies on after the launcher's last stage has stopped.

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    return in_orbit(loaded_upper_stage(mission) or mission.launcher.stages[-1])


def coast_to(
    name: str,
    event: str,
    start: Array,
    from_s: float,
    to_s: float,
    mission: Mission,
    around: Surroundings,
) -> Track:
    """Coast of everything that is still together.

    Parameters
    ----------
    name, event : str
        Of the phase, and at its end.
    start : array, shape (11,)
        State [m], [m/s], [kg].
    from_s, to_s : float
        After lift-off [s].
    mission : Mission
        As asked.
    around : Surroundings
        Earth at lift-off.
    """
    span = to_s - from_s
    phase = coast(name, event, Bounds(lower=span, upper=span), orbit_body(mission))
    return fly_coast(phase, start, from_s, span, around)


def fly_coast(
    phase: FlightPhase, start: Array, from_s: float, span_s: float, around: Surroundings
) -> Track:
    """Fly a phase without steering.

    Parameters
    ----------
    phase : FlightPhase
        Axis along the flow.
    start : array, shape (11,)
        State [m], [m/s], [kg].
    from_s, span_s : float
        Start after lift-off, duration [s].
    around : Surroundings
        Earth at lift-off.
    """
    steering = PhaseSteering(duration_s=span_s, fractions=(1.0,), direction=np.zeros((0, 2)))
    return fly_phase(
        phase, steering, start, around.world, start_s=from_s, longest_step_s=ORBIT_STEP_S
    )


def separated_state(cutoff_state: Array, payload_kg: float) -> Array:
    """State of the payload once the launcher's last stage has left it; shape (11,).

    Parameters
    ----------
    cutoff_state : array, shape (11,)
        At separation [m], [m/s], [kg].
    payload_kg : float
        Everything above the launcher [kg].
    """
    state = cutoff_state.copy()
    state[6] = payload_kg
    return state


def leftover_stage(stage: Stage, mass_kg: float, others_kg: float) -> Stage:
    """Upper stage with what it has left when the stack weighs a mass.

    Parameters
    ----------
    stage : Stage
        With its load at lift-off.
    mass_kg : float
        Of the stack [kg].
    others_kg : float
        Of everything in the stack but this stage: adapter and satellites [kg].
    """
    left = mass_kg - others_kg - stage.dry_mass_kg
    return replace(stage, propellant_kg=left)


def release(state: Array, group: ReleaseGroup) -> tuple[Array, tuple[Released, ...]]:
    """Release the passengers of a group.

    Parameters
    ----------
    state : array, shape (11,)
        Of the stack before [m], [m/s], [kg].
    group : ReleaseGroup
        Who leaves.

    Returns
    -------
    state, released
        State of the carrier after; what has left.
    """
    bodies = [
        Release(
            name=p.spacecraft.name,
            mass_kg=p.spacecraft.mass_kg,
            relative_speed_m_s=p.spacecraft.separation_speed_m_s,
            direction_rtn=p.direction,
        )
        for p in group.passengers
    ]
    separations = release_together(state[:3], state[3:6], float(state[6]), bodies)
    released = tuple(
        _free(p.spacecraft, group.t_s, s.position_m, s.body_velocity_m_s)
        for p, s in zip(group.passengers, separations, strict=True)
    )
    after = state.copy()
    after[3:6] = separations[-1].carrier_velocity_m_s
    after[6] = separations[-1].carrier_mass_kg
    return after, released


def _free(craft: Spacecraft, t_s: float, position: Array, velocity: Array) -> Released:
    return Released(
        name=craft.name,
        t_s=t_s,
        position_m=position,
        velocity_m_s=velocity,
        mass_kg=craft.mass_kg,
        drag_area_m2=craft.drag_area_m2,
        drag_coefficient=craft.drag_coefficient,
        norad_id=craft.norad_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterTarget:
    """Flight from the target orbit to the last release.

    Attributes
    ----------
    tracks : tuple of Track
        Coasts, one before each release.
    released : tuple of Released
        Satellites in their order.
    state : array, shape (11,)
        Of the carrier after the last release [m], [m/s], [kg].
    t_s : float
        Last release after lift-off [s].
    """

    tracks: tuple[Track, ...]
    released: tuple[Released, ...]
    state: Array
    t_s: float


def fly_releases(
    mission: Mission,
    around: Surroundings,
    groups: Sequence[ReleaseGroup],
    start: Array,
    start_s: float,
) -> AfterTarget:
    """Coast from release to release.

    Parameters
    ----------
    mission : Mission
        As asked.
    around : Surroundings
        Earth at lift-off.
    groups : sequence of ReleaseGroup
        In their order.
    start : array, shape (11,)
        In the target orbit [m], [m/s], [kg].
    start_s : float
        After lift-off [s].
    """
    state, t = start, start_s
    tracks: list[Track] = []
    released: list[Released] = []
    for group in groups:
        names = [f"{p.spacecraft.name} release" for p in group.passengers]
        if group.t_s > t:
            track = coast_to(f"coast to {names[0]}", names[0], state, t, group.t_s, mission, around)
            tracks.append(replace(track, phase=replace(track.phase, ends=tuple(names))))
            state = track.state[-1]
        state, left = release(state, group)
        released += left
        t = group.t_s
    return AfterTarget(tracks=tuple(tracks), released=tuple(released), state=state, t_s=t)
