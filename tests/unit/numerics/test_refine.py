"""Meshes refined until the dynamics, integrated apart, agree and limits hold between the nodes."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.numerics.between_nodes import between_nodes
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)
from cosmodrome.numerics.refine import (
    Ending,
    Tolerance,
    coefficient_decay,
    finer_mesh,
    refined,
)
from cosmodrome.numerics.tighten import extremes, tightened

ONE = Bounds(lower=1.0, upper=1.0)


def oscillator(t, x, u, p, d):
    return d[0] * x[1], -d[0] * x[0]


def circle(segments: int, degree: int, turns: float) -> Phase:
    return Phase(
        name="circle",
        dynamics=oscillator,
        data=(2.0 * np.pi * turns,),
        state_scale=(1.0, 1.0),
        control_bounds=(),
        duration=ONE,
        fractions=(1.0 / segments,) * segments,
        degree=degree,
    )


def flown(*phases: Phase) -> Problem:
    """Nothing to choose: from (1, 0) on."""
    return Problem(
        phases=phases,
        conditions=lambda ends, p: [
            Condition(name="x", value=ends[0].first[0] - 1.0),
            Condition(name="y", value=ends[0].first[1]),
        ],
        objective=lambda ends, p: ends[0].last[0],
    )


def still(problem: Problem) -> list[PhaseValues]:
    return [
        PhaseValues(
            duration=1.0,
            state=np.zeros((len(q.state_scale), node_fractions(q).size)),
            control=np.zeros((len(q.control_bounds), node_fractions(q).size - 1)),
        )
        for q in problem.phases
    ]


def exact(phase: Phase) -> PhaseValues:
    angle = phase.data[0] * node_fractions(phase)
    return PhaseValues(
        duration=1.0,
        state=np.array([np.cos(angle), -np.sin(angle)]),
        control=np.empty((0, angle.size - 1)),
    )


def test_the_error_is_that_of_the_polynomial_against_the_exact_motion():
    phase = circle(4, 4, 1.0)
    arc = exact(phase)
    seen = between_nodes(phase, arc, np.empty(0))
    # Interpolation in four points and an end over a quarter turn: about pi**5 / 4**5 / 5! / 16.
    assert np.all((seen.error > 1e-6) & (seen.error < 1e-3))
    spoilt = replace(arc, state=arc.state.copy())
    spoilt.state[0, 8] += 0.01
    # Node 8 ends the second segment and starts the third.
    assert between_nodes(phase, spoilt, np.empty(0)).error[1] == pytest.approx(0.01, rel=0.05)
    assert between_nodes(phase, spoilt, np.empty(0)).error[0] == seen.error[0]


def test_a_smooth_answer_gets_a_higher_degree_and_keeps_its_segments():
    problem = flown(circle(4, 5, 1.0))
    transcription = Transcription(problem)
    answer = refined(transcription, transcription.solve(still(problem)))
    assert answer.ending is Ending.HOLDS
    (phase,) = answer.problem.phases
    assert len(phase.fractions) == 4
    assert phase.degree > 5
    assert answer.solution.objective == pytest.approx(1.0, abs=1e-6)
    assert [r.error for r in answer.rounds] == sorted(
        (r.error for r in answer.rounds), reverse=True
    )


def test_a_corner_gets_cuts_where_it_is_and_nowhere_else():
    """A force that sets in at 0.37: the degree cannot help, and the rest of the mesh is exact."""
    phase = Phase(
        name="push",
        dynamics=lambda t, x, u, p, d: (x[1], np.fmax(t - 0.37, 0.0)),
        state_scale=(1.0, 1.0),
        control_bounds=(),
        duration=ONE,
        fractions=(0.25,) * 4,
        degree=4,
    )
    problem = flown(phase)
    transcription = Transcription(problem)
    solution = transcription.solve(still(problem))
    answer = refined(transcription, solution, Tolerance(state=1e-6))
    assert answer.ending is Ending.HOLDS
    edges = np.concatenate(([0.0], np.cumsum(answer.problem.phases[0].fractions)))
    new = [edge for edge in edges if not np.any(np.isclose(edge, [0.0, 0.25, 0.5, 0.75, 1.0]))]
    assert new
    assert all(0.25 < edge < 0.5 for edge in new)
    assert (
        coefficient_decay(phase, solution.arcs[0])[1]
        < coefficient_decay(circle(4, 4, 0.5), exact(circle(4, 4, 0.5))).min()
    )


def test_a_mesh_that_holds_is_left_alone():
    phase = circle(8, 8, 1.0)
    seen = between_nodes(phase, exact(phase), np.empty(0))
    assert finer_mesh(phase, exact(phase), seen, Tolerance()) == (phase.fractions, phase.degree)


def test_when_the_rounds_are_used_up_it_says_so():
    problem = flown(circle(1, 3, 3.0))
    transcription = Transcription(problem)
    solution = transcription.solve(still(problem))
    answer = refined(transcription, solution, Tolerance(state=1e-9, most_rounds=1))
    assert answer.ending is Ending.ROUNDS
    assert len(answer.rounds) == 2


def with_energy(t, x, u, p, d):
    return x[1], u[0], u[0] * u[0]


CAP = 1.2
SPEED = PathLimit(name="speed", value=lambda t, x, u, p, d: x[1], bounds=Bounds(upper=CAP))


def capped() -> Problem:
    """Least energy from rest at 0 to rest at 1 with the speed capped."""
    phase = Phase(
        name="run",
        dynamics=with_energy,
        state_scale=(1.0, 1.0, 10.0),
        control_bounds=(Bounds(),),
        duration=ONE,
        fractions=(0.2,) * 5,
        degree=5,
        path=(SPEED,),
    )
    return Problem(
        phases=(phase,),
        conditions=lambda ends, p: [
            *[Condition(name=f"start {k}", value=v) for k, v in enumerate(ends[0].first)],
            Condition(name="place", value=ends[0].last[0] - 1.0),
            Condition(name="speed", value=ends[0].last[1]),
        ],
        objective=lambda ends, p: ends[0].last[2],
        objective_scale=10.0,
    )


# Ramps of 1.5 (1 - 1 / V) in which u falls linearly to zero.
CAPPED_ENERGY = 8.0 * CAP * CAP / (3.0 * 1.5 * (1.0 - 1.0 / CAP))


def test_a_limit_passed_between_the_nodes_is_drawn_to_the_tolerance():
    problem = capped()
    transcription = Transcription(problem)
    asked = Tolerance(limit=1e-5, most_rounds=12)
    answer = refined(transcription, transcription.solve(still(problem)), asked)
    assert answer.ending is Ending.HOLDS
    assert answer.rounds[0].excess > 1e-5 >= answer.rounds[-1].excess
    assert answer.solution.objective == pytest.approx(CAPPED_ENERGY, rel=1e-5)


def test_a_limit_let_go_and_drawn_in_leads_to_the_same_answer():
    problem = capped()
    transcription = Transcription(problem)
    opening = Opening(name="still", values=tuple(still(problem)))
    drawn = tightened(transcription, opening, ["speed"], steps=4)
    assert drawn.name == "still, limits drawn in"
    # Three quarters of the way from the free 1.5 to the cap.
    _, fastest = extremes(problem.phases[0], drawn.values[0], np.empty(0), SPEED)
    assert fastest == pytest.approx(1.5 - 0.75 * (1.5 - CAP), abs=0.01)
    direct, led = transcription.solve(still(problem)), transcription.solve(drawn.values)
    assert led.objective == pytest.approx(direct.objective, rel=1e-8)


def test_an_opening_that_leads_nowhere_is_given_back():
    transcription = Transcription(capped(), {"max_iter": 0})
    opening = Opening(name="still", values=tuple(still(capped())))
    assert tightened(transcription, opening, ["speed"]) is opening
