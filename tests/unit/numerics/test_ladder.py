from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from cosmodrome.numerics.ladder import Opening, climb
from cosmodrome.numerics.optimal_control import Solution


def solution(objective: float, converged: bool = True, violation: float = 0.0) -> Solution:
    return Solution(
        converged=converged,
        status="Solve_Succeeded" if converged else "Infeasible_Problem_Detected",
        objective=objective,
        arcs=(),
        parameters=np.zeros(0),
        violation=violation,
        iterations=7,
        multipliers={},
    )


@dataclass
class Scripted:
    """Stands for a transcription: gives the next answer of a list."""

    answers: list[Solution]
    solved: list[tuple[float, ...]] = field(default_factory=list)

    def solve(self, values, parameters=()):
        self.solved.append(parameters)
        return self.answers[len(self.solved) - 1]


def openings(count: int, made: list[str] | None = None) -> Iterator[Opening]:
    for k in range(count):
        if made is not None:
            made.append(f"opening {k}")
        yield Opening(name=f"opening {k}", values=(), parameters=(float(k),))


def test_the_ladder_stops_when_two_rungs_agree_and_makes_no_further_opening():
    made: list[str] = []
    climbed = climb(Scripted([solution(-5.0), solution(-5.0 - 1e-8)]), openings(9, made))
    assert made == ["opening 0", "opening 1"]
    assert [rung.name for rung in climbed.rungs] == made
    assert climbed.best.objective == -5.0 - 1e-8


def test_agreeing_on_a_worse_answer_does_not_stop_it():
    answers = [solution(-5.0), solution(-4.0), solution(-4.0), solution(-5.0)]
    climbed = climb(Scripted(answers), openings(9))
    assert len(climbed.rungs) == 4
    assert climbed.best.objective == -5.0


def test_a_later_better_answer_is_kept():
    climbed = climb(Scripted([solution(-4.0), solution(-5.0)]), openings(2))
    assert climbed.best.objective == -5.0
    assert [rung.objective for rung in climbed.rungs] == [-4.0, -5.0]


def test_failures_are_counted_and_never_beat_a_solution():
    answers = [solution(-9.0, converged=False, violation=0.3), solution(-5.0)]
    climbed = climb(Scripted(answers), openings(2))
    assert climbed.best.objective == -5.0
    assert [rung.converged for rung in climbed.rungs] == [False, True]
    assert climbed.rungs[0].status == "Infeasible_Problem_Detected"
    assert climbed.rungs[0].iterations == 7


def test_two_failures_that_agree_are_no_answer():
    answers = [solution(-5.0, converged=False, violation=1.0)] * 3
    assert len(climb(Scripted(answers), openings(3)).rungs) == 3


def test_without_a_solution_the_least_infeasible_is_given():
    answers = [solution(0.0, converged=False, violation=v) for v in (0.5, 0.1, 0.9)]
    assert climb(Scripted(answers), openings(3)).best.violation == 0.1


def test_the_parameters_of_an_opening_reach_the_solver():
    scripted = Scripted([solution(-1.0), solution(-2.0)])
    climb(scripted, openings(2))
    assert scripted.solved == [(0.0,), (1.0,)]


def test_a_ladder_without_rungs_is_refused():
    with pytest.raises(ValueError, match="needs an opening"):
        climb(Scripted([]), [])


def test_a_ladder_of_so_many_rungs_ends_after_them():
    answers = [solution(-float(k)) for k in range(9)]
    made: list[str] = []
    climbed = climb(Scripted(answers), openings(9, made), most=4)
    assert len(climbed.rungs) == len(made) == 4
    assert climbed.best.objective == -3.0
