"""Dymos, which ships no Delta III: against its interface, IPOPT by `ipopt_driver`.

The right-hand side gives its derivatives by complex step, coloured, as the manual proposes.
"""

import sys
import tempfile
from contextlib import chdir
from typing import Any

import dymos as dm
import numpy as np
import openmdao.api as om

from benchmarks.peers import launcher
from benchmarks.peers.answer import Attempt, attempt, main
from benchmarks.peers.ipopt_driver import IpoptDriver

SEGMENTS, ORDER = 1, 9
STATES = ("x", "y", "z", "vx", "vy", "vz", "m")
CONTROLS = ("ux", "uy", "uz")


TARGET = ("hx", "hy", "hz", "ex", "ez")


class Powered(om.ExplicitComponent):  # type: ignore[misc]
    """Rates of a burning stage, every state over its scale, and what is limited."""

    def initialize(self) -> None:
        self.options.declare("num_nodes", types=int)
        self.options.declare("stage", types=int)

    def setup(self) -> None:
        n = self.options["num_nodes"]
        across = np.arange(n)
        for name in (*STATES, *CONTROLS):
            self.add_input(name, np.ones(n))
        for name, (_, wanted) in self._layout().items():
            self.add_output(name, np.ones(n), units="1/s" if name.endswith("_rate") else None)
            if wanted:
                self.declare_partials(name, wanted, rows=across, cols=across)

    def _layout(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Place in what `_values` gives, and the inputs it depends on."""
        names: list[tuple[str, tuple[str, ...]]] = [
            *((f"{STATES[k]}_rate", (STATES[k + 3],)) for k in range(3)),
            *((f"{STATES[k + 3]}_rate", (*STATES, CONTROLS[k])) for k in range(3)),
            ("m_rate", ()),
            ("length", CONTROLS),
            ("height", STATES[:3]),
        ]
        if self.options["stage"] == 3:
            names += [(name, STATES[:6]) for name in TARGET]
        return {name: (i, wanted) for i, (name, wanted) in enumerate(names)}

    def _values(self, given: list[Any]) -> list[Any]:
        x = [v * scale for v, scale in zip(given, launcher.STATE_SCALE, strict=False)]
        r, v, m, u, stage = x[:3], x[3:6], x[6], given[7:], self.options["stage"]
        radius = np.sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
        wind = (v[0] + launcher.OMEGA * r[1], v[1] - launcher.OMEGA * r[0], v[2])
        speed = np.sqrt(wind[0] ** 2 + wind[1] ** 2 + wind[2] ** 2 + 1e-6)
        density = launcher.DENSITY * np.exp(-(radius - launcher.RE) / launcher.SCALE_HEIGHT)
        drag = 0.5 * launcher.DRAG_AREA * density * speed / m
        pull, push = launcher.MU / radius**3, launcher.THRUST[stage] / m
        values = [v[k] / launcher.RE for k in range(3)]
        values += [(push * u[k] - pull * r[k] - drag * wind[k]) / launcher.SPEED for k in range(3)]
        values.append(0.0 * m - launcher.FLOW[stage] / launcher.START_MASS)
        values += [u[0] ** 2 + u[1] ** 2 + u[2] ** 2, (radius / launcher.RE) ** 2]
        return values + (_orbit(r, v, radius) if stage == 3 else [])

    def compute(self, inputs: Any, outputs: Any) -> None:
        values = self._values([inputs[name] for name in (*STATES, *CONTROLS)])
        for name, (i, _) in self._layout().items():
            outputs[name] = values[i]

    def compute_partials(self, inputs: Any, partials: Any) -> None:
        given = [np.array(inputs[name], dtype=complex) for name in (*STATES, *CONTROLS)]
        outputs = self._layout()
        for k, wrt in enumerate((*STATES, *CONTROLS)):
            given[k] += 1e-30j
            values = self._values(given)
            given[k] -= 1e-30j
            for name, (i, wanted) in outputs.items():
                if wrt in wanted:
                    partials[name, wrt] = np.imag(values[i]) / 1e-30


def _orbit(r: list[Any], v: list[Any], radius: Any) -> list[Any]:
    """What the target holds, less the target: momentum over its scale, eccentricity vector."""
    h = [r[1] * v[2] - r[2] * v[1], r[2] * v[0] - r[0] * v[2], r[0] * v[1] - r[1] * v[0]]
    e = {
        0: (v[1] * h[2] - v[2] * h[1]) / launcher.MU - r[0] / radius,
        2: (v[0] * h[1] - v[1] * h[0]) / launcher.MU - r[2] / radius,
    }
    wanted_h, wanted_e = launcher.target_vectors()
    scale = launcher.RE * launcher.SPEED
    return [*((h[k] - wanted_h[k]) / scale for k in range(3)), *(e[k] - wanted_e[k] for k in e)]


def delta_iii() -> Attempt:
    """Four phases, the target as two vectors."""
    # It writes its reports where it stands.
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        return attempt(_construct, _solve, f"Radau, {SEGMENTS} segment of order {ORDER}")


def _construct() -> Any:
    problem = om.Problem(reports=False)
    problem.driver = IpoptDriver()
    problem.driver.settings = {"tol": 1e-6, "max_iter": 1000}
    problem.driver.declare_coloring(show_summary=False, show_sparsity=False)
    trajectory = problem.model.add_subsystem("traj", dm.Trajectory())
    phases = [_phase(trajectory, i) for i in range(4)]
    names = [f"phase{i}" for i in range(4)]
    trajectory.link_phases(names, vars=list(STATES[:6]), connected=False)
    for name in TARGET:
        phases[3].add_boundary_constraint(name, loc="final", equals=0.0)
    phases[3].add_objective("m", loc="final", ref=-1.0)
    problem.setup()
    for i, phase in enumerate(phases):
        _guess(phase, i)
    return problem


def _phase(trajectory: Any, i: int) -> Any:
    mesh = dm.Radau(num_segments=SEGMENTS, order=ORDER, compressed=True)
    phase = dm.Phase(ode_class=Powered, ode_init_kwargs={"stage": i}, transcription=mesh)
    trajectory.add_phase(f"phase{i}", phase)
    last = i == 3
    bounds = {"duration_bounds": (100.0, 700.0), "duration_ref": 700.0} if last else {}
    phase.set_time_options(fix_initial=True, fix_duration=not last, units="s", **bounds)
    for name in STATES:
        held = i == 0 or name == "m"
        phase.add_state(
            name, rate_source=f"{name}_rate", targets=[name], fix_initial=held, units=None
        )
    for name in CONTROLS:
        phase.add_control(
            name, targets=[name], units=None, lower=-1.1, upper=1.1,
            continuity=False, rate_continuity=False,
        )  # fmt: skip
    phase.add_path_constraint("length", equals=1.0)
    phase.add_path_constraint("height", lower=1.0)
    return phase


def _guess(phase: Any, i: int) -> None:
    times = (*launcher.TIMES, launcher.GUESSED_TIME)
    phase.set_time_val(initial=times[i], duration=times[i + 1] - times[i], units="s")
    x, u = launcher.arc(i, np.linspace(0.0, 1.0, 30))
    if i == 0:
        x[:, 0] = launcher.START_STATE
    at = np.linspace(-1.0, 1.0, 30)
    for k, name in enumerate(STATES):
        phase.set_state_val(name, x[k] / launcher.STATE_SCALE[k], time_vals=at)
    for k, name in enumerate(CONTROLS):
        phase.set_control_val(name, u[k], time_vals=at)


def _solve(problem: Any) -> tuple[float, float]:
    dm.run_problem(problem, run_driver=True, simulate=False, make_plots=False)
    if problem.driver.fail:
        raise RuntimeError(problem.driver.info["status_msg"].decode())
    mass = problem.get_val("traj.phase3.timeseries.m")[-1, 0] * launcher.START_MASS
    return mass, problem.get_val("traj.phase3.timeseries.time")[-1, 0]


PROBLEMS = {"delta-iii": delta_iii}

if __name__ == "__main__":
    main("dymos", PROBLEMS, sys.argv[1:])
