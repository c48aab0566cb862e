"""The verb disperse, run as a user runs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cosmodrome.app.cli.commands import cosmodrome


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cosmodrome, ["disperse", *arguments])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred flights of the home mission, begun with one and gone on with two workers."""
    out = tmp_path_factory.mktemp("runs")
    code, text = run("vostochny-2016", "-n", "100", "--workers", "1", "--out", str(out))
    assert code == 0, text
    assert "orbit reached   100 of 100" in text
    more = ("-n", "200", "--workers", "2", "--resume", "--out", str(out), "--json")
    code, text = run("vostochny-2016", *more)
    assert code == 0, text
    return out / "disperse-vostochny-2016-sobol-1"


def test_a_run_that_goes_on_has_all_its_flights(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["samples"] == 200
    assert summary["endings"] == {"orbit": 200}
    assert summary["quantities"]["cut-off time [s]"]["sigma"] > 1.0


def test_samples_are_not_overwritten_unasked(folder: Path) -> None:
    code, text = run("vostochny-2016", "-n", "100", "--out", str(folder.parent))
    assert code == 2
    assert "--resume goes on with them" in text


def test_no_flights_are_one_clear_line() -> None:
    code, text = run("vostochny-2016", "-n", "0")
    assert code == 2
    assert "0 is not in the range x>=1" in text
