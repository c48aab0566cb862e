"""Group ``payloads``: the heaviest payload found beside the one published.

Published payloads are guaranteed ones. Each row keeps the reserve of its launcher file, and tells
what the payload would be if nothing were kept. Payloads without a proof count as not found.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from cosmodrome.study.validation.case import Case, Miss, Row

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import PlannedLeg
    from cosmodrome.study.validation.payload_points import Point

# Aims stated for the group, as parts of the published payload.
MEDIAN, WORST = 0.03, 0.08


def rows_of(points: "Iterable[Point]", *, chained: bool = False) -> tuple[Row, ...]:
    """One row a point.

    Parameters
    ----------
    points : iterable of Point
        As published.
    chained : bool
        Points of one curve: each starts from the answer to the one before.
    """
    rows: list[Row] = []
    neighbour: PlannedLeg | None = None
    for point in points:
        row, neighbour = _row(point, neighbour if chained else None)
        rows.append(row)
    return tuple(rows)


def _row(point: "Point", neighbour: "PlannedLeg | None") -> "tuple[Row, PlannedLeg | None]":
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.study.payload import payload
    from cosmodrome.study.payload_request import PayloadRequest, read_request

    request = PayloadRequest(
        launcher=point.launcher,
        pad=point.pad,
        orbit=point.orbit,
        upper_stage=point.upper_stage,
        descending=point.descending,
    )
    answer = payload(read_request(request, Catalogue()), neighbour=neighbour)
    found = answer.outcome.is_success
    proved = found and answer.ascent.certificate.is_proof
    part = 100.0 * answer.case.launcher.reserve
    bare = 100.0 * (answer.without_reserve_kg / point.payload_kg - 1.0)
    kept = f"{part:.1f} % of velocity kept, {bare:+.1f} % without" if part else "nothing kept"
    row = Row(
        quantity=f"{point.launcher}, {point.pad}, {point.orbit}",
        unit="kg",
        ours=answer.payload_kg if proved else float("nan"),
        theirs=point.payload_kg,
        tolerance=WORST * point.payload_kg,
        reason=f"8 %, the aim; {kept if proved else 'no proof'}",
        source=point.source,
    )
    return row, answer.ascent if found else neighbour


def summary(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Median and worst error of the payloads found.

    Parameters
    ----------
    rows : iterable of Row
        Of payloads; those not found count in neither.
    """
    errors = [100.0 * abs(row.error) / row.theirs for row in rows if np.isfinite(row.ours)]
    found = {
        "median error": (float(np.median(errors)), MEDIAN),
        "worst error": (max(errors), WORST),
    }
    return tuple(
        Row(
            quantity=f"{name} of {len(errors)} found",
            unit="%",
            ours=ours,
            theirs=0.0,
            tolerance=100.0 * most,
            reason="the aim",
            source="COSMODROME",
        )
        for name, (ours, most) in found.items()
    )


def _ratings(names: tuple[str, ...]) -> tuple[Row, ...]:
    from cosmodrome.study.validation.payload_points import ratings

    # Transfer orbits take a minute each, low ones some seconds.
    return rows_of(
        point for name in names for point in ratings(name) if "x35786" not in point.orbit
    )


def _curve(name: str, orbits: tuple[str, ...]) -> tuple[Row, ...]:
    from cosmodrome.study.validation.payload_points import curve

    return rows_of((point for point in curve(name) if point.orbit in orbits), chained=True)


def _asked() -> tuple[Row, ...]:
    rows = _ratings((*_SOYUZ, *_ANGARA))
    for name, orbits in _CURVES.items():
        rows += _curve(name, orbits)
    return (*rows, *summary(rows))


def _others() -> tuple[Row, ...]:
    rows = _ratings(_OTHERS)
    return (*rows, *summary(rows))


_SOYUZ = ("soyuz-2.1a-cargo", "soyuz-2.1b-cargo", "soyuz-2.1b", "soyuz-2.1v")
_ANGARA = ("angara-1.2", "angara-a5")
# A few points of each: a curve takes minutes.
_CURVES = {"atlas-c3": ("C3 0", "C3 20")}
_OTHERS = (
    "proton-m",
    "atlas-v-401",
    "atlas-v-551",
    "falcon-9-block-5",
    "falcon-9-block-5-droneship-near",
    "falcon-heavy",
    "delta-ii-7925",
    "antares-230",
    "saturn-v",
    "lvm3",
)

_LIGHT = (
    "published masses give 700 m/s more than the rating takes; none of them was found wrong, and "
    "its districts are not published"
)

_QUOTE = (
    "what the curve keeps is not stated; the rocket equation from the transfer rating, which is "
    "met to 3 %, gives some 3600 kg to C3 0"
)

_MORE_THAN = 'published as "more than" 7000 kg, the orbit not stated'

_STEEP = (
    "published masses and thrusts add up; it flies more steeply, dropping its fairing at 195 s "
    "where the optimum does at 230 s, and why is not published"
)

CASES: tuple[Case, ...] = (
    Case(
        key="payload-ratings",
        title="Ratings of Soyuz and Angara, escapes of Atlas V 401",
        run=_asked,
        seconds=60.0,
        misses={
            "soyuz-2.1v, plesetsk-43-4, 200 km 62.8 deg": Miss(error=957.0, why=_LIGHT),
            "atlas-v-401, canaveral-slc-41, C3 0": Miss(error=623.3, why=_QUOTE),
            "atlas-v-401, canaveral-slc-41, C3 20": Miss(error=591.1, why=_QUOTE),
            "worst error of 11 found": Miss(error=33.6, why="Soyuz-2.1v, see its row"),
        },
    ),
    Case(
        key="payload-other-ratings",
        title="Ratings of other launchers to low orbit, and of LVM3 to transfer orbit",
        run=_others,
        seconds=110.0,
        misses={
            "antares-230, wallops-0a, 200 km 51.6 deg": Miss(error=1188.8, why=_MORE_THAN),
            "lvm3, sriharikota-slp, 170x35975 km 21.5 deg": Miss(error=1266.1, why=_STEEP),
            "lvm3, sriharikota-slp, 200 km 20 deg": Miss(error=3270.6, why=_STEEP),
            "lvm3, sriharikota-slp, 600 km 20 deg": Miss(error=2971.9, why=_STEEP),
            "median error of 12 found": Miss(error=5.7, why="LVM3 and Antares, see their rows"),
            "worst error of 12 found": Miss(error=37.1, why="LVM3, see its rows"),
        },
    ),
)
