"""A launcher that carries an upper stage: the upper stage completes the ascent."""

from dataclasses import replace

from cosmodrome.vehicle.launcher import Launcher, UpperStage
from cosmodrome.vehicle.stage import Cutoff, CutoffRule, Stage


def carrier(launcher: Launcher) -> Launcher:
    """Launcher as it flies below an upper stage.

    Its last stage burns all it has, as the heaviest payload wants it: what is too much goes into
    a smaller load of the upper stage. The interstage leaves with the last stage.

    Parameters
    ----------
    launcher : Launcher
        As catalogued.
    """
    last = launcher.stages[-1]
    cutoff = last.cutoff
    if cutoff.rule is CutoffRule.COMMAND:
        cutoff = Cutoff(rule=CutoffRule.DEPLETION)
    dry_kg = last.dry_mass_kg + launcher.adapter_mass_kg / last.count
    below = replace(last, cutoff=cutoff, dry_mass_kg=dry_kg)
    return replace(launcher, stages=(*launcher.stages[:-1], below), adapter_mass_kg=0.0)


def most_left_out_kg(upper: UpperStage) -> float:
    """Propellant an upper stage can fly without, below its largest load [kg].

    Parameters
    ----------
    upper : UpperStage
        As catalogued.
    """
    return upper.propellant_max_kg - max(upper.propellant_min_kg, upper.stage.residual_kg)


def empty_upper_kg(stage: Stage) -> float:
    """Upper stage with what it cannot burn [kg].

    Parameters
    ----------
    stage : Stage
        Of an upper stage.
    """
    return stage.dry_mass_kg + stage.residual_kg
