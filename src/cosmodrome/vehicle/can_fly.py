"""Whether a launcher can fly at all: what must agree between its numbers before any solver runs."""

from dataclasses import dataclass

from cosmodrome.constants import G0_M_S2
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import (
    Launcher,
    first_stages,
    liftoff_mass_kg,
    liftoff_thrust_N,
)
from cosmodrome.vehicle.stage import (
    LIFT_OFF,
    CutoffRule,
    Stage,
    depletion_time_s,
    usable_propellant_kg,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something no flight can get around.

    Attributes
    ----------
    key : str
        Dotted path in the file of the launcher.
    problem, remedy : str
        What is wrong; what would be right.
    """

    key: str
    problem: str
    remedy: str


def launcher_flaws(launcher: Launcher) -> tuple[Flaw, ...]:
    """Everything in a launcher that keeps it from flying, even without a payload.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.

    Returns
    -------
    tuple of Flaw
        Empty when it can lift off and every event finds its stage.
    """
    order = _order_flaws(launcher)
    stages = tuple(flaw for stage in launcher.stages for flaw in _stage_flaws(stage))
    if order or stages:
        # Without them the events have no times.
        return order + stages
    return liftoff_flaws(launcher, 0.0) + _event_flaws(launcher)


def liftoff_flaws(launcher: Launcher, payload_kg: float) -> tuple[Flaw, ...]:
    """Thrust that does not lift the launcher, or lifts it faster than its own limit allows.

    Parameters
    ----------
    launcher : Launcher
        With the limits it is to keep.
    payload_kg : float
        Everything above it [kg].

    Returns
    -------
    tuple of Flaw
    """
    thrust, mass = liftoff_thrust_N(launcher), liftoff_mass_kg(launcher, payload_kg)
    ratio = thrust / (mass * G0_M_S2)
    most = launcher.limits.axial_acceleration_max_m_s2
    if ratio <= 1.0:
        with_payload = f" with {payload_kg:.0f} kg on top" if payload_kg else ""
        problem = (
            f"thrust is {ratio:.2f} of the weight at lift-off{with_payload}: it cannot leave the "
            f"pad ({thrust / 1e3:.0f} kN at sea level under {mass / 1e3:.1f} t)"
        )
        remedy = (
            f"give it more than {mass * G0_M_S2 / 1e3:.0f} kN, or less than "
            f"{thrust / G0_M_S2 / 1e3:.1f} t"
        )
        return (Flaw(key="stages", problem=problem, remedy=remedy),)
    if most is not None and ratio * G0_M_S2 > most:
        problem = (
            f"{most / G0_M_S2:.2f} g0 is below the {ratio:.2f} g0 the launcher has at lift-off"
        )
        remedy = f"allow {ratio:.2f} g0 or more, or throttle the first stage"
        return (Flaw(key="limits.axial_acceleration", problem=problem, remedy=remedy),)
    return ()


def _order_flaws(launcher: Launcher) -> tuple[Flaw, ...]:
    """Stages that wait for each other, and none that burns on the pad."""
    after = {stage.name: stage.ignition.after for stage in launcher.stages}
    for stage in launcher.stages:
        chain = [stage.name]
        while after[chain[-1]] != LIFT_OFF and after[chain[-1]] not in chain:
            chain.append(after[chain[-1]])
        if after[chain[-1]] == stage.name:
            problem = f"waits for itself: {' after '.join([*chain, stage.name])}"
            remedy = "let one of them light at lift-off"
            return (
                Flaw(key=f"stages.{stage.name}.ignition.after", problem=problem, remedy=remedy),
            )
    if not first_stages(launcher):
        waits = min(
            launcher.stages, key=lambda s: (s.ignition.after != LIFT_OFF, s.ignition.delay_s)
        )
        problem = (
            f"no stage burns at lift-off: {waits.name} lights {waits.ignition.delay_s:g} s later"
        )
        remedy = "let one light at lift-off, or before it by a negative delay"
        return (Flaw(key=f"stages.{waits.name}.ignition.delay", problem=problem, remedy=remedy),)
    return tuple(
        Flaw(
            key=f"stages.{stage.name}.ignition.after",
            problem=f"{stage.ignition.after} is cut by command at the end of the ascent: nothing "
            "can light after it",
            remedy="give that one a time or depletion, or light after another",
        )
        for stage in launcher.stages
        for below in launcher.stages
        if below.name == stage.ignition.after and below.cutoff.rule is CutoffRule.COMMAND
    )


def _stage_flaws(stage: Stage) -> tuple[Flaw, ...]:
    place = f"stages.{stage.name}"
    if usable_propellant_kg(stage) <= 0.0:
        problem = f"all {stage.propellant_kg:g} kg stay behind: the stage has nothing to burn"
        return (Flaw(key=f"{place}.residuals", problem=problem, remedy="leave less, or load more"),)
    level, most = max(stage.throttle.fraction), stage.engine.max_throttle
    if level > most * (1.0 + 1e-9):
        problem = f"runs at {100.0 * level:g} %, and the engine reaches {100.0 * most:g} %"
        remedy = "throttle lower, or state the engine's `max_throttle`"
        return (Flaw(key=f"{place}.throttle", problem=problem, remedy=remedy),)
    try:
        depletion_time_s(stage)
    except ValueError:
        if stage.cutoff.time_s is not None:
            return ()
        problem = "ends at zero with propellant left, so the stage is never empty"
        remedy = "end above zero, or cut off by `rule: time`"
        return (Flaw(key=f"{place}.throttle", problem=problem, remedy=remedy),)
    return ()


def _event_flaws(launcher: Launcher) -> tuple[Flaw, ...]:
    """Events that come after the end of what they belong to."""
    lit, cut = _times(launcher)
    end = max(cut.values())
    found = []
    for stage in launcher.stages:
        burn = cut[stage.name] - lit[stage.name]
        found += [
            Flaw(
                key=f"stages.{stage.name}.shed.{part.name}.delay",
                problem=f"{part.delay_s:g} s is after the burn of {burn:.1f} s",
                remedy="shed it while the stage burns",
            )
            for part in stage.shed
            if part.delay_s > burn
        ]
    jettison = launcher.fairing.jettison if launcher.fairing else None
    if jettison and jettison.rule is JettisonRule.TIME and jettison.value >= end:
        problem = f"{jettison.value:g} s is after the last stage runs dry at {end:.1f} s"
        found.append(
            Flaw(key="fairing.jettison.time", problem=problem, remedy="jettison it earlier")
        )
    if launcher.vertical_rise_s >= end:
        problem = f"{launcher.vertical_rise_s:g} s lasts until the last stage is dry at {end:.1f} s"
        found.append(Flaw(key="vertical_rise", problem=problem, remedy="turn earlier"))
    return tuple(found)


def _times(launcher: Launcher) -> tuple[dict[str, float], dict[str, float]]:
    """Ignition and latest cut-off of every stage after lift-off [s]."""
    stages = {stage.name: stage for stage in launcher.stages}
    lit: dict[str, float] = {}
    cut: dict[str, float] = {}

    def follow(stage: Stage) -> None:
        after = stage.ignition.after
        if after != LIFT_OFF and after not in cut:
            follow(stages[after])
        lit[stage.name] = (0.0 if after == LIFT_OFF else cut[after]) + stage.ignition.delay_s
        burn = stage.cutoff.time_s
        cut[stage.name] = lit[stage.name] + (depletion_time_s(stage) if burn is None else burn)

    for stage in launcher.stages:
        if stage.name not in cut:
            follow(stage)
    return lit, cut
