"""MAPTOR, which ships no example: Delta III against its interface, on one mesh as given.

Variables are scaled by hand as its documentation asks; the guess is our circle arc.
"""

import sys
from itertools import pairwise
from typing import Any

import casadi as ca
import maptor
import numpy as np

from benchmarks.peers import launcher
from benchmarks.peers.answer import Attempt, attempt, main

SEGMENTS, DEGREE = 1, 10
EDGES = np.linspace(-1.0, 1.0, SEGMENTS + 1)


def delta_iii() -> Attempt:
    """Four phases, the target as two vectors."""
    return attempt(_construct, _solve, f"Radau, {SEGMENTS} segment of {DEGREE}")


def _construct() -> Any:
    problem = maptor.Problem("Delta III")
    last: Any = None
    for i in range(4):
        phase = problem.set_phase(i + 1)
        _time(phase, i)
        last = _states(phase, i, last)
        u = [phase.control(f"u{k}", boundary=(-1.1, 1.1)) for k in range(3)]
        rates = _rates(i, last, u)
        phase.dynamics(dict(zip(last, rates, strict=True)))
        r = ca.vertcat(*last[:3])
        phase.path_constraints(ca.sumsqr(ca.vertcat(*u)) == 1.0, ca.sumsqr(r) >= 1.0)
        phase.mesh([DEGREE] * SEGMENTS, EDGES)
        _guess(phase, i)
    _target(phase, last)
    problem.minimize(-last[6].final)
    return problem


def _time(phase: Any, i: int) -> None:
    begin = launcher.TIMES[i]
    if i < 3:
        phase.time(initial=begin, final=launcher.TIMES[i + 1])
    else:
        phase.time(initial=begin, final=(begin + 100.0, launcher.LAST_TIME))


def _states(phase: Any, i: int, before: Any) -> list[Any]:
    """States over their scale, linked to the end of the phase before."""
    start = launcher.START_STATE / launcher.STATE_SCALE
    states = []
    for k in range(7):
        initial: Any = float(start[k])
        if before is not None:
            drop = launcher.DROPPED[i - 1] / launcher.START_MASS if k == 6 else 0.0
            initial = before[k].final - drop
        # The library takes bounds for the size of a variable, and mass may not vanish.
        bounds = (0.01, 1.0) if k == 6 else (-2.0, 2.0)
        states.append(phase.state(f"x{k}", initial=initial, boundary=bounds))
    return states


def _rates(i: int, states: list[Any], u: list[Any]) -> list[Any]:
    x = [s * scale for s, scale in zip(states, launcher.STATE_SCALE, strict=True)]
    r, v, m = x[:3], x[3:6], x[6]
    radius = ca.sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
    wind = (v[0] + launcher.OMEGA * r[1], v[1] - launcher.OMEGA * r[0], v[2])
    speed = ca.sqrt(wind[0] ** 2 + wind[1] ** 2 + wind[2] ** 2 + 1e-6)
    density = launcher.DENSITY * ca.exp(-(radius - launcher.RE) / launcher.SCALE_HEIGHT)
    drag = 0.5 * launcher.DRAG_AREA * density * speed / m
    pull, push = launcher.MU / radius**3, launcher.THRUST[i] / m
    rates = [*v, *(-pull * r[k] + push * u[k] - drag * wind[k] for k in range(3))]
    rates.append(-launcher.FLOW[i])
    return [rate / scale for rate, scale in zip(rates, launcher.STATE_SCALE, strict=True)]


def _target(phase: Any, states: list[Any]) -> None:
    """Angular momentum, and the two parts of the eccentricity vector that it leaves free."""
    final = [s.final * c for s, c in zip(states, launcher.STATE_SCALE, strict=True)]
    r, v = ca.vertcat(*final[:3]), ca.vertcat(*final[3:6])
    h, e = launcher.target_vectors()
    momentum = ca.cross(r, v)
    eccentricity = ca.cross(v, momentum) / launcher.MU - r / ca.norm_2(r)
    scale = launcher.RE * launcher.SPEED
    phase.event_constraints(
        *(momentum[k] / scale == h[k] / scale for k in range(3)),
        *(eccentricity[k] == e[k] for k in (0, 2)),
    )


def _guess(phase: Any, i: int) -> None:
    states, controls = [], []
    for a, b in pairwise(EDGES):
        x, u = launcher.arc(i, np.linspace(a, b, DEGREE + 1) / 2 + 0.5)
        states.append(x / launcher.STATE_SCALE[:, None])
        controls.append(u[:, :-1])
    times = (*launcher.TIMES, launcher.GUESSED_TIME)
    phase.guess(states=states, controls=controls, initial_time=times[i], terminal_time=times[i + 1])


def _solve(problem: Any) -> tuple[float, float]:
    quiet = {"ipopt.print_level": 0, "ipopt.sb": "yes", "print_time": 0, "ipopt.max_iter": 1000}
    solution = maptor.solve_fixed_mesh(problem, nlp_options=quiet, show_summary=False)
    if not solution.status["success"]:
        raise RuntimeError(solution.status["message"])
    return -solution.status["objective"] * launcher.START_MASS, solution[(4, "time_states")][-1]


PROBLEMS = {"delta-iii": delta_iii}

if __name__ == "__main__":
    main("maptor", PROBLEMS, sys.argv[1:])
