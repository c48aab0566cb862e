"""One line of the table, and how it is timed."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something measured.

    Attributes
    ----------
    what : str
    measured : str
        With its unit.
    beside : str
        The same by other means, or what it is compared with.
    limit : float or None
        What must not be exceeded, in the unit of `value`.
    value : float
        The number that is held against the limit.
    unit : str
        Unit of the limit.
    """

    what: str
    measured: str
    beside: str = ""
    limit: float | None = None
    value: float = 0.0
    unit: str = ""

    @property
    def must(self) -> str:
        """What must be reached, as printed."""
        return "" if self.limit is None else f"< {self.limit:g} {self.unit}"

    @property
    def verdict(self) -> str:
        """Whether it is reached; nothing where nothing must be."""
        if self.limit is None:
            return ""
        return "reached" if self.value < self.limit else "MISSED"


def median_s(action: Callable[[], Any], runs: int) -> float:
    """Median wall time of an action [s]."""
    return statistics.median(seconds(action) for _ in range(runs))


def seconds(action: Callable[[], Any]) -> float:
    """Wall time of an action [s]."""
    begin = perf_counter()
    action()
    return perf_counter() - begin
