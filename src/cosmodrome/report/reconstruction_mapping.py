"""A reconstruction as a mapping for reconstruction.json and the console."""

from math import degrees
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.report.as_json import plain
from cosmodrome.report.versions import versions
from cosmodrome.study.reconstruction.along import history, predicted
from cosmodrome.study.reconstruction.model import Flyer, launcher_of, programme_of, trims_of
from cosmodrome.study.reconstruction.parameters import below_last
from cosmodrome.study.reconstruction.reconstruct import Reconstruction
from cosmodrome.study.reconstruction.request import ReconstructionCase
from cosmodrome.vehicle.stage import burnt_propellant_kg

Array = NDArray[np.float64]

# Beyond these a fit does not tell the flight: misfit over the largest reading, readings beyond
# their noise, numbers from what was known, pitch.
_BAD_SPEED, _BAD_HEIGHT, _BAD_PART, _BAD_SIGMA = 0.01, 0.02, 0.2, 5.0
_BAD_PITCH_DEG = (-95.0, 100.0)
# A value this many of its prior's sigma away is told: file and flight do not agree.
FAR_SIGMA = 3.0
_FAR_TRIM = 0.05
_ROWS_S = 1.0


def reconstruction_mapping(
    name: str, case: ReconstructionCase, found: Reconstruction, catalogue_hash: str
) -> dict[str, Any]:
    """Everything found, in plain values.

    Parameters
    ----------
    name : str
        Of the flight.
    case : ReconstructionCase
        What was asked.
    found : Reconstruction
        What was found.
    catalogue_hash : str
        Of the catalogue it was looked up in.
    """
    sigma = np.sqrt(np.diag(found.fit.covariance))
    spread = np.where(sigma > 0.0, sigma, 1.0)
    residuals, programme = _residuals(found), _programme(found, sigma)
    mapping = {
        "name": name,
        "launcher": case.launcher.title,
        "pad": case.pad.title,
        "files": list(case.telemetry.files),
        "azimuth_deg": degrees(case.azimuth_rad) % 360.0,
        "notes": [*found.notes, *_pulled(found)],
        "events": [_event(e) for e in found.events.values()],
        "parameters": [
            {
                "name": p.name,
                "unit": p.unit,
                "prior": p.prior,
                "prior_sigma": p.sigma,
                "value": value,
                "sigma": s,
                "pull": (value - p.prior) / p.sigma,
                "learnt": 1.0 - s / p.sigma,
            }
            for p, value, s in zip(
                found.model.parameters, found.fit.values.tolist(), sigma.tolist(), strict=False
            )
        ],
        "programme": programme,
        "correlation": found.fit.covariance / np.outer(spread, spread),
        "covariance": found.fit.covariance,
        "residuals": residuals,
        "left_in_first_stage_kg": _left_kg(found),
        "fit": {
            "converged": found.fit.converged,
            "rounds": found.fit.rounds,
            "flights": found.fit.flights,
            "bad": _bad(found, residuals, programme),
        },
        "history": _history(found),
        "versions": versions(),
        "catalogue_hash": catalogue_hash,
    }
    read: Any = plain(mapping)
    return {str(key): value for key, value in read.items()}


def _event(event: Any) -> dict[str, object]:
    how = "found in the speed" if event.found else "given"
    return {"name": event.name, "t_s": event.t_s, "sigma_s": event.sigma_s, "how": how}


def _pulled(found: Reconstruction) -> list[str]:
    """A sentence for each number that file and flight do not agree on."""
    notes = []
    spread = float(np.max(found.trim_sigma))
    if spread > _FAR_TRIM:
        notes.append(
            f"thrust strays {100.0 * spread:.0f} % from the schedule of the launcher file: this "
            "flight throttled otherwise"
        )
    for p, value in zip(found.model.parameters, found.fit.values.tolist(), strict=False):
        pull = (value - p.prior) / p.sigma
        if abs(pull) > FAR_SIGMA:
            notes.append(
                f"{p.name}: {pull:+.1f} sigma from what was known beforehand; the flight does "
                "not fit the launcher file there, or something not fitted shows up in it"
            )
    return notes


def _bad(found: Reconstruction, residuals: dict[str, Any], programme: dict[str, Any]) -> list[str]:
    """Why the fit does not tell the flight; empty when it may."""
    reasons = []
    for key, most in (("speed", _BAD_SPEED), ("height", _BAD_HEIGHT)):
        part = residuals[key]
        if part["count"] and (part["rms_of_largest"] or 0.0) > most:
            reasons.append(f"{key} is off by more than {100.0 * most:.0f} % of the largest")
        if part["beyond_noise"] > _BAD_PART * max(part["count"], 1):
            reasons.append(f"{part['beyond_noise']} of {part['count']} readings of {key} miss")
    for p, value in zip(found.model.parameters, found.fit.values.tolist(), strict=False):
        if abs(value - p.prior) > _BAD_SIGMA * p.sigma:
            reasons.append(f"{p.name} is {(value - p.prior) / p.sigma:+.0f} sigma off")
    low, high = min(programme["pitch_deg"]), max(programme["pitch_deg"])
    if low < _BAD_PITCH_DEG[0] or high > _BAD_PITCH_DEG[1]:
        reasons.append(f"pitch runs from {high:.0f} to {low:.0f} deg")
    return reasons


def _programme(found: Reconstruction, sigma: Array) -> dict[str, Any]:
    programme = programme_of(found.model, found.fit.values)
    begin, count = len(found.model.parameters), len(found.model.knots_s)
    return {
        "time_s": programme.time_s,
        "pitch_deg": [degrees(p) for p in programme.pitch_rad],
        "sigma_deg": [degrees(s) for s in sigma[begin : begin + count]],
        "thrust_added": trims_of(found.model, found.fit.values),
        "thrust_added_sigma": sigma[begin + count :],
        "thrust_added_spread": found.trim_sigma,
    }


def _residuals(found: Reconstruction) -> dict[str, Any]:
    flown = Flyer(found.model).fly(found.fit.values)
    v, h = predicted(found.model, found.fit.values, flown, found.speed, found.height)
    rows: dict[str, Any] = {}
    for key, data, value, unit in (
        ("speed", found.speed, v, "m_s"),
        ("height", found.height, h, "m"),
    ):
        off = value - data.value
        good = np.abs(off) <= 2.5 * data.sigma
        largest = float(np.max(np.abs(data.value))) if data.value.size else float("nan")
        rms = float(np.sqrt(np.mean(off**2))) if off.size else float("nan")
        rows[key] = {
            "count": data.time_s.size,
            f"rms_{unit}": rms,
            "rms_of_largest": rms / largest if largest else None,
            "beyond_noise": int((~good).sum()),
            "time_s": data.time_s,
            f"read_{unit}": data.value,
            f"off_{unit}": off,
            f"sigma_{unit}": data.sigma,
        }
    return rows


def _left_kg(found: Reconstruction) -> float | None:
    """Propellant in the first stage at its cut-off [kg]."""
    below = below_last(found.model.launcher)
    if below is None:
        return None
    stages = launcher_of(found.model, found.fit.values).stages
    now = next(s for s in stages if s.name == below.name)
    if now.cutoff.time_s is None:
        return None
    return now.propellant_kg - burnt_propellant_kg(now, now.cutoff.time_s) / now.count


def _history(found: Reconstruction) -> dict[str, object]:
    flown = Flyer(found.model).fly(found.fit.values)
    time_s = np.arange(0.0, float(flown.time_s[-1]), _ROWS_S)
    speed, height = history(found.model, flown, time_s)
    return {"time_s": time_s, "speed_m_s": speed, "height_m": height}
