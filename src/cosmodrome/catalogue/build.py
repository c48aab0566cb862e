"""From a file as read to the records of `vehicle`."""

from typing import TYPE_CHECKING, Any

from cosmodrome.catalogue.stage_layout import (
    burnt_before_liftoff_kg,
    loaded_kg,
)
from cosmodrome.catalogue.thrust_layout import schedule_of
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.engine import Engine, nozzle_exit_area_m2
from cosmodrome.vehicle.fairing import Fairing, Jettison, JettisonRule
from cosmodrome.vehicle.fall_attitude import DRAG_OF_ATTITUDE, FallAttitude
from cosmodrome.vehicle.launcher import Launcher, Limits, SatelliteNavigation, UpperStage
from cosmodrome.vehicle.pad import Pad
from cosmodrome.vehicle.spacecraft import Spacecraft
from cosmodrome.vehicle.stage import (
    LIFT_OFF,
    Coast,
    Cutoff,
    CutoffRule,
    FallingBody,
    Ignition,
    ShedMass,
    Stage,
)
from cosmodrome.vehicle.station import Station

if TYPE_CHECKING:
    from cosmodrome.numerics.kernels import Table

Values = dict[str, Any]


def build_launcher(name: str, values: Values) -> Launcher:
    """Launcher of a file.

    Parameters
    ----------
    name : str
        Catalogue name.
    values : dict
        As `read_file` gives it.
    """
    fairing = values.get("fairing")
    return Launcher(
        name=name,
        title=values["title"],
        stages=tuple(_stage(stage) for stage in values["stages"]),
        fairing=_fairing(fairing) if fairing else None,
        adapter_mass_kg=values.get("interstage_mass", 0.0),
        aerodynamics=_aerodynamics(values["aerodynamics"]),
        limits=build_limits(values.get("limits", {})),
        vertical_rise_s=values.get("vertical_rise", 0.0),
        reserve=values.get("reserve", 0.0),
    )


def build_limits(values: Values) -> Limits:
    """Limits of a launcher or mission file.

    Parameters
    ----------
    values : dict
        As `read_file` gives it.
    """
    return Limits(
        q_max_Pa=values.get("dynamic_pressure"),
        q_alpha_max_Pa_rad=values.get("dynamic_pressure_times_alpha"),
        q_alpha_nominal_Pa_rad=values.get("nominal_dynamic_pressure_times_alpha"),
        axial_acceleration_max_m_s2=values.get("axial_acceleration"),
        heat_flux_max_W_m2=values.get("heat_flux"),
        height_min_m=values.get("least_height"),
    )


def build_upper_stage(name: str, values: Values) -> UpperStage:
    """Upper stage of a file, with its largest load.

    Parameters
    ----------
    name : str
        Catalogue name.
    values : dict
        As `read_file` gives it.
    """
    stage = Stage(
        name=name,
        dry_mass_kg=values["dry_mass"],
        propellant_kg=values["propellant_max"],
        residual_kg=values["residual"],
        engine=_engine(values["engine"]),
        engine_count=values["engine"].get("count", 1),
        cutoff=Cutoff(rule=CutoffRule.COMMAND),
        restarts=values["restarts"],
        diameter_m=values["diameter"],
        length_m=values["length"],
        fall=_fall(values["fall"]),
    )
    return UpperStage(
        name=name,
        title=values["title"],
        stage=stage,
        propellant_min_kg=values["propellant_min"],
        propellant_max_kg=values["propellant_max"],
        satellite_navigation=_satellite_navigation(values),
    )


def _satellite_navigation(values: Values) -> SatelliteNavigation | None:
    given = values.get("satellite_navigation")
    if given is None:
        return None
    return SatelliteNavigation(position_m=given["position"], velocity_m_s=given["velocity"])


def build_pad(name: str, values: Values) -> Pad:
    """Pad of a file.

    Parameters
    ----------
    name : str
        Catalogue name.
    values : dict
        As `read_file` gives it.
    """
    return Pad(
        name=name,
        title=values["title"],
        latitude_rad=values["latitude"],
        longitude_rad=values["longitude"],
        height_m=values["height"],
    )


