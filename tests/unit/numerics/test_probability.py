import pytest
from scipy import stats

from cosmodrome.numerics.probability import (
    beta_probability,
    beta_quantile,
    binomial_probability,
    chi_square_probability,
    chi_square_quantile,
    student_quantile,
)

LEVELS = (1e-4, 0.025, 0.5, 0.975, 0.9999)


@pytest.mark.parametrize("freedom", [1.0, 2.5, 10.0, 1000.0, 999_999.0])
@pytest.mark.parametrize("level", LEVELS)
def test_chi_square_agrees_with_scipy(freedom: float, level: float) -> None:
    expected = stats.chi2.ppf(level, freedom)
    # Sums of up to a thousand terms leave a few digits of sixteen.
    assert chi_square_quantile(level, freedom) == pytest.approx(expected, rel=1e-10)
    assert chi_square_probability(expected, freedom) == pytest.approx(level, rel=1e-9)


@pytest.mark.parametrize(
    ("a", "b"), [(1.0, 10_000.0), (0.5, 0.5), (3.0, 1e4), (5e5, 5e5), (999_999.0, 1.0)]
)
@pytest.mark.parametrize("level", LEVELS)
def test_beta_agrees_with_scipy(a: float, b: float, level: float) -> None:
    expected = stats.beta.ppf(level, a, b)
    assert beta_quantile(level, a, b) == pytest.approx(expected, rel=1e-9)
    assert beta_probability(a, b, expected) == pytest.approx(level, rel=1e-8)


@pytest.mark.parametrize("freedom", [1.0, 3.0, 30.0, 1e5])
@pytest.mark.parametrize("level", LEVELS)
def test_student_agrees_with_scipy(freedom: float, level: float) -> None:
    expected = stats.t.ppf(level, freedom)
    assert student_quantile(level, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("most", "trials", "probability"),
    [(3, 10, 0.3), (2900, 1_000_000, 0.003), (0, 5, 0.1), (5, 5, 0.1), (-1, 5, 0.1)],
)
def test_the_binomial_distribution_agrees_with_scipy(
    most: int, trials: int, probability: float
) -> None:
    expected = stats.binom.cdf(most, trials, probability)
    assert binomial_probability(most, trials, probability) == pytest.approx(expected, abs=1e-10)
