"""The summary of a flight on the console, in the order a reader asks.

It reads the same mapping that ``summary.json`` holds, so that both say the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill
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
    Column(key="tolerance", heading="+-", decimals=1),
    Column(key="grade", heading="grade"),
    Column(key="source", heading="src"),
)
SECTIONS = {
    "events": "Events beside the published ones, seconds after lift-off",
    "states": "Height and speed at events beside the published ones",
    "orbits": "Orbits beside the published ones, TLE-like",
    "falls": "Falls beside the published districts",
    "ascent": "What had to be different for the published times",
}
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
    Column(key="kind", heading="elements"),
    Column(key="perigee_km", heading="perigee km", decimals=1),
    Column(key="apogee_km", heading="apogee km", decimals=1),
    Column(key="inclination_deg", heading="incl deg", decimals=3),
    Column(key="raan_deg", heading="raan deg", decimals=3),
    Column(key="ltan_h", heading="ltan h", decimals=3),
)
LOSSES = (
    Column(key="name", heading="velocity", wraps=True),
    Column(key="value", heading="m/s", decimals=1),
)
LOADS = (
    Column(key="name", heading="load", wraps=True),
    Column(key="unit", heading="unit"),
    Column(key="value", heading="peak", decimals=1),
    Column(key="limit", heading="limit", decimals=1),
    Column(key="exceeded", heading="exceeded"),
    Column(key="t_s", heading="t s", decimals=1),
    Column(key="altitude_km", heading="height km", decimals=1),
)
FALLS = (
    Column(key="object", heading="fall", wraps=True),
    Column(key="dropped_s", heading="dropped s", decimals=0),
    Column(key="ground_s", heading="ground s", decimals=0),
    Column(key="lat_deg", heading="lat deg", decimals=2),
    Column(key="lon_deg", heading="lon deg", decimals=2),
    Column(key="downrange_km", heading="range km", decimals=0),
    Column(key="impact_speed_m_s", heading="m/s", decimals=0),
)
LEDGER = (
    Column(key="stage", heading="propellant kg", wraps=True),
    Column(key="loaded_kg", heading="loaded", decimals=1),
    Column(key="burnt_kg", heading="burnt", decimals=1),
    Column(key="left_kg", heading="left", decimals=1),
    Column(key="unusable_kg", heading="of it unusable", decimals=1),
)
CERTIFICATES = (
    Column(key="leg", heading="leg", wraps=True),
    Column(key="solver_status", heading="solver", wraps=True),
    Column(key="reflight", heading="re-flight miss"),
    Column(key="agreeing", heading="openings"),
    Column(key="nodes", heading="nodes", decimals=0),
    Column(key="refinements", heading="refined", decimals=0),
)
# Long words of the comparison, in print.
SHORT = {"inclination": "incl", "local time of node": "ltan"}
# A limit met to this fraction counts as met: the plan holds it at its nodes alone.
_MET = 1e-2


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
    _print_head(console, summary)
    print_comparison(console, summary)
    readings = summary["readings"]
    flown = reading if reading in readings else next(iter(readings))
    detail, name = readings[flown], flown.replace("_", " ")
    _print(console, f"Events, {name}", detail.get("events", ()), EVENTS)
    _print(console, f"Orbits at release, {name}", detail.get("orbits", ()), ORBITS)
    _print(console, f"Elements at release, {name}", detail.get("elements", ()), ORBITS)
    _print(console, f"Losses of the ascent, {name}", named(detail.get("losses", {})), LOSSES)
    _print(console, f"Loads of the ascent, {name}", _judged(detail.get("loads", ())), LOADS)
    _print(console, f"Falls, {name}", detail.get("falls", ()), FALLS)
    _print(console, f"Propellant ledger, {name}", detail.get("ledger", ()), LEDGER)
    if "ledger_closure_kg" in detail:
        console.print(Text(f"ledger closes to {abs(detail['ledger_closure_kg']):.1e} kg"))
    _print(console, f"Certificates, {name}", _proofs(detail), CERTIFICATES)
    if detail.get("timings_s"):
        spent = ", ".join(f"{key} {value:.1f} s" for key, value in detail["timings_s"].items())
        console.print()
        console.print(Text(f"time, {name}: {spent}"))


def print_comparison(console: Console, summary: Mapping[str, Any]) -> None:
    """Print every figure of the flight beside the published one, and where that comes from.

    Parameters
    ----------
    console : Console
        Where to.
    summary : mapping
        Content of ``summary.json``.
    """
    rows, sources = numbered_sources(compared(summary))
    for section, title in SECTIONS.items():
        chosen = [row for row in rows if row.get("section", "events") == section]
        columns = [each for each in COMPARISON if section != "events" or each.key != "unit"]
        _print(console, title, chosen, columns, tight=True)
    if sources:
        console.print()
        console.print(Text("diff: predicted less published; * given to the plan or asked of it;"))
        console.print(Text("src: sources, keys of sources.bib:"))
    for number, source in enumerate(sources, 1):
        text = fill(source, 77, initial_indent=f"{number:>2} ", subsequent_indent="   ")
        console.print(Text(text))


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
        Rows with a key ``source``, and a ``note`` where there is one.

    Returns
    -------
    rows : list of mapping
        With the place of the source and note in the list, counted from 1.
    sources : list of str
        Source and note, each pair once, in the order met.
    """
    sources: dict[str, str] = {}
    numbered: list[Row] = []
    for row in rows:
        parts = (str(row.get("source") or ""), str(row.get("note") or ""))
        source = ": ".join(part for part in parts if part) if parts[0] else ""
        number = sources.setdefault(source, str(len(sources) + 1)) if source else ""
        numbered.append({**row, "source": number})
    return numbered, list(sources)


