"""Radau collocation: a `Problem` becomes a sparse nonlinear program, solved by IPOPT.

Each phase is one casadi function mapped over its nodes. Decision variables of a phase, scaled:

    X (nx, n + 1)   states at the start and the n collocation points
    U (nu, n)       controls at the collocation points
    T               duration, when it is free

The defect at the points of a segment of length h T is ``X D' - (h T / 2) f(X, U)``.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Phase,
    PhaseValues,
    Problem,
    Solution,
    is_fixed,
    node_fractions,
)
from cosmodrome.numerics.radau import differentiation_matrix

ca.GlobalOptions.setNumpyMode(1)

Array = NDArray[np.float64]

# Measured on ascents: the adaptive barrier needs a third of the iterations of the monotone one.
IPOPT_OPTIONS: dict[str, Any] = {
    "print_level": 0,
    "sb": "yes",
    "linear_solver": "mumps",
    "mu_strategy": "adaptive",
    "tol": 1e-9,
    "constr_viol_tol": 1e-10,
    "max_iter": 250,
    "nlp_scaling_method": "gradient-based",
}


@dataclass(slots=True)
class _Pieces:
    """Variables, bounds and constraints gathered phase by phase."""

    variables: list[Any]
    lower: list[Array]
    upper: list[Array]
    constraints: list[Any]
    constraint_lower: list[Array]
    constraint_upper: list[Array]

    def variable(self, symbol: Any, lower: Array, upper: Array) -> None:
        self.variables.append(ca.vec(symbol))
        self.lower.append(lower.ravel(order="F"))
        self.upper.append(upper.ravel(order="F"))

    def constraint(self, value: Any, lower: Array, upper: Array) -> None:
        self.constraints.append(ca.vec(value))
        self.constraint_lower.append(lower.ravel(order="F"))
        self.constraint_upper.append(upper.ravel(order="F"))


def duration_scale(phase: Phase) -> float:
    """Typical duration of a phase, from its bounds.

    Parameters
    ----------
    phase : Phase
        A stretch of the flight.

    Returns
    -------
    float
        Scale [s].
    """
    if np.isfinite(phase.duration.upper):
        return max(phase.duration.upper, 1e-3)
    return max(phase.duration.lower, 100.0)


def _limits(bounds: Sequence[Bounds], scale: Array, count: int) -> tuple[Array, Array]:
    lower = np.array([b.lower for b in bounds]) / scale
    upper = np.array([b.upper for b in bounds]) / scale
    return np.tile(lower[:, None], count), np.tile(upper[:, None], count)


def phase_function(phase: Phase, parameter_count: int) -> Any:
    """Right-hand side and path values of a phase in physical units, as one casadi function.

    Parameters
    ----------
    phase : Phase
        A stretch of the flight.
    parameter_count : int
        Of the problem [-].

    Returns
    -------
    casadi.Function
        ``(x, u, t, p, d) -> (dx/dt, path values)``.
    """
    x = ca.SX.sym("x", len(phase.state_scale))
    u = ca.SX.sym("u", len(phase.control_bounds))
    t = ca.SX.sym("t")
    p = ca.SX.sym("p", parameter_count)
    d = ca.SX.sym("d", len(phase.data))
    vectors: list[Any] = [ca.vertsplit(v) if v.numel() else [] for v in (x, u, p, d)]
    arguments: tuple[Any, ...] = (t, *vectors)
    rates = ca.vertcat(*phase.dynamics(*arguments))
    path = ca.vertcat(*[limit.value(*arguments) / limit.scale for limit in phase.path])
    # The limits share most of their terms with the rates: written once each, they cost half.
    return ca.Function("phase", [x, u, t, p, d], ca.cse([rates, ca.SX(path)]))


def _derivative_operator(phase: Phase) -> Any:
    """Sparse (n + 1, n) matrix that takes node states to derivatives over phase time 0 to 1."""
    degree, segments = phase.degree, len(phase.fractions)
    local = differentiation_matrix(degree)
    rows, columns, values = [], [], []
    for s, fraction in enumerate(phase.fractions):
        for k in range(degree):
            for j in range(degree + 1):
                rows.append(s * degree + j)
                columns.append(s * degree + k)
                values.append(local[k, j] * 2.0 / fraction)
    return ca.DM.triplet(rows, columns, values, segments * degree + 1, segments * degree)


def _transcribe_phase(phase: Phase, function: Any, pieces: _Pieces, p: Any) -> tuple[Any, Any, Any]:
    """Add one phase; give its first and last state and its duration in physical units."""
    scale = np.array(phase.state_scale)
    nx, nu = scale.size, len(phase.control_bounds)
    fractions = node_fractions(phase)
    n = fractions.size - 1
    X, U = ca.MX.sym("X", nx, n + 1), ca.MX.sym("U", nu, n)
    bounds = phase.state_bounds or (Bounds(),) * nx
    pieces.variable(X, *_limits(bounds, scale, n + 1))
    pieces.variable(U, *_limits(phase.control_bounds, np.ones(nu), n))
    duration = _duration(phase, pieces)
    physical = ca.diag(ca.DM(scale)) @ X
    times = duration * ca.DM(fractions[1:]).T
    data = ca.repmat(ca.DM(phase.data), 1, n)
    rates, path = function.map(n)(physical[:, 1:], U, times, ca.repmat(p, 1, n), data)
    defects = X @ _derivative_operator(phase) - duration * (ca.diag(ca.DM(1.0 / scale)) @ rates)
    zero = np.zeros((nx, n))
    pieces.constraint(defects, zero, zero)
    if phase.path:
        scales = np.array([limit.scale for limit in phase.path])
        pieces.constraint(path, *_limits([limit.bounds for limit in phase.path], scales, n))
    return physical[:, 0], physical[:, n], duration


def _duration(phase: Phase, pieces: _Pieces) -> Any:
    """Duration of a phase: a number when it is fixed, which keeps the Hessian sparse."""
    if is_fixed(phase.duration):
        return ca.MX(phase.duration.lower)
    T, span = ca.MX.sym("T"), duration_scale(phase)
    pieces.variable(
        T, np.array([phase.duration.lower / span]), np.array([phase.duration.upper / span])
    )
    return T * span


def _end_function(problem: Problem) -> tuple[Any, list[Condition]]:
    """Objective and end conditions as one casadi function of all phase ends."""
    inputs: list[Any] = []
    ends = []
    for phase in problem.phases:
        first = ca.SX.sym("first", len(phase.state_scale))
        last = ca.SX.sym("last", len(phase.state_scale))
        duration = ca.SX.sym("duration")
        inputs += [first, last, duration]
        ends.append(End(first=ca.vertsplit(first), last=ca.vertsplit(last), duration=duration))
    p = ca.SX.sym("p", len(problem.parameters))
    symbols = ca.vertsplit(p)
    conditions = problem.conditions(ends, symbols)
    values = ca.vertcat(*[c.value / c.scale for c in conditions])
    objective = problem.objective(ends, symbols) / problem.objective_scale
    return ca.Function("ends", [*inputs, p], [objective, values]), conditions


class Transcription:
    """A problem turned into a nonlinear program, ready to be solved from any guess.

    Parameters
    ----------
    problem : Problem
    options : mapping, optional
        IPOPT options over the measured defaults.
    before : Transcription, optional
        Of the same problem on other meshes or with other bounds: phases of one kind take over
        its right-hand sides with their derivatives, which are most of the construction.
    """

    def __init__(
        self,
        problem: Problem,
        options: dict[str, Any] | None = None,
        before: "Transcription | None" = None,
    ) -> None:
        self.problem = problem
        # The solver before holds the derivatives, so it must live as long as they are wanted.
        self._before = before
        self._functions: dict[Hashable, Any] = dict(before._functions) if before else {}
        pieces = _Pieces([], [], [], [], [], [])
        self._parameter_scale = np.array([q.scale for q in problem.parameters])
        scaled = ca.MX.sym("p", len(problem.parameters))
        p = scaled * ca.DM(self._parameter_scale)
        ends: list[Any] = []
        for phase in problem.phases:
            kind = phase.name if phase.kind is None else phase.kind
            if kind not in self._functions:
                self._functions[kind] = phase_function(phase, p.numel())
            ends += _transcribe_phase(phase, self._functions[kind], pieces, p)
        pieces.variable(
            scaled,
            np.array([q.bounds.lower for q in problem.parameters]) / self._parameter_scale,
            np.array([q.bounds.upper for q in problem.parameters]) / self._parameter_scale,
        )
        function, self._conditions = _end_function(problem)
        objective, values = function(*ends, p)
        scales = np.array([c.scale for c in self._conditions])
        pieces.constraint(
            values,
            np.array([c.bounds.lower for c in self._conditions]) / scales,
            np.array([c.bounds.upper for c in self._conditions]) / scales,
        )
        self._lower, self._upper = np.concatenate(pieces.lower), np.concatenate(pieces.upper)
        self._constraint_lower = np.concatenate(pieces.constraint_lower)
        self._constraint_upper = np.concatenate(pieces.constraint_upper)
        program = {
            "x": ca.vertcat(*pieces.variables),
            "f": objective,
            "g": ca.vertcat(*pieces.constraints),
        }
        self._solver = ca.nlpsol(
            "ascent",
            "ipopt",
            program,
            {
                "ipopt": {**IPOPT_OPTIONS, **(options or {})},
                "print_time": False,
                "error_on_fail": False,
            },
        )

    @property
    def size(self) -> tuple[int, int]:
        """Number of variables and of constraints [-]."""
        return self._lower.size, self._constraint_lower.size

    def solve(self, guess: Sequence[PhaseValues], parameters: ArrayLike = ()) -> Solution:
        """Run the solver once from a guess.

        Parameters
        ----------
        guess : sequence of PhaseValues
            One a phase, at its nodes.
        parameters : array_like
            Guess of the problem's parameters, each in its unit.

        Returns
        -------
        Solution
        """
        start = self._pack(guess, np.asarray(parameters, dtype=float))
        result = self._solver(
            x0=np.clip(start, self._lower, self._upper),
            lbx=self._lower,
            ubx=self._upper,
            lbg=self._constraint_lower,
            ubg=self._constraint_upper,
        )
        return self._unpack(result)

    def _pack(self, guess: Sequence[PhaseValues], parameters: Array) -> Array:
        parts = []
        for phase, arc in zip(self.problem.phases, guess, strict=True):
            scale = np.array(phase.state_scale)[:, None]
            parts += [
                (arc.state / scale).ravel(order="F"),
                arc.control.ravel(order="F"),
            ]
            if not is_fixed(phase.duration):
                parts.append(np.array([arc.duration / duration_scale(phase)]))
        return np.concatenate([*parts, parameters / self._parameter_scale])

    def _unpack(self, result: Any) -> Solution:
        stats = self._solver.stats()
        x = np.asarray(result["x"]).ravel()
        g = np.asarray(result["g"]).ravel()
        outside = np.maximum(self._constraint_lower - g, g - self._constraint_upper)
        arcs, place = [], 0
        for phase in self.problem.phases:
            nx, nu = len(phase.state_scale), len(phase.control_bounds)
            n = len(phase.fractions) * phase.degree
            state = x[place : place + nx * (n + 1)].reshape(nx, n + 1, order="F")
            place += state.size
            control = x[place : place + nu * n].reshape(nu, n, order="F")
            place += control.size
            duration = phase.duration.lower
            if not is_fixed(phase.duration):
                duration = float(x[place] * duration_scale(phase))
                place += 1
            arcs.append(
                PhaseValues(
                    duration=duration,
                    state=state * np.array(phase.state_scale)[:, None],
                    control=control,
                )
            )
        count = len(self._conditions)
        tail = np.asarray(result["lam_g"]).ravel()[g.size - count :]
        scale = self.problem.objective_scale
        return Solution(
            converged=bool(stats["success"]),
            status=str(stats["return_status"]),
            objective=float(result["f"]) * scale,
            arcs=tuple(arcs),
            parameters=x[place:] * self._parameter_scale,
            violation=float(max(outside.max(initial=0.0), 0.0)),
            iterations=int(stats.get("iter_count", 0)),
            multipliers={
                c.name: float(value * scale / c.scale)
                for c, value in zip(self._conditions, tail, strict=True)
            },
        )
