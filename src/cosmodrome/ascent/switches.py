"""When the events of an ascent happen: ignitions, cut-offs, separations, jettisons."""

from dataclasses import dataclass
from itertools import pairwise

from cosmodrome.ascent.phase import Dropped
from cosmodrome.vehicle.fairing import Fairing, JettisonRule
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import (
    LIFT_OFF,
    CutoffRule,
    Stage,
    burnt_propellant_kg,
    depletion_time_s,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Moment at which something is switched or leaves.

    Attributes
    ----------
    t_s : float
        After lift-off, known or assumed [s].
    event : str
        Event key.
    free : bool
        The time is to be found.
    clock : str
        Stage with a free ignition the time counts from; empty for lift-off.
    dropped : Dropped or None
        What leaves.
    """

    t_s: float
    event: str
    free: bool = False
    clock: str = ""
    dropped: Dropped | None = None


def _clock(launcher: Launcher, stage: Stage) -> str:
    """Stage with a free ignition that the burn of a stage follows at known times."""
    if stage.ignition.coast is not None:
        return stage.name
    if stage.ignition.after == LIFT_OFF:
        return ""
    return _clock(launcher, next(s for s in launcher.stages if s.name == stage.ignition.after))


def _separation_clock(launcher: Launcher, stage: Stage) -> str:
    """Clock of a separation: that of the cut-off, or of the ignition after it where it is nearer.

    A separation at the end of a coast belongs to the ignition.
    """
    for above in launcher.stages:
        if above.ignition.after == stage.name and above.ignition.coast is not None:
            late = stage.separation_delay_s > 0.5 * above.ignition.delay_s
            return above.name if late else _clock(launcher, stage)
    return _clock(launcher, stage)


def ignition_time_s(launcher: Launcher, stage: Stage, command_s: float) -> float:
    """Time after lift-off at which a stage lights [s].

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    stage : Stage
        All its bodies together.
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
        Without its payload.
    stage : Stage
        All its bodies together.
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
        Without its payload.
    """
    last = launcher.stages[-1]
    return ignition_time_s(launcher, last, 0.0) + depletion_time_s(last)


def stage_after_burn(stage: Stage, burn_s: float) -> Dropped:
    """What is left of a stage when it separates, parts shed before left out.

    Parameters
    ----------
    stage : Stage
        All its bodies together.
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


def switches(
    launcher: Launcher, fairing_s: float, command_s: float, command_is_free: bool
) -> list[Switch]:
    """Every event of the ascent in order; the last one is the command cut-off.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    fairing_s, command_s : float
        Assumed fairing jettison and command cut-off after lift-off [s].
    command_is_free : bool
        The command cut-off is to be found.
    """
    found = []
    for stage in launcher.stages:
        found += _stage_switches(launcher, stage, command_s, command_is_free)
    if launcher.fairing is not None:
        found.append(_fairing_switch(launcher.fairing, fairing_s))
    if launcher.vertical_rise_s > 0.0:
        found.append(Switch(t_s=launcher.vertical_rise_s, event="pitch-over"))
    return sorted(found, key=lambda s: (s.t_s, not s.event.endswith("cut-off")))


def _stage_switches(
    launcher: Launcher, stage: Stage, command_s: float, command_is_free: bool
) -> list[Switch]:
    """Ignition, throttle steps, cut-off, sheds and separation of a stage."""
    lit = ignition_time_s(launcher, stage, command_s)
    cut = cutoff_time_s(launcher, stage, command_s)
    command = stage.cutoff.rule is CutoffRule.COMMAND
    clock = _clock(launcher, stage)
    found = [Switch(t_s=max(lit, 0.0), event=f"{stage.name} ignition", clock=clock)]
    found += [
        Switch(t_s=lit + a, event=f"{stage.name} throttle step", clock=clock)
        for a, b in pairwise(stage.throttle.time_s)
        if a == b and 0.0 < lit + a < cut
    ]
    found.append(
        Switch(
            t_s=cut,
            event=f"{stage.name} cut-off",
            free=command and command_is_free,
            # A command at a given time is given after lift-off.
            clock="" if command and not command_is_free else clock,
        )
    )
    found += [
        Switch(
            t_s=lit + part.delay_s,
            event=f"{part.name} jettison",
            clock=clock,
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
            Switch(
                t_s=cut + stage.separation_delay_s,
                event=f"{stage.name} separation",
                clock=_separation_clock(launcher, stage),
                dropped=stage_after_burn(stage, cut - lit),
            )
        )
    return found


def _fairing_switch(fairing: Fairing, fairing_s: float) -> Switch:
    return Switch(
        t_s=fairing_s,
        event="fairing jettison",
        free=fairing.jettison.rule is not JettisonRule.TIME,
        dropped=Dropped(
            name="fairing",
            mass_kg=fairing.mass_kg,
            count=fairing.halves,
            fall=fairing.fall,
        ),
    )
