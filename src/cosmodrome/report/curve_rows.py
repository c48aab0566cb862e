"""Points of a payload curve as rows: of a file each, of the table, of the picture.

place                      in the grid, line by line
altitude_km                of a circular orbit, null otherwise
perigee_km, apogee_km
inclination_deg            flown
line                       as asked: "45 deg" or "sun-synchronous"
status                     proved | not proved | not converged | infeasible
reason                     why there is no proof or no payload, else empty
payload_kg, low_kg, high_kg
solver_status, violation, reflight_position_m, reflight_velocity_m_s, limit_excess,
refinements, nodes, openings_tried, openings_agreeing
"""

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from cosmodrome.report.as_json import plain
from cosmodrome.report.payload_mapping import band_mapping
from cosmodrome.report.plan_file import agreeing
from cosmodrome.study.payload_curve import PointAnswer
from cosmodrome.study.payload_grid import GridPoint

PROVED, NOT_PROVED = "proved", "not proved"
_TEXTS = ("line", "status", "reason", "solver_status")
_WHOLE = ("place", "refinements", "nodes", "openings_tried", "openings_agreeing")
_NUMBERS = (
    "altitude_km",
    "perigee_km",
    "apogee_km",
    "inclination_deg",
    "payload_kg",
    "low_kg",
    "high_kg",
    "violation",
    "reflight_position_m",
    "reflight_velocity_m_s",
    "limit_excess",
)
COLUMNS = (
    "place", "line", "altitude_km", "perigee_km", "apogee_km", "inclination_deg",
    "payload_kg", "low_kg", "high_kg", "status", "reason",
    "solver_status", "violation", "reflight_position_m", "reflight_velocity_m_s", "limit_excess",
    "refinements", "nodes", "openings_tried", "openings_agreeing",
)  # fmt: skip


def point_row(point: GridPoint, answer: PointAnswer) -> dict[str, Any]:
    """Everything kept of a point, in plain values.

    Parameters
    ----------
    point : GridPoint
        As asked.
    answer : PointAnswer
        What was found.
    """
    status, reason = _verdict(answer)
    circular = point.perigee_km == point.apogee_km
    row: dict[str, Any] = {
        "place": answer.place,
        "line": line_name(point.inclination_deg),
        "altitude_km": point.perigee_km if circular else None,
        "perigee_km": point.perigee_km,
        "apogee_km": point.apogee_km,
        "inclination_deg": round(math.degrees(answer.target.inclination_rad), 9),
        "payload_kg": answer.payload_kg if answer.outcome.is_success else None,
        **band_mapping(answer.band),
        "status": status,
        "reason": reason,
        **_proof(answer),
    }
    plain_row = plain(row)
    assert isinstance(plain_row, dict)
    return plain_row


def line_name(inclination_deg: float | None) -> str:
    """Name of a line of constant inclination.

    Parameters
    ----------
    inclination_deg : float or None
        None is sun-synchronous [deg].
    """
    return "sun-synchronous" if inclination_deg is None else f"{inclination_deg:g} deg"


def curve_parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Table of a curve as Parquet.

    Parameters
    ----------
    rows : sequence of mapping
        From `point_row`.
    """
    import polars as pl

    kinds: dict[str, Any] = dict.fromkeys(_TEXTS, pl.String)
    kinds |= dict.fromkeys(_WHOLE, pl.Int64) | dict.fromkeys(_NUMBERS, pl.Float64)
    table = pl.DataFrame(
        {name: [row[name] for row in rows] for name in COLUMNS},
        schema={name: kinds[name] for name in COLUMNS},
        strict=False,
    )
    file = BytesIO()
    table.write_parquet(file)
    return file.getvalue()


def _verdict(answer: PointAnswer) -> tuple[str, str]:
    if not answer.outcome.is_success:
        return answer.outcome.status.value, answer.outcome.advice
    faults = answer.certificate.faults if answer.certificate else ("there is no certificate",)
    return (NOT_PROVED, "; ".join(faults)) if faults else (PROVED, "")


def _proof(answer: PointAnswer) -> dict[str, Any]:
    proof = answer.certificate
    if proof is None:
        names = (*_WHOLE[1:], "solver_status", *_NUMBERS[-4:])
        return dict.fromkeys(names)
    return {
        "solver_status": proof.solver_status,
        "violation": proof.violation,
        "reflight_position_m": proof.position_m,
        "reflight_velocity_m_s": proof.velocity_m_s,
        "limit_excess": proof.limit_excess,
        "refinements": proof.refinements,
        "nodes": proof.nodes,
        "openings_tried": len(proof.rungs),
        "openings_agreeing": agreeing(proof.rungs),
    }
