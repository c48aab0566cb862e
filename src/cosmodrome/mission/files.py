"""A mission from its file: names looked up in the catalogue, every fault told at once."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from cosmodrome.ascent.guidance.choices import GuidanceChoices
from cosmodrome.ascent.programme import GivenSteering, PitchProgramme
from cosmodrome.ascent.target import OrbitKind, OrbitTarget
from cosmodrome.catalogue.build import build_limits
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.reader import Reading
from cosmodrome.earth.wind import Wind, from_table
from cosmodrome.errors import Fault, InputError, UnknownNameError
from cosmodrome.mission.accuracy import Box
from cosmodrome.mission.dispersions import dispersions_from
from cosmodrome.mission.drop_zones import drop_zone_faults, drop_zones_of
from cosmodrome.mission.mission import (
    AsFlown,
    Deorbit,
    Mission,
    Passenger,
    event_names,
)
from cosmodrome.mission.published import Published, PublishedEvent, PublishedFall, PublishedOrbit
from cosmodrome.mission.ready import mission_flaws
from cosmodrome.vehicle.launcher import Launcher, Limits, UpperStage
from cosmodrome.vehicle.pad import Pad
from cosmodrome.vehicle.spacecraft import Spacecraft

Values = dict[str, Any]
T = TypeVar("T")


def load_mission(name_or_path: str | Path, catalogue: Catalogue) -> Mission:
    """Mission by catalogue name, or by path when it ends in .yaml or .yml.

    Parameters
    ----------
    name_or_path : str or pathlib.Path
        ``"vostochny-2016"`` or ``"my/mission.yaml"``.
    catalogue : Catalogue
        Where launcher, pad, upper stage and satellites are looked up.

    Raises
    ------
    InputError
        With every fault of the mission file and of the files it names.
    UnknownNameError
        If there is no mission of this name; with the nearest names.
    """
    reading = catalogue.mission_document(name_or_path)
    mission = _mission(reading, _look_up(reading, catalogue))
    _check_ready(reading, mission)
    return mission


def _check_ready(reading: Reading, mission: Mission) -> None:
    """Refuse what no ascent can get around."""
    flaws = mission_flaws(mission)
    if flaws:
        raise InputError(*(reading.fault(f.key, f.problem, f.remedy) for f in flaws))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Catalogue entries a mission names."""

    launcher: Launcher
    pad: Pad
    upper_stage: UpperStage | None
    spacecraft: dict[str, Spacecraft]


def _look_up(reading: Reading, catalogue: Catalogue) -> _Parts:
    values, faults = reading.values, list[Fault]()

    def find(key: str, name: str, entry: Callable[[str], T]) -> T | None:
        return _found(reading, faults, key, name, entry)

    upper = values.get("upper_stage")
    launcher = find("launcher", values["launcher"], catalogue.launcher)
    pad = find("pad", values["pad"], catalogue.pad)
    upper_stage = find("upper_stage.name", upper["name"], catalogue.upper_stage) if upper else None
    names = [passenger["spacecraft"] for passenger in values.get("passengers", [])]
    found = {
        name: find(f"passengers.{name}.spacecraft", name, catalogue.spacecraft) for name in names
    }
    if upper and upper_stage:
        faults += _load_faults(reading, upper_stage, upper["propellant"])
    if launcher and not faults:
        faults += _event_faults(reading, event_names(launcher, upper_stage, tuple(names)))
    if launcher:
        faults += drop_zone_faults(reading, launcher)
    if faults or launcher is None or pad is None:
        raise InputError(*faults)
    spacecraft = {name: entry for name, entry in found.items() if entry is not None}
    return _Parts(launcher=launcher, pad=pad, upper_stage=upper_stage, spacecraft=spacecraft)


