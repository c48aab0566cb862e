"""The flight behind a payload: when things happen, and the loads beside their limits."""

from dataclasses import dataclass

import numpy as np

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.loads import Peak, peaks
from cosmodrome.ascent.problem import left_out_kg
from cosmodrome.ascent.simulate import Track, fly_phases, start_state
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.mission.surroundings import Surroundings, surroundings
from cosmodrome.study.payload import PayloadAnswer
from cosmodrome.study.payload_case import mission_of

# An inclination below the latitude of the pad by more than this needs a turn worth telling [rad].
_DOG_LEG_RAD = 3e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadEvent:
    """Something that happens on the way up.

    Attributes
    ----------
    name : str
        Event key.
    t_s : float
        After lift-off [s].
    height_m : float
        Over the ellipsoid [m].
    inertial_speed_m_s : float
        [m/s].
    mass_kg : float
        Of everything flying on, just before what leaves has left [kg].
    """

    name: str
    t_s: float
    height_m: float
    inertial_speed_m_s: float
    mass_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadFlight:
    """An answer as the simulator flies it.

    Attributes
    ----------
    events : tuple of PayloadEvent
        In the order of time.
    loads : tuple of Peak
        Largest loads.
    """

    events: tuple[PayloadEvent, ...]
    loads: tuple[Peak, ...]


def fly_payload(answer: PayloadAnswer) -> PayloadFlight:
    """Fly the ascent of an answer.

    Parameters
    ----------
    answer : PayloadAnswer
        A success.
    """
    planned = answer.ascent
    around = surroundings(mission_of(answer.case))
    leg = planned.leg
    start = start_state(
        np.array(leg.start_position_m),
        np.array(leg.start_velocity_m_s),
        # The payload stands on the pad too.
        float(planned.solution.arcs[0].state[6, 0]),
    )
    tracks = fly_phases(leg.sequence.phases, planned.steering, start, around.world)
    return PayloadFlight(events=_events(tracks, around), loads=peaks(tracks, around.world))


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperBurn:
    """One burn of the upper stage.

    Attributes
    ----------
    start_s, duration_s : float
        After lift-off; of the burn [s].
    propellant_kg : float
        Burnt [kg].
    """

    start_s: float
    duration_s: float
    propellant_kg: float


def upper_burns(answer: PayloadAnswer) -> tuple[UpperBurn, ...]:
    """Burns of the upper stage of an answer, in the order flown.

    Parameters
    ----------
    answer : PayloadAnswer
        A success, with an upper stage.
    """
    assert answer.case.upper_stage is not None
    name, begun, found = answer.case.upper_stage.name, 0.0, []
    for phase, arc in zip(
        answer.ascent.leg.sequence.phases, answer.ascent.solution.arcs, strict=True
    ):
        if [share.stage for share in phase.burns] == [name]:
            burnt = float(arc.state[6, 0] - arc.state[6, -1])
            found.append(UpperBurn(start_s=begun, duration_s=arc.duration, propellant_kg=burnt))
        begun += arc.duration
    return tuple(found)


def upper_load_kg(answer: PayloadAnswer) -> float:
    """Propellant of the upper stage at lift-off, what it cannot burn included [kg].

    Parameters
    ----------
    answer : PayloadAnswer
        A success, with an upper stage.
    """
    assert answer.case.upper_stage is not None
    left = left_out_kg(answer.ascent.leg, answer.ascent.solution.parameters.tolist())
    return answer.case.upper_stage.propellant_max_kg - float(left)


def dog_leg_note(answer: PayloadAnswer) -> tuple[str, ...]:
    """A sentence when the inclination is out of reach by azimuth alone; empty otherwise.

    Parameters
    ----------
    answer : PayloadAnswer
        Of any outcome.
    """
    case = answer.case
    if isinstance(case.target, EscapeTarget):
        return ()
    latitude = abs(case.pad.latitude_rad)
    inclination = case.target.inclination_rad
    if latitude - _DOG_LEG_RAD <= inclination <= np.pi - latitude + _DOG_LEG_RAD:
        return ()
    return (
        (
            f"dog-leg: {np.degrees(inclination):.2f} deg is out of reach by azimuth alone from "
            f"{np.degrees(latitude):.2f} deg of latitude; the ascent turns, which costs payload"
        ),
    )


def _events(tracks: list[Track], around: Surroundings) -> tuple[PayloadEvent, ...]:
    found = [_event(name, tracks[0], 0, around) for name in tracks[0].phase.starts]
    found += [_event(name, track, -1, around) for track in tracks for name in track.phase.ends]
    return tuple(found)


def _event(name: str, track: Track, row: int, around: Surroundings) -> PayloadEvent:
    state, world = track.state[row], around.world
    height, _, _ = geodetic(*state[:3], world.px, world.py, world.pz)
    return PayloadEvent(
        name=name,
        t_s=float(track.time_s[row]),
        height_m=float(height),
        inertial_speed_m_s=float(np.linalg.norm(state[3:6])),
        mass_kg=float(state[6]),
    )
