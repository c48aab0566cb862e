"""Where and how a flight is flown: the pad, the plane, and the phases with their steering.

The plane holds the pad and the inclination the kind of orbit asks for; the Earth is that of one
day, since nothing in speed or height over the ground depends on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.simulate import Track, fly_phase
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.earth.atmosphere import US76
from cosmodrome.earth.gravity import EGM2008_ZONAL
from cosmodrome.earth.orientation import orientation_at, pad_state
from cosmodrome.numerics.radau import radau_points
from cosmodrome.study.falcon_9.facts import Orbit

Array = NDArray[np.float64]
Directions = Callable[[Array], Array]

_DAY = datetime(2017, 1, 1, tzinfo=UTC)
_INCLINATION_DEG = {
    Orbit.TRANSFER: 27.0,
    Orbit.MEDIUM: 55.0,
    Orbit.STATION: 51.64,
    Orbit.LOW: 50.0,
    Orbit.POLAR: 87.0,
    Orbit.SUN_SYNCHRONOUS: 97.8,
}
_SOUTHWARD = (Orbit.POLAR, Orbit.SUN_SYNCHRONOUS)
_ORBITAL_SPEED_M_S = 7800.0
_TOLERANCE, _STEP_S = 1e-8, 1.0
_DEGREE = 5
_PLACES = 0.5 * (radau_points(_DEGREE) + 1.0)
# Steering laws are broken into polynomials no longer than this [s].
_LONGEST_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSite:
    """Pad and plane of a flight.

    Attributes
    ----------
    world : World
        Calm standard air over the Earth of one day.
    position_m, velocity_m_s : array, shape (3,)
        Of the pad, inertial [m], [m/s].
    up, along : array, shape (3,)
        Vertical, and the horizontal direction flown to over the ground [-].
    """

    world: World
    position_m: Array
    velocity_m_s: Array
    up: Array
    along: Array


@cache
def launch_site(orbit: Orbit) -> LaunchSite:
    """Pad and plane a kind of orbit is reached from: Cape Canaveral, or Vandenberg southward.

    Parameters
    ----------
    orbit : Orbit
        Kind of orbit.
    """
    southward = orbit in _SOUTHWARD
    pad = open_catalogue().pad("vandenberg-slc-4e" if southward else "canaveral-slc-40")
    orientation = orientation_at(_DAY)
    position, velocity = pad_state(orientation, pad.latitude_rad, pad.longitude_rad, pad.height_m)
    pole = np.asarray(orientation.pole)
    world = World(
        px=float(pole[0]),
        py=float(pole[1]),
        pz=float(pole[2]),
        rotation_rad_s=orientation.rotation_rad_s,
        gravity=EGM2008_ZONAL,
        atmosphere=US76,
        wind=None,
        density_factor=1.0,
    )
    up = np.array(air_data(*position, *velocity, world)[8:], dtype=float)
    along = along_plane(orbit, world, up, velocity)
    return LaunchSite(
        world=world,
        position_m=position,
        velocity_m_s=velocity,
        up=up,
        along=along,
    )


def along_plane(orbit: Orbit, world: World, up: Array, velocity_m_s: Array) -> Array:
    """Horizontal direction of the velocity still to be gained for the plane of an orbit [-].

    Parameters
    ----------
    orbit : Orbit
        Kind of orbit.
    world : World
        The Earth it is flown on.
    up : array, shape (3,)
        Vertical there [-].
    velocity_m_s : array, shape (3,)
        Inertial velocity there [m/s].

    Returns
    -------
    array, shape (3,)
        Unit vector [-].
    """
    pole = np.array([world.px, world.py, world.pz])
    east = np.cross(pole, up)
    cosine = np.linalg.norm(east)
    east /= cosine
    north = np.cross(up, east)
    eastward = np.clip(np.cos(np.radians(_INCLINATION_DEG[orbit])) / cosine, -1.0, 1.0)
    northward = np.sqrt(1.0 - eastward**2) * (-1.0 if orbit in _SOUTHWARD else 1.0)
    gain = _ORBITAL_SPEED_M_S * (eastward * east + northward * north) - velocity_m_s
    gain -= up * (gain @ up)
    return np.asarray(gain / np.linalg.norm(gain))


def flown(
    phase: FlightPhase,
    site: LaunchSite,
    start: Array,
    begin_s: float,
    piece: tuple[float, float],
    directions: Directions | None = None,
) -> Track:
    """Part of a phase flown along the flow, or along directions given over time.

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight; one that goes straight up does so whatever is asked.
    site : LaunchSite
        Pad and plane.
    start : array, shape (11,)
        State at the start of the part [m], [m/s], [kg].
    begin_s : float
        Start of the phase after lift-off [s].
    piece : tuple of float
        Ends of the part in phase time [s].
    directions : callable, optional
        Body axis, shape (3, n) [-], at times after lift-off [s]; along the flow without.

    Returns
    -------
    Track
    """
    length = piece[1] - piece[0]
    parts = 1 if directions is None else max(1, int(np.ceil(length / _LONGEST_S)))
    fractions = (1.0 / parts,) * parts
    axis = np.zeros((0, 0))
    if phase.steering is not Steering.UP:
        if directions is None:
            phase = replace(phase, steering=Steering.FLOW)
        else:
            places = (np.arange(parts)[:, None] + _PLACES).ravel() / parts
            axis = directions(begin_s + piece[0] + length * places)
    return fly_phase(
        phase,
        PhaseSteering(duration_s=length, fractions=fractions, direction=axis),
        start,
        site.world,
        start_s=begin_s,
        offset_s=piece[0],
        tolerance=_TOLERANCE,
        longest_step_s=_STEP_S,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """What a webcast would show.

    Attributes
    ----------
    time_s : array, shape (n,)
        After lift-off, rising [s].
    speed_m_s : array, shape (n,)
        Over the ground [m/s].
    height_m : array, shape (n,)
        Over the ellipsoid [m].
    climb_rad : array, shape (n,)
        Angle of the velocity over the ground above the horizon [rad].
    state : array, shape (n, 11)
        Inertial [m], [m/s], [kg].
    """

    time_s: Array
    speed_m_s: Array
    height_m: Array
    climb_rad: Array
    state: Array


def path_of(tracks: list[Track], site: LaunchSite) -> Path:
    """Tracks as one path, each time once.

    Parameters
    ----------
    tracks : list of Track
        In the order flown.
    site : LaunchSite
        Pad and plane.
    """
    times = np.concatenate([track.time_s for track in tracks])
    states = np.concatenate([track.state for track in tracks])
    times, first = np.unique(times, return_index=True)
    state = states[first]
    height, _, _, _, wx, wy, wz, speed, upx, upy, upz = air_data(*state[:, :6].T, site.world)
    climb = np.arcsin(np.clip((wx * upx + wy * upy + wz * upz) / speed, -1.0, 1.0))
    return Path(
        time_s=times,
        speed_m_s=np.asarray(speed),
        height_m=np.asarray(height),
        climb_rad=np.asarray(climb),
        state=state,
    )
