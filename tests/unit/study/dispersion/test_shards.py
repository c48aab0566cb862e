import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.errors import OutputError
from cosmodrome.study.dispersion.folder_lock import FolderBusyError, locked
from cosmodrome.study.dispersion.shards import (
    OtherStudyError,
    Shards,
    fly_missing,
    open_shards,
    read_samples,
)
from cosmodrome.study.dispersion.study import Study, table_of
from cosmodrome.study.dispersion.workers import Threads


def contents(shards: Shards) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(shards.folder.iterdir())}


def flown(folder: Path, study: Study, count: int, workers: int = 1) -> Shards:
    shards = open_shards(folder, study, count, 16)
    assert sum(fly_missing(shards, Threads(count=workers))) > 0
    return shards


def test_one_worker_and_three_write_the_same_bytes(tmp_path: Path, study: Study) -> None:
    one = flown(tmp_path / "one", study, 72)
    three = flown(tmp_path / "three", study, 72, 3)
    assert contents(one) == contents(three)
    assert len(contents(one)) == 6  # five shards and the manifest


def test_what_is_left_half_way_is_completed_to_the_same_bytes(tmp_path: Path, study: Study) -> None:
    whole = flown(tmp_path / "whole", study, 48)
    broken = flown(tmp_path / "broken", study, 48)
    broken.path(1).unlink()
    # What a kill leaves behind: a shard under another name, not whole.
    left = broken.folder / ".shard-000002.parquet.99999.part"
    left.write_bytes(b"half of it")
    assert broken.missing() == [1]
    assert list(fly_missing(broken, Threads(count=2))) == [16]
    left.unlink()
    assert contents(broken) == contents(whole)


def test_more_samples_keep_those_that_are_there(tmp_path: Path, study: Study) -> None:
    few = flown(tmp_path / "grown", study, 24)
    before = contents(few)
    many = open_shards(few.folder, study, 40, 16)
    # The second shard was short, the third is new.
    assert many.missing() == [1, 2]
    list(fly_missing(many, Threads(count=1)))
    assert contents(many)["shard-000000.parquet"] == before["shard-000000.parquet"]
    table = read_samples(many).collect()
    assert table["sample"].to_list() == list(range(40))
    assert contents(many) == contents(flown(tmp_path / "at once", study, 40))


def test_a_sample_in_the_table_is_the_sample_flown_alone(tmp_path: Path, study: Study) -> None:
    table = read_samples(flown(tmp_path / "t", study, 32)).collect()
    alone = table_of(study, 29, 1)
    assert alone.equals(table[29:30], null_equal=True)
    assert alone["sample"].item() == 29
    assert alone["ending"].item() == "orbit"


def test_failures_are_kept_with_their_reason(tmp_path: Path, study: Study) -> None:
    layout = ParameterLayout(stages=("first", "second"))
    dry = layout.nominal()
    dry[layout.place("second.propellant")] = 0.5
    weak = replace(study, dispersions=replace(study.dispersions, mean=dry))
    table = read_samples(flown(tmp_path / "dry", weak, 8)).collect()
    assert table["ending"].to_list() == ["stage dry"] * 8


def test_another_study_is_not_mixed_in(tmp_path: Path, study: Study) -> None:
    flown(tmp_path / "s", study, 8)
    with pytest.raises(
        OtherStudyError,
        match=r"another study: study .*, seed 5 there, 6 asked",
    ):
        open_shards(tmp_path / "s", replace(study, seed=6), 8, 16)


def test_no_samples_are_refused(tmp_path: Path, study: Study) -> None:
    with pytest.raises(ValueError, match="needs a sample"):
        open_shards(tmp_path / "none", study, 0)


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process grows beyond 20 kB, as on a disk that is nearly full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_one_line_and_keeps_what_is_finished(
    tmp_path: Path, study: Study, request: pytest.FixtureRequest
) -> None:
    shards = open_shards(tmp_path / "full", study, 600, 200)
    flights = fly_missing(shards, Threads(count=1))
    assert next(flights) == 200
    finished = shards.path(0).read_bytes()
    request.getfixturevalue("small_disk")
    with pytest.raises(OutputError, match="File too large; finished shards are kept"):
        list(flights)
    assert shards.path(0).read_bytes() == finished
    assert sorted(path.name for path in shards.folder.iterdir()) == [
        "manifest.json",
        "shard-000000.parquet",
    ]


def spoil_by_cutting(shards: Shards) -> None:
    path = shards.path(1)
    path.write_bytes(path.read_bytes()[:-100])


def spoil_by_foreign_bytes(shards: Shards) -> None:
    shards.path(1).write_bytes(b"not a table")


def spoil_by_emptying(shards: Shards) -> None:
    shards.path(1).write_bytes(b"")


def spoil_by_another_shard(shards: Shards) -> None:
    shards.path(1).write_bytes(shards.path(0).read_bytes())


def spoil_by_another_table(shards: Shards) -> None:
    pl.DataFrame({"sample": list(range(16, 32))}).write_parquet(shards.path(1))


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_by_cutting,
        spoil_by_foreign_bytes,
        spoil_by_emptying,
        spoil_by_another_shard,
        spoil_by_another_table,
    ],
)
def test_a_spoiled_shard_is_noticed_and_flown_again(
    tmp_path: Path, study: Study, spoil: Callable[[Shards], None]
) -> None:
    shards = flown(tmp_path / "s", study, 48)
    whole = contents(shards)
    assert shards.spoiled() == []
    spoil(shards)
    assert shards.spoiled() == [shards.path(1)]
    assert shards.missing() == [1]
    assert list(fly_missing(shards, Threads(count=1))) == [16]
    assert contents(shards) == whole


def test_one_run_at_a_time_and_what_dead_runs_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".shard-000002.parquet.99999.part").write_bytes(b"half of it")
    with locked(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == [".lock"]
        with pytest.raises(FolderBusyError, match=rf"process {os.getpid()} is writing there"):
            locked(tmp_path).__enter__()
    with locked(tmp_path):
        pass
