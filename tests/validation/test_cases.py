"""Every published case that `cosmodrome validate` runs: what passes, and what is known to miss."""

import json
from pathlib import Path

import pytest

from cosmodrome.report.validation_digits import place_of
from cosmodrome.study.validation.run import Verdict, all_cases, judged, run_case

# A case longer than this is left to `make validate` [s].
QUICK_S = 20.0
STORED = Path(__file__).parents[2] / "docs" / "validation.json"
LISTED = all_cases()
_ran = {}


def params(names_of=lambda case: ((case.key,),)):
    """One parameter set for each that is named, slow where its case is."""
    return [
        pytest.param(
            each.case,
            *arguments[1:],
            id=" ".join(arguments),
            marks=[pytest.mark.slow] if each.case.seconds > QUICK_S else [],
        )
        for each in LISTED
        for arguments in names_of(each.case)
    ]


def rows_of(case):
    """Rows by quantity; a case runs once, whatever asks for it."""
    if case.key not in _ran:
        _ran[case.key] = run_case(case)
    ran = _ran[case.key]
    assert not ran.fault, ran.fault
    return {row.quantity: row for row in ran.rows}


def stored_rows(case):
    """Rows of a case in the table the README shows."""
    rows = json.loads(STORED.read_text(encoding="utf-8"))["rows"]
    return {row["quantity"]: row for row in rows if row["case"] == case.key}


def told(row):
    return (
        f"{row.quantity}: {row.ours:.9g} against {row.theirs:.9g} {row.unit}, "
        f"{row.error:+.3g} where {row.tolerance:.3g} pass ({row.reason})"
    )


@pytest.mark.parametrize("case", params())
def test_every_row_that_is_not_known_to_miss_passes(case):
    rows = rows_of(case)
    assert [
        told(row) for name, row in rows.items() if name not in case.misses and not row.passed
    ] == []


@pytest.mark.parametrize(
    ("case", "quantity"), params(lambda case: [(case.key, q) for q in case.misses])
)
def test_a_known_miss_is_as_large_as_it_was(case, quantity):
    row = rows_of(case)[quantity]
    assert judged(row, case.misses).verdict in (Verdict.KNOWN_MISS, Verdict.NO_LONGER), told(row)


def xfails():
    found = []
    for param in params(lambda case: [(case.key, q) for q in case.misses]):
        case, quantity = param.values
        miss = case.misses[quantity]
        reason = f"{miss.error:+.3g} off: {miss.why}"
        marks = [*param.marks, pytest.mark.xfail(raises=AssertionError, reason=reason, strict=True)]
        found.append(pytest.param(case, quantity, id=param.id, marks=marks))
    return found


@pytest.mark.parametrize(("case", "quantity"), xfails())
def test_what_is_known_to_miss_would_pass(case, quantity):
    row = rows_of(case)[quantity]
    assert row.passed, told(row)


@pytest.mark.parametrize("case", params())
def test_the_stored_table_has_its_rows(case):
    stored = {
        name: (row["unit"], row["source"], row["reason"], row["tuned"])
        for name, row in stored_rows(case).items()
    }
    assert stored == {
        name: (row.unit, row.source, row.reason, row.tuned) for name, row in rows_of(case).items()
    }, "make regenerate"


@pytest.mark.slow
@pytest.mark.parametrize("case", params())
def test_the_stored_numbers_come_out_again_to_the_digits_shown(case):
    stored = stored_rows(case)
    for name, row in rows_of(case).items():
        last_digit = 10.0 ** place_of(row.tolerance)
        for key in ("ours", "theirs", "tolerance"):
            assert abs(getattr(row, key) - stored[name][key]) <= 1.01 * last_digit, (name, key)


def test_no_two_cases_share_a_name():
    keys = [each.case.key for each in LISTED]
    assert len(set(keys)) == len(keys)


def test_the_whole_table_is_thought_to_take_less_than_ten_minutes_on_two_cores():
    assert sum(each.case.seconds for each in LISTED) < 2 * 600.0
