"""Whether a column is in the unit its name says, and what its clock and speed count from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import Fault, InputError
from cosmodrome.study.reconstruction.columns import HEIGHT, SPEED, UNITS, Column
from cosmodrome.study.reconstruction.telemetry import Telemetry

Array = NDArray[np.float64]

# A column is in another unit when it is further than this from what the launcher does [-] ...
_OFF = 1.45
# ... and within this of it in the other one: the launcher's own figures are that good.
_CLOSE = 1.35
_FROM_S, _UNTIL_S = 15.0, 140.0
# Speeds on the way up that tell the time best [m/s], and an offset that is no matter of noise [s].
_CLOCK_SPEEDS_M_S, _CLOCK_OFF_S = (20.0, 160.0), 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a launcher does on its way up, roughly.

    Attributes
    ----------
    time_s : array, shape (n,)
        After lift-off [s].
    speed_m_s, height_m : array, shape (n,)
        Over the ground [m/s]; over the pad [m].
    pad_speed_m_s : float
        Of the pad around the Earth [m/s].
    """

    time_s: Array
    speed_m_s: Array
    height_m: Array
    pad_speed_m_s: float


def settled(telemetry: Telemetry, expected: Expected) -> tuple[Telemetry, float]:
    """Telemetry in SI units on a clock that starts at lift-off.

    Parameters
    ----------
    telemetry : Telemetry
        As read.
    expected : Expected
        Flight of the launcher, roughly.

    Returns
    -------
    telemetry : Telemetry
        With a note for everything mended.
    clock_s : float
        What was taken off its times [s].

    Raises
    ------
    InputError
        When a column fits the flight in no unit known.
    """
    mended, inertial = _inertial(telemetry, expected)
    known = replace(expected, speed_m_s=_seen(expected, inertial))
    for _ in range(2):
        mended, clock = _on_the_clock(mended, known, telemetry)
        before = mended
        mended = _in_its_unit(mended, SPEED, known)
        mended = _in_its_unit(mended, HEIGHT, known)
        if mended is before:
            break
    return replace(mended, inertial=inertial), clock


def _seen(expected: Expected, inertial: bool) -> Array:
    if not inertial:
        return expected.speed_m_s
    return np.asarray(np.hypot(expected.speed_m_s, expected.pad_speed_m_s))


def _inertial(telemetry: Telemetry, expected: Expected) -> tuple[Telemetry, bool]:
    """Speed counted from the stars: that of the pad stands on it before lift-off."""
    v = telemetry.speed_m_s[np.isfinite(telemetry.speed_m_s)]
    if v.size < 10 or expected.pad_speed_m_s < 50.0:
        return telemetry, False
    first = float(np.median(v[:3]))
    if abs(first / expected.pad_speed_m_s - 1.0) > 0.1:
        return telemetry, False
    begins = np.isfinite(telemetry.height_m)
    height = telemetry.height_m[begins][:3]
    if height.size and float(np.median(np.abs(height))) > 500.0:
        # A flight joined on its way has that speed too.
        return telemetry, False
    note = f"the speed on the pad is {first:.0f} m/s, that of the turning Earth: taken as inertial"
    return replace(telemetry, notes=(*telemetry.notes, note)), True


def _on_the_clock(
    telemetry: Telemetry, expected: Expected, read: Telemetry
) -> tuple[Telemetry, float]:
    """Times from lift-off, by when the speeds of the first minute are passed."""
    v, t = telemetry.speed_m_s, telemetry.time_s
    there = np.isfinite(v)
    low, high = _CLOCK_SPEEDS_M_S
    base = float(expected.speed_m_s[0])
    at = base + np.linspace(low, high, 15)
    speed, times = v[there], t[there]
    already = float(read.time_s[0] - t[0])
    if speed.size < 10 or speed[0] > base + low or np.max(speed) < base + high:
        return telemetry, already
    rising = np.maximum.accumulate(speed)
    first = np.array([times[int(np.argmax(rising >= level))] for level in at])
    model = np.interp(at, np.maximum.accumulate(expected.speed_m_s), expected.time_s)
    offset = float(np.median(first - model))
    if abs(offset) < _CLOCK_OFF_S:
        return telemetry, already
    # Half a second is as well as an unknown thrust lets it be known.
    offset = round(2.0 * offset) / 2.0
    notes = [n for n in telemetry.notes if not n.startswith("the clock is ahead")]
    ahead = already + offset
    notes.append(f"the clock is ahead of lift-off by {ahead:g} s: taken off all times")
    return replace(telemetry, time_s=t - offset, notes=tuple(notes)), ahead


def _in_its_unit(telemetry: Telemetry, quantity: str, expected: Expected) -> Telemetry:
    values = telemetry.speed_m_s if quantity == SPEED else telemetry.height_m
    column = next((c for c in telemetry.columns if c.quantity == quantity), None)
    known = expected.speed_m_s if quantity == SPEED else expected.height_m
    ratio = _ratio(telemetry.time_s, values, expected.time_s, known)
    if column is None or ratio is None or 1.0 / _OFF < ratio < _OFF:
        return telemetry
    factors = {unit: column.factor / factor for unit, factor in UNITS[quantity].items()}
    # Read in its unit, the column is `ratio` times the flight; in another, ratio / factor times.
    unit = min(factors, key=lambda u: abs(np.log(ratio / factors[u])))
    off = ratio / factors[unit]
    if not 1.0 / _CLOSE < off < _CLOSE:
        raise InputError(_no_unit(telemetry, column, ratio))
    said = "as its name says" if column.stated else "as is usual"
    note = (
        f"column {column.name} is {ratio:.3g} times what the launcher does when read in "
        f"{column.unit}, {said}: read in {unit}"
    )
    mended = values / factors[unit]
    columns = tuple(replace(c, unit=unit) if c is column else c for c in telemetry.columns)
    changed: Mapping[str, Array] = {"speed_m_s" if quantity == SPEED else "height_m": mended}
    notes = (*telemetry.notes, note)
    if quantity == SPEED:
        return replace(telemetry, columns=columns, notes=notes, speed_m_s=changed["speed_m_s"])
    return replace(telemetry, columns=columns, notes=notes, height_m=changed["height_m"])


def _ratio(time_s: Array, values: Array, known_s: Array, known: Array) -> float | None:
    """Median of read over expected on the way up; None where too little is read."""
    there = np.isfinite(values) & (time_s >= _FROM_S) & (time_s <= _UNTIL_S) & (values > 0.0)
    if there.sum() < 8:
        return None
    return float(np.median(values[there] / np.interp(time_s[there], known_s, known)))


def _no_unit(telemetry: Telemetry, column: Column, ratio: float) -> Fault:
    known = ", ".join(UNITS[column.quantity])
    return Fault(
        file=telemetry.files[0],
        line=None,
        key=column.name,
        problem=f"is {ratio:.3g} times what this launcher does in {column.unit}, and fits it in "
        f"no other unit ({known})",
        remedy="check the launcher and the columns",
    )
