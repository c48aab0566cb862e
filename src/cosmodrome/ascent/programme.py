"""A pitch programme: the body axis against time in one plane fixed at lift-off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.steering import PhaseSteering, to_powers
from cosmodrome.ascent.target import OrbitTarget, semi_major_axis_m
from cosmodrome.numerics.resample import collocation_fractions

Array = NDArray[np.float64]

# Segments on which the turning axis is one cubic: a straight line in pitch is met to 1e-7 rad.
_LONGEST_SEGMENT_S = 8.0
_DEGREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchPlane:
    """Plane a programme is flown in.

    Attributes
    ----------
    up, along : array, shape (3,)
        Vertical at the pad, and the horizontal direction flown to [-].
    """

    up: Array
    along: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PitchProgramme:
    """Pitch over the horizon of the pad, in straight lines over time.

    Attributes
    ----------
    time_s : tuple of float
        [s].
    pitch_rad : tuple of float
        [rad].
    """

    time_s: tuple[float, ...]
    pitch_rad: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSteering:
    """Pitch programme of a mission file.

    Attributes
    ----------
    azimuth_rad : float
        Of the plane it is flown in, at the pad, from north over east [rad].
    cutoff_s : float
        Cut-off of the launcher's last stage after lift-off [s].
    programme : PitchProgramme
        Pitch over the horizon of the pad at lift-off.
    """

    azimuth_rad: float
    cutoff_s: float
    programme: PitchProgramme


def plane_towards(position_m: Array, pole: Array, azimuth_rad: float) -> LaunchPlane:
    """Launch plane of an azimuth.

    Parameters
    ----------
    position_m : array, shape (3,)
        Of the pad at lift-off, inertial [m].
    pole : array, shape (3,)
        Of the Earth [-].
    azimuth_rad : float
        Of the horizontal direction flown to, from north over east, geocentric [rad].
    """
    up = position_m / np.linalg.norm(position_m)
    east = np.cross(pole, up)
    east /= np.linalg.norm(east)
    north = np.cross(up, east)
    return LaunchPlane(up=up, along=np.cos(azimuth_rad) * north + np.sin(azimuth_rad) * east)


def azimuth_into(
    position_m: Array,
    velocity_m_s: Array,
    pole: Array,
    target: OrbitTarget,
    mu_m3_s2: float,
    *,
    ascending: bool,
) -> float:
    """Azimuth of the velocity to be gained for an orbit: orbital speed less the turning Earth's.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        Of the pad at lift-off, inertial [m], [m/s].
    pole : array, shape (3,)
        Of the Earth [-].
    target : OrbitTarget
        Its inclination and size count.
    mu_m3_s2 : float
        Gravitational parameter [m3/s2].
    ascending : bool
        Towards the north.

    Returns
    -------
    float
        From north over east [rad]; due east or west when the inclination is out of reach.
    """
    up = position_m / np.linalg.norm(position_m)
    east = np.cross(pole, up)
    cosine = float(np.linalg.norm(east))
    east /= cosine
    north = np.cross(up, east)
    sine = float(np.clip(np.cos(target.inclination_rad) / cosine, -1.0, 1.0))
    turn = np.sqrt(1.0 - sine**2) * (1.0 if ascending else -1.0)
    speed = np.sqrt(mu_m3_s2 / semi_major_axis_m(target))
    gain = speed * (sine * east + turn * north) - velocity_m_s
    return float(np.arctan2(gain @ east, gain @ north))


def programme_direction(programme: PitchProgramme, plane: LaunchPlane, time_s: Array) -> Array:
    """Body axis of a pitch programme.

    Parameters
    ----------
    programme : PitchProgramme
        Pitch against time; held before its first point and after its last.
    plane : LaunchPlane
        Launch plane.
    time_s : array, shape (n,)
        After lift-off [s].

    Returns
    -------
    array, shape (3, n)
        [-].
    """
    pitch = np.interp(time_s, programme.time_s, programme.pitch_rad)
    return np.asarray(plane.up[:, None] * np.sin(pitch) + plane.along[:, None] * np.cos(pitch))


def programme_steering(
    programme: PitchProgramme,
    plane: LaunchPlane,
    phases: Sequence[FlightPhase],
    durations_s: Sequence[float],
) -> tuple[PhaseSteering, ...]:
    """Steering of every phase of a flight by a programme.

    Parameters
    ----------
    programme : PitchProgramme
        Pitch against time after lift-off.
    plane : LaunchPlane
        Launch plane.
    phases : sequence of FlightPhase
        From lift-off; those not steered freely keep their own way.
    durations_s : sequence of float
        One a phase [s].

    Returns
    -------
    tuple of PhaseSteering
        Segments end on the points of the programme.
    """
    begun, steering = 0.0, []
    for phase, duration in zip(phases, durations_s, strict=True):
        fractions: tuple[float, ...] = (1.0,)
        direction = np.zeros((0, 0))
        if phase.steering is Steering.FREE:
            fractions = segments(programme.time_s, begun, duration)
            times = begun + duration * collocation_fractions((fractions, _DEGREE))
            direction = programme_direction(programme, plane, times)
        steering.append(
            PhaseSteering(duration_s=duration, fractions=fractions, direction=direction)
        )
        begun += duration
    return tuple(steering)


def segments(knots_s: Sequence[float], begun_s: float, duration_s: float) -> tuple[float, ...]:
    """Segments of a phase: cut at every point of the programme, none too long.

    Parameters
    ----------
    knots_s : sequence of float
        Points of the programme after lift-off [s].
    begun_s, duration_s : float
        Of the phase [s].

    Returns
    -------
    tuple of float
        Parts of the phase [-].
    """
    end = begun_s + duration_s
    inner = [t for t in knots_s if begun_s + 1e-6 < t < end - 1e-6]
    edges = np.array([begun_s, *inner, end])
    pieces: list[float] = []
    for length in np.diff(edges):
        count = max(1, int(np.ceil(length / _LONGEST_SEGMENT_S)))
        pieces += [float(length) / count / duration_s] * count
    return tuple(pieces)


def programme_powers(
    programme: PitchProgramme, plane: LaunchPlane, start_s: Array, length_s: Array
) -> Array:
    """Steering polynomials of many segments at once, as `programme_steering` has them.

    Parameters
    ----------
    programme : PitchProgramme
        Pitch against time after lift-off.
    plane : LaunchPlane
        Launch plane.
    start_s, length_s : array, shape (n,)
        Of the segments [s].

    Returns
    -------
    array, shape (n, 3, 4)
        By powers of the place within each, 0 to 1; the last is zero [-].
    """
    places = collocation_fractions(((1.0,), _DEGREE))
    times = start_s[:, None] + length_s[:, None] * places
    points = programme_direction(programme, plane, times.ravel()).reshape(3, *times.shape)
    powers = np.zeros((start_s.size, 3, _DEGREE + 1))
    powers[:, :, :_DEGREE] = np.einsum("cnk,jk->ncj", points, to_powers(_DEGREE))
    return powers
