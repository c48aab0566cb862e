"""The validation table on the console, and its cases before they run."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from rich.console import Console
from rich.text import Text

from cosmodrome.report.printout import numbered_sources
from cosmodrome.report.tables import Column, Row, console_table
from cosmodrome.report.validation_digits import SHORT as DIGITS
from cosmodrome.report.validation_digits import with_digits
from cosmodrome.report.validation_mapping import FAILED, headline
from cosmodrome.study.validation.run import Listed, Verdict

COLUMNS = (
    Column(key="quantity", heading="case and quantity", wraps=True),
    Column(key="unit", heading="unit"),
    Column(key="ours", heading="ours", decimals=0),
    Column(key="theirs", heading="theirs", decimals=0),
    Column(key="error", heading="error", decimals=0),
    Column(key="tolerance", heading="+-", decimals=0),
    Column(key="verdict", heading=""),
    Column(key="source", heading="src"),
)
CASES = (
    Column(key="group", heading="group"),
    Column(key="key", heading="case"),
    Column(key="title", heading="title", wraps=True),
    Column(key="seconds", heading="s", decimals=0),
)
VERDICTS = {
    Verdict.PASS.value: "pass",
    Verdict.KNOWN_MISS.value: "known",
    Verdict.NEW_MISS.value: "MISS",
    Verdict.NO_LONGER.value: "mended",
    FAILED: "FAILED",
}
_WIDTH = 78


def print_validation(console: Console, mapping: Mapping[str, Any], *, verbose: bool) -> None:
    """Print the table, its sources, what is known of its misses, and the counts.

    Parameters
    ----------
    console : Console
        Where to.
    mapping : mapping
        From `validation_mapping`.
    verbose : bool
        Also print why each tolerance is what it is.
    """
    rows, sources = numbered_sources(mapping["rows"])
    console.print(console_table(list(_lines(mapping["cases"], rows)), COLUMNS, tight=True))
    console.print()
    if sources:
        _say(console, "src, keys of sources.bib: ", _numbered(sources))
    if any(row.get("tuned") for row in rows):
        _say(console, "", "* a number of ours was tuned on this figure")
    for head, told in _remarks(rows, verbose=verbose).items():
        _say(console, head, told)
    console.print(Text(headline(mapping["summary"]), style="bold"))


def print_cases(console: Console, cases: Sequence[Listed]) -> None:
    """Print what can be run, with the time each takes.

    Parameters
    ----------
    console : Console
        Where to.
    cases : sequence of Listed
        In the order of the table.
    """
    rows = [
        {
            "group": each.group,
            "key": each.case.key,
            "title": each.case.title,
            "seconds": each.case.seconds,
        }
        for each in cases
    ]
    console.print(console_table(rows, CASES))


def _lines(cases: Sequence[Row], rows: Sequence[Row]) -> Iterator[Row]:
    """A line with the name of each case, then its rows."""
    for case in cases:
        blank = dict.fromkeys([column.key for column in COLUMNS], " ")
        yield {**blank, "quantity": case["key"]}
        for row in rows:
            if row["case"] == case["key"]:
                yield _line(row)


def _line(row: Row) -> Row:
    mark = "*" if row.get("tuned") else ""
    name = row["quantity"] or "does not run"
    return {
        **with_digits(row, DIGITS),
        "quantity": f"  {name}{mark}",
        "verdict": VERDICTS[str(row["verdict"])],
    }


def _remarks(rows: Sequence[Row], *, verbose: bool) -> dict[str, str]:
    """What stands below the table: of each row that misses why, and the tolerances if asked."""
    said: dict[str, str] = {}
    for row in rows:
        name = f"{row['case']}, {row['quantity']}" if row["quantity"] else str(row["case"])
        if row["verdict"] != Verdict.PASS.value and row["why"]:
            said[f"{name}: "] = str(row["why"])
        if row.get("tuned") and verbose:
            said[f"{name}, tuned: "] = str(row["tuned"])
    if verbose:
        said |= _reasons(rows)
    return said


def _reasons(rows: Sequence[Row]) -> dict[str, str]:
    """Quantities of each case by the reason of their tolerance."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.get("reason"):
            reason = (str(row["case"]), str(row["reason"]))
            found.setdefault(reason, []).append(str(row["quantity"]))
    return {f"{case}, +- {reason}: ": "; ".join(names) for (case, reason), names in found.items()}


def _numbered(sources: Sequence[str]) -> str:
    return ", ".join(f"{number} {source}" for number, source in enumerate(sources, 1))


def _say(console: Console, head: str, text: str) -> None:
    console.print(Text(fill(f"{head}{text}", _WIDTH, subsequent_indent="  ")))
