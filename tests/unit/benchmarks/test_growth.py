import pytest
from benchmarks.growth import arcs, cut_problem, exponent
from benchmarks.peers.cases import CASES

from cosmodrome.numerics.collocation import Transcription


def test_the_exponent_of_a_power_law_is_found() -> None:
    sizes = [2, 4, 8, 16]
    assert exponent(sizes, [3.0 * n**1.5 for n in sizes]) == pytest.approx(1.5)


@pytest.mark.parametrize("cut", [1, 2])
def test_a_cut_chain_has_the_same_optimum(cut: int) -> None:
    problem = cut_problem(cut, degree=9)
    solution = Transcription(problem).solve(arcs(problem))
    assert len(problem.phases) == 4 * cut
    assert solution.converged
    # The accuracy asked of Delta III [kg].
    assert -solution.objective == pytest.approx(CASES["delta-iii"].published, abs=0.001)


def test_the_parts_of_the_free_phase_are_equally_long() -> None:
    problem = cut_problem(2, degree=9)
    arc = Transcription(problem).solve(arcs(problem)).arcs
    assert arc[6].duration == pytest.approx(arc[7].duration)
