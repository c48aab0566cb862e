"""Cold starts of `falcon_9_gto`, and its solution from them: a ladder, then finer meshes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Climb, Opening, climb
from cosmodrome.numerics.optimal_control import PhaseValues, Problem, node_fractions
from cosmodrome.numerics.refine import Refined, refined
from cosmodrome.numerics.tighten import tightened
from cosmodrome.study.validation.problems.benson_earth import RE, START
from cosmodrome.study.validation.problems.falcon_9_gto import (
    FIRST_BURN_S,
    FIRST_DRY,
    LIMIT_NAMES,
    LONGEST_COAST_S,
    SECOND_BURN_S,
    START_MASS,
    target_vectors,
)

MOST_RUNGS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A made-up climb: what an opening is drawn from.

    Attributes
    ----------
    coast : float
        [s].
    burns : tuple of float
        Of the second stage [s].
    height : float
        Of the circle coasted along [m].
    angle : float
        Flown over until then [rad].
    bend : float
        Power of time by which the angle grows [-].
    """

    coast: float = 1000.0
    burns: tuple[float, float] = (325.0, 50.0)
    height: float = 180e3
    angle: float = 0.25
    bend: float = 2.0


def drawn(generator: np.random.Generator) -> Profile:
    """A climb at random, with no thought of what a rocket can do.

    Parameters
    ----------
    generator : numpy.random.Generator
        Where it is drawn from.
    """
    first = generator.uniform(150.0, 390.0)
    return Profile(
        coast=generator.uniform(5.0, LONGEST_COAST_S),
        burns=(first, generator.uniform(5.0, max(6.0, SECOND_BURN_S - first))),
        height=generator.uniform(60e3, 600e3),
        angle=generator.uniform(0.03, 0.7),
        bend=generator.uniform(1.0, 4.0),
    )


def profiles(seed: int | None) -> Iterator[Profile]:
    """Coasts of several lengths; with a seed, profiles drawn from it without end.

    Parameters
    ----------
    seed : int or None
        Of the generator.
    """
    if seed is None:
        yield from (Profile(coast=coast) for coast in (1000.0, 700.0, 1200.0, 400.0))
        return
    generator = np.random.default_rng(seed)
    while True:
        yield drawn(generator)


def openings(problem: Problem, seed: int | None = None) -> Iterator[Opening]:
    """One opening a profile.

    Parameters
    ----------
    problem : Problem
        From `build`.
    seed : int, optional
        Of the profiles.
    """
    for profile in profiles(seed):
        yield Opening(
            name=f"coast of {profile.coast:.0f} s, height {profile.height / 1e3:.0f} km",
            values=tuple(arcs(problem, profile)),
        )


def rungs(transcription: Transcription, seed: int | None = None) -> Iterator[Opening]:
    """Every third opening is first solved without the limits, which are then drawn in.

    Parameters
    ----------
    transcription : Transcription
        Of the problem.
    seed : int, optional
        Of the profiles.
    """
    for k, opening in enumerate(openings(transcription.problem, seed)):
        limited = k % 3 == 0 and len(transcription.problem.phases[0].path) > 1
        yield tightened(transcription, opening, LIMIT_NAMES) if limited else opening


def solved(problem: Problem, seed: int | None = None) -> tuple[Refined, Climb]:
    """The ladder until three rungs agree, then meshes until the tolerance holds.

    Other optima are a second and more away, so a first mesh tells them apart.

    Parameters
    ----------
    problem : Problem
        From `build`.
    seed : int, optional
        Of the profiles.
    """
    transcription = Transcription(problem)
    climbed = climb(transcription, rungs(transcription, seed), agreeing=3, most=MOST_RUNGS)
    return refined(transcription, climbed.best), climbed


def arcs(problem: Problem, profile: Profile) -> list[PhaseValues]:
    """States along a climb, then along its circle and a little faster.

    Parameters
    ----------
    problem : Problem
        From `build`.
    profile : Profile
        To be followed.
    """
    h, _ = target_vectors()
    normal, up = h / np.linalg.norm(h), np.array(START) / RE
    along = np.cross(normal, up)
    along /= np.linalg.norm(along)
    durations = (FIRST_BURN_S, profile.burns[0], profile.coast, profile.burns[1])
    powered, rate = durations[0] + durations[1], 7800.0 / (RE + profile.height)
    begun, mass, values = 0.0, START_MASS, []
    for phase, duration in zip(problem.phases, durations, strict=True):
        times = begun + duration * node_fractions(phase)
        s = np.minimum(times / powered, 1.0)
        angle = profile.angle * s**profile.bend + rate * np.maximum(times - powered, 0.0)
        radius = RE + profile.height * np.sin(np.pi / 2 * s)
        radial = np.outer(up, np.cos(angle)) + np.outer(along, np.sin(angle))
        forward = np.outer(along, np.cos(angle)) - np.outer(up, np.sin(angle))
        speed = 400.0 + 7400.0 * s
        if phase is problem.phases[-1]:
            speed = speed + 2450.0 * node_fractions(phase)
        flow = phase.data[1] if phase.data else 0.0
        masses = mass - flow * (times - begun)
        values.append(
            PhaseValues(
                duration=duration,
                state=np.vstack([radial * radius, forward * speed, masses]),
                control=forward[:, 1:] if phase.data else np.zeros((0, times.size - 1)),
            )
        )
        begun += duration
        mass = masses[-1] - (FIRST_DRY if phase is problem.phases[0] else 0.0)
    return values
