"""Burns of a last stage that lights again: where each lies and what it reaches.

    low round orbit       burn to a transfer from a low perigee, burn at its apogee
    high or lifted orbit  burn to a low circle, burn at the node, burn at the apogee
    low perigee, escape   burn to a low circle, burn about the perigee; burn straight there where
                          the perigee may lie anywhere

More burns than these part the one about the perigee into equal ones, a revolution apart: a weak
engine then burns where it gains most. The plan is that of impulses between Kepler orbits; it opens
the search and sizes its phases, the optimiser moves every burn.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from cosmodrome.ascent.escape import (
    EllipseTarget,
    EscapeTarget,
    energy_m2_s2,
    parking_circle,
)
from cosmodrome.ascent.target import OrbitTarget, eccentricity, is_equatorial
from cosmodrome.constants import EARTH_RADIUS_M

_PARKING_HEIGHT_M = 185e3
# Above this eccentricity a burn belongs at the perigee.
_ROUND = 0.05
# Perigees up to here are those of parking orbits; round orbits above the other turn their plane
# better apart from the burn that leaves the parking orbit [m].
LOW_PERIGEE_M, _HIGH_ROUND_M = 260e3, 2000e3
# An ellipse with a perigee up to here is left to from a circle at that height, by a burn about the
# perigee; above it a burn at the apogee lifts the perigee [m].
_LIFTED_PERIGEE_M = 400e3
_SOON_S = 300.0
# Eccentric anomaly a segment of a coast spans: nine points then hold its path to metres [rad].
_SPAN_RAD = 0.8


class Where(Enum):
    """Where a burn lies: soon, at an argument of latitude, at the next apogee or perigee."""

    SOON = "soon"
    ARGUMENT = "argument"
    APOGEE = "apogee"
    PERIGEE = "perigee"


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnStep:
    """A coast and the burn after it.

    Attributes
    ----------
    where : Where
        Middle of the burn.
    arguments_rad : tuple of float
        Arguments of latitude, any of which will do, for ``Where.ARGUMENT`` [rad].
    energy_m2_s2 : float
        Per mass after the burn [m2/s2].
    inclination_rad : float or None
        After the burn; None keeps the plane [rad].
    """

    where: Where
    energy_m2_s2: float
    arguments_rad: tuple[float, ...] = ()
    inclination_rad: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnPlan:
    """Orbit of the first cut-off, and the burns from it to the target.

    Attributes
    ----------
    first : OrbitTarget, EscapeTarget or EllipseTarget
        The target itself when nothing follows.
    steps : tuple of BurnStep
        In the order flown.
    """

    first: OrbitTarget | EscapeTarget | EllipseTarget
    steps: tuple[BurnStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSize:
    """Size of a step of a plan.

    Attributes
    ----------
    coast_s : float
        From the burn before it [s].
    gain_m_s : float
        Of its impulse [m/s].
    parts : tuple of float
        Segments of the coast as parts of it, short where the ship is fast [-].
    """

    coast_s: float
    gain_m_s: float
    parts: tuple[float, ...]


def burn_plan(
    target: OrbitTarget | EscapeTarget,
    later: int,
    latitude_rad: float,
    mu: float,
    *,
    from_circle: bool = True,
) -> BurnPlan:
    """Plan of a number of burns after the first cut-off.

    Parameters
    ----------
    target : OrbitTarget or EscapeTarget
        The orbit asked for.
    later : int
        Burns after the first cut-off [-].
    latitude_rad : float
        Geocentric, of the pad [rad].
    mu : float
        Gravitational parameter [m3/s2].
    from_circle : bool
        The first cut-off is on a low circle also where the perigee may lie anywhere.
    """
    if later == 0:
        return BurnPlan(first=target, steps=())
    if isinstance(target, EscapeTarget):
        circle = parking_circle(target, latitude_rad)
        if target.declination_rad is None and not from_circle:
            first, *rest = _parted(circle, energy_m2_s2(target, mu), (), later + 1, mu)
            ellipse = EllipseTarget(
                energy_m2_s2=first.energy_m2_s2, perigee_height_m=target.perigee_height_m
            )
            return BurnPlan(first=ellipse, steps=tuple(rest))
        return BurnPlan(first=circle, steps=tuple(_departure(target, circle, later, mu)))
    if _ends_at_apogee(target):
        return _lifted(target, later, latitude_rad, mu)
    # A plane out of reach of the azimuth costs less to turn with the burn about the perigee.
    circle = _circle(target, _reach_rad(target, latitude_rad))
    if target.perigee_height_m > LOW_PERIGEE_M:
        # The burn about the perigee leaves the perigee where it finds it.
        height = target.perigee_height_m
        circle = replace(circle, perigee_height_m=height, apogee_height_m=height)
    energy = energy_m2_s2(target, mu)
    arguments = _perigee_argument(target)
    if arguments or from_circle:
        steps = list(_parted(circle, energy, arguments, later, mu))
        if circle.inclination_rad != target.inclination_rad:
            steps[-1] = replace(steps[-1], inclination_rad=target.inclination_rad)
        return BurnPlan(first=circle, steps=tuple(steps))
    first, *rest = _parted(circle, energy, (), later + 1, mu)
    apogee = -mu / first.energy_m2_s2 - 2.0 * EARTH_RADIUS_M - circle.perigee_height_m
    return BurnPlan(first=replace(circle, apogee_height_m=apogee), steps=tuple(rest))


def least_burns(target: OrbitTarget | EscapeTarget) -> int:
    """Burns a weak upper stage needs when its first one completes the injection [-].

    Parameters
    ----------
    target : OrbitTarget or EscapeTarget
        The orbit asked for.
    """
    if isinstance(target, EscapeTarget):
        return 1 if target.declination_rad is None else 2
    if target.perigee_height_m <= LOW_PERIGEE_M:
        return 2 if _perigee_argument(target) else 1
    return 3 if _is_far(target) else 2


def sizes(plan: BurnPlan, mu: float) -> tuple[StepSize, ...]:
    """Coasts and impulses of a plan, one a step.

    Parameters
    ----------
    plan : BurnPlan
        With a closed first orbit when it has steps.
    mu : float
        Gravitational parameter [m3/s2].
    """
    if not plan.steps:
        return ()
    assert not isinstance(plan.first, EscapeTarget)
    a = -0.5 * mu / energy_m2_s2(plan.first, mu)
    low = EARTH_RADIUS_M + plan.first.perigee_height_m
    high = 2.0 * a - low
    inclination = plan.first.inclination_rad if isinstance(plan.first, OrbitTarget) else 0.0
    found = []
    for step in plan.steps:
        period = 2.0 * math.pi * math.sqrt(a**3 / mu)
        coast = {
            Where.SOON: _SOON_S,
            Where.ARGUMENT: 0.5 * period,
            Where.APOGEE: 0.5 * period,
            Where.PERIGEE: period,
        }[step.where]
        radius = high if step.where is Where.APOGEE else low
        before = math.sqrt(mu * (2.0 / radius - 1.0 / a))
        after = math.sqrt(2.0 * (step.energy_m2_s2 + mu / radius))
        turn = 0.0 if step.inclination_rad is None else step.inclination_rad - inclination
        square = before**2 + after**2 - 2.0 * before * after * math.cos(turn)
        parts = coast_parts(2.0 * math.pi * coast / period, 1.0 - low / a)
        found.append(StepSize(coast_s=coast, gain_m_s=math.sqrt(max(square, 0.0)), parts=parts))
        inclination += turn
        if step.energy_m2_s2 < 0.0:
            a = -0.5 * mu / step.energy_m2_s2
            low, high = sorted((radius, max(2.0 * a - radius, 0.5 * radius)))
    return tuple(found)


def coast_parts(turn_rad: float, e: float) -> tuple[float, ...]:
    """Segments of a coast that begins at the perigee, of equal eccentric anomaly [-].

    Parameters
    ----------
    turn_rad : float
        Eccentric anomaly at its end [rad].
    e : float
        Eccentricity of its orbit [-].
    """
    anomaly = np.linspace(0.0, turn_rad, math.ceil(turn_rad / _SPAN_RAD) + 1)
    lengths = np.diff(anomaly - e * np.sin(anomaly))
    return tuple((lengths / lengths.sum()).tolist())


def step_burns_s(
    steps: tuple[StepSize, ...], exhaust_m_s: float, flow_kg_s: float, end_kg: float
) -> tuple[float, ...]:
    """Lengths of the burns of a plan that ends at a known mass, by the rocket equation [s].

    Parameters
    ----------
    steps : tuple of StepSize
        From `sizes`.
    exhaust_m_s, flow_kg_s : float
        Of the engine [m/s], [kg/s].
    end_kg : float
        Mass after the last burn [kg].
    """
    found = []
    for step in reversed(steps):
        start_kg = end_kg * math.exp(step.gain_m_s / exhaust_m_s)
        found.append((start_kg - end_kg) / flow_kg_s)
        end_kg = start_kg
    return tuple(reversed(found))


def _ends_at_apogee(target: OrbitTarget) -> bool:
    return eccentricity(target) < _ROUND or target.perigee_height_m > _LIFTED_PERIGEE_M


def _is_far(target: OrbitTarget) -> bool:
    """Whether a transfer to an orbit is better left at a node than where the ascent ends."""
    return target.apogee_height_m > _HIGH_ROUND_M


def _reach_rad(target: OrbitTarget, latitude_rad: float) -> float:
    """Inclination nearest to the target's that the azimuth alone reaches [rad]."""
    latitude = abs(latitude_rad)
    return min(max(target.inclination_rad, latitude), math.pi - latitude)


