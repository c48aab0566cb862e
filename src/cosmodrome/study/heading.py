"""Whether a plan leaves towards the side that was asked for.

Two azimuths reach most inclinations, one north and one south of east. The solver may pass from
one to the other where they meet, at inclinations near the latitude of the pad, and a neighbour
beyond would then start on the wrong side.
"""

import numpy as np

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.study.payload import PayloadAnswer

# Nearer than this to the latitude of the pad the two azimuths cannot be told apart [rad].
_MEETING_RAD = np.radians(1.0)


def heads_as_asked(answer: PayloadAnswer) -> bool:
    """Whether an answer flies north or south as asked; true where the two cannot be told apart.

    Parameters
    ----------
    answer : PayloadAnswer
        A success.
    """
    case, leg = answer.case, answer.ascent.leg
    if isinstance(case.target, EscapeTarget):
        # Due east, or the side the asymptote lies on.
        return True
    inclination = case.target.inclination_rad
    turn = min(inclination, np.pi - inclination) - abs(case.pad.latitude_rad)
    if turn < _MEETING_RAD:
        return True
    # By the first separation the flight has its direction and is still near the pad.
    phases = leg.sequence.phases
    first = next((k for k, phase in enumerate(phases) if phase.dropped), len(phases) - 1)
    state = answer.ascent.solution.arcs[first].state[:6, -1]
    up = state[:3] / np.linalg.norm(state[:3])
    pole = np.array(leg.equator.pole)
    north = pole - (pole @ up) * up
    return bool((state[3:6] @ north > 0.0) == case.ascending)
