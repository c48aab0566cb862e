"""Files of published data inside the package."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"


def text_rows(path: str) -> list[dict[str, str]]:
    """Rows of a comma-separated file as printed.

    Parameters
    ----------
    path : str
        Within the data folder: "ussa1976/to_86_km.csv".
    """
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(path: str, skip: tuple[str, ...] = ()) -> dict[str, NDArray[np.float64]]:
    """Columns of a comma-separated file of numbers, each in the unit its heading names.

    Parameters
    ----------
    path : str
        Within the data folder.
    skip : tuple of str
        Columns of text.
    """
    rows = text_rows(path)
    keys = [key for key in rows[0] if key not in skip]
    return {key: np.array([float(row[key]) for row in rows]) for key in keys}
