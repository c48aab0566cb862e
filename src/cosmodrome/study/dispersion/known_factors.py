"""How well the numbers of a launcher's file are known, as what could vary.

A sigma the file gives counts as it stands, and a number without one takes that of its grade.
Bodies and engines alike share what is not known of them and vary together.
"""

import re
from collections.abc import Iterable

import numpy as np

from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.variants import standard_deviation
from cosmodrome.study.dispersion.factor import Factor
from cosmodrome.study.dispersion.flight_factors import simple_factor
from cosmodrome.vehicle.launcher import Launcher

# Numbers of a file, and the number of a flight each stands for: as a part of itself, or as it is.
_PARTS = {"engine.thrust_vacuum": "thrust", "engine.isp_vacuum": "isp"}
_AMOUNTS = {
    "dry_mass": "dry_mass_kg",
    "ignition.delay": "ignition_delay_s",
    "cutoff.time": "cutoff_timer_s",
}


def known_factors(launcher: Launcher, figures: Iterable[Figure]) -> list[Factor]:
    """Factors of stages and vehicle from the graded numbers of a launcher's file.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    figures : iterable of Figure
        Numbers of its file.
    """
    listed = tuple(figures)
    stages = [f for s in launcher.stages for f in _of_stage(s.name, s.count, listed)]
    return [*stages, *_of_vehicle(listed)]


def _of_stage(stage: str, count: int, figures: tuple[Figure, ...]) -> list[Factor]:
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
            found.append(simple_factor(name, part, figure.path, figure.grade.value))
    if loads:
        whole = sum(value for value, _ in loads)
        part = float(np.sqrt(sum(sigma**2 for _, sigma in loads))) / whole
        source = f"stages.{stage}.loads"
        found.append(simple_factor(f"{stage}.propellant", part, source, "derived"))
    if kept > 0.0:
        source = f"stages.{stage}.residuals"
        found.append(simple_factor(f"{stage}.residual_kg", count * kept, source, "derived"))
    return found


def _of_vehicle(figures: tuple[Figure, ...]) -> list[Factor]:
    found = []
    for figure in figures:
        sigma = standard_deviation(figure)
        if sigma <= 0.0 or not figure.value:
            continue
        names = {
            "aerodynamics.reference_area": ("axial_force", "normal_force"),
            "fairing.mass": ("fairing_kg",),
            "fairing.jettison.time": ("fairing_timer_s",),
        }.get(figure.path, ())
        part = abs(figure.value) if len(names) == 2 else 1.0
        found += [simple_factor(n, sigma / part, figure.path, figure.grade.value) for n in names]
    return found
