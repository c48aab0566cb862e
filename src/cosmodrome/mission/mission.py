"""What is asked of a flight, and what was published about it."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.fall_limits import FallLimit
from cosmodrome.ascent.guidance.choices import STANDARD, GuidanceChoices
from cosmodrome.ascent.programme import GivenSteering
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.earth.wind import Wind
from cosmodrome.mission.accuracy import Box
from cosmodrome.mission.dispersions import AskedDispersions
from cosmodrome.mission.published import Published, PublishedEvent
from cosmodrome.vehicle.bounds import require_finite, require_not_negative
from cosmodrome.vehicle.launcher import Launcher, Limits, UpperStage
from cosmodrome.vehicle.pad import Pad
from cosmodrome.vehicle.spacecraft import Spacecraft
from cosmodrome.vehicle.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Passenger:
    """Satellite on the flight.

    Attributes
    ----------
    spacecraft : Spacecraft
    release_delay_s : float
        After the target orbit is reached for the first, after the release before it for the
        others [s].
    direction : tuple of float
        Unit vector of its separation: radial, transverse, normal [-].
    """

    spacecraft: Spacecraft
    release_delay_s: float
    direction: tuple[float, float, float]

    def __post_init__(self) -> None:
        require_not_negative(release_delay_s=self.release_delay_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deorbit:
    """Disposal of the upper stage.

    Attributes
    ----------
    delay_s : float
        From the last release to the burn [s].
    perigee_height_m : float
        Perigee the burn aims at, over 6 378 137 m [m].
    """

    delay_s: float
    perigee_height_m: float

    def __post_init__(self) -> None:
        require_not_negative(delay_s=self.delay_s)
        require_finite(perigee_height_m=self.perigee_height_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsFlown:
    """Event times the as-flown reading must meet.

    Attributes
    ----------
    events : tuple of PublishedEvent
    """

    events: tuple[PublishedEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """One flight as asked, with what was published beside it.

    Attributes
    ----------
    name, title : str
        Name of the file; name in print.
    liftoff_utc : datetime
        UTC.
    launcher : Launcher
        Without its payload.
    upper_stage : UpperStage or None
    upper_stage_propellant_kg : float or None
        Load of the upper stage on this flight [kg].
    pad : Pad
    passengers : tuple of Passenger
        In the order of release; empty when the payload is free.
    adapter_mass_kg : float
        Stays on the last stage when the satellites have gone [kg].
    parking : OrbitTarget or None
        Where the launcher leaves the upper stage.
    target : OrbitTarget or EscapeTarget
        The orbit asked for.
    deorbit : Deorbit or None
    second_burn_rev : float or None
        Start of the upper stage's second burn after injection, in revolutions of the parking
        orbit [-]; None leaves it to the optimiser.
    wind : Wind or None
        Mean wind over the pad; None is calm.
    limits : Limits
        The launcher's, with those of the mission put over them.
    drop_zones : tuple of DownrangeBand or KeepOut
        Where the bodies dropped on the way up may come down, and where not.
    dispersions : AskedDispersions
        What varies when it is flown many times.
    published : Published
    as_flown : AsFlown or None
    payload_free : bool
        The plan finds the heaviest payload.
    ascending : bool
        Launch towards the north where both are possible.
    steering : GivenSteering or None
        Flown as it stands; None leaves it to the optimiser.
    reserve_m_s : float
        Velocity the last stage of the launcher keeps at injection [m/s].
    accuracy : Box or None
        How near the orbit has to be to the one asked for.
    guidance : GuidanceChoices
        Of dispersed flights.
    ascent_burns : int or None
        Burns of an upper stage that completes the ascent itself [-]; None where the launcher
        leaves it on its parking orbit.
    """

    name: str
    title: str
    liftoff_utc: datetime
    launcher: Launcher
    upper_stage: UpperStage | None = None
    upper_stage_propellant_kg: float | None = None
    pad: Pad
    passengers: tuple[Passenger, ...] = ()
    adapter_mass_kg: float = 0.0
    parking: OrbitTarget | None = None
    target: OrbitTarget | EscapeTarget
    deorbit: Deorbit | None = None
    second_burn_rev: float | None = None
    wind: Wind | None = None
    limits: Limits
    drop_zones: tuple[FallLimit, ...] = ()
    dispersions: AskedDispersions = field(default_factory=AskedDispersions)
    published: Published = field(default_factory=Published)
    as_flown: AsFlown | None = None
    payload_free: bool = False
    ascending: bool = True
    steering: GivenSteering | None = None
    reserve_m_s: float = 0.0
    accuracy: Box | None = None
    guidance: GuidanceChoices = STANDARD
    ascent_burns: int | None = None

    def __post_init__(self) -> None:
        require_not_negative(
            adapter_mass_kg=self.adapter_mass_kg,
            reserve_m_s=self.reserve_m_s,
            upper_stage_propellant_kg=self.upper_stage_propellant_kg,
        )
        if self.liftoff_utc.tzinfo is None:
            raise ValueError("liftoff_utc has no time zone")
        if (self.upper_stage is None) != (self.upper_stage_propellant_kg is None):
            raise ValueError("upper_stage and upper_stage_propellant_kg go together")
        if self.payload_free == bool(self.passengers):
            raise ValueError("either passengers or a free payload")
        if self.ascent_burns is not None and (self.upper_stage is None or self.parking is not None):
            raise ValueError("ascent_burns belongs to an upper stage without a parking orbit")


def loaded_upper_stage(mission: Mission) -> Stage | None:
    """Upper stage with the load of this flight, None without one.

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    if mission.upper_stage is None or mission.upper_stage_propellant_kg is None:
        return None
    return replace(mission.upper_stage.stage, propellant_kg=mission.upper_stage_propellant_kg)


