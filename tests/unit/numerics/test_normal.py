import numpy as np
from scipy.special import ndtr, ndtri

from cosmodrome.numerics.normal import normal_probability, normal_quantile


def test_quantiles_are_those_of_scipy() -> None:
    p = np.concatenate([10.0 ** -np.arange(1.0, 300.0, 7.0), np.linspace(0.001, 0.999, 500)])
    # 1e-16 after Wichura; one digit is lost in the tails.
    np.testing.assert_allclose(normal_quantile(p), ndtri(p), rtol=2e-15, atol=1e-15)


def test_probability_and_quantile_undo_each_other() -> None:
    z = np.linspace(-6.0, 5.0, 200)
    np.testing.assert_allclose(normal_probability(z), ndtr(z), rtol=1e-13)
    np.testing.assert_allclose(normal_quantile(normal_probability(z)), z, atol=1e-9)


def test_probability_leaves_its_argument_alone() -> None:
    z = np.array([0.5, 1.0])
    normal_probability(z)
    assert z.tolist() == [0.5, 1.0]
