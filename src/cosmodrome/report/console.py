"""Where text goes: a console for results on stdout, one for progress on stderr."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import Protocol, TextIO

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


class Done(Protocol):
    """Told when some more are done."""

    def __call__(self, more: int = 1) -> None:
        """Count.

        Parameters
        ----------
        more : int
            How many [-].
        """


@contextmanager
def counted(what: str, total: int, already: int, stream: TextIO | None = None) -> Iterator[Done]:
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
        To be called when some more are done.
    """
    target = sys.stderr if stream is None else stream
    shown = _counted_by_bar if target.isatty() else _counted_by_lines
    with shown(what, total, already, target) as done:
        yield done


class _Pace:
    """How fast it goes; what was there before says nothing about that."""

    def __init__(self, total: int, already: int) -> None:
        self.begun = time.monotonic()
        self._total, self._already, self.count = total, already, already

    def told(self, now: float) -> str:
        rate = (self.count - self._already) / max(now - self.begun, 1e-9)
        left = self._total - self.count
        ahead = f", {_duration(left / rate)} left" if left else ""
        return f"{rate:.0f} a second{ahead}" if rate >= 100.0 else f"{rate:.2f} a second{ahead}"


def _duration(seconds: float) -> str:
    """In the unit in which it is still read at a glance."""
    if seconds < 100.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 6000.0 else f"{seconds / 3600.0:.1f} h"


@contextmanager
def _counted_by_lines(what: str, total: int, already: int, stream: TextIO) -> Iterator[Done]:
    pace = _Pace(total, already)
    said = pace.begun

    def done(more: int = 1) -> None:
        nonlocal said
        pace.count += more
        now = time.monotonic()
        if now - said >= SAID_EVERY_S or pace.count == total:
            said = now
            stream.write(f"{pace.count} of {total} {what}, {pace.told(now)}\n")
            stream.flush()

    yield done


@contextmanager
def _counted_by_bar(what: str, total: int, already: int, stream: TextIO) -> Iterator[Done]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    pace = _Pace(total, already)
    columns_ = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Bar(*columns_, console=console(stream), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=already)

        def done(more: int = 1) -> None:
            pace.count += more
            bar.update(task, advance=more, description=f"{what}, {pace.told(time.monotonic())}")

        yield done
