"""The second stage: coast, then a burn whose pitch falls at a steady rate, to a level insertion.

Pitch is measured in inertial space from the horizon of the ignition, in the plane of the orbit.
Its start, its rate and the time of cut-off are found so that the burn ends
level, at the height and speed the kind of orbit is entered with. Where the cut-off is known the
thrust of the last part of the burn is found instead of the time: second stages throttle when they
have more than they need.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import air_data
from cosmodrome.ascent.phase import FlightPhase
from cosmodrome.ascent.simulate import BrokenFlightError, Track, after_drop
from cosmodrome.numerics.kernels import Table
from cosmodrome.study.falcon_9.facts import FlightFacts, Orbit
from cosmodrome.study.falcon_9.first_stage import Climb
from cosmodrome.study.falcon_9.flown_path import (
    Directions,
    LaunchSite,
    Path,
    along_plane,
    flown,
    launch_site,
    path_of,
)

Array = NDArray[np.float64]

_ROUNDS = 15
# Height, climb angle and speed are met to this.
_MISS = np.array([100.0, 1e-3, 1.0])
_SCALE = np.array([20e3, 0.03, 50.0])
_STEP = np.array([0.01, 0.01, 0.01])
_FURTHEST = 0.15
_USUAL_BURN_S = 380.0
# Where a throttled burn throttles, as a part of its length: flights do so anywhere from a third on.
_STEP_AT = 0.5
# Pitch at ignition, its change [rad], and burn or thrust over the usual [-].
_OPENINGS = ((0.35, -0.6, 1.0), (0.15, -0.2, 1.0), (0.6, -1.0, 1.0), (0.6, -0.9, 0.8))
# Tracks, seconds, thrust factor, and the miss.
_Shot = tuple[list[Track], float, float, Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Where the first burn of the second stage ends, level.

    Attributes
    ----------
    height_m : float
        Over the ellipsoid [m].
    over_circular_m_s : float
        Inertial speed less that of a circular orbit there [m/s].
    bend_rad : float
        Curvature of the pitch over the burn: four times what it takes away at its middle [rad].
    """

    height_m: float
    over_circular_m_s: float
    bend_rad: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """Second stage of a flight, to the end of its first burn.

    Attributes
    ----------
    path : Path
        Separation to cut-off.
    cutoff_s : float
        After lift-off [s].
    thrust_factor : float
        Found where the cut-off was given; 1 otherwise [-].
    met : bool
        The insertion was met.
    """

    path: Path
    cutoff_s: float
    thrust_factor: float
    met: bool


def _scaled(table: Table, factor: float) -> Table:
    return table._replace(coefficients=table.coefficients * factor)


def _with_thrust(phase: FlightPhase, factor: float) -> FlightPhase:
    burns = tuple(replace(b, flow=_scaled(b.flow, factor)) for b in phase.burns)
    return replace(phase, thrust_vac=_scaled(phase.thrust_vac, factor), burns=burns)


@dataclass(frozen=True, slots=True)
class _Burn:
    """What a burn starts from: state and time of ignition, and the phases it may last through."""

    orbit: Orbit
    site: LaunchSite
    state: Array
    lit_s: float
    phases: tuple[FlightPhase, ...]
    bend_rad: float

    def fly(self, pitch: tuple[float, float], seconds: float, factor: float) -> list[Track]:
        """Tracks of the burn; pitch at ignition and its change to the usual cut-off [rad]."""
        directions = self._pitched(*pitch)
        ends = [phase.duration.upper for phase in self.phases[:-1]]
        step = max(_STEP_AT * seconds, sum(ends))
        tracks: list[Track] = []
        state, begin = self.state, self.lit_s
        for phase, length in zip(self.phases[:-1], ends, strict=True):
            track = flown(phase, self.site, state, begin, (0.0, length), directions)
            tracks.append(track)
            state = after_drop(track)
            begin += length
        for level, end in ((1.0, step), (factor, seconds)):
            burning = _with_thrust(self.phases[-1], level)
            length = self.lit_s + end - begin
            if length > 1e-6:
                track = flown(burning, self.site, state, begin, (0.0, length), directions)
                tracks.append(track)
                state, begin = track.state[-1].copy(), begin + length
        return tracks

    def _pitched(self, first: float, change: float) -> Directions:
        up = np.array(air_data(*self.state[:6], self.site.world)[8:], dtype=float)
        along = along_plane(self.orbit, self.site.world, up, self.state[3:6])

        def directions(time_s: Array) -> Array:
            s = (time_s - self.lit_s) / _USUAL_BURN_S
            pitch = first + change * s + self.bend_rad * s * (s - 1.0)
            return np.asarray(up[:, None] * np.sin(pitch) + along[:, None] * np.cos(pitch))

        return directions


