"""Air forces of the ascending vehicle against Mach number."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cosmodrome.vehicle.bounds import require_not_negative, require_positive

if TYPE_CHECKING:  # tables bring numba, which reading the catalogue goes without
    from cosmodrome.numerics.kernels import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Aerodynamics:
    """Axial and normal force coefficients on one reference area.

    The axial coefficient at angle of attack alpha is ``C_A0(M) (1 + k sin(alpha)**2)``, the
    normal one ``C_Na(M) sin(alpha)``.

    Attributes
    ----------
    reference_area_m2 : float
        [m2].
    axial : Table
        C_A0 [-] against Mach [-].
    normal_slope : Table
        C_Na [1/rad] against Mach [-].
    axial_alpha_factor : float
        k [-].
    """

    reference_area_m2: float
    axial: "Table"
    normal_slope: "Table"
    axial_alpha_factor: float = 0.0

    def __post_init__(self) -> None:
        require_positive(reference_area_m2=self.reference_area_m2)
        require_not_negative(axial_alpha_factor=self.axial_alpha_factor)
