"""All numbers of the flown model from the calibration half: first stage, steering, second stage."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.falcon_9.calibrate import (
    FittedFlight,
    VehicleFit,
    fit_vehicle,
    fly_fitted,
)
from cosmodrome.study.falcon_9.errors import shown_cutoff_s
from cosmodrome.study.falcon_9.facts import (
    block_group,
    goes_straight_up,
)
from cosmodrome.study.falcon_9.first_stage import Climb, named_climb_rad
from cosmodrome.study.falcon_9.flown_launcher import flown_launcher, kept_name
from cosmodrome.study.falcon_9.flown_model import FlownModel
from cosmodrome.study.falcon_9.insertion import insertion_kind, insertion_of
from cosmodrome.study.falcon_9.second_stage import Rise, fly_second_stage
from cosmodrome.study.falcon_9.steering_law import (
    CLIMB,
    LIFT,
    climb_features,
    fit_law,
    lift_features,
)
from cosmodrome.study.falcon_9.webcast import Webcast
from cosmodrome.vehicle.stage import burnt_propellant_kg

Array = NDArray[np.float64]
Numbers = dict[str, tuple[float, float]]

# Second stages are compared in their first half, before most throttle: from ignition on [s].
_FULL_FROM_S, _FULL_TO_S = 20.0, 200.0
_UPPER_STEP = 0.02
# Before this no second stage is level [s].
_LEAST_CUTOFF_S = 480.0
# Nominal orbits entered, above circular speed [m/s]: perigee of 165 by some 500 km, 200 by 360 km,
# 180 by 625 km, and circular. Read off, to 10 m/s, from the speed shown at cut-off.
_OVER_CIRCULAR_M_S = {
    "transfer": 100.0,
    "station": 48.0,
    "parked": 126.0,
    "straight": 0.0,
    "straight_polar": 19.0,
}
_OVER_CIRCULAR_SIGMA_M_S = 40.0
_HEIGHTS_KM = {
    "transfer": 165.0,
    "station": 200.0,
    "parked": 180.0,
    "straight": 600.0,
    "straight_polar": 500.0,
}
_BEND_RAD = -0.35


def steering_numbers(flights: Sequence[FittedFlight]) -> Numbers:
    """Coefficients of the steering laws, and their sigmas.

    Parameters
    ----------
    flights : sequence of FittedFlight
        From `fit_vehicle`.
    """
    numbers: Numbers = {}
    named = [float(np.degrees(named_climb_rad(f.climb.path))) for f in flights]
    lifts = [float(np.degrees(f.turn.lift_rad)) for f in flights]
    facts = [f.webcast.facts for f in flights]
    for law, features, angles in (
        (CLIMB, [climb_features(f) for f in facts], named),
        (LIFT, [lift_features(f) for f in facts], lifts),
    ):
        found, covariance = fit_law(law, features, angles)
        for name, value, sigma in zip(law.names, found, np.sqrt(np.diag(covariance)), strict=True):
            numbers[name] = (float(value), float(sigma))
    return numbers


def kept_numbers(fit: VehicleFit) -> Numbers:
    """Propellant left at the cut-off of the first stage, residual included [kg].

    Parameters
    ----------
    fit : VehicleFit
        From `fit_vehicle`.
    """
    found: dict[str, list[float]] = {}
    for flight in fit.flights:
        facts = flight.webcast.facts
        first = flown_launcher(facts, fit.model, bucket_change=flight.bucket_change).stages[0]
        left = first.propellant_kg - burnt_propellant_kg(first, flight.climb.cutoff_s)
        found.setdefault(kept_name(facts), []).append(left)
    return {
        name: (median(left), float(np.std(left)) if len(left) > 1 else 4000.0)
        for name, left in sorted(found.items())
    }


def _refitted(flight: FittedFlight, model: FlownModel) -> Climb:
    turn = flight.turn
    return fly_fitted(flight.webcast, model, turn.kick_rad, turn.lift_rad, flight.bucket_change)


def _second(flight: FittedFlight, model: FlownModel) -> Rise:
    """Second stage of a fitted flight, its cut-off found."""
    facts = flight.webcast.facts
    free = replace(facts, events=replace(facts.events, seco1_s=None))
    return fly_second_stage(free, _refitted(flight, model), insertion_of(facts, model))


def _with(model: FlownModel, numbers: Numbers) -> FlownModel:
    value = {name: number[0] for name, number in numbers.items()}
    sigma = {name: number[1] for name, number in numbers.items()}
    return replace(model, value={**model.value, **value}, sigma={**model.sigma, **sigma})


def _gain_errors(flight: FittedFlight, model: FlownModel) -> float | None:
    """Speed gained early in the burn of the second stage, ours less shown, as a part of it [-]."""
    rise = _second(flight, model)
    webcast = flight.webcast
    lit = webcast.facts.events.ses1_s or flight.climb.cutoff_s + 11.0
    ends = np.array([lit + _FULL_FROM_S, lit + _FULL_TO_S])
    if min(np.abs(webcast.time_s - end).min() for end in ends) > 4.0:
        return None
    shown = np.diff(np.interp(ends, webcast.time_s, webcast.speed_m_s))[0]
    path = rise.path
    ours = np.diff(np.interp(ends + model["clock_s"], path.time_s, path.speed_m_s))[0]
    return float(ours - shown)


def upper_thrust_numbers(flights: Sequence[FittedFlight], model: FlownModel) -> Numbers:
    """Thrust of the second stage over the catalogue's, by group of blocks [-].

    Parameters
    ----------
    flights : sequence of FittedFlight
        From `fit_vehicle`.
    model : FlownModel
        With insertions.
    """
    # One engine of one published thrust up to block 4.
    found: dict[tuple[int, ...], list[float]] = {(1, 3): [], (5,): []}
    for flight in flights:
        group = block_group(flight.webcast.facts)
        name = f"upper_thrust_factor_{group}"
        more = replace(model, value={**model.value, name: 1.0 + _UPPER_STEP})
        here, there = _gain_errors(flight, model), _gain_errors(flight, more)
        if here is not None and there is not None:
            found[(5,) if group == 5 else (1, 3)].append(1.0 - here * _UPPER_STEP / (there - here))
    return {
        f"upper_thrust_factor_{group}": (median(f), float(np.std(f) / np.sqrt(len(f))))
        for groups, f in found.items()
        for group in groups
    }


def straight_after_s(flights: Sequence[FittedFlight]) -> tuple[float, float]:
    """From the cut-off of the first stage to that of a second one that goes straight up [s].

    Parameters
    ----------
    flights : sequence of FittedFlight
        From `fit_vehicle`.
    """
    found = []
    for flight in flights:
        webcast = flight.webcast
        cut = webcast.facts.events.seco1_s or shown_cutoff_s(webcast)
        if goes_straight_up(webcast.facts) and cut is not None:
            found.append(cut - flight.climb.cutoff_s)
    return (median(found), float(np.std(found))) if found else (450.0, 40.0)


def insertion_numbers(flights: Sequence[FittedFlight]) -> Numbers:
    """Heights at which the first burn of the second stage ends [km]; the rest is stated above.

    Parameters
    ----------
    flights : sequence of FittedFlight
        From `fit_vehicle`.
    """
    heights: dict[str, list[float]] = {kind: [] for kind in _HEIGHTS_KM}
    for flight in flights:
        webcast = flight.webcast
        # Flights are level long before; without the cut-off, the last value shown is that height.
        last = float(webcast.time_s[-1]) if webcast.time_s[-1] > _LEAST_CUTOFF_S else None
        cut = shown_cutoff_s(webcast) or last
        if cut is not None:
            height = float(np.interp(cut, webcast.time_s, webcast.height_m))
            heights[insertion_kind(webcast.facts)].append(1e-3 * height)
    numbers: Numbers = {
        "pitch_bend_rad": (_BEND_RAD, 0.2),
        "straight_after_s": straight_after_s(flights),
    }
    for kind, found in heights.items():
        height = median(found) if found else _HEIGHTS_KM[kind]
        numbers[f"insertion_{kind}_km"] = (height, 5.0 if len(found) > 1 else 50.0)
        numbers[f"over_circular_{kind}_m_s"] = (
            _OVER_CIRCULAR_M_S[kind],
            _OVER_CIRCULAR_SIGMA_M_S,
        )
    return numbers


def calibrated(flights: Sequence[Webcast]) -> FlownModel:
    """All numbers, from the calibration half or a part of it; some minutes.

    Parameters
    ----------
    flights : sequence of Webcast
        Flights that may tune a number.
    """
    return completed(fit_vehicle(flights))


def completed(fit: VehicleFit) -> FlownModel:
    """A vehicle fit with the numbers of steering and second stage.

    Parameters
    ----------
    fit : VehicleFit
        From `fit_vehicle`.
    """
    model = _with(fit.model, steering_numbers(fit.flights))
    model = _with(model, kept_numbers(fit))
    model = _with(model, insertion_numbers(fit.flights))
    return _with(model, upper_thrust_numbers(fit.flights, model))
