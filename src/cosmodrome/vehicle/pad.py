"""A launch pad."""

import math
from dataclasses import dataclass

from cosmodrome.vehicle.bounds import require_finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """Place a launcher leaves from, on WGS84.

    Attributes
    ----------
    name, title : str
        Catalogue name; name in print.
    latitude_rad, longitude_rad : float
        Geodetic, north and east positive [rad].
    height_m : float
        Over the ellipsoid [m].
    """

    name: str
    title: str
    latitude_rad: float
    longitude_rad: float
    height_m: float

    def __post_init__(self) -> None:
        require_finite(
            latitude_rad=self.latitude_rad,
            longitude_rad=self.longitude_rad,
            height_m=self.height_m,
        )
        if abs(self.latitude_rad) > math.pi / 2.0:
            raise ValueError("latitude_rad is beyond a pole")
