"""Where text goes: a console for results on stdout, one for progress on stderr."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console

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
