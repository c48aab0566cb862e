"""Picture of a payload curve: payload against altitude, a line for each inclination."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cosmodrome.errors import MissingExtraError
from cosmodrome.report.curve_rows import PROVED
from cosmodrome.report.figure import spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Of equal lightness, told apart also by those who see few colours.
COLOURS = ("#1f5fa8", "#c4561a", "#2c7a4b", "#8a4a9e", "#7a6a1f", "#b03060", "#4d5a66", "#1a8c95")
# Labels of lines are pushed apart to this part of the payload axis [-].
_LABEL_SPACING = 0.045

Row = Mapping[str, Any]


def draw_curve(summary: Mapping[str, Any]) -> "Figure":
    """Draw a curve.

    Parameters
    ----------
    summary : mapping
        Content of its ``summary.json``.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "a figure") from error

    figure = Figure(figsize=(7.6, 5.2), layout="constrained")
    axes = figure.subplots()
    over, label, series = _series(summary["points"])
    for k, rows in enumerate(series.values()):
        _draw_line(axes, rows, over, COLOURS[k % len(COLOURS)])
    axes.set_xlabel(label)
    axes.set_ylabel("payload [kg]")
    axes.grid(color="0.9", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.02)
    _label_lines(axes, series, over)
    figure.suptitle(
        f"Heaviest payload of {_stack(summary)} from {summary['pad_title']}", fontsize=11
    )
    axes.set_title(_source(summary), fontsize=7.5, color="0.35", loc="left")
    return figure


def _series(points: Sequence[Row]) -> tuple[str, str, dict[str, list[Row]]]:
    """Column and label of the abscissa, and the rows of each line."""
    heights = {(row["perigee_km"], row["apogee_km"]) for row in points}
    series: dict[str, list[Row]] = {}
    if len(heights) > 1 or len(points) == 1:
        for row in points:
            series.setdefault(row["line"], []).append(row)
        return "perigee_km", "altitude of the circular orbit [km]", series
    for row in sorted(points, key=lambda row: row["inclination_deg"]):
        series.setdefault(_heights_name(row), []).append(row)
    return "inclination_deg", "inclination [deg]", series


def _heights_name(row: Row) -> str:
    if row["altitude_km"] is not None:
        return f"{row['altitude_km']:g} km"
    return f"{row['perigee_km']:g} x {row['apogee_km']:g} km"


def _draw_line(axes: "Axes", rows: Sequence[Row], over: str, colour: str) -> None:
    x = [row[over] for row in rows]
    payload, low, high = (
        [_proved(row, key) for row in rows] for key in ("payload_kg", "low_kg", "high_kg")
    )
    axes.plot(x, payload, color=colour, linewidth=1.6, marker="o", markersize=3.0)
    axes.fill_between(x, low, high, color=colour, alpha=0.12, linewidth=0.0)
    doubted = [row for row in rows if _is_doubted(row)]
    axes.plot(
        [row[over] for row in doubted],
        [row["payload_kg"] for row in doubted],
        linestyle="",
        marker="o",
        markersize=4.0,
        markerfacecolor="none",
        color=colour,
    )


def _proved(row: Row, key: str) -> float:
    """A mass of a proved point [kg]; not a number, which leaves a gap, of any other."""
    value = row[key] if row["status"] == PROVED else None
    return float("nan") if value is None else float(value)


def _is_doubted(row: Row) -> bool:
    return row["status"] != PROVED and row["payload_kg"] is not None


def _label_lines(axes: "Axes", series: Mapping[str, Sequence[Row]], over: str) -> None:
    """Name of each line beside its last point."""
    ends = []
    for k, (name, rows) in enumerate(series.items()):
        found = [row for row in rows if row["status"] == PROVED]
        if found:
            ends.append((found[-1]["payload_kg"], found[-1][over], name, COLOURS[k % len(COLOURS)]))
    ends.sort()
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    places = spread([end[0] for end in ends], _LABEL_SPACING * (high - low), low, high)
    for (payload, x, name, colour), place in zip(ends, places, strict=True):
        axes.annotate(
            name,
            xy=(x, payload),
            xytext=(1.02, place),
            textcoords=axes.get_yaxis_transform(),
            color=colour,
            fontsize=9,
            va="center",
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.5, "alpha": 0.5},
            annotation_clip=False,
        )


def _stack(summary: Mapping[str, Any]) -> str:
    return str(summary["launcher_title"])


def _source(summary: Mapping[str, Any]) -> str:
    """What the picture was made from, and how many points are missing in it."""
    points = summary["points"]
    limit = summary["limits"]["q_max_Pa"]
    parts = [
        f"cosmodrome {summary['versions']['cosmodrome']}",
        f"catalogue {summary['catalogue_hash'][:8]}",
        "no limit of dynamic pressure" if limit is None else f"q below {limit / 1e3:g} kPa",
        "" if summary["ascending"] else "southbound",
    ]
    doubted = sum(map(_is_doubted, points))
    failed = sum(row["payload_kg"] is None for row in points)
    if doubted:
        parts.append(f"{doubted} not proved (open circles)")
    if failed:
        parts.append(f"{failed} of {len(points)} points without an answer")
    return ", ".join(filter(None, parts))
