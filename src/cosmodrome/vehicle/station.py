"""A ground station."""

import math
from dataclasses import dataclass

from cosmodrome.vehicle.bounds import require_finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Antenna on the ground, on WGS84.

    Attributes
    ----------
    name, title, provider : str
        Catalogue name; name in print; who runs it.
    latitude_rad, longitude_rad : float
        Geodetic, north and east positive [rad].
    height_m : float
        Over the ellipsoid [m].
    bands : tuple of str
        IEEE letters of the bands it receives.
    min_elevation_rad : float
        Lowest elevation it works at [rad].
    """

    name: str
    title: str
    provider: str
    latitude_rad: float
    longitude_rad: float
    height_m: float
    bands: tuple[str, ...] = ()
    min_elevation_rad: float = 0.0

    def __post_init__(self) -> None:
        require_finite(
            latitude_rad=self.latitude_rad,
            longitude_rad=self.longitude_rad,
            height_m=self.height_m,
            min_elevation_rad=self.min_elevation_rad,
        )
        if abs(self.latitude_rad) > math.pi / 2.0:
            raise ValueError("latitude_rad is beyond a pole")
        if not 0.0 <= self.min_elevation_rad < math.pi / 2.0:
            raise ValueError("min_elevation_rad is outside 0 to 90 degrees")
