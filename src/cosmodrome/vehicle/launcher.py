"""A launcher: stages in the order they leave, fairing, air forces and limits."""

from dataclasses import dataclass, replace

from cosmodrome.constants import G0_M_S2, STANDARD_PRESSURE_PA
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.bounds import require_not_negative, require_positive
from cosmodrome.vehicle.fairing import Fairing
from cosmodrome.vehicle.schedule import fraction_at
from cosmodrome.vehicle.stage import (
    LIFT_OFF,
    Cutoff,
    CutoffRule,
    Stage,
    stage_exit_area_m2,
    stage_gross_mass_kg,
    stage_thrust_vac_N,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the ascent must stay below; None is no limit.

    Attributes
    ----------
    q_max_Pa : float or None
        Dynamic pressure [Pa].
    q_alpha_max_Pa_rad : float or None
        Dynamic pressure times angle of attack [Pa rad].
    q_alpha_nominal_Pa_rad : float or None
        What an ascent without wind and dispersions keeps of it [Pa rad].
    axial_acceleration_max_m_s2 : float or None
        Acceleration felt along the axis [m/s2].
    heat_flux_max_W_m2 : float or None
        Free-molecular heat flux on the payload once the fairing is gone [W/m2].
    height_min_m : float or None
        Least height over the ellipsoid once the fairing is gone [m].
    """

    q_max_Pa: float | None = None
    q_alpha_max_Pa_rad: float | None = None
    q_alpha_nominal_Pa_rad: float | None = None
    axial_acceleration_max_m_s2: float | None = None
    heat_flux_max_W_m2: float | None = None
    height_min_m: float | None = None

    def __post_init__(self) -> None:
        require_positive(
            q_max_Pa=self.q_max_Pa,
            q_alpha_max_Pa_rad=self.q_alpha_max_Pa_rad,
            q_alpha_nominal_Pa_rad=self.q_alpha_nominal_Pa_rad,
            axial_acceleration_max_m_s2=self.axial_acceleration_max_m_s2,
            heat_flux_max_W_m2=self.heat_flux_max_W_m2,
            height_min_m=self.height_min_m,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Launcher:
    """Launcher without its upper stage and payload.

    Attributes
    ----------
    name, title : str
        Catalogue name; name in print.
    stages : tuple of Stage
        In the order they separate.
    fairing : Fairing or None
    adapter_mass_kg : float
        Launcher-side interstage; stays on the last stage [kg].
    aerodynamics : Aerodynamics
        Of the whole vehicle at lift-off.
    limits : Limits
    vertical_rise_s : float
        Least time of vertical flight after lift-off [s].
    reserve : float
        Part of the ideal velocity that published payloads leave in the last stage [-].
    """

    name: str
    title: str
    stages: tuple[Stage, ...]
    fairing: Fairing | None = None
    adapter_mass_kg: float = 0.0
    aerodynamics: Aerodynamics
    limits: Limits = Limits()
    vertical_rise_s: float = 0.0
    reserve: float = 0.0

    def __post_init__(self) -> None:
        require_not_negative(
            adapter_mass_kg=self.adapter_mass_kg,
            vertical_rise_s=self.vertical_rise_s,
            reserve=self.reserve,
        )
        names = [stage.name for stage in self.stages]
        if not names:
            raise ValueError("a launcher needs a stage")
        if len(set(names)) != len(names):
            raise ValueError("two stages have one name")
        for stage in self.stages:
            if stage.ignition.after not in (LIFT_OFF, *names) or stage.ignition.after == stage.name:
                raise ValueError(f"{stage.name} waits for {stage.ignition.after}, no other stage")


@dataclass(frozen=True, slots=True, kw_only=True)
class SatelliteNavigation:
    """Position and velocity aboard a stage by navigation satellites.

    Attributes
    ----------
    position_m, velocity_m_s : float
        Standard deviation of each component [m], [m/s].
    """

    position_m: float
    velocity_m_s: float

    def __post_init__(self) -> None:
        require_not_negative(position_m=self.position_m, velocity_m_s=self.velocity_m_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperStage:
    """Stage that flies with the payload and lights more than once.

    Attributes
    ----------
    name, title : str
        Catalogue name; name in print.
    stage : Stage
        With its largest propellant load.
    propellant_min_kg, propellant_max_kg : float
        Loads it can fly with [kg].
    satellite_navigation : SatelliteNavigation or None
        None flies on with the inertial navigation of the ascent.
    """

    name: str
    title: str
    stage: Stage
    propellant_min_kg: float
    propellant_max_kg: float
    satellite_navigation: SatelliteNavigation | None = None

    def __post_init__(self) -> None:
        require_positive(propellant_max_kg=self.propellant_max_kg)
        require_not_negative(propellant_min_kg=self.propellant_min_kg)
        if self.propellant_min_kg > self.propellant_max_kg:
            raise ValueError("propellant_min_kg is above propellant_max_kg")


def first_stages(launcher: Launcher) -> tuple[Stage, ...]:
    """Stages that burn on the pad.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    return tuple(
        s for s in launcher.stages if s.ignition.after == LIFT_OFF and s.ignition.delay_s <= 0
    )


def burns_out(launcher: Launcher) -> bool:
    """Whether the last stage burns until it is empty and obeys no command.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    return launcher.stages[-1].cutoff.rule is CutoffRule.DEPLETION


def commanded(launcher: Launcher) -> Launcher:
    """Launcher whose last stage could be cut by command and stays with its payload.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    last = replace(launcher.stages[-1], cutoff=Cutoff(rule=CutoffRule.COMMAND))
    return replace(launcher, stages=(*launcher.stages[:-1], last))


def with_held_coasts(launcher: Launcher) -> Launcher:
    """Launcher whose stages light after their delays, none of which is free.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    stages = tuple(s if s.ignition.coast is None else _held(s) for s in launcher.stages)
    return replace(launcher, stages=stages)


def _held(stage: Stage) -> Stage:
    return replace(stage, ignition=replace(stage.ignition, coast=None))


def dry_stack_mass_kg(launcher: Launcher) -> float:
    """Fairing and adapter, the part of the launcher that is no stage [kg].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    fairing = launcher.fairing.mass_kg if launcher.fairing else 0.0
    return fairing + launcher.adapter_mass_kg


def liftoff_mass_kg(launcher: Launcher, payload_kg: float) -> float:
    """Mass of launcher and payload when contact ends [kg].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    payload_kg : float
        Everything above the launcher's adapter: upper stage, adapters, satellites [kg].
    """
    stages = sum(stage_gross_mass_kg(stage) for stage in launcher.stages)
    return stages + dry_stack_mass_kg(launcher) + payload_kg


def liftoff_thrust_N(launcher: Launcher, pressure_Pa: float = STANDARD_PRESSURE_PA) -> float:
    """Thrust when contact ends, throttle included [N].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    pressure_Pa : float
        Ambient pressure [Pa].
    """
    # The exit pressure falls with the throttle, the area does not.
    return sum(
        stage_thrust_vac_N(s) * fraction_at(s.throttle, 0.0) - stage_exit_area_m2(s) * pressure_Pa
        for s in first_stages(launcher)
    )


def liftoff_thrust_to_weight(launcher: Launcher, payload_kg: float) -> float:
    """Thrust over weight when contact ends, at sea level [-].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    payload_kg : float
        [kg].
    """
    return liftoff_thrust_N(launcher) / (liftoff_mass_kg(launcher, payload_kg) * G0_M_S2)
