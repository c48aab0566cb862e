"""A study: what is flown, what varies, how it is drawn; and one shard of it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.falls import Falls
from cosmodrome.ascent.guidance.flights import fly_all
from cosmodrome.ascent.guidance.program import Program
from cosmodrome.ascent.guidance.upper.flights import fly_upper, launches_of
from cosmodrome.ascent.guidance.upper.program import UpperProgram
from cosmodrome.study.dispersion.columns import (
    ascent_columns,
    fall_columns,
    upper_columns,
    usable_columns,
)
from cosmodrome.study.dispersion.factor import Dispersions
from cosmodrome.study.dispersion.sampling import Numbers, Sampling
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything a sample is made from; sample k is the same wherever it is flown.

    Attributes
    ----------
    name : str
        Of the mission.
    launcher : Launcher
        Without its payload.
    program : Program
        What is flown.
    dispersions : Dispersions
        What varies.
    sampling : Sampling
        How it is drawn.
    seed : int
    sample_count : int
        States kept of every flight at even times [-].
    falls : Falls or None
        What is dropped and flown to the ground; None flies no falls.
    upper : UpperProgram or None
        What is flown after the cut-off of the launcher's last stage; None ends there.
    """

    name: str
    launcher: Launcher
    program: Program
    dispersions: Dispersions
    sampling: Sampling
    seed: int
    sample_count: int = 60
    falls: Falls | None = None
    upper: UpperProgram | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise ValueError("seed must lie between 0 and 2^63")


def study_hash(study: Study) -> str:
    """Hash of all numbers a study is made from, code aside.

    Parameters
    ----------
    study : Study
        As it is to be flown.
    """
    digest = hashlib.sha256()
    digest.update(repr((study.name, study.seed, study.sample_count)).encode())
    digest.update(repr(study.sampling if _has_fields(study.sampling) else "").encode())
    digest.update(type(study.sampling).__name__.encode())
    _digest(digest, study.program)
    _digest(digest, study.falls)
    _digest(digest, study.upper)
    _digest(digest, study.dispersions.mean)
    for factor in study.dispersions.factors:
        digest.update(repr((factor.name, factor.distribution, dict(factor.moves))).encode())
    digest.update(json.dumps(sorted(map(repr, study.dispersions.correlations.items()))).encode())
    return digest.hexdigest()[:16]


def _has_fields(sampling: Sampling) -> bool:
    return hasattr(type(sampling), "__dataclass_fields__")


def _digest(digest: Any, value: Any) -> None:
    if isinstance(value, tuple):
        for part in value:
            _digest(digest, part)
    elif isinstance(value, np.ndarray):
        digest.update(np.ascontiguousarray(value).tobytes())
    else:
        digest.update(repr(value).encode())


def table_of(study: Study, first: int, count: int) -> pl.DataFrame:
    """Fly samples ``first .. first + count - 1``; one row a flight, failures with their reason.

    Parameters
    ----------
    study : Study
        As it is to be flown.
    first, count : int
        Which samples [-].
    """
    index = np.arange(first, first + count)
    return table_with(study, index, study.dispersions.vectors(index, study.sampling, study.seed))


def table_with(study: Study, index: Numbers, vectors: Array) -> pl.DataFrame:
    """Fly given vectors; one row a flight, as `table_of` has it.

    Parameters
    ----------
    study : Study
        As it is to be flown.
    index : array of int, shape (n,)
        Numbers the flights bear [-].
    vectors : array, shape (n, size)
        As the layout of the dispersions has them [-].
    """
    flights = fly_all(study.program, study.launcher, vectors, study.sample_count)
    columns = {
        **ascent_columns(study.program, flights),
        **usable_columns(study.program, flights, vectors),
        **fall_columns(study.program, study.falls, vectors, flights),
    }
    if study.upper is not None:
        layout = study.dispersions.layout
        launched = launches_of(flights, bool(layout.upper))
        after = fly_upper(study.upper, layout, vectors, launched)
        columns |= upper_columns(study.upper, layout, vectors, after)
    return pl.DataFrame({"sample": index, **columns})
