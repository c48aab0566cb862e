"""Work on several processes.

Each worker takes a task, sends every answer as it is found, and takes the next task. Workers are
started by a server that has imported what they need once; it holds no threads, which a fork of
this process could not promise. A worker whose parent is gone ends with its next answer.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from cosmodrome.errors import CosmodromeError

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class WorkerError(CosmodromeError):
    """A worker process ended before its work did."""


def cores() -> int:
    """Processor cores this process may use [-]."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(
    work: Callable[[Task], Iterable[Answer]],
    tasks: Sequence[Task],
    workers: int,
    preload: str,
    bury: Callable[[Task, str], Answer] | None = None,
) -> Generator[Answer, None, None]:
    """Do tasks side by side.

    Parameters
    ----------
    work : callable
        Gives the answers of a task as it finds them; of a module, so that it can be sent.
    tasks : sequence
        Longest first ends soonest.
    workers : int
        Processes; with 1 this process does the work itself [-].
    preload : str
        Module the workers need, imported once.
    bury : callable, optional
        Gives the answer of a task whose worker ended early, told how; another worker goes on.

    Yields
    ------
    object
        Answers as they are found; those of one task in its order.

    Raises
    ------
    WorkerError
        If a worker ends early and nothing is done about it.
    """
    count = min(workers, len(tasks))
    if count <= 1:
        for task in tasks:
            yield from work(task)
        return
    waiting, pool = deque(tasks), _Pool[Task, Answer](work, preload)
    busy: dict[Connection, Task] = {}
    try:
        for connection in pool.start(count):
            busy[connection] = waiting.popleft()
            connection.send(busy[connection])
        while busy:
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)
                told = pool.received(ready)
                if isinstance(told, tuple):
                    yield told[0]
                    continue
                task = busy.pop(ready)
                if told is not None:
                    if bury is None:
                        raise WorkerError(told)
                    yield bury(task, told)
                free = ready if told is None else None
                if waiting:
                    connection = free or pool.start(1)[0]
                    busy[connection] = waiting.popleft()
                    connection.send(busy[connection])
    finally:
        pool.end()


class _Pool(Generic[Task, Answer]):
    """Workers, and the connection to each."""

    def __init__(self, work: Callable[[Task], Iterable[Answer]], preload: str) -> None:
        self._work = work
        self._context = _context(preload)
        self._processes: dict[Connection, BaseProcess] = {}

    def start(self, count: int) -> list[Connection]:
        with _interrupt_later():
            started = [_start(self._context, self._work) for _ in range(count)]
        self._processes |= dict(started)
        return [connection for connection, _ in started]

    def received(self, connection: Connection) -> tuple[Answer] | str | None:
        """One answer; None at the end of a task; how the worker ended, in words."""
        try:
            answer: tuple[Answer] | None = connection.recv()
        except EOFError:
            process = self._processes[connection]
            process.join()
            return f"a worker ended before its work did (exit code {process.exitcode})"
        return answer

    def end(self) -> None:
        for connection, process in self._processes.items():
            connection.close()
            process.terminate()
        for process in self._processes.values():
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


def _context(preload: str) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


def _start(
    context: BaseContext, work: Callable[[Task], Iterable[Answer]]
) -> tuple[Connection, BaseProcess]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(work, theirs), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return ours, process


def _work(work: Callable[[Task], Iterable[Answer]], connection: Connection) -> None:
    # Where it could not be held back at the start.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            for answer in work(connection.recv()):
                connection.send((answer,))
            connection.send(None)
    except (EOFError, OSError):
        return
