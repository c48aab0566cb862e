"""Terminal set of a departure from the Earth: its energy, its perigee, its direction."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EscapeTarget:
    """Hyperbola, or parabola, to be reached.

    Attributes
    ----------
    c3_m2_s2 : float
        Twice the energy per mass, the square of the speed far away [m2/s2].
    declination_rad : float or None
        Of the outgoing asymptote over the true equator of date; None is free [rad].
    perigee_height_m : float
        Over the equatorial radius 6 378 137 m [m].
    """

    c3_m2_s2: float
    declination_rad: float | None = None
    perigee_height_m: float = 185e3

    def __post_init__(self) -> None:
        if self.c3_m2_s2 < 0.0:
            raise ValueError("c3_m2_s2 is negative: this orbit does not escape")
        if self.declination_rad is not None and abs(self.declination_rad) > 0.5 * math.pi:
            raise ValueError("declination_rad must lie between -pi/2 and pi/2")
