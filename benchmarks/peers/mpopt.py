"""MPOPT, whose package ships no launch: Delta III against its interface.

It draws its guess as straight lines between the ends of each phase; they lie on our circle arc.
"""

import sys
from typing import Any

import casadi as ca
import numpy as np
from mpopt import mp

from benchmarks.peers import launcher
from benchmarks.peers.answer import Attempt, attempt, main

SEGMENTS, DEGREE = 1, 11


def delta_iii() -> Attempt:
    """Four phases, the target as two vectors; first without air, as its authors solve it."""
    return attempt(_construct, _solve, f"Radau, {SEGMENTS} segment of {DEGREE}, without air first")


def _construct() -> Any:
    problem = mp.OCP(n_states=7, n_controls=3, n_phases=4)
    problem.dynamics = [_dynamics(i, air=0.0) for i in range(4)]
    problem.path_constraints = [_path] * 4
    problem.terminal_constraints[3] = _target
    problem.terminal_costs[3] = lambda xf, tf, x0, t0: -xf[6] / launcher.START_MASS
    problem.scale_x = 1.0 / launcher.STATE_SCALE
    problem.scale_t = launcher.SPEED / launcher.RE
    problem.midu[:] = 0  # no bounds on the control between the nodes
    _bounds(problem)
    _guess(problem)
    problem.validate()
    solver = mp.mpopt(problem, SEGMENTS, DEGREE)
    solver._MUTE_ = True
    solver.create_solver()
    return solver


def _dynamics(i: int, air: float) -> Any:
    def rates(x: Any, u: Any, t: Any) -> list[Any]:
        radius = ca.sqrt(x[0] ** 2 + x[1] ** 2 + x[2] ** 2)
        wind = (x[3] + launcher.OMEGA * x[1], x[4] - launcher.OMEGA * x[0], x[5])
        speed = ca.sqrt(wind[0] ** 2 + wind[1] ** 2 + wind[2] ** 2 + 1e-6)
        density = air * launcher.DENSITY * ca.exp(-(radius - launcher.RE) / launcher.SCALE_HEIGHT)
        drag = 0.5 * launcher.DRAG_AREA * density * speed / x[6]
        pull, push = launcher.MU / radius**3, launcher.THRUST[i] / x[6]
        force = [-pull * x[k] + push * u[k] - drag * wind[k] for k in range(3)]
        return [x[3], x[4], x[5], *force, -launcher.FLOW[i]]

    return rates


def _path(x: Any, u: Any, t: Any) -> list[Any]:
    """All at most zero. A direction of length one takes two of them."""
    length = u[0] ** 2 + u[1] ** 2 + u[2] ** 2
    height = (x[0] ** 2 + x[1] ** 2 + x[2] ** 2) / launcher.RE**2
    return [length - 1.0, 1.0 - length, 1.0 - height]


def _target(x: Any, t: Any, x0: Any, t0: Any) -> list[Any]:
    """Angular momentum, and the two parts of the eccentricity vector that it leaves free."""
    r, v = ca.vertcat(*[x[k] for k in range(3)]), ca.vertcat(*[x[k] for k in range(3, 6)])
    h, e = launcher.target_vectors()
    momentum = ca.cross(r, v)
    eccentricity = ca.cross(v, momentum) / launcher.MU - r / ca.norm_2(r)
    scale = launcher.RE * launcher.SPEED
    return [
        *((momentum[k] - h[k]) / scale for k in range(3)),
        *(eccentricity[k] - e[k] for k in (0, 2)),
    ]


def _bounds(problem: Any) -> None:
    widest = np.array([2 * launcher.RE] * 3 + [1e4] * 3)
    problem.lbx = np.array([[*-widest, 3000.0]] * 4)
    problem.ubx = np.array([[*widest, launcher.START_MASS]] * 4)
    problem.lbu, problem.ubu = np.full((4, 3), -1.1), np.full((4, 3), 1.1)
    begin = np.array(launcher.TIMES)[:, None]
    problem.lbt0 = problem.ubt0 = begin
    problem.lbtf = np.array([*launcher.TIMES[1:], launcher.TIMES[3] + 100.0])[:, None]
    problem.ubtf = np.array([*launcher.TIMES[1:], launcher.LAST_TIME])[:, None]
    jumps = np.zeros((3, 7))
    jumps[:, 6] = [-dropped for dropped in launcher.DROPPED]
    problem.lbe = problem.ube = jumps


def _guess(problem: Any) -> None:
    ends = [launcher.arc(i, np.array([0.0, 1.0])) for i in range(4)]
    problem.x00 = np.array([x[:, 0] for x, _ in ends])
    problem.x00[0] = launcher.START_STATE  # it is held there, too
    problem.xf0 = np.array([x[:, 1] for x, _ in ends])
    problem.u00 = np.array([u[:, 0] for _, u in ends])
    problem.uf0 = np.array([u[:, 1] for _, u in ends])
    problem.t00 = np.array(launcher.TIMES)[:, None]
    problem.tf0 = np.array([*launcher.TIMES[1:], launcher.GUESSED_TIME])[:, None]


def _solve(solver: Any) -> tuple[float, float]:
    found = solver.solve()
    solver._ocp.dynamics = [_dynamics(i, air=1.0) for i in range(4)]
    options = {"ipopt.acceptable_tol": 1e-6, "ipopt.max_iter": 500}
    found = solver.solve(found, reinitialize_nlp=True, nlp_solver_options=options)
    status = solver.nlp_solver.stats()
    if not status["success"]:
        raise RuntimeError(status["return_status"])
    _, _, t, _ = solver.process_results(found, plot=False, scaling=False).get_data()
    return float(-found["f"]) * launcher.START_MASS, np.ravel(t)[-1]


PROBLEMS = {"delta-iii": delta_iii}

if __name__ == "__main__":
    main("mpopt", PROBLEMS, sys.argv[1:])
