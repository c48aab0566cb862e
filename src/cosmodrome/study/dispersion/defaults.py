"""What varies when nothing is said: flights, what is known of the launcher, and the air."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cosmodrome.ascent.guidance.flights import bodies_of
from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.catalogue.figure import Grade
from cosmodrome.mission.dispersions import BOTH, FLIGHT, KNOWLEDGE
from cosmodrome.numerics.sobol import MOST_DIMENSIONS
from cosmodrome.study.dispersion.air_of_month import air_of, mean_vector
from cosmodrome.study.dispersion.circumstances import Circumstances
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.fall_factors import fall_factors
from cosmodrome.study.dispersion.flight_factors import (
    flight_factors,
    later_flight_factors,
    navigation_factors,
    unit_of,
)
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
    later = around.later
    layout = ParameterLayout(
        stages=tuple(stage.name for stage in around.launcher.stages),
        bodies=bodies_of(around.launcher),
        upper=later.upper if later else (),
        spacecraft=later.spacecraft if later else (),
    )
    falls = fall_factors(around.launcher, around.figures)
    numbers = [_described(f) for f in (*_numbers(around), *falls, *_later(around))]
    air = air_factors(air_of(around))
    leads = [f for f in air if int(f.name.split()[-1]) <= _LEADING_MODES and "gust" not in f.name]
    rest = [f for f in air if f not in leads]
    return Dispersions(
        layout=layout,
        factors=(*numbers, *leads, *rest),
        mean=mean_vector(layout, around),
        leading=min(len(numbers) + len(leads), MOST_DIMENSIONS),
    )


def _described(factor: Factor) -> Factor:
    """Factor with its unit, and source and grade apart where one text holds both."""
    source, _, grade = factor.source.rpartition(", ")
    unit = factor.unit or unit_of(factor.name)
    if grade not in {each.value for each in Grade}:
        return replace(factor, unit=unit)
    return replace(factor, unit=unit, source=source or "COSMODROME", grade=grade)


def _numbers(around: Circumstances) -> list[Factor]:
    basis = around.asked.basis
    known = known_factors(around.launcher, around.figures)
    if basis == KNOWLEDGE:
        return [*known, *navigation_factors(around)]
    flight = flight_factors(around)
    return _joined(flight, known) if basis == BOTH else flight


def _later(around: Circumstances) -> list[Factor]:
    """Factors of upper stage and satellites, whose files say how well they are known."""
    known = around.later.factors if around.later else ()
    if around.asked.basis == FLIGHT:
        return later_flight_factors(around, known)
    return list(known)


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
