"""What must agree between launcher, payload, limits and orbit before any solver runs."""

from dataclasses import replace

import numpy as np

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.target import semi_major_axis_m
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.earth.atmosphere import US76, density_pressure_sound
from cosmodrome.mission.mission import Mission, payload_mass_kg
from cosmodrome.vehicle.can_fly import Flaw, liftoff_flaws
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import burns_out

# Heights of an orbit count from the equatorial radius, those of a fairing from the ellipsoid,
# which lies this much lower at the poles [m].
_FLATTENING_M = 21_385.0


def mission_flaws(mission: Mission) -> tuple[Flaw, ...]:
    """Everything in a mission that no ascent can get around.

    Parameters
    ----------
    mission : Mission
        As asked.

    Returns
    -------
    tuple of Flaw
        Keys are those of a mission file; empty when the mission can be tried.
    """
    launcher = replace(mission.launcher, limits=mission.limits)
    lifting = liftoff_flaws(launcher, payload_mass_kg(mission))
    flaws = tuple(_in_mission(flaw) for flaw in lifting)
    return flaws + _last_stage_flaws(mission) + _fairing_flaws(mission)


def _in_mission(flaw: Flaw) -> Flaw:
    return flaw if flaw.key.startswith("limits.") else replace(flaw, key="launcher")


def _last_stage_flaws(mission: Mission) -> tuple[Flaw, ...]:
    """A last stage that burns out reaches an orbit with one payload only, which must be found."""
    free = mission.payload_free or mission.steering is not None
    if free or not burns_out(mission.launcher):
        return ()
    problem = (
        f"its last stage, `{mission.launcher.stages[-1].name}`, burns out, so it cannot stop on an "
        "orbit with the payload given"
    )
    remedy = "ask `cosmodrome payload` for the payload it brings there"
    return (Flaw(key="launcher", problem=problem, remedy=remedy),)


def _fairing_flaws(mission: Mission) -> tuple[Flaw, ...]:
    """A fairing that waits for a height or thin air the ascent does not come to."""
    fairing, target = mission.launcher.fairing, mission.parking or mission.target
    if fairing is None or fairing.jettison.rule is JettisonRule.TIME:
        return ()
    if isinstance(target, EscapeTarget):
        return ()
    key = f"{'parking' if mission.parking else 'target'}.apogee_height"
    value, top = fairing.jettison.value, target.apogee_height_m + _FLATTENING_M
    remedy = "aim higher, or let the fairing go earlier"
    if fairing.jettison.rule is JettisonRule.HEIGHT:
        if value <= top:
            return ()
        problem = (
            f"{target.apogee_height_m / 1e3:g} km is below the {value / 1e3:g} km at which the "
            "fairing of the launcher goes"
        )
        return (Flaw(key=key, problem=problem, remedy=remedy),)
    density = float(density_pressure_sound(top, US76)[0])
    radius = EARTH_RADIUS_M + target.apogee_height_m
    square = EARTH_MU_M3_S2 * (2.0 / radius - 1.0 / semi_major_axis_m(target))
    flux = 0.5 * density * float(np.sqrt(square)) ** 3
    if flux <= value:
        return ()
    problem = (
        f"the heat flux is still {flux:.0f} W/m2 at {target.apogee_height_m / 1e3:g} km, and the "
        f"fairing of the launcher waits for {value:g} W/m2"
    )
    return (Flaw(key=key, problem=problem, remedy=remedy),)
