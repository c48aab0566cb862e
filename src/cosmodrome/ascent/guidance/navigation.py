"""What the guidance believes: the true state and the errors of its inertial measurement.

Platform axes turn from the true ones by a small vector phi (alignment, then gyro drift), so that a
true vector a is believed to be a + phi x a. The errors of position and velocity obey

    dr' = dv,   dv' = phi x f + bias + scale f + dg/dr dr

with f the acceleration by all forces but gravity. The instruments ride on the body without roll:
x along the axis, y across the plane of the flight, z the third.

References
----------
Titterton and Weston (2004), Strapdown inertial navigation technology, 2nd ed., section 3.6 and
chapter 12, in an inertial frame.
"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import ALIGNMENT, BIAS, DRIFT, GYRO_SCALE, SCALE
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# Places in the errors of navigation.
POSITION_ERROR, VELOCITY_ERROR, TILT = 0, 3, 6
NAVIGATION = 9


@compiled
def align(x: Array, first: int, launch_axes: Array, errors: Array) -> None:
    """Errors at lift-off: the platform as it was aligned.

    Parameters
    ----------
    x : array
        Vector of the flight [-].
    first : int
        Where its errors of navigation begin.
    launch_axes : array, shape (3, 3)
        Of the program [-].
    errors : array, shape (NAVIGATION,)
        Written [m], [m/s], [rad].
    """
    errors[:] = 0.0
    for i in range(3):
        for k in range(3):
            errors[TILT + k] += x[first + ALIGNMENT + i] * launch_axes[i, k]


@compiled
def measure(
    x: Array,
    first: int,
    normal: Triple,
    axis_0: Triple,
    axis_1: Triple,
    sensed: Triple,
    r: Triple,
    mu: Scalar,
    h: Scalar,
    errors: Array,
) -> Triple:
    """Move the errors on over a step; the believed velocity by all forces but gravity [m/s].

    Parameters
    ----------
    x : array
        Vector of the flight [-].
    first : int
        Where its errors of navigation begin.
    normal : tuple of 3 floats
        Across the plane of the flight [-].
    axis_0, axis_1 : tuple of 3 floats
        Body axis at the start and the end of the step [-].
    sensed : tuple of 3 floats
        True velocity by all forces but gravity [m/s].
    r : tuple of 3 floats
        Position [m].
    mu : float
        Gravitational parameter [m3/s2].
    h : float
        Length of the step [s].
    errors : array, shape (NAVIGATION,)
        Moved on [m], [m/s], [rad].
    """
    u = unit(plus(axis_0, axis_1))
    side = unit(plus(normal, u, -dot(normal, u)))
    third = cross(u, side)
    wrong = (0.0, 0.0, 0.0)
    drift = scaled(cross(axis_0, axis_1), x[first + GYRO_SCALE])
    for i in range(3):
        e = u if i == 0 else (side if i == 1 else third)
        wrong = plus(wrong, e, h * x[first + BIAS + i] + x[first + SCALE + i] * dot(sensed, e))
        drift = plus(drift, e, h * x[first + DRIFT + i])
    tilt = (errors[TILT], errors[TILT + 1], errors[TILT + 2])
    wrong = plus(wrong, cross(plus(tilt, drift, 0.5), sensed))
    dr = (errors[POSITION_ERROR], errors[POSITION_ERROR + 1], errors[POSITION_ERROR + 2])
    dv = (errors[VELOCITY_ERROR], errors[VELOCITY_ERROR + 1], errors[VELOCITY_ERROR + 2])
    radius = length(r)
    pull = -mu / (radius * radius * radius)
    pulled = scaled(plus(dr, r, -3.0 * dot(r, dr) / (radius * radius)), pull)
    change = plus(wrong, pulled, h)
    for k in range(3):
        errors[POSITION_ERROR + k] += h * (dv[k] + 0.5 * change[k])
        errors[VELOCITY_ERROR + k] += change[k]
        errors[TILT + k] += drift[k]
    return plus(sensed, wrong)
