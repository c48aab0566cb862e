"""How sure an optimum is: a band from the graded numbers of the catalogue."""

import math
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.sensitivity import OtherSequenceError, Sensitivity
from cosmodrome.catalogue.variants import Variant
from cosmodrome.mission.ascent_leg import ascent_leg
from cosmodrome.mission.plan_ascent import fairing_s
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.payload_case import PayloadCase, mission_of

# Half width of the middle 95 per cent of a normal distribution, in standard deviations.
_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A number of the catalogue that widens the band.

    Attributes
    ----------
    path : str
        Entry and dotted key of its file.
    text : str
        As written, with its unit.
    grade : str
        How well it is founded.
    sigma : float
        Standard deviation, in the SI unit of the number [-].
    effect_kg : float
        Change of the payload with one sigma [kg].
    """

    path: str
    text: str
    grade: str
    sigma: float
    effect_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Range in which the payload lies.

    Attributes
    ----------
    low_kg, high_kg : float
        Ends of the band [kg].
    drivers : tuple of Driver
        Those that widen it most, largest first.
    numbers, left_out : int
        Numbers it is made of, and those left out because they move the sequence itself [-].
    """

    low_kg: float
    high_kg: float
    drivers: tuple[Driver, ...]
    numbers: int = 0
    left_out: int = 0


def payload_band(
    case: PayloadCase,
    ascent: PlannedLeg,
    payload_kg: float,
    variants: Iterable[Variant],
    *,
    drivers: int = 5,
) -> Band:
    """Band of a payload from the graded numbers of its stages, without solving again.

    The numbers are taken as independent; a number moved changes the optimum by its multiplier.
    Numbers whose step would change the sequence of the flight are left out and counted.

    Parameters
    ----------
    case : PayloadCase
        What was asked.
    ascent : PlannedLeg
        Its answer, converged.
    payload_kg : float
        The payload found [kg].
    variants : iterable of Variant
        The launcher, and the upper stage, with each of their numbers moved.
    drivers : int
        How many of the largest to keep [-].

    Returns
    -------
    Band
        At 95 per cent.
    """
    mission = mission_of(case)
    around = surroundings(mission)
    sensitivity = Sensitivity(ascent, around.world)
    before = pickle.dumps((case.launcher, case.upper_stage))
    found: list[Driver] = []
    left_out = 0
    for variant in variants:
        if pickle.dumps((variant.launcher, variant.upper_stage)) == before:
            continue
        other = replace(case, launcher=variant.launcher, upper_stage=variant.upper_stage)
        moved = mission_of(other)
        leg = ascent_leg(moved, Reading.PREDICTED, around, fairing_s(ascent))
        try:
            change = -sensitivity.change(leg)
        except OtherSequenceError:
            left_out += 1
            continue
        found.append(_driver(variant, change / variant.step))
    half = _NORMAL_95 * math.sqrt(sum(driver.effect_kg**2 for driver in found))
    found.sort(key=lambda driver: -abs(driver.effect_kg))
    return Band(
        low_kg=payload_kg - half,
        high_kg=payload_kg + half,
        drivers=tuple(found[:drivers]),
        numbers=len(found),
        left_out=left_out,
    )


def _driver(variant: Variant, slope: float) -> Driver:
    figure = variant.figure
    return Driver(
        path=figure.path,
        text=figure.text,
        grade=figure.grade.value,
        sigma=variant.sigma,
        effect_kg=slope * variant.sigma,
    )
