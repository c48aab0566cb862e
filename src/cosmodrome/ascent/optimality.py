"""Conditions of Pontryagin that a plan must meet, from its multipliers.

The multipliers of the defects are the costates. Where the air does not count the thrust of a
minimum lies along the primer vector, the costate of the velocity reversed; once the fairing is
gone, the Hamiltonian is the same all along a phase whose full thrust does not change with time,
also where a limit on the state is met; and where the last stage coasts, burning must not pay.

References
----------
Lawden: Optimal Trajectories for Space Navigation (1963), the primer vector. Bryson and Ho: Applied
Optimal Control (1975), sections 2.3 and 3.9.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.simulate import phase_flow
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.linear_controls import costates
from cosmodrome.numerics.optimal_control import Phase, PhaseMultipliers, PhaseValues, node_fractions

Array = NDArray[np.float64]

# Above this part of the thrust, dynamic pressure on the reference area is air that counts: times
# the coefficients it turns the best thrust by some 1e-4 rad.
_AIR = 3e-5
# A phase no longer than this beyond its bound rests on it [s].
_RESTS_S = 1e-2
# Multipliers of limits that do not press stay far below this [kg per SI unit of the limit].
_PRESSES = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimality:
    """How well a plan meets the conditions of an optimum.

    Attributes
    ----------
    primer_rad : float
        Largest angle between thrust and primer vector where the air does not count [rad]; 0 without
        such a place.
    hamiltonian : float
        Largest change of the Hamiltonian along a steady phase, over its largest term [-]; infinite
        where all multipliers vanish and prove nothing.
    switching : float
        Largest amount by which burning pays in a coast, or does not in a burn, over the larger
        term of the switching function [-]; 0 without a coast. A phase of fixed length, or one that
        rests on its shortest, has no choice.
    """

    primer_rad: float
    hamiltonian: float
    switching: float


def optimality(
    flown: Sequence[FlightPhase],
    phases: Sequence[Phase],
    arcs: Sequence[PhaseValues],
    multipliers: Sequence[PhaseMultipliers],
    parameters: Array,
    world: World,
) -> Optimality:
    """Check a solution.

    Parameters
    ----------
    flown : sequence of FlightPhase
        Phases of the leg.
    phases : sequence of Phase
        The same as the solver had them.
    arcs : sequence of PhaseValues
        The solution.
    multipliers : sequence of PhaseMultipliers
        Of the solution.
    parameters : array
        Of the problem [unit of the parameter].
    world : World
        The Earth it is flown on.
    """
    primer = hamiltonian = switching = 0.0
    for i, (flight, phase, arc, found) in enumerate(
        zip(flown, phases, arcs, multipliers, strict=True)
    ):
        if flight.fairing_on or flight.steering is Steering.UP:
            continue
        if arc.control.shape[1] and phase.degree < 3:
            # Phases of a few tenths of a second, on two nodes.
            continue
        costate = costates(phase, found)
        burning = flight if flight.steering is Steering.FREE else _next_burn(flown[i:])
        if not costate.any():
            hamiltonian = math.inf
            continue
        if _is_steady(flight):
            clear = _clear(flight, phase, found)
            hamiltonian = max(hamiltonian, _spread(phase, arc, costate, parameters, clear))
        if flight.steering is Steering.FREE:
            bare = _airless(flight, arc, world)
            primer = max(primer, _primer_angle(costate[:, bare], arc.control[:, bare]))
        if burning is not None and burning.burns and _is_chosen(flight, arc, flown):
            sense = 1.0 if flight.steering is Steering.FREE else -1.0
            switching = max(switching, _wrong_sign(burning, arc, costate, sense))
    return Optimality(primer_rad=primer, hamiltonian=hamiltonian, switching=switching)


def _is_chosen(flight: FlightPhase, arc: PhaseValues, flown: Sequence[FlightPhase]) -> bool:
    """Whether the length of a phase says where burning pays: it is free, and some phase coasts."""
    rests = arc.duration < flight.duration.lower + _RESTS_S
    return not rests and any(p.is_free_coast for p in flown)


def _is_steady(flight: FlightPhase) -> bool:
    return all(
        not table.coefficients[1:].any() and table.breaks.size == 2
        for table in (flight.thrust_vac, phase_flow(flight))
    )


def _airless(flight: FlightPhase, arc: PhaseValues, world: World) -> Array:
    """Nodes at which the air does not count beside the thrust."""
    _, density, *_, speed, _, _, _ = air_data(*arc.state[:6, 1:], world)
    force = 0.5 * density * speed**2 * flight.aerodynamics.reference_area_m2
    return np.asarray(force < _AIR * float(lookup(flight.thrust_vac, 0.0)))


def _primer_angle(costate: Array, control: Array) -> float:
    if costate.shape[1] == 0:
        return 0.0
    primer = -costate[3:6]
    cosine = (primer * control).sum(axis=0) / np.linalg.norm(primer, axis=0)
    sine = np.linalg.norm(np.cross(primer.T, control.T), axis=1) / np.linalg.norm(primer, axis=0)
    return float(np.arctan2(sine, cosine).max())


def _clear(flight: FlightPhase, phase: Phase, found: PhaseMultipliers) -> Array:
    """Nodes of the segments in which no limit presses on a coast.

    Where a coast touches a limit its costate jumps, and a polynomial swings about the jump.
    """
    clear = np.ones(len(phase.fractions) * phase.degree, dtype=bool)
    if flight.steering is Steering.FLOW and len(found.path):
        presses = (np.abs(found.path) > _PRESSES).any(axis=0)
        clear = ~np.repeat(presses.reshape(-1, phase.degree).any(axis=1), phase.degree)
    return clear


def _spread(
    phase: Phase, arc: PhaseValues, costate: Array, parameters: Array, clear: Array
) -> float:
    n = arc.state.shape[1] - 1
    times = node_fractions(phase)[1:] * arc.duration
    x, u = list(arc.state[:, 1:]), list(arc.control)
    rates = phase.dynamics(times, x, u, parameters.tolist(), phase.data)
    terms = costate * np.array([np.broadcast_to(rate, n) for rate in rates])
    total = terms.sum(axis=0)[clear]
    if not total.size:
        return 0.0
    return float((total.max() - total.min()) / np.abs(terms).sum(axis=0).max())


def _next_burn(following: Sequence[FlightPhase]) -> FlightPhase | None:
    return next((p for p in following if p.steering is Steering.FREE), None)


def _wrong_sign(burning: FlightPhase, arc: PhaseValues, costate: Array, sense: float) -> float:
    """How far the switching function, positive where a burn pays, has the wrong sign."""
    thrust = float(lookup(burning.thrust_vac, 0.0))
    flow = sum(float(lookup(share.flow, 0.0)) for share in burning.burns)
    push = thrust * np.linalg.norm(costate[3:6], axis=0) / arc.state[6, 1:]
    cost = -flow * costate[6]
    value = sense * (push - cost)
    size = float(max(push.max(), np.abs(cost).max()))
    return max(-float(value.min()), 0.0) / size if size > 0.0 else 0.0
