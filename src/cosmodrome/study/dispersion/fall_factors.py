"""What varies of the falls when nothing is said: drag by the launcher's file, pushes estimated."""

from collections.abc import Iterable, Iterator

import numpy as np

from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.variants import standard_deviation
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Factor
from cosmodrome.vehicle.fall_attitude import DRAG_OF_ATTITUDE
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import FallingBody

# Push of a body, one sigma, along the flight, across and up [m/s]: estimates. A single body is
# pushed off by springs or small rockets, about a metre a second. Bodies that leave together are
# pushed apart at some metres a second; one of them stands for all, its direction across the
# flight drawn anew in every sample, and the spread covers all directions.
_PUSH_M_S = {"along": 1.0, "across": 1.0, "up": 1.0}
_PUSH_APART_M_S = {"along": 1.0, "across": 3.0, "up": 3.0}
# A body with more or less drag than this flies in another attitude all the way: broadside a
# cylinder has 1.7 times the drag it has in the mean over all attitudes [sigmas].
_DRAG_SIGMAS = 2.0


def fall_factors(launcher: Launcher, figures: Iterable[Figure]) -> list[Factor]:
    """Drag and push of every body a launcher drops.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    figures : iterable of Figure
        Numbers of its file.
    """
    by_path = {figure.path: figure for figure in figures}
    found = []
    for body, path, fall, pieces in _bodies(launcher):
        drag = by_path.get(f"{path}.fall.drag_coefficient")
        known = drag is not None and drag.sigma is not None
        part = _part(drag) if known else DRAG_OF_ATTITUDE[fall.attitude][1]
        part = float(np.hypot(part, _part(by_path.get(f"{path}.fall.area"))))
        name = f"{body} fall.drag"
        spread = Truncated(sigma=part, sigmas=_DRAG_SIGMAS)
        source = f"{path}.fall, {'estimate' if drag is None else drag.grade.value}"
        found.append(Factor(name=name, distribution=spread, moves={name: 1.0}, source=source))
        for way, sigma in (_PUSH_APART_M_S if pieces > 1 else _PUSH_M_S).items():
            name = f"{body} fall.push_{way}_m_s"
            spread = Truncated(sigma=sigma)
            found.append(
                Factor(name=name, distribution=spread, moves={name: 1.0}, source="estimate")
            )
    return found


def _bodies(launcher: Launcher) -> Iterator[tuple[str, str, FallingBody, int]]:
    """Name, path in the file, fall and pieces of each body."""
    for stage in launcher.stages:
        yield stage.name, f"stages.{stage.name}", stage.fall, stage.count
        for part in stage.shed:
            yield part.name, f"stages.{stage.name}.shed.{part.name}", part.fall, stage.count
    if launcher.fairing is not None:
        yield "fairing", "fairing", launcher.fairing.fall, launcher.fairing.halves


def _part(figure: Figure | None) -> float:
    """Standard deviation as a part of the figure; 0 where there is none [-]."""
    if figure is None or not figure.value:
        return 0.0
    return standard_deviation(figure) / abs(figure.value)
