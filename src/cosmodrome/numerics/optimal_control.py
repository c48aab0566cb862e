"""A multi-phase optimal-control problem as data: what the transcription needs to know."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.kernels import Scalar

Array = NDArray[np.float64]
INFINITY = float("inf")

Numbers = Sequence[Scalar]
Dynamics = Callable[[Scalar, Numbers, Numbers, Numbers, Numbers], Sequence[Scalar]]
PathValue = Callable[[Scalar, Numbers, Numbers, Numbers, Numbers], Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """An interval; equal ends fix the value.

    Attributes
    ----------
    lower, upper : float
        In the unit of what is bounded [-].
    """

    lower: float = -INFINITY
    upper: float = INFINITY


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLimit:
    """A quantity kept within bounds at every collocation point.

    Attributes
    ----------
    name : str
        As a user would call it.
    value : callable
        ``value(t, x, u, p, d)`` with the arguments of `Dynamics`, in the unit of the bounds.
    bounds : Bounds
    scale : float
        Typical size [unit of the bounds].
    """

    name: str
    value: PathValue
    bounds: Bounds
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of time on which the dynamics are smooth.

    Attributes
    ----------
    name : str
        Unique in its problem.
    dynamics : callable
        ``dynamics(t, x, u, p, d)`` gives dx/dt; t counts from the start of the phase, p are the
        parameters of the problem, d the data of the phase.
    state_scale : tuple of float, length nx
        Typical size of each state [unit of the state].
    control_bounds : tuple of Bounds, length nu
    duration : Bounds
        Of the phase [s].
    fractions : tuple of float
        Lengths of the mesh segments as parts of the phase; their sum is 1 [-].
    degree : int
        Collocation points a segment [-].
    path : tuple of PathLimit
    state_bounds : tuple of Bounds, length nx, or empty
    data : tuple of float
        Numbers in which phases of one kind differ, each in the unit of its place in the dynamics.
    kind : Hashable or None
        Phases of one kind have the same dynamics and path limits but for their data; the
        derivatives are then built once for all of them. None is a kind of its own.
    content : Hashable or None
        Phases of equal content have one right-hand side and one set of path limits, but for their
        data and bounds, in whatever problem: their derivatives are built once for a process.
    smoothing : float
        Weight on the integral of the squared rate of the control, added to the objective while
        solving and not to the objective reported: keeps the control from chattering where the
        objective does not feel it [unit of the objective times s].
    control_degree : tuple of (int or None), length nu, or empty
        Largest degree of the polynomial of each control within a segment; None, and an empty
        tuple, leave it free at every point. On a singular arc the points alone do not hold it [-].
    """

    name: str
    dynamics: Dynamics
    state_scale: tuple[float, ...]
    control_bounds: tuple[Bounds, ...]
    duration: Bounds
    fractions: tuple[float, ...]
    degree: int
    path: tuple[PathLimit, ...] = ()
    state_bounds: tuple[Bounds, ...] = ()
    data: tuple[float, ...] = ()
    kind: Hashable | None = None
    content: Hashable | None = None
    smoothing: float = 0.0
    control_degree: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number to be found that holds for the whole problem.

    Attributes
    ----------
    name : str
    bounds : Bounds
    scale : float
        Typical size [unit of the parameter].
    """

    name: str
    bounds: Bounds
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What end conditions may speak of: both ends of a phase, as symbols.

    Attributes
    ----------
    first, last : sequence of SX, length nx
        State at the start and at the end [unit of the states].
    duration : SX
        Of the phase [s].
    """

    first: Sequence[Scalar]
    last: Sequence[Scalar]
    duration: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A scalar relation between phase ends.

    Attributes
    ----------
    name : str
    value : SX
        What the bounds hold, in the unit of the bounds.
    bounds : Bounds
    scale : float
        Typical size [unit of the value].
    """

    name: str
    value: Scalar
    bounds: Bounds = field(default_factory=lambda: Bounds(lower=0.0, upper=0.0))
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Phases, numbers to be found, the relations between phase ends, and what is minimised.

    Attributes
    ----------
    phases : tuple of Phase
        In the order flown.
    parameters : tuple of Parameter
    conditions : callable
        ``conditions(ends, p)`` gives a list of Condition; called once, with symbols.
    objective : callable
        ``objective(ends, p)`` gives the symbol to be minimised.
    objective_scale : float
        Typical size of the objective [unit of the objective].
    """

    phases: tuple[Phase, ...]
    conditions: Callable[[Sequence[End], Sequence[Scalar]], list[Condition]]
    objective: Callable[[Sequence[End], Sequence[Scalar]], Scalar]
    parameters: tuple[Parameter, ...] = ()
    objective_scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseValues:
    """Values of one phase at its nodes: a guess or a solution.

    Attributes
    ----------
    duration : float
        Of the phase [s].
    state : array, shape (nx, n + 1)
        At the start and the n collocation points [unit of the states].
    control : array, shape (nu, n)
        At the collocation points [unit of the controls].
    """

    duration: float
    state: Array
    control: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseMultipliers:
    """Multipliers of one phase: how the optimum moves with what holds at its nodes.

    Attributes
    ----------
    displacement : array, shape (nx, n)
        d objective / d (duration times rates of the state) at the collocation points [unit of the
        objective over unit of the state].
    path : array, shape (number of path limits, n)
        d objective / d path limit at the collocation points [unit of the objective over unit of
        the limit].
    duration : float
        d objective / d bound of the duration it rests on; 0 inside the bounds and where the
        duration is fixed [unit of the objective / s].
    """

    displacement: Array
    path: Array
    duration: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the solver ended with.

    Attributes
    ----------
    converged : bool
        The solver's own verdict.
    status : str
        The solver's word for how it ended.
    objective : float
        Minimised value [unit of the objective].
    arcs : tuple of PhaseValues
    parameters : array, shape (np,)
        In the unit of each parameter.
    violation : float
        Largest scaled constraint violation [-].
    iterations : int
        Of the interior-point method [-].
    multipliers : mapping
        Of the end conditions by name, for d objective / d condition value.
    phase_multipliers : tuple of PhaseMultipliers
        One a phase.
    """

    converged: bool
    status: str
    objective: float
    arcs: tuple[PhaseValues, ...]
    parameters: Array
    violation: float
    iterations: int
    multipliers: dict[str, float]
    phase_multipliers: tuple[PhaseMultipliers, ...] = ()


def is_fixed(bounds: Bounds) -> bool:
    """Whether bounds leave one value only.

    Parameters
    ----------
    bounds : Bounds
        Of a duration, say.
    """
    return bounds.lower == bounds.upper


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


def node_fractions(phase: Phase) -> Array:
    """Place of the start and of each collocation point within the phase, 0 to 1.

    Parameters
    ----------
    phase : Phase
        A stretch of the flight.

    Returns
    -------
    array, shape (n + 1,)
        Fractions of the duration [-].
    """
    from cosmodrome.numerics.radau import radau_points

    edges = np.concatenate(([0.0], np.cumsum(phase.fractions)))
    inner = (radau_points(phase.degree) + 1.0) / 2.0
    nodes = edges[:-1, None] + np.asarray(phase.fractions)[:, None] * inner[None, :]
    return np.concatenate(([0.0], nodes.ravel()))
