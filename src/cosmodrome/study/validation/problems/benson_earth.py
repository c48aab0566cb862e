"""What the ascents of Benson (2005) and of MechJebLib share: Earth, pad, conditions, limits.

A sphere under air that thins exponentially, turning once a sidereal day; states are place [m] and
velocity [m/s] in axes that do not turn, then mass [kg].
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import Bounds, Condition, End, Numbers, PathLimit

Array = NDArray[np.float64]

# Gravity [m3/s2], radius [m], rotation [rad/s] as the problems give them.
MU, RE, OMEGA = 3.986012e14, 6_378_145.0, 7.29211585e-5
# Density at the ground [kg/m3] and its scale height [m].
DENSITY, SCALE_HEIGHT = 1.225, 7200.0
# The pad lies 28.5 degrees north [m].
START = (RE * np.cos(np.radians(28.5)), 0.0, RE * np.sin(np.radians(28.5)))


def cross(a: Numbers, b: Numbers) -> tuple[Scalar, Scalar, Scalar]:
    """Vector product.

    Parameters
    ----------
    a, b : sequence of Scalar, length 3
        Vectors [any unit].
    """
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def dot(a: Numbers, b: Numbers) -> Scalar:
    """Scalar product.

    Parameters
    ----------
    a, b : sequence of Scalar, length 3
        Vectors [any unit].
    """
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def air(state: Numbers) -> tuple[Scalar, tuple[Scalar, Scalar, Scalar]]:
    """Air about a rocket.

    Parameters
    ----------
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].

    Returns
    -------
    Scalar
        Density [kg/m3].
    tuple of Scalar
        Velocity relative to the air [m/s].
    """
    x, y, z, vx, vy, vz, _ = state
    density = DENSITY * np.exp(-(np.sqrt(x * x + y * y + z * z) - RE) / SCALE_HEIGHT)
    return density, (vx + OMEGA * y, vy - OMEGA * x, vz)


def rates(state: Numbers, u: Numbers, push: Scalar, flow: Scalar, area: Scalar) -> Numbers:
    """Rates of place, velocity and mass under gravity, thrust and drag.

    Parameters
    ----------
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].
    u : sequence of Scalar, length 3
        Direction of thrust [-].
    push : Scalar
        Thrust [N].
    flow : Scalar
        Mass flow [kg/s].
    area : Scalar
        Half the drag coefficient times its area [m2].
    """
    x, y, z, vx, vy, vz, m = state
    r = np.sqrt(x * x + y * y + z * z)
    density, (wx, wy, wz) = air(state)
    # The square metre per square second keeps the root smooth on the pad.
    speed = np.sqrt(wx * wx + wy * wy + wz * wz + 1e-6)
    drag = area * density * speed / m
    pull, thrust = MU / r**3, push / m
    return (
        vx, vy, vz,
        -pull * x + thrust * u[0] - drag * wx,
        -pull * y + thrust * u[1] - drag * wy,
        -pull * z + thrust * u[2] - drag * wz,
        -flow,
    )  # fmt: skip


def orbit_vectors(
    a: float, e: float, inclination: float, node: float, perigee: float
) -> tuple[Array, Array]:
    """Angular momentum and eccentricity vector of an orbit.

    Parameters
    ----------
    a : float
        Semi-major axis [m].
    e : float
        Eccentricity [-].
    inclination, node, perigee : float
        Inclination, node and argument of perigee [rad].

    Returns
    -------
    array, shape (3,)
        Angular momentum [m2/s].
    array, shape (3,)
        Towards the perigee, as long as e [-].
    """
    ci, si, cn, sn = np.cos(inclination), np.sin(inclination), np.cos(node), np.sin(node)
    cw, sw = np.cos(perigee), np.sin(perigee)
    h = np.sqrt(MU * a * (1 - e**2)) * np.array([si * sn, -si * cn, ci])
    return h, e * np.array([cn * cw - sn * sw * ci, sn * cw + cn * sw * ci, sw * si])


def scales(start_mass: float) -> tuple[float, ...]:
    """Typical size of each state [m], [m/s], [kg].

    Parameters
    ----------
    start_mass : float
        Mass on the pad [kg].
    """
    return (RE, RE, RE, 7900.0, 7900.0, 7900.0, start_mass)


def start_and_links(
    ends: Sequence[End], start_mass: float, drops: Sequence[float]
) -> list[Condition]:
    """The pad, turning with the Earth, and the joints between phases.

    Parameters
    ----------
    ends : sequence of End
        Of the phases.
    start_mass : float
        Mass on the pad [kg].
    drops : sequence of float
        Mass that leaves at the end of each phase but the last [kg].
    """
    scale = scales(start_mass)
    start = (*START, 0.0, OMEGA * START[0], 0.0, start_mass)
    rows = [
        Condition(name=f"start {k}", value=ends[0].first[k] - start[k], scale=scale[k])
        for k in range(7)
    ]
    for i, mass in enumerate(drops):
        drop = (0.0,) * 6 + (mass,)
        rows += [
            Condition(
                name=f"link {i} {k}",
                value=ends[i + 1].first[k] - ends[i].last[k] + drop[k],
                scale=scale[k],
            )
            for k in range(7)
        ]
    return rows


def orbit_reached(
    last: Numbers, orbit: tuple[Array, Array], parts: tuple[int, int]
) -> list[Condition]:
    """The orbit at the end as two vectors, without the place on it.

    Parameters
    ----------
    last : sequence of Scalar, length 7
        State at the end [m], [m/s], [kg].
    orbit : tuple of array
        From `orbit_vectors` [m2/s], [-].
    parts : tuple of int
        Parts of the eccentricity vector that are asked: it lies in the plane of the momentum, so
        two are enough.
    """
    r, v = last[:3], last[3:6]
    h, e = orbit
    momentum = cross(r, v)
    radius = np.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
    vh = cross(v, momentum)
    rows = [
        Condition(name=f"momentum {k}", value=momentum[k] - h[k], scale=RE * 7900.0)
        for k in range(3)
    ]
    return rows + [
        Condition(name=f"eccentricity {k}", value=vh[k] / MU - r[k] / radius - e[k]) for k in parts
    ]


def unit_direction() -> PathLimit:
    """The direction of thrust has length 1."""
    return PathLimit(
        name="unit direction",
        value=lambda t, x, u, p, d: dot(u, u),
        bounds=Bounds(lower=1.0, upper=1.0),
    )


def above_the_ground() -> PathLimit:
    """Never nearer to the centre than the pad."""
    return PathLimit(
        name="above ground",
        value=lambda t, x, u, p, d: dot(x, x),
        bounds=Bounds(lower=RE**2),
        scale=RE**2,
    )
