"""Everything told of the orbits handed over, each worked out once: covariance, elements, box."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.mission.accuracy import Box
from cosmodrome.study.dispersion.results.box import centre_of, inside, sides
from cosmodrome.study.dispersion.results.failures import share_mapping
from cosmodrome.study.dispersion.results.handed_over import (
    HandOver,
    Orbits,
    covariance_mapping,
    hand_overs,
    orbits_of,
)
from cosmodrome.study.dispersion.results.quantities import quantities
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.spread import told_spread
from cosmodrome.study.dispersion.results.table import read_columns
from cosmodrome.study.dispersion.shards import Shards

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MATRICES = ("covariance", "correlation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """What is told of the orbits handed over.

    Attributes
    ----------
    covariances : dict
        By hand-over, from `covariance_mapping`.
    spreads : dict
        Quantities of the orbits to their spread.
    box : dict or None
        Share of flights with every orbit in the customer's box, and of each.
    """

    covariances: dict[str, Any]
    spreads: dict[str, Any]
    box: dict[str, Any] | None


def deliveries_of(shards: Shards, reached: Flags, reference: Reference) -> Deliveries:
    """What is told of the orbits handed over; one of them is in memory at a time.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    reached : array of bool, shape (n,)
        Which flights reached orbit.
    reference : Reference
        What flights are held against.
    """
    covariances: dict[str, Any] = {}
    spreads: dict[str, Any] = {}
    boxes: dict[str, Any] = {}
    within: Flags = np.ones(shards.count, dtype=np.bool_)
    handed_over = hand_overs(reference)
    # The box is about the satellites where they are flown.
    boxed = handed_over[1:] or handed_over
    for handed in handed_over:
        orbits, there = _read(shards, handed, reached, reference)
        if len(orbits.states) >= 2:
            mu = reference.gravity.mu_m3_s2
            covariances[handed.label] = covariance_mapping(handed, orbits, mu)
        spreads |= _spreads(handed, orbits, reference)
        if reference.box is not None and handed.target is not None and handed in boxed:
            boxes[handed.label], own = _boxed(reference.box, handed, orbits, shards.count)
            inside_: Flags = np.zeros(shards.count, dtype=np.bool_)
            inside_[there] = own
            within &= inside_
    every = {"every": share_mapping(int(within.sum()), within.size), "of": boxes}
    return Deliveries(covariances=covariances, spreads=spreads, box=every if boxes else None)


def _read(
    shards: Shards, handed: HandOver, reached: Flags, reference: Reference
) -> tuple[Orbits, Flags]:
    columns = read_columns(shards, [handed.time, *handed.state])
    there: Flags = reached & np.isfinite(columns[handed.time])
    return orbits_of(handed, columns, there, reference), there


def _spreads(handed: HandOver, orbits: Orbits, reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, quantity in quantities(reference).items():
        if quantity.handed != handed or quantity.of_elements is None:
            continue
        values, nominal = (
            quantity.of_elements(each, orbits.nominal_elements)
            for each in (orbits.elements, orbits.nominal_elements)
        )
        found |= told_spread(name, quantity.label, quantity.unit, values, float(nominal[0]))
    return found


def _boxed(
    box: Box, handed: HandOver, orbits: Orbits, flights: int
) -> tuple[dict[str, Any], Flags]:
    """Share of all flights within the box and each side, failures outside; which are within."""
    assert handed.target is not None
    centre = centre_of(handed.target, orbits.nominal_elements)
    off = sides(box, centre, orbits.elements)
    within = inside(box, centre, orbits.elements)
    shares = {
        "elements": handed.kind.value,
        "all": share_mapping(int(within.sum()), flights),
        "sides": {
            name: {
                "centre": centre[name],
                "half_width": getattr(box, name),
                **share_mapping(int((np.abs(miss) <= getattr(box, name)).sum()), flights),
            }
            for name, miss in off.items()
        },
    }
    return shares, within


def without_matrices(mapping: dict[str, Any]) -> dict[str, Any]:
    """What a summary takes of the covariance of a hand-over.

    Parameters
    ----------
    mapping : dict
        From `covariance_mapping`.
    """
    kept = {key: mapping[key] for key in ("time_s", "elements_kind", "heights")}
    for key in ("rtn", "elements"):
        whole = mapping[key]
        kept[key] = whole and {name: x for name, x in whole.items() if name not in _MATRICES}
    return kept
