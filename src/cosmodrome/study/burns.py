"""How many times an upper stage burns: what an orbit usually takes, and more where it pays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.mission.ascent_leg import usual_burns
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.payload_case import PayloadCase, mission_of

# A burn in orbit longer than this, some 35 deg of a low orbit, may gain when it is parted [s].
LONG_BURN_S = 500.0
# More burns than the usual ones are tried up to here; they must add this part of the payload [-].
_MORE, WORTH = 2, 2e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnTrial:
    """Payload with a number of burns.

    Attributes
    ----------
    burns : int
        Of the upper stage [-].
    payload_kg : float or None
        None without an answer [kg].
    """

    burns: int
    payload_kg: float | None


def burns_to_try(case: PayloadCase) -> tuple[int, ...]:
    """Numbers of burns worth a try, the usual one first [-].

    Parameters
    ----------
    case : PayloadCase
        With an upper stage.
    """
    assert case.upper_stage is not None
    if case.burns is not None:
        return (case.burns,)
    mission = mission_of(case)
    usual = usual_burns(mission, surroundings(mission))
    most = case.upper_stage.stage.restarts + 1
    return tuple(range(usual, min(usual + _MORE, most) + 1))


def burns_of(ascent: PlannedLeg) -> int:
    """Burns of the upper stage in an ascent [-].

    Parameters
    ----------
    ascent : PlannedLeg
        With an upper stage.
    """
    return sum(phase.is_free_coast and phase.in_orbit for phase in ascent.leg.sequence.phases)


def may_gain_by_parting(ascent: PlannedLeg) -> bool:
    """Whether a burn in orbit is long enough to be worth parting.

    Parameters
    ----------
    ascent : PlannedLeg
        Converged, with an upper stage.
    """
    count = 2 * burns_of(ascent)
    arcs = ascent.solution.arcs[-count:]
    return bool(np.max([arc.duration for arc in arcs[1::2]]) > LONG_BURN_S)


def more_may_pay(trials: Sequence[BurnTrial]) -> bool:
    """Whether the gain of the last burn added leaves enough to be gained by another.

    What a burn loses to gravity grows with the square of its length (Robbins, AIAA Journal 4,
    1966, 1417, recalled), so n equal burns lose one part in n squared of what one does.

    Parameters
    ----------
    trials : sequence of BurnTrial
        One burn more each time.
    """
    if len(trials) < 2 or trials[-1].payload_kg is None or not trials[-2].payload_kg:
        return True
    n = trials[-1].burns
    lost = [1.0 / k**2 for k in (n - 1, n, n + 1)]
    gained = trials[-1].payload_kg / trials[-2].payload_kg - 1.0
    return gained * (lost[1] - lost[2]) / (lost[0] - lost[1]) > WORTH


def with_burns(case: PayloadCase, burns: int) -> PayloadCase:
    """The case with its number of burns given.

    Parameters
    ----------
    case : PayloadCase
        With an upper stage.
    burns : int
        [-].
    """
    return replace(case, burns=burns)
