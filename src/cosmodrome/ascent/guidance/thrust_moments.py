"""Moments of the thrust acceleration over the burns to come.

With a(t) the acceleration by thrust and T the time to go, the explicit law needs

    L = int a,  J = int a t,  H = int a t^2,
    S = int int a = T L - J,  Q = int int a t = T J - H,  P = int int a t^2 = T H - int a t^3.

A burn of steady thrust has a(s) = w / (tau - s), with w the exhaust velocity and tau the time in
which it would burn the whole vehicle; its moments follow from each other,

    m0 = -w ln(1 - b / tau),   mk = tau m(k-1) - w b^k / k.

References
----------
Jaggers (1977), AIAA 77-1051, the thrust integrals; written here as moments, of which the double
integrals are sums.
"""

from typing import NamedTuple

import numpy as np

from cosmodrome.numerics.kernels import Scalar, compiled


class Moments(NamedTuple):
    """Moments of the thrust acceleration about now.

    Attributes
    ----------
    span_s : float
        Time covered so far, coasts included [s].
    m0, m1, m2, m3 : float
        Integrals of the acceleration times powers of time [m/s], [m], [m s], [m s2].
    """

    span_s: Scalar
    m0: Scalar
    m1: Scalar
    m2: Scalar
    m3: Scalar


@compiled
def nothing_yet() -> Moments:
    """Moments of no burn at all."""
    return Moments(0.0, 0.0, 0.0, 0.0, 0.0)


@compiled
def followed_by(
    before: Moments, span_s: Scalar, m0: Scalar, m1: Scalar, m2: Scalar, m3: Scalar
) -> Moments:
    """Moments with one more piece behind, its own moments counted from its start.

    Parameters
    ----------
    before : Moments
        Of all that comes first.
    span_s : float
        Length of the piece [s].
    m0, m1, m2, m3 : float
        Its moments about its start [m/s], [m], [m s], [m s2].
    """
    t = before.span_s
    return Moments(
        t + span_s,
        before.m0 + m0,
        before.m1 + m1 + t * m0,
        before.m2 + m2 + t * (2.0 * m1 + t * m0),
        before.m3 + m3 + t * (3.0 * m2 + t * (3.0 * m1 + t * m0)),
    )


@compiled
def steady_burn(before: Moments, a: Scalar, w: Scalar, span_s: Scalar) -> Moments:
    """Moments with a burn of steady thrust behind.

    Parameters
    ----------
    before : Moments
        Of all that comes first.
    a : float
        Acceleration at its start [m/s2]; 0 is a coast.
    w : float
        Exhaust velocity [m/s].
    span_s : float
        Length of the burn, shorter than w / a [s].
    """
    if a <= 0.0:
        return followed_by(before, span_s, 0.0, 0.0, 0.0, 0.0)
    tau, b = w / a, span_s
    m0 = -w * np.log(1.0 - b / tau)
    m1 = tau * m0 - w * b
    m2 = tau * m1 - 0.5 * w * b * b
    m3 = tau * m2 - w * b * b * b / 3.0
    return followed_by(before, b, m0, m1, m2, m3)


@compiled
def held_burn(before: Moments, a: Scalar, span_s: Scalar) -> Moments:
    """Moments with a burn behind that holds its acceleration.

    Parameters
    ----------
    before : Moments
        Of all that comes first.
    a : float
        Acceleration [m/s2].
    span_s : float
        Length of the burn [s].
    """
    b = span_s
    ab = a * b
    return followed_by(before, b, ab, ab * b / 2.0, ab * b * b / 3.0, ab * b * b * b / 4.0)


@compiled
def last_burn(
    before: Moments, gain: Scalar, a: Scalar, w: Scalar, limit: Scalar, least: Scalar
) -> Moments:
    """Moments with the burn behind that ends when it has given what is missing.

    Its engine throttles to hold the acceleration at the limit until it can throttle no further.

    Parameters
    ----------
    before : Moments
        Of all that comes first.
    gain : float
        Velocity it has to give [m/s].
    a : float
        Acceleration at its start at full throttle [m/s2].
    w : float
        Exhaust velocity [m/s].
    limit : float
        Acceleration it is throttled to [m/s2].
    least : float
        Lowest throttle [-].
    """
    full = w * np.log(limit / a) if a < limit else 0.0
    if gain <= full:
        return steady_burn(before, a, w, (w / a) * (1.0 - np.exp(-gain / w)))
    level = 1.0
    if a < limit:
        before = steady_burn(before, a, w, w / a - w / limit)
    else:
        level = max(limit / a, least)
        limit = a * level
    left = gain - full
    longest = (w / limit) * np.log(level / least)
    if left <= limit * longest:
        return held_burn(before, limit, left / limit)
    before = held_burn(before, limit, longest)
    left -= limit * longest
    return steady_burn(before, limit, w, (w / limit) * (1.0 - np.exp(-left / w)))
