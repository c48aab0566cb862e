"""How a plan ended: a status, a sentence that says what to do, and the proof beside the answer."""

from dataclasses import dataclass
from enum import Enum

from cosmodrome.ascent.optimality import Optimality
from cosmodrome.numerics.ladder import Rung

# Words of the solver for a problem it has solved.
SOLVED = ("Solve_Succeeded", "Solved_To_Acceptable_Level")
# In place of a solver's word where a file gives the steering: nothing is optimised, no optimum is
# claimed.
STEERING_GIVEN = "steering given"
# Scaled constraints of a solved problem stay below this [-].
LARGEST_VIOLATION = 1e-6
# Plan and re-flight agree to this at the end of a leg [m], [m/s].
LARGEST_MISS_M, LARGEST_MISS_M_S = 10.0, 0.01
# Path limits hold between the nodes to this part of them [-].
LARGEST_LIMIT_EXCESS = 5e-3
# Thrust lies along the primer vector, and the Hamiltonian is steady, to this.
LARGEST_PRIMER_RAD, LARGEST_HAMILTONIAN = 1e-3, 5e-3


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
        The solver's own word, or `STEERING_GIVEN`.
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
    optimality : Optimality or None
        Conditions of Pontryagin; None without a solution.
    """

    solver_status: str
    violation: float
    position_m: float
    velocity_m_s: float
    limit_excess: float
    refinements: int
    nodes: int
    rungs: tuple[Rung, ...]
    optimality: Optimality | None = None

    @property
    def is_proof(self) -> bool:
        """Whether every part of it holds, and an optimum is claimed at all."""
        return not self.faults and self.solver_status != STEERING_GIVEN

    @property
    def faults(self) -> tuple[str, ...]:
        """Parts that do not hold, each as a sentence with its size; empty for a proof.

        Empty too where the steering was given and no optimum is claimed.
        """
        if self.solver_status == STEERING_GIVEN:
            return ()
        if self.solver_status not in SOLVED:
            return (f"the solver ended with {self.solver_status}",)
        limit, (position, velocity) = LARGEST_VIOLATION, (LARGEST_MISS_M, LARGEST_MISS_M_S)
        parts: list[tuple[bool, str]] = [
            (
                self.violation < limit,
                f"constraints are violated by {self.violation:.1e}, above {limit:.0e}",
            ),
            (
                self.position_m < position and self.velocity_m_s < velocity,
                (
                    f"the re-flight misses the plan by {self.position_m:.3g} m and "
                    f"{self.velocity_m_s:.3g} m/s, above {position:g} m or {velocity:g} m/s"
                ),
            ),
            (
                self.limit_excess < LARGEST_LIMIT_EXCESS,
                (
                    f"a path limit is exceeded by {100.0 * self.limit_excess:.2g} % between the "
                    f"nodes, above {100.0 * LARGEST_LIMIT_EXCESS:g} %"
                ),
            ),
        ]
        if self.optimality is not None:
            parts += _optimality_parts(self.optimality)
        return tuple(sentence for holds, sentence in parts if not holds)


def _optimality_parts(found: Optimality) -> list[tuple[bool, str]]:
    primer, hamiltonian = found.primer_rad, found.hamiltonian
    return [
        (
            primer < LARGEST_PRIMER_RAD,
            f"thrust leaves the primer vector by {primer:.1e} rad, above {LARGEST_PRIMER_RAD:g}",
        ),
        (
            hamiltonian < LARGEST_HAMILTONIAN,
            (
                f"the Hamiltonian changes by {hamiltonian:.1e} of its size along a steady phase, "
                f"above {LARGEST_HAMILTONIAN:g}"
            ),
        ),
    ]
