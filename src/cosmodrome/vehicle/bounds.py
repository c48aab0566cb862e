"""The few checks every record of numbers makes when it is built."""

import math


def require_finite(**numbers: float | None) -> None:
    """Refuse NaN and infinities; None passes.

    Parameters
    ----------
    **numbers : float or None
        By field name, in the unit of the name.

    Raises
    ------
    ValueError
        Naming the first field that is not finite.
    """
    for name, number in numbers.items():
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{name} is {number}: it must be finite")


def require_not_negative(**numbers: float | None) -> None:
    """Refuse negative numbers, NaN and infinities; None passes.

    Parameters
    ----------
    **numbers : float or None
        By field name, in the unit of the name.

    Raises
    ------
    ValueError
        Naming the first field at fault.
    """
    require_finite(**numbers)
    for name, number in numbers.items():
        if number is not None and number < 0.0:
            raise ValueError(f"{name} is {number}: it must not be negative")


def require_positive(**numbers: float | None) -> None:
    """Refuse zero, negative numbers, NaN and infinities; None passes.

    Parameters
    ----------
    **numbers : float or None
        By field name, in the unit of the name.

    Raises
    ------
    ValueError
        Naming the first field at fault.
    """
    require_finite(**numbers)
    for name, number in numbers.items():
        if number is not None and number <= 0.0:
            raise ValueError(f"{name} is {number}: it must be greater than zero")
