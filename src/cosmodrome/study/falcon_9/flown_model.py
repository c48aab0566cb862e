"""The numbers read from the calibration half of the webcasts, and where they are kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_KEPT = Path(__file__).parent / "flown_model.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownModel:
    """Numbers of the vehicle and of its steering, read from flights.

    Attributes
    ----------
    value : mapping of str to float
        By name, in the unit of the name's ending; factors multiply the catalogue's figure.
    sigma : mapping of str to float
        Standard deviation of each, in the unit of its name.
    covariance : array, shape (n, n)
        Of the first n of `value`, those of the vehicle, in the unit of one times that of the other.
    """

    value: Mapping[str, float]
    sigma: Mapping[str, float]
    covariance: Array

    def __getitem__(self, name: str) -> float:
        """Value of a number, in the unit of its name."""
        return self.value[name]


@cache
def flown_model() -> FlownModel:
    """Model kept with the package, as `calibrate.calibrated` finds it."""
    kept = json.loads(_KEPT.read_text())
    return FlownModel(
        value={name: number["value"] for name, number in kept["numbers"].items()},
        sigma={name: number["sigma"] for name, number in kept["numbers"].items()},
        covariance=np.array(kept["covariance"]),
    )


def kept_text(model: FlownModel) -> str:
    """Model as the text of its file.

    Parameters
    ----------
    model : FlownModel
        As calibrated.
    """
    numbers = {
        name: {"value": round(value, 5), "sigma": round(model.sigma[name], 5)}
        for name, value in model.value.items()
    }
    covariance = [[float(f"{c:.3e}") for c in row] for row in model.covariance]
    return json.dumps({"numbers": numbers, "covariance": covariance}, indent=1) + "\n"
