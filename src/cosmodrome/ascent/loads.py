"""Loads along a flight: dynamic pressure, q-alpha, axial acceleration, heat flux, their peaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, loads, throttle
from cosmodrome.ascent.simulate import Track, shape_of
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.numerics.kernels import lookup
from cosmodrome.vehicle.launcher import Limits

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadHistory:
    """Loads at the recorded states of a track; arrays of shape (n,).

    Attributes
    ----------
    time_s : array
        After lift-off [s].
    height_m : array
        Over the ellipsoid [m].
    q_Pa : array
        Dynamic pressure [Pa].
    alpha_rad : array
        Angle of attack [rad].
    axial_m_s2 : array
        Acceleration felt along the axis [m/s2].
    heat_flux_W_m2 : array
        Free-molecular heat flux [W/m2].
    """

    time_s: Array
    height_m: Array
    q_Pa: Array
    alpha_rad: Array
    axial_m_s2: Array
    heat_flux_W_m2: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Largest value of a load, and where.

    Attributes
    ----------
    name : str
        As printed.
    value : float
        In `unit` [-].
    unit : str
        Unit of the value.
    t_s : float
        After lift-off [s].
    height_m : float
        Over the ellipsoid [m].
    """

    name: str
    value: float
    unit: str
    t_s: float
    height_m: float


def load_history(track: Track, world: World) -> LoadHistory:
    """Loads along one flown phase.

    Parameters
    ----------
    track : Track
        As flown.
    world : World
        The Earth it was flown on.

    Returns
    -------
    LoadHistory
    """
    x = track.state[:, :7].T
    phase = track.phase
    thrust = lookup(phase.thrust_vac, track.time_s - track.start_s)
    if phase.throttles:
        thrust = thrust * throttle(thrust, x[6], phase.axial_limit_m_s2, phase.least_throttle)
    shape = shape_of(track.phase.aerodynamics)
    q, sin2, axial, flux = loads(*x, *track.axis.T, thrust, track.phase.exit_area_m2, shape, world)
    height, _, _ = geodetic(*x[:3], world.px, world.py, world.pz, world.ellipsoid)
    return LoadHistory(
        time_s=track.time_s,
        height_m=height,
        q_Pa=q,
        alpha_rad=np.arcsin(np.sqrt(np.clip(sin2, 0.0, 1.0))),
        axial_m_s2=axial,
        heat_flux_W_m2=flux,
    )


def peaks(tracks: Sequence[Track], world: World) -> tuple[Peak, ...]:
    """Largest loads of an ascent.

    Parameters
    ----------
    tracks : sequence of Track
        Flown phases, from lift-off.
    world : World
        The Earth they were flown on.

    Returns
    -------
    tuple of Peak
        Dynamic pressure, q-alpha while the fairing is on, axial acceleration, and heat flux once
        the fairing is gone.
    """
    found = [
        _peak("dynamic pressure", "Pa", tracks, world, lambda h: h.q_Pa),
        _peak("q-alpha", "Pa rad", tracks, world, lambda h: h.q_Pa * h.alpha_rad),
        _peak("axial acceleration", "m/s2", tracks, world, lambda h: h.axial_m_s2),
    ]
    bare = [t for t in tracks if not t.phase.fairing_on]
    if bare:
        found.append(
            _peak("heat flux on the payload", "W/m2", bare, world, lambda h: h.heat_flux_W_m2)
        )
    return tuple(found)


def _peak(name, unit, tracks, world, value) -> Peak:  # type: ignore[no-untyped-def]
    best = None
    for track in tracks:
        history = load_history(track, world)
        values = value(history)
        i = int(np.argmax(values))
        if best is None or values[i] > best.value:
            best = Peak(
                name=name,
                value=float(values[i]),
                unit=unit,
                t_s=float(history.time_s[i]),
                height_m=float(history.height_m[i]),
            )
    if best is None:
        raise ValueError("no track to look for a peak in")
    return best


def drawn_in(limits: Limits, tracks: Sequence[Track], world: World) -> Limits:
    """Pressure limits lowered by what a flight exceeds them between the collocation points.

    Parameters
    ----------
    limits : Limits
        As the plan was held to.
    tracks : sequence of Track
        Its re-flight.
    world : World
        The Earth it was flown on.

    Returns
    -------
    Limits
        The same where nothing is exceeded.
    """
    q, q_alpha = _covered_peaks(tracks, world)
    return replace(
        limits,
        q_max_Pa=_lowered(limits.q_max_Pa, q),
        q_alpha_max_Pa_rad=_lowered(limits.q_alpha_max_Pa_rad, q_alpha),
    )


def excess_between(track: Track, times_s: Array, limits: Limits, world: World) -> Array:
    """Largest excess over the pressure limits between times, as a part of the limit [-].

    Parameters
    ----------
    track : Track
        As flown, the fairing on.
    times_s : array, shape (n + 1,)
        Rising [s].
    limits : Limits
        Only dynamic pressure and q-alpha count.
    world : World
        The Earth it was flown on.

    Returns
    -------
    array, shape (n,)
        -1 where nothing was recorded [-].
    """
    history = load_history(track, world)
    product = history.q_Pa * np.sin(history.alpha_rad)
    excess = np.full(history.time_s.size, -1.0)
    for load, limit in ((history.q_Pa, limits.q_max_Pa), (product, limits.q_alpha_max_Pa_rad)):
        if limit is not None:
            excess = np.maximum(excess, load / limit - 1.0)
    where = np.clip(np.searchsorted(times_s, history.time_s) - 1, 0, times_s.size - 2)
    found = np.full(times_s.size - 1, -1.0)
    np.maximum.at(found, where, excess)
    return found


def limit_excess(tracks: Sequence[Track], limits: Limits, world: World) -> float:
    """Largest excess over the pressure limits along a flight, as a part of the limit [-].

    Parameters
    ----------
    tracks : sequence of Track
        Flown phases; the limits hold while the fairing is on.
    limits : Limits
        Only dynamic pressure and q-alpha count.
    world : World
        The Earth they were flown on.
    """
    peaks_ = _covered_peaks(tracks, world)
    pairs = zip(peaks_, (limits.q_max_Pa, limits.q_alpha_max_Pa_rad), strict=True)
    return max(peak / limit - 1.0 if limit else 0.0 for peak, limit in pairs)


def _covered_peaks(tracks: Sequence[Track], world: World) -> tuple[float, float]:
    """Peak of q [Pa] and of q sin(alpha) [Pa] while the fairing is on; 0 without."""
    histories = [load_history(t, world) for t in tracks if t.phase.fairing_on]
    q = max((float(h.q_Pa.max()) for h in histories), default=0.0)
    product = max((float((h.q_Pa * np.sin(h.alpha_rad)).max()) for h in histories), default=0.0)
    return q, product


def _lowered(limit: float | None, peak: float) -> float | None:
    if limit is None or peak <= limit:
        return limit
    return limit * limit / peak
