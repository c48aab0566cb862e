"""Chains of a curve on several processes."""

from collections.abc import Generator, Sequence
from functools import partial

from cosmodrome.study.payload_case import PayloadCase
from cosmodrome.study.payload_curve import Chain, PointAnswer, solve_chain
from cosmodrome.study.processes import WorkerError, cores, side_by_side

__all__ = ["WorkerError", "cores", "solve_chains"]


def solve_chains(
    case: PayloadCase, chains: Sequence[Chain], workers: int
) -> Generator[PointAnswer, None, None]:
    """Solve chains side by side.

    Parameters
    ----------
    case : PayloadCase
        What all points have in common.
    chains : sequence of Chain
        Longest first ends soonest.
    workers : int
        Processes; with 1 this process does the work itself [-].

    Yields
    ------
    PointAnswer
        As they are found; those of one chain in its order.

    Raises
    ------
    WorkerError
        If a worker ends early.
    """
    try:
        yield from side_by_side(partial(solve_chain, case), chains, workers, __name__)
    except WorkerError as error:
        kept = "finished points are kept, run the command again"
        raise WorkerError(f"{error}; {kept}") from None
