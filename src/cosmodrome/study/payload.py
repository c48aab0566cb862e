"""The heaviest payload of a launcher from a pad to an orbit, with the proof beside the number."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cosmodrome.ascent.optimise import PlannedLeg, found_mass_kg
from cosmodrome.ascent.outcome import Outcome
from cosmodrome.ascent.reach import flown_velocity_m_s
from cosmodrome.catalogue.variants import Variant
from cosmodrome.constants import G0_M_S2
from cosmodrome.mission.advice import ascent_outcome
from cosmodrome.mission.ascent_leg import empty_last_stage_kg
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.band import Band, payload_band
from cosmodrome.study.burns import (
    WORTH,
    BurnTrial,
    burns_of,
    burns_to_try,
    may_gain_by_parting,
    more_may_pay,
    with_burns,
)
from cosmodrome.study.payload_case import PayloadCase, mission_of
from cosmodrome.vehicle.launcher import Launcher, burns_out


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
    trials : tuple of BurnTrial
        Numbers of burns of the upper stage that were tried; empty without one.
    """

    case: PayloadCase
    payload_kg: float
    without_reserve_kg: float
    ascent: PlannedLeg
    outcome: Outcome
    band: Band | None = None
    trials: tuple[BurnTrial, ...] = ()


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
    ideal_m_s = flown_velocity_m_s(whole.ascent.leg, whole.ascent.solution.arcs)
    kept = replace(whole.case, reserve_m_s=part * ideal_m_s)
    if case.upper_stage is None and burns_out(case.launcher):
        return _with_unburnt_reserve(kept, whole, variants)
    answer = _heaviest(kept, whole.ascent, variants)
    return replace(answer, without_reserve_kg=whole.payload_kg, trials=whole.trials)


def _with_unburnt_reserve(
    case: PayloadCase, whole: PayloadAnswer, variants: Iterable[Variant]
) -> PayloadAnswer:
    """Answer of a motor that cannot stop: its reserve counts as propellant it does not burn.

    The mass that gives the reserve depends on the payload; a second pass with the payload of the
    first leaves a part in a thousand of that mass open.
    """
    answer, launcher = whole, case.launcher
    for last_pass in (False, True):
        unburnt = _unburnt_kg(case, answer.payload_kg)
        heavier = replace(case, launcher=_with_residual(launcher, unburnt))
        moved = [
            replace(v, launcher=_with_residual(v.launcher, unburnt)) for v in variants if last_pass
        ]
        answer = _heaviest(heavier, answer.ascent, moved)
        if not answer.outcome.is_success:
            break
    return replace(answer, case=case, without_reserve_kg=whole.payload_kg)


def _unburnt_kg(case: PayloadCase, payload_kg: float) -> float:
    """Propellant that gives the reserve at the end of the last burn [kg]."""
    exhaust_m_s = case.launcher.stages[-1].engine.isp_vac_s * G0_M_S2
    end_kg = empty_last_stage_kg(case.launcher) + payload_kg
    return end_kg * math.expm1(case.reserve_m_s / exhaust_m_s)


def _with_residual(launcher: Launcher, more_kg: float) -> Launcher:
    last = launcher.stages[-1]
    last = replace(last, residual_kg=last.residual_kg + more_kg / last.count)
    return replace(launcher, stages=(*launcher.stages[:-1], last))


def _heaviest(
    case: PayloadCase, neighbour: PlannedLeg | None, variants: Iterable[Variant]
) -> PayloadAnswer:
    case, ascent, trials = _best(case, neighbour)
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
        trials=trials,
    )


def _best(
    case: PayloadCase, neighbour: PlannedLeg | None
) -> tuple[PayloadCase, PlannedLeg, tuple[BurnTrial, ...]]:
    """Best ascent over the numbers of burns of an upper stage, those numbers being found."""
    if case.upper_stage is None:
        return case, _planned(case, neighbour), ()
    if neighbour is not None and case.burns is None:
        # A neighbour burns as often as it pays there.
        near = with_burns(case, burns_of(neighbour))
        ascent = _planned(near, neighbour)
        if ascent.solution.converged:
            return near, ascent, (_trial(near, ascent),)
    best, trials = None, []
    for burns in burns_to_try(case):
        asked = with_burns(case, burns)
        ascent = _planned(asked, best[1] if best else neighbour)
        trials.append(_trial(asked, ascent))
        if best is None or _gains(ascent, best[1]):
            best = asked, ascent
        elif best[1].solution.converged:
            break
        if ascent.solution.converged and not (may_gain_by_parting(ascent) and more_may_pay(trials)):
            break
    assert best is not None
    return *best, tuple(trials)


def _planned(case: PayloadCase, neighbour: PlannedLeg | None) -> PlannedLeg:
    mission = mission_of(case)
    return plan_ascent(mission, Reading.PREDICTED, surroundings(mission), neighbour)


def _gains(ascent: PlannedLeg, best: PlannedLeg) -> bool:
    if not (ascent.solution.converged and best.solution.converged):
        return ascent.solution.converged
    before, now = (found_mass_kg(plan.leg, plan.solution) for plan in (best, ascent))
    return now > before * (1.0 + WORTH)


def _trial(case: PayloadCase, ascent: PlannedLeg) -> BurnTrial:
    assert case.burns is not None
    found = found_mass_kg(ascent.leg, ascent.solution) if ascent.solution.converged else None
    return BurnTrial(burns=case.burns, payload_kg=found)
