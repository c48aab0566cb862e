"""Coasts and burns of a last stage after the launcher is done: phases, and openings by flight."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.along_flow import along_flow
from cosmodrome.ascent.burn_plan import BurnStep, Where
from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guess import node_states
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.phase import FlightPhase, PhaseSequence, Steering, burn, coast
from cosmodrome.ascent.simulate import BrokenFlightError, Track, fly_phase
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.ascent.target import OrbitTarget, plane_elements
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.optimal_control import Bounds, PhaseValues
from cosmodrome.numerics.resample import collocation_fractions
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.stage import Stage, depletion_time_s

Array = NDArray[np.float64]

# Longest coast between two burns in low orbit: somewhat over one revolution.
_LOW_COAST_S = 6500.0
# A coast may become longer than assumed by this part.
_MORE = 1.6
_SHORTEST_COAST_S = 5.0
# A burn planned to begin sooner after the one before it is put a revolution later.
_SOONEST_S = 30.0


def with_later_burns(
    rising: PhaseSequence,
    stage: Stage,
    air: Aerodynamics,
    assumed_s: Sequence[tuple[float, float]],
    first: int = 2,
    parts: Sequence[tuple[float, ...]] = (),
) -> PhaseSequence:
    """Ascent with coasts and burns of a stage behind it.

    Parameters
    ----------
    rising : PhaseSequence
        Up to the first coast.
    stage : Stage
        That burns.
    air : Aerodynamics
        A ship in orbit keeps the coefficients of the ascent: at these heights there is no air to
        tell one from the other.
    assumed_s : sequence of (float, float)
        Assumed coast and burn, pair by pair [s].
    first : int
        Number of the first of these burns [-].
    parts : sequence of tuple of float
        Segments of the last coasts, as parts of each; those before them are short [-].
    """
    phases: list[FlightPhase] = []
    segments = [*[()] * (len(assumed_s) - len(parts)), *parts]
    for k, ((coast_s, _), lengths) in enumerate(zip(assumed_s, segments, strict=True), first):
        longest = Bounds(lower=_SHORTEST_COAST_S, upper=max(_LOW_COAST_S, _MORE * coast_s))
        before = coast(f"{stage.name} coast {k}", f"{stage.name} burn {k} start", longest, air)
        phases += [
            replace(before, parts=lengths),
            burn(f"{stage.name} burn {k}", stage, depletion_time_s(stage), air),
        ]
    return PhaseSequence(
        phases=rising.phases + tuple(phases),
        end_times_s=rising.end_times_s + (None,) * len(phases),
        assumed_s=rising.assumed_s + tuple(t for pair in assumed_s for t in pair),
        clocks=rising.clocks + ("",) * len(phases) if rising.clocks else (),
        waits=rising.waits,
    )


def first_cutoff_leg(leg: Leg, kept: float) -> Leg:
    """The ascent up to the first cut-off of its plan, as a leg of its own.

    Parameters
    ----------
    leg : Leg
        From the pad, with a plan of burns.
    kept : float
        Part of the mass at the first cut-off that is left by the burns after it [-].
    """
    assert leg.plan is not None
    count = len(leg.sequence.phases) - 2 * len(leg.plan.steps)
    return replace(
        leg,
        sequence=PhaseSequence(
            phases=leg.sequence.phases[:count],
            end_times_s=leg.sequence.end_times_s[:count],
            assumed_s=leg.sequence.assumed_s[:count],
            clocks=leg.sequence.clocks[:count],
            waits=leg.sequence.waits,
        ),
        target=leg.plan.first,
        kept=kept,
        plan=None,
    )


def later_values(leg: Leg, world: World, meshes: Sequence[Mesh], state: Array) -> list[PhaseValues]:
    """Values of the coasts and burns after the first cut-off, flown as the plan has them.

    Parameters
    ----------
    leg : Leg
        From the pad, with a plan of burns.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        Of these coasts and burns [-].
    state : array, shape (11,)
        After the first cut-off [m], [m/s], [kg].
    """
    assert leg.plan is not None
    phases = leg.sequence.phases[-2 * len(leg.plan.steps) :]
    values = []
    for k, step in enumerate(leg.plan.steps):
        coasting, burning = phases[2 * k : 2 * k + 2]
        pair = list(meshes[2 * k : 2 * k + 2])
        try:
            flown, state = _flown(leg, world, step, (coasting, burning), pair, state)
        except BrokenFlightError:
            # The ascent before it came down: a poor opening, which the solver may yet mend.
            flown = [
                _at_rest(p, mesh, state) for p, mesh in zip((coasting, burning), pair, strict=True)
            ]
        values += flown
    return values


def _flown(
    leg: Leg,
    world: World,
    step: BurnStep,
    phases: tuple[FlightPhase, FlightPhase],
    meshes: Sequence[Mesh],
    state: Array,
) -> tuple[list[PhaseValues], Array]:
    coasting, burning = phases
    middle_s, gain, turning = _middle(leg, world, step, coasting, burning, state)
    burn_s = _burn_s(burning, float(state[6]), float(np.linalg.norm(gain)))
    coast_s = max(middle_s - 0.5 * burn_s, coasting.duration.lower)
    coasted, state = along_flow(coasting, coast_s, meshes[0], state, world)
    burnt, state = _burnt(burning, burn_s, meshes[1], state, world, gain, turning)
    return [coasted, burnt], state


def _at_rest(phase: FlightPhase, mesh: Mesh, state: Array) -> PhaseValues:
    nodes = len(mesh[0]) * mesh[1]
    ahead = state[3:6] / np.linalg.norm(state[3:6])
    steered = phase.steering is Steering.FREE
    return PhaseValues(
        duration=phase.duration.lower,
        state=np.repeat(state[:7, None], nodes + 1, axis=1),
        control=np.repeat(ahead[:, None], nodes, axis=1) if steered else np.zeros((0, nodes)),
    )


def _middle(
    leg: Leg,
    world: World,
    step: BurnStep,
    coasting: FlightPhase,
    burning: FlightPhase,
    state: Array,
) -> tuple[float, Array, Array]:
    """Time to the middle of a burn [s], its impulse [m/s], and the turning of its direction."""
    track = _coast_track(coasting, state, world)
    mu = world.gravity.mu_m3_s2
    r, v = track.state[:, :3], track.state[:, 3:6]
    guess_s = _burn_s(burning, float(state[6]), _gain_m_s(r[0], v[0], step, mu))
    soonest = _SOONEST_S + 0.5 * guess_s
    i = _place(leg, step, track, soonest, mu)
    h = np.cross(r[i], v[i])
    turning = h / (r[i] @ r[i])
    return float(track.time_s[i]), _impulse(leg, step, r[i], v[i], mu), turning


def _coast_track(coasting: FlightPhase, state: Array, world: World) -> Track:
    longest = coasting.duration.upper
    straight = PhaseSteering(duration_s=longest, fractions=(1.0,), direction=np.zeros((0, 3)))
    return fly_phase(
        coasting, straight, state, world, tolerance=1e-9, longest_step_s=longest / 2000.0
    )


def _place(leg: Leg, step: BurnStep, track: Track, soonest_s: float, mu: float) -> int:
    """Row of a coast at which a burn lies; the last one if the coast does not come there."""
    r, v = track.state[:, :3].T, track.state[:, 3:6].T
    late = track.time_s[:-1] >= soonest_s
    if step.where is Where.SOON:
        found = late
    elif step.where is Where.ARGUMENT:
        now = plane_elements(list(r), list(v), mu, leg.equator.pole)
        u = np.unwrap(np.arctan2(now.sin_u, now.cos_u))
        found = np.zeros_like(late)
        for argument in step.arguments_rad:
            turns = np.floor((u - argument) / (2.0 * np.pi))
            found |= np.diff(turns) > 0
        found &= late
    else:
        climb = (r * v).sum(axis=0)
        sense = 1.0 if step.where is Where.APOGEE else -1.0
        found = (sense * climb[:-1] > 0.0) & (sense * climb[1:] <= 0.0) & late
    return int(np.argmax(found)) if found.any() else track.time_s.size - 1


def _gain_m_s(r: Array, v: Array, step: BurnStep, mu: float) -> float:
    square = max(2.0 * (step.energy_m2_s2 + mu / float(np.linalg.norm(r))), 0.0)
    return abs(float(np.sqrt(square) - np.linalg.norm(v)))


def _impulse(leg: Leg, step: BurnStep, r: Array, v: Array, mu: float) -> Array:
    """Change of velocity that gives a step its energy, and its plane where it is at a node."""
    square = max(2.0 * (step.energy_m2_s2 + mu / float(np.linalg.norm(r))), 0.0)
    up = r / np.linalg.norm(r)
    level = v - up * (up @ v)
    along = level / np.linalg.norm(level)
    pole = np.array(leg.equator.pole)
    if step.inclination_rad is not None and isinstance(leg.target, OrbitTarget):
        east = np.cross(pole, up)
        cosine = float(np.linalg.norm(east))
        east /= cosine
        north = np.cross(up, east)
        sine = float(np.clip(np.cos(step.inclination_rad) / cosine, -1.0, 1.0))
        side = 1.0 if along @ north >= 0.0 else -1.0
        along = sine * east + side * np.sqrt(1.0 - sine**2) * north
    return np.asarray(np.sqrt(square) * along - v)


def _burnt(
    burning: FlightPhase,
    burn_s: float,
    mesh: Mesh,
    state: Array,
    world: World,
    gain: Array,
    turning: Array,
) -> tuple[PhaseValues, Array]:
    """A burn along its impulse, which turns with the ship's place about the Earth."""
    direction = gain / max(float(np.linalg.norm(gain)), 1e-9)
    rate = float(np.linalg.norm(turning))
    pole = turning / rate
    angle = rate * burn_s * (collocation_fractions(mesh) - 0.5)
    across = np.cross(pole, direction)
    axial = pole * (pole @ direction)
    control = (
        axial[:, None]
        + (direction - axial)[:, None] * np.cos(angle)
        + across[:, None] * np.sin(angle)
    )
    steering = PhaseSteering(duration_s=burn_s, fractions=mesh[0], direction=control)
    nodes = node_states(burning, steering, mesh, state, world)
    end = np.concatenate((nodes[:, -1], np.zeros(state.size - 7)))
    return PhaseValues(duration=burn_s, state=nodes, control=control), end


def exhaust_m_s(burning: FlightPhase) -> float:
    """Effective exhaust velocity of a steady burn [m/s].

    Parameters
    ----------
    burning : FlightPhase
        A burn.
    """
    return float(lookup(burning.thrust_vac, 0.0)) / flow_kg_s(burning)


def flow_kg_s(burning: FlightPhase) -> float:
    """Mass flow of a steady burn [kg/s].

    Parameters
    ----------
    burning : FlightPhase
        A burn.
    """
    return sum(float(lookup(share.flow, 0.0)) for share in burning.burns)


def _burn_s(burning: FlightPhase, mass_kg: float, gain_m_s: float) -> float:
    burnt = mass_kg * (1.0 - np.exp(-gain_m_s / exhaust_m_s(burning)))
    return float(
        np.clip(burnt / flow_kg_s(burning), burning.duration.lower, burning.duration.upper)
    )
