"""The validation table: digits, console, Markdown, verdict of the whole."""

import io
from dataclasses import replace

import pytest

from cosmodrome.report.console import console
from cosmodrome.report.validation_digits import digits, with_digits
from cosmodrome.report.validation_mapping import headline, holds, validation_mapping
from cosmodrome.report.validation_markdown import compact_table, whole_table
from cosmodrome.report.validation_printout import print_validation
from cosmodrome.study.validation.case import Case, Miss, Row
from cosmodrome.study.validation.groups import GROUPS
from cosmodrome.study.validation.run import Listed, Ran

ROW = Row(
    quantity="height at cut-off",
    unit="km",
    ours=181.2345,
    theirs=181.0,
    tolerance=0.25,
    reason="digits printed",
    source="NESC",
)
MISS = Miss(error=0.5, why="the stage is heavier")


def mapping(*rows, misses=None, fault=""):
    case = Case(key="c-1", title="A case", run=tuple, seconds=1.0, misses=misses or {})
    ran = Ran(key="c-1", rows=rows, seconds=2.0, fault=fault)
    return validation_mapping([Listed(group="g", case=case)], {"c-1": ran}, 2.0)


def printed(found, **options):
    stream = io.StringIO()
    print_validation(console(stream), found, **{"verbose": False, **options})
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "place", "most", "text"),
    [
        (181.2345, -2, 7, "181.23"),
        (29600.05865, -5, 7, "29600.06"),
        (0.0, -3, 7, "0"),
        (1.0e-6, -7, 7, "1.0e-06"),
        (2.3926e-06, -10, 7, "2.3926e-06"),
        (6.6e6, -2, 7, "6600000"),
        (1.2345678e9, -2, 7, "1.234568e+09"),
        (4e-12, -3, 7, "4e-12"),
        (float("inf"), -3, 7, "inf"),
    ],
)
def test_a_figure_ends_where_the_tolerance_does_or_where_the_room_does(value, place, most, text):
    assert digits(value, place, most) == text


def test_the_figures_of_a_row_end_together():
    shown = with_digits(mapping(ROW)["rows"][0])
    assert [shown[key] for key in ("ours", "theirs", "error", "tolerance")] == [
        "181.23", "181.00", "+0.23", "0.25",
    ]  # fmt: skip


def test_a_row_without_figures_is_shown_as_a_dash():
    found = mapping(replace(ROW, ours=float("nan")))
    assert found["rows"][0]["ours"] is None
    assert "MISS" in printed(found)


def test_what_passes_or_misses_as_recorded_holds():
    known = replace(ROW, ours=181.5)
    assert holds(mapping(ROW))
    assert holds(mapping(known, misses={ROW.quantity: MISS}))
    assert not holds(mapping(known))
    assert not holds(mapping(ROW, misses={ROW.quantity: MISS}))
    assert not holds(mapping(fault="ValueError: too high"))


def test_the_headline_counts():
    found = mapping(ROW, replace(ROW, quantity="speed", ours=1e3), fault="late")
    assert headline(found["summary"]) == (
        "2 rows, 1 passed, 0 known misses, 1 new misses, 1 cases failed, 2 s"
    )


def test_the_console_table_has_eighty_columns_and_says_why_a_known_miss_misses():
    text = printed(mapping(replace(ROW, ours=181.5), misses={ROW.quantity: MISS}))
    assert max(map(len, text.splitlines())) <= 80
    assert "c-1, height at cut-off: the stage is heavier" in text
    assert "1 NESC" in text
    assert "digits printed" not in text


def test_reasons_and_tunings_are_told_when_asked():
    text = printed(mapping(replace(ROW, tuned="drag")), verbose=True)
    assert "c-1, +- digits printed: height at cut-off" in text
    assert "height at cut-off*" in text
    assert "tuned: drag" in text


def test_a_failed_case_is_a_row_with_its_reason():
    found = mapping(fault="ValueError: too high")
    assert "FAILED" in printed(found)
    assert "c-1: ValueError: too high" in printed(found)
    assert "| failed |" in whole_table(found)
    assert "| A case | 0 | failed | 0 | 0 |" in compact_table(found)


def test_the_whole_table_has_every_column():
    text = whole_table(mapping(ROW))
    assert (
        "| c-1 | NESC | height at cut-off | km | 181.23 | 181.00 | +0.23 | 0.25 | digits printed "
        "| pass | - |"
    ) in text


def test_the_compact_table_has_the_worst_share_of_a_tolerance():
    found = mapping(ROW, replace(ROW, quantity="speed", ours=181.5, tuned="drag"))
    assert "| A case | 2 | 2 | 1 | 1 |" in compact_table(found)


def test_the_compact_table_counts_what_passed_of_a_group():
    found = mapping(ROW, replace(ROW, quantity="speed", ours=181.5, tuned="drag"))
    (group,) = {case["group"] for case in found["cases"]}
    title = GROUPS.get(group, group)
    assert f"| {title} | 1 | 2 | 1 | 1 | 1 |" in compact_table(found)
