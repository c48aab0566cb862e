"""One run at a time in a folder of samples."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cosmodrome.errors import CosmodromeError, OutputError
from cosmodrome.study.whole_file import LEFT_BESIDE


class FolderBusyError(CosmodromeError):
    """Another run writes into the folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder while the block runs, and clear what dead runs left there.

    The system lets go of the lock when the process ends, however that comes about.

    Parameters
    ----------
    folder : pathlib.Path
        Made when it is not there.

    Raises
    ------
    FolderBusyError
        When a run that lives writes into it.
    OutputError
        When it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    try:
        _take(handle, folder)
        for left in folder.glob(LEFT_BESIDE):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    if os.name != "posix":
        # Two runs are not told apart there.
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(handle, 20).decode(errors="replace").strip()
        who = f"process {holder}" if holder.isdigit() else "another run"
        raise FolderBusyError(f"{folder}: {who} is writing there; wait for it") from error
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
