"""One burn more, from an answer without it: its longest burn parted, a revolution between."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.along_flow import along_flow
from cosmodrome.ascent.burn_plan import coast_parts
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.mesh import Mesh, first_meshes
from cosmodrome.ascent.optimise import PlannedLeg, optimise
from cosmodrome.ascent.phase import PhaseSequence
from cosmodrome.ascent.problem import leg_parameters
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import Bounds, PhaseValues
from cosmodrome.numerics.resample import collocation_fractions, sampled

Array = NDArray[np.float64]

# A revolution between two burns stays above this [m].
_LOWEST_M = 150e3
# A burn is parted at its middle, or later when the ship is not in orbit before.
_PLACES = np.linspace(0.5, 0.9, 17)
# A coast found may be longer than one revolution by this part.
_MORE = 1.6


def lacks_a_burn(leg: Leg, before: PlannedLeg) -> bool:
    """Whether a known answer is that to a leg with one burn less.

    Parameters
    ----------
    leg : Leg
        As asked.
    before : PlannedLeg
        Known.
    """
    more = len(leg.sequence.phases) - len(before.leg.sequence.phases)
    return more == 2 and before.solution.converged


def with_burn_parted(leg: Leg, before: PlannedLeg, world: World) -> PlannedLeg | None:
    """Answer with one burn more than a known one; None when that does not lead to one.

    Parameters
    ----------
    leg : Leg
        As asked, ending with one coast and one burn more than the known answer.
    before : PlannedLeg
        Known, converged.
    world : World
        The Earth it is flown on.
    """
    count = 2 * sum(phase.in_orbit for phase in leg.sequence.phases)
    own = len(before.leg.sequence.phases)
    burns = range(own - count + 3, own, 2)
    longest = max(burns, key=lambda i: before.solution.arcs[i].duration)
    arc, mesh = before.solution.arcs[longest], before.meshes[longest]
    place = _place(arc, mesh, world.gravity.mu_m3_s2)
    if place is None:
        return None
    asked, values, meshes = _parted(leg, before, world, longest, place)
    names = [parameter.name for parameter in leg_parameters(before.leg)]
    found = dict(zip(names, before.solution.parameters.tolist(), strict=True))
    start = {"perigee cosine": 1.0, "perigee sine": 0.0, **found}
    opening = Opening(
        name="longest burn parted",
        values=tuple(values),
        parameters=tuple(float(start[p.name]) for p in leg_parameters(asked)),
    )
    planned = optimise(asked, world, lambda _: [opening], meshes=meshes)
    return planned if planned.solution.converged else None


def _place(arc: PhaseValues, mesh: Mesh, mu: float) -> float | None:
    """Part of a burn after which the ship could stay in orbit; None when it is never there."""
    states, _ = sampled(arc, mesh, _PLACES)
    for place, state in zip(_PLACES, states.T, strict=True):
        a, e = _orbit(state, mu)
        if a > 0.0 and a * (1.0 - e) > EARTH_RADIUS_M + _LOWEST_M:
            return float(place)
    return None


def _orbit(state: Array, mu: float) -> tuple[float, float]:
    """Semi-major axis [m] and eccentricity [-]."""
    r, v = state[:3], state[3:6]
    radius = float(np.linalg.norm(r))
    a = 1.0 / (2.0 / radius - float(v @ v) / mu)
    h = np.cross(r, v)
    e = float(np.sqrt(max(0.0, 1.0 - float(h @ h) / (mu * a))))
    return a, e


def _parted(
    leg: Leg, before: PlannedLeg, world: World, longest: int, place: float
) -> tuple[Leg, list[PhaseValues], list[Mesh]]:
    """The leg with its revolution assumed, the values of its phases, and their meshes."""
    arcs, mu = before.solution.arcs, world.gravity.mu_m3_s2
    whole = arcs[longest]
    state, _ = sampled(whole, before.meshes[longest], np.array([place]))
    a, e = _orbit(state[:, 0], mu)
    revolution = 2.0 * np.pi * float(np.sqrt(a**3 / mu))
    durations = [arc.duration for arc in arcs]
    durations[longest : longest + 1] = [
        place * whole.duration,
        revolution,
        (1.0 - place) * whole.duration,
    ]
    sequence = _with_coast(leg.sequence, longest + 1, durations, coast_parts(2.0 * np.pi, e))
    fresh = first_meshes(sequence)
    meshes = [*before.meshes[:longest], *fresh[longest : longest + 3]]
    meshes += list(before.meshes[longest + 1 :])
    first, second = (
        _piece(whole, before.meshes[longest], mesh, start, end)
        for mesh, start, end in (
            (meshes[longest], 0.0, place),
            (meshes[longest + 2], place, 1.0),
        )
    )
    start = np.concatenate((first.state[:, -1], np.zeros(4)))
    coasting = sequence.phases[longest + 1]
    coasted, _ = along_flow(coasting, revolution, meshes[longest + 1], start, world)
    values = [*arcs[:longest], first, coasted, second, *arcs[longest + 1 :]]
    return replace(leg, sequence=sequence), values, meshes


def _with_coast(
    sequence: PhaseSequence, index: int, durations: Sequence[float], parts: tuple[float, ...]
) -> PhaseSequence:
    phases = list(sequence.phases)
    limits = phases[index].duration
    upper = max(limits.upper, _MORE * durations[index])
    longer = Bounds(lower=limits.lower, upper=upper)
    phases[index] = replace(phases[index], parts=parts, duration=longer)
    return replace(sequence, phases=tuple(phases), assumed_s=tuple(durations))


def _piece(arc: PhaseValues, mesh: Mesh, new: Mesh, start: float, end: float) -> PhaseValues:
    """Part of a burn on a mesh of its own."""
    places = np.concatenate(([0.0], collocation_fractions(new)))
    state, control = sampled(arc, mesh, start + (end - start) * places)
    return PhaseValues(
        duration=(end - start) * arc.duration,
        state=state,
        control=control[:, 1:] / np.linalg.norm(control[:, 1:], axis=0),
    )
