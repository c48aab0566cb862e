"""From parameters to what the telemetry should read: one compiled flight each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.course import Course, course_of, fly_course, steered
from cosmodrome.ascent.dynamics import Shape, World
from cosmodrome.ascent.phase import FlightPhase, coast
from cosmodrome.ascent.programme import LaunchPlane, PitchProgramme, programme_steering
from cosmodrome.ascent.sequence import ascent_sequence, held_below
from cosmodrome.ascent.simulate import Track, fly_phases, shape_of, start_state
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.study.reconstruction.events import FAIRING, SECO1
from cosmodrome.study.reconstruction.parameters import (
    PAYLOAD,
    Parameter,
    applied,
)
from cosmodrome.study.reconstruction.trim import trimmed_course, trimmed_launcher
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg, with_held_coasts

Array = NDArray[np.float64]

# Relative error a step; flights differ by far less than a display can tell.
_TOLERANCE = 1e-9
_LONGEST_STEP_S = 2.0
_SHORTEST_PHASE_S = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A flight with unknown numbers.

    Attributes
    ----------
    launcher : Launcher
        Of the catalogue.
    world : World
        The Earth it is flown on.
    plane : LaunchPlane
        In which it steers.
    position_m, velocity_m_s : array, shape (3,)
        Of the pad at lift-off, inertial [m], [m/s].
    parameters : tuple of Parameter
        Of launcher, payload and display; they stand first among the values.
    knots_s : tuple of float
        Times of the pitch programme; the pitch at each follows the parameters, and after these the
        part of thrust added at each [s].
    rise_pitch_rad : float
        Pitch before the first knot [rad].
    end_s : float
        Time after lift-off to fly to [s].
    inertial : bool
        The speed read counts from the fixed stars.
    """

    launcher: Launcher
    world: World
    plane: LaunchPlane
    position_m: Array
    velocity_m_s: Array
    parameters: tuple[Parameter, ...]
    knots_s: tuple[float, ...]
    end_s: float
    inertial: bool = False
    rise_pitch_rad: float = float(np.pi / 2.0)


def value_of(model: Model, values: Array, name: str, default: float = 0.0) -> float:
    """Value of a parameter by its name [unit of the parameter].

    Parameters
    ----------
    model : Model
        With its parameters.
    values : array
        Of all of them [unit of each].
    name : str
        As in `Parameter`.
    default : float
        When there is none of this name [unit of the parameter].
    """
    for parameter, value in zip(model.parameters, values, strict=False):
        if parameter.name == name:
            return float(value)
    return default


def programme_of(model: Model, values: Array) -> PitchProgramme:
    """Pitch programme of a set of values.

    Parameters
    ----------
    model : Model
        With its knots.
    values : array
        Parameters, then pitch at the knots [rad].
    """
    begin = len(model.parameters)
    pitch = values[begin : begin + len(model.knots_s)]
    return PitchProgramme(time_s=model.knots_s, pitch_rad=tuple(float(p) for p in pitch))


def trims_of(model: Model, values: Array) -> Array:
    """Part of thrust added at each knot [-].

    Parameters
    ----------
    model : Model
        With its knots.
    values : array
        Of all parameters, pitch, then trims; without the last nothing is added [unit of each].
    """
    found = values[len(model.parameters) + len(model.knots_s) :]
    return found if found.size else np.zeros(len(model.knots_s))


def launcher_of(model: Model, values: Array) -> Launcher:
    """Launcher of a set of values, its throttle trimmed.

    Parameters
    ----------
    model : Model
        With its launcher.
    values : array
        Of all parameters [unit of each].
    """
    end = _command_s(model, values, untrimmed(model, values))
    return trimmed_launcher(untrimmed(model, values), model.knots_s, trims_of(model, values), end)


def untrimmed(model: Model, values: Array) -> Launcher:
    """Launcher of a set of values without its trims.

    Parameters
    ----------
    model : Model
        With its launcher.
    values : array
        Of all parameters [unit of each].
    """
    return applied(model.launcher, model.parameters, values[: len(model.parameters)].tolist())


def _command_s(model: Model, values: Array, launcher: Launcher) -> float:
    """Cut-off of the last stage [s]; what it burns beyond its load the fit has to pay for."""
    latest = latest_command_s(with_held_coasts(launcher))
    return value_of(model, values, SECO1, max(latest - 1.0, model.end_s))


