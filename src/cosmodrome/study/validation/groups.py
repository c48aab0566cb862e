"""Groups of cases; the module of a group is imported when one of its cases is asked for."""

from importlib import import_module

from cosmodrome.study.validation.case import Case

# In the order of the table. Each module holds a tuple named CASES.
# One a line, so that groups added side by side merge.
GROUPS: tuple[str, ...] = (
    "earth",
    "orbits",
    "optima",
    "webcasts",
    "saturn",
    "events",
    "payloads",
)


def cases_of(group: str) -> tuple[Case, ...]:
    """Cases of a group, in the order of the table.

    Parameters
    ----------
    group : str
        One of `GROUPS`.
    """
    cases: tuple[Case, ...] = import_module(f"cosmodrome.study.validation.{group}").CASES
    return cases
