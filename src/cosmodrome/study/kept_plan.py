"""A planned leg as bytes, so that a run can go on from it after it was interrupted.

Only records of this package, numpy arrays and plain values are read back: a file from elsewhere
cannot run code.
"""

import io
import pickle

from cosmodrome.ascent.optimise import PlannedLeg

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
