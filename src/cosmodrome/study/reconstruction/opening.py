"""Where a fit starts: knots of the pitch programme, and pitch as speed and height suggest it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.study.reconstruction.events import MECO, SECO1, SES1, Event
from cosmodrome.study.reconstruction.noise import Readings

Array = NDArray[np.float64]

# Distance of the knots: the first stage turns through the air, the last follows guidance.
_FIRST_KNOTS_S, _LAST_KNOTS_S = 10.0, 40.0
# Towards the cut-off of the last stage, where it throttles for its acceleration.
_CLOSE_KNOTS_S, _CLOSE_S = 20.0, 80.0
# Change of the pitch rate from one stretch to the next, one sigma.
_FIRST_RATE_RAD_S, _LAST_RATE_RAD_S = np.radians(0.08), np.radians(0.02)
# Nothing is known of the pitch itself.
PITCH_SIGMA_RAD = float(np.radians(30.0))
_USUAL_ACCELERATION_M_S2 = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Knots:
    """Points of a pitch programme and how smoothly it runs through them.

    Attributes
    ----------
    time_s : tuple of float
        After lift-off [s].
    smoothness : array, shape (m, n)
        Rows whose product with the pitch at the knots is normal with sigma 1 [1/rad].
    """

    time_s: tuple[float, ...]
    smoothness: Array


def knots_of(rise_s: float, end_s: float, events: Mapping[str, Event]) -> Knots:
    """Knots for a flight as long as its telemetry.

    Parameters
    ----------
    rise_s : float
        End of the vertical rise [s].
    end_s : float
        End of the telemetry after lift-off [s].
    events : mapping of str to Event
        In time after lift-off.
    """
    cut = events[MECO].t_s if MECO in events else end_s
    lit = events[SES1].t_s if SES1 in events else cut + 10.0
    stop = min(events[SECO1].t_s if SECO1 in events else end_s, end_s)
    first = _spaced(rise_s, min(cut, end_s), _FIRST_KNOTS_S)
    last = _last_knots(lit, stop) if stop > lit + 20.0 else []
    times = [*first, *last]
    rows = [
        row
        for group, begin, sigma in (
            (first, 0, _FIRST_RATE_RAD_S),
            (last, len(first), _LAST_RATE_RAD_S),
        )
        for row in _bends(group, begin, len(times), float(sigma))
    ]
    return Knots(time_s=tuple(times), smoothness=np.array(rows).reshape(len(rows), len(times)))


def _spaced(begin: float, end: float, about: float) -> list[float]:
    count = max(1, round((end - begin) / about))
    return [float(t) for t in np.linspace(begin, end, count + 1)]


def _last_knots(begin: float, end: float) -> list[float]:
    if end - begin < 2.0 * _CLOSE_S:
        return _spaced(begin, end, _LAST_KNOTS_S)
    close = end - _CLOSE_S
    return [*_spaced(begin, close, _LAST_KNOTS_S)[:-1], *_spaced(close, end, _CLOSE_KNOTS_S)]


def _bends(times: list[float], begin: int, width: int, sigma: float) -> list[Array]:
    """Change of the rate at every inner knot, over its sigma."""
    rows = []
    for k in range(1, len(times) - 1):
        row = np.zeros(width)
        before, after = times[k] - times[k - 1], times[k + 1] - times[k]
        row[begin + k - 1 : begin + k + 2] = (
            1.0 / before,
            -1.0 / before - 1.0 / after,
            1.0 / after,
        )
        rows.append(row / sigma)
    return rows


def pitch_opening(
    knots_s: tuple[float, ...],
    speed: Readings,
    height: Readings,
    ignition_s: float,
    eastward_m_s: float,
) -> Array:
    """Pitch over the horizon of the pad as the readings suggest it.

    The first stage flies along its path; the last one points above it by as much as gravity, less
    the pull of the turn around the Earth, asks of a usual acceleration.

    Parameters
    ----------
    knots_s : tuple of float
        Times of the programme [s].
    speed, height : Readings
        As read, in time after lift-off.
    ignition_s : float
        Of the last stage [s].
    eastward_m_s : float
        Speed of the pad in the direction flown to [m/s].

    Returns
    -------
    array, shape (n,)
        [rad].
    """
    t = np.linspace(0.0, max(knots_s[-1], 1.0), 400)
    v = np.interp(t, speed.time_s, speed.value) if speed.time_s.size else 10.0 * t
    h = _smooth_height(t, height)
    climb = np.gradient(h, t)
    path = np.arcsin(np.clip(climb / np.maximum(v, 20.0), -0.3, 1.0))
    path = np.where(t < 12.0, np.pi / 2.0, path)
    along = v * np.cos(path) + eastward_m_s
    turned = np.concatenate(([0.0], np.cumsum(np.diff(t) * along[1:]))) / EARTH_RADIUS_M
    radius = EARTH_RADIUS_M + h
    fall = EARTH_MU_M3_S2 / radius**2 - along**2 / radius
    above = np.where(t > ignition_s, np.clip(fall / _USUAL_ACCELERATION_M_S2, -0.3, 0.6), 0.0)
    pitch = np.clip(path + above, -0.5, np.pi / 2.0) - turned
    return np.asarray(np.interp(knots_s, t, pitch))


def _smooth_height(t: Array, height: Readings) -> Array:
    """Height without the steps of the display: a smooth curve by least squares."""
    if height.time_s.size < 4:
        return np.asarray(np.minimum(12.0 * t * t / 2.0, 150e3))
    places = np.linspace(0.0, 1.0, 13)
    at = height.time_s / t[-1]
    inside = at <= 1.0
    rows = np.array([np.interp(at[inside], places, e) for e in np.eye(13)]).T
    weight = 1.0 / height.sigma[inside]
    bends = np.diff(np.eye(13), 2, axis=0) / 5e3
    found = np.linalg.lstsq(
        np.vstack((rows * weight[:, None], bends)),
        np.concatenate((height.value[inside] * weight, np.zeros(11))),
        rcond=None,
    )[0]
    return np.asarray(np.interp(t / t[-1], places, found))