def _mission(reading: Reading, parts: _Parts) -> Mission:
    values = reading.values
    upper, parking = values.get("upper_stage"), values.get("parking")
    flown = AsFlown(events=_events(reading, "as_flown.events")) if "as_flown" in values else None
    return Mission(
        name=reading.file.stem,
        title=values["title"],
        liftoff_utc=values["liftoff"],
        launcher=parts.launcher,
        upper_stage=parts.upper_stage,
        upper_stage_propellant_kg=upper["propellant"] if upper else None,
        pad=parts.pad,
        passengers=_passengers(values, parts.spacecraft),
        adapter_mass_kg=values.get("adapter_mass", 0.0),
        parking=_target(parking) if parking else None,
        target=_target(values["target"]),
        deorbit=_deorbit(values.get("deorbit")),
        second_burn_rev=values.get("second_burn"),
        wind=_wind(values.get("wind")),
        ascending=values.get("pass", "ascending") == "ascending",
        limits=_limits(parts.launcher, values),
        drop_zones=drop_zones_of(values),
        dispersions=dispersions_from(reading, values.get("dispersions", {}), "dispersions"),
        published=_published(reading),
        as_flown=flown,
        payload_free=values.get("payload") == "free",
        steering=_steering(values.get("steering")),
        accuracy=_accuracy(values.get("accuracy")),
        guidance=_guidance(values.get("guidance", {})),
    )


def _accuracy(values: Values | None) -> Box | None:
    if values is None:
        return None
    return Box(
        perigee_height_m=values.get("perigee_height"),
        apogee_height_m=values.get("apogee_height"),
        semi_major_axis_m=values.get("semi_major_axis"),
        inclination_rad=values.get("inclination"),
        raan_rad=values.get("raan"),
    )


_GUIDANCE = {
    "cycle": "cycle_s",
    "explicit_cycle": "explicit_cycle_s",
    "hold": "holds_below_s",
    "relief": "relief",
    "path_gain": "path_gain",
    "path_time": "path_time_s",
}


def _guidance(values: Values) -> GuidanceChoices:
    given = {name: values[key] for key, name in _GUIDANCE.items() if key in values}
    return GuidanceChoices(**given)


def _steering(values: Values | None) -> GivenSteering | None:
    if values is None:
        return None
    pitch = tuple(math.radians(angle) for angle in values["pitch_deg"])
    return GivenSteering(
        azimuth_rad=values["azimuth"],
        cutoff_s=values["cut_off"],
        programme=PitchProgramme(time_s=values["time_s"], pitch_rad=pitch),
    )


def _published(reading: Reading) -> Published:
    published = reading.values.get("published", {})
    return Published(
        events=_events(reading, "published.events"),
        orbits=tuple(
            _orbit(reading, f"published.orbits[{i}]", orbit)
            for i, orbit in enumerate(published.get("orbits", []))
        ),
        falls=tuple(
            _fall(reading, f"published.falls[{i}]", fall)
            for i, fall in enumerate(published.get("falls", []))
        ),
    )


def _found(
    reading: Reading, faults: list[Fault], key: str, name: str, entry: Callable[[str], T]
) -> T | None:
    try:
        return entry(name)
    except UnknownNameError as error:
        (fault,) = error.faults
        faults.append(reading.fault(key, f"{fault.problem}: `{name}`", fault.remedy))
    except InputError as error:
        faults.extend(error.faults)
    return None


def _load_faults(reading: Reading, upper: UpperStage, propellant_kg: float) -> list[Fault]:
    least, most = upper.propellant_min_kg, upper.propellant_max_kg
    if least <= propellant_kg <= most:
        return []
    problem = f"{propellant_kg:g} kg is outside {least:g} to {most:g} kg of {upper.title}"
    return [reading.fault("upper_stage.propellant", problem, "load what the stage can hold")]


def _event_faults(reading: Reading, known: tuple[str, ...]) -> list[Fault]:
    faults = []
    for table in ("published", "as_flown"):
        for event in reading.values.get(table, {}).get("events", []):
            if event["name"] not in known:
                near = get_close_matches(event["name"], known, n=1)
                remedy = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(known)}"
                key = f"{table}.events.{event['name']}.name"
                faults.append(reading.fault(key, "is no event of this flight", remedy))
    return faults


