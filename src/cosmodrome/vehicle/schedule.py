"""Thrust against time, as straight lines between points; a repeated time is a step."""

from dataclasses import dataclass
from itertools import pairwise

from cosmodrome.vehicle.bounds import require_finite, require_not_negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Fraction of full thrust from the ignition of a stage.

    Attributes
    ----------
    time_s : tuple of float
        Times after ignition, never falling [s]; a time given twice is a step.
    fraction : tuple of float
        Fraction of full thrust at each time [-]; held before the first and after the last.
    is_grain : bool
        The course of a solid motor: a stronger one runs through it faster, a fuller one slower.
    """

    time_s: tuple[float, ...] = (0.0,)
    fraction: tuple[float, ...] = (1.0,)
    is_grain: bool = False

    def __post_init__(self) -> None:
        if not self.time_s or len(self.time_s) != len(self.fraction):
            raise ValueError("time_s and fraction must have the same length, at least one")
        for t, f in zip(self.time_s, self.fraction, strict=True):
            require_finite(time_s=t)
            require_not_negative(fraction=f)
        if any(b < a for a, b in pairwise(self.time_s)):
            raise ValueError("time_s must never fall")


def fraction_at(schedule: Schedule, t_s: float) -> float:
    """Fraction of full thrust [-] at a time; at a step, the value after it.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    t_s : float
        Time after ignition [s].
    """
    points = list(zip(schedule.time_s, schedule.fraction, strict=True))
    if t_s < points[0][0]:
        return points[0][1]
    for (t0, f0), (t1, f1) in pairwise(points):
        if t0 <= t_s < t1:
            return f0 + (f1 - f0) * (t_s - t0) / (t1 - t0)
    return points[-1][1]


def full_thrust_seconds(schedule: Schedule, burn_s: float) -> float:
    """Integral of the fraction over a burn [s]; times the full mass flow it is propellant burnt.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    burn_s : float
        Time from ignition to cut-off [s].
    """
    inner = [t for t in schedule.time_s if 0.0 < t < burn_s]
    total = 0.0
    for t0, t1 in pairwise([0.0, *inner, burn_s]):
        # The mean of a straight line is its middle, which no step touches.
        total += (t1 - t0) * fraction_at(schedule, 0.5 * (t0 + t1))
    return total
