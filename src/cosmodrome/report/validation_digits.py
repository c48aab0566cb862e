"""Digits of a validation row: as many as its tolerance gives a meaning to."""

import math
from collections.abc import Mapping
from typing import Any

FIGURES = ("ours", "theirs", "error", "tolerance")
# Figures longer than this are written with a power of ten [characters].
_LONGEST = 9
# Digits beyond the first one of the tolerance.
_BEYOND = 1


def with_digits(row: Mapping[str, Any]) -> dict[str, Any]:
    """Row whose figures are text.

    Ours, theirs and the error end one digit after the first of the tolerance, so that what
    passes or misses can be seen; the tolerance itself has two digits.

    Parameters
    ----------
    row : mapping
        Of a validation mapping.
    """
    tolerance = row.get("tolerance")
    place = None
    if isinstance(tolerance, (int, float)) and tolerance > 0.0:
        place = math.floor(math.log10(tolerance)) - _BEYOND
    shown = dict(row)
    for key in FIGURES:
        value = row.get(key)
        if isinstance(value, (int, float)):
            shown[key] = digits(value, place, signed=key == "error")
    return shown


def digits(value: float, place: int | None, *, signed: bool = False) -> str:
    """Number down to a decimal place.

    Parameters
    ----------
    value : float
        Any number, in its own unit [unit of the row].
    place : int or None
        Power of ten of the last digit [-]; None keeps four figures.
    signed : bool
        Whether a positive number bears its sign.
    """
    sign = "+" if signed else ""
    if value == 0.0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if place is None:
        return f"{value:{sign}.4g}"
    if size < place:
        # Less than half a unit of the last place, or near it: one figure says how much.
        place = size
    decimals = max(0, -place)
    fixed = f"{value:{sign}.{decimals}f}"
    if len(fixed) <= _LONGEST or (size >= -2 and len(fixed) <= _LONGEST + 3):
        return fixed
    return f"{value:{sign}.{size - place}e}"
