"""The verb disperse as a process of its own: killed, interrupted, crowded and out of room."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOLDER = "disperse-vostochny-2016-sobol-1"
KILLS = 20


def command(out: Path, *options: str) -> list[str]:
    asked = ("disperse", "vostochny-2016", "--workers", "2", "--shard-size", "16")
    return [sys.executable, "-m", "cosmodrome.app.cli", *asked, "--out", str(out), *options]


def begin(out: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(out, *options),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(out: Path, *options: str) -> tuple[int, str]:
    process = begin(out, *options)
    _, told = process.communicate(timeout=120)
    return process.returncode, told


def contents(folder: Path) -> dict[str, bytes]:
    """Files of a folder that are meant to be seen."""
    return {p.name: p.read_bytes() for p in sorted(folder.glob("*")) if p.name[0] != "."}


def wait_for_shards(process: subprocess.Popen[str], folder: Path, more_than: int) -> None:
    while process.poll() is None and len(list(folder.glob("shard-*"))) <= more_than:
        time.sleep(0.002)


@pytest.mark.slow
def test_a_run_killed_twenty_times_at_random_ends_with_the_bytes_of_one_that_was_not(
    tmp_path: Path,
) -> None:
    count = ("-n", "6000")
    assert run(tmp_path / "whole", *count)[0] == 0
    whole = contents(tmp_path / "whole" / FOLDER)
    folder, moments = tmp_path / "killed" / FOLDER, random.Random(2016)
    killed_flying = 0
    for k in range(KILLS):
        there = len(list(folder.glob("shard-*")))
        process = begin(folder.parent, *count, "--resume")
        if k % 2:
            wait_for_shards(process, folder, there)
            time.sleep(moments.uniform(0.0, 0.08))
        else:
            time.sleep(moments.uniform(0.0, 2.5))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, f"kill {k} came after the end"
        shards = {name: data for name, data in contents(folder).items() if "shard" in name}
        killed_flying += len(shards) > there
        assert shards.items() <= whole.items()
    assert killed_flying >= KILLS // 2
    assert run(folder.parent, *count, "--resume")[0] == 0
    assert contents(folder) == whole


def test_ctrl_c_ends_in_one_line_and_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    process = begin(tmp_path, "-n", "100000")
    wait_for_shards(process, folder, 3)
    code, told = run(tmp_path, "-n", "100000", "--resume")
    assert code == 2
    assert told == f"error: {folder}: process {process.pid} is writing there; wait for it\n"
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told == "interrupted; finished shards are kept, --resume goes on\n"
    assert not list(folder.glob(".*.part*"))


def test_a_full_disk_is_one_line_and_finished_shards_stay(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    large = ("--shard-size", "128")
    assert run(tmp_path, "-n", "128", *large)[0] == 0
    folder = tmp_path / FOLDER
    finished = (folder / "shard-000000.parquet").read_bytes()

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    process = subprocess.run(
        command(tmp_path, "-n", "512", "--resume", *large),
        preexec_fn=full,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 2
    told = process.stderr.replace(str(folder), "FOLDER")
    line = r"error: FOLDER/shard-00000[123].parquet: File too large; finished shards are kept\n"
    assert re.fullmatch(line, told), told
    assert [path.name for path in folder.glob("*shard*")] == ["shard-000000.parquet"]
    assert (folder / "shard-000000.parquet").read_bytes() == finished


def test_nobody_at_the_address_of_a_cluster_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{found.getsockname()[1]}"
    asked = [part for part in command(tmp_path, "-n", "16") if part not in ("--workers", "2")]
    process = subprocess.run(
        [*asked, "--cluster", address], capture_output=True, text=True, check=False
    )
    assert process.returncode == 2
    answer = f"error: {address}: no scheduler answers; `dask scheduler` starts one\n"
    assert process.stderr == answer
