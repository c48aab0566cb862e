"""Where a body without thrust would be after a time, over the flattened Earth.

The explicit law predicts what gravity will do by a coast beside the powered flight. The published
law takes a Kepler orbit; here the coast is integrated in a few steps with the second zonal term,
so that the flattening of the Earth needs no correction afterwards. The higher terms move the end
of a coast of five minutes by less than a metre, and vanish with the time to go.

References
----------
Nystrom's method of order four: Hairer, Norsett, Wanner, Solving Ordinary Differential
Equations I, 2nd ed. (1993), table II.14.3 (with two evaluations in common).
"""

import numpy as np

from cosmodrome.ascent.guidance.vectors import Triple, plus
from cosmodrome.earth.gravity import Gravity, flattened_acceleration
from cosmodrome.numerics.kernels import Scalar, compiled

# Longer steps err by metres, which the next passes take out [s].
_LONGEST_STEP_S = 180.0


@compiled
def coasted(
    r: Triple, v: Triple, span_s: Scalar, pole: Triple, gravity: Gravity
) -> tuple[Triple, Triple]:
    """State after a coast.

    Parameters
    ----------
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s], inertial.
    span_s : float
        Length of the coast [s].
    pole : tuple of 3 floats
        Unit vector [-].
    gravity : Gravity
        Constants of the field.

    Returns
    -------
    r, v
        Position [m] and velocity [m/s].
    """
    count = int(np.ceil(span_s / _LONGEST_STEP_S)) if span_s > 0.0 else 1
    h = span_s / count
    for _ in range(count):
        a = flattened_acceleration(r[0], r[1], r[2], pole[0], pole[1], pole[2], gravity)
        q = plus(plus(r, v, 0.5 * h), a, 0.125 * h * h)
        b = flattened_acceleration(q[0], q[1], q[2], pole[0], pole[1], pole[2], gravity)
        q = plus(plus(r, v, h), b, 0.5 * h * h)
        c = flattened_acceleration(q[0], q[1], q[2], pole[0], pole[1], pole[2], gravity)
        r = plus(plus(plus(r, v, h), a, h * h / 6.0), b, h * h / 3.0)
        v = plus(plus(plus(v, a, h / 6.0), b, h * (2.0 / 3.0)), c, h / 6.0)
    return r, v
