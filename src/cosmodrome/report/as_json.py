"""Results as JSON: keys in order, every digit kept, one form for each kind of value."""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import PurePath

import numpy as np


def as_json(value: object) -> str:
    """Text of a result; the same result gives the same text.

    Parameters
    ----------
    value : object
        Mappings, sequences, arrays, records (dataclasses), enums, times and plain values.

    Returns
    -------
    str
        Indented, with sorted keys and a newline at the end. Numbers keep every digit; what
        is not a finite number is null, which JSON cannot say otherwise.
    """
    return json.dumps(plain(value), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def plain(value: object) -> object:
    """Value made of dict, list, str, float, int, bool and None alone.

    Parameters
    ----------
    value : object
        As for `as_json`.

    Raises
    ------
    TypeError
        For a kind of value that has no form in JSON.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, (set, frozenset)) else items
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return _plain_scalar(value)


def _plain_scalar(value: object) -> object:
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return _iso_utc(value)
    if isinstance(value, PurePath):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _iso_utc(time: datetime) -> str:
    if time.tzinfo is None:
        return time.isoformat()
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")
