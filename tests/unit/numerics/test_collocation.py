"""The transcription on the double integrator, whose optima have closed forms."""

import os
import signal
import threading
from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    Parameter,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    Solution,
    duration_scale,
    node_fractions,
)

ONE = Bounds(lower=1.0, upper=1.0)


def double_integrator(t, x, u, p, d):
    return x[1], u[0]


def with_energy(t, x, u, p, d):
    return x[1], u[0], u[0] * u[0]


def phase(dynamics=with_energy, states=3, **changes) -> Phase:
    base = Phase(
        name="phase",
        dynamics=dynamics,
        state_scale=(2.0, 3.0, 10.0)[:states],
        control_bounds=(Bounds(lower=-50.0, upper=50.0),),
        duration=ONE,
        fractions=(0.25, 0.5, 0.25),
        degree=5,
    )
    return replace(base, **changes)


def rest_to_rest(ends, p):
    first, last = ends[0].first, ends[-1].last
    rows = [Condition(name=f"start {k}", value=value) for k, value in enumerate(first)]
    return [
        *rows,
        Condition(name="place", value=last[0] - 1.0, scale=4.0),
        Condition(name="speed", value=last[1]),
    ]


def least_energy(**changes) -> Problem:
    """From rest at 0 to rest at 1 in one second with the least integral of u squared."""
    return Problem(
        phases=(phase(**changes),),
        conditions=rest_to_rest,
        objective=lambda ends, p: ends[-1].last[2],
        objective_scale=5.0,
    )


def still(problem: Problem, duration: float = 1.0) -> list[PhaseValues]:
    """A guess that knows nothing."""
    return [
        PhaseValues(
            duration=duration,
            state=np.zeros((len(p.state_scale), node_fractions(p).size)),
            control=np.zeros((len(p.control_bounds), node_fractions(p).size - 1)),
        )
        for p in problem.phases
    ]


@pytest.fixture(scope="module")
def cubic() -> Solution:
    problem = least_energy()
    return Transcription(problem).solve(still(problem))


def test_the_least_energy_is_twelve(cubic):
    assert cubic.converged
    assert cubic.objective == pytest.approx(12.0, abs=1e-7)


def test_state_and_control_are_the_cubic_and_its_second_derivative(cubic):
    t = node_fractions(phase())
    # IPOPT relaxes bounds and constraints by 1e-8.
    np.testing.assert_allclose(cubic.arcs[0].state[0], t * t * (3.0 - 2.0 * t), atol=1e-7)
    np.testing.assert_allclose(cubic.arcs[0].control[0], 6.0 - 12.0 * t[1:], atol=1e-5)


def test_a_multiplier_is_the_price_of_its_condition(cubic):
    # To reach 1 + c costs 12 (1 + c)**2.
    assert cubic.multipliers["place"] == pytest.approx(24.0, rel=1e-6)


def test_a_linear_answer_does_not_depend_on_the_scales():
    problem = least_energy(state_scale=(700.0, 0.01, 1.0))
    solution = Transcription(replace(problem, objective_scale=123.0)).solve(still(problem))
    assert solution.objective == pytest.approx(12.0, abs=1e-6)


def test_a_path_limit_is_touched_and_not_crossed():
    # With speed capped at V the ramps take 1.5 (1 - 1/V) and u falls linearly to zero in them.
    cap = 1.2
    ramp = 1.5 * (1.0 - 1.0 / cap)
    limit = PathLimit(
        name="speed", value=lambda t, x, u, p, d: x[1], bounds=Bounds(upper=cap), scale=2.0
    )
    problem = least_energy(path=(limit,), fractions=(ramp, 1.0 - 2.0 * ramp, ramp))
    solution = Transcription(problem).solve(still(problem))
    assert solution.converged
    assert solution.arcs[0].state[1].max() == pytest.approx(cap, abs=1e-6)
    assert solution.objective == pytest.approx(8.0 * cap * cap / (3.0 * ramp), abs=1e-5)


def test_the_least_time_with_bounded_control_is_two_and_switches_in_the_middle():
    bang = phase(
        double_integrator,
        2,
        control_bounds=(Bounds(lower=-1.0, upper=1.0),),
        duration=Bounds(lower=0.1, upper=10.0),
        fractions=(0.5, 0.5),
    )
    problem = Problem(
        phases=(bang,), conditions=rest_to_rest, objective=lambda ends, p: ends[-1].duration
    )
    solution = Transcription(problem).solve(still(problem, 3.0))
    assert solution.converged
    assert solution.arcs[0].duration == pytest.approx(2.0, abs=1e-7)
    np.testing.assert_allclose(solution.arcs[0].control[0], [1.0] * 5 + [-1.0] * 5, atol=1e-6)


def test_two_linked_phases_of_one_kind_make_the_same_answer_as_one():
    half = Bounds(lower=0.5, upper=0.5)
    halves = tuple(
        phase(name=name, duration=half, fractions=(0.5, 0.5), kind="same")
        for name in ("one", "two")
    )

    def linked(ends, p):
        links = [
            Condition(name=f"link {k}", value=a - b)
            for k, (a, b) in enumerate(zip(ends[0].last, ends[1].first, strict=True))
        ]
        return rest_to_rest(ends, p) + links

    problem = Problem(phases=halves, conditions=linked, objective=lambda ends, p: ends[-1].last[2])
    solution = Transcription(problem).solve(still(problem, 0.5))
    assert solution.objective == pytest.approx(12.0, abs=1e-6)
    assert solution.arcs[0].state[0, -1] == pytest.approx(0.5, abs=1e-7)


