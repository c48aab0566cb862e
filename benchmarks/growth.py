"""How construct and solve grow with the phases and with the nodes of Delta III.

Its four phases are cut into two and four each, every part with as many nodes as the whole had; and
its mesh is made finer by more segments and by a higher degree. The exponent is that of a power law
fitted to the times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from benchmarks.peers import launcher
from benchmarks.row import Row, median_s
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)
from cosmodrome.study.validation.problems import delta_iii

RUNS = 5
CUTS = (1, 2, 4)
PART_DEGREE = 6
SEGMENTS, SEGMENT_DEGREE = (2, 4, 8, 16), 6
DEGREES = (6, 9, 12, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One size.

    Attributes
    ----------
    size : int
        Phases, or collocation points [-].
    construct_s, solve_s : float
    iterations : int
    """

    size: int
    construct_s: float
    solve_s: float
    iterations: int


def rows() -> Iterator[Row]:
    """Growth with phases, with segments and with the degree."""
    chains = [timing(cut_problem(cut, degree=PART_DEGREE), 4 * cut) for cut in CUTS]
    yield from _rows(f"phases of {PART_DEGREE} nodes", chains)
    meshes = [delta_iii.build(segments, SEGMENT_DEGREE) for segments in SEGMENTS]
    yield from _rows(f"nodes, segments of {SEGMENT_DEGREE}", [timing(p, _nodes(p)) for p in meshes])
    meshes = [delta_iii.build(1, degree) for degree in DEGREES]
    yield from _rows("nodes, one segment a phase", [timing(p, _nodes(p)) for p in meshes])


def _nodes(problem: Problem) -> int:
    return sum(len(phase.fractions) * phase.degree for phase in problem.phases)


def _rows(what: str, timings: Sequence[Timing]) -> Iterator[Row]:
    sizes = [t.size for t in timings]
    halves = {
        "construct": [t.construct_s for t in timings],
        "solve": [t.solve_s for t in timings],
        "an iteration": [t.solve_s / t.iterations for t in timings],
    }
    for name, times in halves.items():
        yield Row(
            what=f"{name}, {' '.join(map(str, sizes))} {what}",
            measured=f"{' '.join(f'{1e3 * s:.3g}' for s in times)} ms",
            beside=f"as the {exponent(sizes, times):.2f}th power",
        )


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Exponent of the power law through sizes and times, by least squares of the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def timing(problem: Problem, size: int) -> Timing:
    """Median times of a problem from the circle arc."""
    guess = arcs(problem)
    transcription = Transcription(problem)
    solution = transcription.solve(guess)
    if not solution.converged:
        raise RuntimeError(f"{size}: {solution.status}")
    return Timing(
        size=size,
        construct_s=median_s(lambda: Transcription(problem), RUNS),
        solve_s=median_s(lambda: transcription.solve(guess), RUNS),
        iterations=solution.iterations,
    )


def cut_problem(cut: int, degree: int) -> Problem:
    """Delta III with each of its phases in equal parts, one segment a part."""
    whole = delta_iii.build(1, degree)
    phases = tuple(part for phase in whole.phases for part in _parts(phase, cut))

    def conditions(ends: Sequence[End], p: Sequence[Scalar]) -> list[Condition]:
        groups = [ends[i : i + cut] for i in range(0, len(ends), cut)]
        joined = [
            End(first=g[0].first, last=g[-1].last, duration=sum(e.duration for e in g))
            for g in groups
        ]
        return [*whole.conditions(joined, p), *_seams(groups, whole)]

    return replace(whole, phases=phases, conditions=conditions)


def _parts(phase: Phase, cut: int) -> Iterator[Phase]:
    duration = Bounds(lower=phase.duration.lower / cut, upper=phase.duration.upper / cut)
    for i in range(cut):
        yield replace(phase, name=f"{phase.name}, part {i + 1}", duration=duration)


def _seams(groups: Sequence[Sequence[End]], whole: Problem) -> Iterator[Condition]:
    """States run on from part to part; the parts of the last phase are equally long."""
    for g, (phase, group) in enumerate(zip(whole.phases, groups, strict=True)):
        for i, (a, b) in enumerate(pairwise(group)):
            for k, scale in enumerate(phase.state_scale):
                value = b.first[k] - a.last[k]
                yield Condition(name=f"seam {g} {i} {k}", value=value, scale=scale)
            if phase is whole.phases[-1]:
                value = b.duration - a.duration
                yield Condition(name=f"length {g} {i}", value=value, scale=100.0)


def arcs(problem: Problem) -> list[PhaseValues]:
    """The circle arc at the nodes of a problem whose phases are parts of the four."""
    cut, values = len(problem.phases) // 4, []
    times = (*launcher.TIMES, launcher.GUESSED_TIME)
    for i, phase in enumerate(problem.phases):
        whole, part = divmod(i, cut)
        states, forward = launcher.arc(whole, (part + node_fractions(phase)) / cut)
        duration = (times[whole + 1] - times[whole]) / cut
        values.append(PhaseValues(duration=duration, state=states, control=forward[:, 1:]))
    return values
