"""The stored validation is of today's cases, and the pages show what is stored.

That its numbers come out again is asserted where the cases run: tests/validation/test_cases.py.
"""

import json
from pathlib import Path

import pytest

from cosmodrome.report.validation_mapping import holds
from cosmodrome.report.validation_markdown import compact_table, evidence_of, validation_page
from cosmodrome.study.validation.run import Verdict, all_cases

ROOT = Path(__file__).parents[2]
ADVICE = "make regenerate"


@pytest.fixture(scope="module")
def stored():
    return json.loads((ROOT / "docs" / "validation.json").read_text(encoding="utf-8"))


def test_the_readme_shows_the_stored_table(stored):
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert evidence_of(page) == compact_table(stored), ADVICE


def test_the_whole_table_is_the_stored_one(stored):
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert page == validation_page(stored), ADVICE


def test_the_stored_cases_are_the_present_ones(stored):
    present = [(each.group, each.case.key, each.case.title) for each in all_cases()]
    assert [(row["group"], row["key"], row["title"]) for row in stored["cases"]] == present, ADVICE


def test_what_misses_in_the_stored_table_is_on_record(stored):
    assert holds(stored), ADVICE
    missed = {
        (row["case"], row["quantity"])
        for row in stored["rows"]
        if row["verdict"] == Verdict.KNOWN_MISS.value
    }
    assert missed == {(each.case.key, name) for each in all_cases() for name in each.case.misses}
