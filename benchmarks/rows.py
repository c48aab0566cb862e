"""One line of the benchmark table, and a stopwatch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """A figure beside what it should reach, and a peer measured in the same run."""

    what: str
    value: float
    unit: str
    wanted: str = ""
    peer: str = ""
    ratio: float | None = None


def seconds(work: Callable[[], object], runs: int) -> float:
    """Median wall time of some runs after one that warms up [s]."""
    work()
    times = []
    for _ in range(runs):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return median(times)


def printed(rows: Sequence[Row]) -> str:
    """The rows as a text table."""
    head = ("what", "figure", "unit", "should be", "peer in this run", "peer / ours")
    cells = [head]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
        cells.append((row.what, f"{row.value:.4g}", row.unit, row.wanted, row.peer, ratio))
    widths = [max(len(line[k]) for line in cells) for k in range(len(head))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
