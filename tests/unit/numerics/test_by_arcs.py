"""Problems with linear controls: their arcs found from one phase, against published optima."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.numerics.arcs import Mode
from cosmodrome.numerics.by_arcs import ByArcs, solved_by_arcs
from cosmodrome.numerics.linear_controls import (
    depends_on_time,
    idle_controls,
    linear_controls,
    live_limits,
)
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)
from cosmodrome.numerics.refine import Ending, Tolerance
from cosmodrome.numerics.structure import checked

UNIT = Bounds(lower=-1.0, upper=1.0)
LOWER, INNER, UPPER = Mode.LOWER, Mode.INNER, Mode.UPPER


def phase(dynamics, states, duration, segments=20, **changes) -> Phase:
    base = Phase(
        name="only",
        dynamics=dynamics,
        state_scale=(1.0,) * states,
        control_bounds=(UNIT,),
        duration=duration,
        fractions=(1.0 / segments,) * segments,
        degree=4,
    )
    return replace(base, **changes)


def starts(ends, values):
    return [Condition(name=f"start {k}", value=ends[0].first[k] - v) for k, v in enumerate(values)]


def least_cost(dynamics, seconds: float, **changes) -> Problem:
    """From (0, 1) with the least last state in a given time."""
    return Problem(
        phases=(phase(dynamics, 3, Bounds(lower=seconds, upper=seconds), **changes),),
        conditions=lambda ends, p: starts(ends, (0.0, 1.0, 0.0)),
        objective=lambda ends, p: ends[-1].last[2],
    )


def least_time(dynamics, segments: int) -> Problem:
    """From rest at 0 to rest at 1."""
    return Problem(
        phases=(phase(dynamics, 2, Bounds(lower=0.1, upper=10.0), segments),),
        conditions=lambda ends, p: [
            *starts(ends, (0.0, 0.0)),
            Condition(name="place", value=ends[-1].last[0] - 1.0),
            Condition(name="speed", value=ends[-1].last[1]),
        ],
        objective=lambda ends, p: ends[-1].duration,
    )


def guessed(problem: Problem, seconds: float, start) -> list[PhaseValues]:
    (only,) = problem.phases
    nodes = node_fractions(only).size
    return [
        PhaseValues(
            duration=seconds,
            state=np.outer(start, np.ones(nodes)),
            control=np.zeros((len(only.control_bounds), nodes - 1)),
        )
    ]


def modes(found: ByArcs) -> list[tuple[Mode, ...]]:
    return [arc.modes for arcs in found.arcs for arc in arcs]


@pytest.mark.parametrize("segments", [7, 20, 33])
def test_a_switch_inside_a_segment_is_found(segments):
    problem = least_time(lambda t, x, u, p, d: (x[1], u[0]), segments)
    found = solved_by_arcs(problem, guessed(problem, 3.0, (0.0, 0.0)))
    assert found.ending is Ending.HOLDS
    assert modes(found) == [(UPPER,), (LOWER,)]
    np.testing.assert_allclose([arc.duration for arc in found.solution.arcs], 1.0, atol=1e-8)


def test_dynamics_that_ask_for_the_time_are_told_it_on_later_arcs():
    """u + sin(3 t) / 2: the switch follows from two equations in closed form."""
    problem = least_time(lambda t, x, u, p, d: (x[1], u[0] + 0.5 * np.sin(3.0 * t)), 20)
    assert depends_on_time(problem.phases[0], 0)
    found = solved_by_arcs(problem, guessed(problem, 3.0, (0.0, 0.0)))
    assert modes(found) == [(UPPER,), (LOWER,)]
    s, end = found.solution.arcs[0].duration, found.solution.objective
    speed = 2.0 * s - end + (1.0 - np.cos(3.0 * end)) / 6.0
    place = 2.0 * s * end - s * s - end * end / 2.0 + end / 6.0 - np.sin(3.0 * end) / 18.0
    assert speed == pytest.approx(0.0, abs=1e-7)
    assert place == pytest.approx(1.0, abs=1e-7)
    assert found.solution.parameters == pytest.approx([s], abs=1e-8)


def test_the_singular_regulator_of_aly_ends_on_its_singular_arc():
    problem = least_cost(lambda t, x, u, p, d: (x[1], u[0], 0.5 * (x[0] * x[0] + x[1] * x[1])), 5.0)
    found = solved_by_arcs(problem, guessed(problem, 5.0, (0.0, 1.0, 0.0)))
    assert found.ending is Ending.HOLDS
    assert modes(found) == [(LOWER,), (INNER,)]
    # Aly, Int. J. Control 28 (1978): 0.37699193 and a switch at 1.41376 s.
    assert found.solution.objective == pytest.approx(0.37699193, abs=5e-9)
    assert found.solution.arcs[0].duration == pytest.approx(1.41376, abs=1e-4)
    assert sum(arc.duration for arc in found.solution.arcs) == pytest.approx(5.0, abs=1e-8)
    # On the arc the switching function stays zero for u = x1, which keeps x1**2 - x2**2.
    state, control = found.solution.arcs[1].state, found.solution.arcs[1].control
    np.testing.assert_allclose(control[0], state[0, 1:], atol=1e-3)
    np.testing.assert_allclose(np.ptp(state[0] ** 2 - state[1] ** 2), 0.0, atol=1e-4)


def test_a_singular_arc_after_two_bangs_is_found():
    problem = least_cost(
        lambda t, x, u, p, d: (
            x[1],
            -x[0] + x[1] * (1.0 - x[0] * x[0]) + u[0],
            0.5 * (x[0] * x[0] + x[1] * x[1]),
        ),
        4.0,
    )
    found = solved_by_arcs(problem, guessed(problem, 4.0, (0.0, 1.0, 0.0)))
    assert found.ending is Ending.HOLDS
    assert modes(found) == [(LOWER,), (UPPER,), (INNER,)]
    # Van der Pol's oscillator (Maurer 2007): 0.757618, switches at 1.36674 and 2.46089 s.
    assert found.solution.objective == pytest.approx(0.757618, abs=5e-7)
    switches = np.cumsum([arc.duration for arc in found.solution.arcs])[:2]
    np.testing.assert_allclose(switches, [1.36674, 2.46089], atol=1e-4)
    check = checked(found.cut, found.solution)
    assert check.wrong_sign < 1e-3
    assert check.singular < 1e-4
    assert check.margin > 0.0


def throttled(t, x, u, p, d):
    """Flat ascent with a direction and a throttle."""
    thrust = 3.0 * u[2]
    return x[1], thrust * u[0] / x[4], x[3], thrust * u[1] / x[4] - 1.0, -thrust / 4.0


UNIT_DIRECTION = PathLimit(
    name="unit direction",
    value=lambda t, x, u, p, d: u[0] * u[0] + u[1] * u[1],
    bounds=Bounds(lower=1.0, upper=1.0),
)


def hop() -> Problem:
    """To a height and a speed along the ground with the most mass left, in any time."""
    return Problem(
        phases=(
            phase(
                throttled,
                5,
                Bounds(lower=0.5, upper=10.0),
                control_bounds=(Bounds(lower=-1.1, upper=1.1),) * 2
                + (Bounds(lower=0.0, upper=1.0),),
                path=(UNIT_DIRECTION,),
                degree=5,
            ),
        ),
        conditions=lambda ends, p: [
            *starts(ends, (0.0, 0.0, 0.0, 0.0, 1.0)),
            Condition(name="height", value=ends[-1].last[2] - 0.7),
            Condition(name="along", value=ends[-1].last[1] - 0.6),
            Condition(name="upward", value=ends[-1].last[3]),
        ],
        objective=lambda ends, p: -ends[-1].last[4],
    )


def test_a_direction_beside_a_throttle_stays_free_where_there_is_thrust_and_rests_where_not():
    problem = hop()
    (only,) = problem.phases
    assert linear_controls(only, 0) == (2,)
    assert idle_controls(only, 0, {2: 0.0}) == [0, 1]
    assert idle_controls(only, 0, {2: 1.0}) == []
    assert live_limits(only, 0, [0, 1]) == []
    guess = guessed(problem, 2.0, (0.0, 0.0, 0.0, 0.0, 0.8))
    guess[0].control[:] = 0.7
    found = solved_by_arcs(problem, guess)
    assert found.ending is Ending.HOLDS
    assert modes(found) == [(UPPER,), (LOWER,)]
    for piece, part in zip(found.cut.pieces, found.cut.problem.phases, strict=True):
        coasting = piece.arc.modes == (LOWER,)
        assert len(part.control_bounds) == (0 if coasting else 2)
        assert len(part.path) == (0 if coasting else 1)
    assert checked(found.cut, found.solution).wrong_sign < 1e-6


def test_a_problem_without_linear_controls_is_refined_as_it_stands():
    problem = least_cost(lambda t, x, u, p, d: (x[1], u[0], u[0] * u[0] + x[0] * x[0]), 2.0)
    assert linear_controls(problem.phases[0], 0) == ()
    found = solved_by_arcs(problem, guessed(problem, 2.0, (0.0, 1.0, 0.0)))
    assert found.ending is Ending.HOLDS
    assert len(found.cut.pieces) == 1


def test_a_control_in_a_path_limit_or_without_bounds_is_not_linear():
    limit = PathLimit(name="u", value=lambda t, x, u, p, d: u[0] + x[0], bounds=UNIT)
    linear = phase(lambda t, x, u, p, d: (u[0],), 1, UNIT)
    assert linear_controls(linear, 0) == (0,)
    assert linear_controls(replace(linear, path=(limit,)), 0) == ()
    assert linear_controls(replace(linear, control_bounds=(Bounds(),)), 0) == ()
    assert linear_controls(replace(linear, dynamics=lambda t, x, u, p, d: (u[0] ** 2,)), 0) == ()


def test_what_ends_before_the_tolerance_holds_says_so():
    problem = least_time(lambda t, x, u, p, d: (x[1], u[0]), 7)
    found = solved_by_arcs(
        problem, guessed(problem, 3.0, (0.0, 0.0)), tolerance=Tolerance(most_rounds=1)
    )
    assert found.ending is Ending.ROUNDS
    assert len(found.rounds) == 2
