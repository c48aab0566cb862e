"""One problem solved by this package and by every peer that has it, in turn and repeatedly.

Each run is a process of its own that imports first; what is compared is construct and solve after
that, the first time. Taking turns keeps what else the machine does from falling on one alone.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from benchmarks.peers.answer import Answer, Attempt, read
from benchmarks.peers.cases import CASES, Case
from benchmarks.peers.environments import (
    PEERS,
    ROOT,
    NoEnvironmentError,
    Peer,
    last_words,
    python_of,
)
from benchmarks.row import Row

ROUNDS = 5
LIMIT_S = 300.0
FASTER = 3.0  # than the fastest peer
DELTA_III_S = 0.1


@dataclass(slots=True, kw_only=True)
class Racer:
    """Who solves, and what came of it.

    Attributes
    ----------
    name : str
    run : callable
        Gives an answer, or raises `NoAnswerError`.
    answers : list of Answer
    fault : str
        Why there are none.
    """

    name: str
    run: Callable[[], Answer]
    answers: list[Answer] = field(default_factory=list)
    fault: str = ""

    def whole_s(self) -> float:
        """Median of construct and solve, the first time in a process [s]."""
        return median(a.first.whole_s for a in self.answers)

    def again_s(self) -> float | None:
        """The same the second time, where there was one [s]."""
        times = [a.again.whole_s for a in self.answers if a.again is not None]
        return median(times) if times else None


class NoAnswerError(Exception):
    """A racer gave no answer."""


def rows(name: str, rounds: int = ROUNDS) -> Iterator[Row]:
    """A problem by all who have it."""
    ours = Racer(name="cosmodrome", run=partial(solved, sys.executable, "ours", name, ours=True))
    racers = [ours, *_peers(name)]
    race(racers, rounds)
    yield from table(CASES[name], ours, racers[1:], DELTA_III_S if name == "delta-iii" else None)


def _peers(name: str) -> Iterator[Racer]:
    for peer in PEERS:
        for problem in peer.problems:
            if problem.removesuffix("-coarse") == name:
                yield Racer(name=peer.name, run=partial(_by, peer, problem))


def _by(peer: Peer, problem: str) -> Answer:
    try:
        python = python_of(peer)
    except NoEnvironmentError as fault:
        raise NoAnswerError(f"no environment: {fault}") from fault
    return solved(str(python), peer.name, problem)


def solved(python: str, adapter: str, problem: str, *, ours: bool = False) -> Answer:
    """Run an adapter.

    Raises
    ------
    NoAnswerError
        When it fails, says nothing or does not come back.
    """
    paths = [str(ROOT)]
    if ours and os.environ.get("PYTHONPATH"):
        paths.append(os.environ["PYTHONPATH"])
    command = [python, "-m", f"benchmarks.peers.{adapter}", problem]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace",
            timeout=LIMIT_S, check=False, cwd=ROOT, env=environment,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NoAnswerError(str(fault)) from fault
    if done.returncode != 0:
        raise NoAnswerError(last_words(done.stderr))
    try:
        return read(done.stdout)
    except ValueError as fault:
        raise NoAnswerError(str(fault)) from fault


def race(racers: Sequence[Racer], rounds: int) -> None:
    """Let all solve in turn; who fails once is out."""
    for _ in range(rounds):
        for racer in racers:
            if racer.fault:
                continue
            try:
                racer.answers.append(racer.run())
            except NoAnswerError as fault:
                racer.fault = str(fault)
                racer.answers.clear()


def table(
    case: Case, ours: Racer, peers: Sequence[Racer], limit_s: float | None = None
) -> Iterator[Row]:
    """Rows of a race that was run."""
    if ours.fault:
        yield Row(what=ours.name, measured="no answer", beside=ours.fault)
    else:
        yield _row(case, ours, None, limit_s)
    ranked = sorted((p for p in peers if not p.fault), key=Racer.whole_s)
    for peer in ranked:
        yield _row(case, peer, None if ours.fault else ours)
    for peer in peers:
        if peer.fault:
            yield Row(what=peer.name, measured="no answer", beside=peer.fault)
    rivals = [p for p in ranked if is_accurate(case, p.answers[0].first)]
    if rivals and not ours.fault:
        yield against(ours, rivals[0])


def against(ours: Racer, rival: Racer) -> Row:
    """Ours beside the fastest peer of those as accurate."""
    part = ours.whole_s() / rival.whole_s()
    again, other = ours.again_s(), rival.again_s()
    return Row(
        what=f"ours over the fastest as accurate, {rival.name} ({rival.answers[0].first.mesh})",
        measured=f"{part:.2f}",
        beside=f"the second time in a process {again / other:.2f}" if again and other else "",
        limit=round(1.0 / FASTER, 3),
        value=part,
    )


def is_accurate(case: Case, attempt: Attempt) -> bool:
    """Whether an answer is as near to the published one as asked."""
    return abs(attempt.objective - case.published) <= case.accuracy


def _row(case: Case, racer: Racer, ours: Racer | None, limit_s: float | None = None) -> Row:
    first = racer.answers[0].first
    parts = [] if ours is None else [f"{racer.whole_s() / ours.whole_s():.1f} times ours"]
    again = racer.again_s()
    parts += [] if again is None else [f"again {again:.3f} s"]
    parts += [
        f"{first.objective:.6f} {case.unit}, {first.objective - case.published:+.1e}",
        f"{first.final_time_s:.4f} s",
        first.mesh,
    ]
    if not is_accurate(case, first):
        parts.insert(0, f"NOT within {case.accuracy:g} {case.unit}")
    construct = median(a.first.construct_s for a in racer.answers)
    solve = median(a.first.solve_s for a in racer.answers)
    return Row(
        what=f"{racer.name} {racer.answers[0].version}",
        measured=f"{construct:.3f} + {solve:.3f} s",
        beside="; ".join(parts),
        limit=limit_s,
        value=racer.whole_s(),
        unit="s",
    )
