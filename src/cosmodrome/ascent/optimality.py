"""Conditions of Pontryagin that a plan must meet, from its multipliers.

The multipliers of the defects are the costates. In the vacuum above the fairing's jettison the
thrust of a minimum lies along the primer vector, the costate of the velocity reversed; the
Hamiltonian is the same all along a phase whose thrust does not change with time; and where the
last stage coasts, burning must not pay.

References
----------
Lawden: Optimal Trajectories for Space Navigation (1963), the primer vector. Bryson and Ho: Applied
Optimal Control (1975), sections 2.3 and 3.9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.linear_controls import costates
from cosmodrome.numerics.optimal_control import Phase, PhaseMultipliers, PhaseValues, node_fractions

Array = NDArray[np.float64]

# Nodes at which a path limit pulls on the optimum by more than this part of the largest costate
# rate are left out: the multiplier of a limit belongs to the Hamiltonian there.
_PULL = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimality:
    """How well a plan meets the conditions of an optimum.

    Attributes
    ----------
    primer_rad : float
        Largest angle between thrust and primer vector in vacuum [rad]; 0 without such a phase.
    hamiltonian : float
        Largest change of the Hamiltonian along a steady phase, over its largest term [-].
    switching : float
        Largest amount by which burning pays in a coast, or does not in a burn, over the larger
        term of the switching function [-]; 0 without a coast.
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
        hamiltonian = max(hamiltonian, _spread(phase, arc, costate, parameters))
        if flight.steering is Steering.FREE:
            primer = max(primer, _primer_angle(costate, arc.control))
        if burning is not None and Steering.FLOW in {p.steering for p in flown}:
            sense = 1.0 if flight.steering is Steering.FREE else -1.0
            switching = max(switching, _wrong_sign(burning, arc, costate, sense))
    return Optimality(primer_rad=primer, hamiltonian=hamiltonian, switching=switching)


def _primer_angle(costate: Array, control: Array) -> float:
    primer = -costate[3:6]
    cosine = (primer * control).sum(axis=0) / np.linalg.norm(primer, axis=0)
    sine = np.linalg.norm(np.cross(primer.T, control.T), axis=1) / np.linalg.norm(primer, axis=0)
    return float(np.arctan2(sine, cosine).max())


def _spread(phase: Phase, arc: PhaseValues, costate: Array, parameters: Array) -> float:
    n = arc.state.shape[1] - 1
    times = node_fractions(phase)[1:] * arc.duration
    x, u = list(arc.state[:, 1:]), list(arc.control)
    rates = phase.dynamics(times, x, u, parameters.tolist(), phase.data)
    terms = costate * np.array([np.broadcast_to(rate, n) for rate in rates])
    total = terms.sum(axis=0)
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
    return float(max(-value.min(), 0.0) / max(push.max(), np.abs(cost).max()))
