from dataclasses import replace

import pytest

from cosmodrome.ascent.outcome import Certificate

PROOF = Certificate(
    solver_status="Solve_Succeeded",
    violation=1e-9,
    position_m=1.0,
    velocity_m_s=1e-3,
    limit_excess=0.0,
    refinements=1,
    nodes=100,
    rungs=(),
)


def test_a_certificate_of_which_every_part_holds_is_a_proof():
    assert PROOF.is_proof
    assert PROOF.faults == ()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"solver_status": "Infeasible_Problem_Detected"}, "ended with Infeasible_Problem"),
        ({"violation": 2e-6}, "constraints are violated by 2.0e-06, above 1e-06"),
        ({"violation": float("nan")}, "constraints are violated by nan"),
        ({"position_m": 10.5}, "misses the plan by 10.5 m and 0.001 m/s"),
        ({"velocity_m_s": 0.02}, "misses the plan by 1 m and 0.02 m/s"),
        ({"limit_excess": 0.023}, "exceeded by 2.3 % between the nodes, above 0.5 %"),
    ],
)
def test_each_part_that_does_not_hold_is_a_sentence_with_its_size(changed, sentence):
    proof = replace(PROOF, **changed)
    assert not proof.is_proof
    (fault,) = proof.faults
    assert sentence in fault
