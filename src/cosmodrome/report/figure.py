"""Picture of a flown ascent from its run folder: height, speed, dynamic pressure, events."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cosmodrome.errors import Fault, InputError, MissingExtraError, OutputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from polars import DataFrame

# Readings in the order drawn, with colour and line.
READINGS = {"predicted": ("#1f5fa8", "-"), "as_flown": ("#c4561a", "--")}
PANELS = (
    ("height_m", 1e-3, "height [km]"),
    ("inertial_speed_m_s", 1e-3, "inertial speed [km/s]"),
    ("dynamic_pressure_Pa", 1e-3, "dynamic pressure [kPa]"),
)
FORMATS = (".svg", ".png", ".pdf")
# Labels of events are pushed apart to this part of the time axis [-].
_LABEL_SPACING = 0.022


def draw_run(folder: Path) -> "Figure":
    """Draw the ascent of every reading of a run.

    Parameters
    ----------
    folder : Path
        Run folder.

    Raises
    ------
    InputError
        If it is no run folder.
    MissingExtraError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "a figure") from error

    summary = _summary(folder)
    histories = {
        name: _ascent(folder / f"history-{name}.parquet")
        for name in READINGS
        if name in summary["readings"]
    }
    figure = Figure(figsize=(7.6, 7.4), layout="constrained")
    panels = figure.subplots(len(PANELS), 1, sharex=True)
    for axes, (column, factor, label) in zip(panels, PANELS, strict=True):
        _draw_panel(axes, histories, column, factor, label)
    panels[-1].set_xlabel("time after lift-off [s]")
    figure.align_ylabels(panels)
    panels[0].legend(loc="lower right", frameon=False)
    longest = max(float(table["time_s"].max()) for table in histories.values())  # type: ignore[arg-type]
    panels[0].set_xlim(0.0, longest)
    first = next(iter(histories))
    _mark_events(panels, _ascent_events(summary["readings"][first]["events"], longest), longest)
    mission = summary["mission"]
    figure.suptitle(
        f"{summary['title']}\n{mission['launcher']} from {mission['pad']}, ascent; "
        f"events of the {first.replace('_', ' ')} flight",
        fontsize=10,
    )
    return figure


def save_figure(figure: "Figure", path: Path) -> None:
    """Write a figure; the format follows the end of the name.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn.
    path : Path
        Ends in .svg, .png or .pdf.

    Raises
    ------
    InputError
        For another ending.
    OutputError
        If the file cannot be written.
    """
    if path.suffix not in FORMATS:
        raise InputError(
            Fault(
                file=str(path),
                key="",
                problem=f"`{path.suffix}` is no format of a figure",
                remedy=f"end it in {', '.join(FORMATS)}",
            )
        )
    import matplotlib as mpl

    # Without date and random ids the same run gives the same bytes.
    dated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
    try:
        with mpl.rc_context({"svg.hashsalt": "cosmodrome"}):
            figure.savefig(path, dpi=110, metadata=dated.get(path.suffix))
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error


def spread(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Places moved as little as needed to stand apart, in their order.

    Parameters
    ----------
    places : sequence of float
        Ascending, in any unit [-].
    least : float
        Distance to keep, same unit [-].
    low, high : float
        Range to stay in, where it is wide enough [-].

    Returns
    -------
    list of float
        In the unit of `places` [-].
    """
    # With the distance taken off, standing apart means not to fall: blocks of neighbours that
    # would touch share the mean of their places, and a block at the edge is held by it.
    blocks: list[tuple[float, int]] = []
    for i, place in enumerate(places):
        mean, count = place - least * i, 1
        while blocks and blocks[-1][0] > mean:
            before, n = blocks.pop()
            mean, count = (before * n + mean * count) / (n + count), n + count
        blocks.append((mean, count))
    highest = max(high - least * (len(places) - 1), low)
    level = [min(max(mean, low), highest) for mean, count in blocks for _ in range(count)]
    return [place + least * i for i, place in enumerate(level)]


def _summary(folder: Path) -> dict[str, Any]:
    try:
        summary: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise InputError(
            Fault(
                file=str(folder),
                key="",
                problem="is no run folder: no summary.json to be read",
                remedy="name a folder that `cosmodrome fly` wrote",
            )
        ) from error
    return summary


def _ascent(path: Path) -> "DataFrame":
    import polars as pl

    return pl.read_parquet(path).filter(pl.col("leg") == "ascent")


def _draw_panel(
    axes: "Axes", histories: dict[str, "DataFrame"], column: str, factor: float, label: str
) -> None:
    for name, table in histories.items():
        colour, line = READINGS[name]
        axes.plot(
            table["time_s"].to_numpy(),
            factor * table[column].to_numpy(),
            color=colour,
            linestyle=line,
            linewidth=1.5,
            label=name.replace("_", " "),
        )
    axes.set_ylabel(label, fontsize=9)
    axes.set_ylim(bottom=0.0)
    axes.grid(color="0.9", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _ascent_events(events: list[dict[str, Any]], longest_s: float) -> list[tuple[float, str]]:
    """Events of the ascent; those of one moment share a label, what only the plan sees is out."""
    merged: dict[float, list[str]] = {}
    for event in events:
        if event["t_s"] <= longest_s and not event["name"].endswith("throttle step"):
            merged.setdefault(round(event["t_s"], 1), []).append(event["name"])
    return [(t, "lift-off" if t == 0.0 else ", ".join(names)) for t, names in merged.items()]


def _mark_events(panels: Sequence["Axes"], events: list[tuple[float, str]], longest: float) -> None:
    places = spread([t for t, _ in events], _LABEL_SPACING * longest, 0.0, longest)
    top = panels[0]
    for (t, name), place in zip(events, places, strict=True):
        for axes in panels:
            axes.axvline(t, color="0.75", linewidth=0.7, zorder=0)
        top.annotate(
            f"{name}, {t:.0f} s",
            xy=(t, 1.0),
            xytext=(place, 1.12),
            xycoords=top.get_xaxis_transform(),
            textcoords=top.get_xaxis_transform(),
            rotation=90,
            ha="center",
            va="bottom",
            fontsize=7.5,
            # From the middle of the label's foot, so that no line runs through a word.
            arrowprops={
                "arrowstyle": "-",
                "color": "0.75",
                "linewidth": 0.7,
                "shrinkA": 0.0,
                "shrinkB": 0.0,
                "relpos": (0.5, 0.0),
            },
            annotation_clip=False,
        )
