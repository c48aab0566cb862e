"""Files of the results of a study, beside its samples; each is written beside and renamed.

summary.json      every figure told, see `study.dispersion.results.summary`
covariance.json   covariance of every hand-over along RTN, in GCRF, in elements
bands.parquet     quantiles of height, speed and loads against time
histograms.svg, bands.svg, ranking.svg   where matplotlib is installed
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cosmodrome.errors import MissingExtraError, OutputError
from cosmodrome.report.as_json import as_json
from cosmodrome.report.dispersion_figure import draw_bands, draw_histograms, draw_ranking
from cosmodrome.report.figure import save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from polars import DataFrame


def write_results(
    folder: Path, summary: dict[str, Any], covariances: dict[str, Any], bands: "DataFrame"
) -> str | None:
    """Write the results of a study; what is missing for pictures, in words, or None.

    Parameters
    ----------
    folder : pathlib.Path
        Of the samples.
    summary, covariances : dict
        From `results_of`.
    bands : polars.DataFrame
        From `bands_table`.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    _renamed(folder / "summary.json", lambda path: path.write_text(as_json(summary)))
    _renamed(folder / "covariance.json", lambda path: path.write_text(as_json(covariances)))
    _renamed(folder / "bands.parquet", lambda path: bands.write_parquet(path, statistics=False))
    drawn: dict[str, Callable[[], Figure | None]] = {
        "histograms.svg": lambda: draw_histograms(summary),
        "bands.svg": lambda: draw_bands(summary, bands) if bands.height else None,
        "ranking.svg": lambda: draw_ranking(summary),
    }
    try:
        for name, draw in drawn.items():
            figure = draw()
            if figure is not None:
                _save(figure, folder / name)
    except MissingExtraError as error:
        return str(error)
    return None


def _save(figure: "Figure", path: Path) -> None:
    _renamed(path, lambda part: save_figure(figure, part))


def _renamed(path: Path, write: Callable[[Path], object]) -> None:
    beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        write(beside)
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
