"""Radau collocation: a `Problem` becomes a sparse nonlinear program, solved by IPOPT.

With X the states of a phase at its start and its n collocation points, U the controls at those
points and T the duration, the defects of a segment are ``X D' - T f(X, U)``, D the derivative of
the polynomial through the start and the points of the segment. Values, Jacobian and Hessian are
mapped over the points of each phase and scattered into the sparse matrices of the program.
"""

import signal
import threading
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.assembly import Assembly
from cosmodrome.numerics.layout import PhasePlace, layout_of, parameter_scale, shape_rows
from cosmodrome.numerics.node_functions import NodeFunctions, end_functions, kept_functions
from cosmodrome.numerics.optimal_control import (
    Phase,
    PhaseValues,
    Problem,
    Solution,
    duration_scale,
    is_fixed,
    node_fractions,
)
from cosmodrome.numerics.radau import differentiation_matrix, legendre_matrix

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

# Measured on ascents: the adaptive barrier needs half of the iterations of the monotone one, and
# scaling by the gradient a third of those without.
IPOPT_OPTIONS: dict[str, Any] = {
    "print_level": 0,
    "sb": "yes",
    "linear_solver": "mumps",
    "mu_strategy": "adaptive",
    "tol": 1e-8,
    "constr_viol_tol": 1e-10,
    "max_iter": 150,
    "nlp_scaling_method": "gradient-based",
}


