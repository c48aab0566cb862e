"""The first stage: straight up, a kick, a gravity turn, and late a steady angle above it.

    0 ... 8 s      straight up
    8 ... 22 s     axis tilted at a steady rate to the kick angle
    22 ... 85 s    along the flow
    85 ... 115 s   a lift angle above the flow grows from nothing, and stays to the cut-off

The kick is found so that the velocity over the ground climbs at a wanted angle when it reaches
1 km/s. The flow that the lift angle is laid on is that of the same flight without it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.phase import FlightPhase
from cosmodrome.ascent.sequence import ascent_sequence
from cosmodrome.ascent.simulate import Track, after_drop, start_state
from cosmodrome.study.falcon_9.facts import FlightFacts, payload_aboard_kg
from cosmodrome.study.falcon_9.flown_path import (
    Directions,
    LaunchSite,
    Path,
    flown,
    launch_site,
    path_of,
)
from cosmodrome.vehicle.fairing import Jettison, JettisonRule
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg

Array = NDArray[np.float64]

RISE_S, KICKED_S = 8.0, 22.0
LIFT_FROM_S, LIFT_FULL_S = 85.0, 115.0
# Speed over the ground at which the climb angle of a flight is named [m/s].
NAMED_SPEED_M_S = 1000.0
_KICK_MIN_RAD, _KICK_MAX_RAD = np.radians(0.02), np.radians(14.0)
_CLIMB_MISS_RAD = np.radians(0.01)
_ROUNDS = 12
# The fairing leaves about a minute after the cut-off on most launches; no webcast was read for it.
_FAIRING_AFTER_S = 60.0
# The second stage is cut before this, counted from the first [s].
_LONGEST_S = 350.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Steering of a first stage.

    Attributes
    ----------
    kick_rad : float
        Tilt from the vertical at the end of the kick [rad].
    lift_rad : float
        Angle of the axis above the flow at the end [rad].
    """

    kick_rad: float
    lift_rad: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """First stage of a flight, to its separation.

    Attributes
    ----------
    turn : Turn
        As steered.
    cutoff_s : float
        After lift-off [s].
    path : Path
        Lift-off to separation.
    separation : array, shape (11,)
        State once the first stage has left [m], [m/s], [kg].
    later : tuple of FlightPhase
        Phases that follow.
    """

    turn: Turn
    cutoff_s: float
    path: Path
    separation: Array
    later: tuple[FlightPhase, ...]


def _cutoff_s(launcher: Launcher) -> float:
    cut = launcher.stages[0].cutoff.time_s
    assert cut is not None
    return cut


def _phases(launcher: Launcher) -> tuple[list[FlightPhase], tuple[FlightPhase, ...]]:
    """Phases to the separation of the first stage, and those that follow."""
    cut = _cutoff_s(launcher)
    jettison_s = cut + _FAIRING_AFTER_S
    fairing = launcher.fairing
    if fairing is not None:
        at = Jettison(rule=JettisonRule.TIME, value=jettison_s)
        fairing = replace(fairing, jettison=at)
    sequence = ascent_sequence(
        replace(launcher, vertical_rise_s=RISE_S, fairing=fairing),
        fairing_s=jettison_s,
        command_s=cut + _LONGEST_S,
        command_is_free=False,
    )
    name = f"{launcher.stages[0].name} separation"
    last = next(i for i, phase in enumerate(sequence.phases) if name in phase.ends)
    return list(sequence.phases[: last + 1]), sequence.phases[last + 1 :]


@dataclass(slots=True)
class _Flight:
    """A first stage in the air: what is left of its phases, and the tracks behind it."""

    site: LaunchSite
    phases: list[FlightPhase]
    state: Array
    begin_s: float = 0.0
    offset_s: float = 0.0

    def until(self, end_s: float, directions: Directions | None) -> list[Track]:
        """Fly on to a time after lift-off, or to the last phase's end."""
        tracks = []
        while self.phases and self.begin_s + self.offset_s < end_s - 1e-9:
            phase = self.phases[0]
            length = phase.duration.upper
            stop = min(length, end_s - self.begin_s)
            piece = (self.offset_s, stop)
            track = flown(phase, self.site, self.state, self.begin_s, piece, directions)
            tracks.append(track)
            self.state, self.offset_s = track.state[-1].copy(), stop
            if stop > length - 1e-9:
                self.state = after_drop(track)
                self.phases = self.phases[1:]
                self.begin_s += length
                self.offset_s = 0.0
        return tracks

    def copy(self) -> "_Flight":
        """The same flight, to be flown on in another way."""
        return _Flight(self.site, self.phases, self.state, self.begin_s, self.offset_s)


