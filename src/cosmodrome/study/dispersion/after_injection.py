"""What a mission flies after the cut-off of the launcher's last stage, and what varies there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cosmodrome.ascent.guidance.upper.build import (
    BroughtDown,
    Carrier,
    ReleasedCraft,
    build_releases,
    build_upper_program,
)
from cosmodrome.ascent.guidance.upper.program import UpperProgram
from cosmodrome.ascent.leg import Aim
from cosmodrome.ascent.optimise import PlannedLeg, found_mass_kg
from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.variants import standard_deviation
from cosmodrome.mission.after_injection import orbit_body
from cosmodrome.mission.mission import Mission, Passenger, loaded_upper_stage, payload_mass_kg
from cosmodrome.mission.plan import plan_deorbit, plan_transfer
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Factor
from cosmodrome.study.kept_plan import kept_at
from cosmodrome.vehicle.stage import Stage, stage_thrust_vac_N

# One sigma, estimates. Valves and the sequencer of a pressure-fed engine: ignition to 0.1 s, full
# thrust to 20 ms at shut-off. Attitude of a stage on its thrusters: 0.3 deg. Push of a satellite:
# 1 deg of the carrier's attitude, timer 0.1 s. Load of a tank: 0.5 %.
_IGNITION_S, _SHUTOFF_S, _POINTING_RAD = 0.1, 0.02, 5e-3
_RELEASE_RAD, _RELEASE_S, _METERING = 0.0175, 0.1, 0.005
_PARTS = {"engine.thrust_vacuum": "thrust", "engine.isp_vacuum": "isp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterInjection:
    """Flight from the cut-off of the launcher's last stage to the last release.

    Attributes
    ----------
    program : UpperProgram
        What is flown.
    upper, spacecraft : tuple of str
        Name of the upper stage or nothing; names of the satellites.
    factors : tuple of Factor
        What varies in it.
    """

    program: UpperProgram
    upper: tuple[str, ...]
    spacecraft: tuple[str, ...]
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What varies after injection, known before anything is planned.

    Attributes
    ----------
    upper, spacecraft : tuple of str
        Name of the upper stage or nothing; names of the satellites.
    factors : tuple of Factor
        What varies.
    """

    upper: tuple[str, ...]
    spacecraft: tuple[str, ...]
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFlown:
    """Why a mission is flown to injection only.

    Attributes
    ----------
    reason : str
        In a sentence.
    """

    reason: str


def after_injection(
    mission: Mission,
    ascent: PlannedLeg,
    catalogue: Catalogue,
    folder: Path | None = None,
    *,
    comes_down: bool = False,
) -> AfterInjection | NotFlown:
    """What is flown after injection.

    Parameters
    ----------
    mission : Mission
        As asked.
    ascent : PlannedLeg
        Its plan to the cut-off of the launcher's last stage.
    catalogue : Catalogue
        With the files of upper stage and satellites.
    folder : pathlib.Path, optional
        Where the plans of the upper stage are kept for a run that goes on.
    comes_down : bool
        The upper stage is brought down at the end, where the mission asks for it.

    Returns
    -------
    AfterInjection or NotFlown
    """
    if mission.upper_stage is None and not mission.passengers:
        return NotFlown(reason="there is neither an upper stage nor a satellite to release")
    names = tuple(passenger.spacecraft.name for passenger in mission.passengers)
    if len(set(names)) != len(names):
        return NotFlown(reason="two satellites have one name")
    world = surroundings(mission).world
    carrier = Carrier(
        air=orbit_body(mission),
        separation_s=max(mission.launcher.stages[-1].separation_delay_s, 1e-3),
        craft=tuple(_craft(passenger) for passenger in mission.passengers),
    )
    crafts = tuple(_craft_factors(mission, catalogue))
    upper = loaded_upper_stage(mission)
    if upper is None:
        return AfterInjection(
            program=build_releases(carrier, world), upper=(), spacecraft=names, factors=crafts
        )
    planned = _transfer(mission, ascent, folder)
    if not planned.solution.converged:
        return NotFlown(reason=f"the burns of {upper.name} were not found")
    down = _down(mission, ascent, planned, folder) if comes_down else None
    if comes_down and down is None:
        return NotFlown(reason=f"no burn that brings {upper.name} down was asked for or found")
    assert mission.upper_stage is not None
    navigation = mission.upper_stage.satellite_navigation
    program = build_upper_program(
        upper,
        planned,
        carrier,
        mission.adapter_mass_kg,
        world,
        has_fix=navigation is not None,
        down=down,
    )
    end_kg = float(planned.solution.arcs[-1].state[6, -1])
    own = (*_upper_factors(mission, upper, end_kg), *_stage_factors(mission, upper, catalogue))
    return AfterInjection(
        program=program, upper=(upper.name,), spacecraft=names, factors=(*own, *crafts)
    )


