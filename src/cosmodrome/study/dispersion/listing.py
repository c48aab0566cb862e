"""Everything that varies in a study, as rows of plain values."""

from dataclasses import dataclass

import numpy as np

from cosmodrome.study.dispersion.distribution import Distribution, Truncated, Uniform
from cosmodrome.study.dispersion.factor import Dispersions, Factor

# Larger units for print: unit of a factor, what is printed, how many of it [-].
_PRINTED = {
    "": ("%", 100.0),
    "rad": ("arcsec", float(np.degrees(3600.0))),
    "rad/s": ("deg/h", float(np.degrees(3600.0))),
    "N*s": ("kN s", 1e-3),
    "m/s^2": ("micro-g", 1e6 / 9.80665),
}
# As parts of a number these are too small for a percentage [-].
_LEAST_PERCENT = 1e-3
_MOST_ARCSEC = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """A factor, or all modes of one random profile.

    Attributes
    ----------
    name : str
        By which a mission changes it.
    sigma : str
        Standard deviation with its unit; of a profile from its least to its greatest.
    distribution : str
    source, grade : str
    """

    name: str
    sigma: str
    distribution: str
    source: str
    grade: str


def factor_rows(dispersions: Dispersions) -> tuple[FactorRow, ...]:
    """Rows of all factors, in the order they are drawn; the modes of a profile share one.

    Parameters
    ----------
    dispersions : Dispersions
        Of a study.
    """
    profiles: dict[str, list[Factor]] = {}
    rows = []
    for factor in dispersions.factors:
        profile = _profile_of(factor)
        if profile:
            profiles.setdefault(profile, []).append(factor)
        else:
            rows.append(_row(factor))
    return (*rows, *(_profile_row(name, modes) for name, modes in profiles.items()))


def _profile_of(factor: Factor) -> str:
    """Name of the profile a factor is a mode of; empty when it moves one number."""
    name, _, number = factor.name.rpartition(" ")
    return name if number.isdigit() and any("[" in moved for moved in factor.moves) else ""


def _row(factor: Factor) -> FactorRow:
    return FactorRow(
        name=factor.name,
        sigma=_with_unit(factor.distribution.spread(), factor.unit),
        distribution=_shape(factor.distribution),
        source=factor.source,
        grade=factor.grade,
    )


def _with_unit(value: float, unit: str) -> str:
    if unit == "" and 0.0 < value < _LEAST_PERCENT:
        return f"{1e6 * value:.3g} ppm"
    printed, scale = _PRINTED.get(unit, (unit, 1.0))
    if unit == "rad" and value * scale > _MOST_ARCSEC:
        printed, scale = "deg", float(np.degrees(1.0))
    return f"{value * scale:.3g} {printed}"


def _shape(distribution: Distribution) -> str:
    if isinstance(distribution, Truncated):
        return f"to {distribution.sigmas:g} sigma"
    return "uniform" if isinstance(distribution, Uniform) else "normal"


def _profile_row(name: str, modes: list[Factor]) -> FactorRow:
    knots = sorted({moved for mode in modes for moved in mode.moves})
    total = dict.fromkeys(knots, 0.0)
    for mode in modes:
        spread = mode.distribution.spread()
        for knot, part in mode.moves.items():
            total[knot] += (spread * part) ** 2
    sigma = np.sqrt([total[knot] for knot in knots])
    wind = knots[0].startswith("wind")
    unit, scale = ("m/s", 1.0) if wind else ("%", 100.0)
    low, high = (f"{scale * bound:.2g}" for bound in (sigma.min(), sigma.max()))
    return FactorRow(
        name=f"{name} *",
        sigma=f"{high} {unit}" if low == high else f"{low} to {high} {unit}",
        distribution=f"{len(modes)} modes",
        source=modes[0].source,
        grade=modes[0].grade,
    )
