"""Rows of figures as a table on the console or in Markdown."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text

ABSENT = "-"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How one key of the rows is shown.

    Attributes
    ----------
    key : str
        Key in each row; a row may lack it.
    heading : str
        Text over the column, with its unit.
    decimals : int or None
        Digits after the point of a number [-]; None shows it as it is.
    signed : bool
        Whether a positive number bears its sign, as a difference does.
    wraps : bool
        Whether the text may run over several lines when the table is too wide.
    """

    key: str
    heading: str
    decimals: int | None = None
    signed: bool = False
    wraps: bool = False


def cell(value: object, column: Column) -> str:
    """Text of one figure; what is absent or not a number is a dash.

    Parameters
    ----------
    value : object
        A number, text or None.
    column : Column
        How it is shown.
    """
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)) and column.decimals is not None:
        sign = "+" if column.signed else ""
        text = f"{value:{sign}.{column.decimals}f}"
        return text.lstrip("+-") if float(text) == 0.0 else text
    return str(value)


def cells(rows: Sequence[Row], columns: Sequence[Column]) -> list[list[str]]:
    """Text of every figure, row by row.

    Parameters
    ----------
    rows : sequence of mapping
        One for each line of the table.
    columns : sequence of Column
        In the order shown.
    """
    return [[cell(row.get(column.key), column) for column in columns] for row in rows]


def used_columns(rows: Sequence[Row], columns: Sequence[Column]) -> list[Column]:
    """Columns in which at least one row has a figure.

    Parameters
    ----------
    rows : sequence of mapping
        One for each line of the table.
    columns : sequence of Column
        In the order shown.
    """
    return [
        column
        for column in columns
        if any(cell(row.get(column.key), column) != ABSENT for row in rows)
    ]


def console_table(rows: Sequence[Row], columns: Sequence[Column], *, tight: bool = False) -> Table:
    """Table for a console; numbers stand to the right, columns that may wrap give way first.

    Parameters
    ----------
    rows : sequence of mapping
        One for each line of the table.
    columns : sequence of Column
        In the order shown.
    tight : bool
        One blank between columns in place of two.
    """
    padding = (0, 0, 0, 0) if tight else (0, 1, 0, 0)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=padding, show_edge=False)
    for column in columns:
        table.add_column(
            Text(column.heading),
            justify="left" if column.decimals is None else "right",
            no_wrap=not column.wraps,
            overflow="fold",
        )
    for line in cells(rows, columns):
        table.add_row(*(Text(text) for text in line))
    return table


def markdown_table(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """Table in Markdown, as the README shows it.

    Parameters
    ----------
    rows : sequence of mapping
        One for each line of the table.
    columns : sequence of Column
        In the order shown.
    """
    rules = ["---" if column.decimals is None else "--:" for column in columns]
    lines = [[column.heading for column in columns], rules, *cells(rows, columns)]
    return "\n".join(f"| {' | '.join(map(_escape, line))} |" for line in lines) + "\n"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
