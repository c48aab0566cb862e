"""Random profiles over height: wind and density that are correlated from height to height.

A first-order Gauss-Markov process over height has the covariance

    cov(h1, h2) = s(h1) s(h2) exp(-|h1 - h2| / L).

Its eigenvectors, times the roots of their eigenvalues, are factors with standard normal values;
the first few carry the profile, the many others its fine structure.

One vertical scale for all heights is the simplest there is; fields of wind are correlated over
more of it in the troposphere than at its upper edge.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import (
    DENSITY_KNOTS,
    DENSITY_STEP_M,
    WIND_KNOTS,
    WIND_STEP_M,
)
from cosmodrome.study.dispersion.distribution import Normal
from cosmodrome.study.dispersion.factor import Factor

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomProfile:
    """Spread of a quantity over height, and how far it is correlated.

    Attributes
    ----------
    height_m : tuple of float
        Rising [m].
    sigma : tuple of float
        Standard deviation at those heights, in the unit of the quantity [-].
    correlation_m : float
        Height over which the correlation falls to 1/e [m].
    """

    height_m: tuple[float, ...]
    sigma: tuple[float, ...]
    correlation_m: float

    def __post_init__(self) -> None:
        if len(self.height_m) != len(self.sigma) or not self.sigma:
            raise ValueError("height_m and sigma must have the same length, at least one")
        if min(self.sigma) < 0.0:
            raise ValueError("sigma is below 0")
        if self.correlation_m <= 0.0:
            raise ValueError("correlation_m must be above 0")


def profile_factors(
    name: str, profile: RandomProfile, knots: Array, number: Callable[[int], str], source: str
) -> tuple[Factor, ...]:
    """Factors of a random profile, the one that carries most first.

    Parameters
    ----------
    name : str
        Of the factors; their place follows.
    profile : RandomProfile
        Spread and correlation.
    knots : array, shape (K,)
        Heights of the numbers of a flight it moves [m].
    number : callable
        Gives the name of the number at a knot.
    source : str
        Where its spread comes from, in words.
    """
    sigma = np.interp(knots, profile.height_m, profile.sigma)
    apart = np.abs(knots[:, None] - knots[None, :])
    covariance = sigma[:, None] * sigma[None, :] * np.exp(-apart / profile.correlation_m)
    values, modes = np.linalg.eigh(covariance)
    factors = []
    for k in range(len(knots)):
        i = len(knots) - 1 - k
        # The sign of an eigenvector is arbitrary; that of its largest part is made positive.
        mode = modes[:, i] * np.sign(modes[np.argmax(np.abs(modes[:, i])), i])
        mode = mode * np.sqrt(max(values[i], 0.0))
        moves = {number(j): float(part) for j, part in enumerate(mode)}
        factors.append(
            Factor(
                name=f"{name} {k + 1}",
                distribution=Normal(sigma=1.0),
                moves=moves,
                source=source,
            )
        )
    return tuple(factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """What wind and density do beside their means.

    Attributes
    ----------
    east, north : RandomProfile
        Wind towards east and north [m/s].
    gust : RandomProfile
        Of each component, beside these [m/s].
    density : RandomProfile
        As a part of the standard density [-].
    source : str
        Where the spread of wind and density comes from.
    grade : str
        How well that is founded.
    """

    east: RandomProfile
    north: RandomProfile
    gust: RandomProfile
    density: RandomProfile
    source: str
    grade: str


def air_factors(air: Air) -> tuple[Factor, ...]:
    """Factors of wind towards east and north, of gusts, and of density.

    Parameters
    ----------
    air : Air
        Spreads and correlations over height.
    """
    heights = WIND_STEP_M * np.arange(WIND_KNOTS, dtype=np.float64)
    found: list[Factor] = []
    for way, wind in (("east", air.east), ("north", air.north)):
        for what, profile in (("wind", wind), ("gust", air.gust)):
            found += profile_factors(
                f"{what} {way}",
                profile,
                heights,
                lambda j, way=way: f"wind_{way}[{j}]",  # type: ignore[misc]
                air.source if what == "wind" else "COSMODROME",
            )
    levels = DENSITY_STEP_M * np.arange(DENSITY_KNOTS, dtype=np.float64)
    found += profile_factors("density", air.density, levels, lambda j: f"density[{j}]", air.source)
    return tuple(replace(f, grade=air.grade) if f.source == air.source else f for f in found)
