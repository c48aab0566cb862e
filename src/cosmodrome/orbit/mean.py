"""Mean elements: what is left of an orbit when its J2 oscillations are averaged out.

Three readings of one orbit differ by kilometres in perigee and apogee:

    osculating        the ellipse of this instant
    mean              averaged over a revolution: what the orbit's heights are about
    TLE-like          mean, less the J3 shift of the eccentricity vector, as SGP4 and the
                      catalogues built on two-line elements count it
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_GRAVITY_RADIUS_M, EARTH_J2, EARTH_J3, EARTH_MU_M3_S2
from cosmodrome.orbit.elements import Elements, cartesian, osculating

_TURN = 2.0 * np.pi
_STEPS_EACH_WAY = 45  # RK4 of 4 degrees of eccentric anomaly: 1 m in a


def mean_from_osculating(
    elements: Elements,
    mu: float = EARTH_MU_M3_S2,
    j2: float = EARTH_J2,
    radius_m: float = EARTH_GRAVITY_RADIUS_M,
) -> Elements:
    """Mean elements at the instant of the osculating ones.

    The orbit is propagated under J2 half a revolution of eccentric anomaly back and forth;
    its equinoctial elements, less their linear drift, are averaged over time. That holds at
    any eccentricity below 1 and at every inclination below 179 degrees, the critical one
    included, with no series in e.

    Parameters
    ----------
    elements : Elements
        Osculating, from the true equator of date; closed orbit.
    mu, j2, radius_m : float
        Gravitational parameter [m3/s2], zonal coefficient [-] and its reference radius [m].

    Returns
    -------
    Elements
        Mean; the anomaly is the true one of the mean ellipse. Terms left out: J2 squared
        (about 10 m in a near 480 km), tesseral and lunisolar ones (below 100 m).

    Raises
    ------
    ValueError
        If the orbit is open or equatorial and retrograde.
    """
    if elements.eccentricity >= 1.0 or elements.inclination_rad > np.radians(179.0):
        raise ValueError("mean elements need a closed orbit inclined by less than 179 degrees")
    state = np.concatenate(cartesian(elements, mu))
    # Sundman's time step dt = r sqrt(a/mu) dE keeps the steps even at any eccentricity.
    scale = np.sqrt(elements.semi_major_axis_m / mu)
    step = np.pi / _STEPS_EACH_WAY
    back = _revolve(state, -step, scale, mu, j2, radius_m)
    forth = _revolve(state, step, scale, mu, j2, radius_m)
    path = np.vstack([back[:0:-1], forth])
    z = np.array([_equinoctial(osculating(y[:3], y[3:6], mu)) for y in path])
    z[:, 5] = np.unwrap(z[:, 5])
    t = path[:, 6]
    weight = np.linalg.norm(path[:, :3], axis=1)
    weight[[0, -1]] *= 0.5
    drift = (z[-1] - z[0]) / (t[-1] - t[0])
    average = weight @ (z - np.outer(t, drift)) / weight.sum()
    return _keplerian(average)


def without_j3_shift(
    mean: Elements,
    j2: float = EARTH_J2,
    j3: float = EARTH_J3,
    radius_m: float = EARTH_GRAVITY_RADIUS_M,
) -> Elements:
    """Mean elements as two-line elements count them.

    SGP4 adds ``-J3/(2 J2) (R/p) sin i`` to ``e sin w`` after its mean elements, so a TLE, and
    the perigee and apogee a catalogue derives from it, stand without that shift. It is
    0.0011, or 7 km in perigee and apogee, on a polar low orbit.

    Parameters
    ----------
    mean : Elements
        From `mean_from_osculating`.
    j2, j3 : float
        Zonal coefficients [-].
    radius_m : float
        Their reference radius [m].

    References
    ----------
    Hoots and Roehrich, Spacetrack Report No. 3 (1980), section 6, a_yNL; Brouwer,
    Astronomical Journal 64, 378 (1959), long-period terms.
    """
    e, w = mean.eccentricity, mean.argument_of_perigee_rad
    p = mean.semi_major_axis_m * (1.0 - e * e)
    shift = -0.5 * j3 / j2 * radius_m / p * np.sin(mean.inclination_rad)
    ex, ey = e * np.cos(w), e * np.sin(w) - shift
    perigee = float(np.arctan2(ey, ex) % _TURN)
    # The mean argument of latitude stays, as in SGP4 but for terms of order J3 e.
    latitude = w + _mean_anomaly(mean.true_anomaly_rad, e)
    e_new = float(np.hypot(ex, ey))
    return replace(
        mean,
        eccentricity=e_new,
        argument_of_perigee_rad=perigee,
        true_anomaly_rad=_true_anomaly(latitude - perigee, e_new),
    )


def _revolve(
    state: NDArray[np.float64],
    step: float,
    scale: float,
    mu: float,
    j2: float,
    radius: float,
) -> NDArray[np.float64]:
    """RK4 over half a revolution; rows of position, velocity and time."""

    def rate(y: NDArray[np.float64]) -> NDArray[np.float64]:
        x, yy, z, vx, vy, vz, _ = y.tolist()
        r2 = x * x + yy * yy + z * z
        r = r2**0.5
        g = -mu / (r2 * r)
        c = 1.5 * j2 * radius * radius / r2
        q = 5.0 * z * z / r2
        level = g * (1.0 + c * (1.0 - q))
        polar = g * (1.0 + c * (3.0 - q))
        dt = r * scale
        return np.array(
            [dt * vx, dt * vy, dt * vz, dt * level * x, dt * level * yy, dt * polar * z, dt]
        )

    y = np.append(state, 0.0)
    rows = [y]
    for _ in range(_STEPS_EACH_WAY):
        k1 = rate(y)
        k2 = rate(y + 0.5 * step * k1)
        k3 = rate(y + 0.5 * step * k2)
        k4 = rate(y + step * k3)
        y = y + step / 6.0 * (k1 + 2.0 * (k2 + k3) + k4)
        rows.append(y)
    return np.array(rows)


def _equinoctial(elements: Elements) -> tuple[float, float, float, float, float, float]:
    """a, e cos and e sin of (w + raan), tan(i/2) cos and sin of raan, mean longitude."""
    e, raan = elements.eccentricity, elements.raan_rad
    perigee = elements.argument_of_perigee_rad + raan
    tilt = np.tan(0.5 * elements.inclination_rad)
    return (
        elements.semi_major_axis_m,
        e * np.cos(perigee),
        e * np.sin(perigee),
        tilt * np.cos(raan),
        tilt * np.sin(raan),
        perigee + _mean_anomaly(elements.true_anomaly_rad, e),
    )


def _keplerian(z: NDArray[np.float64]) -> Elements:
    a, k, h, q, p, longitude = z.tolist()
    e, raan = float(np.hypot(k, h)), float(np.arctan2(p, q) % _TURN)
    perigee = float(np.arctan2(h, k))
    return Elements(
        semi_major_axis_m=a,
        eccentricity=e,
        inclination_rad=float(2.0 * np.arctan(np.hypot(q, p))),
        raan_rad=raan,
        argument_of_perigee_rad=float((perigee - raan) % _TURN),
        true_anomaly_rad=_true_anomaly(longitude - perigee, e),
    )


def _mean_anomaly(true_anomaly: float, e: float) -> float:
    half = 0.5 * true_anomaly
    eccentric = 2.0 * np.arctan2(np.sqrt(1.0 - e) * np.sin(half), np.sqrt(1.0 + e) * np.cos(half))
    return float(eccentric - e * np.sin(eccentric))


def _true_anomaly(mean_anomaly: float, e: float) -> float:
    """Kepler's equation by Newton, from E = M + e sin M; then the half-angle formula."""
    m = mean_anomaly % _TURN
    x = m + e * np.sin(m) if e < 0.8 else np.pi
    for _ in range(30):
        dx = (x - e * np.sin(x) - m) / (1.0 - e * np.cos(x))
        x -= dx
        if abs(dx) < 1e-14:
            break
    half = 0.5 * x
    nu = 2.0 * np.arctan2(np.sqrt(1.0 + e) * np.sin(half), np.sqrt(1.0 - e) * np.cos(half))
    return float(nu % _TURN)
