"""Files that are whole or not there, whatever ends the process or the machine."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What kills have left beside files of a folder.
LEFT_BESIDE = ".*.part*"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Path beside, which takes the name when the block has written it; else what was there stays.

    Parameters
    ----------
    path : pathlib.Path
        Replaced when it is there.

    Yields
    ------
    pathlib.Path
        Hidden, in the same folder, of the same suffix.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    beside = path.with_name(f".{path.stem}.part-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield beside
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, onto the disk, and rename.

    Parameters
    ----------
    path : pathlib.Path
        Replaced when it is there.
    content : bytes
        Of the file.

    Raises
    ------
    OSError
        When it cannot be written; what was there stays.
    """
    with whole_file(path) as beside:
        beside.write_bytes(content)
