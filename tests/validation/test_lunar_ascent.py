"""Least-time ascent from the Moon (Dymos example): 481.71679 s, thrust along a linear tangent."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import root

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.linear_controls import costates
from cosmodrome.numerics.optimal_control import Solution, node_fractions
from cosmodrome.study.validation.problems import lunar_ascent


@pytest.fixture(scope="module", params=[(10, 4), (20, 5)])
def solution(request) -> Solution:
    problem = lunar_ascent.build(*request.param)
    return Transcription(problem).solve(lunar_ascent.opening(problem))


def test_the_time_is_the_published_one(solution):
    assert solution.converged
    # Last digit published 1e-5.
    assert solution.objective == pytest.approx(481.71679, abs=1e-5)


def test_the_time_is_that_of_the_linear_tangent_law_integrated_apart():
    """Shooting on the two numbers of the law and the time, by scipy, shares only the equations."""

    def missed(z):
        start, slope, span = z

        def rates(t, s):
            steer = np.arctan(start - slope * t)
            return lunar_ascent.dynamics(t, s, (np.cos(steer), np.sin(steer)), (), ())

        run = solve_ivp(
            rates, (0.0, span), [0, 0, 0, 0, lunar_ascent.MASS], "DOP853", rtol=1e-12, atol=1e-9
        )
        _, y, vx, vy, _ = run.y[:, -1]
        return [(y - lunar_ascent.HEIGHT) / 1e5, (vx - lunar_ascent.SPEED) / 1e3, vy / 1e3]

    law = root(missed, [1.0, 0.004, 480.0], tol=1e-13)
    assert law.success
    problem = lunar_ascent.build(20, 5)
    solution = Transcription(problem).solve(lunar_ascent.opening(problem))
    assert solution.objective == pytest.approx(law.x[2], abs=1e-6)


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


def test_the_costates_obey_the_adjoint_equations(solution):
    """Those of the place are constant, those of the velocity linear, and thrust lies along them."""
    arc = solution.arcs[0]
    segments = 10 if arc.control.shape[1] == 40 else 20
    phase = lunar_ascent.build(segments, arc.control.shape[1] // segments).phases[0]
    t = solution.objective * node_fractions(phase)[1:]
    x, y, vx, vy, m = costates(phase, solution.phase_multipliers[0])
    # Down range is free, so its price is nothing: the tangent is linear, not bilinear.
    # Prices are in s/m; the solver's tolerance is 1e-8 in scaled variables.
    assert np.max(np.abs(x)) * 1e5 < 1e-6
    np.testing.assert_allclose(y, y.mean(), rtol=1e-6)
    np.testing.assert_allclose(vx, vx.mean(), rtol=1e-6)
    line = np.polynomial.Polynomial.fit(t, vy, 1)
    np.testing.assert_allclose(vy, line(t), atol=1e-6 * np.max(np.abs(vy)))
    assert line.convert().coef[1] == pytest.approx(-y.mean(), rel=1e-6)
    size = np.hypot(vx, vy)
    np.testing.assert_allclose(arc.control, [-vx / size, -vy / size], atol=1e-6)
    # The Hamiltonian of a least time is -1 throughout.
    push = lunar_ascent.THRUST / arc.state[4, 1:]
    flow = lunar_ascent.THRUST / (lunar_ascent.ISP * lunar_ascent.GRAVITY)
    rates = y * arc.state[3, 1:] + x * arc.state[2, 1:] - size * push - vy * lunar_ascent.GRAVITY
    # The states of the coarser mesh are good to 1e-6 of their scale.
    np.testing.assert_allclose(rates - m * flow, -1.0, atol=3e-6)
