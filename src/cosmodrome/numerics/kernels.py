"""The two primitives every physics function needs beside arithmetic.

A physics function takes scalars, uses arithmetic and numpy ufuncs, and is written once.
It is then called in three worlds:

    numpy     floats or arrays          tests, plots, tables
    compiled  inside a numba kernel     simulator, Monte Carlo
    symbolic  with casadi ``SX``        optimiser, exact derivatives

Only a branch and a table look different there; `choose` and `lookup` hide the difference.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numba.extending import overload, register_jitable
from numpy.typing import NDArray

from cosmodrome.numerics.compile_cache import use_cache_folder

use_cache_folder()

# A number in any of the three worlds: float, array or casadi SX.
Scalar = Any
_Function = TypeVar("_Function", bound=Callable[..., Any])


def physics(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function as physics: plain Python that numba inlines into a compiled kernel.

    Parameters
    ----------
    function : callable
        Takes scalars, returns a scalar or a tuple, branches only through `choose`.

    Returns
    -------
    callable
        The same function; called from Python it is unchanged.
    """
    marked: Callable[..., Any] = register_jitable(inline="always")(function)
    return marked


def compiled(function: _Function) -> _Function:
    """Mark a function that compiled kernels call, with branches and arrays; plain from Python.

    Parameters
    ----------
    function : callable
        In the part of Python that numba compiles.

    Returns
    -------
    callable
        The same function.
    """
    marked: _Function = register_jitable(forceinline=True)(function)
    return marked


class Table(NamedTuple):
    """A piecewise cubic, held by its ends: beyond the first and last break it is constant.

    Piece i is ``c0 + c1 s + c2 s**2 + c3 s**3`` with ``s = x - breaks[i]``.

    Attributes
    ----------
    breaks : array, shape (n + 1,)
        Ascending, in the unit of the argument.
    coefficients : array, shape (4, n)
        Row k holds ck of every piece, in the unit of the value over that of the argument to the
        power k [-].
    """

    breaks: NDArray[np.float64]
    coefficients: NDArray[np.float64]


def _is_symbolic(*values: object) -> bool:
    return any(type(value).__module__.startswith("casadi") for value in values)


def choose(condition: Scalar, a: Scalar, b: Scalar) -> Scalar:
    """Give `a` where the condition holds, else `b`; both are evaluated and must stay finite.

    Parameters
    ----------
    condition : bool, array of bool, or SX
        Which of the two.
    a, b : float, array or SX
        Same unit, which is the unit of the result [-].
    """
    if _is_symbolic(condition, a, b):
        import casadi

        return casadi.if_else(condition, a, b)
    chosen: Any = np.where(condition, a, b)
    return chosen[()]


def lookup(table: Table, x: Scalar) -> Scalar:
    """Value of a piecewise cubic at `x`, held constant outside its breaks.

    Parameters
    ----------
    table : Table
        Piecewise cubic.
    x : float, array or SX
        In the unit of ``table.breaks`` [-].
    """
    breaks, c = table
    if _is_symbolic(x):
        import casadi

        inside = casadi.fmin(casadi.fmax(x, float(breaks[0])), float(breaks[-1]))
        inner = breaks[1:-1].tolist()

        def row(values: NDArray[np.float64]) -> Scalar:
            if np.all(values == values[0]):
                return float(values[0])
            return casadi.pw_const(inside, inner, values.tolist())

        s = inside - row(breaks[:-1])
        return row(c[0]) + s * (row(c[1]) + s * (row(c[2]) + s * row(c[3])))
    inside = np.clip(x, breaks[0], breaks[-1])
    i = np.clip(np.searchsorted(breaks, inside, side="right") - 1, 0, breaks.size - 2)
    s = inside - breaks[i]
    return c[0][i] + s * (c[1][i] + s * (c[2][i] + s * c[3][i]))


@overload(choose)
def _choose_compiled(condition: Scalar, a: Scalar, b: Scalar) -> Callable[..., Scalar]:
    def select(condition: Scalar, a: Scalar, b: Scalar) -> Scalar:
        if condition:
            return a
        return b

    return select


@overload(lookup)
def _lookup_compiled(table: Table, x: Scalar) -> Callable[..., Scalar]:
    def evaluate(table: Table, x: Scalar) -> Scalar:
        breaks = table.breaks
        c = table.coefficients
        inside = min(max(x, breaks[0]), breaks[-1])
        low = 0
        high = breaks.size - 1
        while high - low > 1:
            middle = (low + high) >> 1
            if inside < breaks[middle]:
                high = middle
            else:
                low = middle
        s = inside - breaks[low]
        return c[0, low] + s * (c[1, low] + s * (c[2, low] + s * c[3, low]))

    return evaluate
