"""The benchmark table: ``python -m benchmarks [ONLY=name]``."""

import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.table import Table

from benchmarks.row import Row

# Module, function and its arguments.
GROUPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "start-up": ("benchmarks.start_up", "rows", ()),
    "right-hand-side": ("benchmarks.right_hand_side", "rows", ()),
    "published": ("benchmarks.published", "rows", ()),
    "mission": ("benchmarks.mission", "rows", ()),
    "tolerance": ("benchmarks.mission", "tolerance_rows", ()),
    "reconstruct": ("benchmarks.reconstruct", "rows", ()),
    "guided": ("benchmarks.guided", "rows", ()),
    "growth": ("benchmarks.growth", "rows", ()),
    "delta-iii": ("benchmarks.peers.race", "rows", ("delta-iii",)),
    "goddard": ("benchmarks.peers.race", "rows", ("goddard",)),
    "lunar": ("benchmarks.peers.race", "rows", ("lunar",)),
    "falcon": ("benchmarks.peers.race", "rows", ("falcon",)),
}


def main(arguments: Sequence[str]) -> int:
    """Run the groups asked for and print them."""
    asked = [a.partition("=")[2] for a in arguments if a.startswith("ONLY=")]
    asked += [name for name in (os.environ.get("ONLY"),) if name]
    unknown = [name for name in asked if name not in GROUPS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    chosen = asked or list(GROUPS)
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(machine())
    missed = 0
    for name in chosen:
        found = list(group(name)())
        console.print(table(name, found))
        missed += sum(row.verdict == "MISSED" for row in found)
    console.print(f"{missed} of what must be reached missed" if missed else "nothing missed")
    return 0


def group(name: str) -> Callable[[], Iterator[Row]]:
    """The rows of a group; what it imports is imported only for it."""
    module, function, arguments = GROUPS[name]
    return partial(getattr(import_module(module), function), *arguments)


def table(name: str, rows: Sequence[Row]) -> Table:
    """One group as printed."""
    found = Table(title=name, title_justify="left", title_style="bold")
    for column in ("what", "measured", "beside", "must be", ""):
        found.add_column(column, overflow="fold")
    for row in rows:
        found.add_row(row.what, row.measured, row.beside, row.must, row.verdict)
    return found


def machine() -> str:
    """What the numbers were taken on."""
    versions = []
    for package in ("cosmodrome", "casadi", "numba", "numpy", "brahe"):
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"{package} unknown")
    return (
        f"Python {platform.python_version()}, {', '.join(versions)}; "
        f"{platform.machine()}, {os.cpu_count()} cores{_load()}"
    )


def _load() -> str:
    """What else the cores are busy with, where the system tells."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f", load before {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
