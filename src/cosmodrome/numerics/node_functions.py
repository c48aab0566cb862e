"""What a transcription evaluates, with first and second derivatives, as casadi functions.

A node function holds one collocation point of a phase, an end function all phase ends. Their
Jacobians and Hessians are written out symbol by symbol: against derivatives taken direction by
direction this halves the time of an iteration, since most of a right-hand side is tables.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.optimal_control import (
    Condition,
    End,
    Phase,
    Problem,
    duration_scale,
    is_fixed,
)

ca.GlobalOptions.setNumpyMode(1)

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFunctions:
    """One collocation point of a kind of phase, in scaled variables.

    The variables are z = (x, u, w, p): state, control, duration over its scale when it is free,
    and parameters where they matter. The values are q = (-T f / scale, path).

    Attributes
    ----------
    values : casadi.Function
        ``(x, u, w, p, tau, span, d) -> (q, nonzeros of dq/dz)``.
    hessian : casadi.Function
        ``(x, u, w, p, tau, span, d, multipliers of q) -> nonzeros``, upper triangle.
    jacobian_rows, jacobian_columns, hessian_rows, hessian_columns : array of int
        Places of the nonzeros in q and z [-].
    """

    values: Any
    hessian: Any
    jacobian_rows: Integers
    jacobian_columns: Integers
    hessian_rows: Integers
    hessian_columns: Integers


def node_functions(phase: Phase, parameter_scale: Array) -> NodeFunctions:
    """Functions of one collocation point of a phase.

    Parameters
    ----------
    phase : Phase
        Any of its kind.
    parameter_scale : array, shape (np,)
        In the unit of each parameter.

    Returns
    -------
    NodeFunctions
    """
    scale = ca.DM(phase.state_scale)
    x = ca.SX.sym("x", len(phase.state_scale))
    u = ca.SX.sym("u", len(phase.control_bounds))
    w, tau, span = ca.SX.sym("w"), ca.SX.sym("tau"), ca.SX.sym("span")
    p = ca.SX.sym("p", parameter_scale.size)
    d = ca.SX.sym("d", len(phase.data))
    duration = w * span
    vectors = (x * scale, u, p * ca.DM(parameter_scale), d)
    arguments: list[Any] = [tau * duration, *[_split(v) for v in vectors]]
    rates = ca.vertcat(*phase.dynamics(*arguments))
    path = ca.vertcat(*[limit.value(*arguments) / limit.scale for limit in phase.path])
    # Before the derivatives, which then share what it shares: half of the instructions and of the
    # time of doing so after.
    q = ca.cse(ca.vertcat(-duration * rates / scale, ca.SX(path)))
    z = ca.vertcat(x, u, ca.SX(0, 1) if is_fixed(phase.duration) else w, p)
    inputs = [x, u, w, p, tau, span, d]
    jacobian = ca.jacobian(q, z)
    multipliers = ca.SX.sym("multipliers", q.numel())
    hessian = ca.triu(ca.hessian(ca.dot(multipliers, q), z)[0])
    return NodeFunctions(
        values=ca.Function("node", inputs, [q, _nonzeros(jacobian)]),
        hessian=ca.Function("curvature", [*inputs, multipliers], [_nonzeros(hessian)]),
        jacobian_rows=_rows(jacobian),
        jacobian_columns=_columns(jacobian),
        hessian_rows=_rows(hessian),
        hessian_columns=_columns(hessian),
    )


# Functions of this many contents are kept; an ascent has about ten.
_MOST_KEPT = 100
_KEPT: dict[Hashable, NodeFunctions] = {}


def kept_functions(phase: Phase, parameter_scale: Array) -> NodeFunctions:
    """Functions of one collocation point, taken over from an earlier phase of the same content.

    Parameters
    ----------
    phase : Phase
        Any of its kind.
    parameter_scale : array, shape (np,)
        In the unit of each parameter.

    Returns
    -------
    NodeFunctions
    """
    if phase.content is None:
        return node_functions(phase, parameter_scale)
    scales = (phase.state_scale, tuple(limit.scale for limit in phase.path))
    sizes = (len(phase.control_bounds), len(phase.data), is_fixed(phase.duration))
    key = (phase.content, scales, sizes, tuple(parameter_scale.tolist()))
    found = _KEPT.pop(key, None) or node_functions(phase, parameter_scale)
    # The latest stand last, the first go first.
    _KEPT[key] = found
    while len(_KEPT) > _MOST_KEPT:
        del _KEPT[next(iter(_KEPT))]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class EndFunctions:
    """Objective and end conditions of a problem, in scaled variables.

    The variables are, phase by phase, the first state, the last state and the duration when it is
    free; then the parameters.

    Attributes
    ----------
    conditions : tuple of Condition
        With their symbols.
    values : casadi.Function
        ``z -> (objective, its gradient, conditions, nonzeros of their Jacobian)``.
    hessian : casadi.Function
        ``(z, multiplier of the objective, of the conditions) -> nonzeros``, upper triangle.
    jacobian_rows, jacobian_columns, hessian_rows, hessian_columns : array of int
        Places of the nonzeros [-].
    """

    conditions: tuple[Condition, ...]
    values: Any
    hessian: Any
    jacobian_rows: Integers
    jacobian_columns: Integers
    hessian_rows: Integers
    hessian_columns: Integers


def end_functions(problem: Problem) -> EndFunctions:
    """Functions of the ends of all phases.

    Parameters
    ----------
    problem : Problem
        Phases, parameters, conditions and objective.

    Returns
    -------
    EndFunctions
    """
    variables: list[Any] = []
    ends = []
    for phase in problem.phases:
        scale = ca.DM(phase.state_scale)
        first, last = (ca.SX.sym(name, len(phase.state_scale)) for name in ("first", "last"))
        variables += [first, last]
        duration: Any = phase.duration.lower
        if not is_fixed(phase.duration):
            w = ca.SX.sym("w")
            variables.append(w)
            duration = w * duration_scale(phase)
        ends.append(End(first=_split(first * scale), last=_split(last * scale), duration=duration))
    p = ca.SX.sym("p", len(problem.parameters))
    z = ca.vertcat(*variables, p)
    physical = _split(p * ca.DM([q.scale for q in problem.parameters]))
    conditions = tuple(problem.conditions(ends, physical))
    values = ca.SX(ca.vertcat(*[c.value / c.scale for c in conditions]))
    objective = ca.SX(problem.objective(ends, physical) / problem.objective_scale)
    objective, values = ca.cse([objective, values])
    jacobian = ca.jacobian(values, z)
    weight = ca.SX.sym("weight")
    multipliers = ca.SX.sym("multipliers", values.numel())
    lagrangian = weight * objective + ca.dot(multipliers, values)
    hessian = ca.triu(ca.hessian(lagrangian, z)[0])
    outputs = [objective, ca.densify(ca.gradient(objective, z)), values, _nonzeros(jacobian)]
    return EndFunctions(
        conditions=conditions,
        values=ca.Function("ends", [z], outputs),
        hessian=ca.Function("ends_curvature", [z, weight, multipliers], [_nonzeros(hessian)]),
        jacobian_rows=_rows(jacobian),
        jacobian_columns=_columns(jacobian),
        hessian_rows=_rows(hessian),
        hessian_columns=_columns(hessian),
    )


def _split(vector: Any) -> list[Any]:
    return list(ca.vertsplit(vector)) if vector.numel() else []


def _nonzeros(matrix: Any) -> Any:
    return ca.SX(ca.vertcat(*matrix.nonzeros())) if matrix.nnz() else ca.SX(0, 1)


def _rows(matrix: Any) -> Integers:
    return np.array(matrix.sparsity().row(), dtype=np.int64)


def _columns(matrix: Any) -> Integers:
    return np.array(matrix.sparsity().get_col(), dtype=np.int64)
