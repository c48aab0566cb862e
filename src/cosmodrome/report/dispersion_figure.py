"""Pictures of a study of dispersed flights: histograms, bands against time, what drives it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cosmodrome.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from polars import DataFrame

_COLOUR, _DARK, _LIGHT = "#1f5fa8", "#143f70", "#9fbfe0"
_SECOND = "#c4561a"
# Quantities drawn as histograms, and the load a limit of which is drawn.
_HISTOGRAMS = {
    "perigee": None,
    "apogee": None,
    "inclination": None,
    "node": None,
    "time": None,
    "reserve": None,
    "q": ("q", 1e-3),
    "q-alpha": ("q_alpha", 57.29577951308232e-3),
    "axial": ("axial", 1.0),
}
# Quantities kept against time: factor and label.
_BANDS = {
    "height_m": (1e-3, "height [km]"),
    "speed_m_s": (1e-3, "inertial speed [km/s]"),
    "q_Pa": (1e-3, "dynamic pressure [kPa]"),
    "axial_m_s2": (1.0, "axial acceleration [m/s2]"),
}
_DRIVEN = ("perigee", "apogee", "inclination", "node", "latitude", "reserve", "q", "q-alpha")
_BARS = 6
_LEAST_SHARE = 0.005


def _figure(width: float, height: float) -> "Figure":
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "a figure") from error
    return Figure(figsize=(width, height), layout="constrained")


def _title(summary: Mapping[str, Any], what: str) -> str:
    return (
        f"{summary['mission']}: {what}\n{summary['samples']} guided flights, "
        f"{summary['factors']} factors"
    )


def _plain(axes: "Axes") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)


def draw_histograms(summary: Mapping[str, Any]) -> "Figure":
    """Draw how the quantities of the flights are spread.

    Parameters
    ----------
    summary : mapping
        From `study.dispersion.results.summary`.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    names = [name for name in _HISTOGRAMS if name in summary["quantities"]]
    rows = -(-len(names) // 3)
    figure = _figure(9.0, 2.5 * rows + 0.6)
    panels = figure.subplots(rows, 3, squeeze=False).ravel()
    for axes, name in zip(panels, names, strict=False):
        _draw_histogram(axes, summary, name)
    for axes in panels[len(names) :]:
        axes.set_visible(False)
    figure.suptitle(_title(summary, "how the flights are spread"), fontsize=10)
    return figure


def _draw_histogram(axes: "Axes", summary: Mapping[str, Any], name: str) -> None:
    spread = summary["quantities"][name]
    found = spread["histogram"]
    counts = found["counts"]
    width = (found["high"] - found["low"]) / len(counts)
    left = [found["low"] + width * k for k in range(len(counts))]
    axes.bar(left, counts, width, align="edge", color=_COLOUR, linewidth=0.0)
    axes.axvline(spread["nominal"], color="0.2", linewidth=1.0)
    load = _HISTOGRAMS[name]
    limit = summary["limits_passed"].get(load[0]) if load else None
    if load and limit:
        axes.axvline(load[1] * limit["limit"], color=_SECOND, linewidth=1.2, linestyle="--")
    unit = "" if spread["unit"] == "-" else f" [{spread['unit']}]"
    axes.set_xlabel(f"{spread['label'].removesuffix(', largest')}{unit}", fontsize=9)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5)
    axes.ticklabel_format(axis="x", useOffset=False)
    axes.set_title(f"mean {spread['mean']:.6g}, sigma {spread['sigma']:.3g}", fontsize=8)
    _plain(axes)


