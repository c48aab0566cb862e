"""Plans kept from run to run in the user's cache, under a hash of all they were made from."""

import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from cosmodrome.ascent.guidance.choices import STANDARD
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.mission.dispersions import AskedDispersions
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.published import Published
from cosmodrome.numerics.compile_cache import source_hash, user_cache
from cosmodrome.study.kept_plan import SPOILED, plan_bytes, plan_from_bytes
from cosmodrome.study.whole_file import write_whole

# A plan takes 50 kB.
_KEPT = 100
# Besides our own sources, these have a say in the digits of a plan.
_SOLVERS = ("brahe", "casadi", "numpy")


def remembered(mission: Mission, make: Callable[[], PlannedLeg]) -> PlannedLeg:
    """Plan of a mission, made only when no run has made it from the same numbers and sources.

    Parameters
    ----------
    mission : Mission
        Everything the plan depends on, in the mean wind it is made for.
    make : callable
        Makes it; what it raises is raised.
    """
    path = user_cache() / "plans" / f"{_mark(mission)}.bin"
    try:
        planned = plan_from_bytes(path.read_bytes())
        os.utime(path)
        return planned
    except (OSError, *SPOILED):
        planned = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, plan_bytes(planned))
        _prune(path.parent)
    except OSError:
        # No home to write to: the next run plans again.
        pass
    return planned


def _mark(mission: Mission) -> str:
    digest = hashlib.sha256(source_hash().encode())
    digest.update("".join(version(name) for name in _SOLVERS).encode())
    digest.update(pickle.dumps(_planned_from(mission), protocol=5))
    return digest.hexdigest()[:32]


def _planned_from(mission: Mission) -> Mission:
    """Mission without what its ascent does not depend on, once its mean wind is in it."""
    return replace(
        mission,
        dispersions=AskedDispersions(),
        guidance=STANDARD,
        accuracy=None,
        published=Published(),
    )


def _prune(folder: Path) -> None:
    plans = sorted(folder.glob("*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in plans[_KEPT:]:
        path.unlink(missing_ok=True)
