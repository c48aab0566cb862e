"""Optimal-control problems with a published optimum: time to construct and solve, and the error."""

from collections.abc import Callable, Iterator
from time import perf_counter
from types import ModuleType

from benchmarks.peers.cases import opening as cold_start
from benchmarks.row import Row, median_s
from cosmodrome.numerics.by_arcs import ByArcs
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.study.validation.problems import (
    delta_iii,
    falcon_9_gto,
    falcon_9_gto_openings,
    goddard,
    goddard_normalised,
    lunar_ascent,
)

RUNS = 5
# Objective as minimised, and the digits published.
CASES: tuple[tuple[str, ModuleType, float, str], ...] = (
    ("Delta III", delta_iii, -7529.7123, "kg"),
    ("Falcon 9 to a transfer orbit", falcon_9_gto, 379.37768, "s"),
    ("lunar ascent", lunar_ascent, 481.71679, "s"),
)
# One phase as stated, arcs found; solved whole, construction included.
BY_ARCS: tuple[tuple[str, Callable[[], ByArcs], float, str], ...] = (
    ("Goddard, 193.044 lbf", lambda: goddard.solved(193.044), 18_550.871864, "ft"),
    ("Goddard, 200 lbf", lambda: goddard.solved(200.0), 18_744.441321, "ft"),
    ("Goddard, normalised", goddard_normalised.solved, 1.01284, ""),
)


def rows() -> Iterator[Row]:
    """Each problem from its cold start."""
    for name, module, published, unit in CASES:
        problem = module.build()
        opening = cold_start(module, problem)
        built = median_s(lambda problem=problem: Transcription(problem), RUNS)
        transcription = Transcription(problem)
        solution = transcription.solve(opening)
        solved = median_s(lambda t=transcription, guess=opening: t.solve(guess), RUNS)
        yield Row(
            what=f"{name}, construct and solve",
            measured=f"{built:.3f} + {solved:.3f} s",
            beside=f"{solution.iterations} iterations; {solution.objective - published:+.1e} "
            f"{unit} from the published {abs(published):.10g} {unit}",
        )
    yield from _by_arcs()
    yield from _with_limits()


def _by_arcs() -> Iterator[Row]:
    for name, solve, published, unit in BY_ARCS:
        found = solve()
        iterations = "+".join(str(each.iterations) for each in found.rounds)
        yield Row(
            what=f"{name}, one phase, arcs found",
            measured=f"{median_s(solve, RUNS):.3f} s",
            beside=f"{iterations} iterations; {-found.solution.objective - published:+.1e} {unit} "
            f"from the published {published:.10g} {unit}; {found.ending.value}",
        )


def _with_limits() -> Iterator[Row]:
    for name in falcon_9_gto.LIMITS:
        began = perf_counter()
        refined, climbed = falcon_9_gto_openings.solved(falcon_9_gto.limited(name))
        spent = perf_counter() - began
        published = falcon_9_gto.PUBLISHED[name]
        yield Row(
            what=f"Falcon 9 to a transfer orbit, limits: {name}, ladder and refinement",
            measured=f"{spent:.2f} s",
            beside=f"{len(climbed.rungs)} rungs, {len(refined.rounds)} meshes; "
            f"{refined.solution.objective - published:+.1e} s from the published "
            f"{published:.10g} s; {refined.ending.value}",
        )
