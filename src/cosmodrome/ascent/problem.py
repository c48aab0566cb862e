"""A leg as an optimal-control problem: dynamics, limits, links, and the target at its end."""

import hashlib
import pickle
from collections.abc import Callable, Sequence

import numpy as np

from cosmodrome.ascent.dynamics import Shape, World, air_data
from cosmodrome.ascent.escape import (
    EllipseTarget,
    EscapeTarget,
    energy_conditions,
    escape_conditions,
)
from cosmodrome.ascent.fall_branch import with_falls
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.path_limits import path_limits
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.right_hand_side import phase_dynamics, propulsion_of, world_between
from cosmodrome.ascent.simulate import shape_of
from cosmodrome.ascent.target import (
    OrbitTarget,
    PerigeeTarget,
    eccentricity,
    orbit_conditions,
    perigee_condition,
)
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Parameter,
    PathLimit,
    Phase,
    Problem,
    is_fixed,
)
from cosmodrome.vehicle.fairing import JettisonRule

SPEED_SCALE_M_S = 7_900.0
# Parameter: propellant of the upper stage that stays on the ground.
LEFT_OUT = "propellant left out"
_GRAIN_M = 20e3
# On a pressure limit the optimum hardly feels the steering, and it chatters. Steering at 1 deg/s
# for 100 s costs 0.03 of this weight; the optimum loses 0.1 to 0.3 kg by it.
_SMOOTHING_KG_S = 10.0


def leg_parameters(leg: Leg) -> tuple[Parameter, ...]:
    """Numbers to be found beside the trajectory: direction of perigee, payload or load.

    Parameters
    ----------
    leg : Leg
        What is asked.

    Returns
    -------
    tuple of Parameter
    """
    found = []
    if _perigee_is_free(leg):
        found += [
            Parameter(name=name, bounds=Bounds(lower=-1.1, upper=1.1))
            for name in ("perigee cosine", "perigee sine")
        ]
    if leg.most_left_out_kg > 0.0:
        left = Bounds(lower=0.0, upper=leg.most_left_out_kg)
        found.append(Parameter(name=LEFT_OUT, bounds=left, scale=1e4))
    if leg.aim is Aim.PAYLOAD:
        found.append(Parameter(name="payload", bounds=Bounds(lower=0.0, upper=1e6), scale=1e4))
    if leg.aim is Aim.EXTRA_LOAD:
        most = 0.5 * leg.start_mass_kg
        found.append(
            Parameter(name="extra load", bounds=Bounds(lower=-most, upper=most), scale=1e4)
        )
    return tuple(found)


def left_out_kg(leg: Leg, parameters: Sequence[Scalar]) -> Scalar:
    """Propellant of the upper stage that stays on the ground; 0 unless it is to be found [kg].

    Parameters
    ----------
    leg : Leg
        What is asked.
    parameters : sequence of scalars
        In the order of `leg_parameters` [unit of the parameter].
    """
    names = [parameter.name for parameter in leg_parameters(leg)]
    return parameters[names.index(LEFT_OUT)] if LEFT_OUT in names else 0.0


def _perigee_is_free(leg: Leg) -> bool:
    return (
        isinstance(leg.target, OrbitTarget)
        and leg.target.argument_of_perigee_rad is None
        and eccentricity(leg.target) > 1e-9
    )


def state_scale(leg: Leg) -> tuple[float, ...]:
    """Typical size of each state the optimiser holds [m], [m/s], [kg].

    Parameters
    ----------
    leg : Leg
        With its start mass.
    """
    return (EARTH_RADIUS_M,) * 3 + (SPEED_SCALE_M_S,) * 3 + (leg.start_mass_kg,)


