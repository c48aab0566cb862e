"""Guided flights with names on their numbers: how each ended, when, where and with what left."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance import desk as kernel
from cosmodrome.ascent.guidance.flight import fly_guided
from cosmodrome.ascent.guidance.parameters import ParameterLayout, in_mean_wind
from cosmodrome.ascent.guidance.program import (
    BY_TIME,
    BY_VELOCITY,
    CUT_RULE,
    CUT_VALUE,
    Program,
)
from cosmodrome.earth.wind import Wind
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]


class Ending(Enum):
    """How a guided flight ended.

    ORBIT: cut off by guidance. SHORTFALL: the engine of the last stage shut off before, or the
    cut-off left more than 5 m/s to go.
    STAGE_DRY: the last stage ran dry before. LOST: the guidance did not settle.
    GROUND: the ground was hit. TOO_LONG: none of these within half as much time again as planned.
    """

    ORBIT = int(kernel.ORBIT)
    SHORTFALL = int(kernel.SHORTFALL)
    STAGE_DRY = int(kernel.STAGE_DRY)
    LOST = int(kernel.LOST)
    GROUND = int(kernel.GROUND)
    TOO_LONG = int(kernel.TOO_LONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedFlights:
    """Results of guided flights, one row a flight.

    Attributes
    ----------
    stages : tuple of str
        Of the launcher.
    bodies : tuple of str
        What is dropped, in the order of `drops`.
    kept : array, shape (n, K)
        As `flight` keeps it [-].
    drops : array, shape (n, D, 8)
        Time [s], position [m], velocity [m/s], mass [kg] at which each body left; 0 if it did not.
    samples : array, shape (n, G, 4)
        Height [m], inertial speed [m/s], dynamic pressure [Pa], axial acceleration [m/s2] at even
        times; not a number after the end.
    """

    stages: tuple[str, ...]
    bodies: tuple[str, ...]
    kept: Array
    drops: Array
    samples: Array

    @property
    def ending(self) -> NDArray[np.int64]:
        """Value of `Ending` of each flight, shape (n,) [-]."""
        return self.kept[:, kernel.END_OUTCOME].astype(np.int64)

    @property
    def time_s(self) -> Array:
        """End of each flight after lift-off, shape (n,) [s]."""
        return self.kept[:, kernel.END_TIME]

    @property
    def state(self) -> Array:
        """True position [m] and velocity [m/s] at the end, shape (n, 6)."""
        return self.kept[:, kernel.END_STATE : kernel.END_STATE + 6]

    @property
    def believed(self) -> Array:
        """Position [m] and velocity [m/s] at the end as the guidance had them, shape (n, 6)."""
        return self.kept[:, kernel.BELIEVED : kernel.BELIEVED + 6]

    @property
    def tilt_rad(self) -> Array:
        """Small angles by which the platform is turned at the end, shape (n, 3) [rad]."""
        return self.kept[:, kernel.END_TILT : kernel.END_TILT + 3]

    @property
    def mass_kg(self) -> Array:
        """At the end, shape (n,) [kg]."""
        return self.kept[:, kernel.END_MASS]

    def of_stage(self, stage: str) -> Array:
        """Ignition [s], cut-off [s], reason [-], propellant left [kg], apparent velocity [m/s].

        Parameters
        ----------
        stage : str
            Name of a stage.

        Returns
        -------
        array, shape (n, 5)
            The reason is 1 by rule, 2 run dry, 3 shut off [-].
        """
        k = kernel.KEPT_NUMBERS + kernel.KEPT_STAGE * self.stages.index(stage)
        return self.kept[:, k : k + kernel.KEPT_STAGE]

    def peak(self, place: int) -> Array:
        """Largest value of a load and its time, shape (n, 2).

        Parameters
        ----------
        place : int
            ``Q_MAX``, ``QA_MAX``, ``AXIAL_MAX`` or ``FLUX_MAX`` of `flight` [-].
        """
        return self.kept[:, place : place + 2]


def bodies_of(launcher: Launcher) -> tuple[str, ...]:
    """Names of what a launcher drops: its stages, their shed parts, the fairing.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    stages = (stage.name for stage in launcher.stages)
    parts = (part.name for stage in launcher.stages for part in stage.shed)
    return (*stages, *parts, "fairing")


def passed_limits(flights: GuidedFlights, program: Program) -> NDArray[np.bool_]:
    """Whether a limit of the structure was passed by more than 1 %, shape (n, 4).

    Dynamic pressure, pressure times angle of attack, axial acceleration, heat flux.

    Parameters
    ----------
    flights : GuidedFlights
        Flown.
    program : Program
        With the limits.
    """
    s = program.settings
    limits = (s.q_limit_Pa, s.q_alpha_limit_Pa_rad, s.axial_limit_m_s2, s.flux_limit_W_m2)
    places = (kernel.Q_MAX, kernel.QA_MAX, kernel.AXIAL_MAX, kernel.FLUX_MAX)
    columns = [flights.kept[:, k] > 1.01 * x for k, x in zip(places, limits, strict=True)]
    return np.column_stack(columns)


def fly_all(
    program: Program, launcher: Launcher, vectors: Array, sample_count: int = 0
) -> GuidedFlights:
    """Fly a program once for each vector.

    Parameters
    ----------
    program : Program
        What is flown.
    launcher : Launcher
        For the names.
    vectors : array, shape (n, size)
        As `ParameterLayout` has them; what belongs to later flight is not read [-].
    sample_count : int
        States kept at even times [-].

    Returns
    -------
    GuidedFlights
    """
    stages = tuple(stage.name for stage in launcher.stages)
    size = ParameterLayout(stages=stages).size
    if vectors.ndim != 2 or vectors.shape[1] < size:
        raise ValueError(f"vectors have {vectors.shape}, and a flight has {size} numbers")
    bodies = bodies_of(launcher)
    n = len(vectors)
    kept = np.empty((n, kernel.KEPT_NUMBERS + kernel.KEPT_STAGE * len(stages)))
    drops = np.empty((n, len(bodies), 8))
    samples = np.empty((n, sample_count, kernel.SAMPLED))
    fly_guided(program, np.ascontiguousarray(vectors), kept, drops, samples)
    return GuidedFlights(stages=stages, bodies=bodies, kept=kept, drops=drops, samples=samples)


def cut_by_velocity(
    program: Program, launcher: Launcher, stages: tuple[str, ...], wind: Wind | None = None
) -> Program:
    """Program whose stages are cut at the apparent velocity the undispersed flight has then.

    Parameters
    ----------
    program : Program
        With timed cut-offs.
    launcher : Launcher
        For the names.
    stages : tuple of str
        Stages cut by velocity.
    wind : Wind, optional
        Mean wind the undispersed flight meets; calm if absent.

    Raises
    ------
    ValueError
        When a stage has no timed cut-off that could stand for a velocity.
    """
    if not stages:
        return program
    names = tuple(stage.name for stage in launcher.stages)
    undispersed = in_mean_wind(ParameterLayout(stages=names), wind)
    flown = fly_all(program, launcher, undispersed[None])
    rows = program.stages.copy()
    for stage in stages:
        i = names.index(stage)
        if rows[i, CUT_RULE] != BY_TIME:
            raise ValueError(f"{stage} is not cut by a timer")
        rows[i, CUT_RULE] = BY_VELOCITY
        rows[i, CUT_VALUE] = flown.of_stage(stage)[0, 4]
    return program._replace(stages=rows)
