"""The accuracy table of the README is the one the program makes today."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cosmodrome.report.accuracy import accuracy_of, accuracy_table

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"[+-]?\d+\.?\d*")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    ended = subprocess.run(
        [
            sys.executable, "-m", "cosmodrome.app.cli", "fly", "vostochny-2016",
            "--json", "--out", str(tmp_path_factory.mktemp("runs")),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    shown = accuracy_of((ROOT / "README.md").read_text(encoding="utf-8"))
    return shown.splitlines(), accuracy_table(json.loads(ended.stdout)).splitlines()


def test_the_readme_shows_every_figure_the_program_prints(tables):
    shown, made = tables
    assert [line.split(" | ")[0] for line in shown] == [line.split(" | ")[0] for line in made]


def test_each_number_agrees_within_its_printed_digits(tables):
    for shown, made in zip(*tables, strict=True):
        for here, now in zip(shown.split(" | "), made.split(" | "), strict=True):
            assert _agree(here.strip("| "), now.strip("| "), _play(shown)), f"{shown}\n{made}"


def _play(line):
    # The optimum hardly feels where the burns lie: another processor may end seconds away.
    return 3.0 if line.startswith("| volga burn") else 0.0


def _agree(here, now, play):
    if not (NUMBER.fullmatch(here) and NUMBER.fullmatch(now)):
        return here == now
    last_digit = 10.0 ** -len(here.partition(".")[2])
    return abs(float(here) - float(now)) <= max(1.01 * last_digit, play)
