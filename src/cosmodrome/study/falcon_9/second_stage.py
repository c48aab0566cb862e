"""The second stage: coast, then a burn whose pitch falls at a steady rate, to a level insertion.

Pitch is measured in inertial space from the horizon of the ignition, in the plane of the velocity
over the ground there. Its start, its rate and the time of cut-off are found so that the burn ends
level, at the height and speed the kind of orbit is entered with. Where the cut-off is known the
thrust is found instead of the time.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import air_data
from cosmodrome.ascent.phase import FlightPhase
from cosmodrome.ascent.simulate import Track, after_drop
from cosmodrome.numerics.kernels import Table
from cosmodrome.study.falcon_9.facts import FlightFacts
from cosmodrome.study.falcon_9.first_stage import Climb
from cosmodrome.study.falcon_9.flown_path import Directions, LaunchSite, Path, flown, launch_site, path_of

Array = NDArray[np.float64]

_ROUNDS = 15
# Height, climb angle and speed are met to this.
_MISS = np.array([100.0, 1e-3, 1.0])
_SCALE = np.array([20e3, 0.03, 50.0])
_STEP = np.array([0.01, 0.01, 0.01])
_FURTHEST = 0.15
_USUAL_BURN_S = 380.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Where the first burn of the second stage ends, level.

    Attributes
    ----------
    height_m : float
        Over the ellipsoid [m].
    over_circular_m_s : float
        Inertial speed less that of a circular orbit there [m/s].
    """

    height_m: float
    over_circular_m_s: float


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

    site: LaunchSite
    state: Array
    lit_s: float
    phases: tuple[FlightPhase, ...]

    def fly(self, pitch: tuple[float, float], seconds: float, factor: float) -> list[Track]:
        """Tracks of the burn; pitch at ignition and its change to the usual cut-off [rad]."""
        directions = self._pitched(*pitch)
        tracks: list[Track] = []
        state, begin = self.state, self.lit_s
        for k, phase in enumerate(self.phases):
            left = self.lit_s + seconds - begin
            last = k == len(self.phases) - 1
            length = left if last else min(left, phase.duration.upper)
            if length <= 1e-6:
                break
            burning = _with_thrust(phase, factor)
            track = flown(burning, self.site, state, begin, (0.0, length), directions)
            tracks.append(track)
            state = after_drop(track)
            begin += length
        return tracks

    def _pitched(self, first: float, change: float) -> Directions:
        _, _, _, _, wx, wy, wz, _, ux, uy, uz = air_data(*self.state[:6], self.site.world)
        up, flow = np.array([ux, uy, uz]), np.array([wx, wy, wz])
        along = flow - up * (flow @ up)
        along /= np.linalg.norm(along)

        def directions(time_s: Array) -> Array:
            pitch = first + change * (time_s - self.lit_s) / _USUAL_BURN_S
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
    burn = _Burn(site, before.state[-1].copy(), begin + length, burns)
    given = facts.events.seco1_s
    known_s = None if given is None else given - burn.lit_s

    def shot(unknown: Array) -> tuple[list[Track], float, float, Array]:
        seconds = _USUAL_BURN_S * unknown[2] if known_s is None else known_s
        factor = 1.0 if known_s is None else float(unknown[2])
        tracks = burn.fly((float(unknown[0]), float(unknown[1])), float(seconds), factor)
        return tracks, float(seconds), factor, _miss(tracks[-1], site, insertion)

    unknown = np.array([0.35, -0.6, 1.0])
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
    tracks, seconds, factor, miss = best
    return Rise(
        path=path_of([before, *tracks], site),
        cutoff_s=burn.lit_s + seconds,
        thrust_factor=factor,
        met=bool(np.all(np.abs(miss) < _MISS)),
    )


def _miss(track: Track, site: LaunchSite, insertion: Insertion) -> Array:
    """Height [m], climb angle [rad] and inertial speed [m/s] at cut-off, ours less wanted."""
    state = track.state[-1]
    r, v = state[:3], state[3:6]
    radius, speed = np.linalg.norm(r), np.linalg.norm(v)
    height = float(air_data(*state[:6], site.world)[0])
    wanted = np.sqrt(site.world.gravity.mu_m3_s2 / radius) + insertion.over_circular_m_s
    return np.array([height - insertion.height_m, r @ v / (radius * speed), speed - wanted])
