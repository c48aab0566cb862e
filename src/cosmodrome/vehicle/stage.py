"""A stage: bodies alike that burn together, when they light, when they stop, what they drop."""

from dataclasses import dataclass
from enum import Enum

from cosmodrome.vehicle.bounds import require_finite, require_not_negative, require_positive
from cosmodrome.vehicle.engine import Engine, mass_flow_kg_s
from cosmodrome.vehicle.fall_attitude import FallAttitude
from cosmodrome.vehicle.schedule import Schedule, full_thrust_seconds

LIFT_OFF = "lift-off"
FULL_THRUST = Schedule()


class CutoffRule(Enum):
    """What ends the burn of a stage.

    DEPLETION: only the residual and the landing reserve are left. TIME: a burn time.
    VELOCITY: the apparent velocity of the nominal flight after a burn time, as the vehicle's own
    accelerometer along its axis adds it up; that time in a flight that is not dispersed.
    COMMAND: guidance, at the target.
    """

    DEPLETION = "depletion"
    TIME = "time"
    VELOCITY = "velocity"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class FallingBody:
    """A body that comes back through the air.

    Attributes
    ----------
    drag_coefficient : float
        Mean over the attitudes it takes, on `reference_area_m2` [-].
    reference_area_m2 : float
        Reference area of one body [m2].
    attitude : FallAttitude
        How it lies in the flow.
    """

    drag_coefficient: float
    reference_area_m2: float
    attitude: FallAttitude = FallAttitude.TUMBLING

    def __post_init__(self) -> None:
        require_positive(
            drag_coefficient=self.drag_coefficient, reference_area_m2=self.reference_area_m2
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coast:
    """Coast before an ignition whose length is chosen for the flight.

    Attributes
    ----------
    shortest_s, longest_s : float
        From the cut-off below to the ignition [s].
    """

    shortest_s: float
    longest_s: float

    def __post_init__(self) -> None:
        require_not_negative(shortest_s=self.shortest_s)
        if self.shortest_s >= self.longest_s:
            raise ValueError("shortest_s is not below longest_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignition:
    """When a stage lights.

    Attributes
    ----------
    after : str
        ``"lift-off"`` or the name of the stage whose cut-off it follows.
    delay_s : float
        Time after that; negative when the lower stage still burns. Assumed where it is free [s].
    coast : Coast or None
        Bounds of the time after a cut-off that is free; None holds `delay_s`.
    """

    after: str = LIFT_OFF
    delay_s: float = 0.0
    coast: Coast | None = None

    def __post_init__(self) -> None:
        require_finite(delay_s=self.delay_s)
        if self.coast is None:
            return
        if self.after == LIFT_OFF:
            raise ValueError("a coast follows the cut-off of a stage, not lift-off")
        if not self.coast.shortest_s <= self.delay_s <= self.coast.longest_s:
            raise ValueError("delay_s lies outside its coast")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """When a stage stops.

    Attributes
    ----------
    rule : CutoffRule
    time_s : float or None
        Burn time from ignition, with the rules TIME and VELOCITY only [s].
    """

    rule: CutoffRule
    time_s: float | None = None

    def __post_init__(self) -> None:
        require_positive(time_s=self.time_s)
        timed = self.rule in (CutoffRule.TIME, CutoffRule.VELOCITY)
        if timed != (self.time_s is not None):
            raise ValueError("time_s belongs to the rules TIME and VELOCITY, and only to them")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShedMass:
    """A part dropped while its stage burns.

    Attributes
    ----------
    name : str
    mass_kg : float
        Part of the stage's dry mass [kg].
    delay_s : float
        Time after the ignition of the stage [s].
    fall : FallingBody
    """

    name: str
    mass_kg: float
    delay_s: float
    fall: FallingBody

    def __post_init__(self) -> None:
        require_positive(mass_kg=self.mass_kg)
        require_not_negative(delay_s=self.delay_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a launcher; every mass is that of one body.

    Attributes
    ----------
    name : str
    count : int
        Bodies alike that burn and leave together [-].
    dry_mass_kg : float
        Everything that is not propellant, parts shed in flight included [kg].
    propellant_kg : float
        Aboard at lift-off, residual included [kg].
    residual_kg : float
        Part of `propellant_kg` that cannot be burnt, gases included [kg].
    landing_reserve_kg : float
        Part of `propellant_kg` kept at separation to bring the stage back [kg].
    engine : Engine
    engine_count : int
        Engines on one body [-].
    ignition : Ignition
    cutoff : Cutoff
    separation_delay_s : float
        From cut-off to separation [s].
    throttle : Schedule
        Fraction of full thrust from ignition.
    shed : tuple of ShedMass
    restarts : int
        Times the engine can light again [-].
    diameter_m, length_m : float
        Of one body [m].
    fall : FallingBody
        One body after separation.
    """

    name: str
    count: int = 1
    dry_mass_kg: float
    propellant_kg: float
    residual_kg: float
    landing_reserve_kg: float = 0.0
    engine: Engine
    engine_count: int = 1
    ignition: Ignition = Ignition()
    cutoff: Cutoff
    separation_delay_s: float = 0.0
    throttle: Schedule = FULL_THRUST
    shed: tuple[ShedMass, ...] = ()
    restarts: int = 0
    diameter_m: float
    length_m: float
    fall: FallingBody

    def __post_init__(self) -> None:
        require_positive(
            count=self.count,
            dry_mass_kg=self.dry_mass_kg,
            propellant_kg=self.propellant_kg,
            engine_count=self.engine_count,
            diameter_m=self.diameter_m,
            length_m=self.length_m,
        )
        require_not_negative(
            residual_kg=self.residual_kg,
            landing_reserve_kg=self.landing_reserve_kg,
            separation_delay_s=self.separation_delay_s,
            restarts=self.restarts,
        )
        if self.residual_kg > self.propellant_kg:
            raise ValueError("residual_kg is above propellant_kg")
        if self.residual_kg + self.landing_reserve_kg > self.propellant_kg:
            raise ValueError("residual_kg and landing_reserve_kg together are above propellant_kg")
        if sum(part.mass_kg for part in self.shed) > self.dry_mass_kg:
            raise ValueError("the shed parts weigh more than dry_mass_kg")


def stage_gross_mass_kg(stage: Stage) -> float:
    """Mass of all bodies of a stage at lift-off [kg].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    """
    return stage.count * (stage.dry_mass_kg + stage.propellant_kg)


def usable_propellant_kg(stage: Stage) -> float:
    """Propellant of all bodies of a stage that can be burnt in the ascent [kg].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    """
    return stage.count * (stage.propellant_kg - stage.residual_kg - stage.landing_reserve_kg)


def stage_mass_flow_kg_s(stage: Stage) -> float:
    """Mass flow of all bodies of a stage at full thrust [kg/s].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    """
    return stage.count * stage.engine_count * mass_flow_kg_s(stage.engine)


def stage_thrust_vac_N(stage: Stage) -> float:
    """Vacuum thrust of all bodies of a stage at full thrust [N].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    """
    return stage.count * stage.engine_count * stage.engine.thrust_vac_N


def stage_exit_area_m2(stage: Stage) -> float:
    """Nozzle exit area of all bodies of a stage [m2].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    """
    return stage.count * stage.engine_count * stage.engine.exit_area_m2


def burnt_propellant_kg(stage: Stage, burn_s: float) -> float:
    """Propellant all bodies of a stage burn in a time from ignition [kg].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    burn_s : float
        Time from ignition [s].
    """
    return stage_mass_flow_kg_s(stage) * full_thrust_seconds(stage.throttle, burn_s)


def depletion_time_s(stage: Stage) -> float:
    """Time from ignition until only what is kept is left, if nothing stops the stage before [s].

    Parameters
    ----------
    stage : Stage
        With all its bodies.
    """
    wanted = usable_propellant_kg(stage) / stage_mass_flow_kg_s(stage)
    last, level = stage.throttle.time_s[-1], stage.throttle.fraction[-1]
    before_last = full_thrust_seconds(stage.throttle, last) if last > 0.0 else 0.0
    if before_last < wanted:
        if level <= 0.0:
            raise ValueError(f"{stage.name}: the throttle schedule ends at zero before depletion")
        return max(last, 0.0) + (wanted - before_last) / level
    low, high = 0.0, last
    while high - low > 1e-9 * last:
        middle = 0.5 * (low + high)
        if full_thrust_seconds(stage.throttle, middle) < wanted:
            low = middle
        else:
            high = middle
    return high