def phases_of(
    model: Model, values: Array, launcher: Launcher
) -> tuple[tuple[FlightPhase, ...], tuple[float, ...]]:
    """Phases flown and their durations [s].

    Parameters
    ----------
    model : Model
        What is flown.
    values : array
        Of all parameters [unit of each].
    launcher : Launcher
        Of the values, trimmed or not.
    """
    launcher = with_held_coasts(launcher)
    command = _command_s(model, values, launcher)
    sequence = ascent_sequence(
        launcher,
        fairing_s=value_of(model, values, FAIRING, 0.5 * command),
        command_s=command,
        command_is_free=False,
    )
    limit = launcher.limits.axial_acceleration_max_m_s2
    phases, durations, begun = [], [], 0.0
    for phase, end in zip(
        held_below(sequence.phases, launcher, limit), _ends(sequence.assumed_s), strict=True
    ):
        if begun >= model.end_s - _SHORTEST_PHASE_S:
            break
        # A phase cut short by the end of the telemetry drops nothing.
        cut = end > model.end_s
        phases.append(replace(phase, dropped=(), ends=()) if cut else phase)
        durations.append(min(end, model.end_s) - begun)
        begun = min(end, model.end_s)
    if begun < model.end_s - _SHORTEST_PHASE_S:
        left = model.end_s - begun
        air = launcher.aerodynamics
        phases.append(coast("coast", "end", Bounds(lower=left, upper=left), air))
        durations.append(left)
    return tuple(phases), tuple(durations)


def _ends(durations: Sequence[float]) -> list[float]:
    return [float(t) for t in np.cumsum(durations)]


@dataclass(frozen=True, slots=True)
class Flown:
    """Recorded states of a flight.

    Attributes
    ----------
    time_s : array, shape (n,)
        After lift-off [s].
    state : array, shape (n, 11)
        As in `flight_model` [m], [m/s], [kg].
    """

    time_s: Array
    state: Array


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What follows from the numbers of the vehicle alone.

    Attributes
    ----------
    launcher : Launcher
        Untrimmed.
    course : Course
        Untrimmed and not yet steered.
    shape : Shape
        Air forces.
    start : array
        State on the pad [m], [m/s], [kg].
    command_s : float
        Cut-off of the last stage after lift-off [s].
    """

    launcher: Launcher
    course: Course
    shape: Shape
    start: Array
    command_s: float


class Flyer:
    """Flies a model; what follows from the numbers of the vehicle is kept for the next steering."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._kept: dict[bytes, Vehicle] = {}

    def fly(self, values: Array) -> Flown:
        """Fly a set of values.

        Parameters
        ----------
        values : array
            Of all parameters, pitch at the knots, then trims [unit of each].
        """
        model, vehicle = self.model, self.vehicle(values)
        course = trimmed_course(
            vehicle.course,
            vehicle.launcher,
            model.knots_s,
            trims_of(model, values),
            vehicle.command_s,
        )
        course = steered(course, programme_of(model, values), model.plane)
        time_s, state = fly_course(
            course,
            vehicle.shape,
            vehicle.start,
            model.world,
            tolerance=_TOLERANCE,
            longest_step_s=_LONGEST_STEP_S,
        )
        return Flown(time_s, state)

    def vehicle(self, values: Array) -> Vehicle:
        """Vehicle of a set of values.

        Parameters
        ----------
        values : array
            Of all parameters [unit of each].
        """
        key = values[: len(self.model.parameters)].tobytes()
        if key not in self._kept:
            if len(self._kept) > 8:
                self._kept.clear()
            self._kept[key] = self._ready(values)
        return self._kept[key]

    def _ready(self, values: Array) -> Vehicle:
        model = self.model
        launcher = untrimmed(model, values)
        phases, durations = phases_of(model, values, launcher)
        mass = liftoff_mass_kg(launcher, value_of(model, values, PAYLOAD))
        return Vehicle(
            launcher=launcher,
            course=course_of(phases, durations, model.knots_s),
            shape=shape_of(phases[0].aerodynamics),
            start=start_state(model.position_m, model.velocity_m_s, mass),
            command_s=_command_s(model, values, launcher),
        )


def tracks_of(model: Model, values: Array) -> list[Track]:
    """Flight of a set of values with all a report needs.

    Parameters
    ----------
    model : Model
        What is flown.
    values : array
        Of all parameters, then pitch at the knots [unit of each].
    """
    launcher = launcher_of(model, values)
    phases, durations = phases_of(model, values, launcher)
    steering = programme_steering(programme_of(model, values), model.plane, phases, durations)
    payload = value_of(model, values, PAYLOAD)
    mass = liftoff_mass_kg(launcher, payload)
    start = start_state(model.position_m, model.velocity_m_s, mass)
    return fly_phases(phases, steering, start, model.world)
