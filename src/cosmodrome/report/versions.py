"""What a result was made with: versions and platform."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("casadi", "numba", "numpy", "brahe", "polars")


def package_version() -> str:
    """Version of cosmodrome; "unknown" when it runs from sources that are not installed."""
    return _version("cosmodrome")


def versions() -> dict[str, str]:
    """Versions of what computes: package, Python, libraries."""
    return {
        "cosmodrome": package_version(),
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def machine() -> dict[str, str]:
    """Operating system and processor family."""
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "byte_order": sys.byteorder,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
