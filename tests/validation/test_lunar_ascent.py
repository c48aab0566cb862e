"""Least-time ascent from the Moon (Dymos example): 481.71679 s, thrust along a linear tangent."""

import numpy as np
import pytest
from benchmarks.problems import lunar_ascent

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import Solution, node_fractions


@pytest.fixture(scope="module", params=[(10, 4), (20, 5)])
def solution(request) -> Solution:
    problem = lunar_ascent.build(*request.param)
    return Transcription(problem).solve(lunar_ascent.opening(problem))


def test_the_time_is_the_published_one(solution):
    assert solution.converged
    # Last digit published 1e-5.
    assert solution.objective == pytest.approx(481.71679, abs=1e-5)


def test_it_goes_as_far_down_range_as_published(solution):
    assert solution.arcs[0].state[0, -1] == pytest.approx(337_907.0, abs=1.0)


def test_the_tangent_of_the_thrust_angle_is_linear_in_time(solution):
    """What the costates of the problem must give, exactly."""
    control = solution.arcs[0].control
    segments = 10 if control.shape[1] == 40 else 20
    phase = lunar_ascent.build(segments, control.shape[1] // segments).phases[0]
    t = solution.objective * node_fractions(phase)[1:]
    tangent = control[1] / control[0]
    line = np.polynomial.Polynomial.fit(t, tangent, 1)
    # The solver's tolerance of 1e-8.
    assert np.max(np.abs(line(t) - tangent)) < 1e-7