def named(losses: Mapping[str, object]) -> list[Row]:
    """Ledger of velocities as rows, in the order of the ledger.

    Parameters
    ----------
    losses : mapping
        Figures by name, such as ``gravity_m_s``.
    """
    order = [
        "ideal", "gravity", "drag", "steering", "back_pressure", "ground_speed",
        "closure", "earth_rotation", "inertial_speed",
    ]  # fmt: skip
    words = {
        "ideal": "ideal, integral of vacuum thrust over mass",
        "gravity": "- gravity",
        "drag": "- drag",
        "steering": "- steering",
        "back_pressure": "- back-pressure",
        "ground_speed": "= speed over the ground",
        "closure": "what the ledger leaves open",
        "earth_rotation": "+ rotation of the Earth",
        "inertial_speed": "= inertial speed",
    }
    keys = [f"{name}_m_s" for name in order if f"{name}_m_s" in losses]
    return [{"name": words[key.removesuffix("_m_s")], "value": losses[key]} for key in keys]


def _print_head(console: Console, summary: Mapping[str, Any]) -> None:
    console.print(Text(str(summary["title"]), style="bold"))
    mission = summary.get("mission", {})
    stack = " and ".join(filter(None, (mission.get("launcher"), mission.get("upper_stage"))))
    lines = (
        f"{stack} from {mission['pad']}" if "pad" in mission else "",
        f"with {', '.join(mission['passengers'])}" if mission.get("passengers") else "",
        f"lift-off {_clock(mission['liftoff_utc'])}" if "liftoff_utc" in mission else "",
    )
    for line in filter(None, lines):
        console.print(Text(line))
    for reading, detail in summary["readings"].items():
        for note in detail.get("notes", ()):
            text = f"note, {reading.replace('_', ' ')}: {note}"
            console.print(Text(fill(text, 77, subsequent_indent="  ")))


def _clock(iso: str) -> str:
    return iso.replace("T", " ").replace("Z", " UTC")


def _judged(loads: Iterable[Row]) -> Iterator[Row]:
    """Loads in printable units, with what is above its limit marked."""
    for load in loads:
        excess = load.get("excess")
        over = isinstance(excess, float) and excess > _MET
        mark = f"by {100.0 * excess:.1f} %" if isinstance(excess, float) and over else "no"
        yield {**load, "exceeded": mark if load.get("limit") is not None else None}


def _proofs(detail: Mapping[str, Any]) -> Iterator[Row]:
    for proof in detail.get("certificates", ()):
        yield {
            **proof,
            "solver_status": proof["solver_status"].replace("_", " "),
            "reflight": f"{proof['reflight_position_m']:.2f} m, "
            f"{proof['reflight_velocity_m_s']:.4f} m/s",
            "agreeing": f"{proof['openings_agreeing']} of {proof['openings_tried']}",
        }


def _with_digits(row: Row) -> Row:
    digits = DECIMALS.get(str(row.get("unit")), 3)
    shown = dict(row)
    for long, short in SHORT.items():
        shown["what"] = str(shown.get("what", "")).replace(long, short)
    if row.get("basis", "found") != "found":
        shown["what"] = f"{shown['what']} *"
    for key in ("predicted", "as_flown", "published", "difference", "tolerance"):
        value = row.get(key)
        if isinstance(value, (int, float)):
            sign = "+" if key == "difference" else ""
            text = f"{value:{sign}.{digits}f}"
            shown[key] = text.lstrip("+-") if float(text) == 0.0 else text
    return shown


def _print(
    console: Console,
    title: str,
    rows: Iterable[Row],
    columns: Sequence[Column],
    *,
    tight: bool = False,
) -> None:
    lines = list(rows)
    if lines:
        console.print()
        console.print(Text(title, style="bold"))
        console.print(console_table(lines, used_columns(lines, columns), tight=tight))
