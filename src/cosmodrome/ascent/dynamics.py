"""The one right-hand side: forces on a point mass whose axis is the thrust direction.

    m dv/dt = m g(r) + (F_vac - A_e p) u                          thrust against back-pressure
              - q S [C_A(M, alpha) u + C_Na(M) (w/|w| - (u.w/|w|) u)]   axial and normal force

with u the body axis, w the velocity relative to the air, q = rho |w|^2 / 2, and alpha the angle
between u and w. Three degrees of freedom: the axis points where steering wants it.
"""

from typing import NamedTuple

import numpy as np

from cosmodrome.earth.atmosphere import Atmosphere, density_pressure_sound
from cosmodrome.earth.ellipsoid import WGS84, Ellipsoid, vertical
from cosmodrome.earth.gravity import Gravity, zonal_acceleration
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.earth.wind import Wind, wind_at
from cosmodrome.numerics.kernels import Scalar, Table, choose, lookup, physics

# Added under the root of a speed squared: its derivative stays finite for a body at rest.
SPEED_FLOOR_M2_S2 = 1e-6
# Rounds the corner at which an engine begins to throttle: 0.7 % of thrust at the corner itself.
_CORNER = 2e-4


class World(NamedTuple):
    """What the Earth does to a vehicle.

    Attributes
    ----------
    px, py, pz : float
        Unit vector of the pole in the inertial frame [-].
    rotation_rad_s : float
        Rotation rate [rad/s].
    gravity : Gravity
        Constants of the field.
    atmosphere : Atmosphere
        Tables against height.
    wind : Wind or None
        None is calm.
    density_factor : float
        On density and pressure; 0 takes the air away [-].
    ellipsoid : Ellipsoid
        Figure of the Earth, over which heights are counted.
    """

    px: float
    py: float
    pz: float
    rotation_rad_s: float
    gravity: Gravity
    atmosphere: Atmosphere
    wind: Wind | None
    density_factor: float
    ellipsoid: Ellipsoid = WGS84


class Shape(NamedTuple):
    """Air forces of a vehicle: coefficients of `vehicle.aerodynamics.Aerodynamics`.

    Attributes
    ----------
    area_m2 : float
        Reference area [m2].
    axial : Table
        Axial coefficient at zero angle of attack [-] against Mach [-].
    normal_slope : Table
        Normal-force slope [1/rad] against Mach [-].
    alpha_factor : float
        Growth of the axial coefficient with sin(alpha)^2 [-].
    """

    area_m2: float
    axial: Table
    normal_slope: Table
    alpha_factor: float


@physics
def air_data(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    vx: Scalar,
    vy: Scalar,
    vz: Scalar,
    world: World,
) -> tuple[Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar]:
    """Air around the vehicle and its velocity through it.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position, inertial [m].
    vx, vy, vz : float, array or SX
        Velocity, inertial [m/s].
    world : World
        The Earth it is flown on.

    Returns
    -------
    height, density, pressure, sound, wx, wy, wz, speed, upx, upy, upz
        Height over the ellipsoid [m]; density [kg/m3]; pressure [Pa]; speed of sound [m/s];
        velocity relative to the air [m/s] and its size [m/s]; local vertical [-].
    """
    px, py, pz = world.px, world.py, world.pz
    height, upx, upy, upz = vertical(rx, ry, rz, px, py, pz, world.ellipsoid)
    density, pressure, sound = density_pressure_sound(height, world.atmosphere)
    ax, ay, az = atmosphere_velocity(rx, ry, rz, px, py, pz, world.rotation_rad_s)
    bx, by, bz = wind_at(world.wind, height, rx, ry, rz, px, py, pz, world.ellipsoid)
    wx, wy, wz = vx - ax - bx, vy - ay - by, vz - az - bz
    speed = np.sqrt(wx * wx + wy * wy + wz * wz + SPEED_FLOOR_M2_S2)
    return (
        height,
        density * world.density_factor,
        pressure * world.density_factor,
        sound,
        wx,
        wy,
        wz,
        speed,
        upx,
        upy,
        upz,
    )


@physics
def air_force(
    ux: Scalar,
    uy: Scalar,
    uz: Scalar,
    wx: Scalar,
    wy: Scalar,
    wz: Scalar,
    speed: Scalar,
    density: Scalar,
    sound: Scalar,
    shape: Shape,
) -> tuple[Scalar, Scalar, Scalar]:
    """Axial and normal force of the air.

    Parameters
    ----------
    ux, uy, uz : float, array or SX
        Body axis, unit vector [-].
    wx, wy, wz : float, array or SX
        Velocity relative to the air [m/s].
    speed : float, array or SX
        Its size [m/s].
    density : float, array or SX
        [kg/m3].
    sound : float, array or SX
        Speed of sound [m/s].
    shape : Shape
        Air forces of the vehicle.

    Returns
    -------
    fx, fy, fz
        Force [N].
    """
    mach = speed / sound
    cosine = (ux * wx + uy * wy + uz * wz) / speed
    load = 0.5 * density * speed * shape.area_m2
    axial = lookup(shape.axial, mach) * (1.0 + shape.alpha_factor * (1.0 - cosine * cosine))
    slope = lookup(shape.normal_slope, mach)
    along = load * speed * (slope * cosine - axial)
    across = -load * slope
    return along * ux + across * wx, along * uy + across * wy, along * uz + across * wz


