"""What varies when nothing is said: the catalogue's sigmas, and estimates of navigation and air."""

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import ParameterLayout, in_mean_wind
from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.variants import standard_deviation
from cosmodrome.earth.wind import Wind
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.profiles import air_factors
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]

# Modes of wind and density that the chosen sampling draws, of each profile.
_LEADING_MODES = 6

# Navigation, one sigma: estimates of the order of a launcher's inertial unit of navigation grade.
# Azimuth 1 arcmin, level 10 arcsec, drift 0.01 deg/h, bias 50 micro-g, scale 100 ppm.
_NAVIGATION = {
    "alignment_x_rad": 5e-5,
    "alignment_y_rad": 5e-5,
    "alignment_z_rad": 3e-4,
    "gyro_drift_x_rad_s": 5e-8,
    "gyro_drift_y_rad_s": 5e-8,
    "gyro_drift_z_rad_s": 5e-8,
    "gyro_scale": 1e-4,
    "accelerometer_bias_x_m_s2": 5e-4,
    "accelerometer_bias_y_m_s2": 5e-4,
    "accelerometer_bias_z_m_s2": 5e-4,
    "accelerometer_scale_x": 1e-4,
    "accelerometer_scale_y": 1e-4,
    "accelerometer_scale_z": 1e-4,
}
# Numbers of a file, and the number of a flight each stands for: as a part of itself, or as it is.
_PARTS = {"engine.thrust_vacuum": "thrust", "engine.isp_vacuum": "isp"}
_AMOUNTS = {
    "dry_mass": "dry_mass_kg",
    "ignition.delay": "ignition_delay_s",
    "cutoff.time": "cutoff_timer_s",
}


def default_dispersions(
    launcher: Launcher, figures: Iterable[Figure], wind: Wind | None = None
) -> Dispersions:
    """Dispersions from the graded numbers of a launcher's file.

    A sigma the file gives counts as it stands, and a number without one takes that of its grade.
    That is how well a number is known, and stands here for how much it varies from flight to
    flight; for a well-known launcher it overstates that. All are cut at three sigmas.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    figures : iterable of Figure
        Numbers of its file.
    wind : Wind or None
        Mean wind [m/s]; None is calm.
    """
    layout = ParameterLayout(stages=tuple(stage.name for stage in launcher.stages))
    listed = tuple(figures)
    factors = [
        *(f for stage in launcher.stages for f in _stage_factors(stage.name, stage.count, listed)),
        *_vehicle_factors(listed),
        *(_factor(name, {name: 1.0}, sigma, "estimate") for name, sigma in _NAVIGATION.items()),
    ]
    air = air_factors()
    leads = [f for f in air if int(f.name.split()[-1]) <= _LEADING_MODES and "gust" not in f.name]
    rest = [f for f in air if f not in leads]
    return Dispersions(
        layout=layout,
        factors=(*factors, *leads, *rest),
        mean=in_mean_wind(layout, wind),
        leading=len(factors) + len(leads),
    )


def _factor(name: str, moves: dict[str, float], sigma: float, source: str) -> Factor:
    return Factor(name=name, distribution=Truncated(sigma=sigma), moves=moves, source=source)


def _stage_factors(stage: str, count: int, figures: tuple[Figure, ...]) -> list[Factor]:
    """Factors of one stage; bodies alike vary together."""
    found = []
    loads: list[tuple[float, float]] = []
    kept = 0.0
    for figure in figures:
        if not figure.path.startswith(f"stages.{stage}.") or figure.value is None:
            continue
        key = figure.path.removeprefix(f"stages.{stage}.")
        sigma, name = standard_deviation(figure), ""
        if key in _PARTS and figure.value:
            name, part = f"{stage}.{_PARTS[key]}", sigma / abs(figure.value)
        elif key in _AMOUNTS:
            name, part = f"{stage}.{_AMOUNTS[key]}", sigma * (count if key == "dry_mass" else 1)
        elif re.match(r"loads\.", key):
            loads.append((figure.value, sigma))
        elif re.match(r"residuals\.", key):
            kept = float(np.hypot(kept, sigma))
        if name and part > 0.0:
            found.append(_factor(name, {name: 1.0}, part, f"{figure.path}, {figure.grade.value}"))
    if loads:
        whole = sum(value for value, _ in loads)
        part = float(np.sqrt(sum(sigma**2 for _, sigma in loads))) / whole
        name = f"{stage}.propellant"
        found.append(_factor(name, {name: 1.0}, part, f"stages.{stage}.loads"))
    if kept > 0.0:
        name = f"{stage}.residual_kg"
        found.append(_factor(name, {name: 1.0}, count * kept, f"stages.{stage}.residuals"))
    return found


def _vehicle_factors(figures: tuple[Figure, ...]) -> list[Factor]:
    found = []
    for figure in figures:
        sigma = standard_deviation(figure)
        if sigma <= 0.0 or not figure.value:
            continue
        source = f"{figure.path}, {figure.grade.value}"
        if figure.path == "aerodynamics.reference_area":
            both = {"axial_force": 1.0, "normal_force": 1.0}
            found.append(_factor("air forces", both, sigma / abs(figure.value), source))
        elif figure.path == "fairing.mass":
            found.append(_factor("fairing_kg", {"fairing_kg": 1.0}, sigma, source))
        elif figure.path == "fairing.jettison.time":
            name = "fairing_timer_s"
            found.append(_factor(name, {name: 1.0}, sigma, source))
    return found
