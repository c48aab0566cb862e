"""What a flight came to, as numbers that vary smoothly with its dispersions.

Perigee and apogee of a near circle do not: a flight that ends slow and one that ends fast both
lower the one or raise the other. The state at the cut-off is therefore told by height, speed,
angle of climb, plane and place along the orbit.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.constants import EARTH_RADIUS_M

Array = NDArray[np.float64]

_POSITION = ("x_m", "y_m", "z_m")
_VELOCITY = ("vx_m_s", "vy_m_s", "vz_m_s")


def injection_numbers(
    table: pl.DataFrame, last_stage: str, world: World, reference: Array
) -> dict[str, Array]:
    """Numbers of flights, each an array of shape (n,), under names that hold their unit.

    Parameters
    ----------
    table : polars.DataFrame
        Samples of a study.
    last_stage : str
        Of the launcher.
    world : World
        For the pole and the pull of the Earth.
    reference : array, shape (6,)
        State at the cut-off from which plane and place are counted [m], [m/s].

    Returns
    -------
    dict
        Height over 6 378 137 m; the rest as the keys say.
    """
    r, v = table.select(_POSITION).to_numpy(), table.select(_VELOCITY).to_numpy()
    radius, speed = np.linalg.norm(r, axis=1), np.linalg.norm(v, axis=1)
    mu = world.gravity.mu_m3_s2
    return {
        "cut-off time [s]": table["time_s"].to_numpy(),
        "height [km]": (radius - EARTH_RADIUS_M) / 1e3,
        "speed [m/s]": speed,
        "angle of climb [deg]": np.degrees(np.arcsin((r * v).sum(axis=1) / (radius * speed))),
        "semi-major axis [km]": 1e-3 / (2.0 / radius - speed * speed / mu),
        **_plane_and_place(r, v, world, reference),
        "propellant left [kg]": table[f"{last_stage} propellant_left_kg"].to_numpy(),
        "dynamic pressure [kPa]": table["q_max_Pa"].to_numpy() / 1e3,
        "q times alpha [kPa deg]": np.degrees(table["q_alpha_max_Pa_rad"].to_numpy()) / 1e3,
        "axial acceleration [m/s2]": table["axial_max_m_s2"].to_numpy(),
    }


def _plane_and_place(r: Array, v: Array, world: World, reference: Array) -> dict[str, Array]:
    """Inclination; node and place along the orbit from those of the reference."""
    pole = np.array([world.px, world.py, world.pz])
    normal = np.cross(r, v)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    out = reference[:3] / np.linalg.norm(reference[:3])
    across = np.cross(reference[:3], reference[3:])
    across /= np.linalg.norm(across)
    node = np.cross(pole, across)
    node /= np.linalg.norm(node)
    east = np.cross(pole, node)
    nodes = np.cross(pole, normal)
    return {
        "inclination [deg]": np.degrees(np.arccos(normal @ pole)),
        "node off the plan's [deg]": np.degrees(np.arctan2(nodes @ east, nodes @ node)),
        "place off the plan's [deg]": np.degrees(np.arctan2(r @ np.cross(across, out), r @ out)),
    }
