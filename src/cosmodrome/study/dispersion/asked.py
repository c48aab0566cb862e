"""Dispersions of a mission: the defaults, with single factors changed as its file asks."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from cosmodrome.ascent.guidance.parameters import NAVIGATION_NUMBERS, ParameterLayout
from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.catalogue.reader import Reading
from cosmodrome.catalogue.units import UnitError, split_quantity, to_si
from cosmodrome.errors import Fault, InputError
from cosmodrome.mission.dispersions import (
    AskedCorrelation,
    AskedFactor,
    Written,
    dispersions_file,
)
from cosmodrome.mission.mission import Mission
from cosmodrome.numerics.sobol import MOST_DIMENSIONS
from cosmodrome.study.dispersion.after_injection import AfterInjection, Later
from cosmodrome.study.dispersion.air_of_month import in_its_wind
from cosmodrome.study.dispersion.circumstances import circumstances_of
from cosmodrome.study.dispersion.defaults import default_dispersions
from cosmodrome.study.dispersion.distribution import Distribution, Normal, Truncated, Uniform
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.flight_factors import simple_factor
from cosmodrome.vehicle.launcher import Launcher

# Names for several factors; a name with ``*`` stands for all it matches.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "air forces": ("axial_force", "normal_force"),
    "navigation": NAVIGATION_NUMBERS,
    "navigation.azimuth": ("alignment_z_rad",),
    "navigation.level": ("alignment_x_rad", "alignment_y_rad"),
    "wind": ("wind east *", "wind north *"),
    "wind east": ("wind east *",),
    "wind north": ("wind north *",),
    "gust": ("gust east *", "gust north *"),
    "density": ("density *",),
}
_EXAMPLES = {
    "": "0.5 %",
    "kg": "20 kg",
    "m": "5 m",
    "s": "0.1 s",
    "N*s": "5 kN*s",
    "m/s": "0.1 m/s",
    "rad": "1 arcmin",
    "rad/s": "0.01 deg/hour",
    "m/s^2": "5e-4 m/s2",
}
_ALL = "all stand in `cosmodrome disperse MISSION --list-factors`"
_BY_ENGINE = ("thrust", "isp", "ignition_delay_s", "tailoff_N_s")
_SUMS = ("dry_mass_kg", "residual_kg")


def dispersions_of(
    mission: Mission,
    figures: Iterable[Figure],
    spreads: Reading | None = None,
    later: AfterInjection | Later | None = None,
) -> Dispersions:
    """Dispersions of a mission.

    Parameters
    ----------
    mission : Mission
        As asked.
    figures : iterable of Figure
        Numbers of its launcher's file.
    spreads : Reading, optional
        Spreads from flight to flight; the shipped ones if absent.
    later : AfterInjection, Later or None
        What varies after injection; None ends there.

    Raises
    ------
    InputError
        With everything that is wrong in its `dispersions:`.
    """
    spreads = spreads or open_catalogue().spreads()
    around = circumstances_of(in_its_wind(mission), tuple(figures), spreads, later)
    usual = default_dispersions(around)
    factors = {factor.name: factor for factor in usual.factors}
    faults: list[Fault] = []
    leading = [factor.name for factor in usual.factors[: usual.leading]]
    beyond = () if later else _later_names(mission)
    for asked in mission.dispersions.factors:
        if asked.name.startswith(beyond):
            continue
        names = _resolved(asked.name, tuple(factors), usual.layout)
        if not names:
            faults.append(_unknown(asked.written, "name", asked.name, factors))
        for name in names:
            known = factors.get(name) or simple_factor(name, 0.0, "", "")
            if name not in factors:
                leading.append(name)
            changed = _changed(known, asked, mission.launcher)
            if isinstance(changed, Fault):
                faults.append(changed)
                break
            factors[name] = changed
    flown = [c for c in mission.dispersions.correlations if not _any(c.between, beyond)]
    correlations, wrong = _correlations(flown, factors)
    if faults or wrong:
        raise InputError(*faults, *wrong)
    tail = [name for name in factors if name not in set(leading)]
    try:
        return replace(
            usual,
            factors=tuple(factors[name] for name in (*leading, *tail)),
            correlations=correlations,
            leading=min(len(leading), MOST_DIMENSIONS),
        )
    except ValueError as error:
        first = mission.dispersions.correlations[0].written
        remedy = "bring these nearer to 0"
        raise InputError(first.fault("value", str(error), remedy)) from error


def _later_names(mission: Mission) -> tuple[str, ...]:
    """How names of factors begin that only a flight beyond injection has."""
    crafts = (f"{passenger.spacecraft.name}." for passenger in mission.passengers)
    upper = (f"{mission.upper_stage.stage.name}.",) if mission.upper_stage else ()
    return (*upper, *crafts, "adapter_mass_kg")


def _any(names: Iterable[str], starts: tuple[str, ...]) -> bool:
    return any(name.startswith(starts) for name in names)


def laid_over(mission: Mission, path: Path | None) -> Mission:
    """Mission with the dispersions of a file laid over its own.

    Parameters
    ----------
    mission : Mission
        As asked.
    path : pathlib.Path or None
        Holds what stands at `dispersions:` of a mission.
    """
    if path is None:
        return mission
    return replace(mission, dispersions=dispersions_file(path, mission.dispersions))


def _resolved(name: str, known: tuple[str, ...], layout: ParameterLayout) -> tuple[str, ...]:
    """Names of the factors meant; none when there are none."""
    if name in known:
        return (name,)
    bare = name.removeprefix("navigation.")
    if bare in NAVIGATION_NUMBERS:
        return (bare,)
    if name in GROUPS:
        patterns = GROUPS[name]
        return tuple(n for n in known if any(fnmatchcase(n, p) for p in patterns))
    if "*" in name:
        return tuple(n for n in known if fnmatchcase(n, name))
    # An engine that stops by itself is a failure, and no spread about a nominal number.
    numbers = (n for n in layout.names() if "[" not in n and not n.endswith("shutoff_s"))
    return (name,) if name in numbers else ()


def _unknown(written: Written, key: str, name: str, factors: Iterable[str]) -> Fault:
    near = get_close_matches(name, (*factors, *GROUPS), n=3, cutoff=0.5)
    offer = f"did you mean {' or '.join(f'`{n}`' for n in near)}? " if near else ""
    return written.fault(key, f"`{name}` is no factor of this flight", offer + _ALL)


def _changed(factor: Factor, asked: AskedFactor, launcher: Launcher) -> Factor | Fault:
    """Factor with what the mission says of it."""
    key = "half_width" if asked.distribution == "uniform" else "sigma"
    text = asked.half_width or asked.sigma
    width = factor.distribution.spread()
    if text:
        try:
            width = _width(text, factor, launcher)
        except UnitError as error:
            example = _EXAMPLES[factor.unit]
            return asked.written.fault(key, str(error), f"write a value like `{example}`")
        if not math.isfinite(width) or width < 0.0:
            problem = f"`{text}` is below 0" if width < 0.0 else f"`{text}` is not finite"
            return asked.written.fault(key, problem, "write 0 or more")
        if asked.independent:
            width *= _of_several(factor.name, launcher)
    return replace(
        factor,
        distribution=_distribution(factor.distribution, asked, width),
        source=asked.source or "mission",
        grade=asked.grade or "unsourced",
    )


def _width(text: str, factor: Factor, launcher: Launcher) -> float:
    number, unit = split_quantity(text)
    if number == 0.0:
        return 0.0
    whole = _whole_kg(factor.name, launcher)
    if unit in ("%", "ppm") and factor.unit == "kg" and whole > 0.0:
        return to_si(text, "") * whole
    return to_si(text, factor.unit)


def _whole_kg(name: str, launcher: Launcher) -> float:
    """What a percentage of a mass is taken of; 0 when nothing is known [kg]."""
    if name == "fairing_kg" and launcher.fairing is not None:
        return launcher.fairing.mass_kg
    for stage in launcher.stages:
        if name == f"{stage.name}.dry_mass_kg":
            return stage.count * stage.dry_mass_kg
        if name == f"{stage.name}.residual_kg":
            return stage.count * stage.propellant_kg
    return 0.0


def _of_several(name: str, launcher: Launcher) -> float:
    """Spread over all engines or bodies of a stage as a part of that of one [-]."""
    for stage in launcher.stages:
        number = name.removeprefix(f"{stage.name}.")
        if number == name:
            continue
        if number in _BY_ENGINE:
            return 1.0 / math.sqrt(stage.count * stage.engine_count)
        return math.sqrt(stage.count) ** (1 if number in _SUMS else -1)
    return 1.0


def _distribution(usual: Distribution, asked: AskedFactor, width: float) -> Distribution:
    if asked.distribution == "uniform":
        return Uniform(half_width=width)
    keeps_normal = isinstance(usual, Normal) and asked.truncation is None
    if asked.distribution == "normal" or (keeps_normal and not asked.distribution):
        return Normal(sigma=width)
    sigmas = usual.sigmas if isinstance(usual, Truncated) else 3.0
    return Truncated(sigma=width, sigmas=asked.truncation or sigmas)


def _correlations(
    asked: Iterable[AskedCorrelation], factors: Mapping[str, Factor]
) -> tuple[dict[tuple[str, str], float], list[Fault]]:
    """Correlations by the names of their factors, and what is wrong in them."""
    found: dict[tuple[str, str], float] = {}
    faults = []
    for each in asked:
        names = []
        for name in each.between:
            single = GROUPS.get(name, (name.removeprefix("navigation."),))
            if len(single) == 1 and single[0] in factors:
                names.append(single[0])
            else:
                faults.append(_unknown(each.written, "between", name, factors))
        if len(names) < 2:
            continue
        pair = (min(names), max(names))
        if pair in found:
            problem = f"{pair[0]} with {pair[1]} stands twice"
            faults.append(each.written.fault("between", problem, "keep one of the two"))
        found[pair] = each.value
    return found, faults
