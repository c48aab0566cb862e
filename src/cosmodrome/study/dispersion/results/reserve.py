"""Propellant kept for what varies, and the payload that could be carried instead."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.confidence import CONFIDENCE, quantile_interval
from cosmodrome.study.dispersion.results.failures import REACHED
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.study import Study, table_with

Array = NDArray[np.float64]

# Part of flights that may run out of propellant: 1 less 99.7 % [-].
SHARE_WITHOUT = 0.003
_PASSES, _SETTLED_KG = 12, 0.5
# A first step of the payload, as a part of what is left over [-].
_STEP = 0.1


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


def left_with_payload(study: Study, reference: Reference) -> Callable[[float], float]:
    """Usable propellant left against payload added, of guided flights without dispersions.

    The plan stays: its attitude in the air is not made best for the other payload, so what is
    found is what can be carried without planning again.

    Parameters
    ----------
    study : Study
        As it is flown.
    reference : Reference
        For the name of the last stage.

    Returns
    -------
    callable
        From payload added [kg] to propellant left [kg]; minus infinity when it fails.
    """
    study = replace(study, falls=None, upper=None)
    mean = study.dispersions.mean
    place = study.dispersions.layout.place("payload_kg")

    def left(added_kg: float) -> float:
        vector = mean.copy()
        vector[place] += added_kg
        table = table_with(study, np.zeros(1, dtype=np.int64), vector[None])
        if table["ending"][0] != REACHED:
            return -np.inf
        return float(table[f"{reference.last} usable_left_kg"][0])

    return left


def payload_with(reserve_kg: float, left: Callable[[float], float]) -> dict[str, Any] | None:
    """Payload to be added or taken off so that a flight without dispersions keeps a reserve.

    Parameters
    ----------
    reserve_kg : float
        To be left [kg].
    left : callable
        From payload added [kg] to propellant left [kg].

    Returns
    -------
    dict or None
        ``added_kg``; ``left_per_payload``, the slope there [-]; None when no flight gets there.
    """
    low, f_low = 0.0, left(0.0) - reserve_kg
    if not np.isfinite(f_low):
        return None
    high = low + (_STEP * f_low or _STEP)
    slope = -1.0
    for _ in range(_PASSES):
        f_high = left(high) - reserve_kg
        if not np.isfinite(f_high):
            # Too heavy for this plan: half the way from the last one that flew.
            high = 0.5 * (low + high)
            continue
        if high != low:
            slope = (f_high - f_low) / (high - low)
        if abs(f_high) < _SETTLED_KG or slope >= 0.0:
            break
        low, f_low = high, f_high
        high = high - f_high / slope
    settled = np.isfinite(f_high) and abs(f_high) < max(10.0 * _SETTLED_KG, 0.01 * reserve_kg)
    return {"added_kg": high, "left_per_payload": slope} if settled else None
