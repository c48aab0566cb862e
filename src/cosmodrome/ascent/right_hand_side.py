"""The right-hand side of a phase as the collocation takes it, and the air it needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from cosmodrome.ascent.dynamics import Shape, World, acceleration, air_data, throttle
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.simulate import phase_flow
from cosmodrome.earth.atmosphere import between
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.numerics.kernels import Scalar, Table, lookup
from cosmodrome.numerics.optimal_control import Dynamics, Numbers, PhaseValues

_MARGIN_BELOW_M, _MARGIN_ABOVE_M = 25e3, 50e3


@dataclass(frozen=True, slots=True)
class Propulsion:
    """Thrust and flow of a phase over its time, as the collocation takes them.

    Steady or linear thrust goes into the data of the phase, so that all such phases share one
    right-hand side; thrust of several pieces stays a table of its own phase.

    Attributes
    ----------
    phase : FlightPhase
        A stretch of the flight.
    flow : Table
        Mass flow of all stages burning in it [kg/s] against phase time [s].
    """

    phase: FlightPhase
    flow: Table

    @property
    def is_linear(self) -> bool:
        """Whether one straight line holds over the whole phase."""
        return self.phase.thrust_vac.breaks.size == 2 and self.flow.breaks.size == 2

    def data(self) -> tuple[float, ...]:
        """Thrust [N], its slope [N/s], flow [kg/s], its slope [kg/s2], exit area [m2]."""
        if not self.is_linear:
            return ()
        thrust, flow = self.phase.thrust_vac.coefficients, self.flow.coefficients
        numbers = (thrust[0, 0], thrust[1, 0], flow[0, 0], flow[1, 0], self.phase.exit_area_m2)
        return tuple(float(x) for x in numbers)

    def pieces(self) -> tuple[bytes, ...]:
        """What phases of several pieces must share to share a right-hand side; empty for one."""
        if self.is_linear:
            return ()
        tables = (self.phase.thrust_vac, self.flow)
        arrays = [array for table in tables for array in (table.breaks, table.coefficients)]
        area = repr(self.phase.exit_area_m2).encode()
        return (*(repr(array.shape).encode() + array.tobytes() for array in arrays), area)

    def at(self, t: Scalar, d: Sequence[Scalar]) -> tuple[Scalar, Scalar, Scalar]:
        """Thrust in vacuum [N], mass flow [kg/s] and nozzle exit area [m2] at a phase time [s]."""
        if self.is_linear:
            return d[0] + d[1] * t, d[2] + d[3] * t, d[4]
        return (
            lookup(self.phase.thrust_vac, t),
            lookup(self.flow, t),
            self.phase.exit_area_m2,
        )


def propulsion_of(phase: FlightPhase) -> Propulsion:
    """Propulsion of a phase.

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    """
    return Propulsion(phase, phase_flow(phase))


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
    propulsion = propulsion_of(phase)

    def rates(t: Scalar, x: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Sequence[Scalar]:
        axis = body_axis(phase, x, u, world)
        thrust, flow, exit_area = propulsion.at(t, d)
        if phase.throttles:
            level = throttle(thrust, x[6], phase.axial_limit_m_s2, phase.least_throttle)
            thrust, flow = level * thrust, level * flow
        ax, ay, az = acceleration(*x, *axis, thrust, exit_area, shape, world)
        return x[3], x[4], x[5], ax, ay, az, -flow

    return rates


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
        height, _, _ = geodetic(*phase.state[:3], world.px, world.py, world.pz, world.ellipsoid)
        found.append((float(height.min()), float(height.max())))
    return found


def all_within(now: Sequence[tuple[float, float]], before: Sequence[tuple[float, float]]) -> bool:
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
