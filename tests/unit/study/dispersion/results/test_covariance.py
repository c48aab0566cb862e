import numpy as np
import pytest

from cosmodrome.study.dispersion.results.covariance import covariance_of

NAMES = ("a", "b", "c")
COVARIANCE = np.array([[4.0, 1.0, 0.0], [1.0, 9.0, -2.0], [0.0, -2.0, 1.0]])


def drawn(seed: int, count: int) -> np.ndarray:
    root = np.linalg.cholesky(COVARIANCE)
    return np.random.default_rng(seed).normal(size=(count, 3)) @ root.T + [1.0, 0.0, -1.0]


def test_the_covariance_that_comes_out_is_the_one_put_in() -> None:
    found = covariance_of(drawn(1, 40_000), NAMES, ("m", "m", "s"))
    np.testing.assert_allclose(found["covariance"], COVARIANCE, atol=0.2)
    np.testing.assert_allclose(found["mean"], [1.0, 0.0, -1.0], atol=0.06)
    for sigma, (low, high) in zip((2.0, 3.0, 1.0), found["sigma_interval"], strict=True):
        assert low < sigma < high


def test_normal_samples_are_said_to_show_nothing_against_it() -> None:
    said = [covariance_of(drawn(k, 2000), NAMES, NAMES)["normality"]["words"] for k in range(100)]
    without = sum(words == "no sign against a normal distribution" for words in said)
    # Two tests at 1 %: 2 of 100 by chance.
    assert without >= 93


def test_skewed_and_heavy_tailed_samples_are_told_from_normal_ones() -> None:
    rng = np.random.default_rng(5)
    skewed = drawn(6, 2000) + [[1.0, 0.0, 0.0]] * rng.exponential(3.0, (2000, 1))
    assert "not symmetric" in covariance_of(skewed, NAMES, NAMES)["normality"]["words"]
    heavy = rng.standard_t(4, (4000, 3))
    assert "tails heavier" in covariance_of(heavy, NAMES, NAMES)["normality"]["words"]
    flat = rng.uniform(size=(4000, 3))
    normality = covariance_of(flat, NAMES, NAMES)["normality"]
    assert "tails lighter" in normality["words"]
    # Each coordinate has a kurtosis of 1.8 in place of 3: 3 * 1.8 + 6 in place of 15.
    assert normality["kurtosis_over_normal"] == pytest.approx(11.4 / 15.0, abs=0.02)


def test_numbers_that_depend_on_each_other_have_a_covariance_but_no_test() -> None:
    x = drawn(1, 500)
    doubled = np.column_stack([x, 2.0 * x[:, 0]])
    found = covariance_of(doubled, (*NAMES, "d"), (*NAMES, "d"))
    assert found["correlation"][0][3] == pytest.approx(1.0)
    assert found["normality"] is None
