"""How a plan ended: a status, a sentence that says what to do, and the proof beside the answer."""

from dataclasses import dataclass
from enum import Enum

from cosmodrome.numerics.ladder import Rung

# Words of the solver for a problem it has solved.
SOLVED = ("Solve_Succeeded", "Solved_To_Acceptable_Level")
# Scaled constraints of a solved problem stay below this [-].
LARGEST_VIOLATION = 1e-6
# Plan and re-flight agree to this at the end of a leg [m], [m/s].
LARGEST_MISS_M, LARGEST_MISS_M_S = 10.0, 0.01
# Path limits hold between the nodes to this part of them [-].
LARGEST_LIMIT_EXCESS = 1e-2


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

    @property
    def is_proof(self) -> bool:
        """Whether every part of it holds."""
        return not self.faults

    @property
    def faults(self) -> tuple[str, ...]:
        """Parts that do not hold, each as a sentence with its size; empty for a proof."""
        if self.solver_status not in SOLVED:
            return (f"the solver ended with {self.solver_status}",)
        excess = 100.0 * self.limit_excess
        parts = (
            (
                self.violation < LARGEST_VIOLATION,
                f"constraints are violated by {self.violation:.1e}, above {LARGEST_VIOLATION:.0e}",
            ),
            (
                self.position_m < LARGEST_MISS_M and self.velocity_m_s < LARGEST_MISS_M_S,
                (
                    f"the re-flight misses the plan by {self.position_m:.3g} m and "
                    f"{self.velocity_m_s:.3g} m/s, above {LARGEST_MISS_M:g} m or "
                    f"{LARGEST_MISS_M_S:g} m/s"
                ),
            ),
            (
                self.limit_excess < LARGEST_LIMIT_EXCESS,
                (
                    f"a path limit is exceeded by {excess:.2g} % between the nodes, above "
                    f"{100.0 * LARGEST_LIMIT_EXCESS:g} %"
                ),
            ),
        )
        return tuple(sentence for holds, sentence in parts if not holds)
