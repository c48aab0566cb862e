"""A study: what is flown, what varies, how it is drawn; and one shard of it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.ascent.guidance import desk
from cosmodrome.ascent.guidance.flights import Ending, GuidedFlights, fly_all, passed_limits
from cosmodrome.ascent.guidance.program import Program
from cosmodrome.study.dispersion.factor import Dispersions
from cosmodrome.study.dispersion.sampling import Sampling
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]

_STATE = ("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s")
_LIMITS = ("q", "q_alpha", "axial", "heat_flux")
_PEAKS = {
    "q_max_Pa": desk.Q_MAX,
    "q_alpha_max_Pa_rad": desk.QA_MAX,
    "axial_max_m_s2": desk.AXIAL_MAX,
    "heat_flux_max_W_m2": desk.FLUX_MAX,
}
_STAGE = ("ignition_s", "cutoff_s", "reason", "propellant_left_kg", "apparent_velocity_m_s")
_SAMPLED = ("height_m", "speed_m_s", "q_Pa", "axial_m_s2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything a sample is made from; sample k is the same wherever it is flown.

    Attributes
    ----------
    name : str
        Of the mission.
    launcher : Launcher
        Without its payload.
    program : Program
        What is flown.
    dispersions : Dispersions
        What varies.
    sampling : Sampling
        How it is drawn.
    seed : int
    sample_count : int
        States kept of every flight at even times [-].
    """

    name: str
    launcher: Launcher
    program: Program
    dispersions: Dispersions
    sampling: Sampling
    seed: int
    sample_count: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise ValueError("seed must lie between 0 and 2^63")


def study_hash(study: Study) -> str:
    """Hash of all numbers a study is made from, code aside.

    Parameters
    ----------
    study : Study
        As it is to be flown.
    """
    digest = hashlib.sha256()
    digest.update(repr((study.name, study.seed, study.sample_count)).encode())
    digest.update(repr(study.sampling if _has_fields(study.sampling) else "").encode())
    digest.update(type(study.sampling).__name__.encode())
    _digest(digest, study.program)
    _digest(digest, study.dispersions.mean)
    for factor in study.dispersions.factors:
        digest.update(repr((factor.name, factor.distribution, dict(factor.moves))).encode())
    digest.update(json.dumps(sorted(map(repr, study.dispersions.correlations.items()))).encode())
    return digest.hexdigest()[:16]


def _has_fields(sampling: Sampling) -> bool:
    return hasattr(type(sampling), "__dataclass_fields__")


def _digest(digest: Any, value: Any) -> None:
    if isinstance(value, tuple):
        for part in value:
            _digest(digest, part)
    elif isinstance(value, np.ndarray):
        digest.update(np.ascontiguousarray(value).tobytes())
    else:
        digest.update(repr(value).encode())


def fly_samples(study: Study, first: int, count: int) -> GuidedFlights:
    """Fly samples ``first .. first + count - 1``.

    Parameters
    ----------
    study : Study
        As it is to be flown.
    first, count : int
        Which samples [-].
    """
    index = np.arange(first, first + count)
    vectors = study.dispersions.vectors(index, study.sampling, study.seed)
    return fly_all(study.program, study.launcher, vectors, study.sample_count)


def table_of(study: Study, flights: GuidedFlights, first: int) -> pl.DataFrame:
    """Samples as a table, one row a flight; failures stand in it with their reason.

    Parameters
    ----------
    study : Study
        As flown.
    flights : GuidedFlights
        Of its samples.
    first : int
        Number of the first of them.
    """
    kept = flights.kept
    names = {ending.value: ending.name.lower().replace("_", " ") for ending in Ending}
    columns: dict[str, Any] = {
        "sample": np.arange(first, first + len(kept)),
        "ending": [names[value] for value in flights.ending.tolist()],
        "time_s": flights.time_s,
        "mass_kg": flights.mass_kg,
        "explicit_from_s": kept[:, desk.EXPLICIT_AT],
        "faulty_cycles": kept[:, desk.FAULTY_CYCLES],
    }
    for i, name in enumerate(_STATE):
        columns[name] = flights.state[:, i]
        columns[f"believed_{name}"] = flights.believed[:, i]
    for name, place in _PEAKS.items():
        columns[name] = kept[:, place]
        columns[name.rsplit("_max", 1)[0] + "_max_at_s"] = kept[:, place + 1]
    passed = passed_limits(flights, study.program)
    for i, name in enumerate(_LIMITS):
        columns[f"{name}_limit_passed"] = passed[:, i]
    for stage in flights.stages:
        for name, values in zip(_STAGE, flights.of_stage(stage).T, strict=True):
            columns[f"{stage} {name}"] = values
    for body, drop in zip(flights.bodies, np.moveaxis(flights.drops, 1, 0), strict=True):
        for name, values in zip(("drop_s", *_STATE, "mass_kg"), drop.T, strict=True):
            columns[f"{body} {name}"] = values
    for i, name in enumerate(_SAMPLED):
        if study.sample_count:
            columns[f"history {name}"] = pl.Series(
                np.ascontiguousarray(flights.samples[:, :, i]),
                dtype=pl.Array(pl.Float64, study.sample_count),
            )
    return pl.DataFrame(columns)
