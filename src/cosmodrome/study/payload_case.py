"""What is asked of a payload study."""

from dataclasses import dataclass
from datetime import datetime

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.mission.mission import Mission
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.pad import Pad


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadCase:
    """What is asked.

    Attributes
    ----------
    launcher : Launcher
        With the limits it is to keep.
    pad : Pad
        Where it stands.
    target : OrbitTarget or EscapeTarget
        The orbit asked for.
    liftoff_utc : datetime
        Fixes the orientation of the Earth; the answer hardly depends on it.
    ascending : bool
        Launch towards the north where both are possible.
    reserve_m_s : float
        Velocity the last stage keeps at injection [m/s].
    """

    launcher: Launcher
    pad: Pad
    target: OrbitTarget | EscapeTarget
    liftoff_utc: datetime
    ascending: bool = True
    reserve_m_s: float = 0.0


def mission_of(case: PayloadCase) -> Mission:
    """A case as a mission whose payload is free.

    Parameters
    ----------
    case : PayloadCase
        What is asked.
    """
    return Mission(
        name="payload",
        title="payload",
        liftoff_utc=case.liftoff_utc,
        launcher=case.launcher,
        pad=case.pad,
        target=case.target,
        limits=case.launcher.limits,
        payload_free=True,
        ascending=case.ascending,
        reserve_m_s=case.reserve_m_s,
    )
