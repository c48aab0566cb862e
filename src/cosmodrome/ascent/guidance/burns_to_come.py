"""The burns an explicit law counts on: the plan's stretches, scaled by what is felt."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.program import (
    SEGMENT_A,
    SEGMENT_END,
    SEGMENT_GRAIN,
    SEGMENT_GROWS,
    SEGMENT_STAGE,
    SEGMENT_START,
    SEGMENT_W,
)
from cosmodrome.ascent.guidance.thrust_moments import (
    Moments,
    last_burn,
    nothing_yet,
    steady_burn,
)
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# A stretch is not counted on beyond this part of the time in which it would burn the vehicle.
_MOST_BURNT = 0.95


@compiled
def segment_at(segments: Array, t_plan: Scalar, first: int, final: int) -> int:
    """Stretch of the plan at a time of the plan; the last one of a burn goes on.

    Parameters
    ----------
    segments : array, shape (G, 7)
        Of the program [-].
    t_plan : float
        [s].
    first, final : int
        Stretches of the burn.
    """
    i = first
    while i < final and segments[i, SEGMENT_END] <= t_plan + 1e-6:
        i += 1
    return i


@compiled
def planned_acceleration(segments: Array, i: int, t_plan: Scalar) -> Scalar:
    """Acceleration the plan has in a stretch [m/s2].

    Parameters
    ----------
    segments : array, shape (G, 7)
        Of the program [-].
    i : int
        Stretch.
    t_plan : float
        [s].
    """
    a = segments[i, SEGMENT_A]
    if a <= 0.0:
        return 0.0
    tau, k = segments[i, SEGMENT_W] / a, segments[i, SEGMENT_GROWS]
    gone = max(t_plan - segments[i, SEGMENT_START], 0.0)
    if k == 0.0:
        return segments[i, SEGMENT_W] / (tau - min(gone, _MOST_BURNT * tau))
    gone = min(gone, segments[i, SEGMENT_END] - segments[i, SEGMENT_START])
    return a * (1.0 + k * gone) / (1.0 - gone * (1.0 + 0.5 * k * gone) / tau)


@compiled
def burns_for(
    segments: Array,
    t_plan: Scalar,
    first: int,
    final: int,
    ratio: Scalar,
    wanted: Scalar,
    limit: Scalar,
    least: Scalar,
    holds_speed: Scalar,
) -> Moments:
    """Moments of the burns that give a velocity.

    Parameters
    ----------
    segments : array, shape (G, 7)
        Of the program [-].
    t_plan : float
        Now, in the time of the plan [s].
    first, final : int
        Stretch that is flown now, and the last one.
    ratio : float
        Acceleration felt over the planned one, for the stage that burns now [-].
    wanted : float
        Velocity to go [m/s].
    limit, least : float
        Acceleration the last stage throttles to [m/s2], and its lowest throttle [-].
    holds_speed : float
        0 when the last stretch burns to its end whatever is wanted [-].
    """
    found = nothing_yet()
    for i in range(first, final + 1):
        now = t_plan if i == first else segments[i, SEGMENT_START]
        a, w = planned_acceleration(segments, i, now), segments[i, SEGMENT_W]
        same = segments[i, SEGMENT_STAGE] == segments[first, SEGMENT_STAGE]
        if same:
            a *= ratio
        span = max(segments[i, SEGMENT_END] - max(now, segments[i, SEGMENT_START]), 0.0)
        if segments[i, SEGMENT_GRAIN] > 0.5 and same:
            # A stronger grain is through sooner: it gives what the plan has.
            span /= ratio
        # Growing thrust is counted as its mean over what is left of the stretch.
        k = segments[i, SEGMENT_GROWS]
        if k != 0.0:
            gone = max(now - segments[i, SEGMENT_START], 0.0)
            a *= (1.0 + k * (gone + 0.5 * span)) / (1.0 + k * gone)
        missing = wanted - found.m0
        ends, longer = i == final and holds_speed > 0.5, found
        if not ends:
            longest = w / a * _MOST_BURNT if a > 0.0 else span
            longer = steady_burn(found, a, w, min(span, longest))
            enough = a > 0.0 and longer.m0 - found.m0 >= missing
            ends = holds_speed > 0.5 and enough
        if ends:
            return last_burn(found, max(missing, 1e-6), a, w, limit, least)
        found = longer
    return found