def _passengers(values: Values, spacecraft: dict[str, Spacecraft]) -> tuple[Passenger, ...]:
    return tuple(
        Passenger(
            spacecraft=spacecraft[passenger["spacecraft"]],
            release_delay_s=passenger["release_delay"],
            direction=passenger.get(
                "direction", spacecraft[passenger["spacecraft"]].separation_direction
            ),
        )
        for passenger in values.get("passengers", [])
    )


def _target(values: Values) -> OrbitTarget:
    return OrbitTarget(
        perigee_height_m=values["perigee_height"],
        apogee_height_m=values["apogee_height"],
        inclination_rad=values["inclination"],
        kind=OrbitKind(values["elements"]),
        raan_rad=values.get("raan"),
        argument_of_perigee_rad=values.get("argument_of_perigee"),
    )


def _wind(values: Values | None) -> Wind | None:
    if values is None:
        return None
    height = [1e3 * km for km in values["height_km"]]
    return from_table(height, values["east_m_s"], values["north_m_s"])


def _deorbit(values: Values | None) -> Deorbit | None:
    if values is None:
        return None
    return Deorbit(delay_s=values["delay"], perigee_height_m=values["perigee_height"])


def _limits(launcher: Launcher, values: Values) -> Limits:
    own = build_limits(values.get("limits", {}))
    given = {f.name: getattr(own, f.name) for f in fields(Limits)}
    return replace(launcher.limits, **{k: v for k, v in given.items() if v is not None})


def _events(reading: Reading, key: str) -> tuple[PublishedEvent, ...]:
    table, name = key.split(".")
    figures = {figure.path: figure for figure in reading.figures}
    events = []
    for event in reading.values.get(table, {}).get(name, []):
        figure = figures[f"{key}.{event['name']}.time"]
        events.append(
            PublishedEvent(
                name=event["name"],
                t_s=event["time"],
                tolerance_s=event.get("tolerance"),
                height_m=event.get("height"),
                inertial_speed_m_s=event.get("inertial_speed"),
                source=figure.source,
                grade=figure.grade.value,
                note=figure.note,
            )
        )
    return tuple(events)


def _orbit(reading: Reading, key: str, values: Values) -> PublishedOrbit:
    figures = {figure.path: figure for figure in reading.figures}
    first = "perigee_height" if "perigee_height" in values else "inclination"
    figure = figures.get(f"{key}.{first}")
    return PublishedOrbit(
        object=values["object"],
        epoch=values.get("epoch"),
        perigee_height_m=values.get("perigee_height"),
        apogee_height_m=values.get("apogee_height"),
        inclination_rad=values.get("inclination"),
        raan_rad=values.get("raan"),
        local_time_of_node_s=values.get("local_time_of_node"),
        height_tolerance_m=values.get("height_tolerance"),
        angle_tolerance_rad=values.get("angle_tolerance"),
        source=figure.source if figure else "",
        grade=figure.grade.value if figure else "",
        note=values.get("note", ""),
    )


def _fall(reading: Reading, key: str, values: Values) -> PublishedFall:
    figures = {figure.path: figure for figure in reading.figures}
    place, downrange = figures.get(f"{key}.latitude"), figures.get(f"{key}.downrange")
    return PublishedFall(
        object=values["object"],
        district=values["district"],
        latitude_rad=values.get("latitude"),
        longitude_rad=values.get("longitude"),
        downrange_m=values.get("downrange"),
        source=values["source"],
        grade=values["grade"],
        note=values.get("note", ""),
        place_source=place.source if place else "",
        place_grade=place.grade.value if place else "",
        downrange_source=downrange.source if downrange else "",
        downrange_grade=downrange.grade.value if downrange else "",
    )
