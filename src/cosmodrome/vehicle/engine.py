"""An engine by what it does: thrust, specific impulse and the area its jet leaves by."""

from dataclasses import dataclass

from cosmodrome.constants import G0_M_S2, STANDARD_PRESSURE_PA
from cosmodrome.vehicle.bounds import require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Rocket engine at full thrust.

    Attributes
    ----------
    name : str
        Maker's designation.
    thrust_vac_N : float
        Thrust in vacuum at full throttle [N].
    isp_vac_s : float
        Specific impulse in vacuum over the whole mass flow, turbine drive included [s].
    exit_area_m2 : float
        Sum of nozzle exit areas [m2]; thrust falls by it times the ambient pressure. Zero for an
        engine that never meets air.
    min_throttle, max_throttle : float
        Fractions of full thrust the engine can run at [-].
    mass_kg : float or None
        Dry mass, already part of the stage's dry mass [kg].
    """

    name: str
    thrust_vac_N: float
    isp_vac_s: float
    exit_area_m2: float
    min_throttle: float = 1.0
    max_throttle: float = 1.0
    mass_kg: float | None = None

    def __post_init__(self) -> None:
        require_positive(
            thrust_vac_N=self.thrust_vac_N,
            isp_vac_s=self.isp_vac_s,
            min_throttle=self.min_throttle,
            max_throttle=self.max_throttle,
        )
        require_not_negative(exit_area_m2=self.exit_area_m2, mass_kg=self.mass_kg)
        if self.min_throttle > self.max_throttle:
            raise ValueError("min_throttle is above max_throttle")


def mass_flow_kg_s(engine: Engine) -> float:
    """Mass flow at full throttle [kg/s], ``F_vac / (Isp_vac g0)``.

    Parameters
    ----------
    engine : Engine
        At full thrust.
    """
    return engine.thrust_vac_N / (engine.isp_vac_s * G0_M_S2)


def thrust_sea_level_N(engine: Engine) -> float:
    """Thrust against one standard atmosphere [N], ``F_vac - A_e p0``.

    Parameters
    ----------
    engine : Engine
        At full thrust.
    """
    return engine.thrust_vac_N - engine.exit_area_m2 * STANDARD_PRESSURE_PA


def nozzle_exit_area_m2(thrust_vac_N: float, thrust_sea_level_N: float) -> float:
    """Exit area [m2] that explains two published thrusts, ``(F_vac - F_sl) / p0``.

    Parameters
    ----------
    thrust_vac_N, thrust_sea_level_N : float
        Thrust in vacuum and against one standard atmosphere [N].
    """
    return (thrust_vac_N - thrust_sea_level_N) / STANDARD_PRESSURE_PA
