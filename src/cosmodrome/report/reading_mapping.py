"""One flown reading as a mapping for summary.json."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from math import degrees

import numpy as np

from cosmodrome.ascent.ledger import ledger_closure_kg
from cosmodrome.ascent.loads import Peak
from cosmodrome.mission.compare import fall_downrange_m
from cosmodrome.mission.flight import Event, Flight
from cosmodrome.mission.hand_over import Handover, row_of_kind
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.plan import Plan
from cosmodrome.orbit.summary import ElementKind, OrbitRow
from cosmodrome.report.plan_file import certificate_mapping
from cosmodrome.vehicle.launcher import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownReading:
    """One reading from plan to orbits.

    Attributes
    ----------
    plan : Plan
    flight : Flight
    handover : Handover
    timings_s : dict of str to float
        Wall-clock time of each step by name [s].
    """

    plan: Plan
    flight: Flight
    handover: Handover
    timings_s: dict[str, float] = field(default_factory=dict)


def reading_mapping(mission: Mission, flown: FlownReading) -> dict[str, object]:
    """Events, orbits, losses, loads, falls, ledger and certificates of a flown reading.

    Parameters
    ----------
    mission : Mission
        As asked.
    flown : FlownReading
        What became of it.
    """
    flight, handover = flown.flight, flown.handover
    legs = (flown.plan.ascent, flown.plan.transfer, flown.plan.deorbit)
    return {
        "events": [_event(event) for event in flight.events],
        "orbits": [
            *(_orbit(row_of_kind(each, ElementKind.TLE)) for each in handover.objects),
            _orbit(handover.plane),
        ],
        "elements": [
            _orbit(row)
            for each in handover.objects
            for row in each.rows
            if row.kind is not ElementKind.TLE
        ],
        "losses": asdict(flight.losses),
        "loads": load_rows(flight.loads, mission.limits),
        "falls": list(_falls(mission, flight)),
        "ledger": [asdict(row) for row in flight.ledger],
        "ledger_closure_kg": _closure_kg(mission, flight),
        "reflight": asdict(flight.reflight),
        "certificates": [certificate_mapping(leg) for leg in legs if leg is not None],
        "notes": list(flown.plan.notes),
        "payload_kg": flown.plan.payload_kg,
        "extra_load_kg": flown.plan.extra_load_kg,
        "timings_s": flown.timings_s,
    }


def _closure_kg(mission: Mission, flight: Flight) -> float:
    """Lift-off mass less everything burnt, dropped, released and left at the end."""
    upper = mission.upper_stage
    carrier = upper.stage.name if upper else mission.launcher.stages[-1].name
    end_s = float(flight.tracks[-1].time_s[-1])
    # The last track still holds its carrier, and what leaves only at its end.
    gone = sum(
        body.mass_kg for body in flight.released if body.name != carrier and body.t_s < end_s
    )
    return ledger_closure_kg(flight.tracks, flight.ledger) - gone


def _event(event: Event) -> dict[str, object]:
    return {
        "name": event.name,
        "t_s": event.t_s,
        "altitude_km": event.height_m / 1e3,
        "inertial_speed_m_s": float(np.linalg.norm(event.velocity_m_s)),
        "downrange_km": event.downrange_m / 1e3,
        "mass_kg": event.mass_kg,
    }


def _orbit(row: OrbitRow) -> dict[str, object]:
    return asdict(row)


def load_rows(loads: Sequence[Peak], limits: Limits) -> list[dict[str, object]]:
    """Peaks of an ascent beside their limits.

    Parameters
    ----------
    loads : sequence of Peak
        As flown.
    limits : Limits
        In force.
    """
    ceilings = {
        "dynamic pressure": limits.q_max_Pa,
        "q-alpha": limits.q_alpha_max_Pa_rad,
        "axial acceleration": limits.axial_acceleration_max_m_s2,
        "heat flux on the payload": limits.heat_flux_max_W_m2,
    }
    return [_load(peak, ceilings.get(peak.name)) for peak in loads]


def _load(peak: Peak, limit: float | None) -> dict[str, object]:
    return {
        "name": peak.name,
        "value": peak.value,
        "unit": peak.unit,
        "limit": limit,
        "excess": None if limit is None else peak.value / limit - 1.0,
        "t_s": peak.t_s,
        "altitude_km": peak.height_m / 1e3,
    }


def _falls(mission: Mission, flight: Flight) -> Iterator[dict[str, object]]:
    districts = {fall.object: fall.district for fall in mission.published.falls}
    for fall in flight.falls:
        yield {
            "object": fall.name,
            "lat_deg": degrees(fall.latitude_rad),
            "lon_deg": degrees(fall.longitude_rad),
            "downrange_km": fall_downrange_m(mission, fall) / 1e3,
            "dropped_s": fall.dropped_s,
            "ground_s": fall.ground_s,
            "impact_speed_m_s": fall.impact_speed_m_s,
            "published": districts.get(fall.name),
        }
