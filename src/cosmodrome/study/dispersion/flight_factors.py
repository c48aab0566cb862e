"""What differs from flight to flight, by kind, for the stages and the vehicle of a launcher.

The file of spreads gives the standard deviation of one engine and of one body. Engines and bodies
of a stage vary independently of each other here: the mean over n of them varies with 1/sqrt(n) of
the one, their sum with sqrt(n).
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cosmodrome.catalogue.figure import Figure
from cosmodrome.constants import EARTH_ROTATION_RAD_S, G0_M_S2
from cosmodrome.study.dispersion.circumstances import Circumstances
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Factor
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.stage import CutoffRule, Stage, stage_thrust_vac_N

# Gyrocompassing fails near the poles: no pad is nearer to one than this [-].
_LEAST_COSINE = 0.17

_UNITS = {
    "_m_s2": "m/s^2",
    "_rad_s": "rad/s",
    "_N_s": "N*s",
    "_m_s": "m/s",
    "_kg": "kg",
    "_m": "m",
    "_rad": "rad",
    "_s": "s",
}


def unit_of(number: str) -> str:
    """Unit of a number of a flight by its name; empty for a part of it.

    Parameters
    ----------
    number : str
        As `ParameterLayout.names` has it.
    """
    if number.startswith("wind_"):
        return "m/s"
    return next((unit for end, unit in _UNITS.items() if number.endswith(end)), "")


def simple_factor(number: str, sigma: float, source: str, grade: str) -> Factor:
    """Factor that moves one number of a flight, cut at three standard deviations.

    Parameters
    ----------
    number : str
        As `ParameterLayout.names` has it.
    sigma : float
        In its unit [-].
    source, grade : str
        Where that comes from, and how well it is founded.
    """
    return Factor(
        name=number,
        distribution=Truncated(sigma=sigma),
        moves={number: 1.0},
        source=source,
        unit=unit_of(number),
        grade=grade,
    )


def flight_factors(around: Circumstances) -> list[Factor]:
    """Factors of stages, vehicle and navigation.

    Parameters
    ----------
    around : Circumstances
        Of the launch.
    """
    stages = [f for stage in around.launcher.stages for f in _of_stage(around, stage)]
    return [*stages, *_of_vehicle(around), *navigation_factors(around)]


def later_flight_factors(around: Circumstances, known: Iterable[Factor]) -> list[Factor]:
    """Factors of upper stage and satellites, those of masses and engines with flight spreads.

    Parameters
    ----------
    around : Circumstances
        Of the launch.
    known : iterable of Factor
        As their files have them.
    """
    return [_later(around, factor) for factor in known]


def _later(around: Circumstances, factor: Factor) -> Factor:
    _, _, number = factor.name.rpartition(".")
    path = {
        "thrust": "liquid.thrust",
        "isp": "liquid.isp",
        "propellant": "liquid.propellant",
        "residual_kg": "liquid.residuals",
        "dry_mass_kg": "dry_mass",
        "mass_kg": "payload_mass",
        "adapter_mass_kg": "payload_mass",
    }.get(number)
    if path is None:
        return factor
    figure = around.spread(path)
    sigma = around.value(path) * around.masses_kg.get(factor.name, 1.0)
    return replace(
        factor,
        distribution=Truncated(sigma=sigma),
        source=figure.source,
        grade=figure.grade.value,
        unit=unit_of(factor.name),
    )


def _from(figure: Figure, number: str, scale: float) -> Factor:
    assert figure.value is not None
    return simple_factor(number, figure.value * scale, figure.source, figure.grade.value)


def _is_solid(around: Circumstances, stage: Stage) -> bool:
    return any(f.path == f"stages.{stage.name}.loads.solid" for f in around.figures)


def _of_stage(around: Circumstances, stage: Stage) -> Iterator[Factor]:
    kind = "solid" if _is_solid(around, stage) else "liquid"
    bodies, engines = float(stage.count), float(stage.count * stage.engine_count)

    def made(key: str, number: str, scale: float) -> Factor:
        path = f"{kind}.{key}" if key not in ("dry_mass", "timer", "separation") else key
        return _from(around.spread(path), f"{stage.name}.{number}", scale)

    root, load = math.sqrt(bodies), stage.propellant_kg
    yield made("thrust", "thrust", 1.0 / math.sqrt(engines))
    yield made("isp", "isp", 1.0 / math.sqrt(engines))
    yield made("propellant", "propellant", 1.0 / root)
    yield made("dry_mass", "dry_mass_kg", root * stage.dry_mass_kg)
    yield made("residuals", "residual_kg", root * load)
    yield made("ignition", "ignition_delay_s", 1.0 / math.sqrt(engines))
    if stage.cutoff.rule is CutoffRule.TIME:
        yield made("timer", "cutoff_timer_s", 1.0)
    yield made("tail_off", "tailoff_N_s", stage_thrust_vac_N(stage) / math.sqrt(engines))
    if stage is not around.launcher.stages[-1]:
        yield made("separation", "separation_m_s", 1.0)


def _of_vehicle(around: Circumstances) -> Iterator[Factor]:
    fairing = around.launcher.fairing
    yield _from(around.spread("axial_force"), "axial_force", 1.0)
    yield _from(around.spread("normal_force"), "normal_force", 1.0)
    if around.payload_kg > 0.0:
        yield _from(around.spread("payload_mass"), "payload_kg", around.payload_kg)
    if fairing is not None:
        yield _from(around.spread("fairing_mass"), "fairing_kg", fairing.mass_kg)
        if fairing.jettison.rule is JettisonRule.TIME:
            yield _from(around.spread("timer"), "fairing_timer_s", 1.0)
    yield _from(around.spread("clock"), "clock", 1.0)


def navigation_factors(around: Circumstances) -> Iterator[Factor]:
    """Errors of the inertial unit and of its alignment.

    It levels itself by its accelerometers, to their bias over gravity, and finds north by its
    gyros, to their drift over the turning of the Earth about the horizontal.

    Parameters
    ----------
    around : Circumstances
        Of the launch.

    References
    ----------
    Titterton and Weston (2004), Strapdown inertial navigation technology, 2nd ed., section 10.3.
    """
    bias, drift = around.spread("accelerometer_bias"), around.spread("gyro_drift")
    across = max(math.cos(around.latitude_rad), _LEAST_COSINE)
    for axis in "xy":
        level = _from(bias, f"alignment_{axis}_rad", 1.0 / G0_M_S2)
        yield simple_factor(level.name, level.distribution.spread(), bias.source, "derived")
    turned = _from(drift, "alignment_z_rad", 1.0 / (EARTH_ROTATION_RAD_S * across))
    yield simple_factor(turned.name, turned.distribution.spread(), drift.source, "derived")
    for axis in "xyz":
        yield _from(drift, f"gyro_drift_{axis}_rad_s", 1.0)
    yield _from(around.spread("gyro_scale"), "gyro_scale", 1.0)
    for axis in "xyz":
        yield _from(bias, f"accelerometer_bias_{axis}_m_s2", 1.0)
    for axis in "xyz":
        yield _from(around.spread("accelerometer_scale"), f"accelerometer_scale_{axis}", 1.0)
