"""This package, run as the peers are: a process that imports, then constructs and solves."""

import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.peers.answer import Solver, attempt, main
from benchmarks.peers.cases import CASES, Case, mesh_name, opening
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import PhaseValues


def _solver(case: Case) -> Solver:
    def construct() -> tuple[Transcription, Sequence[PhaseValues]]:
        problem = case.build()
        return Transcription(problem), opening(case.module, problem)

    def solve(ready: Any) -> tuple[float, float]:
        transcription, guess = ready
        solution = transcription.solve(guess)
        if not solution.converged:
            raise RuntimeError(solution.status)
        return abs(solution.objective), sum(arc.duration for arc in solution.arcs)

    return lambda: attempt(construct, solve, mesh_name(case.build()))


PROBLEMS = {name: _solver(case) for name, case in CASES.items()}

if __name__ == "__main__":
    main("cosmodrome", PROBLEMS, sys.argv[1:])