def build_spacecraft(name: str, values: Values) -> Spacecraft:
    """Satellite of a file.

    Parameters
    ----------
    name : str
        Catalogue name.
    values : dict
        As `read_file` gives it.
    """
    return Spacecraft(
        name=name,
        title=values["title"],
        mass_kg=values["mass"],
        drag_area_m2=values["drag_area"],
        drag_coefficient=values["drag_coefficient"],
        separation_speed_m_s=values["separation_speed"],
        separation_direction=values.get("separation_direction", (0.0, 1.0, 0.0)),
        norad_id=values.get("norad_id"),
    )


def build_station(name: str, values: Values) -> Station:
    """Ground station of a file.

    Parameters
    ----------
    name : str
        Catalogue name.
    values : dict
        As `read_file` gives it.
    """
    return Station(
        name=name,
        title=values["title"],
        provider=values["provider"],
        latitude_rad=values["latitude"],
        longitude_rad=values["longitude"],
        height_m=values["height"],
        bands=tuple(values["bands"]),
        min_elevation_rad=values["min_elevation"],
    )


def _ignition(values: Values) -> Ignition:
    free = values.get("coast")
    return Ignition(
        after=values.get("after", LIFT_OFF),
        delay_s=values.get("delay", 0.0),
        coast=Coast(shortest_s=free["shortest"], longest_s=free["longest"]) if free else None,
    )


def _stage(values: Values) -> Stage:
    return Stage(
        name=values["name"],
        count=values.get("count", 1),
        dry_mass_kg=values["dry_mass"],
        propellant_kg=loaded_kg(values) - burnt_before_liftoff_kg(values),
        residual_kg=sum(values.get("residuals", {}).values()),
        landing_reserve_kg=values.get("landing_reserve", 0.0),
        engine=_engine(values["engine"]),
        engine_count=values["engine"].get("count", 1),
        ignition=_ignition(values.get("ignition", {})),
        cutoff=Cutoff(
            rule=CutoffRule(values["cutoff"]["rule"]), time_s=values["cutoff"].get("time")
        ),
        separation_delay_s=values.get("separation_delay", 0.0),
        throttle=schedule_of(values),
        shed=tuple(_shed(part) for part in values.get("shed", [])),
        restarts=values.get("restarts", 0),
        diameter_m=values["diameter"],
        length_m=values["length"],
        fall=_fall(values["fall"]),
    )


def _engine(values: Values) -> Engine:
    vacuum: float = values["thrust_vacuum"]
    sea_level: float = values.get("thrust_sea_level", vacuum)
    return Engine(
        name=values["name"],
        thrust_vac_N=vacuum,
        isp_vac_s=values["isp_vacuum"],
        exit_area_m2=nozzle_exit_area_m2(vacuum, sea_level),
        min_throttle=values.get("min_throttle", 1.0),
        max_throttle=values.get("max_throttle", 1.0),
        mass_kg=values.get("mass"),
    )


def _shed(values: Values) -> ShedMass:
    return ShedMass(
        name=values["name"],
        mass_kg=values["mass"],
        delay_s=values["delay"],
        fall=_fall(values["fall"]),
    )


def _fall(values: Values) -> FallingBody:
    attitude = FallAttitude(values.get("attitude", FallAttitude.TUMBLING.value))
    return FallingBody(
        drag_coefficient=values.get("drag_coefficient", DRAG_OF_ATTITUDE[attitude][0]),
        reference_area_m2=values["area"],
        attitude=attitude,
    )


def _fairing(values: Values) -> Fairing:
    jettison = dict(values["jettison"])
    rule = JettisonRule(jettison.pop("rule"))
    (value,) = jettison.values()
    return Fairing(
        name=values["name"],
        mass_kg=values["mass"],
        jettison=Jettison(rule=rule, value=value),
        fall=_fall(values["fall"]),
        diameter_m=values["diameter"],
        length_m=values["length"],
        halves=values.get("halves", 2),
    )


def _aerodynamics(values: Values) -> Aerodynamics:
    return Aerodynamics(
        reference_area_m2=values["reference_area"],
        axial=_table(values["axial_force"]),
        normal_slope=_table(values["normal_force_slope"]),
        axial_alpha_factor=values.get("axial_alpha_factor", 0.0),
    )


def _table(values: Values) -> "Table":
    # numba comes with the tables; listing and showing the catalogue goes without it.
    from cosmodrome.numerics import tables

    join = tables.linear if values["join"] == "lines" else tables.monotone_cubic
    return join(values["mach"], values["coefficient"])
