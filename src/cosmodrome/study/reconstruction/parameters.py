"""What is fitted: names, priors, and how each value goes into the launcher."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cosmodrome.ascent.switches import cutoff_time_s, ignition_time_s
from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.variants import standard_deviation
from cosmodrome.study.reconstruction.events import DOWN, FAIRING, MECO, SECO1, SES1, UP, Event
from cosmodrome.study.reconstruction.throttle import (
    deepened,
    levelled,
    lowered_after,
    moved,
    shape_of,
    with_bucket,
)
from cosmodrome.vehicle.fairing import Jettison, JettisonRule
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import LIFT_OFF, Cutoff, CutoffRule, Stage

Put = Callable[[Launcher, float], Launcher]

CLOCK, ROUNDING, ZERO = "clock ahead", "height rounding", "height of zero"
PAYLOAD, DRAG, LIMIT = "payload", "drag area", "acceleration limit"
AFTER_BUCKET, LEAST = "level after it", "least throttle"
# A clock printed in seconds; readings rounded or cut off, by parts of a step; a pad's height over
# the ellipsoid against what the display counts from.
_CLOCK_SIGMA_S, _ROUNDING_SIGMA, _ZERO_SIGMA_M = 1.0, 0.3, 60.0
# Flights of one launcher differ by more than a file's mean: throttle-downs of 27 flights of
# Falcon 9 begin between 38 and 57 s and end between 59 and 90 s, at 70 to 95 %.
_DOWN_SIGMA_S, _UP_SIGMA_S = 6.0, 12.0
_LEVEL_SIGMA, _TAIL_SIGMA_S, _DEPTH_SIGMA = 0.08, 8.0, 0.3
_FAIRING_SIGMA_S = 10.0
# Blocks 5 stay at seven eighths once throttled down, others return to full thrust.
_AFTER_SIGMA = 0.08
# A file has what is allowed; payloads ask for less.
_USUAL_LIMIT_M_S2, _LIMIT_SIGMA, _LEAST_SIGMA = 60.0, 0.25, 0.15
_IGNITION_SIGMA_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number to be found.

    Attributes
    ----------
    name : str
        As printed.
    unit : str
        Of its value.
    prior, sigma : float
        Known beforehand, with its standard deviation [unit].
    put : callable or None
        Gives the launcher with this value in it; None for a number that is not the launcher's.
    """

    name: str
    unit: str
    prior: float
    sigma: float
    put: Put | None = None


def below_last(launcher: Launcher) -> Stage | None:
    """Stage whose cut-off the last one waits for; None when it lights at lift-off.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    """
    after = launcher.stages[-1].ignition.after
    return None if after == LIFT_OFF else next(s for s in launcher.stages if s.name == after)


def vehicle_parameters(
    launcher: Launcher,
    figures: Sequence[Figure],
    events: Mapping[str, Event],
    *,
    payload_kg: float,
    payload_sigma_kg: float,
    fairing_s: float | None,
    reaches_last: bool,
) -> tuple[Parameter, ...]:
    """Parameters of launcher, payload and display.

    Parameters
    ----------
    launcher : Launcher
        Of the catalogue; a bucket put in where the events have one.
    figures : sequence of Figure
        Of its file.
    events : mapping of str to Event
        In time after lift-off.
    payload_kg, payload_sigma_kg : float
        Everything above the launcher, and how well it is known [kg].
    fairing_s : float or None
        Expected fairing jettison; None without a fairing [s].
    reaches_last : bool
        The telemetry goes beyond the ignition of the last stage.

    Returns
    -------
    tuple of Parameter
    """
    by_path = {figure.path: figure for figure in figures}
    below, last = below_last(launcher), launcher.stages[-1]
    found = [
        Parameter(name=CLOCK, unit="s", prior=0.0, sigma=_CLOCK_SIGMA_S),
        Parameter(name=ROUNDING, unit="step", prior=0.0, sigma=_ROUNDING_SIGMA),
        Parameter(name=ZERO, unit="m", prior=0.0, sigma=_ZERO_SIGMA_M),
    ]
    for stage in launcher.stages:
        if stage is not last or reaches_last:
            found += _stage_parameters(stage, by_path)
    if below is not None:
        found += _throttle_parameters(below, events)
        found += _event_parameters(launcher, below, events)
        if reaches_last and SES1 not in events and MECO in events:
            found.append(_unseen_ignition(launcher, below, events[MECO].t_s, by_path))
    if SECO1 in events:
        found.append(_time(SECO1, events[SECO1].t_s, events[SECO1].sigma_s))
    if launcher.fairing is not None and fairing_s is not None:
        given = events.get(FAIRING)
        sigma = _FAIRING_SIGMA_S if given is None else given.sigma_s
        at = fairing_s if given is None else given.t_s
        found.append(_time(FAIRING, at, sigma, _put_fairing))
    if reaches_last and last.engine.min_throttle < 1.0:
        found += [_axial_limit(launcher, by_path), _least_throttle(last)]
    found.append(_drag(launcher, by_path))
    found.append(
        Parameter(name=PAYLOAD, unit="kg", prior=payload_kg, sigma=max(payload_sigma_kg, 1.0))
    )
    return tuple(found)


