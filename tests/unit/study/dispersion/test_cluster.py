"""A scheduler and workers in processes of their own, as a user starts them."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from cosmodrome.study.dispersion import cluster as module
from cosmodrome.study.dispersion.cluster import Cluster, ClusterError, fly_piece
from cosmodrome.study.dispersion.shard_file import Piece
from cosmodrome.study.dispersion.shards import Shards, fly_missing, open_shards
from cosmodrome.study.dispersion.study import Study
from cosmodrome.study.dispersion.workers import Threads

pytest.importorskip("distributed")

Start = Callable[..., subprocess.Popen[bytes]]


def contents(shards: Shards) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(shards.folder.iterdir())}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running = []

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def address(start: Start, tmp_path: Path) -> str:
    file = tmp_path / "scheduler.json"
    start(
        *("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        *("--scheduler-file", str(file)),
    )
    for _ in range(300):
        if file.exists() and file.read_text():
            found: str = json.loads(file.read_text())["address"]
            return found
        time.sleep(0.1)
    raise RuntimeError("no scheduler after 30 s")


def worker(start: Start, address: str) -> subprocess.Popen[bytes]:
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    return start("worker", address, *options)


def test_two_workers_of_a_cluster_write_the_bytes_one_thread_writes(
    tmp_path: Path, study: Study, start: Start, address: str
) -> None:
    for _ in range(2):
        worker(start, address)
    alone = open_shards(tmp_path / "alone", study, 100, 16)
    assert sum(fly_missing(alone, Threads(count=1))) == 100
    there = open_shards(tmp_path / "there", study, 100, 16)
    assert sum(fly_missing(there, Cluster(address=address))) == 100
    assert contents(there) == contents(alone)


def test_what_a_killed_worker_had_is_flown_by_another_to_the_same_bytes(
    tmp_path: Path, study: Study, start: Start, address: str
) -> None:
    pair = [worker(start, address) for _ in range(2)]
    alone = open_shards(tmp_path / "alone", study, 640, 16)
    assert sum(fly_missing(alone, Threads(count=1))) == 640
    there = open_shards(tmp_path / "there", study, 640, 16)
    flights = fly_missing(there, Cluster(address=address))
    counts = [next(flights) for _ in range(10)]
    os.kill(pair[0].pid, signal.SIGKILL)
    counts += flights
    assert sum(counts) == 640
    assert pair[1].poll() is None
    assert contents(there) == contents(alone)


def test_when_all_workers_die_a_new_one_goes_on(
    tmp_path: Path, study: Study, start: Start, address: str
) -> None:
    first = worker(start, address)
    shards = open_shards(tmp_path / "shards", study, 160, 16)
    flights = fly_missing(shards, Cluster(address=address))
    assert next(flights) == 16
    os.kill(first.pid, signal.SIGKILL)
    worker(start, address)
    assert sum(flights) == 144
    assert shards.missing() == []


def test_nobody_at_the_address_is_one_line_within_seconds(study: Study) -> None:
    begun = time.monotonic()
    with pytest.raises(ClusterError, match=r"no scheduler answers; `dask scheduler` starts one"):
        next(Cluster(address=f"tcp://127.0.0.1:{free_port()}").fly(study, "", [Piece(0, 0, 1)]))
    assert time.monotonic() - begun < 8.0


def test_a_scheduler_without_workers_is_one_line(
    study: Study, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WORKERLESS_S", 1.0)
    with pytest.raises(ClusterError, match=r"no worker; `dask worker tcp://.*` starts one"):
        next(Cluster(address=address).fly(study, "", [Piece(0, 0, 1)]))


def test_a_scheduler_that_ends_is_one_line_and_finished_shards_stay(
    tmp_path: Path, study: Study, start: Start
) -> None:
    port = free_port()
    place = f"tcp://127.0.0.1:{port}"
    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker(start, place)
    for _ in range(300):
        try:
            Cluster(address=place).knock()
            break
        except ClusterError:
            time.sleep(0.1)
    shards = open_shards(tmp_path / "shards", study, 1600, 16)
    flights = fly_missing(shards, Cluster(address=place))
    assert next(flights) == 16
    os.kill(scheduler.pid, signal.SIGKILL)
    with pytest.raises(ClusterError, match="finished shards are kept"):
        list(flights)
    assert 0 not in shards.missing()


def test_a_worker_of_another_version_is_one_line(
    study: Study, start: Start, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker(start, address)
    monkeypatch.setattr(module, "fingerprint", lambda: {"numba": "0.1"})
    wanted = f"would not write the same bits: numba {version('numba')} there, 0.1 here"
    with pytest.raises(ClusterError, match=re.escape(wanted)):
        next(Cluster(address=address).fly(study, "", [Piece(0, 0, 1)]))


def test_other_versions_on_a_worker_are_told_and_nothing_is_flown(study: Study) -> None:
    wanted = {**module.fingerprint(), "numba": "0.1"}
    content, differing = fly_piece(study, "", Piece(0, 0, 1), wanted)
    assert content == b""
    assert differing == {"numba": module.fingerprint()["numba"]}
