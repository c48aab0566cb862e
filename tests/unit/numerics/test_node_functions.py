"""Derivatives of the node and end functions against central differences of their values."""

from dataclasses import replace

import casadi as ca
import numpy as np
import pytest

from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.layout import parameter_scale
from cosmodrome.numerics.node_functions import NodeFunctions, end_functions, node_functions
from cosmodrome.numerics.optimal_control import Bounds, Parameter, Problem, duration_scale, is_fixed
from cosmodrome.numerics.tables import monotone_cubic
from cosmodrome.study.validation.problems import (
    delta_iii,
    falcon_9_gto,
    goddard,
    goddard_normalised,
    lunar_ascent,
)

STEP = 1e-5
# The density falls by e in 1e-3 of the scale: (1e-5 / 1e-3)**4 / 30, beside rounding over the step.
RELATIVE = 1e-7


def with_parameter() -> Problem:
    """A control times a parameter and the time: every input of a node in one function."""
    problem = goddard.build()
    phase = replace(
        problem.phases[0],
        dynamics=lambda t, x, u, p, d: goddard.motion(x, u[0] * p[0] * (1.0 + d[0] * np.sin(t))),
        data=(0.3,),
    )
    return replace(
        problem,
        phases=(phase,),
        parameters=(Parameter(name="efficiency", bounds=Bounds(), scale=2.0),),
    )


PROBLEMS = {
    "Delta III": delta_iii.build(2, 3),
    "Falcon 9": falcon_9_gto.build(
        (2, 2, 2, 2), 3, q_max=falcon_9_gto.Q_MAX, q_alpha_max=falcon_9_gto.Q_ALPHA_MAX
    ),
    "lunar": lunar_ascent.build(2, 3),
    "Goddard": goddard.build(segments=2),
    "Goddard normalised": goddard_normalised.build(2),
    "Goddard with a parameter": with_parameter(),
}
PHASES = [
    pytest.param(problem, k, id=f"{name}, {phase.name}")
    for name, problem in PROBLEMS.items()
    for k, phase in enumerate(problem.phases)
]


class Node:
    """The functions of one phase as functions of z = (x, u, w when it is free, p)."""

    def __init__(self, problem: Problem, k: int) -> None:
        self.phase = problem.phases[k]
        scale = parameter_scale(problem)
        self.functions: NodeFunctions = node_functions(self.phase, scale)
        self.free = not is_fixed(self.phase.duration)
        self.sizes = (len(self.phase.state_scale), len(self.phase.control_bounds), scale.size)
        self.span = duration_scale(self.phase) if self.free else self.phase.duration.lower

    def point(self, rng: np.random.Generator) -> np.ndarray:
        """Somewhere a rocket could be: outside the Earth where the states say so."""
        nx, nu, count = self.sizes
        x = rng.uniform(0.2, 0.8, nx)
        if nx == 7:
            x[:3] = 1.003 * (x[:3] / np.linalg.norm(x[:3]))
        if self.phase.state_scale[0] == 1.0:
            x[0] = 1.0 + 0.01 * x[0]
        w = [rng.uniform(0.1, 0.9)] if self.free else []
        return np.concatenate([x, rng.uniform(-0.7, 0.7, nu), w, rng.uniform(0.5, 1.5, count)])

    def inputs(self, z: np.ndarray) -> list:
        nx, nu, _ = self.sizes
        w, after = (z[nx + nu], nx + nu + 1) if self.free else (1.0, nx + nu)
        return [z[:nx], z[nx : nx + nu], w, z[after:], 0.37, self.span, list(self.phase.data)]

    def values(self, z: np.ndarray) -> np.ndarray:
        return np.array(self.functions.values(*self.inputs(z))[0]).ravel()

    def jacobian(self, z: np.ndarray) -> np.ndarray:
        f = self.functions
        entries = np.array(f.values(*self.inputs(z))[1]).ravel()
        dense = np.zeros((self.values(z).size, z.size))
        dense[f.jacobian_rows, f.jacobian_columns] = entries
        return dense

    def hessian(self, z: np.ndarray, multipliers: np.ndarray) -> np.ndarray:
        f = self.functions
        dense = np.zeros((z.size, z.size))
        dense[f.hessian_rows, f.hessian_columns] = np.array(
            f.hessian(*self.inputs(z), multipliers)
        ).ravel()
        return dense + np.triu(dense, 1).T


