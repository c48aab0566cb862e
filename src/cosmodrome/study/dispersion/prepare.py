"""A mission made ready for dispersed flights: plan, study, and what they are held against."""

from dataclasses import dataclass
from pathlib import Path

from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.mission.accuracy import Box
from cosmodrome.mission.mission import Mission
from cosmodrome.study.dispersion.after_injection import NotFlown, after_injection, likely_later
from cosmodrome.study.dispersion.ask import ascent_plan, sampling_named, study_of
from cosmodrome.study.dispersion.asked import dispersions_of
from cosmodrome.study.dispersion.factor import Dispersions
from cosmodrome.study.dispersion.followed_plan import plan_note
from cosmodrome.study.dispersion.results.reference import Reference, reference_of
from cosmodrome.study.dispersion.study import Study

INJECTION, RELEASE, IMPACT = "injection", "release", "impact"
# Files of a folder that keep plans for a run that goes on.
_PLANS = ("plan.bin", "transfer.bin", "deorbit.bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is flown and what flights are held against.

    Attributes
    ----------
    study : Study
        What is flown.
    reference : Reference
        What flights are held against.
    ends_early : str
        Why flights end at injection though more was asked for; empty when they do not.
    """

    study: Study
    reference: Reference
    ends_early: str


def varies_in(mission: Mission, catalogue: Catalogue, goal: str = RELEASE) -> Dispersions:
    """Everything that varies, before anything is planned.

    Parameters
    ----------
    mission : Mission
        As asked.
    catalogue : Catalogue
        With the files of its parts.
    goal : str
        ``injection``, ``release`` or ``impact``.

    Raises
    ------
    InputError
        With all that is wrong in what the mission says of its dispersions.
    """
    figures = catalogue.document("launchers", mission.launcher.name).figures
    later = likely_later(mission, catalogue) if goal != INJECTION else None
    return dispersions_of(mission, figures, catalogue.spreads(), later)


def forget_plans(folder: Path) -> None:
    """Remove the plans a folder keeps, for the mission may have changed since.

    Parameters
    ----------
    folder : pathlib.Path
        Without samples.
    """
    for name in _PLANS:
        (folder / name).unlink(missing_ok=True)


def prepare(
    mission: Mission,
    catalogue: Catalogue,
    *,
    count: int,
    seed: int,
    sampling: str = "sobol",
    goal: str = RELEASE,
    box: Box | None = None,
    planned: PlannedLeg | None = None,
    folder: Path | None = None,
) -> Prepared:
    """Plan a mission and make it ready to be dispersed.

    Parameters
    ----------
    mission : Mission
        As asked.
    catalogue : Catalogue
        With the files of its parts.
    count : int
        Samples of the whole study [-].
    seed : int
        Of the whole study.
    sampling : str
        ``sobol``, ``latin`` or ``plain``.
    goal : str
        Where flights end: ``injection``, ``release`` or ``impact``.
    box : Box or None
        How near the orbit has to be; that of the mission if absent.
    planned : PlannedLeg, optional
        Ascent that is followed; planned below the nominal limits if absent.
    folder : pathlib.Path, optional
        Where plans are kept for a run that goes on.

    Raises
    ------
    NoPlanError
        When the mission has no ascent.
    """
    ascent = planned or ascent_plan(mission, folder and folder / "plan.bin")
    after, ends_early = None, ""
    if goal != INJECTION:
        found = after_injection(mission, ascent, catalogue, folder, comes_down=goal == IMPACT)
        if isinstance(found, NotFlown):
            ends_early = found.reason
        else:
            after = found
    study = study_of(
        mission,
        ascent,
        catalogue.document("launchers", mission.launcher.name).figures,
        sampling_named(sampling, count),
        seed,
        spreads=catalogue.spreads(),
        after=after,
    )
    note = "" if planned else plan_note(mission, ascent)
    reference = reference_of(study, ascent, mission.target, box or mission.accuracy, note)
    return Prepared(study=study, reference=reference, ends_early=ends_early)
