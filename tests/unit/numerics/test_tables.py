import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline, PchipInterpolator

from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.tables import constant, hermite, linear, monotone_cubic, step

X = np.array([0.0, 0.7, 1.0, 2.5, 4.0, 4.5])
Y = np.array([0.0, 2.0, 2.1, 2.1, -1.0, 3.0])
AT = np.linspace(0.0, 4.5, 301)


def test_a_constant_holds_everywhere():
    assert np.all(lookup(constant(3.5), np.array([-9.0, 0.0, 0.5, 99.0])) == 3.5)


def test_a_step_takes_its_value_from_its_argument_on():
    table = step([0.0, 1.0, 4.0], [2.0, -3.0, 5.0])
    at = np.array([-1.0, 0.0, 0.99, 1.0, 3.99, 4.0, 9.0])
    assert lookup(table, at).tolist() == [2.0, 2.0, 2.0, -3.0, -3.0, 5.0, 5.0]


def test_one_step_is_a_constant():
    assert lookup(step([2.0], [7.0]), np.array([0.0, 3.0])).tolist() == [7.0, 7.0]


def test_linear_pieces_pass_through_the_points_and_hold_beyond():
    at = np.linspace(-1.0, 6.0, 99)
    np.testing.assert_allclose(lookup(linear(X, Y), at), np.interp(at, X, Y), atol=1e-14)


@pytest.mark.parametrize(
    ("x", "y", "at", "expected"),
    [
        ([0, 1, 1, 2], [0, 1, 5, 6], [0.5, 1.0, 1.5, 3.0], [0.5, 5.0, 5.5, 6.0]),
        ([0, 0, 1], [3, 1, 2], [-1.0, 0.0, 1.0], [3.0, 1.0, 2.0]),
        ([0, 1, 1], [3, 1, 2], [0.5, 1.0, 9.0], [2.0, 2.0, 2.0]),
    ],
)
def test_a_repeated_argument_is_a_step(x, y, at, expected):
    assert lookup(linear(x, y), np.array(at)).tolist() == expected


def test_hermite_cubics_match_scipy():
    slope = np.array([1.0, -2.0, 0.0, 3.0, 1.0, 0.0])
    expected = CubicHermiteSpline(X, Y, slope)(AT)
    np.testing.assert_allclose(lookup(hermite(X, Y, slope), AT), expected, atol=1e-13)


@pytest.mark.parametrize("y", [Y, -Y, Y**2, np.arange(6.0), np.array([0, 5, 5, 1, 1, 0.0])])
def test_monotone_cubics_match_scipy(y):
    expected = PchipInterpolator(X, y)(AT)
    np.testing.assert_allclose(lookup(monotone_cubic(X, y), AT), expected, atol=1e-13)


def test_two_points_make_a_straight_line():
    assert lookup(monotone_cubic([0.0, 2.0], [1.0, 5.0]), 1.0) == 3.0


@pytest.mark.parametrize("build", [linear, monotone_cubic, step])
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([0.0, 2.0, 1.0], [0.0, 0.0, 0.0]),
        ([0.0, 1.0], [0.0, np.nan]),
        ([0.0, np.inf], [0.0, 1.0]),
        ([0.0, 1.0], [0.0]),
        ([], []),
        ([[0.0, 1.0]], [[0.0, 1.0]]),
        ([0.0, 0.0, 0.0], [0.0, 1.0, 2.0]),
    ],
)
def test_points_that_make_no_table_are_refused(build, x, y):
    with pytest.raises(ValueError, match=r"ascend|descend|finite|need as many"):
        build(x, y)
