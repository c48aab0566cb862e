"""What varies from flight to flight, as one vector: every dispersed number has its place in it.

For each stage of the launcher, in the order of the launcher's file, ten numbers (`STAGE_NUMBERS`),
then those of the whole vehicle, of navigation, and the profiles of air and wind over height. What
comes after the launcher's last stage stands behind: falls of the bodies, upper stage, satellites.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.earth.wind import Wind
from cosmodrome.numerics.kernels import lookup

Array = NDArray[np.float64]

STAGE_NUMBERS = (
    "thrust",
    "isp",
    "propellant",
    "dry_mass_kg",
    "residual_kg",
    "ignition_delay_s",
    "cutoff_timer_s",
    "tailoff_N_s",
    "separation_m_s",
    "shutoff_s",
)
(
    THRUST,
    ISP,
    PROPELLANT,
    DRY_MASS,
    RESIDUAL,
    IGNITION,
    CUTOFF_TIMER,
    TAILOFF,
    SEPARATION,
    SHUTOFF,
) = range(10)
# Nominal values: factors are 1, additions 0, and no engine stops by itself.
_STAGE_NOMINAL = (1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1e9)

VEHICLE_NUMBERS = (
    "axial_force",
    "normal_force",
    "payload_kg",
    "fairing_kg",
    "fairing_timer_s",
    "clock",
)
AXIAL, NORMAL, PAYLOAD, FAIRING, FAIRING_TIMER, CLOCK = range(6)
_VEHICLE_NOMINAL = (1.0, 1.0, 0.0, 0.0, 0.0, 1.0)

NAVIGATION_NUMBERS = (
    "alignment_x_rad",
    "alignment_y_rad",
    "alignment_z_rad",
    "gyro_drift_x_rad_s",
    "gyro_drift_y_rad_s",
    "gyro_drift_z_rad_s",
    "gyro_scale",
    "accelerometer_bias_x_m_s2",
    "accelerometer_bias_y_m_s2",
    "accelerometer_bias_z_m_s2",
    "accelerometer_scale_x",
    "accelerometer_scale_y",
    "accelerometer_scale_z",
)
ALIGNMENT, DRIFT, GYRO_SCALE, BIAS, SCALE = 0, 3, 6, 7, 10

STAGE_SIZE, VEHICLE_SIZE, NAVIGATION_SIZE = 10, 6, 13

# Of each dropped body: drag, and the velocity it is pushed off with along the flight, across, up.
BODY_NUMBERS = ("drag", "push_along_m_s", "push_across_m_s", "push_up_m_s")
_BODY_NOMINAL = (1.0, 0.0, 0.0, 0.0)
# Of the upper stage; pointing, cut-off and the errors of a fix by satellites are those of all its
# burns.
UPPER_NUMBERS = (
    "thrust",
    "isp",
    "propellant",
    "dry_mass_kg",
    "ignition_delay_s",
    "cutoff_m_s",
    "pointing_pitch_rad",
    "pointing_yaw_rad",
    "fix_radial_m",
    "fix_transverse_m",
    "fix_normal_m",
    "fix_radial_m_s",
    "fix_transverse_m_s",
    "fix_normal_m_s",
    "residual_kg",
    "fall_drag",
)
(
    UPPER_THRUST,
    UPPER_ISP,
    UPPER_PROPELLANT,
    UPPER_DRY_MASS,
    UPPER_IGNITION,
    UPPER_CUTOFF,
    POINTING_PITCH,
    POINTING_YAW,
    FIX,
) = range(9)
UPPER_RESIDUAL, UPPER_FALL_DRAG = 14, 15
_UPPER_NOMINAL = (1.0, 1.0, 1.0, *(0.0,) * 12, 1.0)
# Of each satellite: its mass, the speed it is released with, and two angles of its direction.
CRAFT_NUMBERS = ("mass_kg", "speed", "direction_pitch_rad", "direction_yaw_rad", "delay_s")
CRAFT_MASS, CRAFT_SPEED, CRAFT_PITCH, CRAFT_YAW, CRAFT_DELAY = range(5)
_CRAFT_NOMINAL = (0.0, 1.0, 0.0, 0.0, 0.0)
BODY_SIZE, UPPER_SIZE, CRAFT_SIZE = 4, 16, 5

# Heights of the profiles: wind every kilometre, density every four [m].
WIND_STEP_M, WIND_KNOTS = 1e3, 61
DENSITY_STEP_M, DENSITY_KNOTS = 4e3, 36


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterLayout:
    """Places in the vector of a flight.

    Attributes
    ----------
    stages : tuple of str
        Names of the launcher's stages.
    bodies : tuple of str
        Names of what is dropped and falls.
    upper : tuple of str
        Name of the upper stage, or nothing.
    spacecraft : tuple of str
        Names of the satellites.
    """

    stages: tuple[str, ...]
    bodies: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    spacecraft: tuple[str, ...] = ()

    @property
    def vehicle(self) -> int:
        """Where the numbers of the whole vehicle begin [-]."""
        return STAGE_SIZE * len(self.stages)

    @property
    def navigation(self) -> int:
        """Where the errors of navigation begin [-]."""
        return self.vehicle + VEHICLE_SIZE

    @property
    def density(self) -> int:
        """Where the density profile begins, as parts of the standard density less 1 [-]."""
        return self.navigation + NAVIGATION_SIZE

    @property
    def wind_east(self) -> int:
        """Where the wind towards the east begins [-]."""
        return self.density + DENSITY_KNOTS

    @property
    def wind_north(self) -> int:
        """Where the wind towards the north begins [-]."""
        return self.wind_east + WIND_KNOTS

    @property
    def falls(self) -> int:
        """Where the numbers of the dropped bodies begin [-]."""
        return self.wind_north + WIND_KNOTS

    @property
    def upper_stage(self) -> int:
        """Where the numbers of the upper stage begin [-]."""
        return self.falls + BODY_SIZE * len(self.bodies)

    @property
    def satellites(self) -> int:
        """Where the numbers of the satellites begin [-]."""
        return self.upper_stage + UPPER_SIZE * len(self.upper)

    @property
    def size(self) -> int:
        """Length of the vector [-]."""
        return self.satellites + CRAFT_SIZE * len(self.spacecraft)

    def names(self) -> tuple[str, ...]:
        """Name of every number of the vector, profiles by height."""
        stages = [f"{stage}.{name}" for stage in self.stages for name in STAGE_NUMBERS]
        density = [f"density[{i}]" for i in range(DENSITY_KNOTS)]
        winds = [f"wind_{way}[{i}]" for way in ("east", "north") for i in range(WIND_KNOTS)]
        bodies = [f"{body} fall.{name}" for body in self.bodies for name in BODY_NUMBERS]
        upper = [f"{stage}.{name}" for stage in self.upper for name in UPPER_NUMBERS]
        craft = [f"{craft}.{name}" for craft in self.spacecraft for name in CRAFT_NUMBERS]
        return (
            *(*stages, *VEHICLE_NUMBERS, *NAVIGATION_NUMBERS, *density, *winds),
            *(*bodies, *upper, *craft),
        )

    def place(self, name: str) -> int:
        """Where a number stands.

        Parameters
        ----------
        name : str
            As in `names`.

        Raises
        ------
        KeyError
            With the names that exist, when there is no such number.
        """
        names = self.names()
        if name not in names:
            raise KeyError(f"no number {name!r} varies; there are {', '.join(names)}")
        return names.index(name)

    def nominal(self) -> Array:
        """The undispersed flight in calm standard air, shape (size,) [-]."""
        x = np.zeros(self.size)
        for i in range(len(self.stages)):
            x[i * STAGE_SIZE : (i + 1) * STAGE_SIZE] = _STAGE_NOMINAL
        x[self.vehicle : self.navigation] = _VEHICLE_NOMINAL
        x[self.falls : self.upper_stage] = _BODY_NOMINAL * len(self.bodies)
        x[self.upper_stage : self.satellites] = _UPPER_NOMINAL * len(self.upper)
        x[self.satellites :] = _CRAFT_NOMINAL * len(self.spacecraft)
        return x


def in_mean_wind(layout: ParameterLayout, wind: Wind | None) -> Array:
    """The undispersed flight in standard air and a mean wind, shape (size,) [-].

    Parameters
    ----------
    layout : ParameterLayout
        Of the vector.
    wind : Wind or None
        Over the pad [m/s]; None is calm.
    """
    x = layout.nominal()
    if wind is not None:
        heights = np.arange(WIND_KNOTS) * WIND_STEP_M
        for first, table in ((layout.wind_east, wind.east), (layout.wind_north, wind.north)):
            x[first : first + WIND_KNOTS] = lookup(table, heights)
    return x