def fly_second_stage(facts: FlightFacts, climb: Climb, insertion: Insertion) -> Rise:
    """Fly the second stage to the end of its first burn.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    climb : Climb
        Its first stage.
    insertion : Insertion
        Where the burn ends.

    Returns
    -------
    Rise
    """
    site = launch_site(facts.orbit)
    begin = float(climb.path.time_s[-1])
    coast, burns = climb.later[0], climb.later[1:]
    length = coast.duration.upper
    before = flown(coast, site, climb.separation, begin, (0.0, length))
    burn = _Burn(
        facts.orbit, site, before.state[-1].copy(), begin + length, burns, insertion.bend_rad
    )
    given = facts.events.seco1_s
    known_s = None if given is None else given - burn.lit_s

    def shot(unknown: Array) -> _Shot:
        seconds = _USUAL_BURN_S * unknown[2] if known_s is None else known_s
        factor = 1.0 if known_s is None else float(unknown[2])
        try:
            tracks = burn.fly((float(unknown[0]), float(unknown[1])), float(seconds), factor)
        except BrokenFlightError:
            return [], float(seconds), factor, 1e3 * _SCALE
        return tracks, float(seconds), factor, _miss(tracks[-1], site, insertion)

    found = _solved(shot, _OPENINGS[0])
    for opening in _OPENINGS[1:]:
        if np.all(np.abs(found[3]) < _MISS):
            break
        other = _solved(shot, opening)
        if np.linalg.norm(other[3] / _SCALE) < np.linalg.norm(found[3] / _SCALE):
            found = other
    tracks, seconds, factor, miss = found
    return Rise(
        path=path_of([before, *tracks], site),
        cutoff_s=burn.lit_s + seconds,
        thrust_factor=factor,
        met=bool(np.all(np.abs(miss) < _MISS)),
    )


def _solved(shot: Callable[[Array], _Shot], opening: tuple[float, float, float]) -> _Shot:
    """Shot whose miss a damped Newton iteration has brought down."""
    unknown = np.array(opening)
    best = shot(unknown)
    for _ in range(_ROUNDS):
        if np.all(np.abs(best[3]) < _MISS):
            break
        columns = [
            (shot(unknown + _STEP * row)[3] - best[3]) / (_STEP[k] * _SCALE)
            for k, row in enumerate(np.eye(3))
        ]
        move = -np.linalg.lstsq(np.array(columns).T, best[3] / _SCALE, rcond=None)[0]
        move *= min(1.0, _FURTHEST / float(np.abs(move).max()))
        for _ in range(4):
            trial = shot(unknown + move)
            if np.linalg.norm(trial[3] / _SCALE) < np.linalg.norm(best[3] / _SCALE):
                break
            move = 0.5 * move
        unknown, best = unknown + move, trial
    return best


def _miss(track: Track, site: LaunchSite, insertion: Insertion) -> Array:
    """Height [m], climb angle [rad] and inertial speed [m/s] at cut-off, ours less wanted."""
    state = track.state[-1]
    r, v = state[:3], state[3:6]
    radius, speed = np.linalg.norm(r), np.linalg.norm(v)
    height = float(air_data(*state[:6], site.world)[0])
    wanted = np.sqrt(site.world.gravity.mu_m3_s2 / radius) + insertion.over_circular_m_s
    return np.array([height - insertion.height_m, r @ v / (radius * speed), speed - wanted])
