"""The arcs of thrust of a plan, what each aims at, and the stretches it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guidance.aim import AimedOrbit, aim_at, aim_row
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.phase import FlightPhase
from cosmodrome.ascent.simulate import Track, phase_flow
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.numerics.kernels import lookup
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import CutoffRule

Array = NDArray[np.float64]

# The explicit law counts on one arc of thrust: where the engines rest for longer than this, each
# side has its own [s].
_LONG_COAST_S = 100.0


def first_cut(launcher: Launcher, tracks: Sequence[Track]) -> Track:
    """Track at whose end the last stage stops for the first time.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    tracks : sequence of Track
        Of the plan, flown.
    """
    last = launcher.stages[-1].name

    def burns(track: Track) -> bool:
        return any(b.stage == last for b in track.phase.burns)

    for now, after in pairwise(tracks):
        if burns(now) and not burns(after):
            return now
    return tracks[-1]


@dataclass(frozen=True, slots=True)
class Arc:
    """Tracks of thrust between long coasts, and the coast before them.

    Attributes
    ----------
    first, last : int
        Tracks.
    waits_s : float
        Coast before it [s].
    in_orbit : bool
        The coast before it was one in orbit.
    is_commanded : bool
        Its last stage is cut off by command.
    """

    first: int
    last: int
    waits_s: float
    in_orbit: bool
    is_commanded: bool


def arcs_of(launcher: Launcher, tracks: Sequence[Track]) -> list[Arc]:
    """Arcs of a plan.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    tracks : sequence of Track
        Of the plan, flown.
    """
    commanded = {s.name for s in launcher.stages if s.cutoff.rule is CutoffRule.COMMAND}

    def is_commanded(i: int) -> bool:
        return any(b.stage in commanded for b in tracks[i].phase.burns)

    arcs: list[Arc] = []
    first, waits, in_orbit = 0, 0.0, False
    pause, last = 0.0, 0
    for i, track in enumerate(tracks):
        if not track.phase.burns:
            pause += float(track.time_s[-1] - track.start_s)
            continue
        resting = tracks[last + 1 : i]
        again = any(t.phase.in_orbit for t in resting)
        if again or pause > _LONG_COAST_S:
            arcs.append(Arc(first, last, waits, in_orbit, is_commanded(last)))
            first, waits, in_orbit = i, pause, again
        pause, last = 0.0, i
    return [*arcs, Arc(first, last, waits, in_orbit, is_commanded(last))]


def arc_aims(leg: Leg, tracks: Sequence[Track], arcs: Sequence[Arc], world: World) -> Array:
    """Aims of the arcs, as rows: the orbits the plan has after them.

    Parameters
    ----------
    leg : Leg
        With the orbit asked for.
    tracks : sequence of Track
        Of the plan, flown.
    arcs : sequence of Arc
        From `arcs_of`.
    world : World
        The Earth of the plan.
    """
    rows = []
    asked = leg.target if isinstance(leg.target, OrbitTarget) else None
    for k, arc in enumerate(arcs):
        state = tracks[arc.last].state[-1]
        orbit = AimedOrbit(
            target=asked if k == len(arcs) - 1 else None,
            position_m=state[:3],
            velocity_m_s=state[3:6],
            # A burn in orbit changes speed; its height is that of the coast before.
            holds_height=not arc.in_orbit,
            # After a long coast on the way up no time is left to come back to the plane.
            holds_speed=arc.is_commanded,
            holds_plane=k == 0 or arc.in_orbit or asked is None or asked.raan_rad is not None,
        )
        rows.append(aim_row(aim_at(orbit, leg.equator, world.gravity)))
    return np.array(rows)


def arc_segments(
    launcher: Launcher, tracks: Sequence[Track], arcs: Sequence[Arc]
) -> tuple[Array, Array]:
    """Stretches of steady thrust with their stage, and which of them each arc has.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    tracks : sequence of Track
        Of the plan, flown.
    arcs : sequence of Arc
        From `arcs_of`.

    Returns
    -------
    segments, burns
        As `Program` has them.
    """
    rows: list[tuple[float, ...]] = []
    burns: list[tuple[float, ...]] = []
    for arc in arcs:
        first = len(rows)
        for track in tracks[arc.first : arc.last + 1]:
            rows += _stretches(launcher, track)
        lit = float(tracks[arc.first].start_s)
        burns.append((float(first), float(len(rows) - 1), arc.waits_s, lit))
    return np.array(rows), np.array(burns)


def _stretches(launcher: Launcher, track: Track) -> list[tuple[float, ...]]:
    names = [stage.name for stage in launcher.stages]
    phase, mass = track.phase, float(track.state[0, 6])
    length = float(track.time_s[-1] - track.start_s)
    flow = phase_flow(phase)
    edges = [0.0, *(k for k in phase.knots_s if 0.0 < k < length), length]
    stage = max((names.index(b.stage) for b in phase.burns), default=-1)
    grain = float(stage >= 0 and launcher.stages[stage].throttle.is_grain)
    rows: list[tuple[float, ...]] = []
    for a, b in pairwise(edges):
        thrust, grows = _thrust_line(phase, a, b)
        rate = float(lookup(flow, 0.5 * (a + b)))
        mean = thrust * (1.0 + 0.5 * grows * (b - a))
        w = mean / rate if rate > 0.0 else 1.0
        begins, ends = track.start_s + a, track.start_s + b
        rows.append((begins, ends, thrust / mass, w, float(stage), grows, grain))
        mass -= rate * (b - a)
    return rows


def _thrust_line(phase: FlightPhase, begin: float, end: float) -> tuple[float, float]:
    """Thrust at the start of a stretch [N], and its growth as a part of it [1/s]."""
    quarter = 0.25 * (end - begin)
    low, high = (float(lookup(phase.thrust_vac, t)) for t in (begin + quarter, end - quarter))
    start = 1.5 * low - 0.5 * high
    return (start, (high - low) / (2.0 * quarter) / start) if start > 1.0 else (0.0, 0.0)