def leg_problem(
    leg: Leg,
    world: World,
    meshes: Sequence[tuple[tuple[float, ...], int]],
    heights: Sequence[tuple[float, float]],
) -> Problem:
    """Optimal-control problem of a leg on given meshes.

    Parameters
    ----------
    leg : Leg
        What is asked.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase, then one a fall [-].
    heights : sequence of (lowest, highest)
        Heights each phase and each fall is expected in [m].

    Returns
    -------
    Problem
    """
    scale = state_scale(leg)
    phases = []
    own = len(leg.sequence.phases)
    ranges = _ranges(leg.sequence.phases, heights[:own])
    for phase, (fractions, degree) in zip(leg.sequence.phases, meshes[:own], strict=True):
        shape = shape_of(phase.aerodynamics)
        air = world_between(world, *ranges[phase.name])
        propulsion = propulsion_of(phase)
        steered = phase.steering is Steering.FREE
        path = path_limits(leg, phase, shape, air)
        kind = (
            phase.steering,
            phase.fairing_on,
            # The height is held in orbit, not on a coast of the way up.
            (is_fixed(phase.duration), phase.in_orbit),
            (phase.axial_limit_m_s2, phase.least_throttle),
            propulsion.pieces(),
        )
        phases.append(
            Phase(
                name=phase.name,
                dynamics=phase_dynamics(phase, shape, air),
                state_scale=scale,
                control_bounds=(Bounds(lower=-1.2, upper=1.2),) * (3 if steered else 0),
                duration=phase.duration,
                fractions=fractions,
                degree=degree,
                path=path,
                state_bounds=(Bounds(),) * 6 + (Bounds(lower=1.0),),
                data=propulsion.data(),
                smoothing=_SMOOTHING_KG_S if phase.fairing_on else 0.0,
                kind=(kind, ranges[phase.name]),
                content=(kind, _names(path), _content(shape), _content(air)),
            )
        )
    parameters = leg_parameters(leg)
    alone = Problem(
        phases=tuple(phases),
        parameters=parameters,
        conditions=lambda ends, p: _conditions(leg, world, ends, p),
        objective=_objective(leg),
        objective_scale=leg.objective_scale,
    )
    return with_falls(alone, leg.falls, world, meshes[own:], heights[own:])


def _names(path: Sequence[PathLimit]) -> tuple[str, ...]:
    return tuple(limit.name for limit in path)


def _content(tables: Shape | World) -> bytes:
    """What tells two shapes, or two worlds, apart."""
    return hashlib.sha256(pickle.dumps(tables)).digest()


