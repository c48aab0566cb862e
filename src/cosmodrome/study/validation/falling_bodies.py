"""Spheres dropped and fired through the air, in the compiled flight.

A point mass feels no spin: spheres and bricks without drag serve as they are.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cosmodrome.ascent.dynamics import World
    from cosmodrome.earth.ellipsoid import Ellipsoid

Array = NDArray[np.float64]

FOOT_M = 0.3048
# The Earth of the check-cases as their histories have it. The sheet of initial conditions gives a
# round Earth 0.2 m larger, on which none of them starts.
_MU_M3_S2, _J2, _OMEGA_RAD_S = 3.986004418e14, 1.08262982e-3, 7.292115e-5
_GRAVITY_RADIUS_M = 6_378_137.0
_ROUND_RADIUS_M = 6_371_007.1809
_SLUG_KG = 14.59390294
_AREA_M2 = 0.1963495 * FOOT_M**2  # the sphere's model: 6 inches across
_STEP_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Start of a fall, as the check-cases give it.

    Attributes
    ----------
    earth : str
        "ellipsoid", "round" (not turning) or "round rotating".
    altitude_ft : float
        Over the figure of the Earth [ft].
    latitude_deg, longitude_deg : float
        Geodetic [deg].
    north_ft_s, east_ft_s, down_ft_s : float
        Velocity over the ground [ft/s].
    drag_coefficient : float
        On the frontal area of the sphere [-].
    wind_at_0_ft_s, wind_per_ft_s : float
        Wind from the west at height zero [ft/s], and its growth [ft/s/ft].
    """

    earth: str
    altitude_ft: float
    latitude_deg: float
    longitude_deg: float
    north_ft_s: float
    east_ft_s: float
    down_ft_s: float
    drag_coefficient: float
    wind_at_0_ft_s: float
    wind_per_ft_s: float


def fall(start: Start, duration_s: float = 30.0) -> Array:
    """Height, velocity over the ground and place every five seconds.

    Parameters
    ----------
    start : Start
        Where from.
    duration_s : float
        [s].

    Returns
    -------
    array, shape (n, 6)
        Height [ft], velocity north, east and down [ft/s], longitude and latitude [deg].
    """
    from cosmodrome.ascent.phase import coast
    from cosmodrome.ascent.simulate import fly_phase, start_state
    from cosmodrome.ascent.steering import PhaseSteering
    from cosmodrome.numerics.optimal_control import Bounds
    from cosmodrome.numerics.tables import constant
    from cosmodrome.vehicle.aerodynamics import Aerodynamics

    world = _world(start)
    air = Aerodynamics(
        reference_area_m2=_AREA_M2,
        axial=constant(start.drag_coefficient),
        normal_slope=constant(0.0),
    )
    phase = coast("fall", "end", Bounds(lower=_STEP_S, upper=_STEP_S), air)
    steering = PhaseSteering(duration_s=_STEP_S, fractions=(1.0,), direction=np.zeros((0, 2)))
    state = start_state(*_inertial(start, world), _SLUG_KG)
    rows = [_over_ground(state, 0.0, world)]
    for k in range(1, round(duration_s / _STEP_S) + 1):
        state = fly_phase(phase, steering, state, world).state[-1]
        rows.append(_over_ground(state, k * _STEP_S, world))
    return np.array(rows)


def _world(start: Start) -> "World":
    from cosmodrome.ascent.dynamics import World
    from cosmodrome.earth.atmosphere import US76
    from cosmodrome.earth.ellipsoid import WGS84, Ellipsoid
    from cosmodrome.earth.gravity import POINT_MASS
    from cosmodrome.earth.wind import from_table

    is_round = start.earth != "ellipsoid"
    gravity = POINT_MASS._replace(
        mu_m3_s2=_MU_M3_S2, radius_m=_GRAVITY_RADIUS_M, j2=0.0 if is_round else _J2
    )
    heights_ft = np.array([0.0, 70_000.0])
    wind_ft_s = start.wind_at_0_ft_s + start.wind_per_ft_s * heights_ft
    blows = np.any(wind_ft_s)
    return World(
        0.0,
        0.0,
        1.0,
        0.0 if start.earth == "round" else _OMEGA_RAD_S,
        gravity,
        US76,
        from_table(heights_ft * FOOT_M, wind_ft_s * FOOT_M, 0.0 * heights_ft) if blows else None,
        density_factor=1.0,
        ellipsoid=Ellipsoid(_ROUND_RADIUS_M, 0.0) if is_round else WGS84,
    )


def _inertial(start: Start, world: "World") -> tuple[Array, Array]:
    """Position [m] and velocity [m/s]; inertial axes are those of the Earth at the start."""
    up, east, north = _axes(np.radians(start.latitude_deg), np.radians(start.longitude_deg))
    position = _foot_point(up, world.ellipsoid) + start.altitude_ft * FOOT_M * up
    over_ground = FOOT_M * (
        start.north_ft_s * north + start.east_ft_s * east - start.down_ft_s * up
    )
    turning = np.cross([0.0, 0.0, world.rotation_rad_s], position)
    return position, over_ground + turning


def _foot_point(up: Array, ellipsoid: "Ellipsoid") -> Array:
    """Point of the ellipsoid with a given normal [m]."""
    a, e2 = ellipsoid
    flattened: Array = up * np.array([1.0, 1.0, 1.0 - e2])
    flattened *= a / np.sqrt(1.0 - e2 * up[2] ** 2)
    return flattened


def _axes(latitude: float, longitude: float) -> tuple[Array, Array, Array]:
    sin_p, cos_p = np.sin(latitude), np.cos(latitude)
    sin_l, cos_l = np.sin(longitude), np.cos(longitude)
    up = np.array([cos_p * cos_l, cos_p * sin_l, sin_p])
    east = np.array([-sin_l, cos_l, 0.0])
    return up, east, np.cross(up, east)


def _over_ground(state: Array, time_s: float, world: "World") -> list[float]:
    from cosmodrome.earth.ellipsoid import vertical

    r, v = state[:3], state[3:6]
    height, *up_components = vertical(*r, 0.0, 0.0, 1.0, world.ellipsoid)
    up = np.array(up_components, dtype=float)
    longitude = np.arctan2(r[1], r[0])
    _, east, _ = _axes(0.0, longitude)
    north = np.cross(up, east)
    w = v - np.cross([0.0, 0.0, world.rotation_rad_s], r)
    place = np.degrees([longitude - world.rotation_rad_s * time_s, np.arcsin(up[2])])
    return [*(float(x) / FOOT_M for x in (height, w @ north, w @ east, -(w @ up))), *place]
