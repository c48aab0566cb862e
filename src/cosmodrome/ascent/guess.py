"""Openings for the optimiser, found by flying: nobody has to give a guess.

An ascent opening holds a pitch programme of three straight lines in the launch plane, in inertial
space: vertical to `rise`, then down to `first` at the end of the first burn, then to `last` at
cut-off. `first` and `last` are found so that the flight arrives level at the target height with
orbital speed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.flight_model import STOP_SPEED_ABOVE
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.problem import LEFT_OUT, leg_parameters
from cosmodrome.ascent.programme import (
    LaunchPlane,
    PitchProgramme,
    azimuth_into,
    plane_towards,
    programme_direction,
)
from cosmodrome.ascent.simulate import after_drop, fly_phase, start_state
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.ascent.target import OrbitTarget, semi_major_axis_m
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import PhaseValues, is_fixed
from cosmodrome.numerics.resample import collocation_fractions
from cosmodrome.vehicle.fairing import JettisonRule

Array = NDArray[np.float64]
Mesh = tuple[tuple[float, ...], int]

# The free-molecular heat flux of an ascent falls with height from here on [m].
_FLUX_FALLS_ABOVE_M = 70e3
# Of a guess only [m3/s2].
_MU_M3_S2 = 3.986e14


def launch_plane(leg: Leg, ascending: bool = True) -> LaunchPlane:
    """Plane through the pad with the target's inclination, or the nearest there is.

    The horizontal direction is that of the velocity to be gained: orbital speed in the plane less
    what the turning Earth gives.

    Parameters
    ----------
    leg : Leg
        What is asked.
    ascending : bool
        Towards the north.

    Returns
    -------
    LaunchPlane
    """
    assert isinstance(leg.target, OrbitTarget)
    position, pole = np.array(leg.start_position_m), np.array(leg.equator.pole)
    velocity = np.array(leg.start_velocity_m_s)
    azimuth = azimuth_into(position, velocity, pole, leg.target, _MU_M3_S2, ascending=ascending)
    return plane_towards(position, pole, azimuth)


def node_states(
    phase: FlightPhase, steering: PhaseSteering, mesh: Mesh, start: Array, world: World
) -> Array:
    """States at the start and the collocation points of a flown phase; shape (7, n + 1).

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    steering : PhaseSteering
        Directions at the collocation points.
    mesh : (fractions, degree)
        Segment lengths as parts of the phase, points a segment [-].
    start : array, shape (11,)
        State at its start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.
    """
    track = fly_phase(
        phase, steering, start, world, tolerance=1e-8, longest_step_s=steering.duration_s / 100
    )
    wanted = np.concatenate(([0.0], steering.duration_s * collocation_fractions(mesh)))
    rows = [np.interp(wanted, track.time_s, track.state[:, k]) for k in range(7)]
    return np.array(rows)


def flown_values(
    phases: Sequence[FlightPhase],
    steering: Sequence[PhaseSteering],
    meshes: Sequence[Mesh],
    start: Array,
    world: World,
) -> list[PhaseValues]:
    """Flight of a steering as the values the optimiser starts from.

    Parameters
    ----------
    phases : sequence of FlightPhase
        In the order flown.
    steering : sequence of PhaseSteering
        Directions at the collocation points.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    start : array, shape (11,)
        State at its start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.

    Returns
    -------
    list of PhaseValues
    """
    values = []
    for phase, steered, mesh in zip(phases, steering, meshes, strict=True):
        state = node_states(phase, steered, mesh, start, world)
        values.append(
            PhaseValues(duration=steered.duration_s, state=state, control=steered.direction)
        )
        start = start.copy()
        start[:7] = state[:, -1]
        start[6] -= sum(body.mass_kg for body in phase.dropped)
    return values


def _steering_of(
    phases: Sequence[FlightPhase],
    durations: Sequence[float],
    meshes: Sequence[Mesh],
    programme: PitchProgramme,
    plane: LaunchPlane,
) -> list[PhaseSteering]:
    begun, steering = 0.0, []
    for phase, duration, mesh in zip(phases, durations, meshes, strict=True):
        direction = np.zeros((0, len(mesh[0]) * mesh[1]))
        if phase.steering is Steering.FREE:
            times = begun + duration * collocation_fractions(mesh)
            direction = programme_direction(programme, plane, times)
        steering.append(PhaseSteering(duration_s=duration, fractions=mesh[0], direction=direction))
        begun += duration
    return steering


def assumed_durations(leg: Leg) -> list[float]:
    """Durations an opening starts from: known ones, and free ones as their end times share out.

    Parameters
    ----------
    leg : Leg
        What is asked.

    Returns
    -------
    list of float
        [s].
    """
    return [
        p.duration.upper if is_fixed(p.duration) else assumed
        for p, assumed in zip(leg.sequence.phases, leg.sequence.assumed_s, strict=True)
    ]


@dataclass(slots=True)
class _Shot:
    """One opening flight: durations with the last one as flown, steering, and the miss."""

    durations: list[float]
    steering: list[PhaseSteering]
    miss: Array


def _shoot(
    leg: Leg,
    world: World,
    meshes: Sequence[Mesh],
    durations: Sequence[float],
    programme: PitchProgramme,
    plane: LaunchPlane,
    start: Array,
) -> _Shot:
    """Fly a programme until orbital speed; the miss is height and climb, scaled to about one."""
    assert isinstance(leg.target, OrbitTarget)
    phases = leg.sequence.phases
    radius = EARTH_RADIUS_M + leg.target.perigee_height_m
    speed = np.sqrt(world.gravity.mu_m3_s2 * (2.0 / radius - 1.0 / semi_major_axis_m(leg.target)))
    steering = _steering_of(phases, durations, meshes, programme, plane)
    flown = []
    state = start
    track = None
    for phase, steered in zip(phases, steering, strict=True):
        track = fly_phase(
            phase,
            steered,
            state,
            world,
            tolerance=1e-7,
            longest_step_s=20.0,
            stop_kind=STOP_SPEED_ABOVE,
            stop_value=speed,
        )
        flown.append(float(track.time_s[-1]))
        state = after_drop(track)
        if track.stopped:
            break
    assert track is not None
    r, v = track.state[-1, :3], track.state[-1, 3:6]
    height = np.linalg.norm(r) - radius
    climb = r @ v / np.linalg.norm(r) / np.linalg.norm(v)
    flown += [0.5] * (len(phases) - len(flown))
    return _Shot(flown, steering, np.array([height / 1e5, climb / 0.1]))


def ascent_opening(
    leg: Leg,
    world: World,
    meshes: Sequence[Mesh],
    *,
    payload_kg: float = 0.0,
    left_out_kg: float = 0.0,
    bend_s: float,
    ascending: bool = True,
) -> Opening:
    """Opening of a leg that starts on the pad.

    Parameters
    ----------
    leg : Leg
        What is asked.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    payload_kg : float
        Assumed payload or extra load when it is to be found [kg].
    left_out_kg : float
        Propellant of the upper stage assumed to stay on the ground [kg].
    bend_s : float
        Time after lift-off at which the pitch programme bends [s].
    ascending : bool
        Launch towards the north.

    Returns
    -------
    Opening
    """
    phases = leg.sequence.phases
    plane = launch_plane(leg, ascending)
    durations = assumed_durations(leg)
    start = start_state(
        np.array(leg.start_position_m),
        np.array(leg.start_velocity_m_s),
        leg.start_mass_kg + payload_kg - left_out_kg,
    )
    rise = sum(d for p, d in zip(phases, durations, strict=True) if p.steering is Steering.UP)
    total = sum(durations)

    def shoot(unknown: Array) -> _Shot:
        programme = PitchProgramme(
            time_s=(rise, bend_s, total),
            pitch_rad=(np.pi / 2, float(unknown[0]), float(unknown[1])),
        )
        return _shoot(leg, world, meshes, durations, programme, plane, start)

    unknown = np.radians([35.0, -15.0])
    best = shoot(unknown)
    step = 1e-3
    for _ in range(12):
        if np.abs(best.miss).max() < 0.05:
            break
        jacobian = np.array(
            [(shoot(unknown + step * np.eye(2)[k]).miss - best.miss) / step for k in range(2)]
        ).T
        move = -np.linalg.lstsq(jacobian, best.miss, rcond=None)[0]
        move *= min(1.0, 0.25 / np.abs(move).max())
        for _ in range(5):
            trial = shoot(unknown + move)
            if np.linalg.norm(trial.miss) < np.linalg.norm(best.miss):
                break
            move *= 0.5
        unknown, best = unknown + move, trial
    durations[-1] = best.durations[-1]
    programme = PitchProgramme(
        time_s=(rise, bend_s, total),
        pitch_rad=(np.pi / 2, float(unknown[0]), float(unknown[1])),
    )
    steering = _steering_of(phases, durations, meshes, programme, plane)
    values = flown_values(phases, steering, meshes, start, world)
    assumed = {"perigee cosine": 1.0, "perigee sine": 0.0, "payload": payload_kg}
    assumed |= {"extra load": payload_kg, LEFT_OUT: left_out_kg}
    parameters = [assumed[parameter.name] for parameter in leg_parameters(leg)]
    return Opening(
        name=f"pitch programme bent at {bend_s:.0f} s",
        values=tuple(values),
        parameters=tuple(parameters),
    )


def fairing_time_s(leg: Leg, world: World, opening: Opening) -> float | None:
    """Time after lift-off at which an opening flight first meets the fairing rule [s].

    Parameters
    ----------
    leg : Leg
        With a fairing rule.
    world : World
        The Earth it is flown on.
    opening : Opening
        Flight of the leg.

    Returns
    -------
    float or None
        Time [s]; None when the rule is never met.
    """
    assert leg.jettison is not None
    begun = 0.0
    for values in opening.values:
        height, density, *_, speed, _, _, _ = air_data(*values.state[:6], world)
        if leg.jettison.rule is JettisonRule.HEIGHT:
            met = height >= leg.jettison.value
        else:
            # On the way up: low pressure, not the slow air of the pad.
            flux = 0.5 * density * speed**3
            met = (flux <= leg.jettison.value) & (height > _FLUX_FALLS_ABOVE_M)
        if met.any():
            share = np.argmax(met) / (met.size - 1)
            return begun + float(share) * values.duration
        begun += values.duration
    return None
