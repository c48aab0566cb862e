"""The Earth of a mission at its lift-off, as the physics takes it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.target import EquatorOfDate
from cosmodrome.earth.atmosphere import US76
from cosmodrome.earth.gravity import EGM2008_ZONAL
from cosmodrome.earth.orientation import Orientation, orientation_at, pad_state
from cosmodrome.earth.wind import Wind
from cosmodrome.mission.mission import Mission
from cosmodrome.vehicle.pad import Pad

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Earth and pad at lift-off.

    Attributes
    ----------
    orientation : Orientation
        Of the Earth at lift-off.
    world : World
        Gravity, atmosphere, wind and rotation.
    equator : EquatorOfDate
        For inclinations and nodes.
    pad_position_m, pad_velocity_m_s : array, shape (3,)
        Inertial [m], [m/s].
    """

    orientation: Orientation
    world: World
    equator: EquatorOfDate
    pad_position_m: Array
    pad_velocity_m_s: Array


def surroundings(mission: Mission) -> Surroundings:
    """Earth and pad of a mission at its lift-off.

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    return surroundings_of(mission.pad, mission.liftoff_utc, mission.wind)


def surroundings_of(pad: Pad, liftoff_utc: datetime, wind: Wind | None = None) -> Surroundings:
    """Earth and a pad at a moment.

    Parameters
    ----------
    pad : Pad
        Where the launcher stands.
    liftoff_utc : datetime
        With its time zone.
    wind : Wind, optional
        Mean wind over the pad; calm if absent.
    """
    orientation = orientation_at(liftoff_utc)
    position, velocity = pad_state(orientation, pad.latitude_rad, pad.longitude_rad, pad.height_m)
    px, py, pz = (float(c) for c in orientation.pole)
    equinox, ninety, pole = (
        (float(row[0]), float(row[1]), float(row[2])) for row in orientation.gcrf_to_teme
    )
    return Surroundings(
        orientation=orientation,
        world=World(
            px=px,
            py=py,
            pz=pz,
            rotation_rad_s=orientation.rotation_rad_s,
            gravity=EGM2008_ZONAL,
            atmosphere=US76,
            wind=wind,
            density_factor=1.0,
        ),
        equator=EquatorOfDate(pole=pole, equinox=equinox, ninety=ninety),
        pad_position_m=position,
        pad_velocity_m_s=velocity,
    )
