"""Times of the events of a flight, and how they spread."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.spread import spread_of
from cosmodrome.study.dispersion.results.table import read_columns
from cosmodrome.study.dispersion.shards import Shards

# Columns held at a time [-].
_AT_ONCE = 8
# Ends of column names that hold the time of an event, and what each is called.
_ENDS = {
    " ignition_s": "ignition",
    " cutoff_s": "cut-off",
    " drop_s": "separation",
    " release_s": "release",
    " start_s": "start",
    " end_s": "end",
    " impact_s": "impact",
}


def event_columns(names: list[str]) -> dict[str, str]:
    """Columns that hold the time of an event, with the name of the event.

    Parameters
    ----------
    names : list of str
        Columns of the table.
    """
    found = {
        name: f"{name.removesuffix(end)} {what}"
        for name in names
        for end, what in _ENDS.items()
        if name.endswith(end)
    }
    return {
        name: event.replace("fairing separation", "fairing jettison")
        for name, event in found.items()
    }


def _each_column(shards: Shards, names: list[str]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for first in range(0, len(names), _AT_ONCE):
        yield from read_columns(shards, names[first : first + _AT_ONCE]).items()


def events_mapping(shards: Shards, names: list[str], reference: Reference) -> dict[str, Any]:
    """Spread of the time of every event, in the order of the flight without dispersions.

    An event that did not come in a flight has no time there.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    names : list of str
        Columns of the table.
    reference : Reference
        With the nominal times.

    Returns
    -------
    dict
        Event to its spread [s], with ``nominal`` beside; see `spread_of`.
    """
    nominal = reference.nominal
    events = event_columns(names)
    found: dict[str, Any] = {}
    ordered = sorted(events, key=lambda name: nominal.get(name, np.inf))
    for column, times in _each_column(shards, ordered):
        # 0 of what never left, a large number of what was never lit; lift-off itself is at 0.
        came = times < 1e8
        if column.endswith((" drop_s", " impact_s")):
            came &= times > 0.0
        spread = spread_of(times[came], "s")
        if spread is not None:
            found[events[column]] = {**spread, "nominal": nominal.get(column)}
    return found
