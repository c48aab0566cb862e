"""Legs of an upper stage: coast, burn, coast, burn to an orbit; one burn to come down."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.along_flow import along_flow, held
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.phase import PhaseSequence, burn, coast
from cosmodrome.ascent.problem import leg_parameters
from cosmodrome.ascent.simulate import phase_flow, start_state
from cosmodrome.ascent.target import (
    EquatorOfDate,
    OrbitTarget,
    PerigeeTarget,
    plane_elements,
    semi_major_axis_m,
)
from cosmodrome.constants import EARTH_RADIUS_M, G0_M_S2
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.numerics.tables import constant
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.launcher import Limits
from cosmodrome.vehicle.stage import Stage, stage_mass_flow_kg_s, usable_propellant_kg

Array = NDArray[np.float64]

# Free-molecular drag coefficient of a compact body: Vallado (2013), section 8.6.2.
_FREE_MOLECULAR_DRAG = 2.2
# Turns of the plane from here on must be made where the planes meet.
_TURN_RAD = np.radians(1.0)


def in_orbit(stage: Stage) -> Aerodynamics:
    """Drag of an upper stage in free-molecular flow, on its cross-section.

    Parameters
    ----------
    stage : Stage
        Upper stage.
    """
    return Aerodynamics(
        reference_area_m2=float(np.pi / 4.0 * stage.diameter_m**2),
        axial=constant(_FREE_MOLECULAR_DRAG),
        normal_slope=constant(0.0),
    )


def longest_burn_s(stage: Stage) -> float:
    """Time in which an upper stage burns all it can [s].

    Parameters
    ----------
    stage : Stage
        Upper stage with its load.
    """
    return usable_propellant_kg(stage) / stage_mass_flow_kg_s(stage)


def transfer_leg(
    name: str,
    stage: Stage,
    state: Array,
    target: OrbitTarget,
    equator: EquatorOfDate,
    *,
    burn_starts_s: tuple[float | None, float | None] = (None, None),
    mu_m3_s2: float,
) -> Leg:
    """Two burns from a parking orbit to a target orbit, their starts held.

    Between near-circular orbits the place of the burns changes the propellant by grams, too flat
    an optimum to look for; the multipliers of the two times tell what moving them would gain.

    Parameters
    ----------
    name : str
        Of the stage; events are ``name burn 1 start`` and so on.
    stage : Stage
        Upper stage with its load.
    state : array, shape (11,)
        Where the leg starts [m], [m/s], [kg].
    target : OrbitTarget
        Orbit after the second burn.
    equator : EquatorOfDate
        For the inclination.
    burn_starts_s : tuple of float or None
        Starts of the two burns from the start of the leg; None puts them half a revolution of
        the transfer apart, the first half a revolution after the start [s].
    mu_m3_s2 : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    Leg
    """
    air = in_orbit(stage)
    burn_1, burn_2 = _hohmann_burns_s(state, target, stage, mu_m3_s2)
    # From middle to middle the burns lie half a revolution of the transfer apart.
    apart = _half_transfer_s(state, target, mu_m3_s2) + 0.5 * (burn_1 - burn_2)
    first, second = burn_starts_s
    if first is None and second is None:
        first = _to_node_s(state, target, equator, burn_1, mu_m3_s2)
    if first is None:
        first = apart if second is None else max(second - apart, 1.0)
    if second is None:
        second = first + apart
    longest = longest_burn_s(stage)
    between = Bounds(lower=1.0, upper=second - first)
    phases = (
        coast("coast to burn 1", f"{name} burn 1 start", Bounds(lower=first, upper=first), air),
        burn(f"{name} burn 1", stage, longest, air),
        coast("coast to burn 2", f"{name} burn 2 start", between, air),
        burn(f"{name} burn 2", stage, longest, air),
    )
    return Leg(
        name=f"{name} transfer",
        sequence=PhaseSequence(
            phases=phases,
            end_times_s=(first, None, second, None),
            assumed_s=(first, burn_1, second - first - burn_1, burn_2),
        ),
        start_position_m=_triple(state[:3]),
        start_velocity_m_s=_triple(state[3:6]),
        start_mass_kg=float(state[6]),
        target=target,
        aim=Aim.FINAL_MASS,
        limits=Limits(),
        equator=equator,
        # The burns cost about this much; on the scale of the whole mass the optimum looks flat.
        objective_scale=0.04 * float(state[6]),
    )


def deorbit_leg(
    name: str, stage: Stage, state: Array, target: PerigeeTarget, equator: EquatorOfDate
) -> Leg:
    """One burn that lowers the perigee.

    Parameters
    ----------
    name : str
        Of the stage; events are ``name deorbit start`` and ``name deorbit end``.
    stage : Stage
        Upper stage with what it has left.
    state : array, shape (11,)
        At the start of the burn [m], [m/s], [kg].
    target : PerigeeTarget
        Perigee after it.
    equator : EquatorOfDate
        For the inclination.

    Returns
    -------
    Leg
    """
    air = in_orbit(stage)
    longest = longest_burn_s(stage)
    return Leg(
        name=f"{name} deorbit",
        sequence=PhaseSequence(
            phases=(burn(f"{name} deorbit", stage, longest, air),),
            end_times_s=(None,),
            assumed_s=(0.5 * longest,),
        ),
        start_position_m=_triple(state[:3]),
        start_velocity_m_s=_triple(state[3:6]),
        start_mass_kg=float(state[6]),
        target=target,
        aim=Aim.FINAL_MASS,
        limits=Limits(),
        equator=equator,
        # The burns cost about this much; on the scale of the whole mass the optimum looks flat.
        objective_scale=0.04 * float(state[6]),
    )


def transfer_openings(leg: Leg, world: World, meshes: Sequence[Mesh]) -> Iterator[Opening]:
    """Tangential burns at their times; where the plane is turned, that is left to the last one.

    Parameters
    ----------
    leg : Leg
        From `transfer_leg`.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    """
    if _turns(leg, world):
        yield _turned("last burn turned", leg, world, meshes)
    else:
        yield _tangential("tangential burns", leg, world, meshes, leg.sequence.assumed_s)


def _turns(leg: Leg, world: World) -> bool:
    """Whether the plane is turned on the way to a target."""
    if not isinstance(leg.target, OrbitTarget):
        return False
    r, v = list(leg.start_position_m), list(leg.start_velocity_m_s)
    now = plane_elements(r, v, world.gravity.mu_m3_s2, leg.equator.pole)
    turn = leg.target.inclination_rad - float(np.arctan2(now.sin_i, now.cos_i))
    return bool(abs(turn) >= _TURN_RAD)


def _turned(name: str, leg: Leg, world: World, meshes: Sequence[Mesh]) -> Opening:
    """All but the last burn along the flow, that one to the velocity of the target there."""
    assert isinstance(leg.target, OrbitTarget)
    state = start_state(
        np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), leg.start_mass_kg
    )
    values = []
    *phases, last = leg.sequence.phases
    for phase, duration, mesh in zip(phases, leg.sequence.assumed_s, meshes, strict=False):
        value, state = along_flow(phase, duration, mesh, state, world)
        values.append(value)
    gain = _target_velocity(state, leg.target, leg.equator, world.gravity.mu_m3_s2) - state[3:6]
    size = float(np.linalg.norm(gain))
    flow = float(lookup(phase_flow(last), 0.0))
    exhaust = float(lookup(last.thrust_vac, 0.0)) / flow
    burnt_kg = float(state[6]) * -np.expm1(-size / exhaust)
    duration = min(float(burnt_kg / flow), 0.99 * last.duration.upper)
    value, state = held(last, duration, meshes[-1], state, world, gain / size)
    guesses = {"perigee cosine": 1.0, "perigee sine": 0.0}
    return Opening(
        name=name,
        values=(*values, value),
        parameters=tuple(guesses[parameter.name] for parameter in leg_parameters(leg)),
    )


def _target_velocity(state: Array, target: OrbitTarget, equator: EquatorOfDate, mu: float) -> Array:
    """Level velocity of the size the target has at a place, in a plane of its inclination."""
    r, v = state[:3], state[3:6]
    radius = float(np.linalg.norm(r))
    outward, pole = r / radius, np.array(equator.pole)
    flat = pole - (pole @ outward) * outward
    cosine = float(np.linalg.norm(flat))
    flat = flat / cosine
    side = np.cross(outward, flat)
    c = float(np.clip(np.cos(target.inclination_rad) / cosine, -1.0, 1.0))
    s = float(np.copysign(np.sqrt(1.0 - c * c), np.cross(r, v) @ side))
    speed = np.sqrt(max(mu * (2.0 / radius - 1.0 / semi_major_axis_m(target)), 0.0))
    level: Array = speed * np.cross(c * flat + s * side, outward)
    return level


def deorbit_openings(leg: Leg, world: World, meshes: Sequence[Mesh]) -> Iterator[Opening]:
    """A burn against the flow.

    Parameters
    ----------
    leg : Leg
        From `deorbit_leg`.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    """
    yield _tangential(
        "burn against the flow", leg, world, meshes, leg.sequence.assumed_s, sense=-1.0
    )


def _tangential(
    name: str,
    leg: Leg,
    world: World,
    meshes: Sequence[Mesh],
    durations: Sequence[float],
    sense: float = 1.0,
) -> Opening:
    state = start_state(
        np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), leg.start_mass_kg
    )
    values = []
    for phase, duration, mesh in zip(leg.sequence.phases, durations, meshes, strict=True):
        value, state = along_flow(phase, duration, mesh, state, world, sense)
        values.append(value)
    guesses = {"perigee cosine": 1.0, "perigee sine": 0.0}
    return Opening(
        name=name,
        values=tuple(values),
        parameters=tuple(guesses[parameter.name] for parameter in leg_parameters(leg)),
    )


def _hohmann_burns_s(
    state: Array, target: OrbitTarget, stage: Stage, mu: float
) -> tuple[float, float]:
    """Lengths of the two burns of a Hohmann transfer with impulses, from the rocket equation."""
    r1 = float(np.linalg.norm(state[:3]))
    r2 = semi_major_axis_m(target)
    a = 0.5 * (r1 + r2)
    first = abs(np.sqrt(mu * (2.0 / r1 - 1.0 / a)) - np.sqrt(mu / r1))
    second = abs(np.sqrt(mu / r2) - np.sqrt(mu * (2.0 / r2 - 1.0 / a)))
    exhaust = stage.engine.isp_vac_s * G0_M_S2
    flow = stage_mass_flow_kg_s(stage)
    mass = float(state[6])
    after = mass * np.exp(-first / exhaust)
    return (
        max(float(mass - after) / flow, 1.0),
        max(float(after * (1.0 - np.exp(-second / exhaust))) / flow, 1.0),
    )


def _to_node_s(
    state: Array, target: OrbitTarget, equator: EquatorOfDate, burn_s: float, mu: float
) -> float | None:
    """Start of a burn about the next node [s]; None without a plane to turn.

    Both burns then lie where the planes meet, and can turn them by the difference alone.
    """
    now = plane_elements(list(state[:3]), list(state[3:6]), mu, equator.pole)
    turn = target.inclination_rad - float(np.arctan2(now.sin_i, now.cos_i))
    if abs(turn) < _TURN_RAD:
        return None
    half_s = float(np.pi * np.sqrt(now.a**3 / mu))
    start_s = -float(np.arctan2(now.sin_u, now.cos_u)) / np.pi * half_s - 0.5 * burn_s
    while start_s < 1.0:
        start_s += half_s
    return start_s


def _half_transfer_s(state: Array, target: OrbitTarget, mu: float) -> float:
    """Half a revolution of the Hohmann transfer [s]."""
    a = 0.5 * (float(np.linalg.norm(state[:3])) + semi_major_axis_m(target))
    return float(np.pi * np.sqrt(a**3 / mu))


def _triple(vector: Array) -> tuple[float, float, float]:
    x, y, z = (float(c) for c in vector)
    return x, y, z


def perigee_height_m(state: Array, mu: float) -> float:
    """Osculating perigee over the equatorial radius [m].

    Parameters
    ----------
    state : array, shape (11,)
        [m], [m/s].
    mu : float
        Gravitational parameter [m3/s2].
    """
    r, v = state[:3], state[3:6]
    h2 = float(np.dot(np.cross(r, v), np.cross(r, v)))
    energy = 0.5 * float(v @ v) - mu / float(np.linalg.norm(r))
    e = np.sqrt(max(0.0, 1.0 + 2.0 * energy * h2 / mu**2))
    return float(h2 / mu / (1.0 + e) - EARTH_RADIUS_M)
