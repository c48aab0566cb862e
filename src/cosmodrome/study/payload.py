"""The heaviest payload of a launcher from a pad to an orbit, with the proof beside the number."""

from dataclasses import dataclass
from datetime import datetime

from cosmodrome.ascent.optimise import PlannedLeg, found_mass_kg
from cosmodrome.ascent.outcome import Outcome
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.mission.advice import ascent_outcome
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.band import Band
from cosmodrome.vehicle.launcher import Launcher, UpperStage
from cosmodrome.vehicle.pad import Pad


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadCase:
    """What is asked.

    Attributes
    ----------
    launcher : Launcher
        With the limits it is to keep.
    pad : Pad
        Where it stands.
    target : OrbitTarget
        The orbit asked for.
    liftoff_utc : datetime
        Fixes the orientation of the Earth; the answer hardly depends on it.
    upper_stage : UpperStage or None
        Flown full, on top of the launcher.
    ascending : bool
        Launch towards the north where both are possible.
    """

    launcher: Launcher
    pad: Pad
    target: OrbitTarget
    liftoff_utc: datetime
    upper_stage: UpperStage | None = None
    ascending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadAnswer:
    """What was found.

    Attributes
    ----------
    case : PayloadCase
        As asked.
    payload_kg : float
        Everything above the last stage's adapter [kg]; meaningless unless the outcome is a
        success.
    ascent : PlannedLeg
        The ascent, with its certificate.
    outcome : Outcome
        Verdict, with advice when there is no answer.
    band : Band or None
        How sure the catalogue makes the number; None when it was not computed.
    """

    case: PayloadCase
    payload_kg: float
    ascent: PlannedLeg
    outcome: Outcome
    band: Band | None = None


def payload(case: PayloadCase, *, neighbour: PlannedLeg | None = None) -> PayloadAnswer:
    """Find the heaviest payload.

    Parameters
    ----------
    case : PayloadCase
        What is asked.
    neighbour : PlannedLeg, optional
        Answer to a case nearby, from which the solver starts first.

    Returns
    -------
    PayloadAnswer
        Also when there is none: see its outcome.
    """
    mission = mission_of(case)
    around = surroundings(mission)
    ascent = plan_ascent(mission, Reading.PREDICTED, around, neighbour)
    return PayloadAnswer(
        case=case,
        payload_kg=found_mass_kg(ascent.leg, ascent.solution),
        ascent=ascent,
        outcome=ascent_outcome(ascent),
    )


def mission_of(case: PayloadCase) -> Mission:
    """A case as a mission whose payload is free.

    Parameters
    ----------
    case : PayloadCase
        What is asked.
    """
    return Mission(
        name="payload",
        title="payload",
        liftoff_utc=case.liftoff_utc,
        launcher=case.launcher,
        pad=case.pad,
        target=case.target,
        limits=case.launcher.limits,
        payload_free=True,
        ascending=case.ascending,
    )
