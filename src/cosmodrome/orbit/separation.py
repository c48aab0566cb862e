"""Release of bodies from a carrier: springs share momentum, nothing else changes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """A carrier and the body it has just let go, at one place with two velocities.

    Attributes
    ----------
    position_m : array, shape (3,)
        Of both [m].
    carrier_velocity_m_s, body_velocity_m_s : array, shape (3,)
        After the push [m/s].
    carrier_mass_kg : float
        Mass that stays with the carrier [kg].
    """

    position_m: NDArray[np.float64]
    carrier_velocity_m_s: NDArray[np.float64]
    body_velocity_m_s: NDArray[np.float64]
    carrier_mass_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is let go and how hard it is pushed.

    Attributes
    ----------
    name : str
    mass_kg : float
        Of the body let go [kg].
    relative_speed_m_s : float
        Speed of the body as seen from the carrier after the push [m/s].
    direction_rtn : tuple of float
        Radial, along-track and orbit-normal components of the push; any length [-].
    """

    name: str
    mass_kg: float
    relative_speed_m_s: float
    direction_rtn: tuple[float, float, float]


def rtn_axes(position_m: ArrayLike, velocity_m_s: ArrayLike) -> NDArray[np.float64]:
    """Rows are the radial, along-track and orbit-normal unit vectors, shape (3, 3) [-].

    Along-track completes the triad, so it is the velocity only on a circular orbit.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        Inertial state [m], [m/s].

    Raises
    ------
    ValueError
        If position and velocity span no plane.
    """
    r = np.asarray(position_m, dtype=float)
    h = np.cross(r, np.asarray(velocity_m_s, dtype=float))
    size = np.linalg.norm(h)
    if not size > 0.0:
        raise ValueError("position and velocity span no orbital plane")
    radial, normal = r / np.linalg.norm(r), h / size
    return np.array([radial, np.cross(normal, radial), normal])


def shares(
    relative_speed_m_s: float, carrier_mass_kg: float, body_mass_kg: float
) -> tuple[float, float]:
    """Speeds the push gives to carrier and body, of opposite sign, so that momentum stays.

    Parameters
    ----------
    relative_speed_m_s : float
        Body against carrier [m/s].
    carrier_mass_kg, body_mass_kg : float
        After the separation [kg].

    Returns
    -------
    tuple of float
        Of the carrier (not positive) and of the body along the push [m/s].
    """
    if not (carrier_mass_kg > 0.0 and body_mass_kg > 0.0):
        raise ValueError("both parts of a separation need a positive mass")
    total = carrier_mass_kg + body_mass_kg
    return (
        -relative_speed_m_s * body_mass_kg / total,
        relative_speed_m_s * carrier_mass_kg / total,
    )


def release(
    position_m: ArrayLike, velocity_m_s: ArrayLike, total_mass_kg: float, body: Release
) -> Separation:
    """Let one body go.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        Inertial state of the stack before [m], [m/s].
    total_mass_kg : float
        Of the stack before, body included [kg].
    body : Release
        What is let go.

    Returns
    -------
    Separation

    Raises
    ------
    ValueError
        If the body is heavier than the stack or pushed in no direction.
    """
    push = np.asarray(body.direction_rtn, dtype=float)
    length = np.linalg.norm(push)
    if not length > 0.0:
        raise ValueError(f"{body.name}: a push needs a direction")
    along = (push / length) @ rtn_axes(position_m, velocity_m_s)
    rest = total_mass_kg - body.mass_kg
    carrier, released = shares(body.relative_speed_m_s, rest, body.mass_kg)
    v = np.asarray(velocity_m_s, dtype=float)
    return Separation(
        position_m=np.array(position_m, dtype=float),
        carrier_velocity_m_s=v + carrier * along,
        body_velocity_m_s=v + released * along,
        carrier_mass_kg=rest,
    )


def release_together(
    position_m: ArrayLike,
    velocity_m_s: ArrayLike,
    total_mass_kg: float,
    bodies: Sequence[Release],
) -> tuple[Separation, ...]:
    """Let several bodies go one after the other at one instant, each from what is left.

    For releases apart in time, propagate the carrier between calls of `release`.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        Inertial state of the stack before [m], [m/s].
    total_mass_kg : float
        Of the stack before [kg].
    bodies : sequence of Release
        In order.

    Returns
    -------
    tuple of Separation
        One a body; the last holds the carrier that remains.
    """
    v, mass = np.asarray(velocity_m_s, dtype=float), total_mass_kg
    done: list[Separation] = []
    for body in bodies:
        step = release(position_m, v, mass, body)
        v, mass = step.carrier_velocity_m_s, step.carrier_mass_kg
        done.append(step)
    return tuple(done)
