"""A leg: phases flown with one goal, from a start state to an orbit."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from cosmodrome.ascent.burn_plan import BurnPlan
from cosmodrome.ascent.escape import EllipseTarget, EscapeTarget
from cosmodrome.ascent.fall_branch import FallBranch
from cosmodrome.ascent.fall_limits import FallLimit
from cosmodrome.ascent.phase import PhaseSequence
from cosmodrome.ascent.target import EquatorOfDate, OrbitTarget, PerigeeTarget
from cosmodrome.earth.orientation import Orientation
from cosmodrome.vehicle.fairing import Jettison
from cosmodrome.vehicle.launcher import Limits


class Aim(Enum):
    """What a leg makes largest.

    FINAL_MASS: the mass at its end. PAYLOAD: the payload. EXTRA_LOAD: the propellant beyond the
    nominal load that the last stage could have carried and still met all given times.
    """

    FINAL_MASS = "final mass"
    PAYLOAD = "payload"
    EXTRA_LOAD = "extra load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One optimal-control problem of a mission in flight-mechanical terms.

    Attributes
    ----------
    name : str
    sequence : PhaseSequence
    start_position_m, start_velocity_m_s : tuple of float
        Inertial [m], [m/s].
    start_mass_kg : float
        Without the payload when that is to be found [kg].
    target : OrbitTarget, PerigeeTarget, EscapeTarget or EllipseTarget
        The orbit asked for.
    aim : Aim
    limits : Limits
    jettison : Jettison or None
        Fairing rule when its moment is to be found.
    equator : EquatorOfDate
        For inclination and node.
    final_mass_kg : float
        Mass at the end without payload when `aim` is PAYLOAD [kg].
    kept : float
        Part of the mass at the end that is left when what a later burn or a reserve takes has
        burnt [-].
    objective_scale : float
        Typical size of what is made best, for the solver [kg].
    fall_limits : tuple of DownrangeBand or KeepOut
        Where dropped bodies may come down; the leg then starts at lift-off.
    orientation : Orientation or None
        Of the Earth at lift-off; needed by a keep-out.
    falls : tuple of FallBranch
        Falls flown along, each for a limit the ascent would not keep by itself.
    plan : BurnPlan or None
        Burns after the first cut-off, as the openings fly them; None is one burn to the target.
    most_left_out_kg : float
        Propellant of the upper stage that may stay on the ground, of that in `start_mass_kg` [kg].
    """

    name: str
    sequence: PhaseSequence
    start_position_m: tuple[float, float, float]
    start_velocity_m_s: tuple[float, float, float]
    start_mass_kg: float
    target: OrbitTarget | PerigeeTarget | EscapeTarget | EllipseTarget
    aim: Aim
    limits: Limits
    equator: EquatorOfDate
    jettison: Jettison | None = None
    final_mass_kg: float = 0.0
    kept: float = 1.0
    objective_scale: float = 1e4
    fall_limits: tuple[FallLimit, ...] = ()
    orientation: Orientation | None = None
    falls: tuple[FallBranch, ...] = ()
    plan: BurnPlan | None = None
    most_left_out_kg: float = 0.0


def latitude_rad(leg: Leg) -> float:
    """Geocentric latitude of the start of a leg [rad].

    Parameters
    ----------
    leg : Leg
        From the pad.
    """
    position = np.array(leg.start_position_m)
    return float(np.arcsin(position @ np.array(leg.equator.pole) / np.linalg.norm(position)))
