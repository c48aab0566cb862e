"""Where numba keeps compiled code: a folder named by a hash of the package's sources.

numba does not see an edit to a function that was inlined into the one it cached, so every
state of the sources gets its own folder; the oldest are removed.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

_KEPT = 4


def cache_folder() -> Path:
    """Folder for the code compiled from the sources as they are now."""
    return _root() / f"numba-{source_hash()}"


def source_hash() -> str:
    """Short hash of every Python file of the package."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def use_cache_folder() -> None:
    """Point numba at the folder; ``NUMBA_CACHE_DIR`` says where it is made."""
    import numba

    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        _prune(folder.parent)
    except OSError:
        # No home to write to: compile into a folder of this process's user in the temp space.
        folder = Path(tempfile.gettempdir()) / f"cosmodrome-{os.getuid()}" / folder.name
    numba.config.CACHE_DIR = str(folder)


def _root() -> Path:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    return Path(chosen) if chosen else user_cache()


def user_cache() -> Path:
    """Folder of this package in the user's cache; it may not exist."""
    given = os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "cosmodrome"


def _prune(root: Path) -> None:
    folders = sorted(root.glob("numba-*"), key=lambda p: p.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
