"""A leg no solver was given."""

import numpy as np

from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.outcome import Certificate
from cosmodrome.ascent.problem import leg_parameters
from cosmodrome.ascent.shortfall import Shortfall
from cosmodrome.numerics.optimal_control import Solution

NOT_TRIED = "Not_Tried"


def untried(leg: Leg, shortfall: Shortfall | None = None) -> PlannedLeg:
    """A leg that no solver was given, because none could help.

    Parameters
    ----------
    leg : Leg
        What was asked.
    shortfall : Shortfall, optional
        Why none could help.

    Returns
    -------
    PlannedLeg
        Not converged, without a flight.
    """
    unknown = float("inf")
    solution = Solution(
        converged=False,
        status=NOT_TRIED,
        objective=unknown,
        arcs=(),
        parameters=np.zeros(len(leg_parameters(leg))),
        violation=unknown,
        iterations=0,
        multipliers={},
    )
    certificate = Certificate(
        solver_status=NOT_TRIED,
        violation=unknown,
        position_m=unknown,
        velocity_m_s=unknown,
        limit_excess=unknown,
        refinements=0,
        nodes=0,
        rungs=(),
    )
    return PlannedLeg(
        leg=leg,
        steering=(),
        solution=solution,
        meshes=(),
        certificate=certificate,
        shortfall=shortfall,
    )
