"""Whole processes as a user starts them."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row, seconds


def rows() -> Iterator[Row]:
    command = str(Path(sys.executable).with_name("cosmodrome"))
    bare = seconds(lambda: _run(sys.executable, "-c", "pass"), 7)
    helped = seconds(lambda: _run(command, "--help"), 7)
    peer = f"python -c pass {bare:.3f} s"
    yield Row("cosmodrome --help", helped, "s", "< 0.25", peer, bare / helped)
    with tempfile.TemporaryDirectory() as folder:
        flown = seconds(lambda: _run(command, "fly", "vostochny-2016", "--out", folder), 3)
    yield Row("cosmodrome fly vostochny-2016, both readings, warm", flown, "s", "< 10")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