def ascent_stage(mission: Mission) -> Stage | None:
    """Upper stage that completes the ascent, with its load; None where the launcher does.

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    return None if mission.ascent_burns is None else loaded_upper_stage(mission)


def satellites_mass_kg(mission: Mission) -> float:
    """Mass of all passengers [kg].

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    return sum(passenger.spacecraft.mass_kg for passenger in mission.passengers)


def payload_mass_kg(mission: Mission) -> float:
    """Mass on top of the launcher: upper stage, adapter, passengers [kg].

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    stage = loaded_upper_stage(mission)
    upper = stage.dry_mass_kg + stage.propellant_kg if stage else 0.0
    return upper + mission.adapter_mass_kg + satellites_mass_kg(mission)


def dropped_names(launcher: Launcher) -> tuple[str, ...]:
    """Names of the bodies a launcher drops before it reaches orbit.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    stages = [stage.name for stage in launcher.stages[:-1]]
    parts = [part.name for stage in launcher.stages for part in stage.shed]
    return (*stages, *parts, *(["fairing"] if launcher.fairing else []))


def event_names(
    launcher: Launcher, upper_stage: UpperStage | None, spacecraft_names: tuple[str, ...]
) -> tuple[str, ...]:
    """Keys of every event a flight can have.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    upper_stage : UpperStage or None
        Stage that flies with the payload.
    spacecraft_names : tuple of str
        Satellites to be released.
    """
    names = ["liftoff"]
    for stage in launcher.stages:
        names += [f"{stage.name} {what}" for what in ("ignition", "cut-off", "separation")]
        names += [f"{part.name} jettison" for part in stage.shed]
    if launcher.stages[-1].restarts:
        names += [f"{launcher.stages[-1].name} burn 2 {end}" for end in ("start", "end")]
    if launcher.fairing is not None:
        names.append("fairing jettison")
    if upper_stage is not None:
        burns = ("burn 1", "burn 2", "deorbit")
        ends = [f"{burn} {end}" for burn in burns for end in ("start", "end")]
        names += [f"{upper_stage.name} {what}" for what in ("separation", *ends)]
    names += [f"{name} release" for name in spacecraft_names]
    return tuple(names)
