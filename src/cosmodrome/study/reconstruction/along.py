"""What a flight shows at given times: speed and height as a display has them, air loads."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import air_data
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.study.reconstruction.model import Flown, Model, programme_of, value_of
from cosmodrome.study.reconstruction.noise import Readings
from cosmodrome.study.reconstruction.parameters import CLOCK, ROUNDING, ZERO

Array = NDArray[np.float64]


def history(model: Model, flown: Flown, time_s: Array) -> tuple[Array, Array]:
    """Speed and height along a flight.

    Parameters
    ----------
    model : Model
        What was flown.
    flown : Flown
        Of `Flyer.fly`.
    time_s : array, shape (n,)
        After lift-off; on the pad before, at its end beyond [s].

    Returns
    -------
    speed_m_s, height_m : array, shape (n,)
        Speed as the file counts it [m/s]; over the ellipsoid [m].
    """
    r, v = states_at(flown, time_s)
    world = model.world
    height, _, _ = geodetic(*r, world.px, world.py, world.pz)
    if not model.inertial:
        ground = atmosphere_velocity(*r, world.px, world.py, world.pz, world.rotation_rad_s)
        v = v - np.array(ground)
    return np.sqrt((v * v).sum(axis=0)), np.asarray(height)


def q_alpha(model: Model, flown: Flown, values: Array, time_s: Array) -> Array:
    """Dynamic pressure times angle of attack in the plane of the programme, up positive.

    Parameters
    ----------
    model : Model
        What was flown.
    flown : Flown
        Of `Flyer.fly`.
    values : array
        Of all parameters, then pitch at the knots [unit of each].
    time_s : array, shape (n,)
        After lift-off [s].

    Returns
    -------
    array, shape (n,)
        [Pa rad].
    """
    r, v = states_at(flown, time_s)
    _, density, _, _, wx, wy, wz, speed, *_ = air_data(*r, *v, model.world)
    flow = np.array((wx, wy, wz))
    path = np.arctan2(model.plane.up @ flow, model.plane.along @ flow)
    programme = programme_of(model, values)
    pitch = np.interp(time_s, programme.time_s, programme.pitch_rad)
    return np.asarray(0.5 * density * speed**2 * (pitch - path))


def states_at(flown: Flown, time_s: Array) -> tuple[Array, Array]:
    """Position and velocity between the recorded steps, by cubics through both ends' states.

    Parameters
    ----------
    flown : Flown
        Of `Flyer.fly`.
    time_s : array, shape (n,)
        After lift-off; held beyond both ends [s].

    Returns
    -------
    position_m, velocity_m_s : array, shape (3, n)
        Inertial [m], [m/s].
    """
    t, states = flown.time_s, flown.state[:, :6]
    keep = np.concatenate((np.diff(t) > 1e-9, [True]))
    t, states = t[keep], states[keep]
    at = np.clip(time_s, t[0], t[-1])
    i = np.clip(np.searchsorted(t, at, side="right") - 1, 0, t.size - 2)
    h = t[i + 1] - t[i]
    s = ((at - t[i]) / h)[:, None]
    h = h[:, None]
    r0, r1, v0, v1 = states[i, :3], states[i + 1, :3], states[i, 3:], states[i + 1, 3:]
    a, b = r1 - r0 - h * v0, h * (v1 - v0)
    # r = r0 + h v0 s + (3 a - b) s^2 + (b - 2 a) s^3, the cubic with both positions and velocities.
    square, cube = 3.0 * a - b, b - 2.0 * a
    r = r0 + s * (h * v0 + s * (square + s * cube))
    v = v0 + s * (2.0 * square + 3.0 * s * cube) / h
    return r.T, v.T


def predicted(
    model: Model, values: Array, flown: Flown, speed: Readings, height: Readings
) -> tuple[Array, Array]:
    """What the telemetry should read.

    Parameters
    ----------
    model : Model
        What was flown.
    values : array
        Of all parameters [unit of each].
    flown : Flown
        Of `Flyer.fly`.
    speed, height : Readings
        Where it is read.

    Returns
    -------
    speed_m_s, height_m : array
        One each reading [m/s], [m].
    """
    clock = value_of(model, values, CLOCK)
    both = np.concatenate((speed.time_s, height.time_s)) - clock
    v, h = history(model, flown, both)
    v, h = v[: speed.time_s.size], h[speed.time_s.size :]
    shift = value_of(model, values, ROUNDING) * height.step + value_of(model, values, ZERO)
    return v, h + shift
