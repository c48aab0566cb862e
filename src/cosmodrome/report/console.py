"""Where text goes: a console for results on stdout, one for progress on stderr."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import TextIO

from rich.console import Console

# Without a terminal, a line of progress no more often than this [s].
SAID_EVERY_S = 10.0
PIPED_COLUMNS = 80
WIDEST_COLUMNS = 100


def columns(stream: TextIO) -> int:
    """Width to fill: 80 when piped, the terminal's own up to 100.

    Parameters
    ----------
    stream : text file
        Where the text will go.

    Returns
    -------
    int
        Characters a line [-].
    """
    if not stream.isatty():
        return PIPED_COLUMNS
    return min(shutil.get_terminal_size((PIPED_COLUMNS, 24)).columns, WIDEST_COLUMNS)


def console(stream: TextIO | None = None) -> Console:
    """Console that prints text as it stands; colour only on a terminal without ``NO_COLOR``.

    Parameters
    ----------
    stream : text file, optional
        Standard output if absent.
    """
    target = sys.stdout if stream is None else stream
    # Without markup: a unit such as [m] would be read as a style and vanish.
    return Console(
        file=target,
        width=columns(target),
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=target.isatty(),
        soft_wrap=False,
    )


def folded(sentence: str) -> str:
    """Sentence in lines of at most 80 columns on a terminal, whole in a file or a pipe.

    A path stays in one piece.

    Parameters
    ----------
    sentence : str
        Without line breaks.
    """
    if not sys.stderr.isatty():
        return sentence
    return fill(
        sentence,
        PIPED_COLUMNS - 1,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


class Progress:
    """What the program is doing now, in a line that is overwritten; silent when piped."""

    def __init__(self, stream: TextIO) -> None:
        self._status = console(stream).status("") if stream.isatty() else None

    def say(self, doing: str) -> None:
        """Show what begins now.

        Parameters
        ----------
        doing : str
            Present participle and object: "planning the ascent".
        """
        if self._status is not None:
            self._status.update(doing)


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """Show progress while the block runs and clear it at the end, also after an error.

    Parameters
    ----------
    stream : text file, optional
        Standard error if absent.
    """
    shown = Progress(sys.stderr if stream is None else stream)
    if shown._status is None:
        yield shown
    else:
        with shown._status:
            yield shown


@contextmanager
def counted(
    what: str, total: int, already: int, stream: TextIO | None = None
) -> Iterator[Callable[[], None]]:
    """Bar with rate and time left on a terminal, a line now and then elsewhere.

    Parameters
    ----------
    what : str
        What is counted, in the plural.
    total, already : int
        How many there are to be, and how many were there before [-].
    stream : text file, optional
        Standard error if absent.

    Yields
    ------
    callable
        To be called when one more is done.
    """
    target = sys.stderr if stream is None else stream
    shown = _counted_by_bar if target.isatty() else _counted_by_lines
    with shown(what, total, already, target) as done:
        yield done


@contextmanager
def _counted_by_lines(
    what: str, total: int, already: int, stream: TextIO
) -> Iterator[Callable[[], None]]:
    begun = said = time.monotonic()
    count = already

    def done() -> None:
        nonlocal count, said
        count += 1
        now = time.monotonic()
        if now - said >= SAID_EVERY_S or count == total:
            said = now
            stream.write(f"{count} of {total} {what}{_pace(count - already, total - count, now)}\n")
            stream.flush()

    def _pace(made: int, left: int, now: float) -> str:
        rate = made / max(now - begun, 1e-9)
        ahead = f", {left / rate:.0f} s left" if left else ""
        return f", {rate:.2f} a second{ahead}"

    yield done


@contextmanager
def _counted_by_bar(
    what: str, total: int, already: int, stream: TextIO
) -> Iterator[Callable[[], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    begun, count = time.monotonic(), 0
    columns_ = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Bar(*columns_, console=console(stream), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=already)

        def done() -> None:
            nonlocal count
            count += 1
            # Points already there say nothing about the rate.
            rate = count / max(time.monotonic() - begun, 1e-9)
            left = (total - already - count) / rate
            told = f"{what}, {rate:.2f} a second, {left:.0f} s left"
            bar.update(task, advance=1, description=told)

        yield done
