"""Launchers and upper stages with one number of their files moved: what a band is made of."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from cosmodrome.catalogue.build import build_launcher, build_upper_stage
from cosmodrome.catalogue.figure import Figure, Grade
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.reader import Reading, places
from cosmodrome.vehicle.launcher import Launcher, UpperStage

T = TypeVar("T")

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
        With the number moved when it is one of the launcher.
    upper_stage : UpperStage or None
        The same of the upper stage; None without one.
    """

    figure: Figure
    sigma: float
    step: float
    launcher: Launcher
    upper_stage: UpperStage | None = None


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
    for figure, sigma, step, launcher in _variants(reading, lambda v: build_launcher(name, v)):
        yield Variant(figure=figure, sigma=sigma, step=step, launcher=launcher)


def upper_stage_variants(catalogue: Catalogue, name: str, launcher: Launcher) -> Iterator[Variant]:
    """Each graded number of an upper stage, moved a little, above a launcher that stays.

    Parameters
    ----------
    catalogue : Catalogue
        Where the upper stage is.
    name : str
        Catalogue name.
    launcher : Launcher
        Below it.
    """
    reading = catalogue.document("upper-stages", name)
    for figure, sigma, step, upper in _variants(reading, lambda v: build_upper_stage(name, v)):
        yield Variant(figure=figure, sigma=sigma, step=step, launcher=launcher, upper_stage=upper)


def _variants(
    reading: Reading, make: Callable[[dict[str, Any]], T]
) -> Iterator[tuple[Figure, float, float, T]]:
    for figure in reading.figures:
        sigma = standard_deviation(figure)
        if not sigma or not figure.value:
            continue
        for step in (_STEP * abs(figure.value), -_STEP * abs(figure.value)):
            try:
                made = make(_moved(reading.values, figure, step))
            except ValueError:
                # A time moved past its neighbour, say: the other side may do.
                continue
            yield figure, sigma, step, made
            break


def standard_deviation(figure: Figure) -> float:
    """Standard deviation of a figure: its own, or that of its grade [unit of the figure].

    Parameters
    ----------
    figure : Figure
        A number of an entry; a curve has none.
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
