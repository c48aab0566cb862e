"""Products of rows with a matrix whose rounding does not depend on how many rows there are."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.numerics.compile_cache import use_cache_folder

use_cache_folder()

Array = NDArray[np.float64]


@njit(cache=True, nogil=True, error_model="numpy")
def _multiply(rows: Array, matrix: Array, reach: NDArray[np.int64], found: Array) -> None:
    for k in range(rows.shape[0]):
        for i in range(matrix.shape[0]):
            value, first, end = rows[k, i], reach[i, 0], reach[i, 1]
            # Slices, whose index is seen to be positive: so the loop becomes one of vectors.
            part, sums = matrix[i, first:end], found[k, first:end]
            for j in range(sums.size):
                sums[j] += value * part[j]


def row_products(rows: Array, matrix: Array) -> Array:
    """Every row times a matrix, summed in the order of the matrix's rows, shape (n, m) [-].

    A product of matrices by a library sums in an order that depends on their shapes.

    Parameters
    ----------
    rows : array, shape (n, k)
        [-].
    matrix : array, shape (k, m)
        What lies outside the first and last number of a row that is not 0 costs nothing [-].
    """
    reach = np.zeros((matrix.shape[0], 2), dtype=np.int64)
    for i, row in enumerate(matrix):
        there = np.flatnonzero(row)
        if there.size:
            reach[i] = there[0], there[-1] + 1
    found = np.zeros((rows.shape[0], matrix.shape[1]))
    _multiply(np.ascontiguousarray(rows), np.ascontiguousarray(matrix), reach, found)
    return found
