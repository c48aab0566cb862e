"""Quantile bands of height, speed and loads against time, without keeping every flight.

Two passes over the shards: the first finds the least and the greatest value at every time, the
second counts in `CELLS` even cells between them. A quantile read from the counts is wrong by less
than one cell, a 1/4096 of the range of all flights at that time, however many flights there are.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.table import each_shard
from cosmodrome.study.dispersion.shards import Shards

Array = NDArray[np.float64]

BAND_QUANTILES = (0.0015, 0.05, 0.5, 0.95, 0.9985)
CELLS = 4096
_PREFIX = "history "


def histories(names: list[str]) -> dict[str, str]:
    """Columns that hold a quantity against time, with its name.

    Parameters
    ----------
    names : list of str
        Columns of the table.
    """
    return {name: name.removeprefix(_PREFIX) for name in names if name.startswith(_PREFIX)}


def bands_table(shards: Shards, names: list[str], step_s: float) -> pl.DataFrame:
    """Bands of all quantities kept against time.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    names : list of str
        Columns of the table.
    step_s : float
        Time between two values of a history [s].

    Returns
    -------
    polars.DataFrame
        ``time_s``, ``quantity`` with its unit in the name, ``flying`` (flights not yet ended) and
        a column for each of `BAND_QUANTILES`, named by its per cent; of flights still flying.
    """
    rows: list[pl.DataFrame] = []
    for column, quantity in histories(names).items():
        low, high = _range(shards, column)
        counts = _counts(shards, column, low, high)
        flying = counts.sum(axis=1)
        there = flying > 0
        found = band_quantiles(counts[there], low[there], high[there])
        data: dict[str, Any] = {
            "time_s": np.flatnonzero(there) * step_s,
            "quantity": [quantity] * int(there.sum()),
            "flying": flying[there],
        }
        for k, q in enumerate(BAND_QUANTILES):
            data[f"{100.0 * q:g} %"] = found[:, k]
        rows.append(pl.DataFrame(data))
    return pl.concat(rows) if rows else pl.DataFrame()


def _values(table: pl.DataFrame, column: str) -> Array:
    return np.asarray(table[column].to_numpy(), dtype=np.float64)


def _range(shards: Shards, column: str) -> tuple[Array, Array]:
    """Least and greatest value at every time; infinite where none flies."""
    low: Array | None = None
    high: Array | None = None
    for table in each_shard(shards, [column]):
        values = _values(table, column)
        there = np.isfinite(values)
        least = np.where(there, values, np.inf).min(axis=0)
        most = np.where(there, values, -np.inf).max(axis=0)
        low = least if low is None else np.minimum(low, least)
        high = most if high is None else np.maximum(high, most)
    if low is None or high is None:
        raise ValueError("no samples")
    return low, high


def _counts(shards: Shards, column: str, low: Array, high: Array) -> NDArray[np.int64]:
    """Flights in each cell at each time, shape (times, CELLS)."""
    times = low.size
    counts = np.zeros(times * CELLS, dtype=np.int64)
    first = np.arange(times) * CELLS
    safe = np.where(np.isfinite(low), low, 0.0)
    width = np.where(high > low, (high - low) / CELLS, 1.0)
    for table in each_shard(shards, [column]):
        values = _values(table, column)
        there = np.isfinite(values)
        cell = np.clip((np.where(there, values, 0.0) - safe) / width, 0, CELLS - 1).astype(np.int64)
        np.add.at(counts, (cell + first)[there], 1)
    return counts.reshape(times, CELLS)


def band_quantiles(counts: NDArray[np.int64], low: Array, high: Array) -> Array:
    """Quantiles from counts in even cells, linear within a cell.

    Parameters
    ----------
    counts : array of int, shape (times, cells)
        At least one in each row.
    low, high : array, shape (times,)
        Least and greatest value, in the unit of the quantity [-].

    Returns
    -------
    array, shape (times, number of quantiles)
        In the same unit [-].
    """
    cells = counts.shape[1]
    found = np.empty((len(counts), len(BAND_QUANTILES)))
    for i, row in enumerate(counts):
        upto = np.concatenate([[0], np.cumsum(row)])
        for k, q in enumerate(BAND_QUANTILES):
            rank = q * upto[-1]
            cell = min(int(np.searchsorted(upto, rank, side="right")) - 1, cells - 1)
            inside = (rank - upto[cell]) / row[cell] if row[cell] else 0.0
            found[i, k] = low[i] + (cell + min(inside, 1.0)) * (high[i] - low[i]) / cells
    return found
