"""The payload fairing and what makes it go."""

from dataclasses import dataclass
from enum import Enum

from cosmodrome.vehicle.bounds import require_positive
from cosmodrome.vehicle.stage import FallingBody


class JettisonRule(Enum):
    """What the jettison waits for.

    HEAT_FLUX: falls below [W/m2]. HEIGHT: rises above [m]. TIME: after lift-off [s].
    """

    HEAT_FLUX = "heat flux"
    HEIGHT = "height"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jettison:
    """Jettison rule with its number.

    Attributes
    ----------
    rule : JettisonRule
    value : float
        Free-molecular heat flux [W/m2], height [m] or time after lift-off [s], by the rule.
    """

    rule: JettisonRule
    value: float

    def __post_init__(self) -> None:
        require_positive(value=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairing:
    """Payload fairing.

    Attributes
    ----------
    name : str
    mass_kg : float
        All parts that leave together [kg].
    jettison : Jettison
    fall : FallingBody
        One part after jettison.
    diameter_m, length_m : float
        Closed [m].
    halves : int
        Parts it splits into [-].
    """

    name: str
    mass_kg: float
    jettison: Jettison
    fall: FallingBody
    diameter_m: float
    length_m: float
    halves: int = 2

    def __post_init__(self) -> None:
        require_positive(
            mass_kg=self.mass_kg,
            diameter_m=self.diameter_m,
            length_m=self.length_m,
            halves=self.halves,
        )
