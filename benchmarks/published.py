"""Optimal-control problems with a published optimum: time to construct and solve, and the error."""

from collections.abc import Iterator, Sequence
from types import ModuleType

from benchmarks.problems import delta_iii, falcon_9_gto, goddard, lunar_ascent
from benchmarks.row import Row, median_s
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import PhaseValues, Problem

RUNS = 5
# Objective as minimised, and the digits published.
CASES: tuple[tuple[str, ModuleType, float, str], ...] = (
    ("Delta III", delta_iii, -7529.7123, "kg"),
    ("Falcon 9 to a transfer orbit", falcon_9_gto, 379.37768, "s"),
    ("lunar ascent", lunar_ascent, 481.71679, "s"),
    ("Goddard", goddard, -18_550.871864, "ft"),
)


def rows() -> Iterator[Row]:
    """Each problem from its cold start."""
    for name, module, published, unit in CASES:
        problem = module.build()
        opening = _opening(module, problem)
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


def _opening(module: ModuleType, problem: Problem) -> Sequence[PhaseValues]:
    """Cold start of a problem: its only one, or the first rung of its ladder."""
    if hasattr(module, "openings"):
        first: Sequence[PhaseValues] = next(module.openings(problem)).values
        return first
    only: Sequence[PhaseValues] = module.opening(problem)
    return only
