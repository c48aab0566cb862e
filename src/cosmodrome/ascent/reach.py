"""What the stages give at the most, and what an orbit takes at the least."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.escape import EscapeTarget, energy_m2_s2
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.switches import (
    cutoff_time_s,
    ignition_time_s,
    latest_command_s,
    switches,
)
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.constants import G0_M_S2
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.optimal_control import PhaseValues
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg
from cosmodrome.vehicle.stage import Stage, burnt_propellant_kg

# An opening this much slower than its orbit has run dry on the way [m/s].
_DRY_M_S = 200.0
# Enough for a mean of thrust and flow over a phase [-].
_SAMPLES = 33


def ideal_velocity_m_s(launcher: Launcher, payload_kg: float) -> float:
    """Velocity the stages give in vacuum without gravity, the fairing left on the ground [m/s].

    The sum of ``c ln(m0 / m1)`` between the events of the ascent, c being thrust over flow of the
    stages that burn: Tsiolkovsky's equation.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    payload_kg : float
        Everything above it [kg].
    """
    command = latest_command_s(launcher)
    events = switches(launcher, 0.0, command, command_is_free=False)
    fairing = launcher.fairing.mass_kg if launcher.fairing else 0.0
    mass = liftoff_mass_kg(launcher, payload_kg) - fairing
    total = 0.0
    for event, following in pairwise(events):
        if event.dropped is not None and event.event != "fairing jettison":
            mass -= event.dropped.mass_kg
        burnt = [
            (stage, _burnt_kg(launcher, stage, command, event.t_s, following.t_s))
            for stage in launcher.stages
        ]
        used = sum(kg for _, kg in burnt)
        if 0.0 < used < mass:
            speed = sum(kg * stage.engine.isp_vac_s * G0_M_S2 for stage, kg in burnt) / used
            total += speed * float(np.log(mass / (mass - used)))
        mass -= used
    return total


def flown_velocity_m_s(leg: Leg, arcs: Sequence[PhaseValues]) -> float:
    """Velocity the propellant burnt on an ascent gives in vacuum without gravity [m/s].

    As `ideal_velocity_m_s`, over the phases flown and the masses they had.

    Parameters
    ----------
    leg : Leg
        From the pad.
    arcs : sequence of PhaseValues
        One a phase.
    """
    total = 0.0
    for phase, arc in zip(leg.sequence.phases, arcs, strict=False):
        before, after = float(arc.state[6, 0]), float(arc.state[6, -1])
        if not phase.burns or after >= before:
            continue
        at = np.linspace(0.0, arc.duration, _SAMPLES)
        thrust = sum(float(lookup(phase.thrust_vac, t)) for t in at)
        flow = sum(float(lookup(share.flow, t)) for share in phase.burns for t in at)
        total += thrust / flow * float(np.log(before / after))
    return total


def _burnt_kg(
    launcher: Launcher, stage: Stage, command_s: float, start_s: float, end_s: float
) -> float:
    lit = ignition_time_s(launcher, stage, command_s)
    cut = cutoff_time_s(launcher, stage, command_s)
    burning = [min(max(t, lit), cut) - lit for t in (start_s, end_s)]
    before, after = (burnt_propellant_kg(stage, t) if t > 0.0 else 0.0 for t in burning)
    return after - before


def needed_velocity_m_s(leg: Leg, world: World) -> float:
    """Velocity an ascent to a target takes at the least, before losses [m/s].

    Thrust adds energy at the rate of its acceleration times speed, and at a given energy speed is
    greatest at the lowest place. All of it given at the pad, along the motion the pad has from the
    Earth's rotation, therefore bounds what any ascent from there can do.

    Parameters
    ----------
    leg : Leg
        From the pad to an orbit.
    world : World
        The Earth it is flown on.
    """
    assert isinstance(leg.target, OrbitTarget | EscapeTarget)
    radius = float(np.linalg.norm(leg.start_position_m))
    pad = float(np.linalg.norm(leg.start_velocity_m_s))
    mu = world.gravity.mu_m3_s2
    return float(np.sqrt(2.0 * (mu / radius + energy_m2_s2(leg.target, mu)))) - pad


def runs_dry(leg: Leg, world: World, last: PhaseValues) -> bool:
    """Whether an opening ends far below the speed of its orbit.

    Parameters
    ----------
    leg : Leg
        From the pad to an orbit.
    world : World
        The Earth it is flown on.
    last : PhaseValues
        Last phase of the opening.
    """
    assert isinstance(leg.target, OrbitTarget | EscapeTarget)
    r, v = last.state[:3, -1], last.state[3:6, -1]
    mu = world.gravity.mu_m3_s2
    square = 2.0 * (mu / float(np.linalg.norm(r)) + energy_m2_s2(leg.target, mu))
    return bool(np.linalg.norm(v) < np.sqrt(max(square, 0.0)) - _DRY_M_S)