def likely_later(mission: Mission, catalogue: Catalogue) -> Later | None:
    """What varies after injection if all that is asked can be flown; None if nothing is asked.

    Parameters
    ----------
    mission : Mission
        As asked.
    catalogue : Catalogue
        With the files of upper stage and satellites.
    """
    names = tuple(passenger.spacecraft.name for passenger in mission.passengers)
    upper = loaded_upper_stage(mission)
    if (upper is None and not names) or len(set(names)) != len(names):
        return None
    crafts = tuple(_craft_factors(mission, catalogue))
    if upper is None:
        return Later(upper=(), spacecraft=names, factors=crafts)
    # The burns are not planned yet: half of the load is taken as burnt at the last cut-off.
    end_kg = payload_mass_kg(mission) - 0.5 * upper.propellant_kg
    own = (*_upper_factors(mission, upper, end_kg), *_stage_factors(mission, upper, catalogue))
    return Later(upper=(upper.name,), spacecraft=names, factors=(*own, *crafts))


def _craft(passenger: Passenger) -> ReleasedCraft:
    craft = passenger.spacecraft
    return ReleasedCraft(
        name=craft.name,
        mass_kg=craft.mass_kg,
        speed_m_s=craft.separation_speed_m_s,
        direction=passenger.direction,
        delay_s=passenger.release_delay_s,
    )


def _transfer(mission: Mission, ascent: PlannedLeg, folder: Path | None) -> PlannedLeg:
    """Plan of the burns to the target orbit."""
    leg = ascent.leg
    found = found_mass_kg(leg, ascent.solution) if leg.aim is Aim.PAYLOAD else 0.0
    payload_kg = payload_mass_kg(mission) + found
    around = surroundings(mission)
    return kept_at(
        folder / "transfer.bin" if folder else None,
        lambda: plan_transfer(mission, Reading.PREDICTED, around, ascent, payload_kg),
    )


def _down(
    mission: Mission, ascent: PlannedLeg, transfer: PlannedLeg, folder: Path | None
) -> BroughtDown | None:
    """How the upper stage is brought down; None when it is not."""
    if mission.deorbit is None:
        return None
    around = surroundings(mission)
    separation_s = sum(steered.duration_s for steered in ascent.steering)
    separation_s += mission.launcher.stages[-1].separation_delay_s

    def make() -> PlannedLeg:
        found = plan_deorbit(mission, Reading.PREDICTED, around, transfer, separation_s)
        assert found is not None
        return found[0]

    planned = kept_at(folder / "deorbit.bin" if folder else None, make)
    if not planned.solution.converged:
        return None
    return BroughtDown(
        planned=planned,
        delay_s=mission.deorbit.delay_s,
        to_fixed=np.ascontiguousarray(around.orientation.gcrf_to_itrf),
    )


def _factor(moves: dict[str, float], sigma: float, source: str) -> Factor:
    name = next(iter(moves))
    return Factor(name=name, distribution=Truncated(sigma=sigma), moves=moves, source=source)


