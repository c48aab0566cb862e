"""The plan as tables against time: what a guided flight compares itself with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.simulate import Track
from cosmodrome.earth.ellipsoid import vertical
from cosmodrome.earth.rotation import atmosphere_velocity

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlanClock:
    """The plan on an even grid of time that ends after it.

    Attributes
    ----------
    time : array, shape (N,)
        After lift-off [s].
    speed : array, shape (N,)
        Over the ground [m/s].
    axis : array, shape (N, 3)
        Of the body [-].
    climb : array, shape (N,)
        Sine of the angle of climb over the ground [-].
    height : array, shape (N,)
        Over the ellipsoid [m].
    """

    time: Array
    speed: Array
    axis: Array
    climb: Array
    height: Array


def plan_clock(tracks: Sequence[Track], world: World, step_s: float) -> PlanClock:
    """Tables of a plan.

    Parameters
    ----------
    tracks : sequence of Track
        Of the plan, flown.
    world : World
        The Earth of the plan.
    step_s : float
        Spacing of the tables [s].
    """
    time = np.concatenate([track.time_s for track in tracks])
    state = np.concatenate([track.state for track in tracks])
    axis = np.concatenate([track.axis for track in tracks])
    omega = world.rotation_rad_s
    over = atmosphere_velocity(*state[:, :3].T, world.px, world.py, world.pz, omega)
    ground = state[:, 3:6] - np.array(over).T
    speed = np.linalg.norm(ground, axis=1)
    height, *up = vertical(*state[:, :3].T, world.px, world.py, world.pz, world.ellipsoid)
    climb = (ground * np.array(up).T).sum(axis=1) / np.maximum(speed, 1.0)
    grid = np.arange(0.0, float(time[-1]) + 2.0 * step_s, step_s)
    axes = np.column_stack([np.interp(grid, time, axis[:, i]) for i in range(3)])
    axes /= np.linalg.norm(axes, axis=1)[:, None]
    return PlanClock(
        time=grid,
        speed=np.interp(grid, time, speed),
        axis=np.ascontiguousarray(axes),
        climb=np.interp(grid, time, climb),
        height=np.interp(grid, time, np.asarray(height)),
    )
