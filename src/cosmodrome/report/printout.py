"""The summary of a flight on the console, in the order a reader asks.

It reads the same mapping that ``summary.json`` holds, so that both say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from cosmodrome.report.tables import Column, Row, console_table, used_columns

DECIMALS = {"s": 1, "km": 1, "deg": 3, "h": 3, "kg": 0, "m/s": 1}

COMPARISON = (
    Column(key="what", heading="", wraps=True),
    Column(key="unit", heading="unit"),
    Column(key="predicted", heading="predicted", decimals=1),
    Column(key="as_flown", heading="as flown", decimals=1),
    Column(key="published", heading="published", decimals=1),
    Column(key="difference", heading="diff", decimals=1, signed=True),
    Column(key="grade", heading="grade"),
    Column(key="source", heading="src"),
)
EVENTS = (
    Column(key="name", heading="event", wraps=True),
    Column(key="t_s", heading="t s", decimals=1),
    Column(key="altitude_km", heading="height km", decimals=1),
    Column(key="inertial_speed_m_s", heading="speed m/s", decimals=1),
    Column(key="downrange_km", heading="range km", decimals=1),
    Column(key="mass_kg", heading="mass kg", decimals=0),
)
ORBITS = (
    Column(key="object", heading="object", wraps=True),
    Column(key="perigee_km", heading="perigee km", decimals=1),
    Column(key="apogee_km", heading="apogee km", decimals=1),
    Column(key="inclination_deg", heading="incl deg", decimals=3),
    Column(key="raan_deg", heading="raan deg", decimals=3),
    Column(key="ltan_h", heading="ltan h", decimals=3),
)
LOSSES = (
    Column(key="name", heading="loss", wraps=True),
    Column(key="value", heading="m/s", decimals=1),
)
LOADS = (
    Column(key="name", heading="load", wraps=True),
    Column(key="value", heading="peak", decimals=2),
    Column(key="unit", heading="unit"),
    Column(key="t_s", heading="t s", decimals=1),
    Column(key="altitude_km", heading="height km", decimals=1),
)
FALLS = (
    Column(key="object", heading="falls", wraps=True),
    Column(key="lat_deg", heading="lat deg", decimals=2),
    Column(key="lon_deg", heading="lon deg", decimals=2),
    Column(key="downrange_km", heading="range km", decimals=0),
    Column(key="published", heading="published", wraps=True),
)


def print_summary(console: Console, summary: Mapping[str, Any], reading: str) -> None:
    """Print the comparison with what was published, then one reading of the flight in detail.

    Parameters
    ----------
    console : Console
        Where to.
    summary : mapping
        Content of ``summary.json``.
    reading : str
        Key of the reading shown in detail: ``predicted`` or ``as_flown``; the first one when
        this one was not flown.
    """
    console.print(Text(str(summary["title"]), style="bold"))
    rows, sources = numbered_sources(compared(summary))
    _print(console, "Compared with what was published", rows, COMPARISON)
    for number, source in enumerate(sources, 1):
        console.print(Text(f"{number:>2} {source}"))
    readings = summary["readings"]
    flown = reading if reading in readings else next(iter(readings))
    detail, name = readings[flown], flown.replace("_", " ")
    _print(console, f"Events, {name}", detail.get("events", ()), EVENTS)
    _print(console, f"Orbits, {name}", detail.get("orbits", ()), ORBITS)
    _print(console, f"Losses, {name}", named(detail.get("losses", {})), LOSSES)
    _print(console, f"Loads, {name}", detail.get("loads", ()), LOADS)
    _print(console, f"Falls, {name}", detail.get("falls", ()), FALLS)


def compared(summary: Mapping[str, Any]) -> list[Row]:
    """Rows of the comparison, each figure with the digits its unit deserves.

    Parameters
    ----------
    summary : mapping
        Content of ``summary.json``.
    """
    return [_with_digits(row) for row in summary.get("comparison", ())]


def numbered_sources(rows: Iterable[Row]) -> tuple[list[Row], list[str]]:
    """Rows whose source is a number, which leaves the width of the table to its figures.

    Parameters
    ----------
    rows : iterable of mapping
        Rows with a key ``source``.

    Returns
    -------
    rows : list of mapping
        With the place of the source in the list, counted from 1.
    sources : list of str
        Each once, in the order met.
    """
    sources: dict[str, str] = {}
    numbered: list[Row] = []
    for row in rows:
        source = str(row.get("source") or "")
        number = sources.setdefault(source, str(len(sources) + 1)) if source else ""
        numbered.append({**row, "source": number})
    return numbered, list(sources)


def named(losses: Mapping[str, object]) -> list[Row]:
    """Rows of a mapping from name to figure; a unit at the end of the name is left out.

    Parameters
    ----------
    losses : mapping
        Figures by name, such as ``gravity_m_s``.
    """
    return [
        {"name": key.removesuffix("_m_s").replace("_", " "), "value": value}
        for key, value in losses.items()
    ]


def _with_digits(row: Row) -> Row:
    digits = DECIMALS.get(str(row.get("unit")), 3)
    shown = dict(row)
    for key in ("predicted", "as_flown", "published", "difference"):
        value = row.get(key)
        if isinstance(value, (int, float)):
            sign = "+" if key == "difference" else ""
            shown[key] = f"{value:{sign}.{digits}f}"
    return shown


def _print(console: Console, title: str, rows: Iterable[Row], columns: Sequence[Column]) -> None:
    lines = list(rows)
    if lines:
        console.print()
        console.print(Text(title, style="bold"))
        console.print(console_table(lines, used_columns(lines, columns)))
