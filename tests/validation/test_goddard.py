"""Goddard's rocket (Bryson; GPOPS-II, YAPSS, Dymos) from one phase, its arcs found.

18 550.871864 ft for 193.044 lbf and 18 744.441321 ft for 200 lbf: full thrust, singular, none.
"""

import numpy as np
import pytest

from cosmodrome.numerics.arcs import Mode
from cosmodrome.numerics.by_arcs import ByArcs
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import Solution
from cosmodrome.numerics.refine import Ending
from cosmodrome.numerics.structure import checked
from cosmodrome.study.validation.problems import goddard, goddard_by_hand

THRUSTS = tuple(goddard.PUBLISHED)
# Coarse, fine, few points and many: which mesh it is stated on must not matter.
MESHES = ((20, 4), (5, 6), (10, 4), (30, 3), (15, 6), (60, 4))


@pytest.fixture(scope="module", params=THRUSTS)
def thrust(request) -> float:
    return request.param


@pytest.fixture(scope="module", params=MESHES, ids=str)
def found(request, thrust) -> ByArcs:
    return goddard.solved(thrust, *request.param)


@pytest.fixture(scope="module")
def by_hand(thrust) -> Solution:
    problem = goddard_by_hand.build(thrust)
    return Transcription(problem).solve(goddard_by_hand.opening(problem))


def test_the_height_is_the_published_one(found, thrust):
    assert found.ending is Ending.HOLDS
    height, _ = goddard.PUBLISHED[thrust]
    assert -found.solution.objective == pytest.approx(height, rel=1e-7)


def test_the_arcs_are_full_thrust_singular_and_none(found):
    (arcs,) = found.arcs
    assert [arc.modes for arc in arcs] == [(Mode.UPPER,), (Mode.INNER,), (Mode.LOWER,)]


def test_the_switches_and_the_top_are_where_published(found, thrust):
    times = np.cumsum([arc.duration for arc in found.solution.arcs])
    # The height is flat in the switches: 1e-7 of it lets them move by some 0.1 s.
    np.testing.assert_allclose(times, goddard.PUBLISHED[thrust][1], atol=3e-3)


def test_the_solution_obeys_the_maximum_principle(found):
    check = checked(found.cut, found.solution)
    assert check.wrong_sign < 1e-6
    assert check.singular < 1e-6
    # The singular thrust lies at a quarter to a third of the full one.
    assert check.margin > 0.2


def test_the_singular_arc_keeps_to_its_surface_without_being_told(found):
    h, v, m = found.solution.arcs[1].state
    off = m * goddard.GRAVITY - goddard.drag(h, v) * (1.0 + v / goddard.EXHAUST)
    # Of a weight of 97 lbf at lift-off; the surface follows from the optimum to first order only.
    assert np.max(np.abs(off)) < 0.1


def test_phases_and_law_given_by_hand_make_the_same_height(found, by_hand):
    assert by_hand.converged
    assert found.solution.objective == pytest.approx(by_hand.objective, rel=1e-9)


def test_by_hand_the_height_and_switches_are_the_published_ones(by_hand, thrust):
    height, times = goddard.PUBLISHED[thrust]
    # Last digit published 1e-6 ft.
    assert -by_hand.objective == pytest.approx(height, abs=2e-6)
    # The published switches are those of a run with the control free, good to 1e-6 s or so.
    spans = np.cumsum([arc.duration for arc in by_hand.arcs])
    np.testing.assert_allclose(spans, times, atol=2e-5)


def test_one_phase_without_arcs_claims_fifteen_feet_too_much():
    """The trap, so that nobody takes the plain collocation for the answer."""
    problem = goddard.build(193.044, 60, 4)
    solution = Transcription(problem).solve(goddard.opening(problem))
    assert solution.converged
    assert -solution.objective - 18_550.87 == pytest.approx(15.3, abs=1.0)
