"""Openings of ascents a pitch programme alone does not reach: a nearer one, moved by steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.escape import EllipseTarget, EscapeTarget, ellipses, parking_circle
from cosmodrome.ascent.leg import Leg, latitude_rad
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.problem import leg_problem
from cosmodrome.ascent.right_hand_side import heights
from cosmodrome.ascent.target import OrbitTarget, semi_major_axis_m
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import PhaseValues, Problem, Solution

# Inclinations nearer than this to the latitude of the pad need no turn worth telling [rad].
_DOG_LEG_RAD = 3e-3
# Steps in which an inclination is moved to a dog-leg [rad].
_WALK_RAD = np.radians(1.0)
# Heights up to which pitch programmes make good openings, and steps beyond: of the perigee [m], and
# of the logarithm of the semi-major axis [-].
_NEAR_PERIGEE_M, _NEAR_APOGEE_M = 350e3, 1500e3
_WALK_M, _WALK_GROWTH = 60e3, 0.25
# Steps to an escape, as parts of twice the energy that is missing on a circle [-].
_WALK_ENERGY = 0.12
# From an optimum the adaptive barrier runs away from a near one; a steady barrier found the steps
# that have an answer in 30 to 80 iterations.
_SHORT = {"max_iter": 110, "mu_strategy": "monotone", "mu_init": 1e-2}
# Relative difference of two objectives that are one answer [-].
_SAME = 1e-7
# Coasts longer than this on the way carry an ascent high by themselves [s].
_LONG_COAST_S = 100.0


def reachable_inclination_rad(leg: Leg) -> float | None:
    """Nearest inclination the azimuth alone can reach, None when it reaches the target [rad].

    Parameters
    ----------
    leg : Leg
        From the pad.
    """
    if not isinstance(leg.target, OrbitTarget):
        return None
    latitude = abs(latitude_rad(leg))
    asked = leg.target.inclination_rad
    reach = min(max(asked, latitude), np.pi - latitude)
    return None if abs(reach - asked) < _DOG_LEG_RAD else reach


def direct_leg(leg: Leg) -> Leg:
    """The leg itself, or one to a nearer orbit where openings by pitch programmes do not reach.

    Those are inclinations out of reach of the azimuth, orbits that one burn from the ground
    reaches only by a detour, and escapes.

    Parameters
    ----------
    leg : Leg
        From the pad.
    """
    if isinstance(leg.target, EscapeTarget | EllipseTarget):
        return replace(leg, target=parking_circle(leg.target, latitude_rad(leg)))
    assert isinstance(leg.target, OrbitTarget)
    reach = reachable_inclination_rad(leg)
    target = leg.target if reach is None else replace(leg.target, inclination_rad=reach)
    near = leg if reach is None else replace(leg, target=target)
    perigee = min(target.perigee_height_m, _NEAR_PERIGEE_M)
    apogee = min(target.apogee_height_m, _NEAR_APOGEE_M)
    if (perigee, apogee) == _heights(target) or _coasts_s(leg) > _LONG_COAST_S:
        return near
    if target.perigee_height_m > _NEAR_PERIGEE_M:
        apogee = max(perigee, apogee - (target.perigee_height_m - perigee))
    return replace(near, target=replace(target, perigee_height_m=perigee, apogee_height_m=apogee))


def _coasts_s(leg: Leg) -> float:
    """Time without thrust that lies between burns [s]."""
    return sum(p.duration.upper for p in leg.sequence.phases if not p.burns)


def _heights(target: OrbitTarget) -> tuple[float, float]:
    return target.perigee_height_m, target.apogee_height_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A detour once walked.

    Attributes
    ----------
    nearest_kg : float
        Optimum of the orbit it started from [kg].
    values : tuple of PhaseValues
        Its end.
    parameters : tuple of float
        In the unit of the problem's parameters.
    """

    nearest_kg: float
    values: tuple[PhaseValues, ...]
    parameters: tuple[float, ...]


