"""A stretch of flight as a record, and the sequence of them that makes a leg."""

from dataclasses import dataclass
from enum import Enum

from cosmodrome.numerics.kernels import Table
from cosmodrome.numerics.optimal_control import INFINITY, Bounds
from cosmodrome.numerics.tables import constant
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.stage import (
    FallingBody,
    Stage,
    stage_exit_area_m2,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
)


class Steering(Enum):
    """Where the body axis points: steered freely, straight up, or along the flow."""

    FREE = 0
    UP = 1
    FLOW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """Share of one stage in the propulsion of a phase.

    Attributes
    ----------
    stage : str
        All its bodies together.
    flow : Table
        Mass flow [kg/s] against phase time [s].
    """

    stage: str
    flow: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Bodies that leave together.

    Attributes
    ----------
    name : str
    mass_kg : float
        Of all of them [kg].
    count : int
        Pieces [-].
    fall : FallingBody
        One piece.
    """

    name: str
    mass_kg: float
    count: int
    fall: FallingBody


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightPhase:
    """A stretch of flight on which nothing is switched.

    Attributes
    ----------
    name : str
        Unique in its leg.
    starts, ends : tuple of str
        Events at its start and at its end.
    duration : Bounds
        Equal ends when known beforehand [s].
    thrust_vac : Table
        Of all engines burning [N] against phase time [s].
    exit_area_m2 : float
        Of all engines burning [m2].
    burns : tuple of Burn
    steering : Steering
        Directions at the collocation points.
    aerodynamics : Aerodynamics
        Of the vehicle in this phase.
    dropped : tuple of Dropped
        What leaves at its end.
    knots_s : tuple of float
        Phase times at which thrust has a kink [s].
    fairing_on : bool
        The payload is still covered.
    axial_limit_m_s2 : float
        Acceleration above which the engine throttles; infinite when it does not [m/s2].
    least_throttle : float
        Lowest throttle of the engine [-].
    parts : tuple of float
        Segments its mesh starts with, as parts of a long coast; empty for equal ones [-].
    in_orbit : bool
        A coast from one burn of a last stage to its next.
    """

    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    duration: Bounds
    thrust_vac: Table
    exit_area_m2: float
    burns: tuple[Burn, ...]
    steering: Steering
    aerodynamics: Aerodynamics
    dropped: tuple[Dropped, ...] = ()
    knots_s: tuple[float, ...] = ()
    fairing_on: bool = False
    axial_limit_m_s2: float = INFINITY
    least_throttle: float = 1.0
    parts: tuple[float, ...] = ()
    in_orbit: bool = False

    @property
    def is_free_coast(self) -> bool:
        """Whether it is a coast whose length is to be found."""
        return self.steering is Steering.FLOW and self.duration.lower < self.duration.upper

    @property
    def throttles(self) -> bool:
        """Whether the engine throttles when its acceleration reaches the limit."""
        return self.axial_limit_m_s2 < INFINITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Bounds of the time several phases take together.

    Attributes
    ----------
    first, last : int
        Indices of the phases [-].
    duration : Bounds
        [s].
    """

    first: int
    last: int
    duration: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSequence:
    """Phases of one leg of the flight, flown one after the other.

    Attributes
    ----------
    phases : tuple of FlightPhase
        In the order flown.
    end_times_s : tuple of float or None
        Time from the start of the leg at which each phase must end; None is free [s].
    assumed_s : tuple of float
        Durations with the assumed times, for an opening [s].
    clocks : tuple of str
        What each end time counts from: the start of the leg where empty, else a free ignition, of
        which only the times between the ends that share it hold.
    waits : tuple of Wait
        Bounds that no single phase can hold.
    """

    phases: tuple[FlightPhase, ...]
    end_times_s: tuple[float | None, ...]
    assumed_s: tuple[float, ...]
    clocks: tuple[str, ...] = ()
    waits: tuple[Wait, ...] = ()

    def __post_init__(self) -> None:
        if len(self.phases) != len(self.end_times_s):
            raise ValueError("one end time a phase")
        if self.clocks and len(self.clocks) != len(self.phases):
            raise ValueError("one clock a phase, or none")


def coast(name: str, event: str, duration: Bounds, aerodynamics: Aerodynamics) -> FlightPhase:
    """Phase without thrust, axis along the flow.

    Parameters
    ----------
    name, event : str
        Of the phase; of its end.
    duration : Bounds
        [s].
    aerodynamics : Aerodynamics
        Of the vehicle in this phase.
    """
    return FlightPhase(
        name=name,
        starts=(),
        ends=(event,),
        duration=duration,
        thrust_vac=constant(0.0),
        exit_area_m2=0.0,
        burns=(),
        steering=Steering.FLOW,
        aerodynamics=aerodynamics,
        in_orbit=True,
    )


def burn(name: str, stage: Stage, longest_s: float, aerodynamics: Aerodynamics) -> FlightPhase:
    """Phase of steady thrust of one stage, its length free.

    Parameters
    ----------
    name : str
        Of the burn; its events are ``name start`` and ``name end``.
    stage : Stage
        All its bodies together.
    longest_s : float
        Longest burn [s].
    aerodynamics : Aerodynamics
        Of the vehicle in this phase.
    """
    return FlightPhase(
        name=name,
        starts=(f"{name} start",),
        ends=(f"{name} end",),
        duration=Bounds(lower=0.5, upper=longest_s),
        thrust_vac=constant(stage_thrust_vac_N(stage)),
        exit_area_m2=stage_exit_area_m2(stage),
        burns=(Burn(stage=stage.name, flow=constant(stage_mass_flow_kg_s(stage))),),
        steering=Steering.FREE,
        aerodynamics=aerodynamics,
    )
