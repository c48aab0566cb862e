"""Picture of drop zones: sampled impacts with ellipse and polygon, a panel a body."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import MissingExtraError
from cosmodrome.report.zone_rings import Ring, ellipse_ring, polygon_ring, unwrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

_POLYGON, _ELLIPSE, _DOTS = "#c4561a", "#1f5fa8", "0.55"
# Impacts drawn of a body [-].
_MOST = 2000
# A published place is drawn when it lies within this of the zone, in parts of its size [-].
_NEAR = 0.6


def draw_zones(folder: Path, zones: Mapping[str, Any]) -> "Figure | None":
    """Draw the zones of a study; None without any.

    Parameters
    ----------
    folder : pathlib.Path
        With the samples.
    zones : mapping
        By body, from `drop_zones_of`.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "a figure") from error

    there = [(body, zone) for body, zone in zones.items() if zone["polygon"] is not None]
    told = dict(sorted(there, key=lambda pair: pair[1]["time_s"]["earliest"]))
    if not told:
        return None
    columns = min(len(told), 2)
    rows = -(-len(told) // columns)
    figure = Figure(figsize=(3.8 * columns, 4.2 * rows), layout="constrained")
    panels = np.atleast_1d(figure.subplots(rows, columns)).ravel()
    for axes, (body, zone) in zip(panels, told.items(), strict=False):
        _draw(axes, body, zone, _impacts(folder, body))
    for axes in panels[len(told) :]:
        axes.set_axis_off()
    percent = f"{100.0 * next(iter(told.values()))['probability']:g} %"
    marks: dict[str, Any] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            marks.setdefault(label, handle)
    figure.legend(
        list(marks.values()),
        list(marks),
        loc="outside lower center",
        ncols=len(marks),
        markerscale=1.5,
        frameon=False,
        fontsize=8,
    )
    figure.suptitle(f"Drop zones, {percent} of the dispersed falls", fontsize=11)
    return figure


def _impacts(folder: Path, body: str) -> Array:
    """Longitude and latitude of the first impacts, shape (n, 2) [deg]."""
    import polars as pl

    names = [f"{body} impact_longitude_rad", f"{body} impact_latitude_rad"]
    found: list[Array] = []
    for path in sorted(folder.glob("shard-*.parquet")):
        table = pl.read_parquet(path, columns=names, memory_map=False)
        points = np.degrees(table.select(names).to_numpy())
        found.append(points[np.isfinite(points).all(axis=1)])
        if sum(map(len, found)) >= _MOST:
            break
    return np.concatenate(found)[:_MOST] if found else np.empty((0, 2))


def _draw(axes: "Axes", body: str, zone: Mapping[str, Any], impacts: Array) -> None:
    polygon, ellipse = unwrapped(polygon_ring(zone)), unwrapped(ellipse_ring(zone))
    middle = float(polygon[:, 0].mean())
    dots = _beside(impacts, middle)
    axes.plot(*dots.T, ".", color=_DOTS, markersize=1.0, label="impacts", zorder=1)
    _ring(axes, _beside(ellipse, middle), _ELLIPSE, "ellipse")
    _ring(axes, polygon, _POLYGON, "polygon")
    if zone["nominal"] is not None:
        place = [[zone["nominal"][key] for key in ("longitude_rad", "latitude_rad")]]
        axes.plot(*_beside(np.degrees(place), middle).T, "+", color="black", label="nominal")
    title = body
    for fall in zone["published"]:
        title += _published(axes, fall, polygon, middle)
    axes.set_title(title, fontsize=8.5)
    axes.set_xlabel("longitude [deg]", fontsize=8)
    axes.set_ylabel("latitude [deg]", fontsize=8)
    axes.tick_params(labelsize=7)
    axes.locator_params(axis="x", nbins=5)
    axes.set_aspect(1.0 / max(np.cos(np.radians(polygon[:, 1].mean())), 0.05), adjustable="datalim")
    axes.grid(color="0.92", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _published(axes: "Axes", fall: Mapping[str, Any], polygon: Ring, middle: float) -> str:
    """Draw a published place near the zone; of another, words for the title."""
    away = f"{fall['away_m'] / 1e3:.0f} km"
    place = np.degrees([[fall["longitude_rad"], fall["latitude_rad"]]])
    place = _beside(place, middle)
    size = np.ptp(polygon, axis=0)
    off = np.abs(place[0] - polygon.mean(axis=0))
    if np.any(off > (0.5 + _NEAR) * size.max()):
        return f"\npublished district {away} away, off the map"
    axes.plot(*place.T, "D", color="#2c7a4b", markersize=4, label="published district")
    return f"\npublished district {away} from the centre"


def _ring(axes: "Axes", ring: Ring, colour: str, label: str) -> None:
    closed = np.vstack([ring, ring[:1]])
    axes.plot(*closed.T, color=colour, linewidth=1.2, label=label)


def _beside(points: Array, middle: float) -> Array:
    """Points with their longitudes within half a turn of one [deg]."""
    turned = (np.asarray(points)[:, 0] - middle + 180.0) % 360.0 - 180.0 + middle
    return np.column_stack([turned, np.asarray(points)[:, 1]])
