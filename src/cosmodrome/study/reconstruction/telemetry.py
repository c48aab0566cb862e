"""Telemetry of a flight as read: time, speed and height, with what was mended on the way."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import Fault, InputError
from cosmodrome.study.reconstruction.columns import (
    HEIGHT,
    QUANTITIES,
    SPEED,
    TIME,
    Column,
    find_columns,
)

Array = NDArray[np.float64]

FEWEST_SAMPLES = 20
_MISSING = {"", "-", "--", "nan", "na", "n/a", "none", "null", "inf", "+inf", "-inf"}
# More unreadable cells than this part of a column, and the file is something else.
_MOST_UNREADABLE = 0.1
# A stage that comes back ends below this part of its highest point [-].
_SUNK = 0.5
# Both stages coast alike until one of them burns again.
_FEWEST_TURNING, _SHORTEST_RISE_S, _AFTER_TURN_S = 10, 30.0, 6.0
_CLOCK = re.compile(r"[tT]?\s*([+-]?)\s*(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d*)?)")
_LARGEST_TIME_S = 1e11
# Beyond these nothing on its way to orbit is.
_SPEEDS_M_S, _HEIGHTS_M = (-1.0, 2e4), (-2e3, 1e7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """Speed and height against time.

    Attributes
    ----------
    files : tuple of str
        Where it was read.
    time_s : array, shape (n,)
        Of the file's clock, rising [s].
    speed_m_s, height_m : array, shape (n,)
        NaN where there is no reading [m/s], [m].
    columns : tuple of Column
        Of the first file.
    inertial : bool
        The speed counts from the fixed stars, not from the ground.
    notes : tuple of str
        What was mended, each as a sentence.
    """

    files: tuple[str, ...]
    time_s: Array
    speed_m_s: Array
    height_m: Array
    columns: tuple[Column, ...]
    inertial: bool = False
    notes: tuple[str, ...] = ()


def read_telemetry(paths: Sequence[Path], columns: Mapping[str, str] | None = None) -> Telemetry:
    """Telemetry from one file, or from several of one flight.

    Parameters
    ----------
    paths : sequence of str or pathlib.Path
        Text tables with a line of names on top; where two files hold one moment, the first counts.
    columns : mapping of str to str, optional
        Name of a column by quantity: time, speed, height.

    Raises
    ------
    InputError
        One line a fault: file, line, column, what is wrong, and what would be right.
    """
    parts = [_read_file(Path(path), columns or {}) for path in paths]
    if not parts:
        raise InputError(
            Fault(file="TELEMETRY", key="", problem="no file is named", remedy="name at least one")
        )
    if len(parts) > 1:
        parts = [part for part in map(_without_return, parts) if part is not None]
    if not parts:
        _too_short(", ".join(str(path) for path in paths), 0)
    whole = parts[0]
    for part in parts[1:]:
        whole = _joined(whole, part)
    ordered = _ordered(whole)
    _require_enough(ordered)
    return ordered


def _without_return(part: Telemetry) -> Telemetry | None:
    """A file up to where its stage turns back; None when it shows nothing before that.

    A stage that comes back ends far below its highest point. It was cut off at its greatest speed
    on the way up.
    """
    order = np.argsort(part.time_s, kind="stable")
    t, v, h = part.time_s[order], part.speed_m_s[order], part.height_m[order]
    there = np.flatnonzero(np.isfinite(h))
    if there.size < _FEWEST_TURNING or h[there[-5:]].max() > _SUNK * np.nanmax(h):
        return part
    top = int(np.nanargmax(h))
    rising = np.where(np.isfinite(v[: top + 1]), v[: top + 1], -np.inf)
    cut = float(t[int(np.argmax(rising))]) + _AFTER_TURN_S
    kept = part.time_s <= cut
    name = Path(part.files[0]).name
    if kept.sum() < FEWEST_SAMPLES or cut - float(t[0]) < _SHORTEST_RISE_S:
        return None
    note = f"{name}: after {cut:.0f} s it follows a stage that comes back: left out from there"
    return replace(
        part,
        time_s=part.time_s[kept],
        speed_m_s=part.speed_m_s[kept],
        height_m=part.height_m[kept],
        notes=(*part.notes, note),
    )


def _joined(first: Telemetry, second: Telemetry) -> Telemetry:
    """Two files of one flight; the second adds the times the first does not reach."""
    begin, end = float(np.min(first.time_s)), float(np.max(first.time_s))
    new = (second.time_s < begin) | (second.time_s > end)
    return replace(
        first,
        files=first.files + second.files,
        time_s=np.concatenate((first.time_s, second.time_s[new])),
        speed_m_s=np.concatenate((first.speed_m_s, second.speed_m_s[new])),
        height_m=np.concatenate((first.height_m, second.height_m[new])),
        notes=first.notes + second.notes,
    )


def _read_file(path: Path, given: Mapping[str, str]) -> Telemetry:
    rows = _rows(path)
    line, header = rows[0]
    columns = find_columns(header, str(path), line, given)
    body = rows[1:]
    notes: list[str] = []
    values = {q: np.full(len(body), np.nan) for q in QUANTITIES}
    for quantity, column in columns.items():
        values[quantity] = _numbers(column, body, str(path), notes)
    # A clock of seconds since 1970 is one too; anything larger is none.
    kept = np.isfinite(values[TIME]) & (np.abs(values[TIME]) < _LARGEST_TIME_S)
    values[TIME] = np.round(values[TIME], 3)
    speed, height = _plausible(values, notes)
    kept &= np.isfinite(speed) | np.isfinite(height)
    if kept.sum() < 2:
        _too_short(str(path), int(kept.sum()))
    return Telemetry(
        files=(str(path),),
        time_s=values[TIME][kept],
        speed_m_s=speed[kept],
        height_m=height[kept],
        columns=tuple(columns.values()),
        notes=tuple(f"{path.name}: {note}" for note in notes),
    )


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Lines that hold something, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Fault(
                file=str(path),
                key="",
                problem=f"is no text: byte {error.start} is not UTF-8",
                remedy="give a table of comma-separated text",
            )
        ) from error
    except OSError as error:
        raise InputError(
            Fault(
                file=str(path),
                key="",
                problem=f"cannot be read: {error.strerror or error}",
                remedy="name a file that exists",
            )
        ) from error
    lines = [
        (i, raw)
        for i, raw in enumerate(text.replace("\0", " ").splitlines(), start=1)
        if raw.strip() and not raw.lstrip().startswith("#")
    ]
    if len(lines) < 2:
        _too_short(str(path), max(len(lines) - 1, 0))
    delimiter = max(",;\t", key=lines[0][1].count)
    if not lines[0][1].count(delimiter):
        delimiter = " "
    return [(i, _cells(raw, delimiter)) for i, raw in lines]


def _cells(raw: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        return raw.split()
    try:
        return next(csv.reader([raw], delimiter=delimiter), [])
    except csv.Error:
        return raw.split(delimiter)


def _numbers(
    column: Column, body: Sequence[tuple[int, list[str]]], file: str, notes: list[str]
) -> Array:
    """Values of a column in SI; NaN where a cell holds none."""
    values = np.full(len(body), np.nan)
    strange: list[tuple[int, str]] = []
    for k, (line, cells) in enumerate(body):
        cell = cells[column.index].strip() if column.index < len(cells) else ""
        if cell.lower() in _MISSING:
            continue
        number = _number(cell, column.quantity)
        if number is None:
            strange.append((line, cell))
        else:
            values[k] = number * column.factor
    if len(strange) > max(2, _MOST_UNREADABLE * len(body)):
        line, cell = strange[0]
        raise InputError(
            Fault(
                file=file,
                line=line,
                key=column.name,
                problem=f"`{cell[:30]}` is no number, and so with {len(strange)} of {len(body)} "
                "lines",
                remedy=f"give numbers in {column.unit}, and leave a cell without a reading empty",
            )
        )
    if strange:
        line, cell = strange[0]
        notes.append(
            f"line {line}, {column.name}: `{cell[:30]}` is no number and was left out"
            + (f", as were {len(strange) - 1} more" if len(strange) > 1 else "")
        )
    return values


def _number(cell: str, quantity: str) -> float | None:
    clock = _CLOCK.fullmatch(cell) if quantity == TIME else None
    if clock:
        sign, hours, minutes, seconds = clock.groups()
        total = 3600.0 * float(hours or 0) + 60.0 * float(minutes) + float(seconds)
        return -total if sign == "-" else total
    bare = cell.lstrip("tT").lstrip("+") if quantity == TIME else cell
    try:
        number = float(bare)
    except ValueError:
        try:
            number = float(bare.replace(",", "."))
        except ValueError:
            return None
    return number if np.isfinite(number) else None


def _plausible(values: dict[str, Array], notes: list[str]) -> tuple[Array, Array]:
    """Speed and height without what no flight has; units wrong by a thousand are mended later."""
    kept = []
    for quantity, (low, high) in ((SPEED, _SPEEDS_M_S), (HEIGHT, _HEIGHTS_M)):
        column = values[quantity].copy()
        finite = np.isfinite(column)
        # The scale of the whole column is a matter of its unit; single cells are not.
        scale = 1.0
        if finite.any():
            scale = max(1.0, float(np.percentile(np.abs(column[finite]), 90)) / high)
        wild = finite & ((column < low * scale) | (column > 2.0 * high * scale))
        if wild.any():
            notes.append(f"{int(wild.sum())} readings of {quantity} are impossible and left out")
            column[wild] = np.nan
        kept.append(column)
    return kept[0], kept[1]


def _ordered(telemetry: Telemetry) -> Telemetry:
    """By time; of several readings at one time the median."""
    t = telemetry.time_s
    notes = list(telemetry.notes)
    backwards = int((np.diff(t) < 0.0).sum())
    if backwards:
        notes.append(f"the time runs backwards {backwards} times: samples were put in order")
    order = np.argsort(t, kind="stable")
    times, first = np.unique(t[order], return_index=True)
    if times.size < t.size:
        notes.append(f"{t.size - times.size} times stand more than once: the median counts")
    return replace(
        telemetry,
        time_s=times,
        speed_m_s=_medians(telemetry.speed_m_s[order], first),
        height_m=_medians(telemetry.height_m[order], first),
        notes=tuple(notes),
    )


def _medians(values: Array, first: NDArray[np.intp]) -> Array:
    if first.size == values.size:
        return values
    groups = np.split(values, first[1:])
    found = [g[np.isfinite(g)] for g in groups]
    return np.array([np.median(g) if g.size else np.nan for g in found])


def _require_enough(telemetry: Telemetry) -> None:
    count = int((np.isfinite(telemetry.speed_m_s) | np.isfinite(telemetry.height_m)).sum())
    if count < FEWEST_SAMPLES:
        _too_short(", ".join(telemetry.files), count)


def _too_short(file: str, count: int) -> None:
    raise InputError(
        Fault(
            file=file,
            key="",
            problem=f"holds {count} samples with a time and a speed or height",
            remedy=f"give at least {FEWEST_SAMPLES}, and a line of names above them",
        )
    )