def _circle(target: OrbitTarget, inclination_rad: float) -> OrbitTarget:
    height = min(target.perigee_height_m, _PARKING_HEIGHT_M)
    return OrbitTarget(
        perigee_height_m=height,
        apogee_height_m=height,
        inclination_rad=inclination_rad,
        raan_rad=None if inclination_rad != target.inclination_rad else target.raan_rad,
    )


def _perigee_argument(target: OrbitTarget) -> tuple[float, ...]:
    if target.argument_of_perigee_rad is None or is_equatorial(target):
        return ()
    return (target.argument_of_perigee_rad,)


def _lifted(target: OrbitTarget, later: int, latitude_rad: float, mu: float) -> BurnPlan:
    """Plan that ends with a burn at the apogee of a transfer."""
    circle = _circle(target, target.inclination_rad)
    top = target.perigee_height_m if eccentricity(target) < _ROUND else target.apogee_height_m
    end = BurnStep(
        where=Where.APOGEE,
        energy_m2_s2=energy_m2_s2(target, mu),
        inclination_rad=target.inclination_rad,
    )
    if later == 1:
        transfer = OrbitTarget(
            perigee_height_m=circle.perigee_height_m,
            apogee_height_m=max(top, circle.perigee_height_m),
            inclination_rad=target.inclination_rad,
            raan_rad=target.raan_rad,
        )
        return BurnPlan(first=transfer, steps=(end,))
    first = _circle(target, _reach_rad(target, latitude_rad)) if _is_far(target) else circle
    transfer_m2_s2 = -mu / (2.0 * EARTH_RADIUS_M + first.perigee_height_m + top)
    nodes = (0.0, math.pi) if _is_far(target) and not _perigee_argument(target) else ()
    arguments = _perigee_argument(target) or nodes
    return BurnPlan(
        first=first, steps=(*_parted(first, transfer_m2_s2, arguments, later - 1, mu), end)
    )