class Transcription:
    """A problem turned into a nonlinear program, ready to be solved from any guess.

    Parameters
    ----------
    problem : Problem
        On its meshes.
    options : mapping, optional
        IPOPT options over the measured defaults.
    before : Transcription, optional
        Of the same problem on other meshes or with other bounds: phases of one kind take over
        its node functions, which are most of the construction.
    """

    def __init__(
        self,
        problem: Problem,
        options: dict[str, Any] | None = None,
        before: "Transcription | None" = None,
    ) -> None:
        self.problem, self.options = problem, dict(options or {})
        self.layout = layout_of(problem)
        self._kinds: dict[Hashable, NodeFunctions] = dict(before._kinds) if before else {}
        self._ends = end_functions(problem)
        scale = np.array([c.scale for c in self._ends.conditions])
        lower, upper = self.layout.path_bounds()
        ends = [c.bounds for c in self._ends.conditions]
        self._constraint_lower = np.concatenate((lower, [b.lower for b in ends] / scale))
        self._constraint_upper = np.concatenate((upper, [b.upper for b in ends] / scale))
        self._lower, self._upper = self.layout.variable_bounds()
        self._solver = self._program(self.options)

    @property
    def size(self) -> tuple[int, int]:
        """Number of variables and of constraints [-]."""
        return self._lower.size, self._constraint_lower.size

    def _functions(self, phase: Phase) -> NodeFunctions:
        kind = (phase.name if phase.kind is None else phase.kind, is_fixed(phase.duration))
        if kind not in self._kinds:
            self._kinds[kind] = kept_functions(phase, parameter_scale(self.problem))
        return self._kinds[kind]

    def _program(self, options: dict[str, Any]) -> Any:
        """The solver, with derivatives assembled from those of the nodes and the ends."""
        variables, constraints = self.size
        x = ca.MX.sym("x", variables)
        weight, multipliers = ca.MX.sym("weight"), ca.MX.sym("multipliers", constraints)
        jacobian = Assembly(constraints, variables)
        hessian = Assembly(variables, variables)
        # IPOPT wants every diagonal entry to regularise.
        every = np.arange(variables)
        hessian.add(every, every, np.zeros(variables))
        values = [
            self._add_phase(place, x, multipliers, jacobian, hessian)
            for place in self.layout.places
        ]
        objective, gradient, conditions = self._add_ends(x, weight, multipliers, jacobian, hessian)
        rows, columns, stiffness = self._smoothing()
        if rows.size:
            upper = rows <= columns
            hessian.add(rows[upper], columns[upper], weight * ca.DM(stiffness[upper]))
            shape = (variables, variables)
            pull = ca.DM.triplet(rows.tolist(), columns.tolist(), stiffness, *shape) @ x
            objective, gradient = objective + 0.5 * ca.dot(x, pull), gradient + pull
        g = ca.vertcat(*values, conditions)
        parameters = ca.MX.sym("none", 0)
        derivatives = {
            "grad_f": ca.Function("nlp_grad_f", [x, parameters], [objective, gradient]),
            "jac_g": ca.Function("nlp_jac_g", [x, parameters], [g, jacobian.matrix()]),
            "hess_lag": ca.Function(
                "nlp_hess_l", [x, parameters, weight, multipliers], [hessian.matrix()]
            ),
        }
        settings: dict[str, Any] = {"print_time": False, "error_on_fail": False, **derivatives}
        # Otherwise casadi derives the Lagrangian once more, for multipliers of parameters.
        settings |= {"no_nlp_grad": True, "calc_lam_p": False}
        settings["ipopt"] = {**IPOPT_OPTIONS, **options}
        program: dict[str, Any] = {"x": x, "f": objective, "g": g}
        return ca.nlpsol("ascent", "ipopt", program, settings)

    def _add_phase(
        self, place: PhasePlace, x: Any, multipliers: Any, jacobian: Assembly, hessian: Assembly
    ) -> Any:
        """Add one phase to the matrices; give its defects and path values."""
        functions, inputs = self._functions(place.phase), self._node_inputs(place, x)
        q, slopes = functions.values.map(place.n)(*inputs)
        rows, columns, values = _polynomial_derivatives(place)
        jacobian.add(rows, columns, values)
        derivative = ca.DM.triplet(
            (rows - place.defect).tolist(),
            (columns - place.state).tolist(),
            values,
            place.nx * place.n,
            place.nx * (place.n + 1),
        )
        states = x[place.state : place.state + place.nx * (place.n + 1)]
        defects = derivative @ states + ca.vec(q[: place.nx, :])
        z, constraints = place.node_variables(self.layout.parameters), place.node_constraints()
        jacobian.add(
            constraints[:, functions.jacobian_rows].ravel(),
            z[:, functions.jacobian_columns].ravel(),
            ca.vec(slopes),
        )
        mine = ca.reshape(multipliers[constraints.ravel().tolist()], -1, place.n)
        curvature = functions.hessian.map(place.n)(*inputs, mine)
        hessian.add(
            z[:, functions.hessian_rows].ravel(),
            z[:, functions.hessian_columns].ravel(),
            ca.vec(curvature),
        )
        rows, columns, values = _shape_of_controls(place)
        jacobian.add(rows, columns, values)
        shape = ca.DM.triplet(
            (rows - place.shape).tolist(),
            (columns - place.control).tolist(),
            values,
            shape_rows(place.phase),
            place.nu * place.n,
        )
        controls = x[place.control : place.control + place.nu * place.n]
        return ca.vertcat(defects, ca.vec(q[place.nx :, :]), shape @ controls)

    def _node_inputs(self, place: PhasePlace, x: Any) -> list[Any]:
        phase, n = place.phase, place.n
        first = place.state + place.nx
        states = ca.reshape(x[first : first + place.nx * n], place.nx, n)
        controls = ca.reshape(x[place.control : place.control + place.nu * n], place.nu, n)
        free = place.duration >= 0
        w = x[place.duration] if free else ca.MX(1.0)
        span = duration_scale(phase) if free else phase.duration.lower
        fractions = ca.DM(node_fractions(phase)[1:]).T
        parameters = x[self.layout.variables - self.layout.parameters.size :]
        return [
            states,
            controls,
            ca.repmat(w, 1, n),
            ca.repmat(parameters, 1, n),
            fractions,
            ca.repmat(ca.DM(span), 1, n),
            ca.repmat(ca.DM(phase.data), 1, n),
        ]

    def _add_ends(
        self, x: Any, weight: Any, multipliers: Any, jacobian: Assembly, hessian: Assembly
    ) -> tuple[Any, Any, Any]:
        """Add the end conditions to the matrices; give objective, gradient and conditions."""
        ends, layout = self._ends, self.layout
        z = self._end_variables()
        mine = x[z.tolist()]
        objective, gradient, values, slopes = ends.values(mine)
        jacobian.add(layout.conditions + ends.jacobian_rows, z[ends.jacobian_columns], slopes)
        curvature = ends.hessian(mine, weight, multipliers[layout.conditions :])
        hessian.add(z[ends.hessian_rows], z[ends.hessian_columns], curvature)
        ones = np.ones(z.size)
        spread = ca.DM.triplet(z.tolist(), list(range(z.size)), ones, layout.variables, z.size)
        # IPOPT takes a gradient without gaps.
        return objective, ca.densify(spread @ gradient), values

    def _end_variables(self) -> Integers:
        """Variables the end functions speak of."""
        ends = [place.ends() for place in self.layout.places]
        return np.concatenate([*ends, self.layout.parameters])

    def _smoothing(self) -> tuple[Integers, Integers, Array]:
        """Second derivatives of the smoothing term, a quadratic form in the controls."""
        rows, columns, values = [], [], []
        for place in self.layout.places:
            if place.phase.smoothing == 0.0 or place.nu == 0:
                continue
            phase = place.phase
            free = place.duration >= 0
            span = duration_scale(phase) if free else phase.duration.lower
            step = span * np.diff(node_fractions(phase)[1:])
            weight = np.repeat(
                2.0 * phase.smoothing / self.problem.objective_scale / step, place.nu
            )
            before = place.control + np.arange(place.nu * (place.n - 1))
            after = before + place.nu
            rows += [before, after, before, after]
            columns += [before, after, after, before]
            values += [weight, weight, -weight, -weight]
        if not rows:
            none = np.empty(0, dtype=np.int64)
            return none, none, np.empty(0)
        # casadi keeps one of several entries at a place, so they are added up here.
        size = self.layout.variables
        places = np.concatenate(columns) * size + np.concatenate(rows)
        kept, index = np.unique(places, return_inverse=True)
        total = np.zeros(kept.size)
        np.add.at(total, index, np.concatenate(values))
        return kept % size, kept // size, total

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
        start = self.layout.pack(tuple(guess), parameters)
        with _interrupt_kept():
            result = self._solver(
                x0=np.clip(start, self._lower, self._upper),
                lbx=self._lower,
                ubx=self._upper,
                lbg=self._constraint_lower,
                ubg=self._constraint_upper,
            )
        stats = self._solver.stats()
        g = np.asarray(result["g"]).ravel()
        outside = np.maximum(self._constraint_lower - g, g - self._constraint_upper)
        x = np.asarray(result["x"]).ravel()
        arcs, found = self.layout.unpack(x)
        # The objective without the smoothing term.
        objective = float(self._ends.values(x[self._end_variables()])[0])
        conditions = self._ends.conditions
        multipliers = np.asarray(result["lam_g"]).ravel()
        tail = multipliers[self.layout.conditions :]
        scale = self.problem.objective_scale
        return Solution(
            converged=bool(stats["success"]),
            status=str(stats["return_status"]),
            objective=objective * scale,
            arcs=arcs,
            parameters=found,
            violation=float(max(outside.max(initial=0.0), 0.0)),
            iterations=int(stats.get("iter_count", 0)),
            multipliers={
                # The solver's Lagrangian adds what a relaxed condition would take away.
                c.name: float(-value * scale / c.scale)
                for c, value in zip(conditions, tail, strict=True)
            },
            phase_multipliers=tuple(
                place.multipliers(multipliers, np.asarray(result["lam_x"]).ravel(), scale)
                for place in self.layout.places
            ),
        )


