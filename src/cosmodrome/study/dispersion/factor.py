"""What varies: named factors, each moving one number of a flight or several together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.numerics.row_products import row_products
from cosmodrome.study.dispersion.distribution import Distribution
from cosmodrome.study.dispersion.sampling import Numbers, Plain, Sampling

Array = NDArray[np.float64]

# Correlations this near to a singular matrix are refused [-].
_LEAST_EIGENVALUE = 1e-10
# Samples of the tail come from their own stream.
_TAIL_STREAM = 0x7461696C


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One independent cause of dispersion.

    Attributes
    ----------
    name : str
    distribution : Distribution
    moves : Mapping of str to float
        Names of the numbers of a flight, and how much of the value goes to each [-].
    source : str
        Where its spread comes from, in words.
    unit : str
        Of its values; empty for a part of the number and for the share of a mode.
    grade : str
        How well that is founded.
    """

    name: str
    distribution: Distribution
    moves: Mapping[str, float]
    source: str = ""
    unit: str = ""
    grade: str = "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispersions:
    """Everything that varies in a study.

    Attributes
    ----------
    layout : ParameterLayout
        Of the vector of a flight.
    factors : tuple of Factor
        The first ones are drawn by the sampling that is chosen, see `leading`.
    correlations : Mapping of (str, str) to float
        Between factors, before their distributions are applied [-].
    mean : array
        Vector without dispersions: nominal numbers and the mean wind [-].
    leading : int
        Factors drawn by the chosen sampling; the rest, fine structure of wind and air, are plain.
    """

    layout: ParameterLayout
    factors: tuple[Factor, ...]
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    mean: Array
    leading: int = 96

    def __post_init__(self) -> None:
        names = [factor.name for factor in self.factors]
        if len(set(names)) != len(names):
            raise ValueError("two factors have one name")
        known = set(self.layout.names())
        for factor in self.factors:
            unknown = [name for name in factor.moves if name not in known]
            if unknown:
                raise ValueError(f"{factor.name} moves {unknown[0]!r}, no number of a flight")
        _correlation_root(names, self.correlations)

    def vectors(self, index: Numbers, sampling: Sampling, seed: int) -> Array:
        """Vectors of flights, each from the seed and its number alone, shape (n, size) [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples [-].
        sampling : Sampling
            How the leading factors are drawn.
        seed : int
            Of the whole study.
        """
        return self.vectors_with(self.values(index, sampling, seed))

    def vectors_with(self, values: Array) -> Array:
        """Vectors of flights with given values of the factors, shape (n, size) [-].

        Parameters
        ----------
        values : array, shape (n, number of factors)
            In their units [-].
        """
        return self.mean + row_products(values, self._pattern())

    def correlation_matrix(self) -> Array:
        """Correlations of the factors before their distributions, shape (F, F) [-]."""
        root = _correlation_root([f.name for f in self.factors], self.correlations)
        return root @ root.T

    def values(self, index: Numbers, sampling: Sampling, seed: int) -> Array:
        """Values of the factors, shape (n, number of factors), in their units [-].

        Parameters
        ----------
        index : array of int, shape (n,)
            Numbers of the samples [-].
        sampling : Sampling
            How the leading factors are drawn.
        seed : int
            Of the whole study.
        """
        count = len(self.factors)
        first = min(self.leading, count)
        z = np.empty((index.size, count))
        z[:, :first] = sampling.normal(index, first, seed)
        if count > first:
            z[:, first:] = Plain().normal(index, count - first, seed ^ _TAIL_STREAM)
        if self.correlations:
            root = _correlation_root([f.name for f in self.factors], self.correlations)
            z = row_products(z, root.T)
        columns = [f.distribution.from_normal(z[:, i]) for i, f in enumerate(self.factors)]
        return np.column_stack(columns) if columns else np.empty((index.size, 0))

    def _pattern(self) -> Array:
        """Matrix from factors to the vector of a flight [-]."""
        places = {name: i for i, name in enumerate(self.layout.names())}
        pattern = np.zeros((len(self.factors), self.layout.size))
        for row, factor in zip(pattern, self.factors, strict=True):
            for name, part in factor.moves.items():
                row[places[name]] += part
        return pattern


def _correlation_root(names: list[str], correlations: Mapping[tuple[str, str], float]) -> Array:
    """Lower triangle whose square is the correlation matrix; refused when there is none."""
    matrix = np.eye(len(names))
    for (a, b), value in correlations.items():
        for name in (a, b):
            if name not in names:
                raise ValueError(f"a correlation names {name!r}, which does not vary")
        if a == b or not -1.0 <= value <= 1.0:
            raise ValueError(f"correlation of {a} and {b} is {value:g}")
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = value
    if not correlations:
        return matrix
    values, vectors = np.linalg.eigh(matrix)
    least = float(values[0])
    if least < _LEAST_EIGENVALUE:
        share = dict(zip(names, np.abs(vectors[:, 0]), strict=True))
        guilty = [f"{a} with {b}" for a, b in correlations if min(share[a], share[b]) > 0.1]
        raise ValueError(
            f"the correlations contradict each other: {', '.join(guilty)}; the smallest eigenvalue "
            f"of their matrix is {least:.3g}, and must be above 0"
        )
    return np.asarray(np.linalg.cholesky(matrix), dtype=np.float64)
