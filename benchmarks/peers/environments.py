"""The peers, and a virtual environment for each, made when it is first asked for."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "peers"
LIMIT_S = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool to compare with.

    Attributes
    ----------
    name : str
        Of its adapter and its environment.
    steps : tuple of tuple of str
        Arguments of ``pip install``, one after the other.
    problems : tuple of str
        What its adapter solves.
    """

    name: str
    steps: tuple[tuple[str, ...], ...]
    problems: tuple[str, ...] = ("delta-iii",)


PEERS = (
    Peer(
        name="asset_asrl",
        steps=(("asset_asrl",),),
        problems=("delta-iii", "delta-iii-coarse"),
    ),
    Peer(name="yapss", steps=(("yapss",),), problems=("delta-iii", "delta-iii-coarse", "goddard")),
    Peer(name="maptor", steps=(("maptor",),)),
    # It pins a numpy that has no wheel for this Python, and works with any.
    Peer(name="mpopt", steps=(("--no-deps", "mpopt"), ("casadi", "matplotlib", "scipy"))),
    # The package cyipopt comes without IPOPT.
    Peer(name="dymos", steps=(("dymos", "cyipopt-wheels"),)),
)


class NoEnvironmentError(Exception):
    """The environment of a peer could not be made."""


def python_of(peer: Peer) -> Path:
    """Python that has the peer.

    Raises
    ------
    NoEnvironmentError
        With the last words of what failed.
    """
    folder = FOLDER / peer.name
    python, ready = folder / "bin" / "python", folder / "ready"
    wanted = "\n".join(" ".join(step) for step in peer.steps)
    if ready.exists() and ready.read_text() == wanted:
        return python
    print(f"making {folder.relative_to(ROOT)}; this takes a minute or two", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for step in peer.steps:
        _run([*pip, "--only-binary", ":all:", "--retries", "1", "--timeout", "20", *step])
    ready.write_text(wanted)
    return python


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NoEnvironmentError(str(fault)) from fault
    if done.returncode != 0:
        raise NoEnvironmentError(last_words(done.stderr or done.stdout))


def last_words(output: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
