"""The problems of the race, with their published optima and our mesh for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from cosmodrome.numerics.optimal_control import PhaseValues, Problem
from cosmodrome.study.validation.problems import (
    delta_iii,
    falcon_9_gto,
    falcon_9_gto_openings,
    goddard_by_hand,
    lunar_ascent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A published problem.

    Attributes
    ----------
    title : str
    module : module
        That builds it.
    published : float
        Its objective, in `unit`, with the digits published.
    unit : str
    accuracy : float
        How far an answer may be from it, in `unit`.
    settings : mapping
        Of the module's builder, where they are not its own.
    """

    title: str
    module: ModuleType
    published: float
    unit: str
    accuracy: float
    settings: Mapping[str, Any] = field(default_factory=dict)

    def build(self) -> Problem:
        """The problem on its mesh."""
        problem: Problem = self.module.build(**self.settings)
        return problem


CASES = {
    # The mesh: the cheapest found within the accuracy, as for the peers.
    "delta-iii": Case(
        title="Delta III",
        module=delta_iii,
        published=7529.7123,
        unit="kg",
        accuracy=0.001,
        settings={"segments": 1, "degree": 8},
    ),
    "goddard": Case(
        title="Goddard, three phases",
        module=goddard_by_hand,
        published=18_550.871864,
        unit="ft",
        accuracy=18_550.871864e-7,
        settings={"thrust": 193.044},
    ),
    "lunar": Case(
        title="lunar ascent",
        module=lunar_ascent,
        published=481.71679,
        unit="s",
        accuracy=481.71679e-6,
    ),
    "falcon": Case(
        title="Falcon 9 to a transfer orbit",
        module=falcon_9_gto,
        published=379.37768,
        unit="s",
        accuracy=2e-3,
    ),
}


def opening(module: ModuleType, problem: Problem) -> Sequence[PhaseValues]:
    """Cold start of a problem: its only one, or the first rung of its ladder."""
    if module is falcon_9_gto:
        return next(falcon_9_gto_openings.openings(problem)).values
    only: Sequence[PhaseValues] = module.opening(problem)
    return only


def mesh_name(problem: Problem) -> str:
    """Mesh of the first phase, which is that of all."""
    segments, degree = len(problem.phases[0].fractions), problem.phases[0].degree
    return f"Radau, {segments} segment{'s' * (segments > 1)} of {degree}"
