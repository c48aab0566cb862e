import numpy as np
import pytest

from cosmodrome.numerics.keyed_hash import mixed, permuted


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64, 1000, 4097])
def test_a_permutation_meets_every_number_once(count: int) -> None:
    found = permuted(np.arange(count), count, 9)
    assert sorted(found.tolist()) == list(range(count))


def test_a_number_is_sent_to_the_same_place_without_the_others() -> None:
    whole = permuted(np.arange(1000), 1000, 4)
    assert permuted(np.array([777]), 1000, 4)[0] == whole[777]


def test_keys_give_unrelated_permutations() -> None:
    a, b = (permuted(np.arange(2000), 2000, key) for key in (1, 2))
    # One over the root of 2000 is 0.022.
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.1
    assert abs(np.corrcoef(a, np.arange(2000))[0, 1]) < 0.1


def test_words_in_another_order_mix_to_something_else() -> None:
    assert len({mixed(1, 2), mixed(2, 1), mixed(1), mixed(0, 1, 2)}) == 4
