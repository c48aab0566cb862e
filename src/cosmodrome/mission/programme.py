"""An ascent whose steering is given: flown as it stands, nothing is optimised."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guess import fairing_time_s, flown_values
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.loads import limit_excess
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.outcome import STEERING_GIVEN, Certificate
from cosmodrome.ascent.phase import PhaseSequence
from cosmodrome.ascent.programme import GivenSteering, plane_towards, programme_steering
from cosmodrome.ascent.sequence import ascent_sequence, held_below
from cosmodrome.ascent.simulate import fly_phases, start_state
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import Solution
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher, with_held_coasts

Array = NDArray[np.float64]

_DEGREE = 3


def given_ascent(
    leg: Leg, launcher: Launcher, given: GivenSteering, around: Surroundings
) -> PlannedLeg:
    """Ascent by a given programme, in the form of a planned one.

    Parameters
    ----------
    leg : Leg
        Of the mission; its sequence is laid anew.
    launcher : Launcher
        Of the mission.
    given : GivenSteering
        What its file says.
    around : Surroundings
        Earth at lift-off.

    Returns
    -------
    PlannedLeg
        With a certificate that claims no optimum.
    """
    fairing_s = _fairing_s(leg, launcher, given, around)
    leg = replace(leg, sequence=_sequence(leg, launcher, given, fairing_s))
    steering = _steering(leg.sequence, given, around)
    start = _start(leg)
    tracks = fly_phases(leg.sequence.phases, steering, start, around.world)
    meshes = _meshes(steering)
    values = flown_values(leg.sequence.phases, steering, meshes, start, around.world)
    # The last state is that of the flight itself, to the last digit.
    values[-1].state[:, -1] = tracks[-1].state[-1, :7]
    solution = Solution(
        converged=True,
        status=STEERING_GIVEN,
        objective=-float(tracks[-1].state[-1, 6]),
        arcs=tuple(values),
        parameters=np.zeros(0),
        violation=0.0,
        iterations=0,
        multipliers={},
    )
    return PlannedLeg(
        leg=leg,
        steering=steering,
        solution=solution,
        meshes=meshes,
        certificate=Certificate(
            solver_status=STEERING_GIVEN,
            violation=0.0,
            position_m=0.0,
            velocity_m_s=0.0,
            limit_excess=limit_excess(tracks, leg.limits, around.world),
            refinements=0,
            nodes=sum(len(fractions) * degree for fractions, degree in meshes),
            rungs=(),
        ),
    )


def _sequence(
    leg: Leg, launcher: Launcher, given: GivenSteering, fairing_s: float
) -> PhaseSequence:
    held = with_held_coasts(launcher)
    sequence = ascent_sequence(held, fairing_s, given.cutoff_s, command_is_free=False)
    limit = leg.limits.axial_acceleration_max_m_s2
    return replace(sequence, phases=held_below(sequence.phases, launcher, limit))


def _steering(
    sequence: PhaseSequence, given: GivenSteering, around: Surroundings
) -> tuple[PhaseSteering, ...]:
    pole = around.orientation.pole
    plane = plane_towards(around.pad_position_m, pole, given.azimuth_rad)
    return programme_steering(given.programme, plane, sequence.phases, sequence.assumed_s)


def _start(leg: Leg) -> Array:
    position, velocity = np.array(leg.start_position_m), np.array(leg.start_velocity_m_s)
    return start_state(position, velocity, leg.start_mass_kg)


def _meshes(steering: Sequence[PhaseSteering]) -> tuple[Mesh, ...]:
    return tuple((steered.fractions, _DEGREE) for steered in steering)


def _fairing_s(leg: Leg, launcher: Launcher, given: GivenSteering, around: Surroundings) -> float:
    """When the fairing goes: at its time, or when the flight first meets its rule [s]."""
    if launcher.fairing is None:
        return 0.0
    if launcher.fairing.jettison.rule is JettisonRule.TIME:
        return launcher.fairing.jettison.value
    late = given.cutoff_s - 1.0
    leg = replace(leg, sequence=_sequence(leg, launcher, given, late))
    steering = _steering(leg.sequence, given, around)
    phases, meshes = leg.sequence.phases, _meshes(steering)
    values = flown_values(phases, steering, meshes, _start(leg), around.world)
    met = fairing_time_s(leg, around.world, Opening(name="", values=tuple(values), parameters=()))
    return late if met is None else met
