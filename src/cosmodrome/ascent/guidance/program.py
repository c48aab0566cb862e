"""What a guided flight flies: launcher, plan and limits as flat arrays for compiled code."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import Shape, World

Array = NDArray[np.float64]

# Columns of `Program.stages`.
(
    FULL_THRUST,
    FULL_FLOW,
    EXIT_AREA,
    LOAD,
    KEPT,
    DRY,
    AFTER,
    AFTER_DELAY,
    CUT_RULE,
    CUT_VALUE,
    SEPARATION_DELAY,
    SCHEDULE_FROM,
    SCHEDULE_TO,
    NOMINAL_LIT,
    NOMINAL_CUT,
    IS_GRAIN,
) = range(16)
BY_DEPLETION, BY_TIME, BY_VELOCITY, BY_COMMAND = 0.0, 1.0, 2.0, 3.0

# Columns of `Program.sheds`.
SHED_STAGE, SHED_DELAY, SHED_MASS = range(3)

# Columns of `Program.segments`.
SEGMENT_START, SEGMENT_END, SEGMENT_A, SEGMENT_W, SEGMENT_STAGE, SEGMENT_GROWS = range(6)
SEGMENT_GRAIN = 6

# Columns of `Program.burns`.
BURN_FIRST, BURN_LAST, BURN_WAITS, BURN_LIT = range(4)

NO_FAIRING, FAIRING_BY_TIME, FAIRING_BY_HEIGHT, FAIRING_BY_FLUX = -1.0, 0.0, 1.0, 2.0


class Settings(NamedTuple):
    """Numbers of the guidance and limits of the vehicle.

    Attributes
    ----------
    cycle_s : float
        Time between two passes of the guidance in the air and near the cut-off, and longest step
        of the integration there [s].
    explicit_cycle_s : float
        The same while the explicit law has far to go [s].
    explicit_from_s : float
        Time of the plan at which the explicit law takes over [s].
    speed_from_s : float
        Time of the plan from which attitude follows speed instead of time [s].
    holds_below_s : float
        Time to go below which the direction stands and only speed counts [s].
    path_gain, path_time_s : float
        Turn of the axis for an error of the path [-], and time in which an error of height is to
        be flown off [s].
    relief_Pa_rad : float
        Dynamic pressure times angle of attack that load relief does not let the vehicle pass
        [Pa rad].
    q_limit_Pa, q_alpha_limit_Pa_rad, axial_limit_m_s2, flux_limit_W_m2 : float
        Limits of the structure whose passing is told; large when there is none [Pa], [Pa rad],
        [m/s2], [W/m2].
    throttle_limit_m_s2, least_throttle : float
        Acceleration the last stage throttles to [m/s2], and its lowest throttle [-].
    latest_s : float
        Time at which a flight is given up [s].
    sample_step_s : float
        Spacing of the states kept for bands [s].
    """

    cycle_s: float
    explicit_cycle_s: float
    explicit_from_s: float
    speed_from_s: float
    holds_below_s: float
    path_gain: float
    path_time_s: float
    relief_Pa_rad: float
    q_limit_Pa: float
    q_alpha_limit_Pa_rad: float
    axial_limit_m_s2: float
    flux_limit_W_m2: float
    throttle_limit_m_s2: float
    least_throttle: float
    latest_s: float
    sample_step_s: float


class Program(NamedTuple):
    """A launcher, the plan it follows and what it aims at.

    Attributes
    ----------
    world : World
        Earth without wind: wind comes with each flight.
    shape : Shape
        Air forces of the vehicle.
    aims : array, shape (B, AIM_NUMBERS)
        Orbit each arc of thrust steers to, see `aim.read_aim` [-].
    burns : array, shape (B, 4)
        Arcs of thrust between long coasts: first and last stretch of each [-], the coast before it
        and its ignition in the plan [s].
    settings : Settings
        Guidance and limits.
    stages : array, shape (S, 16)
        See the column names of this module [N], [kg/s], [m2], [kg], [s], [m/s].
    schedule_t, schedule_f : array
        Throttle of all stages against time after ignition [s], [-].
    sheds : array, shape (K, 3)
        Parts shed while a stage burns: stage [-], delay [s], mass [kg].
    fairing : array, shape (3,)
        Rule of its jettison [-], its value [s], [m] or [W/m2], its mass [kg].
    other_mass_kg : float
        Adapter and payload [kg].
    start : array, shape (6,)
        Pad, inertial [m], [m/s].
    launch_axes : array, shape (3, 3)
        Rows: along the flight, across it, up; at the pad [-].
    clock_step_s : float
        Spacing of the tables of the plan [s].
    clock_speed : array, shape (N,)
        Speed over the ground [m/s] against time of the plan.
    clock_axis : array, shape (N, 3)
        Body axis against time of the plan [-].
    clock_climb, clock_height : array, shape (N,)
        Sine of the angle of climb over the ground [-], and height over the ellipsoid [m] against
        time of the plan.
    segments : array, shape (G, 7)
        Stretches of the plan on which thrust is one line: start and end [s], acceleration at the
        start [m/s2], exhaust velocity [m/s], stage that matters [-], growth of thrust as a part
        of that at the start [1/s], and whether the stage is a solid motor [-].
    plan_ends : array, shape (B, 6)
        End of each arc in the plan [m], [m/s].
    pressure_weights : array, shape (K, K)
        From parts of the density to parts of the pressure, in equilibrium [-].
    """

    world: World
    shape: Shape
    aims: Array
    burns: Array
    settings: Settings
    stages: Array
    schedule_t: Array
    schedule_f: Array
    sheds: Array
    fairing: Array
    other_mass_kg: float
    start: Array
    launch_axes: Array
    clock_step_s: float
    clock_speed: Array
    clock_axis: Array
    clock_climb: Array
    clock_height: Array
    segments: Array
    plan_ends: Array
    pressure_weights: Array
