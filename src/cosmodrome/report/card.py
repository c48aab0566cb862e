"""A catalogue card on the console: figures in a table, notes below it."""

from rich.console import Console
from rich.text import Text

from cosmodrome.catalogue.figure import Card
from cosmodrome.report.tables import Column, console_table

COLUMNS = (
    Column(key="path", heading="figure"),
    Column(key="text", heading="value", wraps=True),
    Column(key="grade", heading="grade"),
    Column(key="source", heading="source", wraps=True),
)


def print_card(console: Console, card: Card) -> None:
    """Print what an entry of the catalogue states, with the source and grade of each figure.

    Parameters
    ----------
    console : Console
        Where to.
    card : Card
        As the catalogue gives it.
    """
    console.print(Text(f"{card.title} ({card.kind})", style="bold"))
    if card.note:
        console.print(Text(card.note))
    rows = [
        {
            "path": figure.path,
            "text": figure.text,
            "grade": figure.grade.value,
            "source": figure.source,
        }
        for figure in card.figures
    ]
    console.print(console_table(rows, COLUMNS))
    for figure in card.figures:
        if figure.note:
            console.print(Text(f"{figure.path}: {figure.note}"))
    console.print(Text(f"file: {card.file}"))
