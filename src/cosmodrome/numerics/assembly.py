"""A sparse matrix gathered from blocks whose entries are known by row and column."""

from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


class Assembly:
    """Collects entries block by block; entries at one place add up.

    Parameters
    ----------
    rows, columns : int
        Shape of the matrix [-].
    """

    def __init__(self, rows: int, columns: int) -> None:
        self._shape = (rows, columns)
        self._places: list[Integers] = []
        self._values: list[Any] = []

    def add(self, rows: Integers, columns: Integers, values: Any) -> None:
        """Add a block of entries.

        Parameters
        ----------
        rows, columns : array of int, shape (m,)
            Places of the entries [-].
        values : array or MX, shape (m,)
            Their values [-].
        """
        if rows.size:
            self._places.append(columns * self._shape[0] + rows)
            self._values.append(values)

    def matrix(self) -> Any:
        """The matrix as an MX."""
        rows, columns = self._shape
        places = np.concatenate(self._places)
        # Sorted by column, then row: the order in which casadi stores nonzeros.
        kept, index = np.unique(places, return_inverse=True)
        pattern = ca.Sparsity.triplet(
            rows, columns, (kept % rows).tolist(), (kept // rows).tolist()
        )
        total: Any = ca.MX.zeros(kept.size)
        begin = 0
        for values, block in zip(self._values, self._places, strict=True):
            here = index[begin : begin + block.size]
            begin += block.size
            total = total + _scattered(here, values, kept.size)
        return ca.MX(pattern, total)


def _scattered(index: Integers, values: Any, size: int) -> Any:
    if isinstance(values, np.ndarray):
        dense = np.zeros(size)
        np.add.at(dense, index, values)
        return ca.DM(dense)
    ones = np.ones(index.size)
    spread = ca.DM.triplet(index.tolist(), list(range(index.size)), ones, size, index.size)
    return ca.mtimes(spread, values)