def _upper_factors(mission: Mission, upper: Stage, end_kg: float) -> Iterator[Factor]:
    """What no file tells of an upper stage."""
    cutoff = _SHUTOFF_S * stage_thrust_vac_N(upper) / end_kg
    for name, sigma in (
        ("ignition_delay_s", _IGNITION_S),
        ("cutoff_m_s", cutoff),
        ("pointing_pitch_rad", _POINTING_RAD),
        ("pointing_yaw_rad", _POINTING_RAD),
    ):
        yield _factor({f"{upper.name}.{name}": 1.0}, sigma, "estimate")
    navigation = mission.upper_stage.satellite_navigation if mission.upper_stage else None
    if navigation is None:
        return
    for way in ("radial", "transverse", "normal"):
        source = "satellite_navigation"
        yield _factor({f"{upper.name}.fix_{way}_m": 1.0}, navigation.position_m, source)
        yield _factor({f"{upper.name}.fix_{way}_m_s": 1.0}, navigation.velocity_m_s, source)


def _stage_factors(mission: Mission, upper: Stage, catalogue: Catalogue) -> Iterator[Factor]:
    """Graded numbers of the files; the launcher lifts what the masses add."""
    for figure in catalogue.document("upper-stages", upper.name).figures:
        sigma, source = standard_deviation(figure), f"{figure.path}, {figure.grade.value}"
        if sigma <= 0.0 or not figure.value:
            continue
        if figure.path in _PARTS:
            name = f"{upper.name}.{_PARTS[figure.path]}"
            yield _factor({name: 1.0}, sigma / abs(figure.value), source)
        elif figure.path == "dry_mass":
            yield _factor({f"{upper.name}.dry_mass_kg": 1.0, "payload_kg": 1.0}, sigma, source)
        elif figure.path == "fall.drag_coefficient":
            yield _factor({f"{upper.name}.fall_drag": 1.0}, sigma / abs(figure.value), source)
        elif figure.path == "residual":
            yield _factor({f"{upper.name}.residual_kg": 1.0}, sigma, source)
    for figure in _mission_figures(mission, catalogue):
        sigma, source = standard_deviation(figure), f"{figure.path}, {figure.grade.value}"
        if sigma > 0.0 and figure.path == "adapter_mass" and figure.value:
            both = {f"{upper.name}.dry_mass_kg": 1.0, "payload_kg": 1.0}
            yield Factor(
                name="adapter_mass_kg",
                distribution=Truncated(sigma=min(sigma, figure.value / 3.0)),
                moves=both,
                source=source,
            )
        elif sigma > 0.0 and figure.path == "upper_stage.propellant" and figure.value:
            # A load is chosen: what varies is how well it is metered.
            both = {f"{upper.name}.propellant": 1.0, "payload_kg": figure.value}
            part = _METERING if figure.sigma is None else sigma / figure.value
            yield _factor(both, part, source if figure.sigma else "estimate")


def _mission_figures(mission: Mission, catalogue: Catalogue) -> tuple[Figure, ...]:
    known = mission.name in catalogue.names("missions")
    return tuple(catalogue.document("missions", mission.name).figures) if known else ()


def _craft_factors(mission: Mission, catalogue: Catalogue) -> Iterator[Factor]:
    for passenger in mission.passengers:
        name = passenger.spacecraft.name
        figures = {f.path: f for f in catalogue.document("spacecraft", name).figures}
        for path, number, sign in (("mass", "mass_kg", 1.0), ("separation_speed", "speed", 0.0)):
            figure = figures.get(path)
            if figure is None or not figure.value or standard_deviation(figure) <= 0.0:
                continue
            sigma = standard_deviation(figure)
            source = f"{name} {path}, {figure.grade.value}"
            moves = {f"{name}.{number}": 1.0, **({"payload_kg": 1.0} if sign else {})}
            yield _factor(moves, sigma if sign else sigma / abs(figure.value), source)
        for number, sigma in (
            ("direction_pitch_rad", _RELEASE_RAD),
            ("direction_yaw_rad", _RELEASE_RAD),
            ("delay_s", _RELEASE_S),
        ):
            yield _factor({f"{name}.{number}": 1.0}, sigma, "estimate")
