"""Propellant kept for what varies: flight performance reserve."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.confidence import CONFIDENCE, quantile_interval

Array = NDArray[np.float64]

# Part of flights that may run out of propellant: 1 less 99.7 % [-].
SHARE_WITHOUT = 0.003


def reserve_of(left_kg: Array, nominal_kg: float) -> dict[str, Any]:
    """Propellant left with a probability of 99.7 %, and what dispersions take of it.

    The flight performance reserve is what the flight without dispersions has left, less the 0.3 %
    quantile of what dispersed ones have left. A flight that did not reach orbit counts as below
    all others.

    Parameters
    ----------
    left_kg : array, shape (n,)
        Usable propellant left of every flight; minus infinity of those that failed [kg].
    nominal_kg : float
        Of the flight without dispersions [kg].

    Returns
    -------
    dict
        ``probability``; ``nominal_left_kg``; ``left_kg`` at that probability with its interval by
        order statistics; ``performance_reserve_kg`` with its. None where it cannot be told: too
        few flights, or too many that failed.
    """
    ordered = np.sort(left_kg)
    # The sample at this rank, not a value between two: failures have no size.
    at = max(int(np.ceil(SHARE_WITHOUT * ordered.size)) - 1, 0)
    low, high = quantile_interval(ordered, SHARE_WITHOUT)
    left = [_finite(x) for x in (float(ordered[at]), low, high)]
    return {
        "probability": 1.0 - SHARE_WITHOUT,
        "confidence": CONFIDENCE,
        "nominal_left_kg": nominal_kg,
        "left_kg": left[0],
        "left_interval_kg": left[1:],
        "performance_reserve_kg": _less(nominal_kg, left[0]),
        "performance_reserve_interval_kg": [_less(nominal_kg, x) for x in (left[2], left[1])],
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None


def _less(whole: float, part: float | None) -> float | None:
    return None if part is None else whole - part
