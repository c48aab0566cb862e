"""Columns of the samples, read shard by shard: memory holds what was asked for and no more."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.study.dispersion.shards import Shards

Array = NDArray[np.float64]


def shard_paths(shards: Shards) -> list[Path]:
    """Files of the samples asked for, in their order.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    """
    return [shards.path(place) for place in range(-(-shards.count // shards.size))]


def column_names(shards: Shards) -> list[str]:
    """Names of all columns.

    Parameters
    ----------
    shards : Shards
        With a first shard.
    """
    return list(pl.read_parquet_schema(shards.path(0)))


def each_shard(shards: Shards, names: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Some columns of one shard after the other, no sample beyond those asked for.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    names : sequence of str
        Columns.

    Yields
    ------
    polars.DataFrame
    """
    for place, path in enumerate(shard_paths(shards)):
        table = pl.read_parquet(path, columns=list(names), memory_map=False)
        yield table.head(shards.length(place))


def read_columns(shards: Shards, names: Sequence[str]) -> dict[str, Array]:
    """Columns of numbers, each shape (n,), in the unit of their names [-].

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    names : sequence of str
        Columns.
    """
    columns = {name: np.empty(shards.count) for name in names}
    first = 0
    for table in each_shard(shards, names):
        for name, column in columns.items():
            column[first : first + table.height] = table[name].cast(pl.Float64).to_numpy()
        first += table.height
    return columns


def read_words(shards: Shards, name: str) -> tuple[list[str], NDArray[np.int16]]:
    """Column of a few words: the words in order of appearance, and which of them each row has.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    name : str
        Column.
    """
    words: list[str] = []
    which = np.empty(shards.count, dtype=np.int16)
    first = 0
    for table in each_shard(shards, [name]):
        column = table[name]
        words += [word for word in column.unique(maintain_order=True) if word not in words]
        places = {word: i for i, word in enumerate(words)}
        which[first : first + table.height] = [places[word] for word in column.to_list()]
        first += table.height
    return words, which
