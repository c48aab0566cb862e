"""The sequence of phases: a launcher and its rules become stretches on which nothing is switched.

    lift-off    vertical rise    strap-ons off    fairing    next stage ...
       |-------------|----------------|--------------|-----------|------->
          steered up    free steering, thrust and flow as tables over phase time

A phase ends where an engine starts or stops, a body leaves or the steering changes. Times are
known from the rules, but for the command cut-off of the last stage and a fairing that waits for
heat flux or height: those durations are free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.kernels import Table, lookup
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.numerics.tables import constant, linear
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.schedule import fraction_at
from cosmodrome.vehicle.stage import (
    LIFT_OFF,
    CutoffRule,
    FallingBody,
    Stage,
    burnt_propellant_kg,
    depletion_time_s,
    stage_exit_area_m2,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
)

Array = NDArray[np.float64]

# Events closer than this are one event.
SAME_TIME_S = 1e-6


class Steering(Enum):
    """Where the body axis points: steered freely, straight up, or along the flow."""

    FREE = 0
    UP = 1
    FLOW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """Share of one stage in the propulsion of a phase.

    Attributes
    ----------
    stage : str
    flow : Table
        Mass flow [kg/s] against phase time [s].
    """

    stage: str
    flow: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Bodies that leave together.

    Attributes
    ----------
    name : str
    mass_kg : float
        Of all of them [kg].
    count : int
        Pieces [-].
    fall : FallingBody
        One piece.
    """

    name: str
    mass_kg: float
    count: int
    fall: FallingBody


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightPhase:
    """A stretch of flight on which nothing is switched.

    Attributes
    ----------
    name : str
        Unique in its leg.
    starts, ends : tuple of str
        Events at its start and at its end.
    duration : Bounds
        Equal ends when known beforehand [s].
    thrust_vac : Table
        Of all engines burning [N] against phase time [s].
    exit_area_m2 : float
        Of all engines burning [m2].
    burns : tuple of Burn
    steering : Steering
    aerodynamics : Aerodynamics
    dropped : tuple of Dropped
        What leaves at its end.
    knots_s : tuple of float
        Phase times at which thrust has a kink [s].
    fairing_on : bool
        The payload is still covered.
    """

    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    duration: Bounds
    thrust_vac: Table
    exit_area_m2: float
    burns: tuple[Burn, ...]
    steering: Steering
    aerodynamics: Aerodynamics
    dropped: tuple[Dropped, ...] = ()
    knots_s: tuple[float, ...] = ()
    fairing_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Switch:
    t_s: float
    event: str
    free: bool = False
    dropped: Dropped | None = None


def ignition_time_s(launcher: Launcher, stage: Stage, command_s: float) -> float:
    """Time after lift-off at which a stage lights [s].

    Parameters
    ----------
    launcher : Launcher
    stage : Stage
    command_s : float
        Assumed cut-off of a stage that is cut by command, after lift-off [s].
    """
    if stage.ignition.after == LIFT_OFF:
        return stage.ignition.delay_s
    below = next(s for s in launcher.stages if s.name == stage.ignition.after)
    return cutoff_time_s(launcher, below, command_s) + stage.ignition.delay_s


def cutoff_time_s(launcher: Launcher, stage: Stage, command_s: float) -> float:
    """Time after lift-off at which a stage stops [s].

    Parameters
    ----------
    launcher : Launcher
    stage : Stage
    command_s : float
        Assumed cut-off of a stage that is cut by command, after lift-off [s].
    """
    if stage.cutoff.rule is CutoffRule.COMMAND:
        return command_s
    lit = ignition_time_s(launcher, stage, command_s)
    if stage.cutoff.time_s is not None:
        return lit + stage.cutoff.time_s
    return lit + depletion_time_s(stage)


def latest_command_s(launcher: Launcher) -> float:
    """Time after lift-off at which the stage cut by command runs dry [s].

    Parameters
    ----------
    launcher : Launcher
    """
    last = launcher.stages[-1]
    return ignition_time_s(launcher, last, 0.0) + depletion_time_s(last)


def stage_after_burn(stage: Stage, burn_s: float) -> Dropped:
    """What is left of a stage when it separates, parts shed before left out.

    Parameters
    ----------
    stage : Stage
    burn_s : float
        From ignition to cut-off [s].
    """
    shed = sum(part.mass_kg for part in stage.shed)
    loaded = stage.count * (stage.dry_mass_kg - shed + stage.propellant_kg)
    return Dropped(
        name=stage.name,
        mass_kg=loaded - burnt_propellant_kg(stage, burn_s),
        count=stage.count,
        fall=stage.fall,
    )