def test_phases_of_one_kind_differ_by_their_data_and_time_counts_from_their_start():
    def pushed(t, x, u, p, d):
        return x[1], d[0] * t

    phases = tuple(
        phase(pushed, 2, name=f"{push}", control_bounds=(), data=(push,), kind="pushed")
        for push in (6.0, -12.0)
    )

    def conditions(ends, p):
        rows = [Condition(name=f"start {k}", value=v) for k, v in enumerate(ends[0].first)]
        return rows + [
            Condition(name=f"link {k}", value=ends[0].last[k] - ends[1].first[k]) for k in (0, 1)
        ]

    problem = Problem(
        phases=phases,
        conditions=conditions,
        objective=lambda ends, p: 0.0 * p[0],
        parameters=(Parameter(name="idle", bounds=Bounds(lower=-1.0, upper=1.0)),),
    )
    solution = Transcription(problem).solve(still(problem), [0.0])
    # x = t**3 to 1 at speed 3, then 1 + 3 t - 2 t**3.
    assert solution.arcs[0].state[:, -1] == pytest.approx([1.0, 3.0], abs=1e-7)
    assert solution.arcs[1].state[:, -1] == pytest.approx([2.0, -3.0], abs=1e-7)


def test_a_parameter_of_the_problem_is_found():
    """The speed at the start is to be found that throws a stone to height 1 in one second."""

    def falling(t, x, u, p, d):
        return x[1], -p[0]

    problem = Problem(
        phases=(phase(falling, 2, control_bounds=()),),
        conditions=lambda ends, p: [
            Condition(name="ground", value=ends[0].first[0]),
            Condition(name="thrown", value=ends[0].first[1] - 6.0),
            Condition(name="top", value=ends[0].last[0] - 1.0),
        ],
        objective=lambda ends, p: p[0],
        parameters=(Parameter(name="pull", bounds=Bounds(lower=0.0, upper=99.0), scale=10.0),),
    )
    solution = Transcription(problem).solve(still(problem), [3.0])
    assert solution.parameters == pytest.approx([10.0], abs=1e-6)


def test_what_cannot_be_done_is_told_and_not_raised():
    problem = least_energy(control_bounds=(Bounds(lower=-1.0, upper=1.0),))
    solution = Transcription(problem).solve(still(problem))
    assert not solution.converged
    assert solution.status not in ("", "Solve_Succeeded")
    assert solution.violation > 1e-3


def test_iterations_can_be_limited():
    problem = least_energy()
    solution = Transcription(problem, {"max_iter": 0}).solve(still(problem))
    assert not solution.converged
    assert solution.status == "Maximum_Iterations_Exceeded"


def test_the_size_counts_states_controls_free_durations_and_their_relations():
    # 16 nodes of 3 states, 15 controls; 15 points of 3 defects, 5 conditions.
    assert Transcription(least_energy()).size == (16 * 3 + 15, 15 * 3 + 5)
    free = least_energy(duration=Bounds(lower=0.5, upper=2.0))
    assert Transcription(free).size == (16 * 3 + 15 + 1, 15 * 3 + 5)


def test_another_mesh_takes_over_the_derivatives_and_gives_the_same_answer():
    coarse = Transcription(least_energy(fractions=(1.0,), degree=3))
    problem = least_energy(fractions=(0.3, 0.7))
    fine = Transcription(problem, before=coarse)
    assert fine.solve(still(problem)).objective == pytest.approx(12.0, abs=1e-7)


def test_smoothing_calms_the_control_and_stays_out_of_the_objective():
    rough = least_energy()
    smooth = least_energy(smoothing=1.0)
    solution = Transcription(smooth).solve(still(smooth))
    plain = Transcription(rough).solve(still(rough))
    assert (
        np.abs(np.diff(solution.arcs[0].control[0])).sum()
        < np.abs(np.diff(plain.arcs[0].control[0])).sum()
    )
    # What is reported is the energy spent, which the smoothing has made a little larger.
    assert solution.objective == pytest.approx(solution.arcs[0].state[2, -1], abs=1e-9)
    assert solution.objective > 12.0


@pytest.mark.parametrize(
    ("bounds", "scale"),
    [
        (Bounds(lower=5.0, upper=50.0), 50.0),
        (Bounds(lower=0.0, upper=0.0), 1e-3),
        (Bounds(lower=0.0), 100.0),
        (Bounds(lower=700.0), 700.0),
    ],
)
def test_the_scale_of_a_duration_comes_from_its_bounds(bounds, scale):
    assert duration_scale(phase(duration=bounds)) == scale


def test_an_interrupt_while_solving_is_raised_and_not_taken_for_a_failure():
    problem = least_energy(fractions=(0.01,) * 100)
    transcription, guess = Transcription(problem), still(problem)
    threading.Timer(0.01, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        for _ in range(1000):
            transcription.solve(guess)


def test_a_control_held_to_a_degree_is_a_polynomial_of_it_on_each_segment():
    problem = least_energy(control_degree=(0,), fractions=(0.25,) * 4)
    solution = Transcription(problem).solve(still(problem))
    assert solution.converged
    steps = solution.arcs[0].control[0].reshape(4, 5)
    np.testing.assert_allclose(steps, np.repeat(steps[:, :1], 5, axis=1), atol=1e-8)
    # Steps a, b, -b, -a reach 1 with 3 a + b = 16, and a**2 + b**2 is least at 3 b = a.
    np.testing.assert_allclose(steps[:, 0], [4.8, 1.6, -1.6, -4.8], atol=1e-6)
    assert solution.objective == pytest.approx(12.8, abs=1e-6)


def test_a_degree_that_the_points_have_anyway_changes_nothing():
    problem = least_energy(control_degree=(4,))
    assert Transcription(problem).size == Transcription(least_energy()).size
