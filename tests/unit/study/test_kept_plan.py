import os
import pickle
from pathlib import Path

import numpy as np
import pytest

import cosmodrome as cd
from cosmodrome.study.kept_plan import plan_bytes, plan_from_bytes


@pytest.fixture(scope="module")
def planned(flown):
    return flown[cd.Reading.PREDICTED].plan.ascent


def test_a_plan_comes_back_as_it_was(planned):
    content = plan_bytes(planned)
    back = plan_from_bytes(content)
    assert plan_bytes(back) == content
    assert back.certificate == planned.certificate
    assert back.solution.objective == planned.solution.objective
    for one, other in zip(back.solution.arcs, planned.solution.arcs, strict=True):
        assert np.array_equal(one.state, other.state)
        assert np.array_equal(one.control, other.control)


class Intruder:
    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def test_bytes_from_elsewhere_run_nothing(tmp_path):
    made = tmp_path / "made"
    with pytest.raises(pickle.UnpicklingError, match="is no record"):
        plan_from_bytes(pickle.dumps(Intruder(str(made))))
    assert not made.exists()


@pytest.mark.parametrize("value", [7, Path("x"), [1, 2]])
def test_bytes_of_something_else_are_refused(value):
    with pytest.raises(pickle.UnpicklingError):
        plan_from_bytes(pickle.dumps(value))