def _departure(
    target: EscapeTarget, circle: OrbitTarget, count: int, mu: float
) -> Iterator[BurnStep]:
    arguments: tuple[float, ...] = ()
    if target.declination_rad is not None:
        sine = np.sin(target.declination_rad) / np.sin(circle.inclination_rad)
        e = 1.0 + target.c3_m2_s2 * (EARTH_RADIUS_M + circle.perigee_height_m) / mu
        # Both legs of the plane in which the asymptote has its declination.
        up = float(np.arcsin(np.clip(sine, -1.0, 1.0)))
        arguments = (up - float(np.arccos(-1.0 / e)),)
    return _parted(circle, energy_m2_s2(target, mu), arguments, count, mu)


def _parted(
    circle: OrbitTarget, energy_m2_s2: float, arguments: tuple[float, ...], count: int, mu: float
) -> Iterator[BurnStep]:
    """Burns of equal gain about one place, from a circle to an energy."""
    radius = EARTH_RADIUS_M + circle.perigee_height_m
    speeds = np.linspace(
        math.sqrt(mu / radius), math.sqrt(2.0 * (energy_m2_s2 + mu / radius)), count + 1
    )[1:]
    for k, speed in enumerate(speeds):
        where = Where.PERIGEE
        if k == 0:
            where = Where.ARGUMENT if arguments else Where.SOON
        yield BurnStep(
            where=where,
            energy_m2_s2=0.5 * float(speed) ** 2 - mu / radius,
            arguments_rad=arguments if k == 0 else (),
        )
