"""The compiled flight of one mesh segment: the right-hand side as a Dormand-Prince model.

State, 11 numbers: position [m], velocity [m/s], mass [kg], and four velocities given away since
the start of the flight [m/s], measured along the velocity w over the ground,

    d|w|/dt = F_vac/m - A_e p/m - (F/m)(1 - u.w/|w|) - drag - gravity

back-pressure, steering, drag and gravity (centrifugal acceleration included).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import (
    SPEED_FLOOR_M2_S2,
    Shape,
    World,
    air_data,
    air_force,
    axis,
    throttle,
)
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.earth.gravity import zonal_acceleration
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.numerics import dormand_prince
from cosmodrome.numerics.kernels import Table, lookup

Array = NDArray[np.float64]

STATES = 11
STOP_NEVER, STOP_HEIGHT_BELOW, STOP_SPEED_ABOVE = 0.0, 1.0, 2.0

NO_LIMIT_M_S2 = 1e9


class FlightModel(NamedTuple):
    """One mesh segment of a phase, ready for the compiled integrator.

    Attributes
    ----------
    world : World
        The Earth it is flown on.
    shape : Shape
        Air forces of the vehicle.
    thrust_vac, flow : Table
        [N], [kg/s] against phase time [s].
    exit_area_m2 : float
        [m2].
    mode : float
        Steering mode of `dynamics.axis` [-].
    steering : array, shape (3, K)
        Polynomial of the steered direction over the segment, 0 to 1, lowest power first [-].
    segment_start_s, segment_length_s : float
        In phase time [s].
    kinks : array
        Heights where the atmosphere has kinks [m].
    axial_limit_m_s2, least_throttle : float
        Acceleration above which the engine throttles [m/s2], and how far it can [-].
    stop_kind, stop_value : float
        One of the STOP constants, and its height [m] or inertial speed [m/s].
    """

    world: World
    shape: Shape
    thrust_vac: Table
    flow: Table
    exit_area_m2: float
    mode: float
    steering: Array
    segment_start_s: float
    segment_length_s: float
    kinks: Array
    axial_limit_m_s2: float
    least_throttle: float
    stop_kind: float
    stop_value: float


@overload(dormand_prince.rates)
def _rates(model: FlightModel, t: float, y: Array, dy: Array) -> Callable[..., None] | None:
    if getattr(model, "instance_class", None) is not FlightModel:
        return None

    def compiled(model: FlightModel, t: float, y: Array, dy: Array) -> None:
        world, shape = model.world, model.shape
        rx, ry, rz, vx, vy, vz, m = y[0], y[1], y[2], y[3], y[4], y[5], y[6]
        s = (t - model.segment_start_s) / model.segment_length_s
        sx, sy, sz = 0.0, 0.0, 0.0
        for k in range(model.steering.shape[1] - 1, -1, -1):
            sx = sx * s + model.steering[0, k]
            sy = sy * s + model.steering[1, k]
            sz = sz * s + model.steering[2, k]
        _, density, pressure, sound, wx, wy, wz, speed, upx, upy, upz = air_data(
            rx, ry, rz, vx, vy, vz, world
        )
        ux, uy, uz = axis(model.mode, sx, sy, sz, upx, upy, upz, wx, wy, wz, speed)
        fx, fy, fz = air_force(ux, uy, uz, wx, wy, wz, speed, density, sound, shape)
        gx, gy, gz = zonal_acceleration(rx, ry, rz, world.px, world.py, world.pz, world.gravity)
        vacuum = lookup(model.thrust_vac, t)
        level = 1.0
        if model.axial_limit_m_s2 < NO_LIMIT_M_S2:
            level = throttle(vacuum, m, model.axial_limit_m_s2, model.least_throttle)
        vacuum = level * vacuum
        back = model.exit_area_m2 * pressure
        push = vacuum - back
        dy[0], dy[1], dy[2] = vx, vy, vz
        dy[3] = gx + (push * ux + fx) / m
        dy[4] = gy + (push * uy + fy) / m
        dy[5] = gz + (push * uz + fz) / m
        dy[6] = -level * lookup(model.flow, t)
        omega = world.rotation_rad_s
        ox, oy, oz = atmosphere_velocity(rx, ry, rz, world.px, world.py, world.pz, omega)
        nx, ny, nz = vx - ox, vy - oy, vz - oz
        n = np.sqrt(nx * nx + ny * ny + nz * nz + SPEED_FLOOR_M2_S2)
        nx, ny, nz = nx / n, ny / n, nz / n
        # Centrifugal acceleration -omega x (omega x r).
        cx, cy, cz = atmosphere_velocity(ox, oy, oz, world.px, world.py, world.pz, omega)
        dy[7] = back / m
        dy[8] = push / m * (1.0 - (ux * nx + uy * ny + uz * nz))
        dy[9] = -(fx * nx + fy * ny + fz * nz) / m
        dy[10] = -((gx - cx) * nx + (gy - cy) * ny + (gz - cz) * nz)

    return compiled


@overload(dormand_prince.kink_level)
def _kink_level(model: FlightModel, t: float, y: Array) -> Callable[..., float] | None:
    if getattr(model, "instance_class", None) is not FlightModel:
        return None

    def compiled(model: FlightModel, t: float, y: Array) -> float:
        world = model.world
        height, _, _ = geodetic(y[0], y[1], y[2], world.px, world.py, world.pz, world.ellipsoid)
        return float(height)

    return compiled


@overload(dormand_prince.stop_level)
def _stop_level(model: FlightModel, t: float, y: Array) -> Callable[..., float] | None:
    if getattr(model, "instance_class", None) is not FlightModel:
        return None

    def compiled(model: FlightModel, t: float, y: Array) -> float:
        if model.stop_kind == STOP_HEIGHT_BELOW:
            world = model.world
            height, _, _ = geodetic(y[0], y[1], y[2], world.px, world.py, world.pz, world.ellipsoid)
            return float(height - model.stop_value)
        if model.stop_kind == STOP_SPEED_ABOVE:
            return float(model.stop_value**2 - (y[3] ** 2 + y[4] ** 2 + y[5] ** 2))
        return 1.0

    return compiled
