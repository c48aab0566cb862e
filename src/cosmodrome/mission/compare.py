"""What was flown beside what was published, figure by figure; what is missing stays missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from cosmodrome.ascent.falls import Fall
from cosmodrome.earth.ellipsoid import downrange_m, geodetic
from cosmodrome.mission.flight import Event, Flight
from cosmodrome.mission.hand_over import PLANE, Handover, row_near
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.published import PublishedEvent, PublishedFall, PublishedOrbit
from cosmodrome.mission.reading import Reading
from cosmodrome.orbit.summary import OrbitRow
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import CutoffRule, Stage

PARKING = "parking"
# Figures of an orbit that the target leaves free.
NODES = (("node", "deg"), ("local time of node", "h"))
_TURN = {"deg": 360.0, "h": 24.0}

Flown = Mapping[Reading, tuple[Flight, Handover]]


class Section(Enum):
    """What a row is about."""

    EVENTS = "events"
    STATES = "states"
    ORBITS = "orbits"
    FALLS = "falls"
    ASCENT = "ascent"


class Basis(Enum):
    """What a predicted figure rests on.

    GIVEN: a time that stands in the launcher's data. ASKED: follows from the orbit asked for.
    FOUND: by the plan and the flight.
    """

    GIVEN = "given"
    ASKED = "asked"
    FOUND = "found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One figure of the flight.

    Attributes
    ----------
    section : Section
        What it is about.
    what, unit : str
        As printed; unit of every number of the row.
    predicted, as_flown, published : float or None
        In `unit` [-].
    difference : float or None
        Predicted less published, as flown less published when nothing was predicted; in `unit`
        [-].
    tolerance : float or None
        Half width of what the source leaves open, in `unit` [-].
    basis : Basis
        Whether the predicted figure is a prediction.
    grade, source, note : str
        Of the published figure.
    """

    section: Section
    what: str
    unit: str
    basis: Basis = Basis.FOUND
    predicted: float | None = None
    as_flown: float | None = None
    published: float | None = None
    difference: float | None = None
    tolerance: float | None = None
    grade: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All figures of a flight.

    Attributes
    ----------
    rows : tuple of ComparisonRow
        Events in order of time, orbits, falls, and what shaped the ascent.
    """

    rows: tuple[ComparisonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    tolerance: float | None = None
    grade: str = ""
    source: str = ""
    note: str = ""


def compare(mission: Mission, flown: Flown) -> Comparison:
    """Put every figure of a flight beside the published one.

    Heights and inclinations published for an epoch compare with the TLE-like orbit at the state
    of the ephemeris nearest to it: at release when the epoch lies before, at the end of the day of
    ephemeris when it lies after. The parking orbit is that of the launcher's last stage at
    separation. The plane at lift-off has the node carried back from the release by its J2 rate.

    Parameters
    ----------
    mission : Mission
        As asked, with what was published.
    flown : mapping of Reading to (Flight, Handover)
        Each reading that could be flown.

    Returns
    -------
    Comparison
    """
    return Comparison(
        rows=(
            *_event_rows(mission, flown),
            *_state_rows(mission, flown),
            *_orbit_rows(mission, flown),
            *_fall_rows(mission, flown),
            *_ascent_rows(mission, flown),
        )
    )


def _row(
    section: Section,
    what: str,
    unit: str,
    values: Mapping[Reading, float | None],
    published: float | None = None,
    source: _Source | None = None,
    basis: Basis = Basis.FOUND,
) -> ComparisonRow:
    predicted, as_flown = values.get(Reading.PREDICTED), values.get(Reading.AS_FLOWN)
    ours = as_flown if predicted is None else predicted
    known = source if source and published is not None else _Source()
    return ComparisonRow(
        section=section,
        what=what,
        unit=unit,
        basis=basis,
        predicted=predicted,
        as_flown=as_flown,
        published=published,
        difference=_difference(ours, published, unit),
        tolerance=known.tolerance,
        grade=known.grade,
        source=known.source,
        note=known.note,
    )


def _difference(ours: float | None, published: float | None, unit: str) -> float | None:
    if ours is None or published is None:
        return None
    difference = ours - published
    turn = _TURN.get(unit)
    # Angles and local times close on themselves.
    return difference if turn is None else (difference + 0.5 * turn) % turn - 0.5 * turn


def _each(
    flown: Flown, value: Callable[[Flight, Handover], float | None]
) -> dict[Reading, float | None]:
    return {reading: value(*pair) for reading, pair in flown.items()}


def _event_rows(mission: Mission, flown: Flown) -> list[ComparisonRow]:
    times = {reading: _event_times(flight) for reading, (flight, _) in flown.items()}
    published = {(event.name, 1): event for event in mission.published.events}
    given = given_events(mission.launcher)
    rows = []
    for key in dict.fromkeys([*(k for t in times.values() for k in t), *published]):
        event = published.get(key)
        values = {reading: found.get(key) for reading, found in times.items()}
        at = event.t_s if event else None
        basis = Basis.GIVEN if key[0] in given else Basis.FOUND
        rows.append(_row(Section.EVENTS, key[0], "s", values, at, _of_event(event), basis))
    return sorted(rows, key=_first_time)


def _state_rows(mission: Mission, flown: Flown) -> Iterable[ComparisonRow]:
    """Height and inertial speed at the events for which they were published."""
    for event in mission.published.events:
        states = {
            reading: next((found for found in flight.events if found.name == event.name), None)
            for reading, (flight, _) in flown.items()
        }
        source = _Source(grade=event.grade, source=event.source, note=event.note)
        figures: tuple[tuple[str, str, float | None, Callable[[Event], float]], ...] = (
            ("height", "km", _over(event.height_m, 1e3), lambda s: s.height_m / 1e3),
            ("inertial speed", "m/s", event.inertial_speed_m_s, _inertial_speed_m_s),
        )
        for what, unit, there, value in figures:
            if there is not None:
                values = {r: None if s is None else value(s) for r, s in states.items()}
                name = f"{event.name} {what}"
                yield _row(Section.STATES, name, unit, values, there, source)


def _inertial_speed_m_s(event: Event) -> float:
    return float(np.linalg.norm(event.velocity_m_s))


def given_events(launcher: Launcher) -> set[str]:
    """Events whose times follow from the launcher's data alone: no plan can move them.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    given = {"liftoff", "pitch-over"}
    for stage in launcher.stages:
        parts = [f"{part.name} jettison" for part in stage.shed]
        given |= {f"{stage.name} ignition", f"{stage.name} throttle step", *parts}
        if stage.cutoff.rule is not CutoffRule.COMMAND:
            given |= {f"{stage.name} cut-off", f"{stage.name} separation"}
    if launcher.fairing and launcher.fairing.jettison.rule is JettisonRule.TIME:
        given.add("fairing jettison")
    return given


