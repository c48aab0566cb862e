"""What is asked of a payload study."""

from dataclasses import dataclass
from datetime import datetime

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.mission.mission import Mission
from cosmodrome.vehicle.launcher import Launcher, UpperStage
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
    upper_stage : UpperStage or None
        Separate stage that completes the ascent, its load to be found.
    burns : int or None
        Burns of the upper stage; None tries what pays [-].
    """

    launcher: Launcher
    pad: Pad
    target: OrbitTarget | EscapeTarget
    liftoff_utc: datetime
    ascending: bool = True
    reserve_m_s: float = 0.0
    upper_stage: UpperStage | None = None
    burns: int | None = None

    def __post_init__(self) -> None:
        if self.burns is None:
            return
        if self.upper_stage is None:
            raise ValueError("burns belongs to an upper stage")
        if not 1 <= self.burns <= self.upper_stage.stage.restarts + 1:
            raise ValueError("burns must lie between 1 and one more than the restarts")


def mission_of(case: PayloadCase) -> Mission:
    """A case as a mission whose payload is free.

    Parameters
    ----------
    case : PayloadCase
        What is asked; an upper stage whose burns are left open burns once.
    """
    upper = case.upper_stage
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
        upper_stage=upper,
        upper_stage_propellant_kg=upper.propellant_max_kg if upper else None,
        ascent_burns=(case.burns or 1) if upper else None,
    )
