"""Standard normal numbers of sample k, from the seed and k alone."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.keyed_hash import mixed, permuted
from cosmodrome.numerics.normal import normal_quantile
from cosmodrome.numerics.philox import philox_points
from cosmodrome.numerics.sobol import sobol_points

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]

_TINY = 2.0**-54


class Sampling(ABC):
    """How the unit cube is covered."""

    @abstractmethod
    def uniform(self, index: Numbers, dimensions: int, seed: int) -> Array:
        """Points of the unit cube, shape (n, dimensions) [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples [-].
        dimensions : int
            Of the cube.
        seed : int
            Of the whole study.
        """

    def normal(self, index: Numbers, dimensions: int, seed: int) -> Array:
        """Standard normal numbers, shape (n, dimensions) [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples [-].
        dimensions : int
            Of the cube.
        seed : int
            Of the whole study.
        """
        return normal_quantile(self.uniform(index, dimensions, seed))


class Plain(Sampling):
    """Independent points, from a counter."""

    def uniform(self, index: Numbers, dimensions: int, seed: int) -> Array:
        """Points of the unit cube, shape (n, dimensions) [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples [-].
        dimensions : int
            Of the cube.
        seed : int
            Of the whole study.
        """
        return philox_points(index, dimensions, seed) + _TINY


class Sobol(Sampling):
    """Scrambled Sobol' points; samples are best taken in powers of two."""

    def uniform(self, index: Numbers, dimensions: int, seed: int) -> Array:
        """Points of the unit cube, shape (n, dimensions) [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples [-].
        dimensions : int
            Of the cube.
        seed : int
            Of the whole study.
        """
        return sobol_points(index, dimensions, seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class LatinHypercube(Sampling):
    """Every dimension cut into as many slices as there are samples, each met once.

    Attributes
    ----------
    count : int
        Samples of the whole study [-].
    """

    count: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("count must be 1 or more")

    def uniform(self, index: Numbers, dimensions: int, seed: int) -> Array:
        """Points of the unit cube, shape (n, dimensions) [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples, below `count` [-].
        dimensions : int
            Of the cube.
        seed : int
            Of the whole study.
        """
        within = Plain().uniform(index, dimensions, seed)
        slices = [permuted(index, self.count, mixed(seed, d)) for d in range(dimensions)]
        points: Array = (np.column_stack(slices) + within) / self.count
        return np.clip(points, _TINY, 1.0 - 2.0**-53)
