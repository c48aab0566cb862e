"""Samples on disk: shards of Parquet beside a manifest, written so that no kill can spoil them.

    manifest.json         what the study is: its hash, seed, shard size
    shard-000000.parquet  samples 0 .. size - 1
    ...

A shard is written under another name and renamed when it is whole. What bears the name of a shard
is therefore a whole shard, unless the disk spoiled it; a run that goes on flies those that are
missing or spoiled.
"""

import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cosmodrome import __version__
from cosmodrome.errors import CosmodromeError, OutputError
from cosmodrome.study.dispersion.shard_file import Piece, samples_in
from cosmodrome.study.dispersion.study import Study, study_hash
from cosmodrome.study.dispersion.workers import Workers
from cosmodrome.study.whole_file import write_whole

# Large enough that a file costs little, small enough that a kill loses little [-].
SHARD_SIZE = 1024
_FORMAT = 2


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
    mark : str
        Hash of the study.
    count : int
        Samples asked for [-].
    size : int
        Samples of a shard; the last may hold fewer [-].
    """

    folder: Path
    study: Study
    mark: str
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

    def places(self) -> range:
        """Places of all shards asked for [-]."""
        return range(-(-self.count // self.size))

    def missing(self) -> list[int]:
        """Shards that are not there, are spoiled, or hold fewer samples than are asked for now."""
        return [place for place in self.places() if self._held(place) < self.length(place)]

    def spoiled(self) -> list[Path]:
        """Files under the name of a shard that cannot be read, or hold something else."""
        return [self.path(place) for place in self.places() if self._held(place) < 0]

    def _held(self, place: int) -> int:
        """Samples that are there; -1 when the file is spoiled."""
        path = self.path(place)
        if not path.exists():
            return 0
        found = samples_in(path, self.mark, place * self.size)
        return -1 if found is None else found


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
    mark = study_hash(study)
    shards = Shards(folder=folder, study=study, mark=mark, count=count, size=size)
    manifest = {
        "format": _FORMAT,
        "version": __version__,
        "study": mark,
        "mission": study.name,
        "seed": study.seed,
        "sampling": type(study.sampling).__name__,
        "shard_size": size,
    }
    path = folder / "manifest.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _compare(path, manifest)
        else:
            write_whole(path, (json.dumps(manifest, indent=2) + "\n").encode())
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    return shards


def _compare(path: Path, manifest: dict[str, object]) -> None:
    try:
        there = json.loads(path.read_bytes())
    except ValueError:
        there = None
    if there == manifest:
        return
    differing = "its manifest cannot be read"
    if isinstance(there, dict):
        keys = [key for key, value in manifest.items() if there.get(key) != value]
        differing = ", ".join(f"{k} {there.get(k)} there, {manifest.get(k)} asked" for k in keys)
    remedy = "give another folder, or remove this one"
    raise OtherStudyError(f"{path.parent} holds another study: {differing}; {remedy}")


def fly_missing(shards: Shards, workers: Workers) -> Generator[int, None, None]:
    """Fly what is missing, several shards at a time.

    Parameters
    ----------
    shards : Shards
        A folder that was opened.
    workers : Workers
        Who flies.

    Yields
    ------
    int
        Samples of each shard when it is written [-].

    Raises
    ------
    OutputError
        When a shard cannot be written; those that are there stay.
    """
    pieces = [Piece(k, k * shards.size, shards.length(k)) for k in shards.missing()]
    flown = workers.fly(shards.study, shards.mark, pieces)
    try:
        for piece, content in flown:
            path = shards.path(piece.place)
            try:
                write_whole(path, content)
            except OSError as error:
                why = error.strerror or error
                raise OutputError(f"{path}: {why}; finished shards are kept") from error
            yield piece.length
    finally:
        flown.close()


def read_samples(shards: Shards) -> pl.LazyFrame:
    """All samples asked for, in their order.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    """
    files = [shards.path(place) for place in shards.places()]
    return pl.scan_parquet(files).filter(pl.col("sample") < shards.count)
