"""The payload with which 99.7 % of the flights reach orbit.

More payload leaves less propellant, and needs another reserve: the last stage burns longer, and
its own spread counts for more. Flights without dispersions say how much is left with a payload;
the first samples are flown again with a payload near the one sought, and their reserve beside that
of the same samples without it says how the reserve grows, taken as a line between the two.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.failures import REACHED
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.reserve import reserve_of
from cosmodrome.study.dispersion.study import Study, table_with
from cosmodrome.study.workers import cores

Array = NDArray[np.float64]

_PASSES, _SETTLED_KG = 12, 0.5
# A first step of the payload, as a part of what is left over [-].
_STEP = 0.1
# Samples flown again at most, and at a time [-].
_AGAIN, _BATCH = 4096, 512
# Nominal reserve left by the payload they are flown with: enough for most to reach orbit [-].
_ROOM = (2.0, 4.0)


def payload_mapping(
    study: Study, reference: Reference, left_kg: Array, reserve_kg: float
) -> dict[str, Any] | None:
    """Payload to be added or taken off so that 99.7 % of the flights reach orbit.

    The plan stays: its attitude in the air is not made best for the other payload, so what is
    found is what can be carried without planning again.

    Parameters
    ----------
    study : Study
        As it is flown.
    reference : Reference
        For the name of the last stage.
    left_kg : array, shape (n,)
        Usable propellant left of every flight; minus infinity of those that failed [kg].
    reserve_kg : float
        Performance reserve of these flights [kg].

    Returns
    -------
    dict or None
        ``added_kg``; ``left_per_payload``, the slope there [-]; ``performance_reserve_kg`` with
        that payload; ``flown_again``, samples that tell it [-]. None when no flight gets there.
    """
    bare = replace(study, falls=None, upper=None, sample_count=0)
    nominal = left_with_payload(bare, reference)
    count = min(left_kg.size, _AGAIN)
    here = reserve_of(left_kg[:count], nominal(0.0))["performance_reserve_kg"]
    for room in _ROOM:
        near = payload_with(room * max(reserve_kg, 0.0), nominal)
        if near is None or here is None:
            return None
        added = near["added_kg"]
        again = dispersed_left(bare, reference, added, count)
        there = reserve_of(again, nominal(added))["performance_reserve_kg"]
        if there is None:
            continue
        # Of the same samples, so that the luck of the few does not enter.
        growth = (there / here - 1.0) / added if here > 0.0 and added != 0.0 else 0.0
        found = _settled(nominal, reserve_kg, growth)
        return None if found is None else {**found, "flown_again": count}
    return None


def _settled(
    nominal: Callable[[float], float], reserve_kg: float, growth: float
) -> dict[str, Any] | None:
    """Payload whose nominal flight keeps the reserve it needs, growing by a part a kilogram."""
    kept = reserve_kg
    found = None
    for _ in range(_PASSES):
        found = payload_with(kept, nominal)
        if found is None:
            return None
        before, kept = kept, reserve_kg * (1.0 + growth * found["added_kg"])
        if abs(kept - before) < _SETTLED_KG:
            break
    return found and {**found, "performance_reserve_kg": kept}


def dispersed_left(study: Study, reference: Reference, added_kg: float, count: int) -> Array:
    """Usable propellant left of the first samples, flown again with other payload.

    Parameters
    ----------
    study : Study
        As it is flown.
    reference : Reference
        For the name of the last stage.
    added_kg : float
        Payload added [kg].
    count : int
        Samples [-].

    Returns
    -------
    array, shape (count,)
        Minus infinity of those that failed [kg].
    """
    place = study.dispersions.layout.place("payload_kg")

    def left(first: int) -> Array:
        index = np.arange(first, min(first + _BATCH, count))
        vectors = study.dispersions.vectors(index, study.sampling, study.seed)
        vectors[:, place] += added_kg
        return _left(study, reference, index, vectors)

    with ThreadPoolExecutor(max_workers=cores()) as pool:
        return np.concatenate(list(pool.map(left, range(0, count, _BATCH))))


def _left(study: Study, reference: Reference, index: NDArray[np.int64], vectors: Array) -> Array:
    table = table_with(study, index, vectors)
    usable = table[f"{reference.last} usable_left_kg"].to_numpy()
    return np.where((table["ending"] == REACHED).to_numpy(), usable, -np.inf)


def left_with_payload(study: Study, reference: Reference) -> Callable[[float], float]:
    """Usable propellant left against payload added, of guided flights without dispersions.

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
    mean = study.dispersions.mean
    place = study.dispersions.layout.place("payload_kg")
    one = np.zeros(1, dtype=np.int64)

    def left(added_kg: float) -> float:
        vector = mean.copy()
        vector[place] += added_kg
        return float(_left(study, reference, one, vector[None])[0])

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
