"""Many payloads: chains of neighbours, each solved by one process from point to point."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cosmodrome.ascent.outcome import Certificate, Outcome, Status
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.errors import CosmodromeError
from cosmodrome.study.band import Band
from cosmodrome.study.heading import heads_as_asked
from cosmodrome.study.kept_plan import plan_bytes, plan_from_bytes
from cosmodrome.study.payload import payload
from cosmodrome.study.payload_case import PayloadCase


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTask:
    """One point to be solved.

    Attributes
    ----------
    place : int
        In the grid [-].
    target : OrbitTarget
        Its orbit.
    """

    place: int
    target: OrbitTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Points solved one after the other, each from the plan of the one before it.

    Attributes
    ----------
    tasks : tuple of PointTask
        In this order.
    start : bytes
        Plan the first one starts from, from `plan_bytes`; empty for a cold start.
    """

    tasks: tuple[PointTask, ...]
    start: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswer:
    """What was found at a point, without the flight behind it.

    Attributes
    ----------
    place : int
        In the grid [-].
    target : OrbitTarget
        Its orbit.
    payload_kg : float
        Meaningless unless the outcome is a success [kg].
    outcome : Outcome
        Verdict with advice.
    certificate : Certificate or None
        None when the solver was not reached.
    band : Band or None
        How sure the catalogue makes the number.
    next_start : bytes
        Plan the next point of the chain starts from.
    """

    place: int
    target: OrbitTarget
    payload_kg: float
    outcome: Outcome
    certificate: Certificate | None
    band: Band | None
    next_start: bytes


def solve_chain(case: PayloadCase, chain: Chain) -> Iterator[PointAnswer]:
    """Solve the points of a chain; a point without an answer does not end it.

    Parameters
    ----------
    case : PayloadCase
        What all points have in common.
    chain : Chain
        The points.

    Yields
    ------
    PointAnswer
        In the order of the chain.
    """
    start = chain.start
    for task in chain.tasks:
        answer = _solve(case, task, start)
        start = answer.next_start
        yield answer


def _solve(case: PayloadCase, task: PointTask, start: bytes) -> PointAnswer:
    try:
        # Through bytes even without need: a resumed run then computes with the same arrays.
        neighbour = plan_from_bytes(start) if start else None
        asked = replace(case, target=task.target)
        found = payload(asked, neighbour=neighbour)
        if neighbour and found.outcome.is_success and not heads_as_asked(found):
            found = payload(asked)
    except (CosmodromeError, ValueError, ArithmeticError, RuntimeError) as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        outcome = Outcome(status=Status.NOT_CONVERGED, advice=f"the solver failed: {what}")
        return PointAnswer(
            place=task.place,
            target=task.target,
            payload_kg=float("nan"),
            outcome=outcome,
            certificate=None,
            band=None,
            next_start=start,
        )
    return PointAnswer(
        place=task.place,
        target=task.target,
        payload_kg=found.payload_kg,
        outcome=found.outcome,
        certificate=found.ascent.certificate,
        band=found.band,
        next_start=plan_bytes(found.ascent) if found.outcome.is_success else start,
    )
