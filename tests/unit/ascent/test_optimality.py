"""Pontryagin's conditions hold at an optimum and fail beside it."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.optimality import optimality
from cosmodrome.ascent.problem import leg_problem
from cosmodrome.ascent.right_hand_side import heights


def check(ascent, earth, arcs):
    planned = ascent.planned
    solution = planned.solution
    problem = leg_problem(ascent.leg, earth, planned.meshes, heights(solution.arcs, earth))
    return optimality(
        ascent.leg.sequence.phases,
        problem.phases,
        arcs,
        solution.phase_multipliers,
        solution.parameters,
    )


def test_an_optimum_meets_the_conditions(ascent, earth):
    found = check(ascent, earth, ascent.planned.solution.arcs)
    assert found == ascent.planned.certificate.optimality
    assert found.primer_rad < 1e-4
    assert found.hamiltonian < 1e-3
    assert found.switching == 0.0


def test_steering_off_the_optimum_is_found_out(ascent, earth):
    arcs = list(ascent.planned.solution.arcs)
    turn = np.radians(1.0)
    turned = arcs[-1].control @ np.eye(arcs[-1].control.shape[1])
    x, y = turned[0].copy(), turned[1].copy()
    turned[0], turned[1] = np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y
    arcs[-1] = replace(arcs[-1], control=turned)
    found = check(ascent, earth, arcs)
    across = np.hypot(x, y).max()
    assert found.primer_rad == pytest.approx(turn * across, rel=0.05)


def test_a_certificate_tells_conditions_that_fail(ascent):
    proof = ascent.planned.certificate
    assert proof.is_proof
    off = replace(proof, optimality=replace(proof.optimality, primer_rad=0.01))
    assert not off.is_proof
    assert "primer vector" in off.faults[0]
    uneven = replace(proof, optimality=replace(proof.optimality, hamiltonian=0.1))
    assert "Hamiltonian" in uneven.faults[0]
