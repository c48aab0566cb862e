"""Time until the command line answers, beside a Python that does nothing."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.row import Row, median_s

RUNS = 11


def rows() -> Iterator[Row]:
    """Start-up of the command line."""
    bare = median_s(lambda: run([sys.executable, "-c", "pass"]), RUNS)
    command = cosmodrome()
    for arguments, limit in ((["--help"], 0.25), (["list", "missions"], None)):
        taken = median_s(lambda arguments=arguments: run([*command, *arguments]), RUNS)
        yield Row(
            what=f"cosmodrome {' '.join(arguments)}",
            measured=f"{taken:.3f} s",
            beside=f"python -c pass {bare:.3f} s, {taken / bare:.1f} times",
            limit=limit,
            value=taken,
            unit="s",
        )


def cosmodrome() -> list[str]:
    """The command beside this Python, or the module when it is not installed there."""
    script = Path(sys.executable).parent / "cosmodrome"
    return [str(script)] if script.exists() else [sys.executable, "-m", "cosmodrome.app.cli"]


def run(command: Sequence[str]) -> None:
    """Run a command to its end, quietly."""
    subprocess.run(command, check=True, capture_output=True)
