"""Arcs of thrust between long coasts: where one ends, and how the next begins."""

from cosmodrome.ascent.guidance.cycle import take_over
from cosmodrome.ascent.guidance.desk import (
    BURN,
    NEXT_CYCLE,
    OPEN_LOOP,
    PHASE,
    RATIO,
    SHIFT,
    TIME,
    Desk,
    burn_now,
)
from cosmodrome.ascent.guidance.program import BURN_FIRST, BURN_LIT, SEGMENT_STAGE, Program
from cosmodrome.numerics.kernels import compiled


@compiled
def ends_arc(program: Program, desk: Desk, i: int) -> bool:
    """Whether a long coast follows the burn of a stage.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    i : int
        Stage.
    """
    burn, _, final = burn_now(program, desk)
    more = burn < program.burns.shape[0] - 1
    return bool(more and program.segments[final, SEGMENT_STAGE] == i)


@compiled
def begins_arc(program: Program, desk: Desk, i: int) -> bool:
    """Whether a stage that lights for the first time begins the next arc of thrust.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    i : int
        Stage.
    """
    burn, _, final = burn_now(program, desk)
    if burn >= program.burns.shape[0] - 1 or program.segments[final, SEGMENT_STAGE] == i:
        return False
    first = int(program.burns[burn + 1, BURN_FIRST])
    return bool(program.segments[first, SEGMENT_STAGE] == i)


@compiled
def begin_arc(program: Program, desk: Desk) -> None:
    """Steer to the next orbit from an ignition on.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now = desk.now
    now[BURN] += 1.0
    now[SHIFT] = now[TIME] - program.burns[int(now[BURN]), BURN_LIT]
    now[RATIO], now[PHASE] = 1.0, OPEN_LOOP
    # Where the law does not settle, the plan is flown until it does.
    take_over(program, desk)
    now[NEXT_CYCLE] = now[TIME]
