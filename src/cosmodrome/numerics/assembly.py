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
        begins = np.searchsorted(kept, rows * np.arange(columns + 1))
        pattern = ca.Sparsity(rows, columns, begins.tolist(), (kept % rows).tolist())
        return ca.MX(pattern, self._added(index, kept.size))

    def _added(self, index: Integers, size: int) -> Any:
        """Values of all blocks added up at their places, the known ones beforehand."""
        known, symbols, targets = np.zeros(size), [], []
        begin = 0
        for values, block in zip(self._values, self._places, strict=True):
            here = index[begin : begin + block.size]
            begin += block.size
            if isinstance(values, np.ndarray):
                np.add.at(known, here, values)
            else:
                symbols.append(values)
                targets.append(here)
        if not symbols:
            return ca.MX(ca.DM(known))
        columns = np.concatenate(targets)
        one_each = list(range(columns.size + 1))
        spread = ca.DM(ca.Sparsity(size, columns.size, one_each, columns.tolist()), 1.0)
        return ca.DM(known) + ca.mtimes(spread, ca.vertcat(*symbols))
