"""The vehicle model of Falcon 9 read from the calibration half of the webcasts.

Speed and height to the cut-off of the first stage are fitted over all flights of the half at once:
one thrust a group of blocks, one drag, one clock, one bucket a group; and for every flight its
kick, its lift angle and how far its bucket strays. Least squares with priors, residuals beyond
three sigma counting linearly (pseudo-Huber), by Levenberg-Marquardt with differences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.falcon_9.first_stage import Climb, Turn, climb_at, fly_first_stage
from cosmodrome.study.falcon_9.flown_launcher import BUCKET_SPREAD, flown_launcher
from cosmodrome.study.falcon_9.flown_model import FlownModel
from cosmodrome.study.falcon_9.webcast import Webcast, until

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is known of a number before any flight.

    Attributes
    ----------
    mean, sigma : float
        In the unit of its name.
    """

    mean: float
    sigma: float


# Thrust: published to 2 or 3 %, and the webcasts' clock. Drag: sigma of the area in the launcher
# file. Bucket and what follows: published nowhere, between the least throttle and full. Steady
# acceleration: a limit of some 4 g is usual.
PRIORS = {
    "thrust_factor_1": Prior(mean=1.0, sigma=0.02),
    "thrust_factor_3": Prior(mean=1.0, sigma=0.03),
    "thrust_factor_5": Prior(mean=1.0, sigma=0.03),
    "area_factor": Prior(mean=1.0, sigma=0.2),
    "clock_s": Prior(mean=0.0, sigma=0.3),
    "bucket_level_1": Prior(mean=0.85, sigma=0.07),
    "bucket_level_3": Prior(mean=0.85, sigma=0.07),
    "bucket_level_5": Prior(mean=0.85, sigma=0.07),
    "after_bucket_5_low": Prior(mean=1.0, sigma=0.07),
    "after_bucket_5_transfer": Prior(mean=1.0, sigma=0.07),
    "steady_acceleration_g0": Prior(mean=4.0, sigma=0.3),
}
# How far lift angles of single flights stray from none [rad].
_LIFT_SPREAD_RAD = np.radians(6.0)
# What a perfect model would still miss, as a part of the value at cut-off: wind, steering.
_SPEED_MISS, _HEIGHT_MISS = 0.003, 0.005
# The samples of a flight, one after the other, carry no more than this many independent ones.
_INDEPENDENT = 25.0
_BEND = 3.0
_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedFlight:
    """One flight of the calibration half, fitted.

    Attributes
    ----------
    webcast : Webcast
        As shown.
    turn : Turn
        Its steering.
    bucket_change : float
        Its bucket less that of its group, part of full thrust [-].
    climb : Climb
        As flown with them.
    """

    webcast: Webcast
    turn: Turn
    bucket_change: float
    climb: Climb


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleFit:
    """Vehicle numbers from the first stages of a half.

    Attributes
    ----------
    model : FlownModel
        Numbers of `PRIORS`, their sigmas and covariance.
    flights : tuple of FittedFlight
    """

    model: FlownModel
    flights: tuple[FittedFlight, ...]


def _model(numbers: Array, covariance: Array) -> FlownModel:
    names = tuple(PRIORS)
    value = dict(zip(names, numbers.tolist(), strict=True))
    sigma = dict(zip(names, np.sqrt(np.diag(covariance)).tolist(), strict=True))
    # The second stage plays no part before separation.
    upper = {f"upper_thrust_factor_{group}": 1.0 for group in (1, 3, 5)}
    return FlownModel(value=value | upper, sigma=sigma, covariance=covariance)


def fly_fitted(
    webcast: Webcast, model: FlownModel, kick_rad: float, lift_rad: float, bucket_change: float
) -> Climb:
    """First stage of a flight with numbers of its own.

    Parameters
    ----------
    webcast : Webcast
        Only its facts count.
    model : FlownModel
        Of the vehicle.
    kick_rad, lift_rad : float
        As in `Turn` [rad].
    bucket_change : float
        Its bucket less that of its group [-].

    Returns
    -------
    Climb
    """
    launcher = flown_launcher(webcast.facts, model, bucket_change=bucket_change)
    turn = Turn(kick_rad=kick_rad, lift_rad=lift_rad)
    return fly_first_stage(webcast.facts, launcher, turn)


def first_stage_errors(webcast: Webcast, climb: Climb, clock_s: float) -> tuple[Array, Array]:
    """Speed [m/s] and height [m] to the cut-off, ours less shown.

    Parameters
    ----------
    webcast : Webcast
        As shown.
    climb : Climb
        As flown.
    clock_s : float
        Added to the time of the picture [s].

    Returns
    -------
    tuple of array
        Of speed [m/s] and of height [m].
    """
    assert webcast.facts.events.meco_s is not None
    time, speed, height = until(webcast, webcast.facts.events.meco_s)
    path = climb.path
    return (
        np.interp(time + clock_s, path.time_s, path.speed_m_s) - speed,
        np.interp(time + clock_s, path.time_s, path.height_m) - height,
    )


def shown_climb_rad(webcast: Webcast) -> float:
    """Climb angle shown around 1 km/s [rad].

    Parameters
    ----------
    webcast : Webcast
        One flight.
    """
    near = np.abs(webcast.speed_m_s - 1000.0) < 120.0
    near &= webcast.time_s < 160.0
    time = webcast.time_s[near] - webcast.time_s[near].mean()
    rate = np.polyfit(time, webcast.height_m[near], 2)[1]
    return float(np.arcsin(np.clip(rate / np.polyfit(time, webcast.speed_m_s[near], 2)[2], 0, 1)))


