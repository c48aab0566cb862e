"""How far each reading can be trusted: steps of the display, samples held or filled in, scatter."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.reconstruction.telemetry import Telemetry

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Steps a display may count in, largest first [m/s], [m].
_SPEED_STEPS = (1.0, 0.514444, 0.44704, 0.3048, 1.0 / 3.6, 0.1, 0.1 / 3.6, 0.01)
_HEIGHT_STEPS = (1609.344, 1000.0, 304.8, 160.9344, 100.0, 30.48, 10.0, 1.0, 0.3048)
# Part of the readings that must lie on a grid for it to be that of the display [-].
_ON_GRID = 0.7
_WINDOW = 60
# A reading that stands still this long while the flight goes on is a frozen picture.
_FEWEST_HELD = 3
_FEWEST_FILLED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One quantity with its noise, only where it was really read.

    Attributes
    ----------
    time_s : array, shape (n,)
        Of the file's clock [s].
    value : array, shape (n,)
        [m/s] or [m].
    sigma : array, shape (n,)
        Standard deviation of one reading [m/s] or [m].
    step : array, shape (n,)
        Step of the display [m/s] or [m].
    """

    time_s: Array
    value: Array
    sigma: Array
    step: Array


def readings(telemetry: Telemetry) -> tuple[Readings, Readings, tuple[str, ...]]:
    """Speed and height that count, each with its noise.

    Parameters
    ----------
    telemetry : Telemetry
        As read, its units in order.

    Returns
    -------
    speed, height : Readings
    notes : tuple of str
        What was left out, each as a sentence.
    """
    t, v, h = telemetry.time_s, telemetry.speed_m_s, telemetry.height_m
    held = held_samples(t, v, h)
    notes = []
    if held.any():
        notes.append(
            f"{int(held.sum())} samples hold the one before them (frozen picture): left out"
        )
    found = []
    for name, values, steps in (("speed", v, _SPEED_STEPS), ("height", h, _HEIGHT_STEPS)):
        there = np.isfinite(values) & ~held
        filled = np.zeros(t.size, dtype=bool)
        filled[there] = filled_in(t[there], values[there], steps)
        if filled.any():
            notes.append(
                f"{int(filled.sum())} readings of {name} lie on straight lines off the grid of "
                "the display (filled in between others): left out"
            )
        kept = there & ~filled
        found.append(_with_noise(t[kept], values[kept], steps))
    return found[0], found[1], tuple(notes)


def held_samples(time_s: Array, speed_m_s: Array, height_m: Array) -> Mask:
    """Samples that repeat the one before while the flight goes on.

    A run of equal samples is held when the jump at its end is far beyond the usual change from
    sample to sample: a coast stands still too, but goes on without a jump.

    Parameters
    ----------
    time_s, speed_m_s, height_m : array, shape (n,)
        Rising [s]; NaN where missing [m/s], [m].

    Returns
    -------
    array of bool, shape (n,)
        True for all samples of such a run but its first.
    """
    n = time_s.size
    held = np.zeros(n, dtype=bool)
    same = np.zeros(n, dtype=bool)
    same[1:] = _equal(speed_m_s[1:], speed_m_s[:-1]) & _equal(height_m[1:], height_m[:-1])
    change = np.abs(np.diff(speed_m_s)) / np.maximum(np.diff(time_s), 1e-9)
    i = 1
    while i < n:
        if not same[i]:
            i += 1
            continue
        first = i - 1
        while i < n and same[i]:
            i += 1
        if i - first >= _FEWEST_HELD and i < n and np.isfinite(speed_m_s[i]):
            near = change[max(0, first - 15) : i + 15]
            moving = near[np.isfinite(near) & (near > 0.0)]
            usual = float(np.median(moving)) if moving.size else 0.0
            jump = abs(speed_m_s[i] - speed_m_s[first])
            # After a hold of k samples the speed jumps by k + 1 of its usual changes.
            wanted = 0.5 * usual * (time_s[i] - time_s[first])
            held[first + 1 : i] = usual > 0.0 and jump > max(wanted, 2.0 * usual)
    return held


def filled_in(time_s: Array, values: Array, steps: tuple[float, ...]) -> Mask:
    """Readings somebody put in on straight lines between others.

    Parameters
    ----------
    time_s, values : array, shape (n,)
        Without missing ones [s], [m/s] or [m].
    steps : tuple of float
        Steps a display may count in [m/s] or [m].

    Returns
    -------
    array of bool, shape (n,)
        True inside such lines; their ends count as read.
    """
    n = values.size
    filled = np.zeros(n, dtype=bool)
    if n < _FEWEST_FILLED:
        return filled
    # Finer than the grid most readings are on, or a long coast at coarse steps would decide.
    step = display_step(values, steps, part=0.9)
    if step is None:
        return filled
    slope = np.diff(values) / np.diff(time_s)
    # Two decimals were kept of the values.
    straight = np.abs(np.diff(slope)) < max(0.05 * step, 0.02 if step < 5.0 else 12.0)
    off = ~_on_grid(values, step)
    start = 0
    while start < n - 2:
        if not straight[start]:
            start += 1
            continue
        end = start
        while end < n - 2 and straight[end]:
            end += 1
        inside = slice(start + 1, end + 1)
        moving = abs(values[end + 1] - values[start]) > 0.5 * step
        if end - start >= _FEWEST_FILLED - 2 and moving and off[inside].mean() > 0.5:
            filled[inside] = True
        start = end + 1
    return filled


