"""A satellite as its launcher sees it."""

from dataclasses import dataclass

from cosmodrome.vehicle.bounds import require_finite, require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacecraft:
    """Satellite to be released.

    Attributes
    ----------
    name, title : str
        Catalogue name; name in print.
    mass_kg : float
        [kg].
    drag_area_m2 : float
        Mean area across the flow [m2].
    drag_coefficient : float
        On `drag_area_m2`, free molecular [-].
    separation_speed_m_s : float
        Relative to the body it leaves [m/s].
    separation_direction : tuple of float
        Unit vector radial, transverse, normal [-]; the mission may choose another.
    norad_id : int or None
        Catalogue number [-].
    """

    name: str
    title: str
    mass_kg: float
    drag_area_m2: float
    drag_coefficient: float
    separation_speed_m_s: float
    separation_direction: tuple[float, float, float] = (0.0, 1.0, 0.0)
    norad_id: int | None = None

    def __post_init__(self) -> None:
        require_positive(
            mass_kg=self.mass_kg,
            drag_area_m2=self.drag_area_m2,
            drag_coefficient=self.drag_coefficient,
        )
        require_not_negative(separation_speed_m_s=self.separation_speed_m_s)
        r, t, n = self.separation_direction
        require_finite(radial=r, transverse=t, normal=n)
        if abs(r * r + t * t + n * n - 1.0) > 1e-6:
            raise ValueError("separation_direction is no unit vector")
