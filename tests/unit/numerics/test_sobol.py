import numpy as np
import pytest
from scipy.stats import qmc

from cosmodrome.numerics.sobol import MOST_DIMENSIONS, sobol_points


def test_the_first_thousand_points_are_those_of_scipy_in_every_dimension() -> None:
    ours = sobol_points(np.arange(1024), MOST_DIMENSIONS, None)
    theirs = qmc.Sobol(MOST_DIMENSIONS, scramble=False).random(1024)
    # scipy goes in the order of the Gray code: the same set.
    order = [np.lexsort(points.T[::-1]) for points in (ours, theirs)]
    np.testing.assert_array_equal(ours[order[0]], theirs[order[1]])


def test_a_scrambled_point_comes_from_its_number_alone() -> None:
    points = sobol_points(np.arange(5000), 40, 11)
    np.testing.assert_array_equal(sobol_points(np.array([4711, 3]), 40, 11), points[[4711, 3]])
    assert points.min() > 0.0
    assert points.max() < 1.0


def test_scrambling_keeps_one_point_in_every_slice() -> None:
    points = sobol_points(np.arange(256), 60, 5)
    for d in range(60):
        assert sorted((points[:, d] * 256).astype(int).tolist()) == list(range(256))


def test_scrambled_points_cover_the_cube_more_evenly_than_random_ones() -> None:
    ours = qmc.discrepancy(sobol_points(np.arange(1024), 8, 7))
    random = qmc.discrepancy(np.random.default_rng(7).random((1024, 8)))
    assert ours < 0.2 * random


def test_seeds_give_different_points() -> None:
    a, b = (sobol_points(np.arange(64), 3, seed) for seed in (1, 2))
    assert np.abs(a - b).max() > 0.1


def test_more_dimensions_than_direction_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="97 dimensions"):
        sobol_points(np.arange(4), 97, 1)
