"""One step of a guided flight: Runge-Kutta of order four on the right-hand side of all flights."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import (
    SPEED_FLOOR_M2_S2,
    Shape,
    World,
    air_data,
    air_force,
    throttle,
)
from cosmodrome.ascent.flight_model import NO_LIMIT_M_S2
from cosmodrome.ascent.guidance.air import changed_air, wind_blows
from cosmodrome.ascent.guidance.propulsion import Push
from cosmodrome.ascent.guidance.vectors import Triple
from cosmodrome.earth.gravity import zonal_acceleration
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# Places in the record of a step: what it gave and the loads met at both its ends.
SENSED, SPENT, Q_START, AXIS_START, AXIS_END = 0, 3, 4, 20, 23
# From Q_START on, for the start and then for the end of the step:
Q, SINE, AXIAL, FLUX, HEIGHT, WX, WY, WZ = range(8)
RECORD = 26
# Above this height the middle of a step takes the air of its start: 1 mm and 0.01 mm/s over a
# whole ascent, where air is half the work [m].
THIN_M = 120e3


class Steered(NamedTuple):
    """Direction of the axis over a cycle: a straight line, made to length 1.

    Attributes
    ----------
    made_at_s : float
        Time the line counts from [s].
    mode : float
        0 steered, 1 up, 2 along the flow [-].
    start, rate : tuple of 3 floats
        Direction and its rate [-], [1/s].
    """

    made_at_s: Scalar
    mode: Scalar
    start: tuple[Scalar, Scalar, Scalar]
    rate: tuple[Scalar, Scalar, Scalar]


@compiled
def _met_air(
    r: Triple,
    v: Triple,
    world: World,
    x: Array,
    at: tuple[int, int, int, int],
    pressure_part: Array,
) -> tuple[Scalar, ...]:
    """Dispersed air and wind, as `air_data` has them."""
    height, density, pressure, sound, wx, wy, wz, _, ax, ay, az = air_data(
        r[0], r[1], r[2], v[0], v[1], v[2], world
    )
    on_density, on_pressure, on_sound = changed_air(x, at[1], pressure_part, height)
    pole = (world.px, world.py, world.pz)
    bx, by, bz = wind_blows(x, at[2], at[3], height, (ax, ay, az), pole)
    wx, wy, wz = wx - bx, wy - by, wz - bz
    speed = np.sqrt(wx * wx + wy * wy + wz * wz + SPEED_FLOOR_M2_S2)
    density, pressure, sound = density * on_density, pressure * on_pressure, sound * on_sound
    return height, density, pressure, sound, wx, wy, wz, speed, ax, ay, az


@compiled
def _felt_air(
    axis: Triple,
    w: Triple,
    speed: Scalar,
    density: Scalar,
    sound: Scalar,
    shape: Shape,
    axial_factor: Scalar,
    normal_factor: Scalar,
) -> Triple:
    """Force of the air [N], its parts along and across the axis dispersed each by its factor."""
    fx, fy, fz = air_force(
        axis[0], axis[1], axis[2], w[0], w[1], w[2], speed, density, sound, shape
    )
    more = (axial_factor - normal_factor) * (fx * axis[0] + fy * axis[1] + fz * axis[2])
    return (
        normal_factor * fx + more * axis[0],
        normal_factor * fy + more * axis[1],
        normal_factor * fz + more * axis[2],
    )


@compiled
def step(
    world: World,
    shape: Shape,
    x: Array,
    at: tuple[int, int, int, int],
    pressure_part: Array,
    push: Push,
    limit: tuple[Scalar, Scalar],
    steered: Steered,
    y: Array,
    t: Scalar,
    h: Scalar,
    record: Array,
) -> None:
    """Move a state on by one step and record what was met.

    Parameters
    ----------
    world : World
        Earth without wind.
    shape : Shape
        Air forces of the vehicle.
    x : array
        Vector of the flight [-].
    at : tuple of 4 ints
        Where vehicle numbers, density, wind east and wind north begin in it.
    pressure_part : array
        Parts of the pressure at the heights of the density profile [-].
    push : Push
        Thrust and flow over the step.
    limit : tuple of 2 floats
        Acceleration an engine throttles to [m/s2], and its lowest throttle [-].
    steered : Steered
        Direction of the axis.
    y : array, shape (7,)
        Position [m], velocity [m/s], mass [kg]; moved on.
    t, h : float
        Start and length of the step [s].
    record : array, shape (RECORD,)
        Velocity by all forces but gravity [m/s], part of full throttle burnt [-], loads and axes.
    """
    rx, ry, rz, vx, vy, vz, m = y[0], y[1], y[2], y[3], y[4], y[5], y[6]
    drx, dry, drz, dvx, dvy, dvz, dm = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    sx, sy, sz, spent = 0.0, 0.0, 0.0, 0.0
    kx, ky, kz, lx, ly, lz, lm = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    height = 0.0
    for stage in range(4):
        c = 0.0 if stage == 0 else (1.0 if stage == 3 else 0.5)
        weight = (1.0 if stage == 0 or stage == 3 else 2.0) * h / 6.0
        ch = c * h
        qx, qy, qz = rx + ch * kx, ry + ch * ky, rz + ch * kz
        ux, uy, uz = vx + ch * lx, vy + ch * ly, vz + ch * lz
        mass = m + ch * lm
        ends = stage == 0 or stage == 3
        fresh = ends or height < THIN_M
        if fresh:
            height, density, pressure, sound, wx, wy, wz, speed, ax, ay, az = _met_air(
                (qx, qy, qz), (ux, uy, uz), world, x, at, pressure_part
            )
        s = t + ch - steered.made_at_s
        ix = steered.start[0] + s * steered.rate[0]
        iy = steered.start[1] + s * steered.rate[1]
        iz = steered.start[2] + s * steered.rate[2]
        if steered.mode > 1.5:
            ix, iy, iz = wx, wy, wz
        elif steered.mode > 0.5:
            ix, iy, iz = ax, ay, az
        k = 1.0 / np.sqrt(ix * ix + iy * iy + iz * iz + 1e-30)
        ix, iy, iz = k * ix, k * iy, k * iz
        if fresh:
            cosine = (ix * wx + iy * wy + iz * wz) / speed
            fx, fy, fz = _felt_air(
                (ix, iy, iz), (wx, wy, wz), speed, density, sound, shape, x[at[0]], x[at[0] + 1]
            )
        gx, gy, gz = zonal_acceleration(qx, qy, qz, world.px, world.py, world.pz, world.gravity)
        vacuum = push.thrust_N + ch * push.thrust_slope_N_s
        level = 1.0
        if limit[0] < NO_LIMIT_M_S2:
            level = throttle(vacuum, mass, limit[0], limit[1])
        back = push.exit_area_m2 * pressure
        force = level * vacuum - back
        lightness = 1.0 / mass
        nx, ny, nz = force * ix + fx, force * iy + fy, force * iz + fz
        nx, ny, nz = lightness * nx, lightness * ny, lightness * nz
        kx, ky, kz = ux, uy, uz
        lx, ly, lz = gx + nx, gy + ny, gz + nz
        lm = -level * (push.flow_kg_s + ch * push.flow_slope_kg_s2)
        drx, dry, drz = drx + weight * kx, dry + weight * ky, drz + weight * kz
        dvx, dvy, dvz = dvx + weight * lx, dvy + weight * ly, dvz + weight * lz
        dm += weight * lm
        sx, sy, sz = sx + weight * nx, sy + weight * ny, sz + weight * nz
        spent += weight * level
        if ends:
            b = Q_START if stage == 0 else Q_START + 8
            q = 0.5 * density * speed * speed
            record[b + Q] = q
            record[b + SINE] = np.sqrt(max(1.0 - cosine * cosine, 0.0))
            record[b + AXIAL] = nx * ix + ny * iy + nz * iz
            record[b + FLUX] = q * speed
            record[b + HEIGHT] = height
            record[b + WX], record[b + WY], record[b + WZ] = wx, wy, wz
            b = AXIS_START if stage == 0 else AXIS_END
            record[b], record[b + 1], record[b + 2] = ix, iy, iz
    y[0], y[1], y[2] = rx + drx, ry + dry, rz + drz
    y[3], y[4], y[5] = vx + dvx, vy + dvy, vz + dvz
    y[6] = m + dm
    record[SENSED], record[SENSED + 1], record[SENSED + 2] = sx, sy, sz
    record[SPENT] = spent / h
