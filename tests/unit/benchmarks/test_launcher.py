"""The numbers given to the peers are those of the problem solved here."""

import numpy as np
import pytest
from benchmarks.peers import launcher

from cosmodrome.numerics.optimal_control import node_fractions
from cosmodrome.study.validation.problems import delta_iii


def test_constants_and_pad_are_the_same() -> None:
    assert (launcher.MU, launcher.RE, launcher.OMEGA) == (
        delta_iii.MU,
        delta_iii.RE,
        delta_iii.OMEGA,
    )
    assert launcher.DRAG_AREA == delta_iii.DRAG_AREA
    assert launcher.START_MASS == delta_iii.START_MASS
    np.testing.assert_array_equal(launcher.START, delta_iii.START)


def test_thrust_flow_times_and_drops_are_the_same() -> None:
    problem = delta_iii.build(1, 4)
    times = np.cumsum([0.0, *(phase.duration.lower for phase in problem.phases[:3])])
    for phase, thrust, flow in zip(problem.phases, launcher.THRUST, launcher.FLOW, strict=True):
        assert phase.data == pytest.approx((thrust, flow), rel=1e-15)
    np.testing.assert_allclose(launcher.TIMES, times, rtol=1e-15)
    assert tuple(step[4] for step in delta_iii.STEPS[:-1]) == launcher.DROPPED
    assert problem.phases[3].duration.upper == launcher.LAST_TIME - launcher.TIMES[3]


def test_the_target_is_the_same() -> None:
    for mine, theirs in zip(launcher.target_vectors(), delta_iii.target_vectors(), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-15)


def test_the_guess_is_the_same() -> None:
    problem = delta_iii.build(2, 3)
    for i, values in enumerate(delta_iii.opening(problem)):
        states, forward = launcher.arc(i, node_fractions(problem.phases[i]))
        np.testing.assert_allclose(states, values.state, rtol=1e-12, atol=1e-6)
        np.testing.assert_allclose(forward[:, 1:], values.control, atol=1e-12)
