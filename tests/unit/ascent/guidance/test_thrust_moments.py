import numpy as np
import pytest

from cosmodrome.ascent.guidance.thrust_moments import (
    held_burn,
    last_burn,
    nothing_yet,
    steady_burn,
)

W_M_S = 3200.0


def _numerically(pieces: list[tuple[float, float, bool]]) -> np.ndarray:
    """Moments of (acceleration, span, steady thrust) pieces by quadrature."""
    total, begun = np.zeros(4), 0.0
    for a, span, steady in pieces:
        t, weight = np.polynomial.legendre.leggauss(40)
        t, weight = 0.5 * span * (t + 1.0), 0.5 * span * weight
        push = a / (1.0 - a * t / W_M_S) if steady else np.full_like(t, a)
        total += [float(weight @ (push * (t + begun) ** k)) for k in range(4)]
        begun += span
    return total


def test_moments_of_two_burns_and_a_coast_are_their_integrals() -> None:
    m = steady_burn(nothing_yet(), 12.0, W_M_S, 90.0)
    m = steady_burn(m, 0.0, W_M_S, 7.0)
    m = steady_burn(m, 8.0, W_M_S, 150.0)
    m = held_burn(m, 30.0, 20.0)
    expected = _numerically(
        [(12.0, 90.0, True), (0.0, 7.0, True), (8.0, 150.0, True), (30.0, 20.0, False)]
    )
    # A recursion on differences: some digits are lost.
    np.testing.assert_allclose(m[1:], expected, rtol=1e-9)
    assert m.span_s == 267.0


@pytest.mark.parametrize("gain", [50.0, 2000.0, 3500.0, 4500.0])
def test_the_last_burn_gives_what_is_missing_whatever_the_throttle_does(gain: float) -> None:
    m = last_burn(nothing_yet(), gain, 10.0, W_M_S, 25.0, 0.6)
    assert m.m0 == pytest.approx(gain, rel=1e-12)


def test_an_engine_that_throttles_already_holds_its_acceleration() -> None:
    # At 30 m/s2 of full thrust and a limit of 25 it runs at 83 %.
    m = last_burn(nothing_yet(), 500.0, 30.0, W_M_S, 25.0, 0.6)
    assert m.span_s == pytest.approx(500.0 / 25.0, rel=1e-12)
