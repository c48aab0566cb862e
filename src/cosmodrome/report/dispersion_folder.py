"""Files of the results of a study, beside its samples; each is written beside and renamed.

summary.json      every figure told, see `study.dispersion.results.summary`
covariance.json   covariance of every hand-over along RTN, in GCRF, in elements
bands.parquet     quantiles of height, speed and loads against time
histograms.svg, bands.svg, ranking.svg, zones.svg   by `cosmodrome figure`
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cosmodrome.errors import OutputError
from cosmodrome.report.as_json import as_json
from cosmodrome.report.dispersion_figure import draw_bands, draw_histograms, draw_ranking
from cosmodrome.report.drop_zone_figure import draw_zones
from cosmodrome.report.figure import save_figure
from cosmodrome.study.whole_file import whole_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from polars import DataFrame

_SUMMARY, _BANDS = "summary.json", "bands.parquet"


def write_results(
    folder: Path, summary: dict[str, Any], covariances: dict[str, Any], bands: "DataFrame"
) -> None:
    """Write the results of a study.

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
    _renamed(folder / _SUMMARY, lambda path: path.write_text(as_json(summary), "utf-8"))
    _renamed(
        folder / "covariance.json", lambda path: path.write_text(as_json(covariances), "utf-8")
    )
    _renamed(folder / _BANDS, lambda path: bands.write_parquet(path, statistics=False))


def is_study(folder: Path) -> bool:
    """Whether a folder holds the results of a study of dispersed flights.

    Parameters
    ----------
    folder : pathlib.Path
        Any.
    """
    return (folder / _BANDS).exists() and (folder / _SUMMARY).exists()


def draw_study(folder: Path) -> list[Path]:
    """Draw the pictures of a study into its folder; the files written.

    Parameters
    ----------
    folder : pathlib.Path
        With its results.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    OutputError
        If a file cannot be written.
    """
    import polars as pl

    summary = json.loads((folder / _SUMMARY).read_text("utf-8"))
    bands = pl.read_parquet(folder / _BANDS)
    drawn = {
        "histograms.svg": draw_histograms(summary),
        "bands.svg": draw_bands(summary, bands) if bands.height else None,
        "ranking.svg": draw_ranking(summary),
        "zones.svg": draw_zones(folder, summary.get("drop_zones") or {}),
    }
    written = []
    for name, figure in drawn.items():
        if figure is not None:
            _save(figure, folder / name)
            written.append(folder / name)
    return written


def _save(figure: "Figure", path: Path) -> None:
    _renamed(path, lambda part: save_figure(figure, part))


def _renamed(path: Path, write: Callable[[Path], object]) -> None:
    try:
        with whole_file(path) as beside:
            write(beside)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
