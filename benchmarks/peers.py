"""Other tools on the same problems, each in an environment of its own; only with ``--peers``.

YAPSS solves Delta III by its own shipped example, on its own mesh and its own guess. Dymos is left
out: its Delta III needs a driver (SNOPT, IPOPT by pyoptsparse) that no wheel brings.
"""

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.row import Row

FOLDER = Path("build") / "peers"
YAPSS = """
import json, time
from yapss.examples import delta_iii_ascent as example
example.setup().solve()
begin = time.perf_counter()
problem = example.setup()
built = time.perf_counter() - begin
solution = problem.solve()
whole = time.perf_counter() - begin
print(json.dumps({"built": built, "whole": whole, "objective": solution.objective}))
"""


def rows() -> Iterator[Row]:
    """What the peers take."""
    python = _environment("yapss")
    done = subprocess.run([python, "-c", YAPSS], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    yield Row(
        what="Delta III by YAPSS, its own example",
        measured=f"{found['built']:.3f} + {found['whole'] - found['built']:.3f} s",
        beside=f"{abs(found['objective']):.6f} kg",
    )


def _environment(package: str) -> str:
    """Python of an environment that holds a package; made when it is not there."""
    folder = FOLDER / package
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"making {folder} for {package}", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
    return str(python)
