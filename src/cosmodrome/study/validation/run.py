"""Cases chosen by name and run side by side, each row with its verdict."""

import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from cosmodrome.errors import Fault, InputError
from cosmodrome.study.processes import side_by_side
from cosmodrome.study.validation.case import Case, Miss, Row, same_size
from cosmodrome.study.validation.groups import GROUPS, cases_of


class Verdict(Enum):
    """How a row ended."""

    PASS = "pass"
    KNOWN_MISS = "known miss"
    NEW_MISS = "miss"
    # Listed among the known misses of its case, and passes now: the list is to be mended.
    NO_LONGER = "passes now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case and the group it stands in.

    Attributes
    ----------
    group : str
        One of `GROUPS`.
    case : Case
    """

    group: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A case as it ended.

    Attributes
    ----------
    key : str
        Of the case.
    rows : tuple of Row
        None when it failed.
    seconds : float
        Time it took [s].
    fault : str
        Why it failed, in one line; empty when it did not.
    """

    key: str
    rows: tuple[Row, ...]
    seconds: float
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A row with its verdict.

    Attributes
    ----------
    row : Row
    verdict : Verdict
    why : str
        Known cause of a known miss, else empty.
    """

    row: Row
    verdict: Verdict
    why: str = field(default="")


def all_cases() -> tuple[Listed, ...]:
    """Every case of every group, in the order of the table."""
    return tuple(Listed(group=group, case=case) for group in GROUPS for case in cases_of(group))


def chosen(names: Iterable[str]) -> tuple[Listed, ...]:
    """Cases of the given names, in the order of the table; all of them without a name.

    Parameters
    ----------
    names : iterable of str
        Keys of cases, names of groups, or beginnings of either.

    Raises
    ------
    InputError
        If a name fits nothing, with the nearest ones.
    """
    listed, wanted = all_cases(), tuple(names)
    if not wanted:
        return listed
    picked = {name: _named(name, listed) for name in wanted}
    faults = [_unknown(name, listed) for name, keys in picked.items() if not keys]
    if faults:
        raise InputError(*faults)
    keys = set[str]().union(*picked.values())
    return tuple(each for each in listed if each.case.key in keys)


def run_cases(cases: Sequence[Listed], workers: int) -> Generator[Ran, None, None]:
    """Run cases side by side; a case that raises fails alone.

    Parameters
    ----------
    cases : sequence of Listed
        In any order.
    workers : int
        Processes; with 1 this process does the work itself [-].

    Yields
    ------
    Ran
        As they end.
    """
    longest_first = sorted(cases, key=lambda each: -each.case.seconds)
    tasks = [(each.group, each.case.key) for each in longest_first]
    yield from side_by_side(_run_named, tasks, workers, __name__, _lost)


def run_case(case: Case) -> Ran:
    """Run one case here.

    Parameters
    ----------
    case : Case
        Whose rows are wanted.
    """
    begin = time.perf_counter()
    try:
        rows, fault = tuple(case.run()), ""
        fault = _faults_of(case, rows)
    except (KeyboardInterrupt, SystemExit):
        raise
    # A panic of a library in Rust is no Exception.
    except BaseException as error:
        rows, fault = (), " ".join(f"{type(error).__name__}: {error}".split())
    return Ran(key=case.key, rows=rows, seconds=time.perf_counter() - begin, fault=fault)


def judged(row: Row, misses: Mapping[str, Miss]) -> Judged:
    """Verdict on a row.

    Parameters
    ----------
    row : Row
        As computed.
    misses : mapping of str to Miss
        Known misses of its case.
    """
    miss = misses.get(row.quantity)
    if miss is None:
        return Judged(row=row, verdict=Verdict.PASS if row.passed else Verdict.NEW_MISS)
    if row.passed:
        return Judged(row=row, verdict=Verdict.NO_LONGER, why=miss.why)
    known = same_size(row.error, miss.error)
    return Judged(row=row, verdict=Verdict.KNOWN_MISS if known else Verdict.NEW_MISS, why=miss.why)


def _run_named(name: tuple[str, str]) -> Iterator[Ran]:
    group, key = name
    (case,) = (case for case in cases_of(group) if case.key == key)
    yield run_case(case)


def _lost(name: tuple[str, str], how: str) -> Ran:
    return Ran(key=name[1], rows=(), seconds=0.0, fault=how)


def _faults_of(case: Case, rows: Sequence[Row]) -> str:
    """What is wrong with the rows of a case as a list: empty, a name twice, a stray miss."""
    quantities = [row.quantity for row in rows]
    stray = sorted(set(case.misses) - set(quantities))
    twice = sorted({name for name in quantities if quantities.count(name) > 1})
    faults = [
        "" if rows else "no rows",
        f"two rows called {', '.join(twice)}" if twice else "",
        f"a known miss for no row: {', '.join(stray)}" if stray else "",
    ]
    return "; ".join(filter(None, faults))


def _named(name: str, listed: Sequence[Listed]) -> set[str]:
    """Keys of the cases a name stands for: itself, else its group, else all that begin so."""
    if any(each.case.key == name for each in listed):
        return {name}
    group = {each.case.key for each in listed if each.group == name}
    if group or not name:
        return group
    return {
        each.case.key
        for each in listed
        if each.case.key.startswith(name) or each.group.startswith(name)
    }


def _unknown(name: str, listed: Sequence[Listed]) -> Fault:
    names = dict.fromkeys([each.group for each in listed] + [each.case.key for each in listed])
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(near)}?" if near else "see `cosmodrome validate --list`"
    return Fault(file=name, key="", problem="no case or group of this name", remedy=offer)
