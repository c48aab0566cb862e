"""Where each number of a problem stands in the nonlinear program."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.optimal_control import (
    Bounds,
    Phase,
    PhaseMultipliers,
    PhaseValues,
    Problem,
    duration_scale,
    is_fixed,
)

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePlace:
    """Places of one phase among variables and constraints.

    Attributes
    ----------
    phase : Phase
        The phase.
    n : int
        Its collocation points [-].
    state, control : int
        First variable of the states (node by node) and of the controls [-].
    duration : int
        Variable of the duration; -1 when it is fixed [-].
    defect, path, shape : int
        First constraint of the defects, of the path limits and of the shape of the controls [-].
    """

    phase: Phase
    n: int
    state: int
    control: int
    duration: int
    defect: int
    path: int
    shape: int

    @property
    def nx(self) -> int:
        """Number of states [-]."""
        return len(self.phase.state_scale)

    @property
    def nu(self) -> int:
        """Number of controls [-]."""
        return len(self.phase.control_bounds)

    def ends(self) -> Integers:
        """Variables of the first state, the last state and a free duration."""
        first = self.state + np.arange(self.nx)
        free = [] if self.duration < 0 else [self.duration]
        return np.concatenate((first, first + self.nx * self.n, np.array(free, dtype=np.int64)))

    def node_variables(self, parameters: Integers) -> Integers:
        """Variables z of every collocation point; shape (n, nz).

        Parameters
        ----------
        parameters : array of int
            Variables of the parameters [-].
        """
        k = np.arange(self.n)[:, None]
        state = self.state + self.nx * (k + 1) + np.arange(self.nx)
        control = self.control + self.nu * k + np.arange(self.nu)
        shared = parameters if self.duration < 0 else np.append(self.duration, parameters)
        return np.hstack([state, control, np.tile(shared, (self.n, 1))]).astype(np.int64)

    def node_constraints(self) -> Integers:
        """Constraints q of every collocation point; shape (n, nq)."""
        k = np.arange(self.n)[:, None]
        count = len(self.phase.path)
        defect = self.defect + self.nx * k + np.arange(self.nx)
        path = self.path + count * k + np.arange(count)
        return np.hstack([defect, path]).astype(np.int64)

    def multipliers(self, constraints: Array, variables: Array, scale: float) -> PhaseMultipliers:
        """Multipliers of this phase in the units of the problem.

        Parameters
        ----------
        constraints, variables : array
            Multipliers of the program, of all constraints and of all bounds [-].
        scale : float
            Of the objective [unit of the objective].
        """
        phase, count = self.phase, len(self.phase.path)
        state_scale = np.array(phase.state_scale)[:, None]
        path_scale = np.array([limit.scale for limit in phase.path]).reshape(-1, 1)
        defect = constraints[self.defect : self.defect + self.nx * self.n]
        path = constraints[self.path : self.path + count * self.n]
        # The solver's Lagrangian adds what a relaxed constraint would take away.
        bound = 0.0
        if self.duration >= 0:
            bound = -float(variables[self.duration]) * scale / duration_scale(phase)
        return PhaseMultipliers(
            displacement=-defect.reshape(self.nx, self.n, order="F") * scale / state_scale,
            path=-path.reshape(count, self.n, order="F") * scale / path_scale,
            duration=bound,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Places of a whole problem.

    Attributes
    ----------
    problem : Problem
        The problem.
    places : tuple of PhasePlace
        One a phase.
    parameters : array of int
        Variables of the parameters [-].
    variables : int
        Number of variables [-].
    conditions : int
        First constraint of the end conditions [-].
    """

    problem: Problem
    places: tuple[PhasePlace, ...]
    parameters: Integers
    variables: int
    conditions: int

    def pack(self, guess: tuple[PhaseValues, ...], parameters: ArrayLike) -> Array:
        """Values as the scaled variables of the program.

        Parameters
        ----------
        guess : tuple of PhaseValues
            One a phase.
        parameters : array_like
            Each in its unit.

        Returns
        -------
        array, shape (variables,)
            [-].
        """
        x = np.empty(self.variables)
        for place, values in zip(self.places, guess, strict=True):
            scaled = values.state / np.array(place.phase.state_scale)[:, None]
            x[place.state : place.state + scaled.size] = scaled.ravel(order="F")
            x[place.control : place.control + values.control.size] = values.control.ravel("F")
            if place.duration >= 0:
                x[place.duration] = values.duration / duration_scale(place.phase)
        x[self.parameters] = np.asarray(parameters, dtype=float) / parameter_scale(self.problem)
        return x

    def unpack(self, x: Array) -> tuple[tuple[PhaseValues, ...], Array]:
        """Phase values and parameters, in their units, of the scaled variables.

        Parameters
        ----------
        x : array, shape (variables,)
            [-].
        """
        found = []
        for place in self.places:
            state = x[place.state : place.state + place.nx * (place.n + 1)]
            control = x[place.control : place.control + place.nu * place.n]
            duration = place.phase.duration.lower
            if place.duration >= 0:
                duration = float(x[place.duration] * duration_scale(place.phase))
            scale = np.array(place.phase.state_scale)[:, None]
            found.append(
                PhaseValues(
                    duration=duration,
                    state=state.reshape(place.nx, place.n + 1, order="F") * scale,
                    control=control.reshape(place.nu, place.n, order="F"),
                )
            )
        return tuple(found), x[self.parameters] * parameter_scale(self.problem)

    def variable_bounds(self) -> tuple[Array, Array]:
        """Lower and upper bounds of the scaled variables."""
        lower, upper = np.full(self.variables, -np.inf), np.full(self.variables, np.inf)
        for place in self.places:
            phase = place.phase
            bounds = phase.state_bounds or (Bounds(),) * place.nx
            states = slice(place.state, place.state + place.nx * (place.n + 1))
            controls = slice(place.control, place.control + place.nu * place.n)
            scale = np.array(phase.state_scale)
            lower[states], upper[states] = _repeated(bounds, scale, place.n + 1)
            ones = np.ones(place.nu)
            lower[controls], upper[controls] = _repeated(phase.control_bounds, ones, place.n)
            if place.duration >= 0:
                span = duration_scale(phase)
                lower[place.duration] = phase.duration.lower / span
                upper[place.duration] = phase.duration.upper / span
        bounds = tuple(q.bounds for q in self.problem.parameters)
        scale = parameter_scale(self.problem)
        lower[self.parameters], upper[self.parameters] = _repeated(bounds, scale, 1)
        return lower, upper

    def path_bounds(self) -> tuple[Array, Array]:
        """Lower and upper bounds of defects and path limits, in the order of the constraints."""
        lower, upper = np.zeros(self.conditions), np.zeros(self.conditions)
        for place in self.places:
            limits = place.phase.path
            scale = np.array([limit.scale for limit in limits])
            rows = slice(place.path, place.path + len(limits) * place.n)
            bounds = tuple(limit.bounds for limit in limits)
            lower[rows], upper[rows] = _repeated(bounds, scale, place.n)
        return lower, upper


