"""Nominal fall of what is dropped: drag, zonal gravity and the turning Earth, to the ground."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.flight_model import STOP_HEIGHT_BELOW
from cosmodrome.ascent.phase import Dropped, FlightPhase, coast
from cosmodrome.ascent.simulate import Track, fly_phase
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.earth.orientation import Orientation, fixed_longitude_latitude
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.numerics.tables import constant
from cosmodrome.vehicle.aerodynamics import Aerodynamics

Array = NDArray[np.float64]

# A body still aloft after this is in orbit [s].
_LONGEST_FALL_S = 5400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """Where a dropped body comes down without wind or dispersion.

    Attributes
    ----------
    name : str
        Of the body.
    dropped_s, ground_s : float
        After lift-off [s].
    latitude_rad, longitude_rad : float
        Geodetic [rad].
    impact_speed_m_s : float
        Relative to the ground [m/s].
    track : Track
        The fall.
    """

    name: str
    dropped_s: float
    ground_s: float
    latitude_rad: float
    longitude_rad: float
    impact_speed_m_s: float
    track: Track


def falls_of(tracks: Sequence[Track], world: World, orientation: Orientation) -> tuple[Fall, ...]:
    """Falls of all bodies dropped along a flight; those that stay in orbit are left out.

    Parameters
    ----------
    tracks : sequence of Track
        As flown.
    world : World
        The Earth they were flown on.
    orientation : Orientation
        Of the Earth at lift-off.
    """
    found = []
    for track in tracks:
        for body in track.phase.dropped:
            fall = fall_of(body, track.state[-1], float(track.time_s[-1]), world, orientation)
            if fall is not None:
                found.append(fall)
    return tuple(found)


def fall_of(
    body: Dropped, state: Array, t_s: float, world: World, orientation: Orientation
) -> Fall | None:
    """Fall of one body; None when it does not come down.

    Parameters
    ----------
    body : Dropped
        Mass of all its pieces; one piece is flown.
    state : array, shape (11,)
        Where it is dropped [m], [m/s].
    t_s : float
        After lift-off [s].
    world : World
        The Earth it falls to.
    orientation : Orientation
        Of the Earth at lift-off.

    Returns
    -------
    Fall or None
    """
    track = fly_fall(body, state, t_s, world)
    if track is None:
        return None
    ground_s, end = float(track.time_s[-1]), track.state[-1]
    longitude, latitude = fixed_longitude_latitude(orientation, ground_s, end[:3])
    pole = orientation.pole
    ground_velocity = end[3:6] - world.rotation_rad_s * np.cross(pole, end[:3])
    return Fall(
        name=body.name,
        dropped_s=t_s,
        ground_s=ground_s,
        latitude_rad=float(latitude),
        longitude_rad=float(longitude),
        impact_speed_m_s=float(np.linalg.norm(ground_velocity)),
        track=track,
    )


def fall_phase(body: Dropped) -> FlightPhase:
    """Fall of one piece of a body as a stretch of flight.

    Parameters
    ----------
    body : Dropped
        What leaves.
    """
    air = Aerodynamics(
        reference_area_m2=body.fall.reference_area_m2,
        axial=constant(body.fall.drag_coefficient),
        normal_slope=constant(0.0),
    )
    return coast(f"fall of {body.name}", "ground", Bounds(lower=1.0, upper=_LONGEST_FALL_S), air)


def fly_fall(
    body: Dropped, state: Array, t_s: float, world: World, *, longest_step_s: float = 2.0
) -> Track | None:
    """Fall of one piece of a body to the ground; None when it does not come down.

    Parameters
    ----------
    body : Dropped
        Mass of all its pieces; one piece is flown.
    state : array, shape (11,)
        Where it is dropped [m], [m/s].
    t_s : float
        After lift-off [s].
    world : World
        The Earth it falls to.
    longest_step_s : float
        Spacing of the recorded states [s].
    """
    start = state.copy()
    start[6] = body.mass_kg / body.count
    steering = PhaseSteering(
        duration_s=_LONGEST_FALL_S, fractions=(1.0,), direction=np.zeros((0, 2))
    )
    track = fly_phase(
        fall_phase(body),
        steering,
        start,
        world,
        start_s=t_s,
        tolerance=1e-9,
        longest_step_s=longest_step_s,
        stop_kind=STOP_HEIGHT_BELOW,
    )
    return track if track.stopped else None