def _ranges(
    phases: Sequence[FlightPhase], heights: Sequence[tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Heights of each phase, widened to those of all phases that share its right-hand side."""
    shared: dict[tuple[Steering, bool], tuple[float, float]] = {}
    for phase, (low, high) in zip(phases, heights, strict=True):
        group = (phase.steering, phase.fairing_on)
        lowest, highest = shared.get(group, (low, high))
        shared[group] = min(low, lowest), max(high, highest)
    # Rounded outward, so that a new mesh of the same flight keeps its right-hand sides.
    for group, (low, high) in shared.items():
        shared[group] = _GRAIN_M * np.floor(low / _GRAIN_M), _GRAIN_M * np.ceil(high / _GRAIN_M)
    return {phase.name: shared[phase.steering, phase.fairing_on] for phase in phases}


def _objective(leg: Leg) -> Callable[[Sequence[End], Sequence[Scalar]], Scalar]:
    if leg.aim is Aim.FINAL_MASS:
        return lambda ends, p: -ends[-1].last[6]
    return lambda ends, p: -p[-1]


def _conditions(
    leg: Leg, world: World, ends: Sequence[End], p: Sequence[Scalar]
) -> list[Condition]:
    scale = state_scale(leg)
    found = 0.0 if leg.aim is Aim.FINAL_MASS else p[-1]
    start_kg = leg.start_mass_kg + found - left_out_kg(leg, p)
    start = (*leg.start_position_m, *leg.start_velocity_m_s, start_kg)
    rows = [
        Condition(name=f"start {k}", value=ends[0].first[k] - start[k], scale=scale[k])
        for k in range(7)
    ]
    for i, phase in enumerate(leg.sequence.phases[:-1]):
        drop = [0.0] * 6 + [sum(body.mass_kg for body in phase.dropped)]
        rows += [
            Condition(
                name=f"{phase.name}: link {k}",
                value=ends[i + 1].first[k] - ends[i].last[k] + drop[k],
                scale=scale[k],
            )
            for k in range(7)
        ]
    rows += _timing(leg, ends) + _jettison(leg, world, ends)
    # A last stage that burns out leaves no more and no less than it cannot burn.
    stops = not is_fixed(leg.sequence.phases[-1].duration)
    if (leg.aim is Aim.PAYLOAD and stops) or (leg.aim is Aim.FINAL_MASS and _burns_by_mass(leg)):
        # One steady burn is bounded by its length; else only the mass tells what is left.
        dropped = sum(body.mass_kg for body in leg.sequence.phases[-1].dropped)
        rows.append(
            Condition(
                name="final mass",
                value=leg.kept * (ends[-1].last[6] - dropped) - found - leg.final_mass_kg,
                bounds=Bounds(lower=0.0),
                scale=leg.start_mass_kg,
            )
        )
    return rows + _target(leg, world, ends[-1], p)


def _burns_by_mass(leg: Leg) -> bool:
    return any((p.is_free_coast and p.in_orbit) or p.throttles for p in leg.sequence.phases)


def _timing(leg: Leg, ends: Sequence[End]) -> list[Condition]:
    """Ends at known times after phases of free length."""
    sequence = leg.sequence
    rows = []
    # The last known end on each clock: how many phases had passed, and its time.
    known = {"": (0, 0.0)}
    clocks = sequence.clocks or ("",) * len(sequence.phases)
    for i, (t, clock) in enumerate(zip(sequence.end_times_s, clocks, strict=True)):
        if t is None:
            continue
        since, then = known.get(clock, (i + 1, t))
        if not all(is_fixed(phase.duration) for phase in sequence.phases[since : i + 1]):
            total = sum(end.duration for end in ends[since : i + 1])
            name = f"end of {sequence.phases[i].name}"
            rows.append(Condition(name=name, value=total - (t - then), scale=100.0))
        known[clock] = (i + 1, t)
    for wait in sequence.waits:
        total = sum(end.duration for end in ends[wait.first : wait.last + 1])
        name = f"coast to the end of {sequence.phases[wait.last].name}"
        rows.append(Condition(name=name, value=total, bounds=wait.duration, scale=100.0))
    return rows


def _jettison(leg: Leg, world: World, ends: Sequence[End]) -> list[Condition]:
    """What must hold when the fairing goes: its rule, and the heat flux the payload may see."""
    if leg.jettison is None:
        return []
    rule, value = leg.jettison.rule, leg.jettison.value
    fluxes = [leg.limits.heat_flux_max_W_m2, value if rule is JettisonRule.HEAT_FLUX else None]
    most = min((flux for flux in fluxes if flux is not None), default=None)
    rows = []
    for phase, end in zip(leg.sequence.phases, ends, strict=True):
        if "fairing jettison" not in phase.ends:
            continue
        height, density, *_, speed, _, _, _ = air_data(*end.last[:6], world)
        if rule is JettisonRule.HEIGHT:
            above = Bounds(lower=0.0)
            rows.append(
                Condition(name="fairing height", value=height - value, bounds=above, scale=value)
            )
        if most is not None:
            flux = 0.5 * density * speed**3 - most
            below = Bounds(upper=0.0)
            rows.append(Condition(name="fairing heat flux", value=flux, bounds=below, scale=most))
    return rows


def _target(leg: Leg, world: World, end: End, p: Sequence[Scalar]) -> list[Condition]:
    r, v = end.last[:3], end.last[3:6]
    mu = world.gravity.mu_m3_s2
    if isinstance(leg.target, PerigeeTarget):
        return [perigee_condition(leg.target, r, v, mu)]
    if isinstance(leg.target, EscapeTarget):
        return escape_conditions(leg.target, r, v, mu, leg.equator)
    if isinstance(leg.target, EllipseTarget):
        return energy_conditions(leg.target, r, v, mu)
    rows = []
    perigee: tuple[Scalar, Scalar] = (1.0, 0.0)
    if _perigee_is_free(leg):
        perigee = (p[0], p[1])
        rows.append(Condition(name="perigee direction", value=p[0] ** 2 + p[1] ** 2 - 1.0))
    elif leg.target.argument_of_perigee_rad is not None:
        angle = leg.target.argument_of_perigee_rad
        perigee = (float(np.cos(angle)), float(np.sin(angle)))
    return rows + orbit_conditions(leg.target, r, v, perigee, world.gravity, leg.equator)
