import casadi
import numpy as np

from cosmodrome.numerics.assembly import Assembly


def dense(matrix) -> list[list[float]]:
    return np.array(casadi.DM(casadi.evalf(matrix))).tolist()


def test_entries_at_one_place_add_up():
    assembly = Assembly(2, 3)
    assembly.add(np.array([0, 0, 1]), np.array([2, 2, 0]), np.array([1.0, 2.0, 5.0]))
    assembly.add(np.array([0]), np.array([2]), np.array([10.0]))
    assert dense(assembly.matrix()) == [[0.0, 0.0, 13.0], [5.0, 0.0, 0.0]]


def test_symbols_and_numbers_mix():
    x = casadi.MX.sym("x", 2)
    assembly = Assembly(2, 2)
    assembly.add(np.array([0, 1]), np.array([0, 1]), x)
    assembly.add(np.array([0, 1]), np.array([0, 0]), np.array([7.0, 9.0]))
    f = casadi.Function("f", [x], [assembly.matrix()])
    assert np.array(f([1.0, 2.0])).tolist() == [[8.0, 0.0], [9.0, 2.0]]


def test_a_place_with_the_value_zero_stays_in_the_pattern():
    assembly = Assembly(2, 2)
    assembly.add(np.array([0, 1]), np.array([0, 1]), np.zeros(2))
    assert assembly.matrix().nnz() == 2


def test_an_empty_block_adds_nothing():
    assembly = Assembly(1, 1)
    none = np.empty(0, dtype=np.int64)
    assembly.add(none, none, np.empty(0))
    assembly.add(np.array([0]), np.array([0]), np.array([3.0]))
    assert dense(assembly.matrix()) == [[3.0]]