def launcher_with_bucket(launcher: Launcher, events: Mapping[str, Event]) -> Launcher:
    """Launcher whose first stage has a bucket where the events tell of one.

    Parameters
    ----------
    launcher : Launcher
        Of the catalogue.
    events : mapping of str to Event
        In time after lift-off.
    """
    below = below_last(launcher)
    if below is None or DOWN not in events or UP not in events:
        return launcher
    if shape_of(below.throttle).down is not None:
        return launcher
    schedule = with_bucket(below.throttle, events[DOWN].t_s, events[UP].t_s)
    return _with_stage(launcher, replace(below, throttle=schedule))


def applied(
    launcher: Launcher, parameters: Sequence[Parameter], values: Sequence[float]
) -> Launcher:
    """Launcher with every value in its place.

    Parameters
    ----------
    launcher : Launcher
        Of the catalogue.
    parameters : sequence of Parameter
        From `vehicle_parameters`.
    values : sequence of float
        One each [unit].
    """
    for parameter, value in zip(parameters, values, strict=True):
        if parameter.put is not None:
            launcher = parameter.put(launcher, float(value))
    return launcher


def _stage_parameters(stage: Stage, figures: Mapping[str, Figure]) -> list[Parameter]:
    key = f"stages.{stage.name}"
    loads = [f for path, f in figures.items() if path.startswith(f"{key}.loads.")]
    load_sigma = sum(standard_deviation(f) ** 2 for f in loads) ** 0.5

    def engine(launcher: Launcher, **changes: Any) -> Launcher:
        now = _stage(launcher, stage.name)
        return _with_stage(launcher, replace(now, engine=replace(now.engine, **changes)))

    def load(launcher: Launcher, value: float) -> Launcher:
        now = _stage(launcher, stage.name)
        return _with_stage(launcher, replace(now, propellant_kg=value))

    thrust = figures.get(f"{key}.engine.thrust_vacuum")
    impulse = figures.get(f"{key}.engine.isp_vacuum")
    known = stage.engine
    return [
        Parameter(
            name=f"{stage.name} thrust",
            unit="N",
            prior=known.thrust_vac_N,
            sigma=standard_deviation(thrust) if thrust else 0.02 * known.thrust_vac_N,
            put=lambda launcher, value: engine(launcher, thrust_vac_N=value),
        ),
        Parameter(
            name=f"{stage.name} impulse",
            unit="s",
            prior=known.isp_vac_s,
            sigma=standard_deviation(impulse) if impulse else 0.01 * known.isp_vac_s,
            put=lambda launcher, value: engine(launcher, isp_vac_s=value),
        ),
        Parameter(
            name=f"{stage.name} load",
            unit="kg",
            prior=stage.propellant_kg,
            sigma=load_sigma or 0.02 * stage.propellant_kg,
            put=load,
        ),
    ]


def _throttle_parameters(stage: Stage, events: Mapping[str, Event]) -> list[Parameter]:
    shape = shape_of(stage.throttle)
    times, levels = stage.throttle.time_s, stage.throttle.fraction
    found = []

    def put(change: Callable[..., object]) -> Put:
        def put_it(launcher: Launcher, value: float) -> Launcher:
            now = _stage(launcher, stage.name)
            return _with_stage(launcher, replace(now, throttle=change(now.throttle, value)))  # type: ignore[arg-type]

        return put_it

    if shape.down is not None and shape.up is not None:
        down, up = shape.down, shape.up
        for name, place, usual in ((DOWN, down, _DOWN_SIGMA_S), (UP, up, _UP_SIGMA_S)):
            given = events.get(name)
            found.append(
                _time(
                    name,
                    times[place] if given is None else given.t_s,
                    usual if given is None else 2.0 * given.sigma_s,
                    put(lambda schedule, value, p=place: moved(schedule, p, 2, value)),
                )
            )
        found.append(
            Parameter(
                name="throttle level",
                unit="",
                prior=levels[down + 1],
                sigma=_LEVEL_SIGMA,
                put=put(lambda schedule, value: levelled(schedule, shape, value)),
            )
        )
    if shape.tail < len(times):
        count = len(times) - shape.tail
        found += [
            _time(
                "late throttling",
                times[shape.tail],
                _TAIL_SIGMA_S,
                put(lambda schedule, value: moved(schedule, shape.tail, count, value)),
            ),
            Parameter(
                name="late depth",
                unit="",
                prior=1.0,
                sigma=_DEPTH_SIGMA,
                put=put(lambda schedule, value: deepened(schedule, shape, value)),
            ),
        ]
    if shape.up is not None:
        found.append(
            Parameter(
                name=AFTER_BUCKET,
                unit="",
                prior=1.0,
                sigma=_AFTER_SIGMA,
                put=put(lambda schedule, value: lowered_after(schedule, shape, value)),
            )
        )
    return found


