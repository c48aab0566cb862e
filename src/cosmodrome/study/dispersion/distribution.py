"""How a number that varies is spread."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.normal import normal_probability, normal_quantile
from cosmodrome.vehicle.bounds import require_finite, require_not_negative

Array = NDArray[np.float64]


class Distribution(ABC):
    """Spread of a number about its nominal value."""

    @abstractmethod
    def from_normal(self, z: Array) -> Array:
        """Values from standard normal numbers, rising with them, in the unit of the number [-].

        Parameters
        ----------
        z : array
            Standard normal [-].
        """

    @abstractmethod
    def spread(self) -> float:
        """Standard deviation before any cut, in the unit of the number [-]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal(Distribution):
    """Normal distribution about 0.

    Attributes
    ----------
    sigma : float
        Standard deviation, in the unit of the number [-].
    """

    sigma: float

    def __post_init__(self) -> None:
        require_finite(sigma=self.sigma)
        require_not_negative(sigma=self.sigma)

    def from_normal(self, z: Array) -> Array:
        """Values from standard normal numbers [-].

        Parameters
        ----------
        z : array
            Standard normal [-].
        """
        return self.sigma * z

    def spread(self) -> float:
        """Standard deviation [-]."""
        return self.sigma


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncated(Distribution):
    """Normal distribution about 0, cut on both sides and scaled to probability 1.

    Attributes
    ----------
    sigma : float
        Standard deviation before it is cut, in the unit of the number [-].
    sigmas : float
        Standard deviations kept on either side [-].
    """

    sigma: float
    sigmas: float = 3.0

    def __post_init__(self) -> None:
        require_finite(sigma=self.sigma, sigmas=self.sigmas)
        require_not_negative(sigma=self.sigma)
        if self.sigmas <= 0.0:
            raise ValueError("sigmas must be above 0")

    def from_normal(self, z: Array) -> Array:
        """Values from standard normal numbers [-].

        Parameters
        ----------
        z : array
            Standard normal [-].
        """
        low = float(normal_probability(-self.sigmas))
        return self.sigma * normal_quantile(low + (1.0 - 2.0 * low) * normal_probability(z))

    def spread(self) -> float:
        """Standard deviation before the cut [-]."""
        return self.sigma


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform(Distribution):
    """Uniform distribution about 0.

    Attributes
    ----------
    half_width : float
        In the unit of the number [-].
    """

    half_width: float

    def __post_init__(self) -> None:
        require_finite(half_width=self.half_width)
        require_not_negative(half_width=self.half_width)

    def from_normal(self, z: Array) -> Array:
        """Values from standard normal numbers [-].

        Parameters
        ----------
        z : array
            Standard normal [-].
        """
        return self.half_width * (2.0 * normal_probability(z) - 1.0)

    def spread(self) -> float:
        """Standard deviation, half the width over the root of 3 [-]."""
        return float(self.half_width / np.sqrt(3.0))
