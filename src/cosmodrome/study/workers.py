"""Chains of a curve on several processes.

Each worker takes a chain, sends every answer as it is found, and takes the next chain. Workers
are started by a server that has imported the solver once; it holds no threads, which a fork of
this process could not promise. A worker whose parent is gone ends with its next answer.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from cosmodrome.errors import CosmodromeError
from cosmodrome.study.payload_case import PayloadCase
from cosmodrome.study.payload_curve import Chain, PointAnswer, solve_chain

_PRELOADED = "cosmodrome.study.workers"


class WorkerError(CosmodromeError):
    """A worker process ended before its work did."""


def cores() -> int:
    """Processor cores this process may use [-]."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
    count = min(workers, len(chains))
    if count <= 1:
        for chain in chains:
            yield from solve_chain(case, chain)
        return
    waiting, started = deque(chains), list[tuple[BaseProcess, Connection]]()
    try:
        with _interrupt_later():
            context = _context()
            started += [_start(context, case) for _ in range(count)]
        busy = {connection: process for process, connection in started}
        for connection in busy:
            connection.send(waiting.popleft())
        while busy:
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)
                answer = _received(ready, busy[ready])
                if answer is not None:
                    yield answer
                elif waiting:
                    ready.send(waiting.popleft())
                else:
                    del busy[ready]
    finally:
        for process, connection in started:
            connection.close()
            process.terminate()
        for process, _ in started:
            process.join()


@contextmanager
def _interrupt_later() -> Iterator[None]:
    """Hold Ctrl-C back; processes started meanwhile never see it.

    It reaches every process of the terminal: this one decides, and ends the others.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Its start would let Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


def _start(context: BaseContext, case: PayloadCase) -> tuple[BaseProcess, Connection]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(case, theirs), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return process, ours


def _received(connection: Connection, process: BaseProcess) -> PointAnswer | None:
    try:
        answer: PointAnswer | None = connection.recv()
    except EOFError:
        process.join()
        raise WorkerError(
            f"a worker ended before its work did (exit code {process.exitcode}); "
            "finished points are kept, run the command again"
        ) from None
    return answer


def _work(case: PayloadCase, connection: Connection) -> None:
    # Where it could not be held back at the start.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            for answer in solve_chain(case, connection.recv()):
                connection.send(answer)
            connection.send(None)
    except (EOFError, OSError):
        return
