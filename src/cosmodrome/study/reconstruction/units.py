"""Whether a column is in the unit its name says, and what its clock and speed count from."""

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
    telemetry, inertial = _inertial(telemetry, expected)
    known = replace(expected, speed_m_s=_seen(expected, inertial))
    mended, clock = _speed_and_clock(telemetry, known)
    mended = _in_its_unit(mended, HEIGHT, known)
    return replace(mended, inertial=inertial), clock


def _speed_and_clock(telemetry: Telemetry, expected: Expected) -> tuple[Telemetry, float]:
    """Speed in its unit on a clock from lift-off; each is needed to find the other."""
    column = next((c for c in telemetry.columns if c.quantity == SPEED), None)
    if column is None:
        return telemetry, 0.0
    best: tuple[float, str, float, float] | None = None
    for unit in sorted(UNITS[SPEED], key=lambda u: u != column.unit):
        factor = UNITS[SPEED][unit] / column.factor
        trial = replace(telemetry, speed_m_s=factor * telemetry.speed_m_s)
        offset = _clock_offset(trial, expected)
        times = trial.time_s - offset
        ratio = _ratio(times, trial.speed_m_s, expected.time_s, expected.speed_m_s)
        if ratio is None:
            return telemetry, 0.0
        off = abs(float(np.log(ratio)))
        if best is None or off < best[0]:
            best = (off, unit, offset, ratio)
        if unit == column.unit:
            asked = ratio
            if off < np.log(_OFF):
                break
    assert best is not None
    off, unit, offset, ratio = best
    notes = list(telemetry.notes)
    if unit != column.unit:
        if off > np.log(_CLOSE):
            raise InputError(_no_unit(telemetry, column, asked))
        notes.append(_mended_note(column, asked, unit))
    if offset:
        notes.append(f"the clock is ahead of lift-off by {offset:g} s: taken off all times")
    factor = UNITS[SPEED][unit] / column.factor
    mended = replace(
        telemetry,
        time_s=telemetry.time_s - offset,
        speed_m_s=factor * telemetry.speed_m_s,
        columns=tuple(replace(c, unit=unit) if c is column else c for c in telemetry.columns),
        notes=tuple(notes),
    )
    return mended, offset


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


def _clock_offset(telemetry: Telemetry, expected: Expected) -> float:
    """By how much the clock is ahead of lift-off, by when the speeds of the first minute pass [s].

    0 when they are not seen, or when it is no more than a display may be off by itself.
    """
    there = np.isfinite(telemetry.speed_m_s)
    speed, times = telemetry.speed_m_s[there], telemetry.time_s[there]
    low, high = _CLOCK_SPEEDS_M_S
    base = float(expected.speed_m_s[0])
    at = base + np.linspace(low, high, 15)
    if speed.size < 10 or speed[0] > base + low or np.max(speed) < base + high:
        return 0.0
    rising, known = np.maximum.accumulate(speed), np.maximum.accumulate(expected.speed_m_s)
    after = np.searchsorted(rising, at)
    before = np.maximum(after - 1, 0)
    span = np.maximum(rising[after] - rising[before], 1e-9)
    part = np.clip((at - rising[before]) / span, 0.0, 1.0)
    passed = times[before] + part * (times[after] - times[before])
    offset = float(np.median(passed - np.interp(at, known, expected.time_s)))
    # Half a second is as well as an unknown thrust lets it be known.
    return round(2.0 * offset) / 2.0 if abs(offset) > _CLOCK_OFF_S else 0.0


def _in_its_unit(telemetry: Telemetry, quantity: str, expected: Expected) -> Telemetry:
    """Height in the unit it is in."""
    column = next((c for c in telemetry.columns if c.quantity == quantity), None)
    ratio = _ratio(telemetry.time_s, telemetry.height_m, expected.time_s, expected.height_m)
    if column is None or ratio is None or 1.0 / _OFF < ratio < _OFF:
        return telemetry
    # Read in its unit the column is `ratio` times the flight; in another, ratio / factor times.
    factors = {unit: column.factor / factor for unit, factor in UNITS[quantity].items()}
    unit = min(factors, key=lambda u: abs(np.log(ratio / factors[u])))
    if not 1.0 / _CLOSE < ratio / factors[unit] < _CLOSE:
        raise InputError(_no_unit(telemetry, column, ratio))
    return replace(
        telemetry,
        columns=tuple(replace(c, unit=unit) if c is column else c for c in telemetry.columns),
        height_m=telemetry.height_m / factors[unit],
        notes=(*telemetry.notes, _mended_note(column, ratio, unit)),
    )


def _mended_note(column: Column, ratio: float, unit: str) -> str:
    said = "as its name says" if column.stated else "as is usual"
    return (
        f"column {column.name} is {ratio:.3g} times what the launcher does when read in "
        f"{column.unit}, {said}: read in {unit}"
    )


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
