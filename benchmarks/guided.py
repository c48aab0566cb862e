"""Guided flights of the Vostochny mission to the cut-off of Blok I: rates, workers, growth.

Every run is a process of its own, see `guided_run`. Runs that are compared take turns.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.growth import exponent
from benchmarks.peers.environments import (
    ROOT,
    NoEnvironmentError,
    Peer,
    last_words,
    python_of,
)
from benchmarks.row import Row, seconds
from benchmarks.start_up import cosmodrome, run
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.mission.files import load_mission
from cosmodrome.study.dispersion.after_injection import NotFlown, after_injection
from cosmodrome.study.dispersion.ask import ascent_plan, sampling_named, study_of
from cosmodrome.study.dispersion.study import Study

NAME = "vostochny-2016"
ROUNDS, FLIGHTS, PEER_FLIGHTS = 3, 16_384, 8
SIZES = (1_000, 10_000, 100_000)
ROCKETPY = Peer(name="rocketpy", steps=(("rocketpy",),), problems=())


def rows() -> Iterator[Row]:
    """All of it in one run."""
    with tempfile.TemporaryDirectory() as folder:
        file, whole = Path(folder) / "study", Path(folder) / "whole"
        for path, study in zip((file, whole), _studies(), strict=True):
            path.write_bytes(pickle.dumps(study))
        told: dict[str, list[dict[str, float]]] = {"1": [], "2": [], "cluster": []}
        with _local_cluster(Path(folder)) as address:
            for _ in range(ROUNDS):
                for who, found in told.items():
                    found.append(_flown(file, FLIGHTS, address if who == "cluster" else who))
        yield from _rates(told)
        yield _whole_sample(whole)
        yield from _growth(file)
        yield _command(Path(folder))
        yield _beside_rocketpy(median(t["cpu_s"] for t in told["1"]) / FLIGHTS)


def _studies() -> tuple[Study, Study]:
    """The mission to the cut-off, and all of it: falls, upper stage and releases too."""
    catalogue = open_catalogue()
    mission = load_mission(NAME, catalogue)
    planned = ascent_plan(mission)
    figures = catalogue.document("launchers", mission.launcher.name).figures
    after = after_injection(mission, planned, catalogue)
    if isinstance(after, NotFlown):
        raise RuntimeError(after.reason)
    drawn = sampling_named("sobol", 1)
    ascent = study_of(mission, planned, figures, drawn, 1)
    return replace(ascent, falls=None), study_of(mission, planned, figures, drawn, 1, after=after)


def _flown(file: Path, count: int, workers: str) -> dict[str, float]:
    return _told([sys.executable, "-m", "benchmarks.guided_run", str(file), str(count), workers])


def _told(command: Sequence[str], *, ours: bool = True) -> dict[str, float]:
    paths = [str(ROOT)]
    if ours and os.environ.get("PYTHONPATH"):
        paths.append(os.environ["PYTHONPATH"])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )
    if done.returncode != 0:
        raise RuntimeError(last_words(done.stderr))
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def _local_cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers of one thread each, as a user starts them."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    begun = [
        subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
             "--scheduler-file", str(file)], **quiet,
        )
    ]  # fmt: skip
    try:
        while not (file.exists() and file.read_text()):
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        worker = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        begun += [subprocess.Popen(worker, **quiet) for _ in range(2)]
        time.sleep(5.0)
        yield address
    finally:
        # Workers that outlive their scheduler would wait for it.
        for process in begun:
            process.kill()
        for process in begun:
            process.wait()


def _rates(told: dict[str, list[dict[str, float]]]) -> Iterator[Row]:
    wall = {who: median(t["wall_s"] for t in found) for who, found in told.items()}
    for who in ("1", "2"):
        cpu = median(t["cpu_s"] for t in told[who]) / FLIGHTS
        wanted = {"limit": 0.25, "value": 1e3 * wall[who] / FLIGHTS, "unit": "ms"}
        yield Row(
            what=f"guided flights on {who} threads, vectors to files",
            measured=f"{FLIGHTS / wall[who]:.0f} a second, {1e3 * wall[who] / FLIGHTS:.3f} ms",
            beside=f"{1e3 * cpu:.3f} ms of a processor each, {1.0 / cpu:.0f} a second a core",
            **(wanted if who == "2" else {}),
        )
    yield Row(
        what="two threads over one, wall",
        measured=f"{wall['2'] / wall['1']:.3f}",
        beside=f"{wall['1'] / wall['2']:.2f} times as fast",
        limit=round(1.0 / 1.8, 3),
        value=wall["2"] / wall["1"],
    )
    yield Row(
        what="a local dask cluster of two workers over two threads, wall",
        measured=f"{wall['cluster'] / wall['2']:.3f}",
        beside=f"{FLIGHTS / wall['cluster']:.0f} a second",
        limit=1.15,
        value=wall["cluster"] / wall["2"],
    )
    evaluation = median(t["evaluation_ns"] for t in told["1"])
    yield Row(
        what="a guided flight over its evaluations of the right-hand side",
        measured=f"{evaluation:.0f} ns",
        beside="guidance, events and records included",
    )


def _whole_sample(file: Path) -> Row:
    told = _flown(file, FLIGHTS, "2")
    return Row(
        what="whole samples on 2 threads: falls, upper stage and releases too",
        measured=f"{FLIGHTS / told['wall_s']:.0f} a second",
        beside=f"{1e3 * told['cpu_s'] / FLIGHTS:.3f} ms of a processor each, "
        f"{told['bytes'] / FLIGHTS:.0f} bytes",
    )


def _growth(file: Path) -> Iterator[Row]:
    found = [_flown(file, size, "2") for size in SIZES]
    walls = " ".join(f"{t['wall_s']:.2f}" for t in found)
    power = exponent(SIZES, [t["cpu_s"] for t in found])
    yield Row(
        what=f"{' '.join(map(str, SIZES))} flights on 2 threads",
        measured=f"{walls} s",
        beside=f"processor time as the {power:.2f}th power; "
        f"{found[-1]['bytes'] / SIZES[-1]:.0f} bytes a sample",
    )
    yield Row(
        what=f"memory at {SIZES[-1]} flights",
        measured=f"{found[-1]['memory_MiB']:.0f} MiB",
        beside=f"{found[-2]['memory_MiB']:.0f} MiB at {SIZES[-2]}",
        limit=1024.0,
        value=found[-1]["memory_MiB"],
        unit="MiB",
    )


def _command(folder: Path) -> Row:
    count = 10_000
    command = [*cosmodrome(), "disperse", NAME, "-n", str(count), "--out"]
    taken = median(seconds(lambda k=k: run([*command, str(folder / str(k))])) for k in range(3))
    return Row(
        what=f"cosmodrome disperse {NAME} -n {count}",
        measured=f"{taken:.2f} s",
        beside="start-up, plan, flights, files and summary",
        limit=8.0,
        value=taken,
        unit="s",
    )


def _beside_rocketpy(ours_s: float) -> Row:
    try:
        python = str(python_of(ROCKETPY))
        asked = ("-W", "ignore", "-m", "benchmarks.peers.rocketpy", str(PEER_FLIGHTS))
        theirs = _told([python, *asked], ours=False)
    except (NoEnvironmentError, RuntimeError) as fault:
        return Row(what="rocketpy", measured="no answer", beside=str(fault))
    part = ours_s / theirs["cpu_s"]
    return Row(
        what=f"a guided flight over one of rocketpy {theirs['version']}, processor time",
        measured=f"1 / {1.0 / part:.0f}",
        beside=f"3-DoF of 8 min against 6-DoF of its first example, {theirs['steps']:.0f} steps, "
        f"apogee {theirs['apogee_m']:.0f} m, {1.0 / theirs['cpu_s']:.1f} a second",
        limit=0.001,
        value=part,
    )
