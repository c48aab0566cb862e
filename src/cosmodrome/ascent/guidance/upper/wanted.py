"""Velocity an upper stage wants at the place where its burn ends.

The height is that of the coast before: a burn in orbit changes the velocity. The plane is turned
about the radius through the place, to the nearest one to the plan's or, where only an inclination
was asked and the place lets it be reached, to that inclination.

The last burn aims at the orbit of the size and shape asked for through the place, its perigee where
that puts it. Near an apsis a metre would move it far: there the climb of the plan is kept, and the
size of the orbit, while the shape gives way by as much as the place is off.

A burn before the last aims at the radius the plan has at the next ignition. With tan(gamma) as in
the plan, and the angle phi to that place, the conic through radius r1 reaches r2 for

    p / r1 = (1 - cos phi) / (r1 / r2 - cos phi + tan(gamma) sin phi),

the polar equation of the conic at both places. The r2 that is put in is where the conic of the plan
itself would lead, so that the oblateness of the Earth needs no further word.

The burn that brings a stage down aims at a perigee r_p, with the climb of the plan again,

    v^2 = 2 mu (1 / r_p - 1 / r) / (r^2 / r_p^2 - 1 - tan^2(gamma)),

v the part of the velocity across the radius: energy and angular momentum are those of the perigee.

References
----------
Battin (1999), An introduction to the mathematics and methods of astrodynamics, section 3.3.
"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.aim import aimed_state, read_aim
from cosmodrome.ascent.guidance.upper.coast import place_angle, wrapped
from cosmodrome.ascent.guidance.upper.program import (
    CLIMB,
    COAST_ANGLE,
    COAST_FROM,
    HOLDS_INCLINATION,
    IGNITION_X,
    IGNITION_Y,
    KIND,
    NORMAL,
    REACH_RADIUS,
    TO_PERIGEE,
    TO_RADIUS,
    UpperProgram,
)
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def angle_to_go(program: UpperProgram, burn: int, y: Array) -> Scalar:
    """Angle from a place before the ignition of a burn to the planned place of it [rad].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    burn : int
        Which.
    y : array
        Position, and more [m].
    """
    row = program.burns[burn]
    here = place_angle(y, row[IGNITION_X : IGNITION_X + 3], row[IGNITION_Y : IGNITION_Y + 3])
    return row[COAST_ANGLE] - wrapped(here - row[COAST_FROM])


@compiled
def plane_through(program: UpperProgram, burn: int, outward: Triple) -> Triple:
    """Normal of the plane to fly on in, through a place [-].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    burn : int
        Which.
    outward : tuple of 3 floats
        Unit vector to the place [-].
    """
    row = program.burns[burn]
    planned = (row[NORMAL], row[NORMAL + 1], row[NORMAL + 2])
    near = unit(plus(planned, outward, -dot(planned, outward)))
    if row[HOLDS_INCLINATION] < 0.5:
        return near
    p = program.inclination_pole
    pole = (p[0], p[1], p[2])
    side = cross(outward, near)
    a, b = dot(near, pole), dot(side, pole)
    size = np.sqrt(a * a + b * b)
    wanted = dot(planned, pole) / size
    off = np.arccos(min(max(wanted, -1.0), 1.0))
    middle = np.arctan2(b, a)
    turn = middle - off if middle > 0.0 else middle + off
    return plus(scaled(near, np.cos(turn)), side, np.sin(turn))


@compiled
def wanted_velocity(program: UpperProgram, burn: int, place: Array) -> Triple:
    """Velocity wanted at the end of a burn [m/s].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    burn : int
        Which.
    place : array
        Position there, and more [m].
    """
    row, gravity = program.burns[burn], program.world.gravity
    r = (place[0], place[1], place[2])
    radius = length(r)
    outward = scaled(r, 1.0 / radius)
    normal = plane_through(program, burn, outward)
    if row[KIND] == TO_RADIUS:
        angle = angle_to_go(program, burn + 1, place)
        climb, c = row[CLIMB], np.cos(angle)
        part = (1.0 - c) / (radius / row[REACH_RADIUS] - c + climb * np.sin(angle))
        around = np.sqrt(max(part, 0.0) * gravity.mu_m3_s2 / radius)
        rising = around * climb
    elif row[KIND] == TO_PERIGEE:
        low, climb = row[REACH_RADIUS], row[CLIMB]
        drop = 2.0 * gravity.mu_m3_s2 * (1.0 / low - 1.0 / radius)
        ratio = radius / low
        around = np.sqrt(max(drop / (ratio * ratio - 1.0 - climb * climb), 0.0))
        rising = around * climb
    else:
        aim = read_aim(program.aims, burn)
        aimed, v = aimed_state(aim, r, gravity)
        # The parts of the velocity are those in the aim's own plane.
        flat = unit(plus(outward, aim.normal, -dot(outward, aim.normal)))
        rising = dot(v, flat)
        around = dot(v, cross(aim.normal, flat))
        if aim.holds_height > 0.5:
            double = dot(v, v) + 2.0 * gravity.mu_m3_s2 * (1.0 / radius - 1.0 / length(aimed))
            around = np.sqrt(max(double - rising * rising, 0.0))
    return plus(scaled(outward, rising), cross(normal, outward), around)
