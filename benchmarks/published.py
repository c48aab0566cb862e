"""Optimal-control problems with a published optimum: time to construct and solve, and the error."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from benchmarks.problems import delta_iii, falcon_9_gto, goddard, lunar_ascent
from benchmarks.row import Row, median_s
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import PhaseValues, Problem

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A published problem.

    Attributes
    ----------
    title : str
    module : module
        That builds it.
    published : float
        Its objective, in `unit`, with the digits published.
    unit : str
    accuracy : float
        How far an answer may be from it, in `unit`.
    mesh : mapping
        Segments and degree of each phase where they are not those of the module.
    """

    title: str
    module: ModuleType
    published: float
    unit: str
    accuracy: float
    mesh: Mapping[str, int] = field(default_factory=dict)

    def build(self) -> Problem:
        """The problem on its mesh."""
        problem: Problem = self.module.build(**self.mesh)
        return problem

    @property
    def mesh_name(self) -> str:
        """As printed."""
        if not self.mesh:
            return "as shipped"
        return f"Radau, {self.mesh['segments']} segment of {self.mesh['degree']}"


CASES = {
    # The mesh: the cheapest found within the accuracy, as for the peers.
    "delta-iii": Case(
        title="Delta III",
        module=delta_iii,
        published=7529.7123,
        unit="kg",
        accuracy=0.001,
        mesh={"segments": 1, "degree": 10},
    ),
    "goddard": Case(
        title="Goddard",
        module=goddard,
        published=18_550.871864,
        unit="ft",
        accuracy=18_550.871864e-7,
    ),
    "lunar": Case(
        title="lunar ascent",
        module=lunar_ascent,
        published=481.71679,
        unit="s",
        accuracy=481.71679e-6,
    ),
    "falcon": Case(
        title="Falcon 9 to a transfer orbit",
        module=falcon_9_gto,
        published=379.37768,
        unit="s",
        accuracy=2e-3,
    ),
}


def rows() -> Iterator[Row]:
    """Each problem from its cold start, in this process."""
    for case in CASES.values():
        problem = case.build()
        guess = opening(case.module, problem)
        built = median_s(lambda problem=problem: Transcription(problem), RUNS)
        transcription = Transcription(problem)
        solution = transcription.solve(guess)
        solved = median_s(lambda t=transcription, guess=guess: t.solve(guess), RUNS)
        miss = abs(solution.objective) - case.published
        yield Row(
            what=f"{case.title}, construct and solve",
            measured=f"{built:.3f} + {solved:.3f} s",
            beside=f"{solution.iterations} iterations; {miss:+.1e} {case.unit} from the published "
            f"{case.published:.10g} {case.unit}",
            limit=case.accuracy,
            value=abs(miss),
            unit=case.unit,
        )


def opening(module: ModuleType, problem: Problem) -> Sequence[PhaseValues]:
    """Cold start of a problem: its only one, or the first rung of its ladder."""
    if hasattr(module, "openings"):
        first: Sequence[PhaseValues] = next(module.openings(problem)).values
        return first
    only: Sequence[PhaseValues] = module.opening(problem)
    return only
