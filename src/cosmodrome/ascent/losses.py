"""Where the velocity of an ascent goes: the ledger from rocket equation to inertial speed.

Over the ground, with w the velocity relative to the turning Earth,

    ideal = |w| + gravity + drag + steering + back-pressure

and inertial speed = |w| + what the turning Earth gives. `ideal` is the integral of vacuum thrust
over mass, taken from the thrust and flow tables alone; that the two sides agree is the check.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import SPEED_FLOOR_M2_S2, World
from cosmodrome.ascent.simulate import Track, phase_flow
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.tables import integral

Array = NDArray[np.float64]

# Gauss-Legendre points a piece: exact far beyond the smoothness of 1/m over a few seconds.
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Velocity ledger of an ascent; all in m/s.

    Attributes
    ----------
    ideal_m_s : float
        Integral of vacuum thrust over mass [m/s].
    gravity_m_s, drag_m_s, steering_m_s, back_pressure_m_s : float
        Given away [m/s].
    ground_speed_m_s : float
        Gained over the turning Earth [m/s].
    earth_rotation_m_s : float
        Inertial speed less ground speed [m/s].
    inertial_speed_m_s : float
        At the end [m/s].
    closure_m_s : float
        Ideal less the sum of what became of it [m/s].
    """

    ideal_m_s: float
    gravity_m_s: float
    drag_m_s: float
    steering_m_s: float
    back_pressure_m_s: float
    ground_speed_m_s: float
    earth_rotation_m_s: float
    inertial_speed_m_s: float
    closure_m_s: float


def losses_of(tracks: Sequence[Track], world: World) -> Losses:
    """Velocity ledger of an ascent.

    Parameters
    ----------
    tracks : sequence of Track
        From lift-off to cut-off.
    world : World
        The Earth it was flown on.

    Returns
    -------
    Losses
    """
    first, end = tracks[0].state[0], tracks[-1].state[-1]
    gained = _ground_speed(end, world) - _ground_speed(first, world)
    back, steering, drag, gravity = (float(x) for x in end[7:11] - first[7:11])
    ideal = sum(_ideal(track) for track in tracks)
    inertial = float(np.linalg.norm(end[3:6]))
    return Losses(
        ideal_m_s=ideal,
        gravity_m_s=gravity,
        drag_m_s=drag,
        steering_m_s=steering,
        back_pressure_m_s=back,
        ground_speed_m_s=gained,
        earth_rotation_m_s=inertial - gained,
        inertial_speed_m_s=inertial,
        closure_m_s=ideal - gained - back - steering - drag - gravity,
    )


def _ground_speed(state: Array, world: World) -> float:
    carried = atmosphere_velocity(*state[:3], world.px, world.py, world.pz, world.rotation_rad_s)
    over_ground = state[3:6] - np.array(carried)
    # The losses are integrated with this under the root, which counts for 1 mm/s at rest.
    return float(np.sqrt(over_ground @ over_ground + SPEED_FLOOR_M2_S2))


def _ideal(track: Track) -> float:
    """Integral of vacuum thrust over mass along a track, from its tables."""
    if track.phase.throttles:
        # Thrust and flow of a throttled engine keep their ratio: the rocket equation.
        ratio = float(lookup(track.phase.thrust_vac, 0.0) / lookup(phase_flow(track.phase), 0.0))
        return ratio * float(np.log(track.state[0, 6] / track.state[-1, 6]))
    t = track.time_s - track.start_s
    middle, half = 0.5 * (t[1:] + t[:-1]), 0.5 * (t[1:] - t[:-1])
    points = middle[:, None] + half[:, None] * _POINTS
    flow = phase_flow(track.phase)
    burnt = np.vectorize(lambda x: integral(flow, t[0], x))(points)
    mass = track.state[0, 6] - burnt
    values = lookup(track.phase.thrust_vac, points) / mass
    return float((half[:, None] * _WEIGHTS * values).sum())
