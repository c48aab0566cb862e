"""Webcasts of Falcon 9 as shipped: what was announced of a flight, and its speed and height."""

import csv
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.falcon_9.facts import FlightEvents, FlightFacts, Landing, Orbit

Array = NDArray[np.float64]

_FOLDER = Path(__file__).parents[1] / "validation" / "data" / "falcon9_webcast"
# Before this the vehicle hardly moves and the step of the speed shows [s].
_FIRST_S = 4.0


class Half(Enum):
    """Whether a flight may tune a number."""

    CALIBRATION = "calibration"
    PREDICTED = "predicted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webcast:
    """One flight as shown.

    Attributes
    ----------
    name : str
        As in the source.
    half : Half
    facts : FlightFacts
        What is known without its speed and height.
    time_s, speed_m_s, height_m : array, shape (n,)
        After lift-off [s], over the ground [m/s], [m]; rows that repeat a speed are left out.
    """

    name: str
    half: Half
    facts: FlightFacts
    time_s: Array
    speed_m_s: Array
    height_m: Array


def _number(text: str) -> float | None:
    return float(text) if text else None


def read_webcast(row: dict[str, str], folder: Path) -> Webcast:
    """Webcast of a row of an index and its table.

    Parameters
    ----------
    row : dict of str to str
        Columns of INDEX.csv.
    folder : Path
        Where ``<mission>.csv`` lies.

    Returns
    -------
    Webcast
    """
    table = np.genfromtxt(folder / f"{row['mission']}.csv", delimiter=",", skip_header=1)
    time, speed, height = table.T
    # The picture hides the figures now and then, and the last one is held.
    held = np.concatenate(([False], np.abs(np.diff(speed)) < 1e-9))
    kept = ~held & (time >= _FIRST_S)
    events = FlightEvents(
        throttle_down_start_s=_number(row["throttle_down_start_s"]),
        throttle_down_end_s=_number(row["throttle_down_end_s"]),
        meco_s=_number(row["meco_s"]),
        ses1_s=_number(row["ses1_s"]),
        seco1_s=_number(row["seco1_s"]),
    )
    facts = FlightFacts(
        block=int(row["block"]),
        payload_kg=_number(row["payload_kg"]),
        orbit=Orbit(row["orbit"]),
        landing=Landing(row["landing"]),
        events=events,
    )
    return Webcast(
        name=row["mission"],
        half=Half(row["half"]),
        facts=facts,
        time_s=time[kept],
        speed_m_s=speed[kept],
        height_m=1e3 * height[kept],
    )


@cache
def webcasts() -> tuple[Webcast, ...]:
    """All flights shipped, by group of blocks and date."""
    with (_FOLDER / "INDEX.csv").open() as index:
        return tuple(read_webcast(row, _FOLDER) for row in csv.DictReader(index))


def until(webcast: Webcast, end_s: float) -> tuple[Array, Array, Array]:
    """Time [s], speed [m/s] and height [m] before an event.

    Parameters
    ----------
    webcast : Webcast
        One flight.
    end_s : float
        After lift-off [s].

    Returns
    -------
    tuple of array
        Half a second short of it, the clock of the picture being no better [s], [m/s], [m].
    """
    before = webcast.time_s <= end_s - 0.5
    return webcast.time_s[before], webcast.speed_m_s[before], webcast.height_m[before]
