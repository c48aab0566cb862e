"""Flight of a sequence of phases by the compiled integrator, steps ending on every kink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import Shape, World, air_data, axis
from cosmodrome.ascent.flight_model import NO_LIMIT_M_S2, STATES, STOP_NEVER, FlightModel
from cosmodrome.ascent.phase import FlightPhase
from cosmodrome.ascent.sequence import sum_of_tables
from cosmodrome.ascent.steering import PhaseSteering, SteeringPiece, steering_pieces
from cosmodrome.earth.atmosphere import KINK_HEIGHTS_M
from cosmodrome.numerics.dormand_prince import BROKEN, STOPPED, integrate
from cosmodrome.numerics.kernels import Table
from cosmodrome.vehicle.aerodynamics import Aerodynamics

Array = NDArray[np.float64]

# Sizes the tolerance is relative to: an Earth radius, a circular speed, a launcher, and losses.
_STATE_SCALE = np.array([1e6] * 3 + [1e3] * 3 + [1e3] + [1e3] * 4)
_RECORD_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """States along one flown phase.

    Attributes
    ----------
    phase : FlightPhase
        A stretch of the flight.
    start_s : float
        Start of the phase [s].
    time_s : array, shape (n,)
        Of every step, the start included [s].
    state : array, shape (n, 11)
        As in `flight_model` [m], [m/s], [kg].
    axis : array, shape (n, 3)
        Body axis, unit vector [-].
    stopped : bool
        The stop condition ended it.
    """

    phase: FlightPhase
    start_s: float
    time_s: Array
    state: Array
    axis: Array
    stopped: bool = False


class BrokenFlightError(ArithmeticError):
    """The integration could not go on; the caller turns it into an outcome."""


def shape_of(aerodynamics: Aerodynamics) -> Shape:
    """Aerodynamics as the right-hand side takes them.

    Parameters
    ----------
    aerodynamics : Aerodynamics
        Of the vehicle in this phase.
    """
    return Shape(
        area_m2=aerodynamics.reference_area_m2,
        axial=aerodynamics.axial,
        normal_slope=aerodynamics.normal_slope,
        alpha_factor=aerodynamics.axial_alpha_factor,
    )


def phase_flow(phase: FlightPhase) -> Table:
    """Mass flow of all stages burning in a phase [kg/s] against phase time [s].

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    """
    return sum_of_tables([b.flow for b in phase.burns])


def fly_phase(
    phase: FlightPhase,
    steering: PhaseSteering,
    start: Array,
    world: World,
    *,
    start_s: float = 0.0,
    offset_s: float = 0.0,
    tolerance: float = 1e-11,
    longest_step_s: float = 1.0,
    stop_kind: float = STOP_NEVER,
    stop_value: float = 0.0,
) -> Track:
    """Fly one phase.

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    steering : PhaseSteering
        Directions at the collocation points.
    start : array, shape (11,)
        State at its start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.
    start_s : float
        Time at the start of the phase [s].
    offset_s : float
        Phase time at which the flight begins, to fly the rest of a phase [s].
    tolerance : float
        Relative error a step [-].
    longest_step_s : float
        Longest step, which is also the spacing of the recorded states [s].
    stop_kind, stop_value : float
        Condition of `FlightModel` that ends the phase early [m] or [m/s].

    Returns
    -------
    Track

    Raises
    ------
    BrokenFlightError
        When the state stops being finite.
    """
    record = np.empty((_RECORD_ROWS, STATES + 1))
    rows = [np.concatenate(([offset_s], start))[None, :]]
    y = np.array(start)
    t, stopped = offset_s, False
    flow = phase_flow(phase)
    pieces = steering_pieces(steering)
    for piece in pieces:
        begin = offset_s + piece.start * steering.duration_s
        length = piece.length * steering.duration_s
        model = FlightModel(
            world=world,
            shape=shape_of(phase.aerodynamics),
            thrust_vac=phase.thrust_vac,
            flow=flow,
            exit_area_m2=float(phase.exit_area_m2),
            mode=float(phase.steering.value),
            steering=piece.powers,
            segment_start_s=float(begin),
            segment_length_s=float(length),
            kinks=KINK_HEIGHTS_M,
            axial_limit_m_s2=min(phase.axial_limit_m_s2, NO_LIMIT_M_S2),
            least_throttle=phase.least_throttle,
            stop_kind=stop_kind,
            stop_value=float(stop_value),
        )
        edges = [k for k in phase.knots_s if begin < k < begin + length]
        for edge in (*edges, begin + length):
            t, count, verdict = integrate(
                model, t, float(edge), y, tolerance, _STATE_SCALE, longest_step_s, record
            )
            rows.append(record[:count].copy())
            if verdict == BROKEN:
                raise BrokenFlightError(f"{phase.name}: integration broke at {t:.3f} s")
            stopped = verdict == STOPPED
            if stopped:
                break
        if stopped:
            break
    table = np.concatenate(rows)
    return Track(
        phase=phase,
        start_s=start_s,
        time_s=start_s + table[:, 0],
        state=table[:, 1:],
        axis=_axis_along(
            phase, pieces, (table[:, 0] - offset_s) / steering.duration_s, table[:, 1:], world
        ),
        stopped=stopped,
    )


def _axis_along(
    phase: FlightPhase, pieces: list[SteeringPiece], place: Array, state: Array, world: World
) -> Array:
    """Body axis at the recorded states, as the compiled flight has it."""
    starts = np.array([piece.start for piece in pieces])
    # A place on an edge belongs to the piece it ends.
    index = np.clip(np.searchsorted(starts, place - 1e-12, side="left") - 1, 0, len(pieces) - 1)
    steered = np.empty((3, place.size))
    for k in np.unique(index):
        here = index == k
        s = (place[here] - pieces[k].start) / pieces[k].length
        powers = pieces[k].powers
        steered[:, here] = powers @ (s ** np.arange(powers.shape[1])[:, None])
    _, _, _, _, wx, wy, wz, speed, upx, upy, upz = air_data(*state[:, :6].T, world)
    return np.array(axis(float(phase.steering.value), *steered, upx, upy, upz, wx, wy, wz, speed)).T


def fly_phases(
    phases: tuple[FlightPhase, ...],
    steering: tuple[PhaseSteering, ...],
    start: Array,
    world: World,
    *,
    start_s: float = 0.0,
    tolerance: float = 1e-11,
    longest_step_s: float = 1.0,
) -> list[Track]:
    """Fly phases one after the other, dropping what leaves at each end.

    Parameters
    ----------
    phases : tuple of FlightPhase
        In the order flown.
    steering : tuple of PhaseSteering
        Directions at the collocation points.
    start : array, shape (11,)
        State at the start [m], [m/s], [kg].
    world : World
        The Earth it is flown on.
    start_s : float
        Time at the start [s].
    tolerance : float
        Relative error a step [-].
    longest_step_s : float
        Spacing of the recorded states [s].

    Returns
    -------
    list of Track
        One a phase; the mass of a track's last state still holds what is dropped there.
    """
    tracks = []
    for phase, steered in zip(phases, steering, strict=True):
        track = fly_phase(
            phase,
            steered,
            start,
            world,
            start_s=start_s,
            tolerance=tolerance,
            longest_step_s=longest_step_s,
        )
        tracks.append(track)
        start = after_drop(track)
        start_s += steered.duration_s
    return tracks


def after_drop(track: Track) -> Array:
    """State after a phase, without what leaves at its end; shape (11,).

    Parameters
    ----------
    track : Track
        As flown.
    """
    state: Array = track.state[-1].copy()
    state[6] -= sum(body.mass_kg for body in track.phase.dropped)
    return state


def start_state(position_m: Array, velocity_m_s: Array, mass_kg: float) -> Array:
    """State at the start of a flight, nothing lost yet; shape (11,).

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        Inertial [m], [m/s].
    mass_kg : float
        [kg].
    """
    return np.concatenate((position_m, velocity_m_s, [mass_kg], np.zeros(STATES - 7)))
