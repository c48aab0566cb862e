"""How a plan ended: a status, a sentence that says what to do, and the proof beside the answer."""

from dataclasses import dataclass
from enum import Enum

from cosmodrome.numerics.ladder import Rung


class Status(Enum):
    """Verdict on a plan."""

    OPTIMAL = "optimal"
    NOT_CONVERGED = "not converged"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Verdict with advice.

    Attributes
    ----------
    status : Status
        The verdict.
    advice : str
        What to do about it; empty when nothing is needed.
    """

    status: Status
    advice: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the plan can be flown."""
        return self.status is Status.OPTIMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Proof beside an optimum.

    Attributes
    ----------
    solver_status : str
        The solver's own word.
    violation : float
        Largest scaled constraint violation [-].
    position_m, velocity_m_s : float
        How far the compiled re-flight ends from the plan [m], [m/s].
    limit_excess : float
        Largest excess of a path limit along the re-flight, as a part of it [-].
    refinements : int
        Times the mesh was refined [-].
    nodes : int
        Collocation points of the last mesh [-].
    rungs : tuple of Rung
        Every opening tried on the first mesh.
    """

    solver_status: str
    violation: float
    position_m: float
    velocity_m_s: float
    limit_excess: float
    refinements: int
    nodes: int
    rungs: tuple[Rung, ...]
