"""A folder of results that is there whole or not at all.

The files are written into a hidden folder beside, which takes its name at the end:

    runs/.vostochny-2016-1a2b3c4d.5f6a7b8c     while it is written
    runs/vostochny-2016-1a2b3c4d               afterwards
"""

import errno
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from cosmodrome.errors import OutputError

# What a file holds, or a function that writes it to the path it is given.
Content = bytes | str | Callable[[Path], object]


def write_run_folder(parent: Path, name: str, files: Mapping[str, Content]) -> Path:
    """Write a run folder; one of the same name is replaced when the new one is complete.

    Parameters
    ----------
    parent : Path
        Folder of all runs; made if absent.
    name : str
        Name of the run folder.
    files : mapping of str to bytes, str or callable
        Content of each file by its path within the folder, with "/" between folders.

    Returns
    -------
    Path
        The run folder.

    Raises
    ------
    OutputError
        When the folder cannot be written. Then, as after an interrupt, nothing of the new
        folder is left and an earlier one stands as it was.
    """
    with _one_line_for_os_errors(parent), _parents(parent), _hidden_folder(parent, name) as hidden:
        for path, content in files.items():
            _write(hidden / _inside(path), content)
        _take_name(hidden, parent / name)
    return parent / name


def require_writable(parent: Path) -> None:
    """Try to write into the folder of all runs before the work begins; leave nothing behind.

    Parameters
    ----------
    parent : Path
        Folder of all runs; may be absent.

    Raises
    ------
    OutputError
        When no folder can be made there.
    """
    with _one_line_for_os_errors(parent):
        missing = _missing_parents(parent)
        try:
            parent.mkdir(parents=True, exist_ok=True)
            with _hidden_folder(parent, "try"):
                pass
        finally:
            _remove_empty(missing)


@contextmanager
def _one_line_for_os_errors(parent: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise OutputError(f"cannot write the run folder in {parent}: it is a file") from error
    except OSError as error:
        cause = error.strerror or str(error)
        raise OutputError(f"cannot write the run folder in {parent}: {cause}") from error


@contextmanager
def _parents(parent: Path) -> Iterator[None]:
    missing = _missing_parents(parent)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        _remove_empty(missing)
        raise


@contextmanager
def _hidden_folder(parent: Path, name: str) -> Iterator[Path]:
    hidden = parent / f".{name}.{secrets.token_hex(4)}"
    try:
        hidden.mkdir()
        yield hidden
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _missing_parents(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _inside(path: str) -> PurePosixPath:
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts or not inside.parts:
        raise ValueError(f"{path!r} does not lie within the run folder")
    return inside


def _write(path: Path, content: Content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, str):
        path.write_bytes(content.encode())
    else:
        content(path)


def _take_name(hidden: Path, final: Path) -> None:
    """Give the complete folder its name, out of the way of an earlier one of that name."""
    earlier = final.with_name(f"{hidden.name}.earlier")
    try:
        while True:
            try:
                hidden.rename(final)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
            else:
                break
            shutil.rmtree(earlier, ignore_errors=True)
            # Another run may have moved it at the same moment: then the name is free.
            with suppress(FileNotFoundError):
                final.rename(earlier)
    except BaseException:
        if earlier.exists() and not final.exists():
            earlier.rename(final)
        raise
    finally:
        if final.exists():
            shutil.rmtree(earlier, ignore_errors=True)
