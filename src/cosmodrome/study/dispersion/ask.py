"""From a mission to the study of its dispersed ascent."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from cosmodrome.ascent.guidance.build_program import build_program
from cosmodrome.ascent.guidance.choices import GuidanceChoices
from cosmodrome.ascent.guidance.falls import falls_of_launcher
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.reader import Reading as FileReading
from cosmodrome.errors import CosmodromeError
from cosmodrome.mission.advice import ascent_outcome
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.dispersion.after_injection import AfterInjection
from cosmodrome.study.dispersion.air_of_month import in_its_wind
from cosmodrome.study.dispersion.asked import dispersions_of
from cosmodrome.study.dispersion.sampling import LatinHypercube, Plain, Sampling, Sobol
from cosmodrome.study.dispersion.study import Study
from cosmodrome.study.kept_plan import kept_at
from cosmodrome.study.plan_cache import remembered
from cosmodrome.vehicle.launcher import Limits

# Of its limit of pressure times angle of attack a launcher is planned with this part when its file
# has none of its own, as those of the catalogue have.
_NOMINAL_PART = 0.1
SAMPLINGS = ("sobol", "latin", "plain")


class NoPlanError(CosmodromeError):
    """The mission has no ascent that could be dispersed; says what to do."""


def sampling_named(name: str, count: int) -> Sampling:
    """Sampling by its name in `SAMPLINGS`.

    Parameters
    ----------
    name : str
        ``sobol``, ``latin`` or ``plain``.
    count : int
        Samples of the whole study; a Latin hypercube is made for them [-].
    """
    made: dict[str, Sampling] = {
        "sobol": Sobol(),
        "latin": LatinHypercube(count=count),
        "plain": Plain(),
    }
    return made[name]


def nominal_limits(limits: Limits) -> Limits:
    """Limits an undispersed ascent keeps, so that winds find room below those of the structure.

    Parameters
    ----------
    limits : Limits
        Of a mission.
    """
    limit, nominal = limits.q_alpha_max_Pa_rad, limits.q_alpha_nominal_Pa_rad
    if nominal is None and limit is not None:
        nominal = _NOMINAL_PART * limit
    return limits if nominal is None else replace(limits, q_alpha_max_Pa_rad=nominal)


def _below_nominal_limits(mission: Mission) -> PlannedLeg:
    """Ascent at the nominal limits, or as near to them as one is found."""
    around = surroundings(mission)
    nominal = nominal_limits(mission.limits)
    planned = plan_ascent(replace(mission, limits=nominal), Reading.PREDICTED, around)
    if ascent_outcome(planned).is_success:
        return planned
    found = plan_ascent(mission, Reading.PREDICTED, around)
    outcome = ascent_outcome(found)
    if not outcome.is_success:
        raise NoPlanError(outcome.advice)
    for limits in _stairs(mission.limits, nominal):
        planned = plan_ascent(replace(mission, limits=limits), Reading.PREDICTED, around, found)
        if not ascent_outcome(planned).is_success:
            break
        found = planned
    return found


def _stairs(limits: Limits, nominal: Limits) -> Iterator[Limits]:
    """Limits down to the nominal ones, each less than half as wide as those before."""
    high, low = limits.q_alpha_max_Pa_rad, nominal.q_alpha_max_Pa_rad
    if high is None or low is None or high <= low:
        return
    count = int(np.ceil(np.log2(high / low)))
    for k in range(1, count + 1):
        yield replace(limits, q_alpha_max_Pa_rad=high * (low / high) ** (k / count))


def structural_limits(mission: Mission) -> Limits:
    """Limits whose passing is told: the launcher's own, and the mission's where it has none.

    A mission may plan below what its launcher bears; passing that is no failure of the structure.

    Parameters
    ----------
    mission : Mission
        As asked.
    """
    own = mission.launcher.limits
    given = {f.name: getattr(own, f.name) for f in fields(Limits)}
    return replace(mission.limits, **{k: x for k, x in given.items() if x is not None})


def ascent_plan(mission: Mission, kept: Path | None = None) -> PlannedLeg:
    """Plan of the ascent below its nominal limits, made once for the same numbers.

    Parameters
    ----------
    mission : Mission
        As asked.
    kept : pathlib.Path, optional
        Where it is kept for a run that goes on.

    Raises
    ------
    NoPlanError
        When there is no ascent, or its steering is given.
    """
    if mission.steering is not None:
        problem = "its steering is given, and guided flights follow a plan of their own"
        raise NoPlanError(f"{mission.name}: {problem}; leave steering out of the mission")
    mission = in_its_wind(mission)
    return kept_at(kept, lambda: remembered(mission, lambda: _below_nominal_limits(mission)))


def study_of(
    mission: Mission,
    planned: PlannedLeg,
    figures: Iterable[Figure],
    sampling: Sampling,
    seed: int,
    choices: GuidanceChoices | None = None,
    spreads: FileReading | None = None,
    after: AfterInjection | None = None,
) -> Study:
    """Study of a mission with its dispersions.

    Parameters
    ----------
    mission : Mission
        As asked.
    planned : PlannedLeg
        Its ascent.
    figures : iterable of Figure
        Numbers of the launcher's file.
    sampling : Sampling
        How samples are drawn.
    seed : int
        Of the whole study.
    choices : GuidanceChoices
        About the guidance; the mission's own if absent.
    spreads : Reading, optional
        Spreads from flight to flight; the shipped ones if absent.
    after : AfterInjection or None
        What is flown after the cut-off of the launcher's last stage; None ends there.
    """
    mission = in_its_wind(mission)
    around = surroundings(mission)
    choices = choices or mission.guidance
    limits = structural_limits(mission)
    program = build_program(mission.launcher, planned, around.world, limits, choices)
    longest = program.settings.latest_s
    return Study(
        name=mission.name,
        launcher=mission.launcher,
        program=program,
        dispersions=dispersions_of(mission, figures, spreads, after),
        sampling=sampling,
        seed=seed,
        sample_count=min(int(longest / choices.sample_step_s) + 1, 200),
        falls=falls_of_launcher(mission.launcher, around.orientation),
        upper=after.program if after else None,
    )
