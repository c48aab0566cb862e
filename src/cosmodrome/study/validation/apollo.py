"""The Apollo flights of SP-2000-4029 as missions: each launcher with its own weights.

Thrust, impulse, residuals and schedules are those of the launcher's file, SA-506 or SA-205. A stage
stops when what SA-506 left in it is left; the centre engine of the S-IC stops at the mass at which
that of SA-506 did, which is what the rule it served, an acceleration, comes to.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cosmodrome.ascent.target import OrbitTarget
    from cosmodrome.mission.mission import Mission
    from cosmodrome.vehicle.launcher import Launcher
    from cosmodrome.vehicle.stage import Stage

DATA = Path(__file__).parent / "data" / "apollo"
LBM_KG, FT_M, NMI_M, PSF_PA = 0.45359237, 0.3048, 1852.0, 47.880259
# Heights of apogee and perigee count from this radius [m].
RADIUS_M = 6_378_165.0
# Lift-off after range zero [s]: Apollo 11, flight evaluation report.
LIFTOFF_S = 0.63
# Insertion after the cut-off of the S-IVB, by definition [s].
INSERTION_S = 10.0
REFERENCE = "Apollo 11"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApolloFlight:
    """What was published of a flight.

    Attributes
    ----------
    name : str
        "Apollo 11".
    range_zero_utc : datetime
        From which its times count.
    weights : mapping of str to float
        At ignition, by the columns of the table without their unit [kg].
    figures : mapping of str to float
        By the columns of the table, in their units [see names].
    """

    name: str
    range_zero_utc: datetime
    weights: Mapping[str, float]
    figures: Mapping[str, float]

    @property
    def spacecraft_kg(self) -> float:
        """Everything above the instrument unit but the escape system [kg]."""
        parts = ("adapter", "lunar_module", "command_service_module")
        return sum(self.weights.get(part, 0.0) for part in parts)


@cache
def apollo_flights() -> Mapping[str, ApolloFlight]:
    """Flights by name."""
    weights = {row.pop("flight"): row for row in _rows("weights.csv")}
    found = {}
    for row in _rows("flights.csv"):
        name, zero = row.pop("flight"), row.pop("range_zero_utc")
        found[name] = ApolloFlight(
            name=name,
            range_zero_utc=datetime.fromisoformat(zero).replace(tzinfo=UTC),
            weights={
                key.removesuffix("_lbm"): float(value) * LBM_KG
                for key, value in weights[name].items()
                if value
            },
            figures={key: float(value) for key, value in row.items() if value},
        )
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mission_of_flight(flight: ApolloFlight) -> "Mission":
    """A flight to the orbit it reached, with what it weighed.

    Parameters
    ----------
    flight : ApolloFlight
        On a Saturn V or IB.
    """
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.mission.files import load_mission

    catalogue = Catalogue()
    base = load_mission("apollo-11", catalogue)
    small = "s_ib_dry" in flight.weights
    pad = catalogue.pad("canaveral-lc-34") if small else base.pad
    launcher = catalogue.launcher("saturn-ib") if small else catalogue.launcher("saturn-v")
    launcher = _saturn_ib(launcher) if small else _saturn_v(launcher, flight)
    (passenger,) = base.passengers
    spacecraft = replace(
        passenger.spacecraft, name="spacecraft", mass_kg=flight.spacecraft_kg, title=flight.name
    )
    # A nominal ascent is a gravity turn. The pressure limit of the file is what Apollo 8 flew, and
    # no prediction may know it.
    nominal = launcher.limits.q_alpha_nominal_Pa_rad
    limits = replace(launcher.limits, q_alpha_max_Pa_rad=nominal, q_max_Pa=None)
    return replace(
        base,
        name=flight.name.lower().replace(" ", "-"),
        title=flight.name,
        liftoff_utc=flight.range_zero_utc + timedelta(seconds=LIFTOFF_S),
        launcher=launcher,
        pad=pad,
        target=_target(flight),
        passengers=(replace(passenger, spacecraft=spacecraft),),
        limits=limits,
    )


def _target(flight: ApolloFlight) -> "OrbitTarget":
    import numpy as np

    from cosmodrome.ascent.target import OrbitTarget
    from cosmodrome.constants import EARTH_RADIUS_M

    over = RADIUS_M - EARTH_RADIUS_M
    return OrbitTarget(
        perigee_height_m=flight.figures["perigee_nmi"] * NMI_M + over,
        apogee_height_m=flight.figures["apogee_nmi"] * NMI_M + over,
        inclination_rad=float(np.radians(flight.figures["inclination_deg"])),
    )


def _saturn_v(launcher: "Launcher", flight: ApolloFlight) -> "Launcher":
    from cosmodrome.vehicle.stage import depletion_time_s

    w, there = flight.weights, apollo_flights()[REFERENCE].weights
    s_ic, s_ii, s_ivb = (_leaving_as_flown(stage) for stage in launcher.stages)
    # The large ring of the interstage is shed by the S-II, the small one stays below.
    ring = s_ii.shed[0].mass_kg * w["s_ic_interstage"] / there["s_ic_interstage"]
    dry = w["s_ic_dry"] + w["s_ic_other"] + w["s_ic_interstage"] - ring
    s_ic = _loaded(s_ic, dry, w["s_ic_oxidizer"] + w["s_ic_fuel"], _burnt_on_pad_kg(launcher))
    s_ic = _centre_engine_off(s_ic, w["total"] - there["total"])
    dry = w["s_ii_dry"] + w["s_ii_other"] + w["s_ii_interstage"] + ring
    s_ii = replace(s_ii, shed=(replace(s_ii.shed[0], mass_kg=ring),))
    s_ii = _loaded(s_ii, dry, w["s_ii_oxidizer"] + w["s_ii_fuel"])
    if flight.name in {"Apollo 8", "Apollo 9"}:
        s_ii = _five_engines(s_ii)
    dry = w["s_ivb_dry"] + w["s_ivb_other"]
    s_ivb = _loaded(s_ivb, dry, w["s_ivb_oxidizer"] + w["s_ivb_fuel"], command=True)
    later = depletion_time_s(s_ic) - _burn_s(launcher.stages[0])
    fairing = launcher.fairing
    assert fairing is not None
    jettison = replace(fairing.jettison, value=fairing.jettison.value + later)
    return replace(
        launcher,
        stages=(s_ic, s_ii, s_ivb),
        fairing=replace(fairing, mass_kg=w["escape_system"], jettison=jettison),
        adapter_mass_kg=w["instrument_unit"],
    )


def _burn_s(stage: "Stage") -> float:
    assert stage.cutoff.time_s is not None
    return stage.cutoff.time_s


def _saturn_ib(launcher: "Launcher") -> "Launcher":
    """The file is of this very flight."""
    from cosmodrome.vehicle.stage import Cutoff, CutoffRule

    first, second = launcher.stages
    return replace(
        launcher, stages=(replace(first, cutoff=Cutoff(rule=CutoffRule.DEPLETION)), second)
    )


def _leaving_as_flown(stage: "Stage") -> "Stage":
    """Stage that leaves, run dry, what its burn time in the file leaves."""
    from cosmodrome.vehicle.stage import burnt_propellant_kg

    if stage.cutoff.time_s is None:
        return stage
    left = stage.propellant_kg - burnt_propellant_kg(stage, stage.cutoff.time_s)
    return replace(stage, residual_kg=left)


def _burnt_on_pad_kg(launcher: "Launcher") -> float:
    """What the S-IC burns before lift-off, as the file has it [kg]."""
    there = apollo_flights()[REFERENCE].weights
    return there["s_ic_oxidizer"] + there["s_ic_fuel"] - launcher.stages[0].propellant_kg


def _loaded(
    stage: "Stage", dry_kg: float, load_kg: float, burnt_kg: float = 0.0, *, command: bool = False
) -> "Stage":
    from cosmodrome.vehicle.stage import Cutoff, CutoffRule

    rule = CutoffRule.COMMAND if command else CutoffRule.DEPLETION
    return replace(
        stage, dry_mass_kg=dry_kg, propellant_kg=load_kg - burnt_kg, cutoff=Cutoff(rule=rule)
    )


def _centre_engine_off(stage: "Stage", heavier_kg: float) -> "Stage":
    """S-IC whose centre engine stops at the mass of the launcher it did on SA-506."""
    from cosmodrome.vehicle.schedule import Schedule
    from cosmodrome.vehicle.stage import stage_mass_flow_kg_s

    later = heavier_kg / stage_mass_flow_kg_s(stage)
    schedule = stage.throttle
    times = (schedule.time_s[0], *(t + later for t in schedule.time_s[1:]))
    return replace(stage, throttle=Schedule(time_s=times, fraction=schedule.fraction))


def _five_engines(stage: "Stage") -> "Stage":
    """S-II before Apollo 10: all engines burn on, the mixture shifts at the same load."""
    from cosmodrome.vehicle.schedule import Schedule, full_thrust_seconds

    schedule = stage.throttle
    shift, low = schedule.time_s[-2], schedule.fraction[-1] / schedule.fraction[-2]
    at = full_thrust_seconds(schedule, shift)
    span = schedule.time_s[-1] - shift
    return replace(stage, throttle=Schedule(time_s=(0.0, at, at + span), fraction=(1.0, 1.0, low)))
