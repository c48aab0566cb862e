"""Openings of a last stage that coasts and burns again.

To a near-circular orbit the first burn ends on a transfer from a low perigee up to it, and the
second burn makes it round at the top. To any other orbit the first burn ends on a low circle, and
the second one lies about the perigee asked for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.along_flow import along_flow
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.target import (
    OrbitTarget,
    eccentricity,
    plane_elements,
    semi_major_axis_m,
)
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.optimal_control import PhaseValues

Array = NDArray[np.float64]

_PARKING_HEIGHT_M = 185e3
# Above this eccentricity the second burn belongs at the perigee.
_ROUND = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """Where the first burn of an opening ends, flown level.

    Attributes
    ----------
    radius_m : float
        [m].
    speed_m_s : float
        Inertial [m/s].
    """

    radius_m: float
    speed_m_s: float


def has_second_burn(leg: Leg) -> bool:
    """Whether the last stage of a leg coasts and burns again.

    Parameters
    ----------
    leg : Leg
        From the pad.
    """
    return len(rising_phases(leg)) < len(leg.sequence.phases)


def rising_phases(leg: Leg) -> tuple[FlightPhase, ...]:
    """Phases of a leg up to its first coast.

    Parameters
    ----------
    leg : Leg
        From the pad.
    """
    phases = leg.sequence.phases
    flows = [i for i, phase in enumerate(phases) if phase.steering is Steering.FLOW]
    return phases[: flows[0]] if flows else phases


def injection(leg: Leg, mu_m3_s2: float) -> Injection:
    """Where the first burn of an opening ends.

    Parameters
    ----------
    leg : Leg
        From the pad.
    mu_m3_s2 : float
        Gravitational parameter [m3/s2].
    """
    target = leg.target
    assert isinstance(target, OrbitTarget)
    perigee = EARTH_RADIUS_M + target.perigee_height_m
    a = semi_major_axis_m(target)
    if has_second_burn(leg):
        perigee = EARTH_RADIUS_M + min(target.perigee_height_m, _PARKING_HEIGHT_M)
        a = 0.5 * (perigee + a) if eccentricity(target) < _ROUND else perigee
    return Injection(
        radius_m=perigee, speed_m_s=float(np.sqrt(mu_m3_s2 * (2.0 / perigee - 1.0 / a)))
    )


def second_burn_values(
    leg: Leg, world: World, meshes: list[Mesh], state: Array, revolutions: float
) -> list[PhaseValues]:
    """Values of the coast and the second burn after the first one.

    Parameters
    ----------
    leg : Leg
        From the pad.
    world : World
        The Earth it is flown on.
    meshes : list of (fractions, degree)
        Of the coast and of the burn [-].
    state : array, shape (11,)
        At the first cut-off [m], [m/s], [kg].
    revolutions : float
        Whole or half turns the coast is made longer by [-].
    """
    coasting, burning = leg.sequence.phases[len(rising_phases(leg)) :]
    coast_s, burn_s = _durations_s(leg, world, state, burning, revolutions)
    coasted, state = along_flow(coasting, coast_s, meshes[0], state, world)
    burnt, _ = along_flow(burning, burn_s, meshes[1], state, world)
    return [coasted, burnt]


def _durations_s(
    leg: Leg, world: World, state: Array, burning: FlightPhase, revolutions: float
) -> tuple[float, float]:
    target, mu = leg.target, world.gravity.mu_m3_s2
    assert isinstance(target, OrbitTarget)
    r, v = state[:3], state[3:6]
    now = plane_elements(list(r), list(v), mu, leg.equator.pole)
    a, radius = semi_major_axis_m(target), float(np.linalg.norm(r))
    period = 2.0 * np.pi * np.sqrt(abs(float(now.a)) ** 3 / mu)
    if eccentricity(target) < _ROUND:
        turn = 0.5
        transfer = 0.5 * (radius + a)
        gain = np.sqrt(mu / a) - np.sqrt(mu * (2.0 / a - 1.0 / transfer))
    else:
        argument = target.argument_of_perigee_rad or 0.0
        here = float(np.arctan2(now.sin_u, now.cos_u))
        turn = float((argument - here) / (2.0 * np.pi) % 1.0)
        gain = np.sqrt(mu * (2.0 / radius - 1.0 / a)) - np.sqrt(mu / radius)
    burn_s = _burn_s(burning, float(state[6]), abs(float(gain)))
    coast_s = (turn + revolutions) * float(period) - 0.5 * burn_s
    while coast_s < _SHORTEST_COAST_S:
        coast_s += float(period)
    return min(coast_s, coasting_upper(leg)), burn_s


_SHORTEST_COAST_S = 30.0


def coasting_upper(leg: Leg) -> float:
    """Longest coast the leg allows [s].

    Parameters
    ----------
    leg : Leg
        From the pad.
    """
    return leg.sequence.phases[len(rising_phases(leg))].duration.upper


def _burn_s(burning: FlightPhase, mass_kg: float, gain_m_s: float) -> float:
    thrust = float(lookup(burning.thrust_vac, 0.0))
    flow = sum(float(lookup(share.flow, 0.0)) for share in burning.burns)
    burnt = mass_kg * (1.0 - np.exp(-gain_m_s * flow / thrust))
    return float(np.clip(burnt / flow, burning.duration.lower, burning.duration.upper))
