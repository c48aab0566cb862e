"""Files that are whole or not there, whatever ends the process or the machine."""

import os
from pathlib import Path


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
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