def _switches(
    launcher: Launcher, fairing_s: float, command_s: float, command_is_free: bool
) -> list[_Switch]:
    """Every event of the ascent in order; the last one is the command cut-off."""
    found = []
    for stage in launcher.stages:
        lit = ignition_time_s(launcher, stage, command_s)
        cut = cutoff_time_s(launcher, stage, command_s)
        command = stage.cutoff.rule is CutoffRule.COMMAND
        found.append(_Switch(t_s=max(lit, 0.0), event=f"{stage.name} ignition"))
        found += [
            _Switch(t_s=lit + a, event=f"{stage.name} throttle step")
            for a, b in pairwise(stage.throttle.time_s)
            if a == b and 0.0 < lit + a < cut
        ]
        found.append(_Switch(t_s=cut, event=f"{stage.name} cut-off", free=command and command_is_free))
        found += [
            _Switch(
                t_s=lit + part.delay_s,
                event=f"{part.name} jettison",
                dropped=Dropped(
                    name=part.name,
                    mass_kg=part.mass_kg * stage.count,
                    count=stage.count,
                    fall=part.fall,
                ),
            )
            for part in stage.shed
        ]
        if not command:
            found.append(
                _Switch(
                    t_s=cut + stage.separation_delay_s,
                    event=f"{stage.name} separation",
                    dropped=stage_after_burn(stage, cut - lit),
                )
            )
    if launcher.fairing is not None:
        rule = launcher.fairing.jettison.rule
        found.append(
            _Switch(
                t_s=fairing_s,
                event="fairing jettison",
                free=rule is not JettisonRule.TIME,
                dropped=Dropped(
                    name="fairing",
                    mass_kg=launcher.fairing.mass_kg,
                    count=launcher.fairing.halves,
                    fall=launcher.fairing.fall,
                ),
            )
        )
    if launcher.vertical_rise_s > 0.0:
        found.append(_Switch(t_s=launcher.vertical_rise_s, event="pitch-over"))
    return sorted(found, key=lambda s: (s.t_s, not s.event.endswith("cut-off")))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSequence:
    """Phases of one leg of the flight, flown one after the other.

    Attributes
    ----------
    phases : tuple of FlightPhase
    end_times_s : tuple of float or None
        Time from the start of the leg at which each phase must end; None is free [s].
    assumed_s : tuple of float
        Durations with the assumed times, for an opening [s].
    """

    phases: tuple[FlightPhase, ...]
    end_times_s: tuple[float | None, ...]
    assumed_s: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.phases) != len(self.end_times_s):
            raise ValueError("one end time a phase")


def ascent_sequence(
    launcher: Launcher, fairing_s: float, command_s: float, *, command_is_free: bool = True
) -> PhaseSequence:
    """Phases from lift-off to the command cut-off of the last stage.

    Parameters
    ----------
    launcher : Launcher
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
    groups: list[list[_Switch]] = []
    for switch in _switches(launcher, fairing_s, command_s, command_is_free):
        if groups and switch.t_s - groups[-1][0].t_s < SAME_TIME_S:
            groups[-1].append(switch)
        else:
            groups.append([switch])
    phases = []
    covered = launcher.fairing is not None
    for opening, closing in pairwise(groups):
        phases.append(_phase(launcher, opening, closing, command_s, covered))
        covered = covered and all(s.event != "fairing jettison" for s in closing)
    latest = latest_command_s(launcher)
    ends = tuple(None if any(s.free for s in g) else g[0].t_s for g in groups[1:])
    return PhaseSequence(
        phases=_freed(phases, ends, latest),
        end_times_s=ends,
        assumed_s=tuple(phase.duration.upper for phase in phases),
    )


def _freed(
    phases: list[FlightPhase], ends: tuple[float | None, ...], latest: float
) -> tuple[FlightPhase, ...]:
    """Phases with free durations where an end is free, bounded by the fixed times around."""
    freed = []
    for i, phase in enumerate(phases):
        before = ends[i - 1] if i else 0.0
        after = ends[i]
        if before is None or after is None:
            earliest = max((t for t in ends[:i] if t is not None), default=0.0)
            last = min((t for t in ends[i:] if t is not None), default=latest)
            phase = replace(phase, duration=Bounds(lower=0.5, upper=last - earliest))
        freed.append(phase)
    return tuple(freed)


def _phase(
    launcher: Launcher,
    opening: list[_Switch],
    closing: list[_Switch],
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
            Burn(stage=s.name, flow=linear(t, stage_mass_flow_kg_s(s) * f))
            for s, t, f in burning
        ),
        steering=Steering.UP if vertical else Steering.FREE,
        aerodynamics=launcher.aerodynamics,
        dropped=tuple(s.dropped for s in closing if s.dropped is not None),
        knots_s=tuple(float(b) for b in thrust.breaks[1:-1]),
        fairing_on=fairing_on,
    )


def coast(name: str, event: str, duration: Bounds, aerodynamics: Aerodynamics) -> FlightPhase:
    """Phase without thrust, axis along the flow.

    Parameters
    ----------
    name, event : str
        Of the phase; of its end.
    duration : Bounds
        [s].
    aerodynamics : Aerodynamics
    """
    return FlightPhase(
        name=name,
        starts=(),
        ends=(event,),
        duration=duration,
        thrust_vac=constant(0.0),
        exit_area_m2=0.0,
        burns=(),
        steering=Steering.FLOW,
        aerodynamics=aerodynamics,
    )


def burn(name: str, stage: Stage, longest_s: float, aerodynamics: Aerodynamics) -> FlightPhase:
    """Phase of steady thrust of one stage, its length free.

    Parameters
    ----------
    name : str
        Of the burn; its events are ``name start`` and ``name end``.
    stage : Stage
    longest_s : float
        Longest burn [s].
    aerodynamics : Aerodynamics
    """
    return FlightPhase(
        name=name,
        starts=(f"{name} start",),
        ends=(f"{name} end",),
        duration=Bounds(lower=0.5, upper=longest_s),
        thrust_vac=constant(stage_thrust_vac_N(stage)),
        exit_area_m2=stage_exit_area_m2(stage),
        burns=(Burn(stage=stage.name, flow=constant(stage_mass_flow_kg_s(stage))),),
        steering=Steering.FREE,
        aerodynamics=aerodynamics,
    )
