"""A reconstruction on the console, within 80 columns."""

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from rich.console import Console
from rich.text import Text

from cosmodrome.report.tables import Column, Row, console_table

PARAMETERS = (
    Column(key="name", heading="fitted", wraps=True),
    Column(key="unit", heading="unit"),
    Column(key="prior", heading="before", decimals=2),
    Column(key="prior_sigma", heading="sigma", decimals=2),
    Column(key="value", heading="after", decimals=2),
    Column(key="sigma", heading="sigma", decimals=2),
    Column(key="pull", heading="pull", decimals=1, signed=True),
)
EVENTS = (
    Column(key="name", heading="event"),
    Column(key="t_s", heading="t s", decimals=1),
    Column(key="how", heading="how"),
)
STEERING = (
    Column(key="t_s", heading="t s", decimals=0),
    Column(key="pitch_deg", heading="pitch deg", decimals=1),
    Column(key="sigma_deg", heading="sigma deg", decimals=1),
    Column(key="thrust", heading="thrust added %", decimals=1, signed=True),
    Column(key="thrust_sigma", heading="sigma %", decimals=1),
)
CORRELATION = (
    Column(key="pair", heading="go together", wraps=True),
    Column(key="correlation", heading="correlation", decimals=2, signed=True),
)
_WIDTH = 78
_UNITS = {"N": ("kN", 1e-3), "kg": ("t", 1e-3)}
_TOLD_CORRELATION, _MOST_PAIRS = 0.7, 6


def print_reconstruction(console: Console, found: Mapping[str, Any]) -> None:
    """Print what was found.

    Parameters
    ----------
    console : Console
        Where to.
    found : mapping
        From `reconstruction_mapping`.
    """
    speed, height = found["residuals"]["speed"], found["residuals"]["height"]
    console.print(Text(f"{found['launcher']} from {found['pad']}", style="bold"))
    told = (
        f"speed {_misfit(speed, 'rms_m_s', 1.0, 'm/s')}, "
        f"height {_misfit(height, 'rms_m', 1e-3, 'km')}"
    )
    console.print(Text(fill(told, _WIDTH)))
    if found["fit"]["bad"]:
        told = f"bad fit, not to be relied on: {'; '.join(found['fit']['bad'])}"
        console.print(Text(fill(told, _WIDTH), style="bold"))
    for note in found["notes"]:
        console.print(Text(fill(f"note: {note}", _WIDTH, subsequent_indent="  ")))
    console.print()
    console.print(console_table([_shown(p) for p in found["parameters"]], PARAMETERS, tight=True))
    left = found["left_in_first_stage_kg"]
    if left is not None:
        console.print(Text(f"left in the first stage at its cut-off: {left / 1e3:.1f} t"))
    console.print()
    console.print(console_table(list(_steering(found["programme"])), STEERING))
    pairs = list(_pairs(found))
    if pairs:
        console.print()
        console.print(console_table(pairs, CORRELATION))
    if found["events"]:
        console.print()
        console.print(console_table(found["events"], EVENTS))


def _misfit(part: Mapping[str, Any], key: str, factor: float, unit: str) -> str:
    if not part["count"]:
        return "not read"
    value = factor * part[key]
    return (
        f"off by {value:.2f} {unit} RMS over {part['count']} readings "
        f"({100.0 * part['rms_of_largest']:.2f} % of the largest)"
    )


def _shown(parameter: Mapping[str, Any]) -> Row:
    unit, factor = _UNITS.get(parameter["unit"], (parameter["unit"], 1.0))
    scaled = {key: factor * parameter[key] for key in ("prior", "prior_sigma", "value", "sigma")}
    return {**parameter, **scaled, "unit": unit, "name": parameter["name"].replace("_", " ")}


def _steering(programme: Mapping[str, Any]) -> Iterator[Row]:
    keys = ("time_s", "pitch_deg", "sigma_deg", "thrust_added", "thrust_added_sigma")
    for t, pitch, sigma, added, spread in zip(*(programme[key] for key in keys), strict=True):
        yield {
            "t_s": t,
            "pitch_deg": pitch,
            "sigma_deg": sigma,
            "thrust": 100.0 * added,
            "thrust_sigma": 100.0 * spread,
        }


def _pairs(found: Mapping[str, Any]) -> Iterator[Row]:
    """Vehicle numbers the telemetry cannot tell apart, the closest first."""
    names = [p["name"] for p in found["parameters"]]
    matrix = found["correlation"]
    pairs = [
        (matrix[i][j], f"{names[i]}, {names[j]}")
        for i in range(len(names))
        for j in range(i)
        if abs(matrix[i][j]) > _TOLD_CORRELATION
    ]
    for value, pair in sorted(pairs, key=lambda item: -abs(item[0]))[:_MOST_PAIRS]:
        yield {"pair": pair.replace("_", " "), "correlation": value}
