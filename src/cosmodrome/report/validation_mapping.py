"""The validation table as plain values: what ``--json`` prints and ``validation.json`` holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from cosmodrome.report.as_json import plain
from cosmodrome.report.versions import machine, versions
from cosmodrome.study.validation.case import share
from cosmodrome.study.validation.run import Judged, Listed, Ran, Verdict, judged

FAILED = "failed"


def validation_mapping(
    cases: Sequence[Listed], ran: Mapping[str, Ran], seconds: float
) -> dict[str, Any]:
    """Everything found, in the order of the table.

    Parameters
    ----------
    cases : sequence of Listed
        As chosen.
    ran : mapping of str to Ran
        How each ended, by its key.
    seconds : float
        Time of the whole table [s].
    """
    rows = [row for each in cases for row in _rows(each, ran[each.case.key])]
    mapping = {
        "summary": {**_counts(rows), "seconds": round(seconds, 1)},
        "cases": [_case(each, ran[each.case.key]) for each in cases],
        "rows": rows,
        "versions": versions(),
        "platform": machine(),
    }
    as_plain = plain(mapping)
    assert isinstance(as_plain, dict)
    return as_plain


def holds(mapping: Mapping[str, Any]) -> bool:
    """Whether nothing but known misses was found.

    Parameters
    ----------
    mapping : mapping
        From `validation_mapping`.
    """
    summary = mapping["summary"]
    return not (summary["new_misses"] or summary["mended"] or summary["failed_cases"])


def headline(summary: Mapping[str, Any]) -> str:
    """The counts in one line.

    Parameters
    ----------
    summary : mapping
        Of a validation mapping.
    """
    parts = [
        f"{summary['rows']} rows",
        f"{summary['passed']} passed",
        f"{summary['known_misses']} known misses",
        f"{summary['new_misses']} new misses",
        f"{summary['mended']} known misses that pass now" if summary["mended"] else "",
        f"{summary['failed_cases']} cases failed" if summary["failed_cases"] else "",
        f"{summary['seconds']:.0f} s",
    ]
    return ", ".join(filter(None, parts))


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    verdicts = [row["verdict"] for row in rows]
    return {
        "rows": len(rows) - verdicts.count(FAILED),
        "passed": verdicts.count(Verdict.PASS.value),
        "known_misses": verdicts.count(Verdict.KNOWN_MISS.value),
        "new_misses": verdicts.count(Verdict.NEW_MISS.value),
        "mended": verdicts.count(Verdict.NO_LONGER.value),
        "failed_cases": verdicts.count(FAILED),
    }


def _case(listed: Listed, ran: Ran) -> dict[str, Any]:
    return {
        "group": listed.group,
        "key": listed.case.key,
        "title": listed.case.title,
        "seconds": round(ran.seconds, 1),
    }


def _rows(listed: Listed, ran: Ran) -> list[dict[str, Any]]:
    rows = [_row(listed.case.key, judged(row, listed.case.misses)) for row in ran.rows]
    if ran.fault:
        rows.append({"case": listed.case.key, "quantity": "", "verdict": FAILED, "why": ran.fault})
    return rows


def _row(case: str, found: Judged) -> dict[str, Any]:
    row = found.row
    return {
        "case": case,
        "quantity": row.quantity,
        "unit": row.unit,
        "ours": row.ours,
        "theirs": row.theirs,
        "error": row.error,
        "tolerance": row.tolerance,
        "share": share(row),
        "reason": row.reason,
        "source": row.source,
        "tuned": row.tuned,
        "verdict": found.verdict.value,
        "why": found.why,
    }