def differences(function, z: np.ndarray) -> np.ndarray:
    """Central differences over five points along every variable, as the last axis."""

    def along(h):
        near, far = function(z + h) - function(z - h), function(z + 2 * h) - function(z - 2 * h)
        return (8.0 * near - far) / (12.0 * STEP)

    return np.stack([along(h) for h in STEP * np.eye(z.size)], axis=-1)


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found, expected, atol=RELATIVE * (1.0 + np.max(np.abs(expected))))


@pytest.mark.parametrize(("problem", "k"), PHASES)
@pytest.mark.parametrize("seed", range(3))
def test_the_jacobian_of_a_node_is_that_of_its_values(problem, k, seed):
    node = Node(problem, k)
    z = node.point(np.random.default_rng(seed))
    assert np.all(np.isfinite(node.values(z)))
    assert_close(node.jacobian(z), differences(node.values, z))


@pytest.mark.parametrize(("problem", "k"), PHASES)
@pytest.mark.parametrize("seed", range(3))
def test_the_hessian_of_a_node_is_that_of_its_weighted_values(problem, k, seed):
    node, rng = Node(problem, k), np.random.default_rng(seed)
    z = node.point(rng)
    multipliers = rng.normal(size=node.values(z).size)
    assert_close(
        node.hessian(z, multipliers), differences(lambda y: node.jacobian(y).T @ multipliers, z)
    )


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_derivatives_of_the_ends_are_those_of_their_values(name):
    problem = PROBLEMS[name]
    ends, rng = end_functions(problem), np.random.default_rng(7)
    free = [not is_fixed(phase.duration) for phase in problem.phases]
    parts = [
        rng.uniform(0.3, 1.1, 2 * len(phase.state_scale) + extra)
        for phase, extra in zip(problem.phases, free, strict=True)
    ]
    z = np.concatenate([*parts, rng.uniform(0.5, 1.5, len(problem.parameters))])
    objective, gradient, values, entries = (np.array(v).ravel() for v in ends.values(z))
    jacobian = np.zeros((values.size, z.size))
    jacobian[ends.jacobian_rows, ends.jacobian_columns] = entries
    assert_close(gradient, differences(lambda y: float(ends.values(y)[0]), z))
    assert_close(jacobian, differences(lambda y: np.array(ends.values(y)[2]).ravel(), z))
    multipliers = rng.normal(size=values.size)
    hessian = np.zeros((z.size, z.size))
    hessian[ends.hessian_rows, ends.hessian_columns] = np.array(
        ends.hessian(z, 0.7, multipliers)
    ).ravel()

    def slope(y):
        _, first, _, nonzeros = (np.array(v).ravel() for v in ends.values(y))
        rows = np.zeros((values.size, z.size))
        rows[ends.jacobian_rows, ends.jacobian_columns] = nonzeros
        return 0.7 * first + rows.T @ multipliers

    assert_close(hessian + np.triu(hessian, 1).T, differences(slope, z))
    assert objective.size == 1


@pytest.mark.parametrize(("problem", "k"), PHASES)
def test_the_jacobian_agrees_with_a_complex_step(problem, k):
    """Exact to rounding: the dynamics themselves, at complex states and controls."""
    phase, node = problem.phases[k], Node(problem, k)
    nx, nu, _ = node.sizes
    z = node.point(np.random.default_rng(11))
    scale, found = np.array(phase.state_scale), node.jacobian(z)[:nx, : nx + nu]
    h = 1e-30
    for i in range(nx + nu):
        y = z.astype(complex)
        y[i] += 1j * h
        w = z[nx + nu] if node.free else 1.0
        p = list(y[nx + nu + node.free :] * parameter_scale(problem))
        t = 0.37 * w * node.span
        rates = phase.dynamics(t, list(y[:nx] * scale), list(y[nx : nx + nu]), p, list(phase.data))
        expected = -w * node.span * np.imag(np.array(rates, dtype=complex)) / scale / h
        np.testing.assert_allclose(found[:, i], expected, rtol=1e-11, atol=1e-13)


def test_a_table_in_the_dynamics_has_the_derivative_of_its_cubic():
    table = monotone_cubic([0.0, 1.0, 2.5, 4.0], [0.2, 0.5, 0.4, 0.1])
    x = ca.SX.sym("x")
    slope = ca.Function("slope", [x], [ca.jacobian(lookup(table, x), x)])
    for place in (0.3, 1.7, 3.9):
        expected = (lookup(table, place + 1e-6) - lookup(table, place - 1e-6)) / 2e-6
        assert float(slope(place)) == pytest.approx(expected, rel=1e-8)
