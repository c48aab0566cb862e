"""Groups of cases; the module of a group is imported when one of its cases is asked for."""

from collections.abc import Mapping
from importlib import import_module

from cosmodrome.study.validation.case import Case

# Names and titles, in the order of the table. Each module holds a tuple named CASES.
GROUPS: Mapping[str, str] = {
    "earth": "Earth: air, figure, gravity, bodies that fall",
    "orbits": "orbits and burns in orbit",
    "optima": "published optimal-control problems",
    "saturn": "Saturn V and IB: insertion, air loads, impact",
    "events": "event tables of single launches",
    "payloads": "payload ratings and curves",
    "webcasts": "Falcon 9 webcasts, half of them foretold",
}


def cases_of(group: str) -> tuple[Case, ...]:
    """Cases of a group, in the order of the table.

    Parameters
    ----------
    group : str
        One of `GROUPS`.
    """
    cases: tuple[Case, ...] = import_module(f"cosmodrome.study.validation.{group}").CASES
    return cases
