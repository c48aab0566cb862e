"""What dispersions are made from: launcher, its numbers, spreads of flights, place and month."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.reader import Reading
from cosmodrome.earth.climatology import month_of
from cosmodrome.earth.wind import Wind
from cosmodrome.mission.dispersions import AskedDispersions
from cosmodrome.mission.mission import Mission, loaded_upper_stage, payload_mass_kg
from cosmodrome.study.dispersion.after_injection import AfterInjection, Later
from cosmodrome.vehicle.launcher import Launcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Of a launch.

    Attributes
    ----------
    launcher : Launcher
        Without its payload.
    figures : tuple of Figure
        Numbers of its file.
    spreads : Reading
        Standard deviations from flight to flight, see `Catalogue.spreads`.
    latitude_rad, longitude_rad : float
        Of the pad, geodetic [rad].
    month : float
        Time of the year, see `climatology.month_of` [-].
    payload_kg : float
        Above the last stage, as far as it is known and does not vary part by part [kg].
    wind : Wind or None
        Mean wind of the flights [m/s]; None is calm.
    asked : AskedDispersions
        What the mission says of them.
    later : AfterInjection, Later or None
        What varies after injection.
    masses_kg : Mapping of str to float
        Of upper stage, adapter and satellites, by the name of the factor that moves each [kg].
    """

    launcher: Launcher
    figures: tuple[Figure, ...]
    spreads: Reading
    latitude_rad: float
    longitude_rad: float
    month: float
    payload_kg: float = 0.0
    wind: Wind | None = None
    asked: AskedDispersions = field(default_factory=AskedDispersions)
    later: AfterInjection | Later | None = None
    masses_kg: Mapping[str, float] = field(default_factory=dict)

    def spread(self, path: str) -> Figure:
        """Figure of the file of spreads.

        Parameters
        ----------
        path : str
            Dotted key.
        """
        return next(figure for figure in self.spreads.figures if figure.path == path)

    def value(self, path: str) -> float:
        """Value of a figure of the file of spreads, in its unit [-].

        Parameters
        ----------
        path : str
            Dotted key.
        """
        value = self.spread(path).value
        assert value is not None
        return value


def circumstances_of(
    mission: Mission,
    figures: tuple[Figure, ...],
    spreads: Reading,
    later: AfterInjection | Later | None = None,
) -> Circumstances:
    """Circumstances of a mission.

    Parameters
    ----------
    mission : Mission
        In its wind, see `air_of_month.in_its_wind`.
    figures : tuple of Figure
        Numbers of its launcher's file.
    spreads : Reading
        See `Catalogue.spreads`.
    later : AfterInjection, Later or None
        What varies after injection.
    """
    whole = later is None and not mission.payload_free
    return Circumstances(
        launcher=mission.launcher,
        figures=figures,
        spreads=spreads,
        latitude_rad=mission.pad.latitude_rad,
        longitude_rad=mission.pad.longitude_rad,
        month=month_of(mission.liftoff_utc),
        payload_kg=payload_mass_kg(mission) if whole else 0.0,
        wind=mission.wind,
        asked=mission.dispersions,
        later=later,
        masses_kg=_masses(mission),
    )


def _masses(mission: Mission) -> dict[str, float]:
    found = {f"{p.spacecraft.name}.mass_kg": p.spacecraft.mass_kg for p in mission.passengers}
    found["adapter_mass_kg"] = mission.adapter_mass_kg
    upper = loaded_upper_stage(mission)
    if upper is not None:
        found[f"{upper.name}.dry_mass_kg"] = upper.dry_mass_kg
        found[f"{upper.name}.residual_kg"] = upper.propellant_kg
    return found