def layout_of(problem: Problem) -> Layout:
    """Lay out a problem: phase by phase states, controls, duration; then the parameters.

    Parameters
    ----------
    problem : Problem
        On its meshes.
    """
    places = []
    variable = constraint = 0
    for phase in problem.phases:
        nx, nu, n = (
            len(phase.state_scale),
            len(phase.control_bounds),
            len(phase.fractions) * phase.degree,
        )
        control = variable + nx * (n + 1)
        after = control + nu * n
        free = not is_fixed(phase.duration)
        path = constraint + nx * n
        shape = path + len(phase.path) * n
        places.append(
            PhasePlace(
                phase=phase,
                n=n,
                state=variable,
                control=control,
                duration=after if free else -1,
                defect=constraint,
                path=path,
                shape=shape,
            )
        )
        variable, constraint = after + free, shape + shape_rows(phase)
    count = len(problem.parameters)
    return Layout(
        problem=problem,
        places=tuple(places),
        parameters=variable + np.arange(count),
        variables=variable + count,
        conditions=constraint,
    )


def shape_rows(phase: Phase) -> int:
    """Constraints that hold the controls of a phase to their degrees [-].

    Parameters
    ----------
    phase : Phase
        With its mesh.
    """
    held = [phase.degree - 1 - degree for degree in phase.control_degree if degree is not None]
    return len(phase.fractions) * sum(rows for rows in held if rows > 0)


def parameter_scale(problem: Problem) -> Array:
    """Scales of the parameters, each in its unit; shape (np,).

    Parameters
    ----------
    problem : Problem
        With its parameters.
    """
    return np.array([q.scale for q in problem.parameters], dtype=float)


def _repeated(bounds: tuple[Bounds, ...], scale: Array, count: int) -> tuple[Array, Array]:
    lower = np.array([b.lower for b in bounds], dtype=float) / scale
    upper = np.array([b.upper for b in bounds], dtype=float) / scale
    return np.tile(lower, count), np.tile(upper, count)
