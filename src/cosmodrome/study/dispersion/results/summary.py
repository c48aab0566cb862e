"""What came of a study, as plain values; every part from its own module.

Keys, stable from version to version:

    mission, samples, seed, sampling, factors, confidence, quantile_levels
    reached         flights that reached orbit: count, of, probability, interval
    endings         how often each ending came
    after_injection how flights ended that go on to the satellites, null without: `delivered` with
                    its interval, endings, and the propellant the upper stage has left
    limits_passed   of each load: count, of, probability, interval, and the limit in SI
    box             flights with every orbit within the customer's box, null without one; `of` each
                    satellite (of the cut-off without them) the share `all` and that of each side
    orbits          of each hand-over: what `covariance.json` holds without matrices
    reserve         propellant left at 99.7 %, performance reserve, payload at that probability
    quantities      of each quantity: unit, count, mean, sigma, their intervals, skewness,
                    excess_kurtosis, quantiles, histogram, nominal
    events          the same of the time of each event
    ranking         quantity to shares of the variance by group of factors
    failures        how many, the first with reason, and how all are found
    until           what was waited for, null if nothing was
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.confidence import CONFIDENCE
from cosmodrome.study.dispersion.results.deliveries import deliveries_of, without_matrices
from cosmodrome.study.dispersion.results.events import events_mapping
from cosmodrome.study.dispersion.results.failures import (
    REACHED,
    endings_mapping,
    failures_mapping,
    share_mapping,
)
from cosmodrome.study.dispersion.results.payload import payload_mapping
from cosmodrome.study.dispersion.results.quantities import quantities, values_of
from cosmodrome.study.dispersion.results.ranking import regression_mapping
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.reserve import reserve_of
from cosmodrome.study.dispersion.results.spread import QUANTILES, spread_of, told_spread
from cosmodrome.study.dispersion.results.table import column_names, read_columns, read_words
from cosmodrome.study.dispersion.shards import Shards

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def results_of(shards: Shards, reference: Reference) -> tuple[dict[str, Any], dict[str, Any]]:
    """Summary of all samples, and the covariances handed over.

    Memory holds a few columns at a time, 8 bytes a sample each.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    reference : Reference
        What flights are held against.

    Returns
    -------
    summary, covariances : dict
        See this module, and `covariance_mapping`.
    """
    names = column_names(shards)
    words, which = read_words(shards, "ending")
    reached: Flags = np.array([word == REACHED for word in words])[which]
    study = shards.study
    delivered = deliveries_of(shards, reached, reference)
    summary = {
        "mission": study.name,
        "plan": reference.plan,
        "samples": shards.count,
        "seed": study.seed,
        "sampling": type(study.sampling).__name__,
        "factors": len(study.dispersions.factors),
        "confidence": CONFIDENCE,
        "quantile_levels": QUANTILES,
        "reached": share_mapping(int(reached.sum()), reached.size),
        "endings": endings_mapping(words, which),
        "after_injection": _after_injection(shards, names),
        "limits_passed": _limits(shards, names, reference),
        "box": delivered.box,
        "orbits": {name: without_matrices(each) for name, each in delivered.covariances.items()},
        "reserve": _reserve(shards, reached, reference),
        "quantities": {**delivered.spreads, **_quantities(shards, reached, reference)},
        "events": events_mapping(shards, names, reference),
        "ranking": regression_mapping(shards, reference),
        "failures": failures_mapping(words, which, read_columns(shards, ["time_s"])["time_s"]),
        "until": None,
    }
    return summary, delivered.covariances


def _after_injection(shards: Shards, names: list[str]) -> dict[str, Any] | None:
    if "upper ending" not in names:
        return None
    words, which = read_words(shards, "upper ending")
    endings = endings_mapping(words, which)
    column = "upper usable_left_kg"
    left = read_columns(shards, [column])[column] if column in names else np.empty(0)
    return {
        "delivered": share_mapping(endings.get("delivered", 0), shards.count),
        "endings": endings,
        "left": spread_of(left, "kg"),
    }


def _limits(shards: Shards, names: list[str], reference: Reference) -> dict[str, Any]:
    end = "_limit_passed"
    found = {}
    for column in (name for name in names if name.endswith(end)):
        load = column.removesuffix(end)
        if load in reference.limits:
            count = int(read_columns(shards, [column])[column].sum())
            share = share_mapping(count, shards.count)
            found[load] = {**share, "limit": reference.limits[load]}
    return found


def _quantities(shards: Shards, reached: Flags, reference: Reference) -> dict[str, Any]:
    """Spread of what is a column by itself; those of orbits come with the orbits."""
    found: dict[str, Any] = {}
    for name, quantity in quantities(reference).items():
        if quantity.handed is not None:
            continue
        columns = read_columns(shards, quantity.needs)
        ((_, values),) = values_of({name: quantity}, columns, reached, reference)
        nominal = reference.nominal[quantity.needs[0]] * quantity.factor
        found |= told_spread(name, quantity.label, quantity.unit, values, nominal)
    return found


def _reserve(shards: Shards, reached: Flags, reference: Reference) -> dict[str, Any]:
    column = f"{reference.last} usable_left_kg"
    left = np.where(reached, read_columns(shards, [column])[column], -np.inf)
    found = reserve_of(left, reference.nominal[column])
    kept = found["performance_reserve_kg"]
    if kept is None:
        return {**found, "payload": None}
    return {**found, "payload": payload_mapping(shards.study, reference, left, kept)}
