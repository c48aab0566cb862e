"""Launchers that differ from an entry in one number each: what a band is made of."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from cosmodrome.catalogue.build import build_launcher
from cosmodrome.catalogue.figure import Figure, Grade
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.reader import places
from cosmodrome.vehicle.launcher import Launcher

# Standard deviation of a number that gives none, as a part of it: assumed, one for each grade. The
# sigmas the Soyuz file does give are 0.3 to 0.7 % for most of its secondary figures.
GRADE_SIGMA = {
    Grade.STATED: 0.002,
    Grade.SECONDARY: 0.005,
    Grade.DERIVED: 0.01,
    Grade.ESTIMATE: 0.1,
    Grade.UNSOURCED: 0.0,
}
_STEP = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An entry with one number moved by a small step.

    Attributes
    ----------
    figure : Figure
        The number as the file has it.
    sigma : float
        Standard deviation, its own or that of its grade [unit of the number].
    step : float
        How far it was moved [unit of the number].
    launcher : Launcher
        With the number moved.
    """

    figure: Figure
    sigma: float
    step: float
    launcher: Launcher


def launcher_variants(catalogue: Catalogue, name: str) -> Iterator[Variant]:
    """Every graded number of a launcher, moved a little to the side that makes a launcher.

    Parameters
    ----------
    catalogue : Catalogue
        Where the launcher is.
    name : str
        Catalogue name.
    """
    reading = catalogue.document("launchers", name)
    for figure in reading.figures:
        sigma = figure_sigma(figure)
        if not sigma or not figure.value:
            continue
        for step in (_STEP * abs(figure.value), -_STEP * abs(figure.value)):
            values = _moved(reading.values, figure, step)
            try:
                launcher = build_launcher(name, values)
            except ValueError:
                # A time moved past its neighbour, say: the other side may do.
                continue
            yield Variant(figure=figure, sigma=sigma, step=step, launcher=launcher)
            break


def figure_sigma(figure: Figure) -> float:
    """Standard deviation of a number: its own, or that of its grade [unit of the number].

    Parameters
    ----------
    figure : Figure
        As the file has it.
    """
    # Full throttle is full by definition; how much that is, the thrust says with its own sigma.
    full = figure.path.endswith(".level") and figure.value == 1.0
    if figure.value is None or (full and figure.sigma is None):
        return 0.0
    return abs(figure.value) * GRADE_SIGMA[figure.grade] if figure.sigma is None else figure.sigma


def _moved(values: dict[str, Any], figure: Figure, step: float) -> dict[str, Any]:
    """Values of a file with one number moved."""
    copy = deepcopy(values)
    node: Any = copy
    *above, last = places(figure.path)
    for place in above:
        node = _child(node, place)
    assert figure.value is not None
    node[last] = figure.value + step
    return copy


def _child(node: Any, place: str) -> Any:
    if place.startswith("["):
        return node[int(place[1:-1])]
    if isinstance(node, list):
        return next(item for item in node if item["name"] == place)
    return node[place]
