"""Picture of a reconstruction: what was read, what was flown, and what is left between them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cosmodrome.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FLOWN, _READ = "#1f5fa8", "0.45"
# Residuals of frozen or wild readings would leave the others on one line [sigma].
_SHOWN_SIGMA = 6.0


def draw_reconstruction(found: Mapping[str, Any]) -> "Figure":
    """Draw speed and height with their residuals, and the pitch programme.

    Parameters
    ----------
    found : mapping
        From `reconstruction_mapping`.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "a figure") from error

    figure = Figure(figsize=(7.6, 10.4), layout="constrained")
    panels = figure.subplots(6, 1, sharex=True, height_ratios=(3, 1.4, 3, 1.4, 2, 1.4))
    speed, height = found["residuals"]["speed"], found["residuals"]["height"]
    flown = found["history"]
    _course(panels[0], speed, "read_m_s", 1e-3, flown, "speed_m_s", "speed [km/s]")
    _residual(panels[1], speed, "off_m_s", "sigma_m_s", 1.0, "off [m/s]")
    _course(panels[2], height, "read_m", 1e-3, flown, "height_m", "height [km]")
    _residual(panels[3], height, "off_m", "sigma_m", 1e-3, "off [km]")
    programme = found["programme"]
    _banded(panels[4], programme, ("pitch_deg", "sigma_deg"), 1.0, "pitch [deg]")
    added = ("thrust_added", "thrust_added_sigma")
    _banded(panels[5], programme, added, 100.0, "thrust added [%]")
    panels[5].set_xlabel("time after lift-off [s]")
    for axes in panels:
        axes.grid(color="0.9", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        for event in found["events"]:
            axes.axvline(event["t_s"], color="0.75", linewidth=0.7, zorder=0)
    for event in found["events"]:
        panels[0].annotate(
            event["name"].replace("_", " "),
            xy=(event["t_s"], 1.0),
            xycoords=panels[0].get_xaxis_transform(),
            rotation=90,
            ha="right",
            va="top",
            fontsize=7,
            color="0.35",
        )
    panels[0].legend(loc="lower right", frameon=False, fontsize=8)
    figure.align_ylabels(panels)
    figure.suptitle(f"{found['name']}: {found['launcher']} from {found['pad']}", fontsize=10)
    return figure


def _banded(
    axes: "Axes", programme: Mapping[str, Any], keys: tuple[str, str], factor: float, label: str
) -> None:
    t = np.array(programme["time_s"])
    value, sigma = (factor * np.array(programme[key]) for key in keys)
    axes.fill_between(t, value - sigma, value + sigma, color=_FLOWN, alpha=0.25, linewidth=0)
    axes.plot(t, value, color=_FLOWN, marker=".", linewidth=1.2)
    axes.set_ylabel(label, fontsize=9)


def _course(
    axes: "Axes",
    part: Mapping[str, Any],
    key: str,
    factor: float,
    flown: Mapping[str, Any],
    flown_key: str,
    label: str,
) -> None:
    axes.plot(
        part["time_s"],
        factor * np.array(part[key]),
        linestyle="none",
        marker=".",
        markersize=2.5,
        color=_READ,
        label="read",
    )
    axes.plot(
        flown["time_s"],
        factor * np.array(flown[flown_key]),
        color=_FLOWN,
        linewidth=1.2,
        label="flown",
    )
    axes.set_ylabel(label, fontsize=9)


def _residual(
    axes: "Axes", part: Mapping[str, Any], key: str, sigma_key: str, factor: float, label: str
) -> None:
    off, sigma = factor * np.array(part[key]), factor * np.array(part[sigma_key])
    axes.fill_between(part["time_s"], -sigma, sigma, color="0.9", linewidth=0)
    axes.plot(part["time_s"], off, linestyle="none", marker=".", markersize=2.5, color=_READ)
    if off.size:
        # Wild readings, a hundredth of them, may lie outside.
        usual = 1.1 * float(np.quantile(np.abs(off), 0.99))
        most = max(_SHOWN_SIGMA * float(np.median(sigma)), usual)
        axes.set_ylim(-most, most)
    axes.set_ylabel(label, fontsize=9)
