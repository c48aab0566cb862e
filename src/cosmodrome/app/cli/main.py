"""Start of the command ``cosmodrome``, and the one place where an error becomes a line.

Exit codes:

    0    done
    1    infeasible, not converged or not proved; the reason stands on stderr
    2    bad input or a result that cannot be written
    70   a fault of the program itself (EX_SOFTWARE of sysexits.h)
    130  interrupted (128 + SIGINT); 141 the reader closed the pipe; 143 terminated

``COSMODROME_TRACEBACK=1`` lets the exception through instead.
"""

import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

DONE = 0
BAD_INPUT = 2
PROGRAM_FAULT = 70
INTERRUPTED = 128 + signal.SIGINT
PIPE_CLOSED = 141
TERMINATED = 128 + signal.SIGTERM


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave the process with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the command's own name; from the process if absent.
    """
    # A killed run cleans up as an interrupted one does: SystemExit unwinds the stack.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    code = run(arguments)
    _forget_what_cannot_be_printed()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; every error ends as one line for each fault on stderr.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the command's own name; from the process if absent.

    Returns
    -------
    int
        Exit code [-].
    """
    try:
        _replace_what_the_terminal_cannot_print()
        code = _invoke(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        if _wants_traceback():
            raise
        return _say("interrupted; nothing half-written", INTERRUPTED)
    except Exception as error:
        if _wants_traceback():
            raise
        return _explain(error)
    return code


def _invoke(arguments: list[str]) -> int:
    import click

    from cosmodrome.app.cli.commands import cosmodrome

    if "_COSMODROME_COMPLETE" in os.environ:
        cosmodrome.main(arguments, prog_name="cosmodrome")
    try:
        with cosmodrome.make_context("cosmodrome", arguments) as context:
            cosmodrome.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return DONE


def _explain(error: Exception) -> int:
    from cosmodrome.errors import CosmodromeError

    if isinstance(error, BrokenPipeError):
        return PIPE_CLOSED
    if isinstance(error, CosmodromeError):
        return _say("\n".join(f"error: {line}" for line in str(error).splitlines()), BAD_INPUT)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return _say(f"error: {place}{error.strerror or error}", BAD_INPUT)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return _say(
        f"error: a fault of cosmodrome, not of the input: {what}; "
        "COSMODROME_TRACEBACK=1 shows where",
        PROGRAM_FAULT,
    )


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - the one place below click that prints
    return code


def _wants_traceback() -> bool:
    return os.environ.get("COSMODROME_TRACEBACK", "0") not in ("", "0")


def _replace_what_the_terminal_cannot_print() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _forget_what_cannot_be_printed() -> None:
    # The interpreter would fail on it once more, and say so, when it closes stdout.
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
