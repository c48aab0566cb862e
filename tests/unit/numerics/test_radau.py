import numpy as np
import pytest
from numpy.polynomial import Polynomial, legendre

from cosmodrome.numerics.radau import (
    barycentric_weights,
    differentiation_matrix,
    integration_matrix,
    interpolation_matrix,
    legendre_matrix,
    radau_points,
    radau_weights,
)

DEGREES = range(1, 13)
# Rounding of the sums grows with the square of the degree.
ROUNDING = 1e-15


def polynomial(degree: int) -> Polynomial:
    """A polynomial of a degree with no coefficient zero."""
    return Polynomial(np.cos(np.arange(degree + 1)) + 0.1)


def nodes(degree: int) -> np.ndarray:
    return np.concatenate(([-1.0], radau_points(degree)))


def test_the_points_of_one_two_and_three_are_those_of_the_textbook():
    root = np.sqrt(6.0)
    assert radau_points(1).tolist() == [1.0]
    np.testing.assert_allclose(radau_points(2), [-1.0 / 3.0, 1.0], atol=1e-15)
    np.testing.assert_allclose(
        radau_points(3), [-(1.0 + root) / 5.0, (root - 1.0) / 5.0, 1.0], atol=1e-15
    )


@pytest.mark.parametrize("degree", DEGREES)
def test_the_points_ascend_and_end_at_one(degree):
    points = radau_points(degree)
    assert points.size == degree
    assert points[0] > -1.0
    assert points[-1] == 1.0
    assert np.all(np.diff(points) > 0.0)


@pytest.mark.parametrize("degree", DEGREES)
def test_differentiation_is_exact_up_to_the_degree(degree):
    p = polynomial(degree)
    got = differentiation_matrix(degree) @ p(nodes(degree))
    expected = p.deriv()(radau_points(degree))
    scale = np.abs(differentiation_matrix(degree)).sum(axis=1)
    assert np.all(np.abs(got - expected) <= 20 * ROUNDING * degree**2 * scale)


@pytest.mark.parametrize("degree", DEGREES)
def test_integration_undoes_differentiation(degree):
    p = polynomial(degree)
    rise = integration_matrix(degree) @ p.deriv()(radau_points(degree))
    expected = p(radau_points(degree)) - p(-1.0)
    assert np.max(np.abs(rise - expected)) <= 100 * ROUNDING * degree**2


@pytest.mark.parametrize("degree", DEGREES)
def test_the_quadrature_over_a_segment_is_exact_to_twice_the_degree_less_two(degree):
    p = polynomial(2 * degree - 2)
    weights = integration_matrix(degree)[-1]
    whole = p.integ()(1.0) - p.integ()(-1.0)
    assert weights @ p(radau_points(degree)) == pytest.approx(whole, abs=100 * ROUNDING * degree**2)


def test_the_quadrature_is_not_exact_one_degree_further():
    p = Polynomial([0.0] * 5 + [1.0])
    assert abs(integration_matrix(3)[-1] @ p(radau_points(3))) > 1e-2


@pytest.mark.parametrize("degree", DEGREES)
def test_interpolation_is_exact_up_to_the_degree(degree):
    p, at = polynomial(degree), np.linspace(-1.0, 1.0, 41)
    got = interpolation_matrix(nodes(degree), at) @ p(nodes(degree))
    np.testing.assert_allclose(got, p(at), atol=100 * ROUNDING * degree)


def test_interpolation_at_a_node_is_the_value_there():
    at = nodes(4)
    assert np.array_equal(interpolation_matrix(at, at), np.eye(5))


def test_barycentric_weights_of_three_equal_steps_are_the_binomials():
    # (-1)**j C(3, j) / (3! h**3): Berrut and Trefethen (2004), equation 5.1.
    weights = barycentric_weights(np.array([0.0, 1.0, 2.0, 3.0]))
    np.testing.assert_allclose(weights * 6.0, [-1.0, 3.0, -3.0, 1.0], rtol=1e-15)


@pytest.mark.parametrize("degree", range(1, 9))
def test_the_weights_integrate_polynomials_of_twice_the_degree_less_two(degree):
    x, w = radau_points(degree), radau_weights(degree)
    for power in range(2 * degree - 1):
        assert w @ x**power == pytest.approx((1 - (-1) ** (power + 1)) / (power + 1), abs=1e-13)


@pytest.mark.parametrize("degree", range(1, 9))
def test_the_legendre_coefficients_give_the_values_back(degree):
    values = np.random.default_rng(degree).normal(size=degree)
    series = legendre_matrix(degree) @ values
    np.testing.assert_allclose(legendre.legval(radau_points(degree), series), values, atol=1e-12)
