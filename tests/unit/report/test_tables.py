import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.report.console import console, progress
from cosmodrome.report.tables import Column, cell, console_table, markdown_table, used_columns

NAME = Column(key="name", heading="event", wraps=True)
TIME = Column(key="t_s", heading="t [s]", decimals=1)
DIFFERENCE = Column(key="d", heading="diff", decimals=1, signed=True)
SOURCE = Column(key="source", heading="source", wraps=True)


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, TIME, "-"),
        (float("nan"), TIME, "-"),
        ("", NAME, "-"),
        (117.84, TIME, "117.8"),
        (np.float64(117.84), TIME, "117.8"),
        (3, TIME, "3.0"),
        ("about 9 min", TIME, "about 9 min"),
        (2.0, DIFFERENCE, "+2.0"),
        (-2.0, DIFFERENCE, "-2.0"),
        (-0.01, DIFFERENCE, "0.0"),
        (0.01, DIFFERENCE, "0.0"),
        (True, NAME, "yes"),
    ],
)
def test_a_figure_is_shown_with_its_digits(value, column, text):
    assert cell(value, column) == text


def test_markdown_has_a_heading_a_rule_and_a_line_a_row():
    rows = [{"name": "a|b", "t_s": 1.25}, {"name": "c"}]
    assert markdown_table(rows, [NAME, TIME]).splitlines() == [
        "| event | t [s] |",
        "| --- | --: |",
        "| a\\|b | 1.2 |",
        "| c | - |",
    ]


def test_a_column_without_a_figure_is_not_used():
    assert used_columns([{"name": "a", "t_s": None}], [NAME, TIME]) == [NAME]


def test_units_in_brackets_survive_the_console():
    stream = io.StringIO()
    console(stream).print(console_table([{"name": "[red]", "t_s": 1.0}], [NAME, TIME]))
    assert "t [s]" in stream.getvalue()
    assert "[red]" in stream.getvalue()


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=60),
                "t_s": st.floats(-1e6, 1e6),
                "d": st.floats(-1e6, 1e6),
                "source": st.text(st.characters(codec="ascii", categories=["L"]), max_size=200),
            }
        ),
        max_size=5,
    )
)
def test_no_line_is_wider_than_80_columns_and_no_digit_is_lost(rows):
    stream = io.StringIO()
    console(stream).print(console_table(rows, [NAME, TIME, DIFFERENCE, SOURCE]))
    printed = stream.getvalue()
    assert max(map(len, printed.splitlines()), default=0) <= 80
    assert all(cell(row["t_s"], TIME) in printed for row in rows)
    assert "\x1b" not in printed


def test_progress_is_silent_when_piped():
    stream = io.StringIO()
    with progress(stream) as now:
        now.say("planning")
    assert stream.getvalue() == ""


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_has_colour_unless_no_color_is_set(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Terminal(), Terminal()
    console(coloured).print("a", style="red")
    monkeypatch.setenv("NO_COLOR", "1")
    console(plain).print("a", style="red")
    assert "\x1b[31m" in coloured.getvalue()
    assert plain.getvalue() == "a\n"


def test_a_pipe_has_no_colour_even_when_the_environment_forces_it(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    stream = io.StringIO()
    console(stream).print("a", style="red")
    assert stream.getvalue() == "a\n"


def test_a_wide_terminal_is_filled_up_to_100_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    assert console(Terminal()).width == 100
    assert console(io.StringIO()).width == 80


def test_progress_clears_its_line_after_an_error(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), progress(stream) as now:
        now.say("planning")
        raise KeyboardInterrupt
    assert stream.getvalue().endswith(("\x1b[2K", "\x1b[?25h", "\x1b[1A\x1b[2K"))
