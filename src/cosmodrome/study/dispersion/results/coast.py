"""Many states carried along their orbits to one time, without thrust and air."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.earth.gravity import Gravity, zonal_acceleration

Array = NDArray[np.float64]

# A step of the classical Runge-Kutta method this long errs by less than a millimetre in orbit [s].
_LONGEST_STEP_S = 10.0
# States at a time, so that what lies between does not grow with their number.
_AT_ONCE = 1 << 15


def coasted(states: Array, seconds: Array, gravity: Gravity, pole: tuple[float, ...]) -> Array:
    """States after coasting, each by its own time, under gravity with its zonal terms.

    Parameters
    ----------
    states : array, shape (n, 6)
        Position [m] and velocity [m/s].
    seconds : array, shape (n,)
        How far each is carried, back where below 0 [s].
    gravity : Gravity
        Constants of the field.
    pole : tuple of 3 floats
        Of the Earth [-].

    Returns
    -------
    array, shape (n, 6)
        [m], [m/s].
    """
    carried = np.empty_like(states)
    for first in range(0, len(states), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        carried[part] = _carried(states[part], seconds[part], gravity, pole)
    return carried


def _carried(states: Array, seconds: Array, gravity: Gravity, pole: tuple[float, ...]) -> Array:
    y = np.ascontiguousarray(states.T)
    longest = float(np.max(np.abs(seconds), initial=0.0))
    steps = max(int(np.ceil(longest / _LONGEST_STEP_S)), 1)
    h = seconds / steps

    def rate(y: Array) -> Array:
        return np.concatenate([y[3:], zonal_acceleration(*y[:3], *pole, gravity)])

    for _ in range(steps):
        k1 = rate(y)
        k2 = rate(y + 0.5 * h * k1)
        k3 = rate(y + 0.5 * h * k2)
        k4 = rate(y + h * k3)
        y = y + h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4)
    return np.ascontiguousarray(y.T)
