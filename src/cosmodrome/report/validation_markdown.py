"""The validation table in Markdown: whole, and compact with one line a group and one a case.

The README holds the compact one between two markers, ``docs/validation.md`` the whole one:

    <!-- evidence: begin -->
    | ... |
    <!-- evidence: end -->
"""

from collections.abc import Mapping
from typing import Any

from cosmodrome.report.accuracy import between
from cosmodrome.report.tables import Column, Row, markdown_table
from cosmodrome.report.validation_digits import with_digits
from cosmodrome.report.validation_mapping import FAILED, headline
from cosmodrome.study.validation.groups import GROUPS
from cosmodrome.study.validation.run import Verdict

BEGIN, END = "<!-- evidence: begin -->", "<!-- evidence: end -->"

WHOLE = (
    Column(key="case", heading="case"),
    Column(key="source", heading="source"),
    Column(key="quantity", heading="quantity"),
    Column(key="unit", heading="unit"),
    Column(key="ours", heading="ours", decimals=0),
    Column(key="theirs", heading="theirs", decimals=0),
    Column(key="error", heading="error", decimals=0),
    Column(key="tolerance", heading="±", decimals=0),
    Column(key="reason", heading="tolerance from"),
    Column(key="verdict", heading="verdict"),
    Column(key="tuned", heading="tuned"),
)
COMPACT = (
    Column(key="title", heading="case"),
    Column(key="rows", heading="rows", decimals=0),
    Column(key="worst", heading="worst error / tolerance", decimals=0),
    Column(key="misses", heading="misses", decimals=0),
    Column(key="tuned", heading="tuned", decimals=0),
)
GROUP = (
    Column(key="title", heading="group"),
    Column(key="cases", heading="cases", decimals=0),
    Column(key="rows", heading="rows", decimals=0),
    Column(key="passed", heading="passed", decimals=0),
    Column(key="misses", heading="misses", decimals=0),
    Column(key="tuned", heading="tuned", decimals=0),
)

_PAGE_HEAD = """# Published cases run again

Made by `docs/regenerate.py` from `docs/validation.json`, which is what `cosmodrome validate --json`
printed. A row passes when ours less theirs is within ±. "Known miss" is a row that misses by a size
that is on record; "tuned" says which number of ours was tuned on that very figure.

"""


def validation_page(mapping: Mapping[str, Any]) -> str:
    """The page ``docs/validation.md``.

    Parameters
    ----------
    mapping : mapping
        From `validation_mapping`.
    """
    return _PAGE_HEAD + whole_table(mapping)


def with_evidence(page: str, table: str) -> str:
    """Page with the compact table between its markers.

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


def evidence_of(page: str) -> str:
    """Table that stands between the markers of a page.

    Parameters
    ----------
    page : str
        Markdown.
    """
    return page.partition(f"{BEGIN}\n")[2].partition(END)[0]


def whole_table(mapping: Mapping[str, Any]) -> str:
    """Counts, every row, and what is known of the misses.

    Parameters
    ----------
    mapping : mapping
        From `validation_mapping`.
    """
    titles = "".join(f"- `{case['key']}`: {case['title']}\n" for case in mapping["cases"])
    table = markdown_table([with_digits(row) for row in mapping["rows"]], WHOLE)
    misses = [row for row in mapping["rows"] if row["verdict"] != Verdict.PASS.value]
    known = "".join(
        f"- `{row['case']}`, {row['quantity'] or FAILED}: {row['why'] or 'not yet looked into'}\n"
        for row in misses
    )
    parts = [f"{headline(mapping['summary'])}.\n", titles, table]
    return "\n".join([*parts, f"What is known of the misses:\n\n{known}"] if known else parts)


def compact_table(mapping: Mapping[str, Any]) -> str:
    """Counts, one line a group, and folded below it one line a case.

    Parameters
    ----------
    mapping : mapping
        From `validation_mapping`.
    """
    groups = dict.fromkeys(case["group"] for case in mapping["cases"])
    by_group = markdown_table([_group(name, mapping) for name in groups], GROUP)
    by_case = markdown_table(
        [_compact(case, mapping["rows"]) for case in mapping["cases"]], COMPACT
    )
    folded = f"<details>\n<summary>One line a case</summary>\n\n{by_case}\n</details>\n"
    return f"{headline(mapping['summary'])}.\n\n{by_group}\n{folded}"


def _group(name: str, mapping: Mapping[str, Any]) -> Row:
    keys = {case["key"] for case in mapping["cases"] if case["group"] == name}
    rows = [row for row in mapping["rows"] if row["case"] in keys]
    passed = sum(row["verdict"] == Verdict.PASS.value for row in rows)
    return {
        "title": GROUPS.get(name, name),
        "cases": str(len(keys)),
        "rows": str(len(rows)),
        "passed": str(passed),
        "misses": str(len(rows) - passed),
        "tuned": str(sum(bool(row.get("tuned")) for row in rows)),
    }


def _compact(case: Row, rows: list[Row]) -> Row:
    own = [row for row in rows if row["case"] == case["key"]]
    counted = [row for row in own if row["verdict"] != FAILED]
    # A share that is not finite stands as null.
    shares = [share for row in counted if isinstance(share := row["share"], (int, float))]
    worst = max(shares) if shares and len(shares) == len(counted) else None
    return {
        "title": case["title"],
        "rows": str(len(counted)),
        "worst": FAILED if len(counted) < len(own) else f"{worst:.3g}" if worst is not None else "",
        "misses": str(sum(row["verdict"] in _MISSED for row in counted)),
        "tuned": str(sum(bool(row["tuned"]) for row in counted)),
    }


_MISSED = (Verdict.KNOWN_MISS.value, Verdict.NEW_MISS.value)
