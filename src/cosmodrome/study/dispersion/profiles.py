"""Random profiles over height: wind and density that are correlated from height to height.

A first-order Gauss-Markov process over height has the covariance

    cov(h1, h2) = s(h1) s(h2) exp(-|h1 - h2| / L).

Its eigenvectors, times the roots of their eigenvalues, are factors with standard normal values;
the first few carry the profile, the many others its fine structure.

References
----------
Justus and others (1974), NASA CR-2381, chapter on the residual perturbations of the four-D model:
first-order autoregression over height. The spreads below are estimates, see their comments.
"""

from collections.abc import Callable
from dataclasses import dataclass

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


# Estimates without a source read: the day-to-day spread of one component of the wind at middle
# latitudes is a few metres a second at the ground, largest below the tropopause and small above
# 20 km; what changes within hours has a shorter scale. Of density, 2 % at the ground, least near
# 8 km, and growing into the mesosphere.
WIND = RandomProfile(
    height_m=(0.0, 5e3, 11e3, 14e3, 20e3, 30e3, 45e3, 60e3),
    sigma=(4.0, 8.0, 13.0, 10.0, 5.0, 6.0, 12.0, 15.0),
    correlation_m=6e3,
)
GUST = RandomProfile(
    height_m=(0.0, 11e3, 20e3, 60e3), sigma=(1.5, 2.5, 1.5, 1.5), correlation_m=800.0
)
DENSITY = RandomProfile(
    height_m=(0.0, 8e3, 15e3, 30e3, 50e3, 80e3, 110e3, 140e3),
    sigma=(0.02, 0.01, 0.025, 0.03, 0.05, 0.08, 0.12, 0.15),
    correlation_m=12e3,
)


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


def air_factors(
    wind: RandomProfile = WIND, gust: RandomProfile = GUST, density: RandomProfile = DENSITY
) -> tuple[Factor, ...]:
    """Factors of wind towards east and north, of gusts, and of density.

    Parameters
    ----------
    wind, gust : RandomProfile
        Slow and quick part of each component [m/s].
    density : RandomProfile
        As a part of the standard density [-].
    """
    source = "estimate of the package"
    heights = WIND_STEP_M * np.arange(WIND_KNOTS, dtype=np.float64)
    found: list[Factor] = []
    for way in ("east", "north"):
        for what, profile in (("wind", wind), ("gust", gust)):
            found += profile_factors(
                f"{what} {way}",
                profile,
                heights,
                lambda j, way=way: f"wind_{way}[{j}]",  # type: ignore[misc]
                source,
            )
    levels = DENSITY_STEP_M * np.arange(DENSITY_KNOTS, dtype=np.float64)
    found += profile_factors("density", density, levels, lambda j: f"density[{j}]", source)
    return tuple(found)
