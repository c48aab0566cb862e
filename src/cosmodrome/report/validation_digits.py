"""Digits of a validation row: as many as its tolerance gives a meaning to."""

import math
from collections.abc import Mapping
from typing import Any

FIGURES = ("ours", "theirs", "error", "tolerance")
# Digits of ours and theirs, which the error makes up for.
SHORT, LONG = 7, 15
_TOLERANCE_DIGITS = 2
# Numbers are written without a power of ten from 1e-4 on.
_SMALLEST = -4


def with_digits(row: Mapping[str, Any], most: int = LONG) -> dict[str, Any]:
    """Row whose figures are text.

    All end where the tolerance has its second digit, so that what passes or misses can be seen;
    ours and theirs may end earlier for want of room.

    Parameters
    ----------
    row : mapping
        Of a validation mapping.
    most : int
        Digits of ours and theirs at most [-].
    """
    place = place_of(row.get("tolerance"))
    shown = dict(row)
    for key in FIGURES:
        value = row.get(key)
        if isinstance(value, (int, float)):
            limit = most if key in ("ours", "theirs") else SHORT
            shown[key] = digits(value, place, limit, signed=key == "error")
    return shown


def place_of(tolerance: object) -> int:
    """Power of ten of the last digit shown of a row [-].

    Parameters
    ----------
    tolerance : float
        Of the row [unit of the row].
    """
    return _last_place(tolerance, _TOLERANCE_DIGITS)


def digits(value: float, place: int, most: int, *, signed: bool = False) -> str:
    """Number down to a decimal place.

    Parameters
    ----------
    value : float
        Any number [unit of the row].
    place : int
        Power of ten of the last digit; a smaller number keeps one digit [-].
    most : int
        Digits at most [-].
    signed : bool
        Whether a positive number bears its sign.
    """
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else str(value)
    sign = "+" if signed else ""
    size = _last_place(value, 1)
    last = min(max(place, size - most + 1), size)
    if size >= most or size < _SMALLEST:
        return f"{value:{sign}.{size - last}e}"
    return f"{value:{sign}.{max(0, -last)}f}"


def _last_place(value: object, count: int) -> int:
    """Power of ten of the last of so many digits of a number [-]; very low without one."""
    if not isinstance(value, (int, float)) or value == 0.0 or not math.isfinite(value):
        return -300
    return math.floor(math.log10(abs(value))) - count + 1
