"""Columns of the table of samples, each group in a function of its own."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.ascent.guidance import desk
from cosmodrome.ascent.guidance.falls import IMPACT_NUMBERS, Falls, fly_falls
from cosmodrome.ascent.guidance.flights import Ending, GuidedFlights, passed_limits
from cosmodrome.ascent.guidance.parameters import (
    RESIDUAL,
    STAGE_SIZE,
    UPPER_RESIDUAL,
    ParameterLayout,
)
from cosmodrome.ascent.guidance.program import KEPT, Program
from cosmodrome.ascent.guidance.upper import burning as desk_down
from cosmodrome.ascent.guidance.upper import program as upper_program
from cosmodrome.ascent.guidance.upper.flights import UpperEnding, UpperFlights
from cosmodrome.ascent.guidance.upper.program import UpperProgram

Array = NDArray[np.float64]

STATE = ("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s")
_LIMITS = ("q", "q_alpha", "axial", "heat_flux")
_PEAKS = {
    "q_max_Pa": desk.Q_MAX,
    "q_alpha_max_Pa_rad": desk.QA_MAX,
    "axial_max_m_s2": desk.AXIAL_MAX,
    "heat_flux_max_W_m2": desk.FLUX_MAX,
}
_STAGE = ("ignition_s", "cutoff_s", "reason", "propellant_left_kg", "apparent_velocity_m_s")
_SAMPLED = ("height_m", "speed_m_s", "q_Pa", "axial_m_s2")


def ascent_columns(program: Program, flights: GuidedFlights) -> dict[str, Any]:
    """From the pad to the cut-off of the launcher's last stage.

    Parameters
    ----------
    program : Program
        What was flown.
    flights : GuidedFlights
        Of the samples.
    """
    return {
        **_endings(program, flights),
        **_stages(flights),
        **_drops(flights),
        **_histories(flights),
    }


def fall_columns(
    program: Program, falls: Falls | None, vectors: Array, flights: GuidedFlights
) -> dict[str, Any]:
    """Where every dropped body came down; not a number for what stays in orbit or never left.

    Parameters
    ----------
    program : Program
        What was flown.
    falls : Falls or None
        What falls; None flies no falls.
    vectors : array, shape (n, size)
        Of the samples [-].
    flights : GuidedFlights
        Of the samples.
    """
    if falls is None:
        return {}
    impacts = fly_falls(program, falls, vectors, flights)
    return {
        f"{body} {name}": np.ascontiguousarray(impacts[:, i, j])
        for i, body in enumerate(flights.bodies)
        for j, name in enumerate(IMPACT_NUMBERS)
    }


def _endings(program: Program, flights: GuidedFlights) -> dict[str, Any]:
    kept = flights.kept
    names = {ending.value: ending.name.lower().replace("_", " ") for ending in Ending}
    columns: dict[str, Any] = {
        "ending": [names[value] for value in flights.ending.tolist()],
        "time_s": flights.time_s,
        "mass_kg": flights.mass_kg,
        "explicit_from_s": kept[:, desk.EXPLICIT_AT],
        "faulty_cycles": kept[:, desk.FAULTY_CYCLES],
    }
    for i, name in enumerate(STATE):
        columns[name] = flights.state[:, i]
        columns[f"believed_{name}"] = flights.believed[:, i]
    for name, place in _PEAKS.items():
        columns[name] = kept[:, place]
        columns[name.rsplit("_max", 1)[0] + "_max_at_s"] = kept[:, place + 1]
    passed = passed_limits(flights, program)
    for i, name in enumerate(_LIMITS):
        columns[f"{name}_limit_passed"] = passed[:, i]
    return columns


def _stages(flights: GuidedFlights) -> dict[str, Any]:
    return {
        f"{stage} {name}": values
        for stage in flights.stages
        for name, values in zip(_STAGE, flights.of_stage(stage).T, strict=True)
    }


def _drops(flights: GuidedFlights) -> dict[str, Any]:
    return {
        f"{body} {name}": values
        for body, drop in zip(flights.bodies, np.moveaxis(flights.drops, 1, 0), strict=True)
        for name, values in zip(("drop_s", *STATE, "mass_kg"), drop.T, strict=True)
    }


def _histories(flights: GuidedFlights) -> dict[str, Any]:
    count = flights.samples.shape[1]
    if not count:
        return {}
    # For pictures: single precision halves the files, most of which are histories.
    return {
        f"history {name}": pl.Series(
            flights.samples[:, :, i].astype(np.float32), dtype=pl.Array(pl.Float32, count)
        )
        for i, name in enumerate(_SAMPLED)
    }


def usable_columns(program: Program, flights: GuidedFlights, vectors: Array) -> dict[str, Any]:
    """Propellant the last stage could still burn at its cut-off: what is left less what stays.

    Parameters
    ----------
    program : Program
        What was flown.
    flights : GuidedFlights
        Of the samples.
    vectors : array, shape (n, size)
        Of the flights [-].
    """
    last = len(flights.stages) - 1
    stays = program.stages[last, KEPT] + vectors[:, STAGE_SIZE * last + RESIDUAL]
    stage = flights.stages[last]
    return {f"{stage} usable_left_kg": flights.of_stage(stage)[:, 3] - stays}


def upper_columns(
    program: UpperProgram, layout: ParameterLayout, vectors: Array, flights: UpperFlights
) -> dict[str, Any]:
    """From the cut-off of the launcher's last stage to the last release or the fall of the stage.

    Propellant of the upper stage is what is left at the end of what is flown.

    Parameters
    ----------
    program : UpperProgram
        What was flown.
    layout : ParameterLayout
        Of the vectors.
    vectors : array, shape (n, size)
        Of the samples [-].
    flights : UpperFlights
        Of the samples.
    """
    names = {ending.value: ending.name.lower().replace("_", " ") for ending in UpperEnding}
    columns: dict[str, Any] = {"upper ending": [names[value] for value in flights.ending.tolist()]}
    if layout.upper:
        kept = program.stage[upper_program.KEPT] + vectors[:, layout.upper_stage + UPPER_RESIDUAL]
        left = flights.propellant_left_kg
        if flights.down.shape[1]:
            left = np.where(np.isfinite(flights.down[:, 3]), flights.down[:, 3], left)
        columns["upper propellant_left_kg"] = left
        columns["upper usable_left_kg"] = left - kept
    for k in range(flights.burns):
        for name, values in zip(("start_s", "end_s"), flights.burn(k).T, strict=True):
            columns[f"{layout.upper[0]} burn {k + 1} {name}"] = values
    for craft in flights.spacecraft:
        for name, values in zip(("release_s", *STATE), flights.release(craft).T, strict=True):
            columns[f"{craft} {name}"] = values
    if flights.down.shape[1]:
        columns |= _down(layout.upper[0], flights.down)
    return columns


def _down(upper: str, down: Array) -> dict[str, Any]:
    """The burn that brings the upper stage down, and where it falls."""
    endings = {desk_down.BURNT: "burnt", desk_down.RAN_DRY: "dry", desk_down.FELL: "fell"}
    places = {"start_s": 0, "end_s": 1}
    # It falls like a body that is dropped where its burn ends.
    dropped = ("drop_s", *STATE, "mass_kg")
    return {
        f"{upper} deorbit ending": [
            "not flown" if np.isnan(why) else endings.get(why, "lost")
            for why in down[:, 2].tolist()
        ],
        **{f"{upper} deorbit {name}": down[:, k] for name, k in places.items()},
        **{f"{upper} {n}": down[:, k] for n, k in zip(dropped, (1, *range(4, 11)), strict=True)},
        **{f"{upper} {n}": down[:, 11 + k] for k, n in enumerate(IMPACT_NUMBERS)},
    }
