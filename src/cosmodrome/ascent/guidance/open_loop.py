"""Attitude through the air: the plan's, found by speed, and turned to the flow where it must be."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import dot, scaled
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# The time of the plan runs no slower and no faster than this.
_SLOWEST, _FASTEST = 0.5, 1.5
# Below this gain of speed the time of the plan runs with the clock [m/s2].
_LEAST_GAIN_M_S2 = 1.0
# The path is corrected by no more than 6 degrees of turn; near the vertical, where a small error of
# direction is a large one of the angle of climb, by less.
_MOST_TURN_RAD, _LEAST_COSINE = 0.1, 0.3
# Where the pressure is lower, an angle of attack is no load [Pa].
_NO_LOAD_PA = 50.0


@compiled
def axis_of_plan(axes: Array, step_s: Scalar, t: Scalar) -> Triple:
    """Body axis of the plan, straight between its table's points [-].

    Parameters
    ----------
    axes : array, shape (N, 3)
        Against time of the plan [-].
    step_s : float
        Spacing of the table [s].
    t : float
        Time of the plan [s].
    """
    place = min(max(t / step_s, 0.0), axes.shape[0] - 1.000001)
    i = int(place)
    s = place - i
    return (
        axes[i, 0] + s * (axes[i + 1, 0] - axes[i, 0]),
        axes[i, 1] + s * (axes[i + 1, 1] - axes[i, 1]),
        axes[i, 2] + s * (axes[i + 1, 2] - axes[i, 2]),
    )


@compiled
def number_of_plan(table: Array, step_s: Scalar, t: Scalar) -> Scalar:
    """Value of a table of the plan, straight between its points [-].

    Parameters
    ----------
    table : array, shape (N,)
        Against time of the plan [-].
    step_s : float
        Spacing of the table [s].
    t : float
        Time of the plan [s].
    """
    place = min(max(t / step_s, 0.0), table.size - 1.000001)
    i = int(place)
    return table[i] + (place - i) * (table[i + 1] - table[i])


@compiled
def back_to_path(
    climb: Scalar, climb_of_plan: Scalar, lower_m: Scalar, speed: Scalar, time_s: Scalar
) -> Scalar:
    """Angle by which the path should rise to come back to the plan's [rad].

    Normal stabilisation: an error of the direction and one of the height, the latter as the
    direction that would fly it off in a given time. Neither is asked to do more than a few
    degrees.

    Parameters
    ----------
    climb, climb_of_plan : float
        Sine of the angle of climb over the ground, flown and planned at the same speed [-].
    lower_m : float
        Height the flight lies below the plan [m].
    speed : float
        Over the ground [m/s].
    time_s : float
        Time in which an error of height is to be flown off [s].
    """
    cosine = np.sqrt(max(1.0 - climb * climb, _LEAST_COSINE * _LEAST_COSINE))
    found = (climb_of_plan - climb) / cosine + lower_m / (speed * time_s)
    return min(max(found, -_MOST_TURN_RAD), _MOST_TURN_RAD)


@compiled
def time_of_plan(
    speeds: Array, step_s: Scalar, before: Scalar, passed: Scalar, speed: Scalar, from_s: Scalar
) -> Scalar:
    """Time at which the plan is as fast over the ground as the vehicle is now [s].

    Parameters
    ----------
    speeds : array, shape (N,)
        Of the plan [m/s].
    step_s : float
        Spacing of the table [s].
    before : float
        Time of the plan a cycle ago [s].
    passed : float
        Time passed since [s].
    speed : float
        Believed, over the ground [m/s].
    from_s : float
        Time of the plan before which the clock alone counts [s].
    """
    t = before + passed
    last = speeds.size - 2
    i = min(int(t / step_s), last)
    gain = (speeds[i + 1] - speeds[i]) / step_s
    if t < from_s or gain < _LEAST_GAIN_M_S2:
        return t
    # Newton on the table; it is nearly straight over a cycle.
    for _ in range(4):
        i = min(max(int(t / step_s), 0), last)
        gain = (speeds[i + 1] - speeds[i]) / step_s
        if gain < _LEAST_GAIN_M_S2:
            break
        t = i * step_s + (speed - speeds[i]) / gain
    return min(max(t, before + _SLOWEST * passed), before + _FASTEST * passed)


@compiled
def relieved(axis: Triple, flow: Triple, density: Scalar, limit_Pa_rad: Scalar) -> Triple:
    """Axis turned towards the flow until pressure times angle of attack is no more than a limit.

    Parameters
    ----------
    axis : tuple of 3 floats
        Wanted, unit vector [-].
    flow : tuple of 3 floats
        Velocity through the air, wind included: the normal force tells it [m/s].
    density : float
        [kg/m3].
    limit_Pa_rad : float
        Of pressure times the sine of the angle [Pa rad].
    """
    speed = length(flow)
    q = 0.5 * density * speed * speed
    if q < _NO_LOAD_PA:
        return axis
    along = scaled(flow, 1.0 / speed)
    cosine = dot(axis, along)
    across = plus(axis, along, -cosine)
    sine = length(across)
    most = limit_Pa_rad / q
    if most >= 1.0 or (sine <= most and cosine > 0.0) or sine < 1e-9:
        return axis
    return unit(plus(scaled(along, np.sqrt(1.0 - most * most)), across, most / sine))