def _event_times(flight: Flight) -> dict[tuple[str, int], float]:
    """Times by name and how often the name has come."""
    seen: Counter[str] = Counter()
    times = {}
    for event in flight.events:
        seen[event.name] += 1
        times[event.name, seen[event.name]] = event.t_s
    return times


def _first_time(row: ComparisonRow) -> float:
    known = (row.predicted, row.as_flown, row.published)
    return next((t for t in known if t is not None), 0.0)


def _of_event(event: PublishedEvent | None) -> _Source | None:
    if event is None:
        return None
    return _Source(
        tolerance=event.tolerance_s, grade=event.grade, source=event.source, note=event.note
    )


def _orbit_rows(mission: Mission, flown: Flown) -> list[ComparisonRow]:
    rows: list[ComparisonRow] = []
    published = {orbit.object: orbit for orbit in mission.published.orbits}
    released = [each.body.name for _, handover in flown.values() for each in handover.objects]
    for name in dict.fromkeys([*published, *released, PLANE]):
        orbit = published.get(name, PublishedOrbit(object=name))
        found = {
            reading: _orbit_of(mission, handover, orbit) for reading, (_, handover) in flown.items()
        }
        rows += _figures_of_orbit(name, orbit, found)
    return rows


def _orbit_of(mission: Mission, handover: Handover, orbit: PublishedOrbit) -> OrbitRow | None:
    if orbit.object == PLANE:
        return handover.plane
    if orbit.object == PARKING:
        return row_near(handover, mission.launcher.stages[-1].name)
    return row_near(handover, orbit.object, orbit.epoch)


