"""Dispersed flights of a mission in one call, and all that is known of them in one record."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from cosmodrome.catalogue.load import Catalogue, open_catalogue
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.plan import Plan
from cosmodrome.study.dispersion.ask import SAMPLINGS
from cosmodrome.study.dispersion.prepare import prepare
from cosmodrome.study.dispersion.results.summary import results_of
from cosmodrome.study.dispersion.shards import fly_missing, open_shards, read_samples
from cosmodrome.study.dispersion.study import Study
from cosmodrome.study.dispersion.workers import Threads
from cosmodrome.study.workers import cores


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Dispersed flights of a mission under guidance.

    Attributes
    ----------
    study : Study
        What was flown and what varied.
    samples : polars.DataFrame
        One row a flight, failures with their reason; units stand in the names of the columns.
    summary : dict
        See `results.summary`.
    covariances : dict
        Of every hand-over, see `results.handed_over.covariance_mapping`.
    """

    study: Study
    samples: pl.DataFrame
    summary: dict[str, Any]
    covariances: dict[str, Any]


def disperse(
    mission: Mission,
    plan: Plan | None = None,
    n: int = 10_000,
    *,
    seed: int = 1,
    sampling: str | None = None,
    workers: int | None = None,
    catalogue: Catalogue | None = None,
) -> Ensemble:
    """Fly a mission many times under closed-loop guidance, all samples in memory.

    A sample takes 2 kB; `cosmodrome disperse` keeps larger studies on disk.

    Parameters
    ----------
    mission : Mission
        As asked.
    plan : Plan, optional
        What the guidance follows; made for the mean wind of the dispersions if absent.
    n : int
        Flights [-].
    seed : int
        Of the whole study; sample k is the same for the same seed.
    sampling : str, optional
        ``sobol``, ``latin`` or ``plain``; the mission's own, else ``sobol``, if absent.
    workers : int, optional
        Threads; one a core if absent [-].
    catalogue : Catalogue, optional
        With the files of the mission's parts; the shipped one if absent.

    Raises
    ------
    ValueError
        When n is below 1 or the sampling has another name.
    NoPlanError
        When the mission has no ascent.
    """
    if n < 1:
        raise ValueError("n must be 1 or more")
    drawn = sampling or mission.dispersions.sampling or "sobol"
    if drawn not in SAMPLINGS:
        raise ValueError(f"no sampling {drawn!r}; there are {', '.join(SAMPLINGS)}")
    ready = prepare(
        mission,
        open_catalogue() if catalogue is None else catalogue,
        count=n,
        seed=seed,
        sampling=drawn,
        planned=None if plan is None else plan.ascent,
    )
    with TemporaryDirectory() as folder:
        shards = open_shards(Path(folder), ready.study, n)
        for _ in fly_missing(shards, Threads(count=workers or cores())):
            pass
        summary, covariances = results_of(shards, ready.reference)
        samples = read_samples(shards).collect()
    return Ensemble(study=ready.study, samples=samples, summary=summary, covariances=covariances)
