"""The sequence of phases: a launcher and its rules become stretches on which nothing is switched.

    lift-off    vertical rise    strap-ons off    fairing    next stage ...
       |-------------|----------------|--------------|-----------|------->
          steered up    free steering, thrust and flow as tables over phase time

A phase ends where an engine starts or stops, a body leaves or the steering changes. Times are
known from the rules, but for the command cut-off of the last stage, a fairing that waits for
heat flux or height, and a coast before an ignition: those durations are free. What follows a free
ignition keeps its times after it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.coasts import slack_s, waiting
from cosmodrome.ascent.phase import Burn, FlightPhase, PhaseSequence, Steering
from cosmodrome.ascent.switches import (
    Switch,
    cutoff_time_s,
    ignition_time_s,
    latest_command_s,
    switches,
)
from cosmodrome.numerics.kernels import Table, lookup
from cosmodrome.numerics.optimal_control import Bounds, is_fixed
from cosmodrome.numerics.tables import constant, linear
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.schedule import fraction_at
from cosmodrome.vehicle.stage import (
    Stage,
    stage_exit_area_m2,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
)

Array = NDArray[np.float64]

# Events closer than this are one event.
SAME_TIME_S = 1e-6


def _stage_throttle(stage: Stage, lit: float, start: float, end: float) -> tuple[Array, Array]:
    """Throttle of a burning stage over a phase; a step is a time given twice."""
    begin, finish = start - lit, end - lit
    inner = sorted({t for t in stage.throttle.time_s if begin < t < finish})
    times: list[float] = []
    levels: list[float] = []
    for a, b in pairwise([begin, *inner, finish]):
        opening = fraction_at(stage.throttle, a)
        closing = 2.0 * fraction_at(stage.throttle, 0.5 * (a + b)) - opening
        if times and levels[-1] == opening:
            times.pop()
            levels.pop()
        times += [a - begin, b - begin]
        levels += [opening, closing]
    return np.array(times), np.array(levels)


def throttled(
    sequence: PhaseSequence, launcher: Launcher, axial_limit_m_s2: float | None
) -> PhaseSequence:
    """Sequence whose last stage throttles for its acceleration, where its engine can.

    Parameters
    ----------
    sequence : PhaseSequence
        From `ascent_sequence`.
    launcher : Launcher
        Without its payload.
    axial_limit_m_s2 : float or None
        Largest acceleration along the axis [m/s2].
    """
    last = launcher.stages[-1]
    if axial_limit_m_s2 is None or last.engine.min_throttle >= 1.0:
        return sequence

    def with_limit(phase: FlightPhase) -> FlightPhase:
        if is_fixed(phase.duration) or [b.stage for b in phase.burns] != [last.name]:
            return phase
        least = last.engine.min_throttle
        # A burn may last longer at a lower throttle; the propellant ends it.
        longest = Bounds(lower=phase.duration.lower, upper=phase.duration.upper / least)
        return replace(
            phase, axial_limit_m_s2=axial_limit_m_s2, least_throttle=least, duration=longest
        )

    return replace(sequence, phases=tuple(with_limit(phase) for phase in sequence.phases))


def held_below(
    phases: Sequence[FlightPhase], launcher: Launcher, axial_limit_m_s2: float | None
) -> tuple[FlightPhase, ...]:
    """Phases of known durations whose last stage throttles for its acceleration.

    Parameters
    ----------
    phases : sequence of FlightPhase
        In the order flown.
    launcher : Launcher
        Without its payload.
    axial_limit_m_s2 : float or None
        Largest acceleration along the axis; None is no limit [m/s2].
    """
    last = launcher.stages[-1]
    least = last.engine.min_throttle
    if axial_limit_m_s2 is None or least >= 1.0:
        return tuple(phases)
    return tuple(
        replace(phase, axial_limit_m_s2=axial_limit_m_s2, least_throttle=least)
        if [b.stage for b in phase.burns] == [last.name]
        else phase
        for phase in phases
    )


def with_whole_last_burn(sequence: PhaseSequence) -> PhaseSequence:
    """Sequence whose last burn ends when nothing is left to burn.

    Parameters
    ----------
    sequence : PhaseSequence
        From `ascent_sequence`, its command free.
    """
    *before, last = sequence.phases
    if last.throttles or (before and "fairing jettison" in before[-1].ends):
        # What lies before is free too: the length of the burn is bounded, not known.
        return sequence
    whole = Bounds(lower=last.duration.upper, upper=last.duration.upper)
    return replace(
        sequence,
        phases=(*before, replace(last, duration=whole)),
        assumed_s=(*sequence.assumed_s[:-1], whole.upper),
    )


def sum_of_tables(tables: Sequence[Table]) -> Table:
    """Sum of tables of straight pieces on one span.

    Parameters
    ----------
    tables : sequence of Table
        Each of straight pieces, from 0 to the same end or constant [-].

    Returns
    -------
    Table
    """
    if not tables:
        return constant(0.0)
    edges = sorted({float(b) for table in tables for b in table.breaks})
    times: list[float] = []
    values: list[float] = []
    for a, b in pairwise(edges):
        quarter = 0.25 * (b - a)
        low, high = (sum(float(lookup(t, x)) for t in tables) for x in (a + quarter, b - quarter))
        times += [a, b]
        values += [1.5 * low - 0.5 * high, 1.5 * high - 0.5 * low]
    return linear(times, values)


def ascent_sequence(
    launcher: Launcher,
    fairing_s: float,
    command_s: float,
    *,
    command_is_free: bool = True,
) -> PhaseSequence:
    """Phases from lift-off to the first command cut-off or the last separation.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    fairing_s : float
        Assumed fairing jettison; the launcher's own when its rule is a time [s].
    command_s : float
        Assumed command cut-off after lift-off [s].
    command_is_free : bool
        False holds the cut-off at `command_s`.

    Returns
    -------
    PhaseSequence
    """
    groups: list[list[Switch]] = []
    for switch in switches(launcher, fairing_s, command_s, command_is_free):
        if groups and switch.t_s - groups[-1][0].t_s < SAME_TIME_S:
            groups[-1].append(switch)
        else:
            groups.append([switch])
    phases = []
    covered = launcher.fairing is not None
    for opening, closing in pairwise(groups):
        phases.append(_phase(launcher, opening, closing, command_s, covered))
        covered = covered and all(s.event != "fairing jettison" for s in closing)
    ends = tuple(None if any(s.free for s in g) else g[0].t_s for g in groups[1:])
    # Of events at one time the one that a later ignition has moved takes the others along.
    clocks = tuple(max((s.clock for s in g), key=bool) for g in groups[1:])
    freed, waits = waiting(_freed(phases, ends, clocks, launcher), ends, launcher)
    return PhaseSequence(
        phases=freed,
        end_times_s=ends,
        assumed_s=tuple(phase.duration.upper for phase in phases),
        clocks=clocks,
        waits=waits,
    )


def _freed(
    phases: list[FlightPhase],
    ends: tuple[float | None, ...],
    clocks: tuple[str, ...],
    launcher: Launcher,
) -> tuple[FlightPhase, ...]:
    """Phases with free durations where an end is free, bounded by the known times around."""
    last_clock = clocks[-1]
    latest = latest_command_s(launcher)
    known = [(0.0, ""), *zip(ends, clocks, strict=True)]
    freed = []
    for i, phase in enumerate(phases):
        (before, clock), (after, other) = known[i], known[i + 1]
        if before is None or after is None or clock != other:
            earliest, first = next((t, c) for t, c in reversed(known[: i + 1]) if t is not None)
            last, then = next(
                ((t, c) for t, c in known[i + 1 :] if t is not None), (latest, last_clock)
            )
            room = last - earliest + (slack_s(launcher) if first != then else 0.0)
            phase = replace(phase, duration=Bounds(lower=0.5, upper=room))
        freed.append(phase)
    return tuple(freed)


def _phase(
    launcher: Launcher,
    opening: list[Switch],
    closing: list[Switch],
    command_s: float,
    fairing_on: bool,
) -> FlightPhase:
    start, end = opening[0].t_s, closing[0].t_s
    burning = []
    for stage in launcher.stages:
        lit = ignition_time_s(launcher, stage, command_s)
        cut = cutoff_time_s(launcher, stage, command_s)
        if lit <= start + SAME_TIME_S and end <= cut + SAME_TIME_S:
            burning.append((stage, *_stage_throttle(stage, lit, start, end)))
    span = end - start
    thrust = sum_of_tables([linear(t, stage_thrust_vac_N(s) * f) for s, t, f in burning])
    vertical = end <= launcher.vertical_rise_s + SAME_TIME_S
    return FlightPhase(
        name=f"after {opening[-1].event}",
        starts=tuple(s.event for s in opening),
        ends=tuple(s.event for s in closing),
        duration=Bounds(lower=span, upper=span),
        thrust_vac=thrust,
        exit_area_m2=sum(stage_exit_area_m2(s) for s, _, _ in burning),
        burns=tuple(
            Burn(stage=s.name, flow=linear(t, stage_mass_flow_kg_s(s) * f)) for s, t, f in burning
        ),
        # Without thrust there is nothing to steer for, and a direction that nothing feels keeps
        # the solver wandering.
        steering=Steering.UP if vertical else Steering.FREE if burning else Steering.FLOW,
        aerodynamics=launcher.aerodynamics,
        dropped=tuple(s.dropped for s in closing if s.dropped is not None),
        knots_s=tuple(float(b) for b in thrust.breaks[1:-1]),
        fairing_on=fairing_on,
    )
