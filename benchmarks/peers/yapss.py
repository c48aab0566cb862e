"""YAPSS by its own shipped examples: Delta III and Goddard in three phases."""

import sys
from typing import Any

from yapss.examples import delta_iii_ascent, goddard_problem_3_phase

from benchmarks.peers.answer import Attempt, attempt, main


def delta_iii() -> Attempt:
    """On the mesh it ships."""
    return _delta_iii("its own: lgl, 5 segments of 5")


def delta_iii_coarse() -> Attempt:
    """On the mesh found to be the cheapest that is as accurate."""
    return _delta_iii("lgr, 1 segment of 10", points=10)


def _delta_iii(mesh: str, points: int | None = None) -> Attempt:
    def construct() -> Any:
        problem = delta_iii_ascent.setup()
        problem.ipopt_options.print_level = 0
        if points is not None:
            problem.spectral_method = "lgr"
            for phase in range(4):
                problem.mesh.phase[phase].collocation_points = (points,)
                problem.mesh.phase[phase].fraction = (1.0,)
        return problem

    return attempt(construct, _solve, mesh)


def goddard() -> Attempt:
    """Thrust of 193.044 lbf, three phases."""

    def construct() -> Any:
        problem = goddard_problem_3_phase.setup()
        problem.ipopt_options.print_level = 0
        return problem

    return attempt(construct, _solve, "its own")


def _solve(problem: Any) -> tuple[float, float]:
    solution = problem.solve()
    return abs(solution.objective), solution.phase[-1].time[-1]


PROBLEMS = {"delta-iii": delta_iii, "delta-iii-coarse": delta_iii_coarse, "goddard": goddard}

if __name__ == "__main__":
    main("yapss", PROBLEMS, sys.argv[1:])
