"""A payload answer as a mapping: what ``cosmodrome payload --json`` prints.

launcher, pad               catalogue names
upper_stage                 null, or name, title, load_kg (of propellant at lift-off), most_kg,
                            burns (start_s, duration_s, propellant_kg) and trials (burns,
                            payload_kg) of the numbers of burns tried
burns                       of the upper stage; null without one
orbit                       the target in words
target                      the target's numbers, SI and radians
liftoff_utc, ascending
status, advice              optimal | not converged | infeasible; what to do about it
is_proved                   whether the certificate holds
payload_kg                  null without an answer
reserve                     null where none is kept, or velocity_m_s kept in the last stage and
                            payload_kg if it were not
low_kg, high_kg, drivers    the band and what widens it; null and [] when not computed
band_numbers                how many numbers of the stages it counts, and leaves out; or null
certificate                 keys of plan.json, with faults: its parts that do not hold
limits                      loads beside the limits in force, with binds
events                      name, t_s, altitude_km, inertial_speed_m_s, mass_kg
notes                       sentences to be read with the number
catalogue_hash, versions, timings_s
"""

from collections.abc import Mapping
from typing import Any

from cosmodrome.mission.orbit_text import describe
from cosmodrome.report.as_json import plain
from cosmodrome.report.plan_file import certificate_mapping
from cosmodrome.report.reading_mapping import load_rows
from cosmodrome.report.versions import versions
from cosmodrome.study.band import Band
from cosmodrome.study.heading import heads_as_asked
from cosmodrome.study.payload import PayloadAnswer
from cosmodrome.study.payload_case import PayloadCase
from cosmodrome.study.payload_flight import (
    PayloadEvent,
    PayloadFlight,
    dog_leg_note,
    fly_payload,
    upper_burns,
    upper_load_kg,
)

# A load this near its limit is held by it, as a part of the limit [-].
_BINDS = 1e-2


def payload_mapping(
    answer: PayloadAnswer, catalogue_hash: str, timings_s: Mapping[str, float]
) -> dict[str, Any]:
    """Everything there is to say about an answer, in plain values.

    Parameters
    ----------
    answer : PayloadAnswer
        Of any outcome.
    catalogue_hash : str
        Of the catalogue it was looked up in.
    timings_s : mapping of str to float
        Wall-clock time of each step by name [s].
    """
    proof = answer.ascent.certificate
    found = answer.outcome.is_success
    flight = fly_payload(answer) if found else PayloadFlight(events=(), loads=())
    return {
        **case_mapping(answer.case),
        "upper_stage": _upper_stage(answer),
        "status": answer.outcome.status.value,
        "advice": answer.outcome.advice,
        "is_proved": found and proof.is_proof,
        "payload_kg": answer.payload_kg if found else None,
        "reserve": _reserve(answer),
        **band_mapping(answer.band),
        "certificate": {**_plain(certificate_mapping(answer.ascent)), "faults": list(proof.faults)},
        "limits": _limits(flight, answer.case),
        "events": [_event(event) for event in flight.events],
        "notes": [*dog_leg_note(answer), *_heading_note(answer)],
        "catalogue_hash": catalogue_hash,
        "versions": versions(),
        "timings_s": dict(timings_s),
    }


def _reserve(answer: PayloadAnswer) -> dict[str, float] | None:
    kept = answer.case.reserve_m_s
    if not kept or not answer.outcome.is_success:
        return None
    return {"velocity_m_s": kept, "payload_kg": answer.without_reserve_kg}


def _upper_stage(answer: PayloadAnswer) -> dict[str, Any] | None:
    upper = answer.case.upper_stage
    if upper is None:
        return None
    found = answer.outcome.is_success
    return {
        "name": upper.name,
        "title": upper.title,
        "load_kg": upper_load_kg(answer) if found else None,
        "most_kg": upper.propellant_max_kg,
        "burns": [_plain(burn) for burn in upper_burns(answer)] if found else [],
        "trials": [_plain(trial) for trial in answer.trials],
    }


def case_mapping(case: PayloadCase) -> dict[str, Any]:
    """What was asked, in plain values.

    Parameters
    ----------
    case : PayloadCase
        One orbit.
    """
    return {
        **vehicle_mapping(case),
        "orbit": describe(case.target),
        "target": _plain(case.target),
    }


def vehicle_mapping(case: PayloadCase) -> dict[str, Any]:
    """What was asked but for the orbit, in plain values.

    Parameters
    ----------
    case : PayloadCase
        Of any orbit.
    """
    return {
        "launcher": case.launcher.name,
        "launcher_title": case.launcher.title,
        "upper_stage": None if case.upper_stage is None else case.upper_stage.name,
        "burns": case.burns,
        "pad": case.pad.name,
        "pad_title": case.pad.title,
        "liftoff_utc": _plain(case.liftoff_utc),
        "ascending": case.ascending,
    }


def band_mapping(band: Band | None) -> dict[str, Any]:
    """Band and drivers, null and empty when there is none.

    Parameters
    ----------
    band : Band or None
        Of an answer.
    """
    if band is None:
        return {"low_kg": None, "high_kg": None, "drivers": [], "band_numbers": None}
    return {
        "low_kg": band.low_kg,
        "high_kg": band.high_kg,
        "drivers": [_plain(driver) for driver in band.drivers],
        "band_numbers": {"counted": band.numbers, "left_out": band.left_out},
    }


def _plain(value: object) -> Any:
    return plain(value)


def _heading_note(answer: PayloadAnswer) -> tuple[str, ...]:
    if not answer.outcome.is_success or heads_as_asked(answer):
        return ()
    asked, flown = ("north", "south") if answer.case.ascending else ("south", "north")
    return (f"the optimum found flies {flown}, though {asked} was asked",)


def _limits(flight: PayloadFlight, case: PayloadCase) -> list[dict[str, object]]:
    rows = load_rows(flight.loads, case.launcher.limits)
    return [{**row, "binds": _binds(row["excess"])} for row in rows]


def _binds(excess: object) -> bool | None:
    return excess > -_BINDS if isinstance(excess, float) else None


def _event(event: PayloadEvent) -> dict[str, object]:
    return {
        "name": event.name,
        "t_s": event.t_s,
        "altitude_km": event.height_m / 1e3,
        "inertial_speed_m_s": event.inertial_speed_m_s,
        "mass_kg": event.mass_kg,
    }