class _Fit:
    """All unknowns in units of their spread: those of the vehicle, then three a flight."""

    def __init__(self, flights: Sequence[Webcast]) -> None:
        self.flights = tuple(flights)
        self.means = np.array([prior.mean for prior in PRIORS.values()])
        self.spreads = np.array([prior.sigma for prior in PRIORS.values()])
        self.kicks = np.array([self._opening(webcast) for webcast in self.flights])
        n, m = len(PRIORS), len(self.flights)
        # The kick has no prior; it is counted in tenths of its logarithm.
        self.weight = np.concatenate([np.ones(n), np.tile([0.0, 1.0, 1.0], m)])

    def _opening(self, webcast: Webcast) -> float:
        model = _model(self.means, np.diag(self.spreads**2))
        launcher = flown_launcher(webcast.facts, model, bucket_change=0.0)
        return climb_at(webcast.facts, launcher, shown_climb_rad(webcast), 0.0).turn.kick_rad

    def model(self, z: Array, covariance: Array | None = None) -> FlownModel:
        n = len(PRIORS)
        scaled = np.diag(self.spreads**2) if covariance is None else covariance
        return _model(self.means + self.spreads * z[:n], scaled)

    def own(self, z: Array, k: int) -> tuple[float, float, float]:
        kick, lift, bucket = z[len(PRIORS) + 3 * k :][:3]
        return (
            float(self.kicks[k] * np.exp(0.1 * kick)),
            float(_LIFT_SPREAD_RAD * lift),
            float(BUCKET_SPREAD * bucket),
        )

    def residuals(self, z: Array, k: int) -> Array:
        webcast, model = self.flights[k], self.model(z)
        climb = fly_fitted(webcast, model, *self.own(z, k))
        speed, height = first_stage_errors(webcast, climb, model["clock_s"])
        assert webcast.facts.events.meco_s is not None
        _, shown_speed, shown_height = until(webcast, webcast.facts.events.meco_s)
        both = np.concatenate(
            [speed / (_SPEED_MISS * shown_speed[-1]), height / (_HEIGHT_MISS * shown_height[-1])]
        )
        return np.asarray(both * np.sqrt(_INDEPENDENT / both.size))

    def cost(self, residuals: list[Array], z: Array) -> float:
        bent = [2.0 * _BEND**2 * (np.sqrt(1.0 + (r / _BEND) ** 2) - 1.0) for r in residuals]
        return float(sum(b.sum() for b in bent) + np.sum(self.weight * z**2))

    def normal(self, z: Array, residuals: list[Array]) -> tuple[Array, Array]:
        """Hessian and gradient of half the cost."""
        n = len(PRIORS)
        hessian, gradient = np.diag(self.weight), self.weight * z
        for k, r in enumerate(residuals):
            columns = [*range(n), *range(n + 3 * k, n + 3 * k + 3)]
            jacobian = np.empty((r.size, len(columns)))
            for i, column in enumerate(columns):
                moved = z.copy()
                moved[column] += 0.05
                jacobian[:, i] = (self.residuals(moved, k) - r) / 0.05
            bend = 1.0 / np.sqrt(1.0 + (r / _BEND) ** 2)
            hessian[np.ix_(columns, columns)] += jacobian.T @ (bend[:, None] * jacobian)
            gradient[columns] += jacobian.T @ (bend * r)
        return hessian, gradient


def fit_vehicle(flights: Sequence[Webcast]) -> VehicleFit:
    """Fit the vehicle numbers to the first stages of flights.

    Parameters
    ----------
    flights : sequence of Webcast
        The calibration half, or a part of it.

    Returns
    -------
    VehicleFit
    """
    fit = _Fit(flights)
    count = range(len(fit.flights))
    z = np.zeros(fit.weight.size)
    residuals = [fit.residuals(z, k) for k in count]
    cost, damping = fit.cost(residuals, z), 0.1
    hessian, gradient = fit.normal(z, residuals)
    for _ in range(_ROUNDS):
        move = -np.linalg.solve(hessian + damping * np.diag(np.diag(hessian)), gradient)
        there = z + np.clip(move, -3.0, 3.0)
        trial = [fit.residuals(there, k) for k in count]
        reached = fit.cost(trial, there)
        if reached >= cost:
            damping *= 5.0
            if damping > 1e4:
                break
            continue
        gained, z, residuals, cost = cost - reached, there, trial, reached
        damping = max(damping / 5.0, 1e-5)
        hessian, gradient = fit.normal(z, residuals)
        if gained < 0.02:
            break
    n = len(PRIORS)
    inverse: Array = np.asarray(np.linalg.inv(hessian)[:n, :n])
    covariance: Array = inverse * np.outer(fit.spreads, fit.spreads)
    model = fit.model(z, covariance)
    fitted = []
    for k in count:
        own = fit.own(z, k)
        climb = fly_fitted(fit.flights[k], model, *own)
        fitted.append(
            FittedFlight(webcast=fit.flights[k], turn=climb.turn, bucket_change=own[2], climb=climb)
        )
    return VehicleFit(model=model, flights=tuple(fitted))