def draw_bands(summary: Mapping[str, Any], bands: "DataFrame") -> "Figure":
    """Draw height, speed and loads against time as bands that hold parts of the flights.

    Times at which fewer than half of the flights are still flying are left out.

    Parameters
    ----------
    summary : mapping
        From `study.dispersion.results.summary`.
    bands : polars.DataFrame
        From `study.dispersion.results.bands`.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    import polars as pl

    figure = _figure(7.6, 8.0)
    panels = figure.subplots(len(_BANDS), 1, sharex=True)
    levels = [name for name in bands.columns if name.endswith(" %")]
    for axes, (quantity, (factor, label)) in zip(panels, _BANDS.items(), strict=True):
        flying = pl.col("flying") * 2 >= summary["samples"]
        table = bands.filter((pl.col("quantity") == quantity) & flying)
        _draw_band(axes, table, levels, factor)
        axes.set_ylabel(label, fontsize=9)
        axes.set_ylim(bottom=0.0)
        axes.grid(color="0.9", linewidth=0.6)
        _plain(axes)
    panels[-1].set_xlabel("time after lift-off [s]", fontsize=9)
    figure.align_ylabels(panels)
    panels[0].legend(loc="upper left", frameon=False, fontsize=8)
    figure.suptitle(_title(summary, "bands of the flights"), fontsize=10)
    return figure


def _draw_band(axes: "Axes", table: "DataFrame", levels: Sequence[str], factor: float) -> None:
    time = table["time_s"].to_numpy()
    values = [factor * table[level].to_numpy() for level in levels]
    axes.fill_between(
        time, values[0], values[-1], color=_LIGHT, linewidth=0.0, label=_between(levels, 0)
    )
    axes.fill_between(
        time, values[1], values[-2], color=_COLOUR, linewidth=0.0, label=_between(levels, 1)
    )
    axes.plot(time, values[len(levels) // 2], color=_DARK, linewidth=0.9, label="median")


def _between(levels: Sequence[str], k: int) -> str:
    return f"{levels[k].removesuffix(' %')} to {levels[-1 - k]}"


def draw_ranking(summary: Mapping[str, Any]) -> "Figure | None":
    """Draw what drives each quantity as bars; None when nothing is known of it.

    Parameters
    ----------
    summary : mapping
        From `study.dispersion.results.summary`.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    indices = summary.get("indices") or {}
    every = indices or summary["ranking"]
    told = {name: every[name] for name in _DRIVEN if every.get(name) is not None}
    if not told:
        return None
    rows = -(-len(told) // 2)
    figure = _figure(9.0, 1.75 * rows + 0.9)
    panels = figure.subplots(rows, 2, squeeze=False).ravel()
    for axes, (name, found) in zip(panels, told.items(), strict=False):
        _draw_bars(axes, found, bool(indices))
        label = summary["quantities"][name]["label"].removesuffix(", largest")
        note = "" if indices else f", {100.0 * found['r2']:.0f} % explained"
        axes.set_title(f"{label}{note}", fontsize=9, loc="left")
    for axes in panels[len(told) :]:
        axes.set_visible(False)
    what = "Sobol' indices, dark first order, light total" if indices else "linear regression"
    figure.suptitle(_title(summary, f"what drives the spread; {what} [% of variance]"), fontsize=10)
    return figure


def _draw_bars(axes: "Axes", found: Mapping[str, Any], are_indices: bool) -> None:
    key, error = ("total", "total_sigma") if are_indices else ("share", "sigma")
    rows = [row for row in found["groups"] if row[key] >= _LEAST_SHARE][:_BARS][::-1]
    places = range(len(rows))
    values, errors = ([100.0 * row[name] for row in rows] for name in (key, error))
    axes.barh(
        places,
        values,
        xerr=[1.96 * e for e in errors],
        color=_LIGHT if are_indices else _COLOUR,
        error_kw={"ecolor": "0.3", "elinewidth": 0.8, "capsize": 2.0},
    )
    if are_indices:
        axes.barh(places, [100.0 * row["first"] for row in rows], 0.4, color=_COLOUR)
    axes.set_yticks(places, [row["name"] for row in rows])
    axes.set_xlim(0.0, 105.0)
    # The same thickness in every panel, the largest on top.
    axes.set_ylim(len(rows) - _BARS - 0.6, len(rows) - 0.4)
    axes.grid(axis="x", color="0.9", linewidth=0.6)
    axes.set_axisbelow(True)
    _plain(axes)