@contextmanager
def _interrupt_kept() -> Iterator[None]:
    """Raise a Ctrl-C that comes while the solver runs once it is back.

    The solver itself would swallow it and report a failure like any other.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: kept.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if kept:
        raise KeyboardInterrupt


def _polynomial_derivatives(place: PhasePlace) -> tuple[Integers, Integers, Array]:
    """Entries of the derivative over phase time 0 to 1: constraint, variable, value."""
    phase = place.phase
    degree, nx = phase.degree, place.nx
    local = differentiation_matrix(degree)
    s, k, j, i = np.meshgrid(
        np.arange(len(phase.fractions)),
        np.arange(degree),
        np.arange(degree + 1),
        np.arange(nx),
        indexing="ij",
    )
    rows = place.defect + (s * degree + k) * nx + i
    columns = place.state + (s * degree + j) * nx + i
    values = local[k, j] * 2.0 / np.asarray(phase.fractions)[s]
    return rows.ravel(), columns.ravel(), values.ravel()


def _shape_of_controls(place: PhasePlace) -> tuple[Integers, Integers, Array]:
    """Entries of the rows that hold controls to their degrees: constraint, variable, value.

    A row is a Legendre coefficient above the degree, as a sum over the points of a segment.
    """
    phase, rows, columns, values = place.phase, [], [], []
    points = np.arange(phase.degree)
    row = place.shape
    for i, degree in enumerate(phase.control_degree):
        if degree is None:
            continue
        above = legendre_matrix(phase.degree)[degree + 1 :]
        for s in range(len(phase.fractions)):
            for coefficients in above:
                rows.append(np.full(phase.degree, row))
                columns.append(place.control + (s * phase.degree + points) * place.nu + i)
                values.append(coefficients)
                row += 1
    if not rows:
        none = np.empty(0, dtype=np.int64)
        return none, none, np.empty(0)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
