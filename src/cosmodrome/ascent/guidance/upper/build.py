"""The program of an upper stage from the plan of its burns, and of releases without one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guidance.aim import AIM_NUMBERS, AimedOrbit, aim_at, aim_row
from cosmodrome.ascent.guidance.upper.coast import place_angle, wrapped
from cosmodrome.ascent.guidance.upper.program import (
    BURN_NUMBERS,
    CRAFT_NUMBERS,
    TO_ORBIT,
    TO_PERIGEE,
    TO_RADIUS,
    UpperProgram,
)
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.simulate import Track, fly_phases, start_state
from cosmodrome.ascent.target import EquatorOfDate, OrbitTarget, is_equatorial
from cosmodrome.constants import G0_M_S2
from cosmodrome.numerics.kernels import lookup
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.stage import (
    Stage,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
    usable_propellant_kg,
)

Array = NDArray[np.float64]

# Spacing of the states of the plan that is flown for its numbers [s].
_STEP_S = 30.0
# The conic to the next ignition gives a radius where that is far from a whole revolution away.
_FAR = 0.5
# The plane is turned to an inclination where the place lets a third of the turn count.
_REACHES = 0.3
# An orbit is near an apsis where it climbs at less than this part of its most.
_APSIS = 0.3
# Free-molecular flow is far above this Mach number.
_HYPERSONIC = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedCraft:
    """A satellite as its carrier releases it.

    Attributes
    ----------
    name : str
    mass_kg : float
        [kg].
    speed_m_s : float
        Against the carrier [m/s].
    direction : tuple of float
        Unit vector: radial, transverse, normal [-].
    delay_s : float
        After the orbit is reached, or the release before it [s].
    """

    name: str
    mass_kg: float
    speed_m_s: float
    direction: tuple[float, float, float]
    delay_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What flies on after the launcher's last stage was cut off.

    Attributes
    ----------
    air : Aerodynamics
        Its drag in orbit.
    separation_s : float
        From the cut-off to the separation [s].
    craft : tuple of ReleasedCraft
        In the order of release.
    """

    air: Aerodynamics
    separation_s: float
    craft: tuple[ReleasedCraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtDown:
    """How an upper stage is brought down after the last release.

    Attributes
    ----------
    planned : PlannedLeg
        One burn, from `deorbit_leg`.
    delay_s : float
        From the last release to its ignition [s].
    to_fixed : array, shape (3, 3)
        From inertial to Earth-fixed axes at lift-off [-].
    """

    planned: PlannedLeg
    delay_s: float
    to_fixed: Array


def build_upper_program(
    stage: Stage,
    planned: PlannedLeg,
    carrier: Carrier,
    adapter_kg: float,
    world: World,
    *,
    has_fix: bool = False,
    down: BroughtDown | None = None,
) -> UpperProgram:
    """Program of an upper stage along the plan of its burns.

    Parameters
    ----------
    stage : Stage
        With its load.
    planned : PlannedLeg
        From the separation on: coasts and burns in turn.
    carrier : Carrier
        The stack and its satellites.
    adapter_kg : float
        Stays on the stage [kg].
    world : World
        The Earth of the plan.
    has_fix : bool
        Navigation by satellites is aboard.
    down : BroughtDown or None
        How the stage is brought down; None leaves it in orbit.

    Returns
    -------
    UpperProgram

    Raises
    ------
    ValueError
        When the plan does not alternate coasts and burns.
    """
    leg = planned.leg
    tracks = _flown(planned, world)
    is_burn = [bool(track.phase.burns) for track in tracks]
    if is_burn != [i % 2 == 1 for i in range(len(tracks))] or len(tracks) % 2:
        raise ValueError(f"{leg.name} does not alternate coasts and burns")
    pairs = list(zip(tracks[::2], tracks[1::2], strict=True))
    rows = np.zeros((len(pairs), BURN_NUMBERS))
    for row, (coast, burn) in zip(rows, pairs, strict=True):
        _ignition(row, coast)
        _burn(row, burn, stage)
    aims = np.zeros((len(pairs), AIM_NUMBERS))
    for k, (_, burn) in enumerate(pairs):
        aims[k] = _aim(rows, k, burn, leg.target, leg.equator, world)
    if down is not None:
        rows = np.vstack((rows, _down_row(down, stage, world)))
        aims = np.vstack((aims, np.zeros(AIM_NUMBERS)))
    return UpperProgram(
        world=world._replace(wind=None),
        drag_area_m2=_drag_area_m2(carrier.air),
        stage=np.array(
            [
                stage_thrust_vac_N(stage),
                stage_thrust_vac_N(stage) / stage_mass_flow_kg_s(stage),
                stage.count * stage.dry_mass_kg,
                stage.count * stage.propellant_kg,
                stage.count * stage.propellant_kg - usable_propellant_kg(stage),
                adapter_kg,
            ]
        ),
        to_orbit=len(pairs),
        burns=rows,
        aims=aims,
        inclination_pole=np.array(leg.equator.pole),
        craft=_craft(carrier.craft),
        separation_s=carrier.separation_s,
        has_fix=float(has_fix),
        deorbit_delay_s=down.delay_s if down else 0.0,
        fall_drag_m2=stage.fall.drag_coefficient * stage.fall.reference_area_m2,
        to_fixed=down.to_fixed if down else np.eye(3),
    )


def build_releases(carrier: Carrier, world: World) -> UpperProgram:
    """Program of releases by the launcher's last stage.

    Parameters
    ----------
    carrier : Carrier
        The last stage and its satellites.
    world : World
        The Earth of the plan.
    """
    return UpperProgram(
        world=world._replace(wind=None),
        drag_area_m2=_drag_area_m2(carrier.air),
        stage=np.zeros(6),
        to_orbit=0,
        burns=np.zeros((0, BURN_NUMBERS)),
        aims=np.zeros((0, AIM_NUMBERS)),
        inclination_pole=np.array([0.0, 0.0, 1.0]),
        craft=_craft(carrier.craft),
        separation_s=carrier.separation_s,
        has_fix=0.0,
        deorbit_delay_s=0.0,
        fall_drag_m2=0.0,
        to_fixed=np.eye(3),
    )


def _drag_area_m2(air: Aerodynamics) -> float:
    return float(air.reference_area_m2 * lookup(air.axial, _HYPERSONIC))


def _craft(craft: Sequence[ReleasedCraft]) -> Array:
    rows = [(c.mass_kg, c.speed_m_s, *c.direction, c.delay_s) for c in craft]
    return np.array(rows, dtype=np.float64).reshape(-1, CRAFT_NUMBERS)


def _flown(planned: PlannedLeg, world: World) -> list[Track]:
    leg = planned.leg
    start = start_state(
        np.array(leg.start_position_m),
        np.array(leg.start_velocity_m_s),
        float(planned.solution.arcs[0].state[6, 0]),
    )
    phases = leg.sequence.phases
    return fly_phases(phases, planned.steering, start, world, longest_step_s=_STEP_S)


def _ignition(row: Array, coast: Track) -> None:
    """Axes at the ignition, and the angle of the coast before it."""
    r, v = coast.state[-1, :3], coast.state[-1, 3:6]
    x = r / np.linalg.norm(r)
    normal = np.cross(r, v)
    y = np.cross(normal / np.linalg.norm(normal), x)
    places = np.array([place_angle(state[:3], x, y) for state in coast.state])
    row[0:3], row[3:6] = x, y
    row[15] = places[0]
    row[16] = float(np.sum(wrapped(np.diff(places))))


def _burn(row: Array, burn: Track, stage: Stage) -> None:
    """Turn of the axis, velocity given, and the plane at the end."""
    first, last = burn.axis[0], burn.axis[-1]
    span = float(burn.time_s[-1] - burn.time_s[0])
    across = np.cross(first, last)
    sine = float(np.linalg.norm(across))
    if sine > 0.0:
        row[6:9] = across * (np.arctan2(sine, float(first @ last)) / (sine * span))
    middle = first + last
    exhaust = stage.engine.isp_vac_s * G0_M_S2
    gain = exhaust * np.log(burn.state[0, 6] / burn.state[-1, 6])
    row[9:12] = gain * middle / np.linalg.norm(middle)
    normal = np.cross(burn.state[-1, :3], burn.state[-1, 3:6])
    row[12:15] = normal / np.linalg.norm(normal)


def _aim(
    rows: Array, k: int, burn: Track, target: object, equator: EquatorOfDate, world: World
) -> list[float]:
    """Aim of a burn, told in its row as well."""
    row, end = rows[k], burn.state[-1]
    r, v = end[:3], end[3:6]
    is_last = k == len(rows) - 1
    asked = target if is_last and isinstance(target, OrbitTarget) else None
    row[17] = TO_ORBIT
    if not is_last:
        _reach(row, rows[k + 1], r, v, world.gravity.mu_m3_s2)
    if asked is not None and asked.raan_rad is None and not is_equatorial(asked):
        normal, outward = row[12:15], r / np.linalg.norm(r)
        pole = np.array(equator.pole)
        counts = abs(float(np.cross(outward, normal) @ pole))
        row[20] = float(counts > _REACHES * np.linalg.norm(np.cross(normal, pole)))
    orbit = AimedOrbit(
        target=asked,
        position_m=r,
        velocity_m_s=v,
        holds_height=_is_apsis(r, v, world.gravity.mu_m3_s2),
    )
    return aim_row(aim_at(orbit, equator, world.gravity))


def _is_apsis(r: Array, v: Array, mu: float) -> bool:
    """Whether an orbit hardly climbs at a place, for what it climbs elsewhere."""
    h = np.cross(r, v)
    e = float(np.linalg.norm(np.cross(v, h) / mu - r / np.linalg.norm(r)))
    most = e * mu / float(np.linalg.norm(h))
    return bool(abs(float(r @ v)) < _APSIS * most * float(np.linalg.norm(r)))


def _down_row(down: BroughtDown, stage: Stage, world: World) -> Array:
    """Row of the burn that brings the stage down."""
    (burn,) = _flown(down.planned, world)
    row = np.zeros(BURN_NUMBERS)
    _burn(row, burn, stage)
    r, v = burn.state[-1, :3], burn.state[-1, 3:6]
    h = float(np.linalg.norm(np.cross(r, v)))
    mu = world.gravity.mu_m3_s2
    size = 1.0 / (2.0 / float(np.linalg.norm(r)) - float(v @ v) / mu)
    low = size * (1.0 - np.sqrt(max(1.0 - h * h / (mu * size), 0.0)))
    row[17], row[18], row[19] = TO_PERIGEE, float(r @ v) / h, low
    return row


def _reach(row: Array, after: Array, r: Array, v: Array, mu: float) -> None:
    """Aim at the radius of the next ignition, where the conic of the plan tells it."""
    radius = float(np.linalg.norm(r))
    angle = float(after[16] - wrapped(place_angle(r, after[0:3], after[3:6]) - after[15]))
    h = float(np.linalg.norm(np.cross(r, v)))
    climb = float(r @ v) / h
    part, c = h * h / (mu * radius), float(np.cos(angle))
    inverse = (1.0 - c) / part + c - climb * float(np.sin(angle))
    if 1.0 - c > _FAR and inverse > 0.0:
        row[17], row[18], row[19] = TO_RADIUS, climb, radius / inverse
