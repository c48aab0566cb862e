"""Chi-square, beta, Student and binomial distributions: what intervals of confidence need.

References
----------
DLMF, NIST Digital Library of Mathematical Functions, release 1.2: sections 8.7 (series of the
incomplete gamma function), 8.9 (its continued fraction) and 8.17 (incomplete beta function).
Lentz (1976), Applied Optics 15, 668, as modified by Thompson and Barnett (1986), Journal of
Computational Physics 64, 490: how continued fractions are summed.
"""

import math
from collections.abc import Callable
from functools import cache

from cosmodrome.numerics.normal import normal_quantile

_TINY = 1e-300
_EPS = 1e-15
_MOST_TERMS = 100_000


def gamma_probability(shape: float, x: float) -> float:
    """Regularised lower incomplete gamma function P(shape, x) [-].

    Parameters
    ----------
    shape : float
        Above 0 [-].
    x : float
        0 or above [-].
    """
    if x <= 0.0:
        return 0.0
    weight = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        for k in range(1, _MOST_TERMS):
            term *= x / (shape + k)
            total += term
            if term < total * _EPS:
                break
        return weight * total
    b = x + 1.0 - shape
    c, d = 1.0 / _TINY, 1.0 / b
    fraction = d
    for k in range(1, _MOST_TERMS):
        a = -k * (k - shape)
        b += 2.0
        d = 1.0 / _away(a * d + b)
        c = _away(b + a / c)
        fraction *= c * d
        if abs(c * d - 1.0) < _EPS:
            break
    return 1.0 - weight * fraction


def beta_probability(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b) [-].

    Parameters
    ----------
    a, b : float
        Above 0 [-].
    x : float
        From 0 to 1 [-].
    """
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - beta_probability(b, a, 1.0 - x)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    weight = math.exp(scale + a * math.log(x) + b * math.log1p(-x)) / a
    c, d = 1.0, 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    fraction = d
    for k in range(1, _MOST_TERMS):
        even = k * (b - k) * x / ((a + 2 * k - 1.0) * (a + 2 * k))
        d = 1.0 / _away(1.0 + even * d)
        c = _away(1.0 + even / c)
        fraction *= c * d
        odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1.0))
        d = 1.0 / _away(1.0 + odd * d)
        c = _away(1.0 + odd / c)
        fraction *= c * d
        if abs(c * d - 1.0) < _EPS:
            break
    return weight * fraction


def _away(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


@cache
def chi_square_quantile(probability: float, freedom: float) -> float:
    """Value a chi-square number is below with a probability [-].

    Parameters
    ----------
    probability : float
        Within (0, 1) [-].
    freedom : float
        Degrees of freedom, above 0; need not be whole [-].
    """
    ninth = 2.0 / (9.0 * freedom)
    z = float(normal_quantile([probability])[0])
    near = freedom * max(1.0 - ninth + z * math.sqrt(ninth), 0.01) ** 3  # Wilson and Hilferty
    return _root(lambda x: gamma_probability(0.5 * freedom, 0.5 * x) - probability, near, None)


@cache
def beta_quantile(probability: float, a: float, b: float) -> float:
    """Value a beta number is below with a probability [-].

    Parameters
    ----------
    probability : float
        Within (0, 1) [-].
    a, b : float
        Shapes, above 0 [-].
    """
    mean = a / (a + b)
    return _root(lambda x: beta_probability(a, b, x) - probability, mean, 1.0)


@cache
def student_quantile(probability: float, freedom: float) -> float:
    """Value a number of Student's distribution is below with a probability [-].

    Parameters
    ----------
    probability : float
        Within (0, 1) [-].
    freedom : float
        Degrees of freedom, above 0 [-].
    """
    if probability == 0.5:
        return 0.0
    tail = 2.0 * min(probability, 1.0 - probability)
    x = beta_quantile(tail, 0.5 * freedom, 0.5)
    return math.copysign(math.sqrt(freedom * (1.0 - x) / x), probability - 0.5)


def chi_square_probability(x: float, freedom: float) -> float:
    """Probability with which a chi-square number is below a value [-].

    Parameters
    ----------
    x : float
        0 or above [-].
    freedom : float
        Degrees of freedom, above 0 [-].
    """
    return gamma_probability(0.5 * freedom, 0.5 * x)


def binomial_probability(most: int, trials: int, probability: float) -> float:
    """Probability of at most so many successes [-].

    Parameters
    ----------
    most, trials : int
        Successes, and how often it is tried [-].
    probability : float
        Of a success [-].
    """
    if most < 0 or most >= trials:
        return 0.0 if most < 0 else 1.0
    return beta_probability(trials - most, most + 1.0, 1.0 - probability)


def _root(miss: Callable[[float], float], near: float, high: float | None) -> float:
    """Zero of a rising function above 0, by bisection between bounds grown from a guess."""
    low, top = 0.5 * near, 2.0 * near if high is None else min(2.0 * near, high)
    while miss(low) > 0.0:
        low *= 0.25
    while top != high and miss(top) < 0.0:
        top = 2.0 * top if high is None else min(2.0 * top, high)
    return _bracketed(miss, low, top)


def _bracketed(miss: Callable[[float], float], low: float, high: float) -> float:
    """Zero between two bounds by the rule of Illinois, which keeps both sides moving."""
    f_low, f_high = miss(low), miss(high)
    side = 0
    for _ in range(200):
        x = (low * f_high - high * f_low) / (f_high - f_low) if f_high != f_low else low
        if not low < x < high:
            x = 0.5 * (low + high)
        f = miss(x)
        if f == 0.0 or high - low <= 1e-14 * high:
            return x
        if f < 0.0:
            low, f_low = x, f
            f_high *= 0.5 if side == -1 else 1.0
            side = -1
        else:
            high, f_high = x, f
            f_low *= 0.5 if side == 1 else 1.0
            side = 1
        if abs(f) < 1e-15:
            return x
    return x