def _tilting(site: LaunchSite, kick_rad: float) -> Directions:
    def directions(time_s: Array) -> Array:
        tilt = kick_rad * np.clip((time_s - RISE_S) / (KICKED_S - RISE_S), 0.0, 1.0)
        return np.asarray(site.up[:, None] * np.cos(tilt) + site.along[:, None] * np.sin(tilt))

    return directions


def _lifted(path: Path, site: LaunchSite, lift_rad: float) -> Directions:
    """Axis above the flow of a path."""
    r, v = path.state[:, :3], path.state[:, 3:6]
    pole = site.world.rotation_rad_s * np.array([site.world.px, site.world.py, site.world.pz])
    flow = v - np.cross(pole, r)
    flow /= np.linalg.norm(flow, axis=1)[:, None]
    up = r / np.linalg.norm(r, axis=1)[:, None]
    above = up - np.sum(up * flow, axis=1)[:, None] * flow
    above /= np.linalg.norm(above, axis=1)[:, None]

    def directions(time_s: Array) -> Array:
        part = np.clip((time_s - LIFT_FROM_S) / (LIFT_FULL_S - LIFT_FROM_S), 0.0, 1.0)
        angle = lift_rad * part
        rows = [
            np.interp(time_s, path.time_s, flow[:, k]) * np.cos(angle)
            + np.interp(time_s, path.time_s, above[:, k]) * np.sin(angle)
            for k in range(3)
        ]
        return np.array(rows)

    return directions


def fly_first_stage(facts: FlightFacts, launcher: Launcher, turn: Turn) -> Climb:
    """Fly a first stage to its separation.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    launcher : Launcher
        From `flown_launcher`.
    turn : Turn
        Its steering.

    Returns
    -------
    Climb
    """
    site = launch_site(facts.orbit)
    phases, later = _phases(launcher)
    mass_kg = liftoff_mass_kg(launcher, payload_aboard_kg(facts))
    flight = _Flight(site, phases, start_state(site.position_m, site.velocity_m_s, mass_kg))
    tracks = flight.until(KICKED_S, _tilting(site, turn.kick_rad))
    tracks += flight.until(LIFT_FROM_S, None)
    unlifted = path_of(flight.copy().until(np.inf, None), site)
    tracks += flight.until(np.inf, _lifted(unlifted, site, turn.lift_rad))
    return Climb(
        turn=turn,
        cutoff_s=_cutoff_s(launcher),
        path=path_of(tracks, site),
        separation=flight.state,
        later=later,
    )


def named_climb_rad(path: Path) -> float:
    """Climb angle when the speed over the ground first reaches 1 km/s [rad].

    Parameters
    ----------
    path : Path
        Of a first stage.
    """
    after = int(np.argmax(path.speed_m_s >= NAMED_SPEED_M_S))
    low = max(after - 1, 0)
    ends = slice(low, low + 2)
    return float(np.interp(NAMED_SPEED_M_S, path.speed_m_s[ends], path.climb_rad[ends]))


def climb_at(facts: FlightFacts, launcher: Launcher, named_rad: float, lift_rad: float) -> Climb:
    """First stage whose kick makes it climb at a wanted angle at 1 km/s.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    launcher : Launcher
        From `flown_launcher`.
    named_rad : float
        Climb angle wanted [rad].
    lift_rad : float
        Angle above the flow at the end [rad].

    Returns
    -------
    Climb
        The nearest there is when no kick between 0.02 and 14 degrees does it.
    """

    def shoot(log_kick: float) -> tuple[Climb, float]:
        turn = Turn(kick_rad=float(np.exp(log_kick)), lift_rad=lift_rad)
        climb = fly_first_stage(facts, launcher, turn)
        return climb, named_climb_rad(climb.path) - named_rad

    # The angle falls with the kick; a secant within the bracket it has found so far.
    low, high = np.log(_KICK_MIN_RAD), np.log(_KICK_MAX_RAD)
    here = float(np.log(np.radians(1.8)))
    climb, miss = shoot(here)
    slope = -0.3
    for _ in range(_ROUNDS):
        if abs(miss) < _CLIMB_MISS_RAD:
            break
        low, high = (here, high) if miss > 0.0 else (low, here)
        there = here - miss / slope
        if not low < there < high:
            there = 0.5 * (low + high)
        before = miss
        climb, miss = shoot(there)
        if miss != before:
            slope = min((miss - before) / (there - here), -0.02)
        here = there
    return climb
