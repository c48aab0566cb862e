"""``cosmodrome validate`` as a user meets it, on cases that take a second."""

import json
import subprocess
import sys

import pytest

from cosmodrome.app.cli import main
from cosmodrome.study.validation import run
from cosmodrome.study.validation.case import Case, Row
from cosmodrome.study.validation.run import Listed


def command(out, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "cosmodrome.app.cli", "validate", *arguments, "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    out = tmp_path_factory.mktemp("runs")
    return out, command(out, "us76-tables", "--only", "wgs84", "--workers", "2")


def test_it_prints_one_table_and_keeps_it(ended):
    out, run_ = ended
    assert run_.returncode == 0, run_.stderr
    lines = run_.stdout.splitlines()
    assert max(map(len, lines[:-1])) <= 80
    assert lines[-2].startswith("10 rows, 10 passed, 0 known misses, 0 new misses, ")
    (folder,) = out.iterdir()
    assert lines[-1] == f"table: {folder}"
    kept = json.loads((folder / "validation.json").read_text(encoding="utf-8"))
    assert [case["key"] for case in kept["cases"]] == [
        "us76-tables", "wgs84-ellipsoid", "wgs84-gravity",
    ]  # fmt: skip
    assert "| pass |" in (folder / "validation.md").read_text(encoding="utf-8")


def test_progress_goes_to_stderr(ended):
    _, run_ = ended
    assert "3 of 3 cases" in run_.stderr


def test_json_and_markdown_print_nothing_else(tmp_path):
    assert json.loads(command(tmp_path, "us76-tables", "--json").stdout)["summary"]["rows"] == 4
    assert command(tmp_path, "us76-tables", "--markdown").stdout.startswith("4 rows, 4 passed")


def test_an_unknown_case_exits_2_with_the_nearest(tmp_path):
    ended = command(tmp_path, "us76-tabels")
    assert ended.returncode == 2
    assert ended.stderr.startswith(
        "error: us76-tabels: no case or group of this name; did you mean us76-tables"
    )


def test_the_list_runs_nothing(tmp_path):
    ended = command(tmp_path, "--list")
    assert "nesc-atmos-06" in ended.stdout
    assert list(tmp_path.iterdir()) == []


def stand_in(ours=1.0, error=None):
    def rows():
        if error is not None:
            raise error
        return (
            Row(
                quantity="q",
                unit="m",
                ours=ours,
                theirs=1.0,
                tolerance=0.1,
                reason="r",
                source="NESC",
            ),
        )

    return Listed(group="g", case=Case(key="c", title="t", run=rows, seconds=1.0))


@pytest.mark.parametrize(
    ("listed", "code", "shown"),
    [
        (stand_in(), 0, "1 passed"),
        (stand_in(ours=2.0), 1, "1 new misses"),
        (stand_in(error=ValueError("too high")), 1, "c: ValueError: too high"),
    ],
)
def test_a_new_miss_or_a_failed_case_exits_1(monkeypatch, tmp_path, capsys, listed, code, shown):
    monkeypatch.setattr(run, "all_cases", lambda: (listed,))
    monkeypatch.setattr(run, "cases_of", lambda group: (listed.case,))
    assert main.run(["validate", "--workers", "1", "--out", str(tmp_path)]) == code
    assert shown in capsys.readouterr().out
