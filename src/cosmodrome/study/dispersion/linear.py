"""Linear covariance of the outcome: J S J' beside the many flights of a study.

Every factor is moved by one standard deviation both ways while the others stay; the differences
of the guided flights give the rows of the Jacobian J, and S is the covariance of the factors as
their distributions, cuts included, have it. Half the second difference, c, tells how far the
outcome is from linear over that width: it alone would add 2 c^2 to the variance of a normal
factor. Factors that act together are not tried together.

References
----------
Maybeck (1979), Stochastic models, estimation, and control, volume 1, section 3.9: moments through
a function expanded about the mean.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.errors import CosmodromeError
from cosmodrome.study.dispersion.distribution import Distribution
from cosmodrome.study.dispersion.factor import Dispersions
from cosmodrome.study.dispersion.injection import injection_numbers
from cosmodrome.study.dispersion.study import Study, table_with

Array = NDArray[np.float64]

_NODES = 80
_MODE = re.compile(r" \d+$")


class NotLinearError(CosmodromeError):
    """A flight moved by one standard deviation does not reach orbit; says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearCovariance:
    """Covariance of the outcome of a study, to first order.

    Attributes
    ----------
    numbers : tuple of str
        Of the outcome, with their units.
    factors : tuple of str
    nominal : array, shape (Q,)
        Of the undispersed flight [-].
    jacobian : array, shape (Q, F)
        Change of the numbers with the factors [-].
    curvature : array, shape (Q, F)
        Half the second difference over one standard deviation, in the unit of the number [-].
    spread : array, shape (F, F)
        Covariance of the factors [-].
    """

    numbers: tuple[str, ...]
    factors: tuple[str, ...]
    nominal: Array
    jacobian: Array
    curvature: Array
    spread: Array

    @property
    def covariance(self) -> Array:
        """Of the numbers, shape (Q, Q) [-]."""
        return np.asarray(self.jacobian @ self.spread @ self.jacobian.T, dtype=np.float64)

    @property
    def sigma(self) -> Array:
        """Standard deviations of the numbers, shape (Q,) [-]."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)), dtype=np.float64)

    @property
    def bent(self) -> Array:
        """Standard deviation the curvatures alone would give, over `sigma`, shape (Q,) [-]."""
        alone = np.sqrt(2.0 * (self.curvature**2).sum(axis=1))
        return np.asarray(alone / np.where(self.sigma > 0.0, self.sigma, np.inf), dtype=np.float64)

    def parts(self) -> list[dict[str, float]]:
        """Parts of each number's variance by cause, largest first; modes of a profile together.

        Correlated causes share what they have in common, and a part may then be negative.
        """
        shares = self.jacobian * (self.jacobian @ self.spread)
        found = []
        for row in shares:
            causes: dict[str, float] = {}
            for name, share in zip(self.factors, row.tolist(), strict=True):
                cause = _MODE.sub("", name)
                causes[cause] = causes.get(cause, 0.0) + share
            whole = float(row.sum())
            ordered = sorted(causes.items(), key=lambda item: -abs(item[1]))
            found.append({name: share / whole for name, share in ordered if whole > 0.0})
        return found


def moments_of(distribution: Distribution) -> tuple[float, float]:
    """Mean and standard deviation of a distribution, cuts included, in the unit of its number [-].

    Parameters
    ----------
    distribution : Distribution
        Of a factor.
    """
    z, weight = _nodes()
    x = distribution.from_normal(z)
    mean = float(weight @ x)
    return mean, float(np.sqrt(weight @ (x - mean) ** 2))


@cache
def _nodes() -> tuple[Array, Array]:
    z, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    return z, weight / weight.sum()


def factor_covariance(dispersions: Dispersions) -> Array:
    """Covariance of the factors, shape (F, F) [-].

    Correlations are those of the normal numbers behind the distributions; through a cut at three
    standard deviations they change by less than a hundredth.

    Parameters
    ----------
    dispersions : Dispersions
        What varies.
    """
    sigma = np.array([moments_of(factor.distribution)[1] for factor in dispersions.factors])
    return dispersions.correlation_matrix() * np.outer(sigma, sigma)


def linear_covariance(study: Study) -> LinearCovariance:
    """Covariance of a study's outcome from two guided flights a factor.

    Parameters
    ----------
    study : Study
        Its sampling and seed play no part.

    Raises
    ------
    NotLinearError
        When one of the flights does not end in orbit.
    """
    dispersions = study.dispersions
    spread = factor_covariance(dispersions)
    sigma = np.sqrt(np.diag(spread))
    moves = np.diag(sigma)
    values = np.concatenate([np.zeros((1, len(sigma))), moves, -moves])
    index = np.arange(len(values))
    table = table_with(study, index, dispersions.vectors_with(values))
    _require_orbit(table, [factor.name for factor in dispersions.factors])
    reference = table.select("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s").row(0)
    last = study.launcher.stages[-1].name
    found = injection_numbers(table, last, study.program.world, np.array(reference))
    y = np.array(list(found.values()))
    up, down, nominal = y[:, 1 : len(sigma) + 1], y[:, len(sigma) + 1 :], y[:, :1]
    width = np.where(sigma > 0.0, sigma, 1.0)
    return LinearCovariance(
        numbers=tuple(found),
        factors=tuple(factor.name for factor in dispersions.factors),
        nominal=nominal[:, 0],
        jacobian=(up - down) / (2.0 * width),
        curvature=0.5 * (up + down) - nominal,
        spread=spread,
    )


def _require_orbit(table: pl.DataFrame, factors: list[str]) -> None:
    for sample, ending in table.select("sample", "ending").rows():
        if ending != "orbit":
            which = "without dispersions"
            if sample:
                way = "more" if sample <= len(factors) else "less"
                which = f"with one sigma {way} of {factors[(sample - 1) % len(factors)]}"
            raise NotLinearError(f"no linear covariance: the flight {which} ends as {ending}")
