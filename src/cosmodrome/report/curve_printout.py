"""A payload curve on the console: heights down, inclinations across."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

from rich.console import Console
from rich.text import Text

from cosmodrome.report.curve_rows import PROVED
from cosmodrome.report.payload_printout import spaced
from cosmodrome.report.tables import Column, console_table

# Lines of a curve beside each other in 80 columns.
_ACROSS = 5
_REASONS_SHOWN = 3

Row = Mapping[str, Any]


def print_curve(console: Console, summary: Mapping[str, Any]) -> None:
    """Print the payloads of a curve, and why some are missing.

    Parameters
    ----------
    console : Console
        Where to.
    summary : mapping
        Content of its ``summary.json``.
    """
    stack = summary["launcher_title"]
    console.print(Text(f"Heaviest payload of {stack} from {summary['pad_title']}, kg", "bold"))
    lines = list(dict.fromkeys(row["line"] for row in summary["points"]))
    for k in range(0, len(lines), _ACROSS):
        console.print()
        _print_lines(console, summary["points"], lines[k : k + _ACROSS])
    for sentence in reasons(summary["points"]):
        console.print(Text(fill(sentence, 78, subsequent_indent="  ")))


def reasons(points: Sequence[Row]) -> list[str]:
    """A sentence for each kind of missing proof, the commonest first.

    Parameters
    ----------
    points : sequence of mapping
        Rows of the curve.
    """
    found: dict[tuple[str, str], list[Row]] = {}
    for row in points:
        if row["status"] != PROVED:
            found.setdefault((row["status"], row["reason"]), []).append(row)
    kinds = sorted(found.items(), key=lambda item: -len(item[1]))
    sentences = [
        f"{len(rows)} of {len(points)} points {status}, such as {_place(rows[0])}: {reason}"
        for (status, reason), rows in kinds[:_REASONS_SHOWN]
    ]
    rest = sum(len(rows) for _, rows in kinds[_REASONS_SHOWN:])
    return [*sentences, f"and {rest} more: see summary.json"] if rest else sentences


def _place(row: Row) -> str:
    return f"{_heights(row)} km, {row['line']}"


def _heights(row: Row) -> str:
    if row["altitude_km"] is not None:
        return f"{row['altitude_km']:g}"
    return f"{row['perigee_km']:g}x{row['apogee_km']:g}"


def _print_lines(console: Console, points: Sequence[Row], lines: Sequence[str]) -> None:
    table: dict[str, dict[str, object]] = {}
    for row in points:
        if row["line"] in lines:
            cells = table.setdefault(_heights(row), {"height": _heights(row)})
            cells[row["line"]] = _cell(row)
    columns = [Column(key="height", heading="altitude km")]
    # Text to the right, as numbers stand: a column with decimals does so.
    columns += [Column(key=line, heading=line, decimals=0) for line in lines]
    console.print(console_table(list(table.values()), columns))


def _cell(row: Row) -> str | None:
    if row["payload_kg"] is None:
        return None
    return spaced(row["payload_kg"]) if row["status"] == PROVED else f"{spaced(row['payload_kg'])}?"
