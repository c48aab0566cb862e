"""Flights of a study in a process of its own: ``python -m benchmarks.guided_run STUDY N WORKERS``.

What is timed is all that a run does between the plan and the summary: vectors, flights, tables,
files. It prints one line of JSON.
"""

import json
import pickle
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from cosmodrome.ascent.guidance import desk
from cosmodrome.ascent.guidance.flight import fly_guided
from cosmodrome.study.dispersion.cluster import Cluster
from cosmodrome.study.dispersion.shard_file import Piece, shard_bytes
from cosmodrome.study.dispersion.shards import SHARD_SIZE, fly_missing, open_shards
from cosmodrome.study.dispersion.study import Study
from cosmodrome.study.dispersion.workers import Threads, Workers


def main(file: str, count: int, workers: str) -> None:
    """Fly into a folder that is thrown away; kernels are loaded before the clock starts."""
    study: Study = pickle.loads(Path(file).read_bytes())
    shard_bytes(study, "", Piece(0, 0, 8))
    crew: Workers = Threads(count=int(workers)) if workers.isdigit() else Cluster(address=workers)
    with tempfile.TemporaryDirectory() as folder:
        shards = open_shards(Path(folder), study, count)
        if isinstance(crew, Cluster):
            # Two for each worker, so that each has loaded its kernels.
            warm = [Piece(k, k, 1) for k in range(64)]
            list(crew.fly(study, shards.mark, warm))
        wall, cpu = perf_counter(), process_time()
        assert sum(fly_missing(shards, crew)) == count
        wall, cpu = perf_counter() - wall, process_time() - cpu
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    told = {"wall_s": wall, "cpu_s": cpu, "memory_MiB": _peak_MiB(), "bytes": size}
    print(json.dumps({**told, "evaluation_ns": _evaluation_ns(study)}))


def _peak_MiB() -> float:
    """Most memory this process has had, where the system tells."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def _evaluation_ns(study: Study) -> float:
    """Processor time of a flight over its evaluations of the right-hand side, four a step."""
    vectors = study.dispersions.vectors(np.arange(SHARD_SIZE), study.sampling, study.seed)
    stages, parts = len(study.launcher.stages), sum(len(s.shed) for s in study.launcher.stages)
    kept = np.empty((SHARD_SIZE, desk.KEPT_NUMBERS + desk.KEPT_STAGE * stages))
    drops = np.empty((SHARD_SIZE, stages + parts + 1, 8))
    samples = np.empty((SHARD_SIZE, study.sample_count, desk.SAMPLED))
    begin = process_time()
    fly_guided(study.program, vectors, kept, drops, samples)
    return 1e9 * (process_time() - begin) / (4.0 * float(kept[:, desk.STEPS].sum()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
