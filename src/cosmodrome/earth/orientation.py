"""How the Earth stands in inertial space at lift-off, and turns from there.

The pole is the polar axis of the ellipsoid, row three of the matrix GCRF -> ITRF, not the
Celestial Intermediate Pole about which the Earth spins. Polar motion keeps the two within
0.6 arcsec; taking the former makes every latitude and height exact and costs 1.4 mm/s of
pad velocity, taking the latter would move the ground by up to 18 m.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.ellipsoid import fixed_to_geodetic, geodetic_to_fixed
from cosmodrome.earth.rotation import atmosphere_velocity, rotate_about

_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Orientation:
    """Attitude of the Earth at an epoch.

    Attributes
    ----------
    epoch_utc : datetime
        Instant of the matrices, in UTC.
    gcrf_to_itrf : array, shape (3, 3)
        Takes GCRF components to Earth-fixed ones at the epoch [-].
    gcrf_to_teme : array, shape (3, 3)
        Takes GCRF components to those of the true equator and mean equinox of date, in
        which a TLE gives inclination and node [-].
    rotation_rad_s : float
        Rate of the Earth's rotation about its pole [rad/s].
    """

    epoch_utc: datetime
    gcrf_to_itrf: _Array
    gcrf_to_teme: _Array
    rotation_rad_s: float = EARTH_ROTATION_RAD_S

    @property
    def pole(self) -> _Array:
        """Unit vector of the Earth's polar axis in GCRF [-]."""
        row: _Array = self.gcrf_to_itrf[2]
        return row


def orientation_at(epoch_utc: datetime) -> Orientation:
    """Orientation of the Earth by IAU 2006/2000A and the measured Earth rotation.

    Uses the Earth orientation parameters brahe has been given, else those in its wheel;
    after their last day they are held. No network.

    Parameters
    ----------
    epoch_utc : datetime
        With its time zone.

    Returns
    -------
    Orientation

    Raises
    ------
    ValueError
        If the time has no zone.
    """
    import brahe

    if epoch_utc.tzinfo is None:
        raise ValueError(f"{epoch_utc} has no time zone; give UTC")
    if not brahe.get_global_eop_initialization():
        brahe.set_global_eop_provider(
            brahe.FileEOPProvider.from_default_standard(interpolate=True, extrapolate="Hold")
        )
    t = epoch_utc.astimezone(UTC)
    epoch = brahe.Epoch.from_datetime(
        t.year,
        t.month,
        t.day,
        t.hour,
        t.minute,
        float(t.second),
        1e3 * t.microsecond,
        brahe.TimeSystem.UTC,
    )
    return Orientation(
        epoch_utc=t,
        gcrf_to_itrf=np.array(brahe.rotation_gcrf_to_itrf(epoch)),
        gcrf_to_teme=np.array(brahe.rotation_gcrf_to_teme(epoch)),
    )


def pad_state(
    orientation: Orientation, latitude_rad: float, longitude_rad: float, height_m: float
) -> tuple[_Array, _Array]:
    """Inertial state of a point that stands on the Earth, at the epoch.

    Parameters
    ----------
    orientation : Orientation
        At lift-off.
    latitude_rad, longitude_rad : float
        Geodetic, north and east positive [rad].
    height_m : float
        Over the ellipsoid [m].

    Returns
    -------
    position_m, velocity_m_s : array, shape (3,)
        In GCRF [m], [m/s].
    """
    position = orientation.gcrf_to_itrf.T @ geodetic_to_fixed(latitude_rad, longitude_rad, height_m)
    x, y, z = position
    px, py, pz = orientation.pole
    velocity = atmosphere_velocity(x, y, z, px, py, pz, orientation.rotation_rad_s)
    return position, np.array(velocity)


def inertial_to_fixed(orientation: Orientation, t_s: float, position_m: ArrayLike) -> _Array:
    """Earth-fixed position some time after the epoch.

    Parameters
    ----------
    orientation : Orientation
        At lift-off.
    t_s : float
        Time since the epoch [s]; the pole is held still, right to 1 m over 900 s.
    position_m : array_like, shape (..., 3)
        In GCRF [m].

    Returns
    -------
    array, shape (..., 3)
        In ITRF axes [m].
    """
    turned = rotate_about(orientation.pole, -orientation.rotation_rad_s * t_s)
    fixed: _Array = np.asarray(position_m) @ (orientation.gcrf_to_itrf @ turned).T
    return fixed


def fixed_longitude_latitude(
    orientation: Orientation, t_s: ArrayLike, position_m: ArrayLike
) -> tuple[_Array, _Array]:
    """Longitude and geodetic latitude of inertial positions at their times.

    Parameters
    ----------
    orientation : Orientation
        At lift-off.
    t_s : array_like, shape (n,) or scalar
        Time since the epoch [s].
    position_m : array_like, shape (n, 3) or (3,)
        In GCRF [m].

    Returns
    -------
    longitude_rad, latitude_rad : array, shape (n,) or scalar
        East and north positive; longitude in (-pi, pi] [rad].
    """
    fixed = inertial_to_fixed(orientation, 0.0, position_m)
    latitude, longitude, _ = fixed_to_geodetic(fixed)
    turned = longitude - orientation.rotation_rad_s * np.asarray(t_s, dtype=np.float64)
    return np.pi - (np.pi - turned) % (2.0 * np.pi), latitude
