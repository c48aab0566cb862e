"""From a mission to the study of its dispersed ascent."""

from collections.abc import Iterable
from pathlib import Path
from pickle import UnpicklingError

from cosmodrome.ascent.guidance.build_program import STANDARD, GuidanceChoices, build_program
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
from cosmodrome.study.kept_plan import plan_bytes, plan_from_bytes

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


def ascent_plan(mission: Mission, kept: Path | None = None) -> PlannedLeg:
    """Plan of the ascent, from a file when it was kept there.

    Parameters
    ----------
    mission : Mission
        As asked.
    kept : pathlib.Path, optional
        Where it is kept for a run that goes on.

    Raises
    ------
    NoPlanError
        When there is no ascent.
    """
    if kept is not None and kept.exists():
        try:
            return plan_from_bytes(kept.read_bytes())
        except (UnpicklingError, AttributeError, EOFError) as error:
            raise NoPlanError(f"{kept}: no plan of this version; remove it") from error
    mission = in_its_wind(mission)
    planned = plan_ascent(mission, Reading.PREDICTED, surroundings(mission))
    outcome = ascent_outcome(planned)
    if not outcome.is_success:
        raise NoPlanError(outcome.advice)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_name(f".{kept.name}")
        beside.write_bytes(plan_bytes(planned))
        beside.replace(kept)
    return planned


def study_of(
    mission: Mission,
    planned: PlannedLeg,
    figures: Iterable[Figure],
    sampling: Sampling,
    seed: int,
    choices: GuidanceChoices = STANDARD,
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
        About the guidance.
    spreads : Reading, optional
        Spreads from flight to flight; the shipped ones if absent.
    after : AfterInjection or None
        What is flown after the cut-off of the launcher's last stage; None ends there.
    """
    mission = in_its_wind(mission)
    around = surroundings(mission)
    program = build_program(mission.launcher, planned, around.world, mission.limits, choices)
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
