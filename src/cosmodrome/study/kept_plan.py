"""A planned leg as bytes, so that a run can go on from it after it was interrupted.

Only records of this package, numpy arrays, times and plain values are read back: a file from
elsewhere cannot run code.
"""

import io
import pickle
from collections.abc import Callable
from pathlib import Path

from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.errors import OutputError
from cosmodrome.study.whole_file import write_whole

# What reading a spoiled file, or one of another version, may raise.
SPOILED = (
    *(AttributeError, EOFError, ImportError, IndexError, KeyError, TypeError, ValueError),
    pickle.UnpicklingError,
)

_TIMES = {("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")}
_NUMPY = {"ndarray", "dtype", "scalar", "_reconstruct", "_frombuffer"}


class _RecordsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        found: object = super().find_class(module, name)
        is_record = module.startswith("cosmodrome.") and isinstance(found, type)
        is_array = module.split(".", maxsplit=1)[0] == "numpy" and name in _NUMPY
        is_time = (module, name) in _TIMES
        if is_record or is_array or is_time:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def plan_bytes(plan: PlannedLeg) -> bytes:
    """A plan as bytes.

    Parameters
    ----------
    plan : PlannedLeg
        Of any outcome.
    """
    return pickle.dumps(plan, protocol=5)


def plan_from_bytes(content: bytes) -> PlannedLeg:
    """The plan that `plan_bytes` was given.

    Parameters
    ----------
    content : bytes
        From `plan_bytes` of the same version.

    Raises
    ------
    pickle.UnpicklingError
        If it holds anything else.
    """
    plan = _RecordsOnly(io.BytesIO(content)).load()
    if not isinstance(plan, PlannedLeg):
        raise pickle.UnpicklingError("no plan")
    return plan


def kept_at(path: Path | None, make: Callable[[], PlannedLeg]) -> PlannedLeg:
    """Plan of a file, made and kept there when there is none that can be read.

    Parameters
    ----------
    path : pathlib.Path or None
        Where it is kept, once it has converged; nowhere if None.
    make : callable
        Makes it; what it raises is raised.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    if path is not None and path.exists():
        try:
            return plan_from_bytes(path.read_bytes())
        except SPOILED:
            pass
    planned = make()
    if path is not None and planned.solution.converged:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, plan_bytes(planned))
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or error}") from error
    return planned
