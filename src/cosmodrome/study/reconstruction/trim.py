"""Thrust that no schedule of a file has: a part more or less at each knot of the steering.

Engines of one flight throttle otherwise than those of another, and what else the model does not
know of the acceleration (wind, drag, mixture) shows as thrust too. As a part of the schedule it can
be flown again; as an unknown with a size of its own it keeps the fit from bending other numbers.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.course import Course
from cosmodrome.ascent.switches import cutoff_time_s, ignition_time_s
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.schedule import Schedule, full_thrust_seconds
from cosmodrome.vehicle.stage import Stage, stage_mass_flow_kg_s, stage_thrust_vac_N

Array = NDArray[np.float64]

# A knot this near to a point of the schedule is that point [s].
_SAME_S = 1e-6


def trimmed_launcher(
    launcher: Launcher, knots_s: tuple[float, ...], trims: Array, end_s: float
) -> Launcher:
    """Launcher whose last two stages burn with some thrust more or less.

    Parameters
    ----------
    launcher : Launcher
        Untrimmed.
    knots_s : tuple of float
        After lift-off [s].
    trims : array
        Part of thrust added at each knot; straight between, held outside [-].
    end_s : float
        End of what is flown after lift-off [s].
    """
    stages = {s.name: s for s in launcher.stages}
    for stage in _serial(launcher):
        lit, cut = _burn(launcher, stage, end_s)
        schedule = trimmed(stage.throttle, knots_s, trims, lit, cut)
        stages[stage.name] = replace(stage, throttle=schedule)
    return replace(launcher, stages=tuple(stages[s.name] for s in launcher.stages))


def trimmed_course(
    course: Course, launcher: Launcher, knots_s: tuple[float, ...], trims: Array, end_s: float
) -> Course:
    """Course of an untrimmed launcher with the trims on top.

    Parameters
    ----------
    course : Course
        Cut at the knots.
    launcher : Launcher
        Untrimmed.
    knots_s : tuple of float
        After lift-off [s].
    trims : array
        Part of thrust added at each knot [-].
    end_s : float
        End of what is flown after lift-off [s].
    """
    thrust, flow, dropped = course.thrust.copy(), course.flow.copy(), course.dropped_kg.copy()
    quarter = 0.25 * course.length_s
    for stage in _serial(launcher):
        lit, cut = _burn(launcher, stage, end_s)
        middle = course.start_s + 2.0 * quarter
        burns = (middle > lit) & (middle < cut)
        added = trimmed(stage.throttle, knots_s, trims, lit, cut)
        low = course.start_s[burns] + quarter[burns] - lit
        high = low + 2.0 * quarter[burns]
        more = [_at(added, t) - _at(stage.throttle, t) for t in (low, high)]
        slope = (more[1] - more[0]) / (2.0 * quarter[burns])
        line = np.column_stack((more[0] - quarter[burns] * slope, slope))
        thrust[burns] += stage_thrust_vac_N(stage) * line
        flow[burns] += stage_mass_flow_kg_s(stage) * line
        if stage is not launcher.stages[-1]:
            seconds = full_thrust_seconds(added, cut - lit)
            seconds -= full_thrust_seconds(stage.throttle, cut - lit)
            _keep(course, dropped, cut, stage_mass_flow_kg_s(stage) * seconds)
    return course._replace(thrust=thrust, flow=flow, dropped_kg=dropped)


def _keep(course: Course, dropped: Array, cut_s: float, burnt_kg: float) -> None:
    """What a stage burnt more does not fall away with it."""
    ends = course.start_s + course.length_s
    leaves = np.flatnonzero((ends > cut_s - _SAME_S) & (dropped > 0.0))
    if leaves.size:
        dropped[leaves[0]] -= burnt_kg


def trimmed(
    schedule: Schedule, knots_s: tuple[float, ...], trims: Array, lit_s: float, cut_s: float
) -> Schedule:
    """Schedule with trims on top; straight between its own points and the knots.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    knots_s : tuple of float
        After lift-off [s].
    trims : array
        Part of thrust added at each knot [-].
    lit_s, cut_s : float
        Ignition and cut-off after lift-off [s].
    """
    own = np.array(schedule.time_s)
    knots = np.array(knots_s) - lit_s
    knots = knots[(knots > _SAME_S) & (knots < cut_s - lit_s - _SAME_S)]
    knots = knots[np.abs(knots[:, None] - own).min(axis=1) > _SAME_S]
    ends = [t for t in (0.0, cut_s - lit_s) if np.abs(own - t).min() > _SAME_S]
    new = np.concatenate((knots, ends))
    times = np.concatenate((own, new))
    fractions = np.concatenate((schedule.fraction, _at(schedule, new)))
    order = np.argsort(times, kind="stable")
    times, fractions = times[order], fractions[order]
    factor = 1.0 + np.interp(times + lit_s, knots_s, trims)
    scaled = np.maximum(fractions * factor, 0.0)
    return Schedule(time_s=tuple(times.tolist()), fraction=tuple(scaled.tolist()))


def _at(schedule: Schedule, t: Array) -> Array:
    """Fraction at times that lie on no step."""
    return np.interp(t, schedule.time_s, schedule.fraction)


def _burn(launcher: Launcher, stage: Stage, end_s: float) -> tuple[float, float]:
    return ignition_time_s(launcher, stage, 0.0), cutoff_time_s(launcher, stage, end_s)


def _serial(launcher: Launcher) -> tuple[Stage, ...]:
    """The last stage and the one it waits for."""
    last = launcher.stages[-1]
    return tuple(s for s in launcher.stages if s is last or s.name == last.ignition.after)
