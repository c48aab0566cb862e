"""The accuracy table of the README, made from the summary of a run.

It stands between two markers, so that it can be made anew and checked:

    <!-- accuracy: begin -->
    | ... |
    <!-- accuracy: end -->
"""

import re
from collections.abc import Mapping
from typing import Any

from cosmodrome.report.printout import compared
from cosmodrome.report.tables import Column, Row, markdown_table

BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"

COLUMNS = (
    Column(key="what", heading="figure"),
    Column(key="unit", heading="unit"),
    Column(key="predicted", heading="predicted", decimals=3),
    Column(key="as_flown", heading="as flown", decimals=3),
    Column(key="published", heading="published", decimals=3),
    Column(key="difference", heading="difference", decimals=3),
    Column(key="tolerance", heading="±", decimals=3),
    Column(key="verdict", heading="within"),
    Column(key="basis", heading="basis"),
    Column(key="grade", heading="grade"),
    Column(key="source", heading="source"),
)


def accuracy_table(summary: Mapping[str, Any]) -> str:
    """Every figure that was published beside ours, in Markdown.

    Parameters
    ----------
    summary : mapping
        Content of ``summary.json``.
    """
    raw = summary["comparison"]
    rows = [
        {**shown, "what": row["what"], "verdict": _verdict(row)}
        for row, shown in zip(raw, compared(summary), strict=True)
        if row["published"] is not None and row["what"] != "liftoff"
    ]
    return markdown_table(rows, COLUMNS)


def with_accuracy(page: str, table: str) -> str:
    """Page with the table between its markers.

    Parameters
    ----------
    page, table : str
        Markdown.

    Raises
    ------
    ValueError
        If the page has not both markers, once each.
    """
    return between(page, BEGIN, END, table)


def between(page: str, begin: str, end: str, table: str) -> str:
    """Page with a table between two markers.

    Parameters
    ----------
    page, begin, end, table : str
        Markdown; the markers stand on lines of their own.

    Raises
    ------
    ValueError
        If the page has not both markers, once each.
    """
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"the page needs one {begin} and one {end}")
    block = f"{begin}\n{table}{end}"
    return re.sub(
        re.escape(begin) + r".*?" + re.escape(end), lambda _: block, page, flags=re.DOTALL
    )


def accuracy_of(page: str) -> str:
    """Table that stands between the markers of a page.

    Parameters
    ----------
    page : str
        Markdown.
    """
    return page.partition(f"{BEGIN}\n")[2].partition(END)[0]


def _verdict(row: Row) -> str:
    difference, tolerance = row.get("difference"), row.get("tolerance")
    if not isinstance(difference, float) or not isinstance(tolerance, float):
        return ""
    return "yes" if abs(difference) <= tolerance else "no"
