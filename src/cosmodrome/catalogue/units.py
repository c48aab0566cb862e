"""Numbers written with their unit, turned into SI by dimension."""

import re
from functools import cache, lru_cache
from typing import Any

_NUMBER = re.compile(
    r"\s*(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?\.?(?:nan|inf)\b)\s*(?P<unit>.*)",
    re.IGNORECASE | re.DOTALL,
)
_POWER = re.compile(r"(?<=[A-Za-z])([23])(?![A-Za-z0-9])")


class UnitError(ValueError):
    """Text that is no number with a unit of the dimension asked."""


def split_quantity(text: str) -> tuple[float, str]:
    """Number and unit of a text such as ``"1021.3 kN"``.

    Parameters
    ----------
    text : str
        As written.

    Returns
    -------
    number : float
        In the unit written [-].
    unit : str
        Empty when there is none.

    Raises
    ------
    UnitError
        If the text does not begin with a number.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise UnitError(f"`{text}` is not a number")
    number = match["number"].lower()
    # YAML writes .nan and .inf, Python nan and inf.
    plain = number.replace(".", "") if number[-1] in "nf" else number
    return float(plain), match["unit"].strip()


@lru_cache(maxsize=1)
def _registry() -> Any:
    # Importing pint and reading its unit file takes a third of a second.
    import pint

    return pint.UnitRegistry()


@cache
def si_factor(unit: str, si: str) -> float:
    """Factor from a written unit to an SI unit of the same dimension [-].

    Parameters
    ----------
    unit, si : str
        ``"kN"`` and ``"N"``; a power may stand as in ``"m2"``. An angle is not a pure number.

    Raises
    ------
    UnitError
        If the unit is unknown or has another dimension.
    """
    ratio = _base(unit) / _base(si)
    if ratio.units != _registry().dimensionless:
        raise UnitError(f"`{unit}` cannot be turned into `{si or 'a pure number'}`")
    return float(ratio.magnitude)


def _base(unit: str) -> Any:
    registry = _registry()
    try:
        return registry.Quantity(
            1.0, registry.parse_units(_POWER.sub(r"**\1", unit))
        ).to_base_units()
    except Exception as error:  # pint lets errors of tokenize and of Python's parser through
        raise UnitError(f"`{unit}` is not a unit") from error


def to_si(text: str, si: str) -> float:
    """Value of a quantity in an SI unit.

    Parameters
    ----------
    text : str
        Number with its unit; a pure number may go without.
    si : str
        SI unit wanted, empty for a pure number.

    Raises
    ------
    UnitError
        If the text is no number, has no unit, or one of another dimension.
    """
    number, unit = split_quantity(text)
    if not unit:
        if si:
            raise UnitError(f"`{text}` has no unit")
        return number
    return number * si_factor(unit, si)
