"""Flight under thrust: Runge-Kutta of order four, the axis on a straight line made to length 1."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.guidance.vectors import Triple, plus, unit
from cosmodrome.earth.gravity import zonal_acceleration
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def thrust_step(
    world: World,
    y: Array,
    h: Scalar,
    thrust_N: Scalar,
    flow_kg_s: Scalar,
    drag_m2: Scalar,
    start: Triple,
    rate: Triple,
) -> Triple:
    """Move a state on by one step; the velocity by all forces but gravity [m/s].

    Parameters
    ----------
    world : World
        Earth without wind.
    y : array, shape (7,)
        Position [m], velocity [m/s], mass [kg]; moved on.
    h : float
        Length of the step [s].
    thrust_N, flow_kg_s : float
        In vacuum [N], [kg/s].
    drag_m2 : float
        Drag coefficient times area, times the factor on the density; 0 leaves drag out [m2].
    start, rate : tuple of 3 floats
        Direction of the axis at the start, and its rate [-], [1/s].
    """
    rx, ry, rz, vx, vy, vz, m = y[0], y[1], y[2], y[3], y[4], y[5], y[6]
    drx, dry, drz, dvx, dvy, dvz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    sx, sy, sz = 0.0, 0.0, 0.0
    kx, ky, kz, lx, ly, lz = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for stage in range(4):
        ch = 0.0 if stage == 0 else (h if stage == 3 else 0.5 * h)
        weight = (1.0 if stage == 0 or stage == 3 else 2.0) * h / 6.0
        qx, qy, qz = rx + ch * kx, ry + ch * ky, rz + ch * kz
        ux, uy, uz = vx + ch * lx, vy + ch * ly, vz + ch * lz
        ax, ay, az = zonal_acceleration(qx, qy, qz, world.px, world.py, world.pz, world.gravity)
        mass = m - ch * flow_kg_s
        d = unit(plus(start, rate, ch))
        a = thrust_N / mass
        nx, ny, nz = a * d[0], a * d[1], a * d[2]
        if drag_m2 > 0.0:
            _, density, _, _, wx, wy, wz, speed, _, _, _ = air_data(qx, qy, qz, ux, uy, uz, world)
            k = -0.5 * density * speed * drag_m2 / mass
            nx, ny, nz = nx + k * wx, ny + k * wy, nz + k * wz
        kx, ky, kz = ux, uy, uz
        lx, ly, lz = ax + nx, ay + ny, az + nz
        drx, dry, drz = drx + weight * kx, dry + weight * ky, drz + weight * kz
        dvx, dvy, dvz = dvx + weight * lx, dvy + weight * ly, dvz + weight * lz
        sx, sy, sz = sx + weight * nx, sy + weight * ny, sz + weight * nz
    y[0], y[1], y[2] = rx + drx, ry + dry, rz + drz
    y[3], y[4], y[5] = vx + dvx, vy + dvy, vz + dvz
    y[6] = m - h * flow_kg_s
    return sx, sy, sz
