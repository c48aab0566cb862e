"""Goddard's rocket in the units of COPS: a final height of 1.01284, from one phase."""

import pytest

from cosmodrome.numerics.arcs import Mode
from cosmodrome.numerics.by_arcs import ByArcs
from cosmodrome.numerics.refine import Ending
from cosmodrome.numerics.structure import checked
from cosmodrome.study.validation.problems import goddard_normalised


@pytest.fixture(scope="module", params=[(20, 4), (30, 4), (15, 6), (60, 4)], ids=str)
def found(request) -> ByArcs:
    return goddard_normalised.solved(*request.param)


def test_the_height_is_the_published_one(found):
    assert found.ending is Ending.HOLDS
    # Half of the last digit published.
    assert -found.solution.objective == pytest.approx(goddard_normalised.PUBLISHED, abs=5e-6)


def test_every_mesh_gives_the_same_ten_digits(found):
    # Ours, beside 1.012841 and 1.012844 of meshes without arcs.
    assert -found.solution.objective == pytest.approx(1.0128369183, abs=2e-10)


def test_the_arcs_are_full_thrust_singular_and_none(found):
    (arcs,) = found.arcs
    assert [arc.modes for arc in arcs] == [(Mode.UPPER,), (Mode.INNER,), (Mode.LOWER,)]
    check = checked(found.cut, found.solution)
    assert check.wrong_sign < 1e-6
    assert check.singular < 1e-5
    assert check.margin > 0.05
