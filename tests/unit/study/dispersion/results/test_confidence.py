import numpy as np
import pytest
from scipy import stats

from cosmodrome.study.dispersion.results.confidence import (
    mean_interval,
    probability_interval,
    quantile_interval,
    quantile_ranks,
    sigma_interval,
)


@pytest.mark.parametrize(("count", "trials"), [(0, 20), (20, 20), (3, 50), (9971, 10_000)])
def test_the_interval_of_a_probability_is_that_of_clopper_and_pearson(
    count: int, trials: int
) -> None:
    expected = stats.binomtest(count, trials).proportion_ci(0.95, "exact")
    assert probability_interval(count, trials) == pytest.approx(tuple(expected), abs=1e-9)


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        probability_interval(3, 2)


def test_the_intervals_of_normal_samples_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    samples = rng.normal(3.0, 2.0, (4000, 40))
    means, sigmas = samples.mean(axis=1), samples.std(axis=1, ddof=1)
    rows = list(zip(means.tolist(), sigmas.tolist(), strict=True))
    of_sigma = [sigma_interval(s, 40) for _, s in rows]
    of_mean = [mean_interval(m, s, 40) for m, s in rows]
    # One standard deviation of a share of 4000 near 95 % is 0.34 %.
    assert np.mean([a <= 2.0 <= b for a, b in of_sigma]) == pytest.approx(0.95, abs=0.011)
    assert np.mean([a <= 3.0 <= b for a, b in of_mean]) == pytest.approx(0.95, abs=0.011)


@pytest.mark.parametrize(
    ("draw", "sigma"),
    [
        (lambda rng: rng.uniform(-1.0, 1.0, (2000, 2000)), 1.0 / np.sqrt(3.0)),
        (lambda rng: rng.laplace(0.0, 1.0, (2000, 2000)), np.sqrt(2.0)),
    ],
)
def test_the_interval_of_a_sigma_holds_for_lighter_and_heavier_tails(draw, sigma) -> None:
    samples = draw(np.random.default_rng(2))
    excess = stats.kurtosis(samples, axis=1)
    covered = [
        low <= sigma <= high
        for row, k in zip(samples, excess, strict=True)
        for low, high in [sigma_interval(float(row.std(ddof=1)), row.size, float(k))]
    ]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
    # Without the kurtosis the interval of the heavy tails would cover 78 %.


def test_the_diagonal_of_a_wishart_matrix_is_covered() -> None:
    rng = np.random.default_rng(3)
    covariance = np.array([[4.0, 1.5], [1.5, 1.0]])
    found = stats.wishart(df=99, scale=covariance).rvs(3000, random_state=rng) / 99
    inside = [
        low <= 2.0 <= high
        for matrix in found
        for low, high in [sigma_interval(float(np.sqrt(matrix[0, 0])), 100)]
    ]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.013)


@pytest.mark.parametrize(("count", "p"), [(4096, 0.003), (2000, 0.5), (10_000, 0.997)])
def test_the_ranks_of_a_quantile_are_the_nearest_that_hold(count: int, p: float) -> None:
    low, high = quantile_ranks(count, p)
    assert low is not None
    assert high is not None
    # The quantile lies below the sample of rank k (from 0) when at most k samples are below it.
    assert stats.binom.cdf(low, count, p) <= 0.025 < stats.binom.cdf(low + 1, count, p)
    above = count - 1 - high
    assert stats.binom.cdf(above, count, 1 - p) <= 0.025 < stats.binom.cdf(above + 1, count, 1 - p)


def test_the_interval_of_a_quantile_covers_it_whatever_the_distribution() -> None:
    rng = np.random.default_rng(4)
    true = float(stats.expon.ppf(0.003))
    inside = 0
    for _ in range(2000):
        low, high = quantile_interval(np.sort(rng.exponential(size=3000)), 0.003)
        assert low is not None
        assert high is not None
        inside += low <= true <= high
    # At least what it says: ranks are whole.
    assert 0.95 - 0.012 <= inside / 2000 <= 0.99


def test_too_few_samples_do_not_bound_a_far_quantile() -> None:
    low, high = quantile_interval(np.arange(500.0), 0.003)
    assert low is None
    assert high is not None