def _event_parameters(
    launcher: Launcher, below: Stage, events: Mapping[str, Event]
) -> list[Parameter]:
    def meco(launcher: Launcher, value: float) -> Launcher:
        now = _stage(launcher, below.name)
        burn = value - ignition_time_s(launcher, now, 0.0)
        cutoff = Cutoff(rule=CutoffRule.TIME, time_s=burn)
        return _with_stage(launcher, replace(now, cutoff=cutoff))

    puts = {MECO: meco, SES1: _put_ignition(launcher, below)}
    return [
        _time(name, events[name].t_s, events[name].sigma_s, puts[name])
        for name in (MECO, SES1)
        if name in events
    ]


def _put_ignition(launcher: Launcher, below: Stage) -> Put:
    """Ignition of the last stage at a time after lift-off."""
    last = launcher.stages[-1].name

    def put(launcher: Launcher, value: float) -> Launcher:
        now = _stage(launcher, last)
        delay = value - cutoff_time_s(launcher, _stage(launcher, below.name), 0.0)
        return _with_stage(launcher, replace(now, ignition=replace(now.ignition, delay_s=delay)))

    return put


def _unseen_ignition(
    launcher: Launcher, below: Stage, meco_s: float, figures: Mapping[str, Figure]
) -> Parameter:
    last = launcher.stages[-1]
    figure = figures.get(f"stages.{last.name}.ignition.delay")
    sigma = standard_deviation(figure) if figure else _IGNITION_SIGMA_S
    at = meco_s + last.ignition.delay_s
    return _time(SES1, at, max(sigma, 0.1), _put_ignition(launcher, below))


def _least_throttle(stage: Stage) -> Parameter:
    def put(launcher: Launcher, value: float) -> Launcher:
        now = _stage(launcher, stage.name)
        least = min(max(value, 0.05), 1.0)
        return _with_stage(launcher, replace(now, engine=replace(now.engine, min_throttle=least)))

    prior = stage.engine.min_throttle
    return Parameter(name=LEAST, unit="", prior=prior, sigma=_LEAST_SIGMA, put=put)


def _put_fairing(launcher: Launcher, value: float) -> Launcher:
    assert launcher.fairing is not None
    jettison = Jettison(rule=JettisonRule.TIME, value=value)
    return replace(launcher, fairing=replace(launcher.fairing, jettison=jettison))


def _axial_limit(launcher: Launcher, figures: Mapping[str, Figure]) -> Parameter:
    """Acceleration above which the last stage throttles."""
    known = launcher.limits.axial_acceleration_max_m_s2 or _USUAL_LIMIT_M_S2
    figure = figures.get("limits.axial_acceleration")

    def put(launcher: Launcher, value: float) -> Launcher:
        limits = replace(launcher.limits, axial_acceleration_max_m_s2=value)
        return replace(launcher, limits=limits)

    sigma = max(standard_deviation(figure) if figure else 0.0, _LIMIT_SIGMA * known)
    return Parameter(name=LIMIT, unit="m/s2", prior=known, sigma=sigma, put=put)


def _drag(launcher: Launcher, figures: Mapping[str, Figure]) -> Parameter:
    area = launcher.aerodynamics.reference_area_m2
    figure = figures.get("aerodynamics.reference_area")

    def put(launcher: Launcher, value: float) -> Launcher:
        air = replace(launcher.aerodynamics, reference_area_m2=value)
        return replace(launcher, aerodynamics=air)

    sigma = standard_deviation(figure) if figure else 0.15 * area
    return Parameter(name=DRAG, unit="m2", prior=area, sigma=sigma, put=put)


def _time(name: str, at_s: float, sigma_s: float, put: Put | None = None) -> Parameter:
    return Parameter(name=name, unit="s", prior=at_s, sigma=sigma_s, put=put)


def _stage(launcher: Launcher, name: str) -> Stage:
    return next(s for s in launcher.stages if s.name == name)


def _with_stage(launcher: Launcher, stage: Stage) -> Launcher:
    stages = tuple(stage if s.name == stage.name else s for s in launcher.stages)
    return replace(launcher, stages=stages)
