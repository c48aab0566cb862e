"""The heaviest payload of a launcher from a pad to an orbit, with the proof beside the number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cosmodrome.ascent.optimise import PlannedLeg, found_mass_kg
from cosmodrome.ascent.outcome import Outcome
from cosmodrome.ascent.reach import ideal_velocity_m_s
from cosmodrome.catalogue.variants import Variant
from cosmodrome.mission.advice import ascent_outcome
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.band import Band, payload_band
from cosmodrome.study.payload_case import PayloadCase, mission_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadAnswer:
    """What was found.

    Attributes
    ----------
    case : PayloadCase
        As asked, with the reserve that was kept.
    payload_kg : float
        Everything above the last stage's adapter [kg]; meaningless unless the outcome is a
        success.
    without_reserve_kg : float
        The payload if nothing were kept [kg].
    ascent : PlannedLeg
        The ascent, with its certificate.
    outcome : Outcome
        Verdict, with advice when there is no answer.
    band : Band or None
        How sure the catalogue makes the number; None when it was not computed.
    """

    case: PayloadCase
    payload_kg: float
    without_reserve_kg: float
    ascent: PlannedLeg
    outcome: Outcome
    band: Band | None = None


def payload(
    case: PayloadCase,
    *,
    neighbour: PlannedLeg | None = None,
    variants: Iterable[Variant] = (),
) -> PayloadAnswer:
    """Find the heaviest payload, with the reserve of its launcher kept in the last stage.

    The reserve is a part of the ideal velocity of the ascent that keeps none, which is found
    first.

    Parameters
    ----------
    case : PayloadCase
        What is asked.
    neighbour : PlannedLeg, optional
        Answer to a case nearby, from which the solver starts first.
    variants : iterable of Variant
        The launcher with each of its numbers moved, for the band; none leaves the band out, as a
        certificate that fails does.

    Returns
    -------
    PayloadAnswer
        Also when there is none: see its outcome.
    """
    part = case.launcher.reserve
    whole = _heaviest(case, neighbour, () if part else variants)
    if not part or not whole.outcome.is_success:
        return whole
    ideal_m_s = ideal_velocity_m_s(case.launcher, whole.payload_kg)
    kept = replace(case, reserve_m_s=part * ideal_m_s)
    answer = _heaviest(kept, whole.ascent, variants)
    return replace(answer, without_reserve_kg=whole.payload_kg)


def _heaviest(
    case: PayloadCase, neighbour: PlannedLeg | None, variants: Iterable[Variant]
) -> PayloadAnswer:
    mission = mission_of(case)
    around = surroundings(mission)
    ascent = plan_ascent(mission, Reading.PREDICTED, around, neighbour)
    outcome = ascent_outcome(ascent)
    # Multipliers that prove nothing make no band.
    proved = outcome.is_success and ascent.certificate.is_proof
    moved = tuple(variants) if proved else ()
    found = found_mass_kg(ascent.leg, ascent.solution)
    return PayloadAnswer(
        case=case,
        payload_kg=found,
        without_reserve_kg=found,
        ascent=ascent,
        outcome=outcome,
        band=payload_band(case, ascent, found, moved) if moved else None,
    )
