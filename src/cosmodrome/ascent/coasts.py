"""Coasts of free length before the ignition of a stage: their bounds, phase by phase."""

from collections.abc import Sequence
from dataclasses import replace

from cosmodrome.ascent.phase import FlightPhase, Wait
from cosmodrome.ascent.switches import ignition_time_s, latest_command_s
from cosmodrome.numerics.optimal_control import Bounds, is_fixed
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import Coast

# Shortest phase: one the solver can still divide by.
_SHORTEST_S = 0.5
_SAME_S = 1e-6


def slack_s(launcher: Launcher) -> float:
    """How far all free coasts together can move an event [s].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    coasts = (stage.ignition.coast for stage in launcher.stages)
    return sum(coast.longest_s - coast.shortest_s for coast in coasts if coast is not None)


def waiting(
    phases: Sequence[FlightPhase],
    ends: Sequence[float | None],
    launcher: Launcher,
) -> tuple[tuple[FlightPhase, ...], tuple[Wait, ...]]:
    """Phases with the bounds of free coasts, and the bounds that several phases share.

    Parameters
    ----------
    phases : sequence of FlightPhase
        Free where their ends count from different moments.
    ends : sequence of float or None
        Assumed ends of the phases; None where another rule frees them [s].
    launcher : Launcher
        Without its payload.
    """
    found, waits = list(phases), []
    latest = latest_command_s(launcher)
    for stage in launcher.stages:
        coast = stage.ignition.coast
        if coast is None:
            continue
        lit = ignition_time_s(launcher, stage, latest)
        first, last = _span(ends, lit - stage.ignition.delay_s, lit)
        free = [i for i in range(first, last + 1) if not is_fixed(found[i].duration)]
        if len(free) == 1:
            others = (found[i].duration.upper for i in range(first, last + 1) if i not in free)
            found[free[0]] = replace(found[free[0]], duration=_rest(coast, sum(others)))
        else:
            bounds = Bounds(lower=coast.shortest_s, upper=coast.longest_s)
            waits.append(Wait(first=first, last=last, duration=bounds))
    return tuple(found), tuple(waits)


def _span(ends: Sequence[float | None], cut_s: float, lit_s: float) -> tuple[int, int]:
    """First and last phase between a cut-off and an ignition."""
    at = [i for i, t in enumerate(ends) if t is not None and abs(t - cut_s) < _SAME_S]
    until = [i for i, t in enumerate(ends) if t is not None and abs(t - lit_s) < _SAME_S]
    return at[0] + 1, until[0]


def _rest(coast: Coast, others_s: float) -> Bounds:
    """What a coast leaves to its one free phase [s]."""
    return Bounds(
        lower=max(coast.shortest_s - others_s, _SHORTEST_S), upper=coast.longest_s - others_s
    )
