"""Goddard's rocket (Bryson; GPOPS-II, YAPSS): 18 550.871864 ft, two switches, singular between."""

import numpy as np
import pytest
from benchmarks.problems import goddard

from cosmodrome.numerics.collocation import Transcription


@pytest.fixture(scope="module")
def solution():
    problem = goddard.build()
    return Transcription(problem).solve(goddard.opening(problem))


def test_the_height_is_the_published_one(solution):
    assert solution.converged
    # Last digit published 1e-6 ft.
    assert -solution.objective == pytest.approx(18_550.871864, abs=2e-6)


def test_the_switches_and_the_top_are_where_published(solution):
    found = np.cumsum([arc.duration for arc in solution.arcs])
    # The published switches are those of a run with the control free, good to 1e-6 s or so.
    np.testing.assert_allclose(found, [13.751270, 21.987363, 42.887901], atol=1.5e-5)


def test_the_singular_arc_keeps_to_its_surface(solution):
    h, v, m = solution.arcs[1].state
    off = m * goddard.GRAVITY - goddard.drag(h, v) * (1.0 + v / goddard.EXHAUST)
    assert np.max(np.abs(off)) < 1e-6
