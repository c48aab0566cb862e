"""Ephemerides of bodies in orbit, by brahe.

Forces unless told otherwise: EGM2008 gravity, Sun and Moon from low-precision series, drag in
NRLMSISE-00 with the measured space weather of the date. All data come with brahe; nothing is
downloaded.

Left out, by the difference it makes to the position of a 530 kg, 4 m2 satellite at 478 km
after 24 hours: gravity beyond degree 20 90 m, solid tides 22 m, radiation pressure 11 m,
relativity 3 m. The air is known to 15 %, which moves that satellite by 200 m.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_FLATTENING, EARTH_RADIUS_M

# Below this the step control of the integrator finds no end; a body there does not come back.
DECAY_HEIGHT_M = 100_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ephemeris:
    """States of one body at even times; the last interval may be shorter.

    Attributes
    ----------
    epoch_utc : datetime
        Time of the first state.
    time_s : array, shape (n,)
        Elapsed SI seconds since the epoch [s].
    position_m : array, shape (n, 3)
        [m].
    velocity_m_s : array, shape (n, 3)
        [m/s].
    frame : str
        Axes of both.
    """

    epoch_utc: datetime
    time_s: NDArray[np.float64]
    position_m: NDArray[np.float64]
    velocity_m_s: NDArray[np.float64]
    frame: str = "GCRF"


class Air(Enum):
    """Model of the upper air."""

    NRLMSISE00 = "NRLMSISE-00"
    HARRIS_PRIESTER = "Harris-Priester"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceWeather:
    """Steady activity of the Sun and of the Earth's magnetic field, in place of the measured one.

    Attributes
    ----------
    f107, f107a : float
        Radio flux at 10.7 cm of the day and its mean over 81 days [1e-22 W/m2/Hz].
    kp, ap : float
        Planetary indices [-].
    """

    f107: float
    f107a: float
    kp: float
    ap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SteadyOrientation:
    """Orientation of the Earth that does not follow the measured one.

    Attributes
    ----------
    ut1_utc_s : float
        [s].
    pole_x_rad, pole_y_rad : float
        Motion of the pole [rad].
    """

    ut1_utc_s: float
    pole_x_rad: float = 0.0
    pole_y_rad: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forces:
    """Which forces act, and how closely the equations are solved.

    Attributes
    ----------
    gravity_degree : int
        Degree and order of the field; 0 is a point mass [-].
    gravity_file : Path or None
        Coefficients in ICGEM format; None is EGM2008, which reaches to 120.
    sun, moon, drag : bool
    air : Air
        For the drag.
    weather : SpaceWeather or None
        None is the measured one.
    orientation : SteadyOrientation or None
        None is the measured one.
    absolute_tolerance : float
        Error of a step [m], [m/s].
    relative_tolerance : float
        The same as a fraction [-].
    """

    gravity_degree: int = 20
    gravity_file: Path | None = None
    sun: bool = True
    moon: bool = True
    drag: bool = True
    air: Air = Air.NRLMSISE00
    weather: SpaceWeather | None = None
    orientation: SteadyOrientation | None = None
    absolute_tolerance: float = 1e-9
    relative_tolerance: float = 1e-12


STANDARD_FORCES = Forces()


def propagate(
    position_m: ArrayLike,
    velocity_m_s: ArrayLike,
    epoch_utc: datetime,
    *,
    mass_kg: float,
    drag_area_m2: float,
    drag_coefficient: float,
    radiation_area_m2: float = 0.0,
    duration_s: float = 86_400.0,
    step_s: float = 60.0,
    forces: Forces = STANDARD_FORCES,
) -> Ephemeris:
    """Ephemeris of a body that coasts from a state.

    With the standard forces one day near 480 km takes 0.15 s and stays within 0.2 m of a
    run 10 times as tight, the states between integration steps included. The integrator is
    Runge-Kutta-Fehlberg 7(8); brahe's `high_precision` setting is not used, because its
    Runge-Kutta-Nystrom 12(10) takes drag, which depends on velocity, for a force of
    position and ends 7 m away in a day.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        GCRF state [m], [m/s].
    epoch_utc : datetime
        Time of the state, with time zone; EOP and space weather reach from 1973 to 2027.
    mass_kg : float
        [kg].
    drag_area_m2 : float
        [m2]; 0 for no drag.
    drag_coefficient : float
        [-].
    radiation_area_m2 : float
        Area that sunlight pushes, times the reflectivity, at 4.56e-6 Pa at the mean distance of the
        Sun; 0 for no push [m2].
    duration_s, step_s : float
        Length of the ephemeris and spacing of its states [s].
    forces : Forces
        What acts, and how closely it is followed.

    Returns
    -------
    Ephemeris
        Ends early where the body comes down to `DECAY_HEIGHT_M` over the ellipsoid.

    Raises
    ------
    ValueError
        If duration, step or mass are not positive, or the state is not finite or already
        below `DECAY_HEIGHT_M`.
    """
    if not (duration_s > 0.0 and step_s > 0.0 and mass_kg > 0.0):
        raise ValueError("duration, step and mass must be positive")
    if not _height_m(position_m) > DECAY_HEIGHT_M:
        raise ValueError(f"an orbit starts above {DECAY_HEIGHT_M / 1e3:.0f} km")
    import brahe as bh

    state = np.concatenate([np.asarray(position_m, float), np.asarray(velocity_m_s, float)])
    model = _force_model(forces, mass_kg, drag_area_m2, drag_coefficient, radiation_area_m2)
    with earth_data(forces.weather, forces.orientation):
        epoch = brahe_epoch(epoch_utc)
        orbit = bh.NumericalOrbitPropagator(epoch, state, _integration(forces), model)
        down = bh.AltitudeEvent(DECAY_HEIGHT_M, "decay", bh.EventDirection.DECREASING)
        orbit.add_event_detector(down.set_terminal())
        orbit.propagate_to(epoch + duration_s)
        end = float(orbit.current_epoch() - epoch) if orbit.terminated() else duration_s
        time_s = np.append(np.arange(0.0, end - 1e-6, step_s), end)
        states = np.array(orbit.states_gcrf([epoch + t for t in time_s.tolist()]))
    if not np.all(np.isfinite(states)):
        raise ValueError("the state to propagate is not finite")
    return Ephemeris(
        epoch_utc=epoch_utc.astimezone(UTC),
        time_s=time_s,
        position_m=states[:, :3],
        velocity_m_s=states[:, 3:],
    )


def _height_m(position_m: ArrayLike) -> float:
    """Height over the ellipsoid to 100 m, the pole taken along z [m]."""
    r = np.asarray(position_m, dtype=float)
    size = np.linalg.norm(r)
    if not size > 0.0:
        return -EARTH_RADIUS_M
    return float(size - EARTH_RADIUS_M * (1.0 - EARTH_FLATTENING * (r[2] / size) ** 2))


def brahe_epoch(epoch_utc: datetime) -> Any:
    """The same instant as brahe counts it.

    Parameters
    ----------
    epoch_utc : datetime
        With time zone.
    """
    import brahe as bh

    t = epoch_utc.astimezone(UTC)
    return bh.Epoch.from_datetime(
        t.year,
        t.month,
        t.day,
        t.hour,
        t.minute,
        float(t.second),
        t.microsecond * 1e3,
        bh.TimeSystem.UTC,
    )


def _integration(forces: Forces) -> Any:
    """Steps of about 90 s; quintic Hermite between them is good to 1 mm."""
    import brahe as bh

    return (
        bh.NumericalPropagationConfig.with_method(bh.IntegrationMethod.RKF78)
        .with_abs_tol(forces.absolute_tolerance)
        .with_rel_tol(forces.relative_tolerance)
        .with_store_accelerations(True)
        .with_interpolation_method(bh.InterpolationMethod.HERMITE_QUINTIC)
    )


def _force_model(
    forces: Forces, mass: float, area: float, coefficient: float, sunlit: float
) -> Any:
    import brahe as bh

    constant = bh.ParameterSource.value
    airs = {
        Air.NRLMSISE00: bh.AtmosphericModel.NRLMSISE00,
        Air.HARRIS_PRIESTER: bh.AtmosphericModel.HARRIS_PRIESTER,
    }
    drag = bh.DragConfiguration(airs[forces.air], constant(area), constant(coefficient))
    push = bh.SolarRadiationPressureConfiguration(
        constant(sunlit), constant(1.0), bh.EclipseModel.CONICAL
    )
    near = bh.EphemerisSource.LowPrecision
    chosen = ((forces.sun, bh.ThirdBody.SUN), (forces.moon, bh.ThirdBody.MOON))
    bodies = [bh.ThirdBodyConfiguration(body, near) for acts, body in chosen if acts]
    return bh.ForceModelConfig(
        gravity=_gravity(forces),
        drag=drag if forces.drag and area > 0.0 else None,
        srp=push if sunlit > 0.0 else None,
        third_body=bodies or None,
        mass=constant(mass),
        frame_transform=bh.FrameTransformationModel.FULL_EARTH_ROTATION,
    )


def _gravity(forces: Forces) -> Any:
    import brahe as bh

    degree = forces.gravity_degree
    if degree == 0:
        return bh.GravityConfiguration.point_mass()
    if forces.gravity_file is None:
        model = bh.GravityModelType.EGM2008_120
    else:
        model = bh.GravityModelType.from_file(str(forces.gravity_file))
    return bh.GravityConfiguration.spherical_harmonic(degree, degree, model)


@contextmanager
def earth_data(
    weather: SpaceWeather | None = None, orientation: SteadyOrientation | None = None
) -> Iterator[None]:
    """Packaged EOP and space weather, and the short nutation series, while inside.

    The forces need the Earth's axes to a metre on its surface; IAU 2000B gives 3 cm, moves
    the orbit by 2 mm in a day, and takes a third of the time. These are settings of the whole
    process in brahe, so what is not its own default is put back.

    Parameters
    ----------
    weather : SpaceWeather, optional
        In place of the measured one.
    orientation : SteadyOrientation, optional
        In place of the measured one.
    """
    import brahe as bh

    if orientation is not None:
        _steady_orientation(orientation)
    elif not bh.get_global_eop_initialization():
        _measured_orientation()
    if weather is not None:
        bh.set_global_space_weather_provider(
            bh.StaticSpaceWeatherProvider.from_values(
                weather.kp, weather.ap, weather.f107, weather.f107a, 0
            )
        )
    elif not bh.get_global_sw_initialization():
        _measured_weather()
    before = bh.get_precession_nutation_model()
    bh.set_precession_nutation_model(bh.PrecessionNutationModel.IAU2000B)
    try:
        yield
    finally:
        bh.set_precession_nutation_model(before)
        if weather is not None:
            _measured_weather()
        if orientation is not None:
            _measured_orientation()


def _steady_orientation(orientation: SteadyOrientation) -> None:
    """Set it, whatever the order of the arguments: brahe 1.8 puts UT1 third and names it first."""
    import brahe as bh

    pole = (orientation.pole_x_rad, orientation.pole_y_rad)
    for first in ((*pole, orientation.ut1_utc_s), (orientation.ut1_utc_s, *pole)):
        bh.set_global_eop_provider(bh.StaticEOPProvider.from_values(*first, 0.0, 0.0, 0.0))
        if bh.get_global_ut1_utc(0.0) == orientation.ut1_utc_s:
            return
    raise RuntimeError("brahe does not take UT1 as told")


def _measured_weather() -> None:
    import brahe as bh

    bh.set_global_space_weather_provider(bh.FileSpaceWeatherProvider.from_default_file())


def _measured_orientation() -> None:
    import brahe as bh

    bh.set_global_eop_provider(bh.FileEOPProvider.from_default_standard(True, "Hold"))
