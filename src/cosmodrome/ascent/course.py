"""A whole flight in one compiled call: the pieces of its phases laid end to end.

`simulate.fly_phases` crosses into compiled code once a piece and keeps what a report needs. A fit
flies a thousand times and needs the states alone; the integrator and the right-hand side are the
same.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import Shape, World
from cosmodrome.ascent.flight_model import NO_LIMIT_M_S2, STATES, STOP_NEVER, FlightModel
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.programme import LaunchPlane, PitchProgramme, programme_powers, segments
from cosmodrome.ascent.simulate import BrokenFlightError, phase_flow
from cosmodrome.earth.atmosphere import KINK_HEIGHTS_M
from cosmodrome.numerics.dormand_prince import BROKEN, integrate
from cosmodrome.numerics.kernels import Table, lookup

Array = NDArray[np.float64]

_STATE_SCALE = np.array([1e6] * 3 + [1e3] * 3 + [1e3] + [1e3] * 4)
_POWERS = 4
_ROWS = 20_000


class Course(NamedTuple):
    """Pieces of a flight; each has straight thrust and flow and one steering polynomial.

    Attributes
    ----------
    start_s, length_s : array, shape (n,)
        After lift-off [s].
    thrust, flow : array, shape (n, 2)
        At the start of a piece and its slope [N], [N/s]; [kg/s], [kg/s2].
    exit_area_m2 : array, shape (n,)
        [m2].
    mode : array, shape (n,)
        Steering mode of `dynamics.axis` [-].
    powers : array, shape (n, 3, 4)
        Steering polynomials over their own spans, 0 to 1 [-].
    polynomial_start_s, polynomial_length_s : array, shape (n,)
        Spans of the polynomials after lift-off [s].
    axial_limit_m_s2, least_throttle : array, shape (n,)
        As in `FlightPhase` [m/s2], [-].
    dropped_kg : array, shape (n,)
        What leaves at the end of a piece [kg].
    """

    start_s: Array
    length_s: Array
    thrust: Array
    flow: Array
    exit_area_m2: Array
    mode: Array
    powers: Array
    polynomial_start_s: Array
    polynomial_length_s: Array
    axial_limit_m_s2: Array
    least_throttle: Array
    dropped_kg: Array


def course_of(
    phases: Sequence[FlightPhase], durations_s: Sequence[float], knots_s: Sequence[float]
) -> Course:
    """Lay the phases of a flight end to end, not yet steered.

    Parameters
    ----------
    phases : sequence of FlightPhase
        In the order flown, of one aerodynamic shape.
    durations_s : sequence of float
        One a phase [s].
    knots_s : sequence of float
        Points of the pitch programme after lift-off [s].
    """
    blocks: list[Array] = []
    begun = 0.0
    for phase, duration in zip(phases, durations_s, strict=True):
        spans = np.array([1.0])
        if phase.steering is Steering.FREE:
            spans = np.array(segments(knots_s, begun, duration))
        blocks.append(_block(phase, duration, spans, begun))
        begun += duration
    table = np.concatenate(blocks)
    return Course(
        start_s=table[:, 0].copy(),
        length_s=table[:, 1].copy(),
        thrust=table[:, 2:4].copy(),
        flow=table[:, 4:6].copy(),
        polynomial_start_s=table[:, 6].copy(),
        polynomial_length_s=table[:, 7].copy(),
        exit_area_m2=table[:, 8].copy(),
        mode=table[:, 9].copy(),
        axial_limit_m_s2=table[:, 10].copy(),
        least_throttle=table[:, 11].copy(),
        dropped_kg=table[:, 12].copy(),
        powers=np.zeros((table.shape[0], 3, _POWERS)),
    )


def _block(phase: FlightPhase, duration: float, spans: Array, begun: float) -> Array:
    """Pieces of one phase: its steering segments, cut where thrust has a kink."""
    ends = np.concatenate(([0.0], np.cumsum(spans)[:-1], [1.0])) * duration
    inner = [k for k in phase.knots_s if 0.0 < k < duration]
    edges = np.unique(np.concatenate((ends, inner)))
    a, b = edges[:-1], edges[1:]
    segment = np.searchsorted(ends, a + 1e-9, side="right") - 1
    block = np.zeros((a.size, 13))
    block[:, 0], block[:, 1] = begun + a, b - a
    block[:, 2:4] = _lines(phase.thrust_vac, a, b)
    block[:, 4:6] = _lines(phase_flow(phase), a, b)
    block[:, 6], block[:, 7] = begun + ends[segment], np.diff(ends)[segment]
    block[:, 8:12] = (
        phase.exit_area_m2,
        float(phase.steering.value),
        min(phase.axial_limit_m_s2, NO_LIMIT_M_S2),
        phase.least_throttle,
    )
    block[-1, 12] = sum(body.mass_kg for body in phase.dropped)
    return block


def _lines(table: Table, a: Array, b: Array) -> Array:
    """Values at `a` and slopes of a table that is straight from each `a` to its `b`."""
    quarter = 0.25 * (b - a)
    low, high = lookup(table, a + quarter), lookup(table, b - quarter)
    slope = (high - low) / (2.0 * quarter)
    return np.column_stack((low - quarter * slope, slope))


def steered(course: Course, programme: PitchProgramme, plane: LaunchPlane) -> Course:
    """Course that follows a pitch programme.

    Parameters
    ----------
    course : Course
        Of `course_of`, cut at the points of the programme.
    programme : PitchProgramme
        Pitch against time after lift-off.
    plane : LaunchPlane
        Launch plane.
    """
    starts, lengths = course.polynomial_start_s, course.polynomial_length_s
    return course._replace(powers=programme_powers(programme, plane, starts, lengths))


def fly_course(
    course: Course,
    shape: Shape,
    start: Array,
    world: World,
    *,
    tolerance: float = 1e-11,
    longest_step_s: float = 1.0,
) -> tuple[Array, Array]:
    """Fly a course.

    Parameters
    ----------
    course : Course
        Of `course_of`.
    shape : Shape
        Air forces of the vehicle.
    start : array, shape (11,)
        State at its start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.
    tolerance : float
        Relative error a step [-].
    longest_step_s : float
        Longest step [s].

    Returns
    -------
    time_s : array, shape (n,)
        Of every step, the start included; twice where something leaves [s].
    state : array, shape (n, 11)
        [m], [m/s], [kg].

    Raises
    ------
    BrokenFlightError
        When the state stops being finite.
    """
    table, count = _fly(
        course,
        world,
        shape,
        np.array(start),
        tolerance,
        longest_step_s,
        KINK_HEIGHTS_M,
        _STATE_SCALE,
    )
    if count < 0:
        raise BrokenFlightError("integration broke")
    return table[:count, 0], table[:count, 1:]


@njit(cache=True, error_model="numpy")
def _fly(course, world, shape, y, tolerance, longest, kinks, scale):  # type: ignore[no-untyped-def]
    record = np.empty((_ROWS, STATES + 1))
    record[0, 0] = course.start_s[0]
    record[0, 1:] = y
    count = 1
    for i in range(course.start_s.size):
        t = course.start_s[i]
        end = t + course.length_s[i]
        breaks = np.array([t, end])
        thrust, flow = np.zeros((4, 1)), np.zeros((4, 1))
        thrust[:2, 0] = course.thrust[i]
        flow[:2, 0] = course.flow[i]
        model = FlightModel(
            world,
            shape,
            Table(breaks, thrust),
            Table(breaks, flow),
            course.exit_area_m2[i],
            course.mode[i],
            course.powers[i],
            course.polynomial_start_s[i],
            course.polynomial_length_s[i],
            kinks,
            course.axial_limit_m_s2[i],
            course.least_throttle[i],
            STOP_NEVER,
            0.0,
        )
        _, steps, verdict = integrate(model, t, end, y, tolerance, scale, longest, record[count:])
        count += steps
        if verdict == BROKEN:
            return record, -1
        if course.dropped_kg[i] > 0.0:
            y[6] -= course.dropped_kg[i]
    return record, count
