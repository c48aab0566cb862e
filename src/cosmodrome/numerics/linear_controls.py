"""Controls in which a problem is linear: at a bound or on a singular arc, never anything else.

Where the Hamiltonian is linear in a bounded control its minimum lies on a bound, or nowhere in
particular: then the points of a collocation do not hold the control, and it chatters.
"""

from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.optimal_control import Phase, PhaseMultipliers, PhaseValues, node_fractions
from cosmodrome.numerics.radau import radau_weights

Array = NDArray[np.float64]


def linear_controls(phase: Phase, parameters: int) -> tuple[int, ...]:
    """Places of the bounded controls that enter the dynamics linearly and no path limit.

    Parameters
    ----------
    phase : Phase
        A stretch of time.
    parameters : int
        Of the problem [-].

    Returns
    -------
    tuple of int
        [-].
    """
    rates, path, _, u = _symbols(phase, parameters)
    found = []
    for i, bounds in enumerate(phase.control_bounds):
        slope = ca.jacobian(rates, u[i])
        bounded = np.isfinite(bounds.lower) and np.isfinite(bounds.upper)
        linear = slope.nnz() > 0 and not ca.depends_on(slope, u[i])
        if bounded and bounds.lower < bounds.upper and linear and not ca.depends_on(path, u[i]):
            found.append(i)
    return tuple(found)


def depends_on_time(phase: Phase, parameters: int) -> bool:
    """Whether dynamics or path limits of a phase ask how long it has lasted.

    Parameters
    ----------
    phase : Phase
        A stretch of time.
    parameters : int
        Of the problem [-].
    """
    rates, path, t, _ = _symbols(phase, parameters)
    return bool(ca.depends_on(ca.vertcat(rates, path), t))


def idle_controls(phase: Phase, parameters: int, held: dict[int, float]) -> list[int]:
    """Controls that do nothing while others are held.

    Neither the dynamics depend on them, nor a path limit that depends on anything else.

    Parameters
    ----------
    phase : Phase
        A stretch of time.
    parameters : int
        Of the problem [-].
    held : mapping
        Controls by place, and the values they are held at [unit of the control].

    Returns
    -------
    list of int
        [-].
    """
    rates, path, _, u = _symbols(phase, parameters)
    for i, value in held.items():
        rates, path = ca.substitute(rates, u[i], value), ca.substitute(path, u[i], value)
    rates = ca.simplify(rates)
    idle = [
        i
        for i in range(len(phase.control_bounds))
        if i not in held and not ca.depends_on(rates, u[i])
    ]
    # One that shares a limit with something that acts must stay.
    shared = [
        value
        for value in ca.vertsplit(path)
        if not {str(s) for s in ca.symvar(value)} <= {str(u[i]) for i in idle}
    ]
    return [i for i in idle if not any(ca.depends_on(value, u[i]) for value in shared)]


def live_limits(phase: Phase, parameters: int, idle: list[int]) -> list[int]:
    """Places of the path limits that speak of more than idle controls.

    Parameters
    ----------
    phase : Phase
        A stretch of time.
    parameters : int
        Of the problem [-].
    idle : list of int
        Its controls that do nothing [-].

    Returns
    -------
    list of int
        [-].
    """
    if not idle:
        return list(range(len(phase.path)))
    _, path, _, u = _symbols(phase, parameters)
    names = {str(u[i]) for i in idle}
    return [
        j
        for j, value in enumerate(ca.vertsplit(path))
        if not {str(s) for s in ca.symvar(value)} <= names
    ]


def _symbols(phase: Phase, parameters: int) -> tuple[Any, Any, Any, Any]:
    """Rates and path values, with the time and the controls they speak of."""
    t = ca.SX.sym("t")
    x = ca.SX.sym("x", len(phase.state_scale))
    u = ca.SX.sym("u", len(phase.control_bounds))
    p, d = ca.SX.sym("p", parameters), ca.SX.sym("d", len(phase.data))
    arguments: list[Any] = [t, *[list(ca.vertsplit(v)) if v.numel() else [] for v in (x, u, p, d)]]
    rates = ca.SX(ca.vertcat(*phase.dynamics(*arguments)))
    path = ca.SX(ca.vertcat(*[limit.value(*arguments) for limit in phase.path]))
    return rates, path, t, u


def costates(phase: Phase, multipliers: PhaseMultipliers) -> Array:
    """Price of the states along a phase: d objective / d state at the collocation points.

    Parameters
    ----------
    phase : Phase
        With the mesh of the solution.
    multipliers : PhaseMultipliers
        Of the solution.

    Returns
    -------
    array, shape (nx, n)
        [unit of the objective over unit of the state].
    """
    # A jump of the state is a rate that acts for no time: at a point, one over its weight.
    weights = np.outer(phase.fractions, 0.5 * radau_weights(phase.degree)).ravel()
    return np.asarray(multipliers.displacement / weights)


def switching_function(
    phase: Phase,
    arc: PhaseValues,
    multipliers: PhaseMultipliers,
    parameters: Array,
    ends: tuple[Array, Array],
    *,
    since: float = 0.0,
) -> tuple[Array, Array]:
    """Change of the Hamiltonian as a control goes from one value to another.

    Parameters
    ----------
    phase : Phase
        With the mesh of the solution.
    arc : PhaseValues
        The solution.
    multipliers : PhaseMultipliers
        Of the solution.
    parameters : array, shape (np,)
        In the unit of each parameter.
    ends : (array, array), each of shape (nu, n)
        Controls at the collocation points with the control in question at its lower and at its
        upper bound [unit of the controls].
    since : float
        Time at the start of the arc, as the dynamics count it [s].

    Returns
    -------
    change : array, shape (n,)
        Negative where the upper bound is the better [unit of the objective per s].
    size : array, shape (n,)
        Sum of the sizes of its terms, against which it is zero or not [unit of the objective
        per s].
    """
    n = arc.state.shape[1] - 1
    t = since + arc.duration * node_fractions(phase)[1:]
    states, p, d = list(arc.state[:, 1:]), [float(v) for v in parameters], list(phase.data)
    rates = [
        np.array([np.broadcast_to(f, n) for f in phase.dynamics(t, states, list(u), p, d)])
        for u in ends
    ]
    terms = costates(phase, multipliers) * (rates[1] - rates[0])
    return terms.sum(axis=0), np.abs(terms).sum(axis=0)
