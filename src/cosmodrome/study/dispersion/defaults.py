"""What varies when nothing is said: flights, what is known of the launcher, and the air."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.mission.dispersions import BOTH, KNOWLEDGE
from cosmodrome.numerics.sobol import MOST_DIMENSIONS
from cosmodrome.study.dispersion.air_of_month import air_of, mean_vector
from cosmodrome.study.dispersion.circumstances import Circumstances
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.flight_factors import flight_factors, navigation_factors
from cosmodrome.study.dispersion.known_factors import known_factors
from cosmodrome.study.dispersion.profiles import air_factors

# Modes of wind and density that the chosen sampling draws, of each profile.
_LEADING_MODES = 6


def default_dispersions(around: Circumstances) -> Dispersions:
    """Dispersions before single factors are changed; single numbers are cut at three sigmas.

    Parameters
    ----------
    around : Circumstances
        Of the launch.
    """
    layout = ParameterLayout(stages=tuple(stage.name for stage in around.launcher.stages))
    factors = _numbers(around)
    air = air_factors(air_of(around))
    leads = [f for f in air if int(f.name.split()[-1]) <= _LEADING_MODES and "gust" not in f.name]
    rest = [f for f in air if f not in leads]
    return Dispersions(
        layout=layout,
        factors=(*factors, *leads, *rest),
        mean=mean_vector(layout, around),
        leading=min(len(factors) + len(leads), MOST_DIMENSIONS),
    )


def _numbers(around: Circumstances) -> list[Factor]:
    basis = around.asked.basis
    known = known_factors(around.launcher, around.figures)
    if basis == KNOWLEDGE:
        return [*known, *navigation_factors(around)]
    flight = flight_factors(around)
    return _joined(flight, known) if basis == BOTH else flight


def _joined(flight: Iterable[Factor], known: Iterable[Factor]) -> list[Factor]:
    """Factors of both; where one name stands in both, their variances add."""
    found = {factor.name: factor for factor in flight}
    for factor in known:
        other = found.get(factor.name)
        if other is None:
            found[factor.name] = factor
            continue
        sigma = float(np.hypot(other.distribution.spread(), factor.distribution.spread()))
        found[factor.name] = replace(
            factor,
            distribution=Truncated(sigma=sigma),
            source=f"{other.source}, {factor.source}",
        )
    return list(found.values())
