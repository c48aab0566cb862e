"""What a solution does between its nodes: the dynamics re-integrated, the limits looked at.

Every segment is integrated on its own from the state it starts with, under its own control
polynomial, by an eighth-order method that shares nothing with the collocation. All segments of a
phase are integrated at once, as arrays: the dynamics are written for numbers, arrays and symbols.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.dormand_prince_coefficients import NODES, STAGE_WEIGHTS, STAGES, WEIGHTS
from cosmodrome.numerics.optimal_control import Phase, PhaseValues
from cosmodrome.numerics.radau import interpolation_matrix, radau_points

Array = NDArray[np.float64]

# An eighth-order step over a quarter of a segment errs far less than the polynomial it judges.
_FEWEST_STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenNodes:
    """Error and excess of each segment of a phase.

    Attributes
    ----------
    error : array, shape (segments,)
        Largest difference of state polynomial and re-integration, over the scale of the state [-].
    excess : array, shape (segments,)
        Largest amount by which a path limit is passed, over the scale of the limit [-].
    """

    error: Array
    excess: Array


def between_nodes(phase: Phase, arc: PhaseValues, parameters: Array) -> BetweenNodes:
    """Look at one phase of a solution between its nodes.

    Parameters
    ----------
    phase : Phase
        With the mesh of the solution.
    arc : PhaseValues
        The solution on it.
    parameters : array, shape (np,)
        Of the problem, in the unit of each parameter.

    Returns
    -------
    BetweenNodes
    """
    look = _Segments(phase, arc, parameters)
    places = np.linspace(-1.0, 1.0, max(_FEWEST_STEPS, phase.degree) + 1)
    scale = np.array(phase.state_scale)[:, None]
    state = look.state(-1.0)
    error, excess = np.zeros(look.count), look.excess(-1.0)
    for a, b in pairwise(places):
        state = look.step(state, a, b)
        error = np.maximum(error, np.max(np.abs(state - look.state(b)) / scale, axis=0))
        excess = np.maximum(excess, look.excess(b))
    # What overflows is as wrong as can be.
    return BetweenNodes(error=np.nan_to_num(error, nan=np.inf), excess=excess)


class _Segments:
    """The segments of a phase side by side; a place runs from -1 to 1 in each."""

    def __init__(self, phase: Phase, arc: PhaseValues, parameters: Array) -> None:
        self.phase, self.parameters = phase, [float(p) for p in parameters]
        self.count = len(phase.fractions)
        self.length = arc.duration * np.asarray(phase.fractions)
        self.begin = np.concatenate(([0.0], np.cumsum(self.length)[:-1]))
        k = phase.degree
        self._points = radau_points(k)
        index = np.arange(self.count)[:, None] * k + np.arange(k + 1)
        self._states = arc.state[:, index]
        self._controls = arc.control.reshape(arc.control.shape[0], self.count, k)

    def state(self, place: float) -> Array:
        """State polynomials at a place; shape (nx, segments)."""
        nodes = np.concatenate(([-1.0], self._points))
        row = interpolation_matrix(nodes, np.array([place]))[0]
        return np.asarray(self._states @ row)

    def arguments(self, place: float, state: Array) -> tuple[object, ...]:
        """What the dynamics and the path limits take at a place."""
        row = interpolation_matrix(self._points, np.array([place]))[0]
        t = self.begin + 0.5 * (1.0 + place) * self.length
        return t, list(state), list(self._controls @ row), self.parameters, list(self.phase.data)

    def rates(self, place: float, state: Array) -> Array:
        """Right-hand side over the place, not over time."""
        # A state that has run away shows as an error that is not finite.
        with np.errstate(all="ignore"):
            found = self.phase.dynamics(*self.arguments(place, state))  # type: ignore[arg-type]
        return 0.5 * self.length * _rows(found, self.count)

    def step(self, state: Array, a: float, b: float) -> Array:
        """One step of Dormand and Prince from place a to place b."""
        h, slopes = b - a, np.empty((STAGES, *state.shape))
        for s in range(STAGES):
            stage = state + h * np.tensordot(STAGE_WEIGHTS[s, :s], slopes[:s], axes=1)
            slopes[s] = self.rates(a + NODES[s] * h, stage)
        return np.asarray(state + h * np.tensordot(WEIGHTS, slopes, axes=1))

    def excess(self, place: float) -> Array:
        """Largest excess over a path limit at a place, over its scale; shape (segments,)."""
        largest = np.zeros(self.count)
        arguments = self.arguments(place, self.state(place))
        for limit in self.phase.path:
            value = _rows([limit.value(*arguments)], self.count)[0]  # type: ignore[arg-type]
            over = np.maximum(limit.bounds.lower - value, value - limit.bounds.upper)
            largest = np.maximum(largest, over / limit.scale)
        return largest


def _rows(values: Sequence[object], count: int) -> Array:
    """Scalars and arrays as rows of one length."""
    return np.array([np.broadcast_to(np.asarray(v, dtype=float), count) for v in values])
