import casadi
import numba
import numpy as np

from cosmodrome.numerics.kernels import Table, choose, lookup, physics

CUBIC = Table(np.array([0.0, 1.0, 3.0]), np.array([[1.0, 2.0], [1.0, 0.0], [0.0, 0.5], [0.0, 1.0]]))


def test_choose_takes_the_first_where_the_condition_holds():
    assert choose(True, 1.0, 2.0) == 1.0
    assert choose(np.array([True, False]), 1.0, 2.0).tolist() == [1.0, 2.0]


def test_choose_of_symbols_is_a_switch():
    x = casadi.SX.sym("x")
    f = casadi.Function("f", [x], [choose(x < 0.0, -x, 2.0 * x)])
    assert [float(f(-3.0)), float(f(3.0))] == [3.0, 6.0]


def test_lookup_is_right_continuous_and_held_outside():
    expected = [1.0, 1.5, 2.0, 3.5, 12.0, 12.0]
    assert lookup(CUBIC, np.array([-1.0, 0.5, 1.0, 2.0, 3.0, 4.0])).tolist() == expected
    x = casadi.SX.sym("x")
    f = casadi.Function("f", [x], [lookup(CUBIC, x)])
    assert [float(f(at)) for at in (-1.0, 0.5, 1.0, 2.0, 3.0, 4.0)] == expected


def test_a_table_may_be_an_argument_of_a_compiled_kernel():
    kernel = numba.njit(lambda table, x: lookup(table, x))
    assert kernel(CUBIC, 2.0) == 3.5


def test_a_physics_function_is_unchanged_for_python():
    @physics
    def double(x):
        return 2.0 * x

    assert double(3.0) == 6.0
