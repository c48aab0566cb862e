"""A leg as an optimal-control problem: dynamics, limits, links, and the target at its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cosmodrome.ascent.dynamics import Shape, World, acceleration, air_data, loads
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.simulate import phase_flow, shape_of
from cosmodrome.ascent.target import (
    OrbitTarget,
    eccentricity,
    orbit_conditions,
    perigee_condition,
)
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.atmosphere import between
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.numerics.kernels import Scalar, lookup
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    Dynamics,
    End,
    Numbers,
    Parameter,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    is_fixed,
)
from cosmodrome.vehicle.fairing import JettisonRule

SPEED_SCALE_M_S = 7_900.0
_MARGIN_BELOW_M, _MARGIN_ABOVE_M, _GRAIN_M = 25e3, 50e3, 20e3
# Typical sizes of the limited quantities, whatever the limit: a new limit changes bounds alone.
_Q_SCALE_PA, _Q_ALPHA_SCALE_PA_RAD, _FLUX_SCALE_W_M2 = 4e4, 3e3, 1e3
_POLAR_RADIUS_M = 6_356_752.0
# Largest angle of attack in the covered part of the flight, where the pressure is too low for the
# q-alpha limit to bind; keeps the pitch-over a pitch-over.
PITCH_OVER_ALPHA_RAD = np.radians(15.0)


@dataclass(frozen=True, slots=True)
class Propulsion:
    """Thrust and flow of a phase over its time, as the collocation takes them.

    Steady or linear thrust goes into the data of the phase, so that all such phases share one
    right-hand side; thrust of several pieces stays a table of its own phase.
    """

    phase: FlightPhase

    @property
    def is_linear(self) -> bool:
        """Whether one straight line holds over the whole phase."""
        flow = phase_flow(self.phase)
        return self.phase.thrust_vac.breaks.size == 2 and flow.breaks.size == 2

    def data(self) -> tuple[float, ...]:
        """Thrust [N], its slope [N/s], flow [kg/s], its slope [kg/s2], exit area [m2]."""
        if not self.is_linear:
            return ()
        thrust, flow = self.phase.thrust_vac.coefficients, phase_flow(self.phase).coefficients
        numbers = (thrust[0, 0], thrust[1, 0], flow[0, 0], flow[1, 0], self.phase.exit_area_m2)
        return tuple(float(x) for x in numbers)

    def at(self, t: Scalar, d: Sequence[Scalar]) -> tuple[Scalar, Scalar, Scalar]:
        """Thrust in vacuum [N], mass flow [kg/s] and nozzle exit area [m2] at a phase time [s]."""
        if self.is_linear:
            return d[0] + d[1] * t, d[2] + d[3] * t, d[4]
        return (
            lookup(self.phase.thrust_vac, t),
            lookup(phase_flow(self.phase), t),
            self.phase.exit_area_m2,
        )


def body_axis(
    phase: FlightPhase, x: Sequence[Scalar], u: Sequence[Scalar], world: World
) -> tuple[Scalar, Scalar, Scalar]:
    """Body axis of a phase as the optimiser sees it.

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    x, u : sequence of SX
        State and control of the phase [m], [m/s], [kg], [-].
    world : World
        The Earth it is flown on.

    Returns
    -------
    tuple of SX
        Unit vector where the unit-direction limit holds [-].
    """
    if phase.steering is Steering.FREE:
        return u[0], u[1], u[2]
    _, _, _, _, wx, wy, wz, speed, upx, upy, upz = air_data(*x[:6], world)
    if phase.steering is Steering.UP:
        return upx, upy, upz
    return wx / speed, wy / speed, wz / speed


def phase_dynamics(phase: FlightPhase, shape: Shape, world: World) -> Dynamics:
    """Right-hand side of a phase for the collocation: position, velocity, mass.

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    shape : Shape
        Air forces of the vehicle.
    world : World
        The Earth it is flown on.

    Returns
    -------
    callable
        ``(t, x, u, p, d) -> dx/dt``.
    """
    propulsion = Propulsion(phase)

    def rates(t: Scalar, x: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Sequence[Scalar]:
        axis = body_axis(phase, x, u, world)
        thrust, flow, exit_area = propulsion.at(t, d)
        ax, ay, az = acceleration(*x, *axis, thrust, exit_area, shape, world)
        return x[3], x[4], x[5], ax, ay, az, -flow

    return rates


def path_limits(leg: Leg, phase: FlightPhase, shape: Shape, world: World) -> tuple[PathLimit, ...]:
    """Limits that hold at every collocation point of a phase.

    Parameters
    ----------
    leg : Leg
        What is asked.
    phase : FlightPhase
        A stretch of the flight.
    shape : Shape
        Air forces of the vehicle.
    world : World
        The Earth it is flown on.

    Returns
    -------
    tuple of PathLimit
    """
    propulsion = Propulsion(phase)

    def load(index: int, t: Scalar, x: Numbers, u: Numbers, d: Numbers) -> Scalar:
        axis = body_axis(phase, x, u, world)
        thrust, _, exit_area = propulsion.at(t, d)
        return loads(*x, *axis, thrust, exit_area, shape, world)[index]

    limits, found = leg.limits, []
    if phase.steering is Steering.FREE:
        found.append(
            PathLimit(
                name="unit direction",
                value=lambda t, x, u, p, d: u[0] * u[0] + u[1] * u[1] + u[2] * u[2],
                bounds=Bounds(lower=1.0, upper=1.0),
            )
        )
        found.append(
            PathLimit(
                name="height",
                value=lambda t, x, u, p, d: x[0] * x[0] + x[1] * x[1] + x[2] * x[2],
                bounds=Bounds(lower=_POLAR_RADIUS_M**2),
                scale=EARTH_RADIUS_M**2,
            )
        )
    if phase.fairing_on and limits.q_max_Pa is not None:
        found.append(
            PathLimit(
                name="dynamic pressure",
                value=lambda t, x, u, p, d: load(0, t, x, u, d),
                bounds=Bounds(upper=limits.q_max_Pa),
                scale=_Q_SCALE_PA,
            )
        )
    if phase.fairing_on and phase.steering is Steering.FREE:
        found += _attack_limits(limits.q_alpha_max_Pa_rad, load)
    if not phase.fairing_on and limits.heat_flux_max_W_m2 is not None and leg.jettison is not None:
        found.append(
            PathLimit(
                name="heat flux",
                value=lambda t, x, u, p, d: load(3, t, x, u, d),
                bounds=Bounds(upper=limits.heat_flux_max_W_m2),
                scale=_FLUX_SCALE_W_M2,
            )
        )
    return tuple(found)


def _attack_limits(q_alpha_Pa_rad: float | None, load: Callable[..., Scalar]) -> list[PathLimit]:
    """Squared forms: smooth at zero angle of attack, where a root would not be."""
    found = [
        PathLimit(
            name="angle of attack",
            value=lambda t, x, u, p, d: load(1, t, x, u, d),
            bounds=Bounds(upper=float(np.sin(PITCH_OVER_ALPHA_RAD) ** 2)),
        )
    ]
    if q_alpha_Pa_rad is not None:
        found.append(
            PathLimit(
                name="q-alpha",
                value=lambda t, x, u, p, d: load(0, t, x, u, d) ** 2 * load(1, t, x, u, d),
                bounds=Bounds(upper=q_alpha_Pa_rad**2),
                scale=_Q_ALPHA_SCALE_PA_RAD**2,
            )
        )
    return found


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
    if leg.aim is Aim.PAYLOAD:
        found.append(Parameter(name="payload", bounds=Bounds(lower=0.0, upper=1e6), scale=1e4))
    if leg.aim is Aim.EXTRA_LOAD:
        most = 0.5 * leg.start_mass_kg
        found.append(
            Parameter(name="extra load", bounds=Bounds(lower=-most, upper=most), scale=1e4)
        )
    return tuple(found)


def _perigee_is_free(leg: Leg) -> bool:
    return (
        isinstance(leg.target, OrbitTarget)
        and leg.target.argument_of_perigee_rad is None
        and eccentricity(leg.target) > 1e-9
    )


def heights(values: Sequence[PhaseValues], world: World) -> list[tuple[float, float]]:
    """Lowest and highest height of each phase [m].

    Parameters
    ----------
    values : sequence of PhaseValues
        One a phase.
    world : World
        The Earth below.
    """
    found = []
    for phase in values:
        height, _, _ = geodetic(*phase.state[:3], world.px, world.py, world.pz)
        found.append((float(height.min()), float(height.max())))
    return found


def all_within(
    now: Sequence[tuple[float, float]], before: Sequence[tuple[float, float]]
) -> bool:
    """Whether phases stay in the part of the atmosphere that earlier ranges have kept.

    Parameters
    ----------
    now, before : sequence of (lowest, highest)
        Heights of each phase [m].
    """
    return all(
        low > before_low - 0.6 * _MARGIN_BELOW_M and high < before_high + 0.6 * _MARGIN_ABOVE_M
        for (low, high), (before_low, before_high) in zip(now, before, strict=True)
    )


def world_between(world: World, lowest_m: float, highest_m: float) -> World:
    """World with the pieces of its atmosphere that a range of heights needs.

    Parameters
    ----------
    world : World
        The Earth it is flown on.
    lowest_m, highest_m : float
        Range of heights a phase is expected in [m]; a margin is added.
    """
    air = between(world.atmosphere, lowest_m - _MARGIN_BELOW_M, highest_m + _MARGIN_ABOVE_M)
    return world._replace(atmosphere=air)


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
        One a phase [-].
    heights : sequence of (lowest, highest)
        Heights each phase is expected in [m].

    Returns
    -------
    Problem
    """
    scale = state_scale(leg)
    phases = []
    ranges = _ranges(leg.sequence.phases, heights)
    for phase, (fractions, degree) in zip(leg.sequence.phases, meshes, strict=True):
        shape = shape_of(phase.aerodynamics)
        air = world_between(world, *ranges[phase.name])
        propulsion = Propulsion(phase)
        steered = phase.steering is Steering.FREE
        phases.append(
            Phase(
                name=phase.name,
                dynamics=phase_dynamics(phase, shape, air),
                state_scale=scale,
                control_bounds=(Bounds(lower=-1.2, upper=1.2),) * (3 if steered else 0),
                duration=phase.duration,
                fractions=fractions,
                degree=degree,
                path=path_limits(leg, phase, shape, air),
                state_bounds=(Bounds(),) * 6 + (Bounds(lower=1.0),),
                data=propulsion.data(),
                kind=(
                    phase.steering,
                    phase.fairing_on,
                    ranges[phase.name],
                    None if propulsion.is_linear else phase.name,
                ),
            )
        )
    parameters = leg_parameters(leg)
    return Problem(
        phases=tuple(phases),
        parameters=parameters,
        conditions=lambda ends, p: _conditions(leg, world, ends, p),
        objective=_objective(leg),
        objective_scale=leg.objective_scale,
    )


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
    start = (*leg.start_position_m, *leg.start_velocity_m_s, leg.start_mass_kg + found)
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
    if leg.aim is Aim.PAYLOAD:
        rows.append(
            Condition(
                name="final mass",
                value=ends[-1].last[6] - found - leg.final_mass_kg,
                bounds=Bounds(lower=0.0),
                scale=leg.start_mass_kg,
            )
        )
    return rows + _target(leg, world, ends[-1], p)


def _timing(leg: Leg, ends: Sequence[End]) -> list[Condition]:
    """Ends at known times after phases of free length."""
    rows = []
    free = False
    total = 0.0
    for phase, end, t in zip(leg.sequence.phases, ends, leg.sequence.end_times_s, strict=True):
        total = total + end.duration
        free = free or not is_fixed(phase.duration)
        if t is not None and free:
            rows.append(Condition(name=f"end of {phase.name}", value=total - t, scale=100.0))
            free, total = False, t
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
    if not isinstance(leg.target, OrbitTarget):
        return [perigee_condition(leg.target, r, v, world.gravity.mu_m3_s2)]
    rows = []
    perigee: tuple[Scalar, Scalar] = (1.0, 0.0)
    if _perigee_is_free(leg):
        perigee = (p[0], p[1])
        rows.append(Condition(name="perigee direction", value=p[0] ** 2 + p[1] ** 2 - 1.0))
    elif leg.target.argument_of_perigee_rad is not None:
        angle = leg.target.argument_of_perigee_rad
        perigee = (float(np.cos(angle)), float(np.sin(angle)))
    return rows + orbit_conditions(leg.target, r, v, perigee, world.gravity, leg.equator)