def display_step(values: Array, steps: tuple[float, ...], part: float = _ON_GRID) -> float | None:
    """Step a display counts in: the coarsest on whose grid most readings lie.

    Parameters
    ----------
    values : array, shape (n,)
        Finite [m/s] or [m].
    steps : tuple of float
        Candidates, coarsest first [m/s] or [m].
    part : float
        Part of the readings that must lie on the grid [-].

    Returns
    -------
    float or None
        None when no grid fits [m/s] or [m].
    """
    for step in steps:
        if _on_grid(values, step).mean() >= part:
            return step
    return None


def _on_grid(values: Array, step: float) -> Mask:
    # Two decimals are kept in most files; medians of two readings lie half a step off.
    off = np.abs(values / step - np.round(values / step))
    return np.asarray(off < max(0.0075 / step, 1e-4))


def _with_noise(time_s: Array, values: Array, steps: tuple[float, ...]) -> Readings:
    """Noise of every reading from the steps of the display and the scatter around it."""
    step = np.zeros(values.size)
    for begin in range(0, values.size, _WINDOW):
        # The last window reaches back, so that it is as long as the others.
        part = values[max(0, min(begin, values.size - _WINDOW)) : begin + _WINDOW]
        found = display_step(part, steps) if part.size else None
        step[begin : begin + _WINDOW] = steps[-1] if found is None else found
    floor = step / np.sqrt(12.0) * np.sqrt(_run_lengths(values))
    return Readings(
        time_s=time_s,
        value=values,
        sigma=np.hypot(floor, _scatter(time_s, values, step)),
        step=step,
    )


def _run_lengths(values: Array) -> Array:
    """Number of equal readings each one stands among: together they say as much as one."""
    if not values.size:
        return np.zeros(0)
    edges = np.flatnonzero(np.diff(values) != 0.0) + 1
    bounds = np.concatenate(([0], edges, [values.size]))
    lengths = np.diff(bounds)
    return np.repeat(lengths, lengths).astype(float)


def _scatter(time_s: Array, values: Array, step: Array) -> Array:
    """Random part beyond the steps, from third differences over the samples around [unit]."""
    n = values.size
    if n < 9:
        return np.zeros(n)
    third = np.diff(values, 3)
    even = np.abs(np.diff(time_s, 2)) < 0.05 * np.median(np.diff(time_s))
    third = np.where(even[1:] & even[:-1], third, np.nan)
    scatter = np.zeros(n)
    for i in range(0, n, 10):
        near = third[max(0, i - 25) : i + 25]
        near = near[np.isfinite(near)]
        if near.size >= 8:
            # The variance of a third difference is 20 times that of a reading.
            sigma = 1.4826 * float(np.median(np.abs(near - np.median(near)))) / np.sqrt(20.0)
            scatter[i : i + 10] = np.sqrt(max(sigma**2 - step[i] ** 2 / 12.0, 0.0))
    return scatter


def _equal(a: Array, b: Array) -> Mask:
    return np.asarray((a == b) | (np.isnan(a) & np.isnan(b)))


def without(telemetry: Telemetry, gone: Mask, note: str) -> Telemetry:
    """Telemetry without some of its samples.

    Parameters
    ----------
    telemetry : Telemetry
        As read.
    gone : array of bool, shape (n,)
        Samples to leave out.
    note : str
        Why, as a sentence.
    """
    return replace(
        telemetry,
        time_s=telemetry.time_s[~gone],
        speed_m_s=telemetry.speed_m_s[~gone],
        height_m=telemetry.height_m[~gone],
        notes=(*telemetry.notes, note),
    )


def until(data: Readings, end_s: float) -> Readings:
    """Readings up to a time.

    Parameters
    ----------
    data : Readings
        Of one quantity.
    end_s : float
        Last time kept [s].
    """
    kept = data.time_s <= end_s
    return replace(
        data,
        time_s=data.time_s[kept],
        value=data.value[kept],
        sigma=data.sigma[kept],
        step=data.step[kept],
    )


def rougher(data: Readings, part: float) -> Readings:
    """Readings of a first fit, which no small thing may lead astray.

    Parameters
    ----------
    data : Readings
        Of one quantity.
    part : float
        Noise added, as a part of the reading [-].
    """
    rough = part * np.abs(data.value) + 0.5 * data.step
    return replace(data, sigma=np.hypot(data.sigma, rough))