def _figures_of_orbit(
    name: str, orbit: PublishedOrbit, found: Mapping[Reading, OrbitRow | None]
) -> Iterable[ComparisonRow]:
    bare = _Source(grade=orbit.grade, source=orbit.source, note=orbit.note)
    degree = float(np.radians(1.0))
    tolerance_deg = _over(orbit.angle_tolerance_rad, degree)
    height = replace(bare, tolerance=_over(orbit.height_tolerance_m, 1e3))
    angle = replace(bare, tolerance=tolerance_deg)
    hour = replace(bare, tolerance=_over(tolerance_deg, 15.0))
    node = _over(orbit.raan_rad, degree)
    local = _over(orbit.local_time_of_node_s, 3600.0)
    heights = (
        ("perigee", "km", "perigee_km", _over(orbit.perigee_height_m, 1e3), height),
        ("apogee", "km", "apogee_km", _over(orbit.apogee_height_m, 1e3), height),
    )
    # Where a node is published the angle's tolerance is that of the node.
    tilted = angle if node is None else bare
    tilt = ("inclination", "deg", "inclination_deg", _over(orbit.inclination_rad, degree), tilted)
    nodes = (
        ("node", "deg", "raan_deg", node, angle),
        ("local time of node", "h", "ltan_h", local, hour),
    )
    # A node without its epoch says nothing; the plane at lift-off stands for all of them.
    of_plane = name == PLANE
    chosen = (tilt, *nodes) if of_plane else (*heights, tilt, *(n for n in nodes if n[3]))
    for what, unit, attribute, published, source in chosen:
        values = {
            reading: None if row is None else float(getattr(row, attribute))
            for reading, row in found.items()
        }
        basis = Basis.FOUND if (what, unit) in NODES else Basis.ASKED
        yield _row(Section.ORBITS, f"{name} {what}", unit, values, published, source, basis)


def _over(value: float | None, unit: float) -> float | None:
    return None if value is None else value / unit


def _fall_rows(mission: Mission, flown: Flown) -> list[ComparisonRow]:
    rows: list[ComparisonRow] = []
    published = {fall.object: fall for fall in mission.published.falls}
    fallen = [fall.name for flight, _ in flown.values() for fall in flight.falls]
    for name in dict.fromkeys([*fallen, *published]):
        told = published.get(name, PublishedFall(object=name, district=""))
        place = _Source(grade=told.place_grade, source=told.place_source, note=told.district)
        along = replace(place, grade=told.downrange_grade, source=told.downrange_source)
        found = {
            reading: next((f for f in flight.falls if f.name == name), None)
            for reading, (flight, _) in flown.items()
        }
        figures: tuple[tuple[str, str, Callable[[Fall], float], float | None], ...] = (
            ("range", "km", lambda f: fall_downrange_m(mission, f) / 1e3, told.downrange_m),
            ("latitude", "deg", lambda f: float(np.degrees(f.latitude_rad)), told.latitude_rad),
            ("longitude", "deg", lambda f: float(np.degrees(f.longitude_rad)), told.longitude_rad),
        )
        for what, unit, value, there in figures:
            values = {r: None if fall is None else value(fall) for r, fall in found.items()}
            scale = 1e3 if unit == "km" else float(np.radians(1.0))
            source = along if unit == "km" else place
            at = _over(there, scale)
            rows.append(_row(Section.FALLS, f"{name} {what}", unit, values, at, source))
    return rows


def fall_downrange_m(mission: Mission, fall: Fall) -> float:
    """Distance along the ground from the pad to where a body comes down [m].

    Parameters
    ----------
    mission : Mission
        With its pad.
    fall : Fall
        Of the body.
    """
    pad = mission.pad
    return downrange_m(pad.latitude_rad, pad.longitude_rad, fall.latitude_rad, fall.longitude_rad)


def _ascent_rows(mission: Mission, flown: Flown) -> list[ComparisonRow]:
    """What had to be different for the published times to be met: loads, and the loft."""
    rows = []
    for stage in (*mission.launcher.stages[-1:], *_upper_stages(mission)):
        for what, key in (("propellant loaded", "loaded_kg"), ("propellant left", "left_kg")):
            values = _each(flown, lambda f, _, s=stage, k=key: _ledger(f, s.name, k))  # type: ignore[misc]
            rows.append(_row(Section.ASCENT, f"{stage.name} {what}", "kg", values))
    for stage in mission.launcher.stages[:-1]:
        name = f"{stage.name} separation"
        values = _each(flown, lambda f, _, n=name: _height_km(f, n))  # type: ignore[misc]
        rows.append(_row(Section.ASCENT, f"height at {name}", "km", values))
    highest = _each(flown, lambda f, _: _highest_km(f))
    return [*rows, _row(Section.ASCENT, "highest before injection", "km", highest)]


def _upper_stages(mission: Mission) -> tuple[Stage, ...]:
    return (mission.upper_stage.stage,) if mission.upper_stage else ()


def _ledger(flight: Flight, stage: str, key: str) -> float | None:
    row = next((each for each in flight.ledger if each.stage == stage), None)
    return None if row is None else float(getattr(row, key))


def _height_km(flight: Flight, event: str) -> float | None:
    found = next((each for each in flight.events if each.name == event), None)
    return None if found is None else found.height_m / 1e3


def _highest_km(flight: Flight) -> float:
    world = flight.around.world
    states = np.concatenate([track.state for track in flight.tracks[: flight.ascent_phases]])
    heights, _, _ = geodetic(*states[:, :3].T, world.px, world.py, world.pz)
    return float(np.max(heights)) / 1e3
