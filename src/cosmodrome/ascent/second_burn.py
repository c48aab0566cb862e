"""Openings of a last stage that coasts and burns again.

To a near-circular orbit the first burn ends on a transfer from a low perigee up to it, and the
second burn makes it round at the top. To any other orbit the first burn ends on a low circle, and
the second one lies about the perigee asked for.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.along_flow import along_flow
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.escape import EscapeTarget, parking_circle
from cosmodrome.ascent.leg import Leg, latitude_rad
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.phase import FlightPhase, PhaseSequence
from cosmodrome.ascent.target import (
    OrbitTarget,
    eccentricity,
    is_equatorial,
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
_SHORTEST_COAST_S = 30.0
_NO_TURN_RAD = 1e-3


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
    flows = [i for i, phase in enumerate(phases) if phase.is_free_coast]
    return phases[: flows[0]] if flows else phases


def first_burn_leg(leg: Leg, mu_m3_s2: float) -> Leg:
    """The ascent up to the first cut-off, as a leg of its own.

    Parameters
    ----------
    leg : Leg
        From the pad, with a second burn.
    mu_m3_s2 : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    Leg
        To a transfer orbit or a low circle; its end keeps what the second burn takes.
    """
    target = leg.target
    assert isinstance(target, OrbitTarget | EscapeTarget)
    rising = rising_phases(leg)
    low = _low_orbit(leg)
    burning = leg.sequence.phases[-1]
    gain = _gain_m_s(target, EARTH_RADIUS_M + low.perigee_height_m, mu_m3_s2)
    return replace(
        leg,
        sequence=PhaseSequence(
            phases=rising,
            end_times_s=leg.sequence.end_times_s[: len(rising)],
            assumed_s=leg.sequence.assumed_s[: len(rising)],
        ),
        target=low,
        kept=float(np.exp(-gain / _exhaust_m_s(burning))),
    )


def _low_orbit(leg: Leg) -> OrbitTarget:
    """Transfer orbit or low circle of the first cut-off, in a plane the azimuth reaches.

    What is left of the turn costs least in the second burn, far from the Earth or at the node.
    """
    target = leg.target
    if isinstance(target, EscapeTarget):
        return parking_circle(target, latitude_rad(leg))
    assert isinstance(target, OrbitTarget)
    perigee = min(target.perigee_height_m, _PARKING_HEIGHT_M)
    apogee = target.perigee_height_m if eccentricity(target) < _ROUND else perigee
    latitude = abs(latitude_rad(leg))
    return OrbitTarget(
        perigee_height_m=perigee,
        apogee_height_m=max(apogee, perigee),
        inclination_rad=min(max(target.inclination_rad, latitude), np.pi - latitude),
        raan_rad=target.raan_rad,
    )


def second_burn_values(
    leg: Leg, world: World, meshes: Sequence[Mesh], state: Array
) -> list[PhaseValues]:
    """Values of the coast and the second burn after the first one.

    Parameters
    ----------
    leg : Leg
        From the pad.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        Of the coast and of the burn [-].
    state : array, shape (11,)
        At the first cut-off [m], [m/s], [kg].
    """
    coasting, burning = leg.sequence.phases[len(rising_phases(leg)) :]
    coast_s, burn_s = _durations_s(leg, world, state, burning)
    coasted, state = along_flow(coasting, coast_s, meshes[0], state, world)
    burnt, _ = along_flow(burning, burn_s, meshes[1], state, world)
    return [coasted, _turned(leg, burnt, world.gravity.mu_m3_s2)]


def _turned(leg: Leg, burnt: PhaseValues, mu: float) -> PhaseValues:
    """Second burn with its axis swung about the radius by what its plane is short of the target's.

    The gain of a burn along the flow and the velocity it leaves in the plane of before, both known,
    give the gain that ends in the other plane.
    """
    target = leg.target
    if not isinstance(target, OrbitTarget):
        return burnt
    r, v = burnt.state[:3, 0], burnt.state[3:6, 0]
    now = float(np.arccos(plane_elements(list(r), list(v), mu, leg.equator.pole).cos_i))
    turn = target.inclination_rad - now
    gain = float(np.linalg.norm(burnt.state[3:6, -1]) - np.linalg.norm(v))
    if abs(turn) < _NO_TURN_RAD or gain <= 0.0:
        return burnt
    speed = float(np.linalg.norm(v))
    across = np.cross(r, v) / np.linalg.norm(np.cross(r, v))
    # On the way north a turn to the left raises the inclination.
    side = turn * np.sign(v @ np.array(leg.equator.pole))
    wanted = (speed + gain) * (np.cos(side) * v / speed + np.sin(side) * across) - v
    axis = np.outer(wanted / np.linalg.norm(wanted), np.ones(burnt.control.shape[1]))
    return replace(burnt, control=axis)


def _durations_s(leg: Leg, world: World, state: Array, burning: FlightPhase) -> tuple[float, float]:
    target, mu = leg.target, world.gravity.mu_m3_s2
    assert isinstance(target, OrbitTarget | EscapeTarget)
    r, v = state[:3], state[3:6]
    axis = 1.0 / (2.0 / np.linalg.norm(r) - v @ v / mu)
    period = 2.0 * np.pi * np.sqrt(abs(float(axis)) ** 3 / mu)
    turn = 0.5
    argument = _argument_of_burn_rad(leg, mu)
    if argument is not None:
        now = plane_elements(list(r), list(v), mu, leg.equator.pole)
        here = float(np.arctan2(now.sin_u, now.cos_u))
        turn = float((argument - here) / (2.0 * np.pi) % 1.0)
    gain = _gain_m_s(target, float(np.linalg.norm(state[:3])), mu)
    burn_s = _burn_s(burning, float(state[6]), gain)
    coast_s = turn * float(period) - 0.5 * burn_s
    if coast_s < _SHORTEST_COAST_S:
        coast_s += float(period)
    longest = leg.sequence.phases[-2].duration.upper
    return min(coast_s, longest), burn_s


def _argument_of_burn_rad(leg: Leg, mu: float) -> float | None:
    """Argument of latitude about which the second burn lies, None half a turn ahead [rad]."""
    target = leg.target
    if isinstance(target, EscapeTarget):
        circle = parking_circle(target, latitude_rad(leg))
        sine = np.sin(target.declination_rad or 0.0) / np.sin(circle.inclination_rad)
        e = 1.0 + target.c3_m2_s2 * (EARTH_RADIUS_M + target.perigee_height_m) / mu
        return float(np.arcsin(np.clip(sine, -1.0, 1.0)) - np.arccos(-1.0 / e))
    assert isinstance(target, OrbitTarget)
    if eccentricity(target) < _ROUND or is_equatorial(target):
        return None
    return target.argument_of_perigee_rad or 0.0


def _gain_m_s(target: OrbitTarget | EscapeTarget, radius_m: float, mu: float) -> float:
    """Speed the second burn gives, at the top of a transfer or on a low circle [m/s]."""
    if isinstance(target, EscapeTarget):
        return float(np.sqrt(target.c3_m2_s2 + 2.0 * mu / radius_m) - np.sqrt(mu / radius_m))
    a = semi_major_axis_m(target)
    if eccentricity(target) < _ROUND:
        transfer = 0.5 * (radius_m + a)
        gain = np.sqrt(mu / a) - np.sqrt(mu * (2.0 / a - 1.0 / transfer))
    else:
        gain = np.sqrt(mu * (2.0 / radius_m - 1.0 / a)) - np.sqrt(mu / radius_m)
    return abs(float(gain))


def _exhaust_m_s(burning: FlightPhase) -> float:
    flow = sum(float(lookup(share.flow, 0.0)) for share in burning.burns)
    return float(lookup(burning.thrust_vac, 0.0)) / flow


def _burn_s(burning: FlightPhase, mass_kg: float, gain_m_s: float) -> float:
    flow = sum(float(lookup(share.flow, 0.0)) for share in burning.burns)
    burnt = mass_kg * (1.0 - np.exp(-gain_m_s / _exhaust_m_s(burning)))
    return float(np.clip(burnt / flow, burning.duration.lower, burning.duration.upper))
