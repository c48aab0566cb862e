"""A catalogue card on the console: figures in a table, notes and sources below it."""

from textwrap import fill

from rich.console import Console
from rich.text import Text

from cosmodrome.catalogue.bibliography import sources
from cosmodrome.catalogue.figure import Card, Figure
from cosmodrome.catalogue.variants import standard_deviation
from cosmodrome.report.tables import Column, console_table

COLUMNS = (
    Column(key="path", heading="figure"),
    Column(key="text", heading="value", wraps=True),
    Column(key="sigma", heading="sigma"),
    Column(key="grade", heading="grade"),
    Column(key="source", heading="source", wraps=True),
)


# Entries whose numbers widen the band of a payload.
_KINDS_WITH_BAND = ("launcher",)


def print_card(console: Console, card: Card) -> None:
    """Print what an entry of the catalogue states: sigma, grade and source of each figure.

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
    by_grade = card.kind in _KINDS_WITH_BAND
    rows = [
        {
            "path": figure.path,
            "text": figure.text,
            "sigma": _sigma(figure, by_grade=by_grade),
            "grade": figure.grade.value,
            "source": figure.source,
        }
        for figure in card.figures
    ]
    console.print(console_table(rows, COLUMNS))
    if by_grade:
        console.print(Text("sigma: one standard deviation; in parentheses that of the grade"))
    for figure in card.figures:
        if figure.note:
            console.print(Text(f"{figure.path}: {figure.note}"))
    _print_sources(console, card)
    console.print(Text(f"file: {card.file}"))


def _sigma(figure: Figure, *, by_grade: bool) -> str:
    """Standard deviation as a part of the figure, or as it is where the figure is zero."""
    if figure.value is None or (figure.sigma is None and not by_grade):
        return ""
    sigma = standard_deviation(figure)
    if not sigma:
        return ""
    text = f"{sigma:.3g} {figure.unit}" if not figure.value else _percent(sigma / figure.value)
    return text if figure.sigma is not None else f"({text})"


def _percent(part: float) -> str:
    return f"{abs(part) * 100.0:.2g} %"


def _print_sources(console: Console, card: Card) -> None:
    known = sources()
    for key in sorted({figure.source for figure in card.figures} & known.keys()):
        line = fill(f"{key}: {known[key]}", 79, subsequent_indent="  ", break_on_hyphens=False)
        console.print(Text(line))
