"""Samples on disk: shards of Parquet beside a manifest, written so that no kill can spoil them.

    manifest.json         what the study is: its hash, seed, shard size
    shard-000000.parquet  samples 0 .. size - 1
    ...

A shard is written under another name and renamed when it is whole. What bears the name of a shard
is therefore a whole shard, and a run that goes on flies only those that are missing.
"""

import json
import os
from collections.abc import Generator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cosmodrome.errors import CosmodromeError, OutputError
from cosmodrome.study.dispersion.study import Study, study_hash, table_of

# Large enough that a file costs little, small enough that a kill loses little [-].
SHARD_SIZE = 1024
_FORMAT = 1


class OtherStudyError(CosmodromeError):
    """The folder holds another study than the one asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """A folder of samples.

    Attributes
    ----------
    folder : pathlib.Path
    study : Study
        What is flown.
    count : int
        Samples asked for [-].
    size : int
        Samples of a shard; the last may hold fewer [-].
    """

    folder: Path
    study: Study
    count: int
    size: int = SHARD_SIZE

    def __post_init__(self) -> None:
        if self.count < 1 or self.size < 1:
            raise ValueError("a study needs a sample, and a shard too")

    def path(self, place: int) -> Path:
        """File of a shard.

        Parameters
        ----------
        place : int
            From 0.
        """
        return self.folder / f"shard-{place:06d}.parquet"

    def length(self, place: int) -> int:
        """Samples of a shard [-].

        Parameters
        ----------
        place : int
            From 0.
        """
        return min(self.size, self.count - place * self.size)

    def missing(self) -> list[int]:
        """Shards that are not there, or hold fewer samples than are asked for now."""
        found = []
        for place in range(-(-self.count // self.size)):
            path = self.path(place)
            rows = pl.scan_parquet(path).select(pl.len()).collect().item() if path.exists() else 0
            if rows < self.length(place):
                found.append(place)
        return found


def open_shards(folder: Path, study: Study, count: int, size: int = SHARD_SIZE) -> Shards:
    """Open or begin a folder of samples.

    Parameters
    ----------
    folder : pathlib.Path
        Made when it is not there.
    study : Study
        What is flown.
    count : int
        Samples asked for [-].
    size : int
        Samples of a shard [-].

    Raises
    ------
    OtherStudyError
        When it holds samples of another study.
    OutputError
        When it cannot be written.
    """
    shards = Shards(folder=folder, study=study, count=count, size=size)
    manifest = {
        "format": _FORMAT,
        "study": study_hash(study),
        "mission": study.name,
        "seed": study.seed,
        "sampling": type(study.sampling).__name__,
        "shard_size": size,
    }
    path = folder / "manifest.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            if json.loads(path.read_text()) != manifest:
                raise OtherStudyError(
                    f"{folder} holds another study; give another folder, or remove this one"
                )
        else:
            _write_whole(path, json.dumps(manifest, indent=2) + "\n")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    return shards


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text)
    beside.replace(path)


def write_shard(shards: Shards, place: int) -> Path:
    """Fly the samples of a shard and write it.

    Parameters
    ----------
    shards : Shards
        Where it belongs.
    place : int
        From 0.

    Raises
    ------
    OutputError
        When it cannot be written; shards that are there stay.
    """
    first, count = place * shards.size, shards.length(place)
    table = table_of(shards.study, first, count)
    path = shards.path(place)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        table.write_parquet(beside, statistics=False)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{path}: {error.strerror or error}; finished shards are kept") from error
    return path


def fly_missing(shards: Shards, workers: int) -> Generator[int, None, None]:
    """Fly what is missing, several shards at a time.

    The compiled flights hold no lock of the interpreter, so threads share one machine. A sample
    comes from the seed and its number alone: who flies it changes nothing.

    Parameters
    ----------
    shards : Shards
        A folder that was opened.
    workers : int
        Threads [-].

    Yields
    ------
    int
        Samples of each shard when it is written [-].
    """
    waiting = shards.missing()
    waiting.reverse()
    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        busy: dict[Future[Path], int] = {}
        try:
            while waiting or busy:
                while waiting and len(busy) < max(workers, 1):
                    place = waiting.pop()
                    busy[pool.submit(write_shard, shards, place)] = place
                done, _ = wait(busy, return_when=FIRST_COMPLETED)
                for future in done:
                    place = busy.pop(future)
                    future.result()
                    yield shards.length(place)
        finally:
            for future in busy:
                future.cancel()


def read_samples(shards: Shards) -> pl.LazyFrame:
    """All samples asked for, in their order.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    """
    files = [shards.path(place) for place in range(-(-shards.count // shards.size))]
    return pl.scan_parquet(files).filter(pl.col("sample") < shards.count)
