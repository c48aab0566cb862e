"""IPOPT for OpenMDAO by cyipopt: what its own driver needs (pyoptsparse) comes in no wheel.

First derivatives with the sparsity and the colouring of OpenMDAO, second ones by limited memory:
OpenMDAO has none to give.
"""

from collections.abc import Iterable
from typing import Any

import cyipopt
import numpy as np
from openmdao.core.driver import Driver

INFINITE = 1e19


class IpoptDriver(Driver):  # type: ignore[misc]
    """Interior-point optimiser over the design variables of a problem."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for ability in (
            "optimization",
            "equality_constraints",
            "inequality_constraints",
            "two_sided_constraints",
            "simultaneous_derivatives",
        ):
            self.supports[ability] = True
        self.settings: dict[str, Any] = {}

    def _get_name(self) -> str:
        return "IPOPT"

    def run(self) -> bool:
        """Optimise; true when it failed."""
        self.result.reset()
        self._run_solve_nonlinear()
        coloring = self._problem().get_total_coloring(self._coloring_info, run_model=False)
        self._totals: Any = None
        self._places = _Places(coloring.get_subjac_sparsity(), self._cons, self._designvars)
        lower, upper = _bounds(self, "design_var", self._designvars)
        least, most = _bounds(self, "constraint", self._cons)
        self._at = np.full(lower.size, np.nan)
        problem = cyipopt.Problem(
            n=lower.size, m=least.size, problem_obj=self, lb=lower, ub=upper, cl=least, cu=most
        )
        settings = {"hessian_approximation": "limited-memory", "print_level": 0, "sb": "yes"}
        for name, value in {**settings, **self.settings}.items():
            problem.add_option(name, value)
        x, self.info = problem.solve(_joined(self.get_design_var_values().values()))
        self._move(x)
        self.fail = self.info["status"] not in (0, 1)
        return self.fail

    def _move(self, x: np.ndarray) -> None:
        """Run the model where it has not just run."""
        if np.array_equal(x, self._at):
            return
        self._at = np.array(x)
        self._vectors["design_var"].set_data(self._at, driver_scaling=True)
        self._set_design_vars(list(self._designvars), driver_scaling=True)
        self._run_solve_nonlinear()
        self._totals = None

    def _derivatives(self, x: np.ndarray) -> Any:
        self._move(x)
        if self._totals is None:
            of = [*self._objs, *self._cons]
            self._totals = self._compute_totals(of=of, wrt=list(self._designvars))
        return self._totals

    def objective(self, x: np.ndarray) -> float:
        """Value that is minimised."""
        self._move(x)
        return float(_joined(self.get_objective_values().values())[0])

    def gradient(self, x: np.ndarray) -> np.ndarray:
        """Of the objective."""
        totals, (name,) = self._derivatives(x), list(self._objs)
        return _joined([totals[name, variable] for variable in self._designvars])

    def constraints(self, x: np.ndarray) -> np.ndarray:
        """Values of all constraints."""
        self._move(x)
        return _joined(self.get_constraint_values().values())

    def jacobianstructure(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the nonzeros."""
        return self._places.rows, self._places.columns

    def jacobian(self, x: np.ndarray) -> np.ndarray:
        """The nonzeros."""
        return self._places.values(self._derivatives(x))


class _Places:
    """Where the Jacobian of the constraints has entries, block by block."""

    def __init__(self, sparsity: Any, constraints: Any, variables: Any) -> None:
        self._blocks: list[tuple[tuple[str, str], Any, Any]] = []
        rows, columns, row = [], [], 0
        for constraint, meta in constraints.items():
            column = 0
            for variable, other in variables.items():
                i, j, _ = sparsity[constraint][variable]
                self._blocks.append(((constraint, variable), i, j))
                rows.append(row + np.asarray(i))
                columns.append(column + np.asarray(j))
                column += other["size"]
            row += meta["size"]
        self.rows, self.columns = np.concatenate(rows), np.concatenate(columns)

    def values(self, totals: Any) -> np.ndarray:
        return np.concatenate([totals[block][i, j] for block, i, j in self._blocks])


def _bounds(driver: IpoptDriver, kind: str, names: Any) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper, with something finite for none."""
    bounds, lower, upper = driver._autoscaler.get_bounds_scaling(kind), [], []
    for name, meta in names.items():
        own = bounds[name]
        equal = getattr(own, "equals", None)
        for side, target, none in (
            (own.lower, lower, -INFINITE),
            (own.upper, upper, INFINITE),
        ):
            value = side if equal is None else equal
            target.append(np.broadcast_to(none if value is None else value, meta["size"]))
    return _joined(lower), _joined(upper)


def _joined(parts: Iterable[Any]) -> np.ndarray:
    return np.concatenate([np.ravel(part) for part in parts]).astype(float)
