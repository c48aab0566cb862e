"""Ranking of what drives the miss: from the samples there are, or from flights on purpose."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.failures import REACHED
from cosmodrome.study.dispersion.results.groups import FALLS, groups_of
from cosmodrome.study.dispersion.results.handed_over import hand_overs
from cosmodrome.study.dispersion.results.indices import indices_of
from cosmodrome.study.dispersion.results.quantities import (
    Quantity,
    needed,
    quantities,
    values_of,
)
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.regression import shares_of, sums_of
from cosmodrome.study.dispersion.results.table import each_shard
from cosmodrome.study.dispersion.sampling import Plain
from cosmodrome.study.dispersion.shards import Shards
from cosmodrome.study.dispersion.study import Study, table_with

Array = NDArray[np.float64]

RANKED = ("perigee", "apogee", "inclination", "node", "latitude", "reserve", "q", "q-alpha")
RANKED_OF_SATELLITES = ("perigee", "apogee", "inclination", "node")
# More samples than this make a regression slower, and its errors no smaller than matters [-].
MOST_SAMPLES = 1 << 13
_BATCH = 512
# Streams of their own, so that a design shares no sample with the study.
_STREAM_A, _STREAM_B = 0x73656C41, 0x73656C42


def regression_mapping(shards: Shards, reference: Reference) -> dict[str, Any]:
    """Linear shares of every ranked quantity, over the flights that reached orbit.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    reference : Reference
        What flights are held against.

    Returns
    -------
    dict
        Quantity to what `shares_of` gives; None where it cannot be told.
    """
    dispersions = shards.study.dispersions
    factors = len(dispersions.factors)
    ranked = _ranked(reference)
    if factors == 0:
        return dict.fromkeys(ranked)
    parts = _factors_and_quantities(shards, reference, ranked)
    shares = shares_of(sums_of(parts, factors, len(ranked)), groups_of(dispersions))
    return dict(zip(ranked, shares, strict=True))


def _ranked(reference: Reference) -> dict[str, Quantity]:
    """Ranked quantities; an open orbit has no apogee."""
    every = quantities(reference)
    satellites = [
        f"{handed.label} {name}"
        for handed in hand_overs(reference)[1:]
        for name in RANKED_OF_SATELLITES
    ]
    names = [name for name in RANKED if reference.asked or name != "apogee"]
    return {name: every[name] for name in (*names, *satellites)}


def _factors_and_quantities(
    shards: Shards, reference: Reference, ranked: dict[str, Quantity]
) -> Iterator[tuple[NDArray[np.int64], Array, Array]]:
    study = shards.study
    names = needed(ranked.values())
    done = 0
    for table in each_shard(shards, ["sample", "ending", *names]):
        if done >= MOST_SAMPLES:
            return
        done += table.height
        index = table["sample"].to_numpy()
        values = study.dispersions.values(index, study.sampling, study.seed)
        yield index, values, _quantities(table, names, ranked, reference)


def _quantities(
    table: pl.DataFrame, names: Sequence[str], ranked: dict[str, Quantity], reference: Reference
) -> Array:
    columns = {name: table[name].to_numpy() for name in names}
    reached = (table["ending"] == REACHED).to_numpy()
    every = values_of(ranked, columns, reached, reference)
    return np.column_stack([values for _, values in every])


def flown_groups(study: Study) -> dict[str, list[int]]:
    """Groups that a design of flights moves; what falls to the ground moves no orbit.

    Parameters
    ----------
    study : Study
        As it is flown.
    """
    return {name: each for name, each in groups_of(study.dispersions).items() if name != FALLS}


def indices_mapping(
    study: Study, reference: Reference, rows: int, workers: int
) -> Iterator[int | dict[str, Any]]:
    """Fly a design for Sobol' indices and tell them.

    Parameters
    ----------
    study : Study
        As it is flown; its sampling is not used.
    reference : Reference
        What flights are held against.
    rows : int
        Of each set; flights are as many times the number of groups and two more [-].
    workers : int
        Threads [-].

    Yields
    ------
    int or dict
        Flights of each batch when they are done [-]; at last quantity to what `indices_of` gives.
    """
    ranked = _ranked(reference)
    study = replace(study, falls=None)
    groups = flown_groups(study)
    sets: list[str | None] = [None, None, *groups]
    found = np.full((len(sets), rows, len(ranked)), np.nan)
    starts = range(0, rows, _BATCH)

    def fly(first: int) -> int:
        index = np.arange(first, min(first + _BATCH, rows))
        a, b = (
            study.dispersions.values(index, Plain(), study.seed ^ stream)
            for stream in (_STREAM_A, _STREAM_B)
        )
        for k, group in enumerate(sets):
            x = b.copy() if k == 1 else a.copy()
            if group is not None:
                x[:, groups[group]] = b[:, groups[group]]
            found[k, index] = _flown(study, x, ranked, reference)
        return index.size * len(sets)

    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        yield from pool.map(fly, starts)
    yield {
        name: indices_of(
            found[0, :, i],
            found[1, :, i],
            {group: found[k + 2, :, i] for k, group in enumerate(groups)},
        )
        for i, name in enumerate(ranked)
    }


def _flown(study: Study, values: Array, ranked: dict[str, Quantity], reference: Reference) -> Array:
    index = np.arange(len(values))
    table = table_with(study, index, study.dispersions.vectors_with(values))
    return _quantities(table, needed(ranked.values()), ranked, reference)
