import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.report.as_json import as_json


class Kind(Enum):
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Record:
    mass_kg: float
    kind: Kind


def test_every_digit_is_kept_and_keys_are_sorted():
    text = as_json({"b": 0.1 + 0.2, "a": np.float64(1 / 3)})
    assert json.loads(text) == {"a": 1 / 3, "b": 0.1 + 0.2}
    assert text.index('"a"') < text.index('"b"')
    assert text.endswith("}\n")


def test_each_kind_of_value_has_one_form():
    value = {
        "record": Record(1.0, Kind.MEAN),
        "array": np.arange(3),
        "index": np.int64(7),
        "flag": np.bool_(True),
        "liftoff": datetime(2016, 4, 28, 2, 1, 21, tzinfo=UTC),
        "path": Path("a") / "b",
        "tuple": (1, None),
        "gap": float("nan"),
        "endless": np.float64("inf"),
        Kind.MEAN: "key",
    }
    assert json.loads(as_json(value)) == {
        "record": {"mass_kg": 1.0, "kind": "mean"},
        "array": [0, 1, 2],
        "index": 7,
        "flag": True,
        "liftoff": "2016-04-28T02:01:21Z",
        "path": "a/b",
        "tuple": [1, None],
        "gap": None,
        "endless": None,
        "mean": "key",
    }


def test_a_value_without_a_form_is_refused():
    with pytest.raises(TypeError, match="object has no form in JSON"):
        as_json({"a": object()})