def walked(
    leg: Leg,
    direct: Leg,
    world: World,
    meshes: Sequence[Mesh],
    opening: Opening,
    known: list[Walk] | None = None,
) -> Opening:
    """Opening of an ascent that goes by a detour: the direct one, its orbit moved by steps.

    Parameters
    ----------
    leg, direct : Leg
        As asked, and to the orbit near it that is reached without a detour.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    opening : Opening
        Of the direct ascent.
    known : list of Walk, optional
        Detours walked before, which one from the same optimum would only repeat; a new one is
        added.
    """
    way = _way(leg, direct, world.gravity.mu_m3_s2)
    name = f"{opening.name}, walked"
    nearest = Transcription(_problem(leg, way[0], world, meshes, opening.values))
    solution = nearest.solve(opening.values, opening.parameters)
    if not solution.converged:
        return replace(opening, name=name)
    before = [w for w in known or () if np.isclose(w.nearest_kg, solution.objective, rtol=_SAME)]
    if before:
        return Opening(name=name, values=before[0].values, parameters=before[0].parameters)
    end = _walked_on(leg, way, world, meshes, solution, nearest)
    walk = Walk(
        nearest_kg=solution.objective, values=end.arcs, parameters=tuple(end.parameters.tolist())
    )
    if known is not None:
        known.append(walk)
    return Opening(name=name, values=walk.values, parameters=walk.parameters)


def _walked_on(
    leg: Leg,
    way: Sequence[OrbitTarget | EllipseTarget],
    world: World,
    meshes: Sequence[Mesh],
    solution: Solution,
    before: Transcription,
) -> Solution:
    """Optimum of the furthest orbit on the way that is reached."""
    done, stride = 1, len(way) - 1
    while done < len(way):
        stride = min(stride, len(way) - done)
        problem = _problem(leg, way[done + stride - 1], world, meshes, solution.arcs)
        before = Transcription(problem, _SHORT, before=before)
        further = before.solve(solution.arcs, solution.parameters)
        if further.converged:
            solution, done = further, done + stride
        elif stride == 1:
            break
        else:
            stride //= 2
    return solution


def _problem(
    leg: Leg,
    target: OrbitTarget | EllipseTarget,
    world: World,
    meshes: Sequence[Mesh],
    values: Sequence[PhaseValues],
) -> Problem:
    return leg_problem(replace(leg, target=target), world, meshes, heights(values, world))


def _way(leg: Leg, direct: Leg, mu: float) -> list[OrbitTarget | EllipseTarget]:
    start = direct.target
    assert isinstance(start, OrbitTarget)
    if isinstance(leg.target, EscapeTarget | EllipseTarget):
        return [start, *ellipses(leg.target, mu, _WALK_ENERGY)]
    assert isinstance(leg.target, OrbitTarget)
    return [*_stops(start, leg.target), leg.target]


def _stops(start: OrbitTarget, end: OrbitTarget) -> list[OrbitTarget]:
    """Orbits on the way from one to another, the last one left out."""
    turn = abs(end.inclination_rad - start.inclination_rad) / _WALK_RAD
    lift = (end.perigee_height_m - start.perigee_height_m) / _WALK_M
    growth = np.log(semi_major_axis_m(end) / semi_major_axis_m(start)) / _WALK_GROWTH
    count = int(np.ceil(max(turn, lift, growth))) + 1
    energies = np.linspace(1.0 / semi_major_axis_m(start), 1.0 / semi_major_axis_m(end), count)
    perigees = np.linspace(start.perigee_height_m, end.perigee_height_m, count)
    turns = np.linspace(start.inclination_rad, end.inclination_rad, count)
    return [
        replace(
            end,
            perigee_height_m=float(perigee),
            apogee_height_m=max(float(2.0 / energy - 2.0 * EARTH_RADIUS_M - perigee), perigee),
            inclination_rad=float(inclination),
        )
        for energy, perigee, inclination in zip(energies, perigees, turns, strict=True)
    ][:-1]
