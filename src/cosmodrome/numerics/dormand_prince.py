"""Dormand-Prince 8(5,3) with steps that end on every kink, compiled for any model.

A model is a NamedTuple; three functions are overloaded on its type and compiled in:

    rates(model, t, y, dy)    writes dy/dt [unit of y per s]
    kink_level(model, t, y)   a smooth quantity whose passing of `model.kinks` is a kink
    stop_level(model, t, y)   the integration ends where this falls through zero

The kinks of an ascent are the layers of the atmosphere; a step is shortened until it ends on one.

References
----------
Hairer, Norsett, Wanner: Solving Ordinary Differential Equations I, 2nd ed. (1993), II.4, II.10.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.numerics.dormand_prince_coefficients import (
    ERROR_3,
    ERROR_5,
    NODES,
    STAGE_WEIGHTS,
    STAGES,
    WEIGHTS,
)

Array = NDArray[np.float64]

REACHED_END, STOPPED, BROKEN = 0, 1, 2

_SAFETY, _SHRINK, _GROW = 0.9, 0.2, 6.0
_LOCATE_ROUNDS = 60


def rates(model: Any, t: float, y: Array, dy: Array) -> None:
    """Write dy/dt of a model; overloaded for each model type [unit of y per s]."""
    raise NotImplementedError(f"no compiled rates for {type(model).__name__}")


def kink_level(model: Any, t: float, y: Array) -> float:
    """Quantity compared with ``model.kinks``; overloaded for each model type [-]."""
    raise NotImplementedError(f"no compiled kink level for {type(model).__name__}")


def stop_level(model: Any, t: float, y: Array) -> float:
    """Quantity whose fall through zero ends the integration; overloaded [-]."""
    raise NotImplementedError(f"no compiled stop level for {type(model).__name__}")


@njit(cache=True, error_model="numpy")
def _step(model, t, y, h, slopes, y_new, stage):  # type: ignore[no-untyped-def]
    """One step from slopes[0] = f(t, y); fills y_new and slopes[STAGES] = f(t + h, y_new)."""
    n = y.size
    for s in range(1, STAGES):
        for i in range(n):
            total = 0.0
            for j in range(s):
                total += STAGE_WEIGHTS[s, j] * slopes[j, i]
            stage[i] = y[i] + h * total
        rates(model, t + NODES[s] * h, stage, slopes[s])
    for i in range(n):
        total = 0.0
        for s in range(STAGES):
            total += WEIGHTS[s] * slopes[s, i]
        y_new[i] = y[i] + h * total
    rates(model, t + h, y_new, slopes[STAGES])


@njit(cache=True, error_model="numpy")
def _error(y, y_new, h, slopes, tolerance, scale):  # type: ignore[no-untyped-def]
    """Error of the step over the tolerance: below 1 it is accepted."""
    fifth, third = 0.0, 0.0
    for i in range(y.size):
        e5, e3 = 0.0, 0.0
        for s in range(STAGES + 1):
            e5 += ERROR_5[s] * slopes[s, i]
            e3 += ERROR_3[s] * slopes[s, i]
        weight = tolerance * (scale[i] + max(abs(y[i]), abs(y_new[i])))
        fifth += (e5 / weight) ** 2
        third += (e3 / weight) ** 2
    if fifth == 0.0 and third == 0.0:
        return 0.0
    return abs(h) * fifth / np.sqrt((fifth + 0.01 * third) * y.size)


@njit(cache=True, error_model="numpy")
def _cell(kinks, level):  # type: ignore[no-untyped-def]
    """Number of kinks at or below a level."""
    return np.searchsorted(kinks, level, side="right")


@njit(cache=True, error_model="numpy")
def _locate(model, t, y, h, slopes, y_new, stage, target):  # type: ignore[no-untyped-def]
    """Shorten h until the step ends on the level `target` (nan: the stop level's zero)."""
    stop = np.isnan(target)
    low, high = 0.0, h
    before = stop_level(model, t, y) if stop else kink_level(model, t, y) - target
    after = stop_level(model, t + h, y_new) if stop else kink_level(model, t + h, y_new) - target
    for _ in range(_LOCATE_ROUNDS):
        if after == before:
            break
        # Illinois regula falsi: keeps the bracket, no derivative needed.
        middle = high - after * (high - low) / (after - before)
        if not low < middle < high:
            middle = 0.5 * (low + high)
        _step(model, t, y, middle, slopes, y_new, stage)
        if stop:
            value = stop_level(model, t + middle, y_new)
        else:
            value = kink_level(model, t + middle, y_new) - target
        if (value < 0.0) == (after < 0.0):
            high, after = middle, value
            before *= 0.5
        else:
            low, before = middle, value
            after *= 0.5
        if high - low < 1e-10 * max(1.0, abs(t)) or value == 0.0:
            break
    # End just beyond the crossing, so that the next step starts on the far side.
    _step(model, t, y, high, slopes, y_new, stage)
    return high


@njit(cache=True, error_model="numpy")
def integrate(model, t, t_end, y, tolerance, scale, longest, record):  # type: ignore[no-untyped-def]
    """Integrate a model from t to t_end or to its stop; every accepted step is recorded.

    Parameters
    ----------
    model : NamedTuple
        With `rates`, `kink_level`, `stop_level` overloaded for its type and a `kinks` array.
    t, t_end : float
        Start and end [s].
    y : array, shape (n,)
        Start state; holds the end state afterwards [unit of y].
    tolerance : float
        Relative error a step [-].
    scale : array, shape (n,)
        Added to abs(y) where the tolerance is taken [unit of y].
    longest : float
        Longest step [s].
    record : array, shape (rows, n + 1)
        Receives t and y after every step [s], [unit of y].

    Returns
    -------
    t : float
        Where it ended [s].
    count : int
        Rows of `record` written [-].
    verdict : int
        REACHED_END, STOPPED, or BROKEN (not finite, step too short, record full) [-].
    """
    n = y.size
    slopes = np.empty((STAGES + 1, n))
    y_new, stage = np.empty(n), np.empty(n)
    rates(model, t, y, slopes[0])
    h = min(longest, t_end - t)
    count = 0
    cell = _cell(model.kinks, kink_level(model, t, y))
    while t < t_end:
        if count >= record.shape[0]:
            return t, count, BROKEN
        h = min(h, longest, t_end - t)
        _step(model, t, y, h, slopes, y_new, stage)
        error = _error(y, y_new, h, slopes, tolerance, scale)
        if not np.isfinite(error):
            h *= _SHRINK
            if h < 1e-9:
                return t, count, BROKEN
            continue
        factor = _GROW if error == 0.0 else _SAFETY * error**-0.125
        if error > 1.0 and h > 1e-9:
            h *= max(_SHRINK, factor)
            continue
        stopped = stop_level(model, t + h, y_new) < 0.0 <= stop_level(model, t, y)
        level = kink_level(model, t + h, y_new)
        reached = _cell(model.kinks, level)
        taken = h
        if stopped:
            taken = _locate(model, t, y, h, slopes, y_new, stage, np.nan)
        elif reached != cell:
            target = model.kinks[cell] if reached > cell else model.kinks[cell - 1]
            taken = _locate(model, t, y, h, slopes, y_new, stage, target)
            reached = cell + 1 if reached > cell else cell - 1
        # Land on the end itself: t + h may miss it by a rounding.
        t = t_end if taken == h and h == t_end - t else t + taken
        y[:] = y_new
        slopes[0] = slopes[STAGES]
        record[count, 0] = t
        record[count, 1:] = y
        count += 1
        if stopped:
            return t, count, STOPPED
        cell = reached
        h *= min(_GROW, max(_SHRINK, factor))
    return t, count, REACHED_END