@physics
def acceleration(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    vx: Scalar,
    vy: Scalar,
    vz: Scalar,
    mass: Scalar,
    ux: Scalar,
    uy: Scalar,
    uz: Scalar,
    thrust_vac: Scalar,
    exit_area: Scalar,
    shape: Shape,
    world: World,
) -> tuple[Scalar, Scalar, Scalar]:
    """Acceleration of the vehicle.

    Parameters
    ----------
    rx, ry, rz, vx, vy, vz : float, array or SX
        Position [m] and velocity [m/s], inertial.
    mass : float, array or SX
        [kg].
    ux, uy, uz : float, array or SX
        Body axis and thrust direction, unit vector [-].
    thrust_vac : float, array or SX
        Vacuum thrust of all engines burning [N].
    exit_area : float
        Their nozzle exit area; 0 when none burns [m2].
    shape : Shape
        Air forces of the vehicle.
    world : World
        The Earth it is flown on.

    Returns
    -------
    ax, ay, az
        [m/s2].
    """
    _, density, pressure, sound, wx, wy, wz, speed, _, _, _ = air_data(
        rx, ry, rz, vx, vy, vz, world
    )
    fx, fy, fz = air_force(ux, uy, uz, wx, wy, wz, speed, density, sound, shape)
    gx, gy, gz = zonal_acceleration(rx, ry, rz, world.px, world.py, world.pz, world.gravity)
    push = thrust_vac - exit_area * pressure
    return (
        gx + (push * ux + fx) / mass,
        gy + (push * uy + fy) / mass,
        gz + (push * uz + fz) / mass,
    )


@physics
def throttle(thrust_vac: Scalar, mass: Scalar, limit: Scalar, least: Scalar) -> Scalar:
    """Throttle of an engine that holds its acceleration below a limit.

    The corner at which it begins is rounded over some hundredths of thrust. The air is left out:
    where an engine throttles for its acceleration there is none to speak of,
    and drag and back pressure only lower what is felt.

    Parameters
    ----------
    thrust_vac : float, array or SX
        Vacuum thrust at full throttle [N].
    mass : float, array or SX
        [kg].
    limit : float
        Largest acceleration along the axis [m/s2].
    least : float
        Lowest throttle of the engine [-].

    Returns
    -------
    float, array or SX
        Part of full thrust and of full flow, between `least` and 1 [-].
    """
    wanted = limit * mass / (thrust_vac + 1e-6)
    below = 0.5 * (1.0 + wanted - np.sqrt((1.0 - wanted) ** 2 + _CORNER))
    return choose(below < least, least, below)


@physics
def loads(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    vx: Scalar,
    vy: Scalar,
    vz: Scalar,
    mass: Scalar,
    ux: Scalar,
    uy: Scalar,
    uz: Scalar,
    thrust_vac: Scalar,
    exit_area: Scalar,
    shape: Shape,
    world: World,
) -> tuple[Scalar, Scalar, Scalar, Scalar]:
    """Quantities an ascent is limited by; arguments as `acceleration`.

    Returns
    -------
    q, sin2_alpha, axial, heat_flux
        Dynamic pressure [Pa]; squared sine of the angle of attack [-]; acceleration felt along
        the axis [m/s2]; free-molecular heat flux rho w^3 / 2 [W/m2].
    """
    _, density, pressure, sound, wx, wy, wz, speed, _, _, _ = air_data(
        rx, ry, rz, vx, vy, vz, world
    )
    fx, fy, fz = air_force(ux, uy, uz, wx, wy, wz, speed, density, sound, shape)
    cosine = (ux * wx + uy * wy + uz * wz) / speed
    q = 0.5 * density * speed * speed
    axial = (thrust_vac - exit_area * pressure + fx * ux + fy * uy + fz * uz) / mass
    return q, 1.0 - cosine * cosine, axial, q * speed


@physics
def axis(
    mode: Scalar,
    sx: Scalar,
    sy: Scalar,
    sz: Scalar,
    upx: Scalar,
    upy: Scalar,
    upz: Scalar,
    wx: Scalar,
    wy: Scalar,
    wz: Scalar,
    speed: Scalar,
) -> tuple[Scalar, Scalar, Scalar]:
    """Body axis: steered (mode 0), along the local vertical (1), or along the flow (2).

    Parameters
    ----------
    mode : float
        0, 1 or 2 [-].
    sx, sy, sz : float, array or SX
        Steered direction, of any length [-].
    upx, upy, upz : float, array or SX
        Local vertical [-].
    wx, wy, wz, speed : float, array or SX
        Velocity relative to the air and its size [m/s].

    Returns
    -------
    ux, uy, uz
        Unit vector [-].
    """
    length = np.sqrt(sx * sx + sy * sy + sz * sz + 1e-30)
    ux = choose(mode < 0.5, sx / length, choose(mode < 1.5, upx, wx / speed))
    uy = choose(mode < 0.5, sy / length, choose(mode < 1.5, upy, wy / speed))
    uz = choose(mode < 0.5, sz / length, choose(mode < 1.5, upz, wz / speed))
    return ux, uy, uz
