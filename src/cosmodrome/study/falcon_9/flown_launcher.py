"""The launcher of one flight: catalogue figures, numbers read from flights, and event times."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.constants import G0_M_S2
from cosmodrome.study.falcon_9.facts import (
    FlightFacts,
    Landing,
    Orbit,
    block_group,
    is_transfer,
    payload_aboard_kg,
)
from cosmodrome.study.falcon_9.flown_model import FlownModel
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg
from cosmodrome.vehicle.schedule import Schedule, full_thrust_seconds
from cosmodrome.vehicle.stage import (
    Cutoff,
    CutoffRule,
    Stage,
    stage_mass_flow_kg_s,
    stage_thrust_vac_N,
)

_FAMILY = {1: "falcon-9-full-thrust", 3: "falcon-9-block-4", 5: "falcon-9-block-5"}
_ENDING = {
    Landing.LAUNCH_SITE: "-rtls",
    Landing.DRONE_SHIP: "-droneship",
    Landing.OCEAN: "-droneship",
    Landing.EXPENDED: "",
}
# Length of a bucket of which one end is known: the middle of the calibration half [s].
_BUCKET_S = 16.0
# Straight lines that stand for the throttle holding a steady acceleration [-].
_HOLD_PIECES = 6
# How far single flights stray from the bucket of their group [-].
BUCKET_SPREAD = 0.06
# Of the propellant left at cut-off, where few flights tell [kg].
_LEAST_SPREAD_KG = 3000.0
_LEVEL_STEP = 0.01
_OTHER_KIND = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Throttle-down around the highest dynamic pressure.

    Attributes
    ----------
    start_s, end_s : float
        After lift-off [s].
    level : float
        Part of full thrust within [-].
    """

    start_s: float
    end_s: float
    level: float


@cache
def _listed(name: str) -> Launcher:
    return open_catalogue().launcher(name)


def _bucket(facts: FlightFacts, level: float) -> Bucket | None:
    start, end = facts.events.throttle_down_start_s, facts.events.throttle_down_end_s
    if start is None and end is None:
        return None
    first = end - _BUCKET_S if start is None and end is not None else start
    assert first is not None
    last = first + _BUCKET_S if end is None else end
    return Bucket(start_s=first, end_s=max(last, first), level=level)


def level_after_bucket(facts: FlightFacts, model: FlownModel) -> float:
    """Part of full thrust after the bucket [-]; block 5 does not go back to full thrust.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    """
    if block_group(facts) < 5:
        return 1.0
    return model["after_bucket_5_transfer" if is_transfer(facts) else "after_bucket_5_low"]


def flown_schedule(
    stage: Stage, liftoff_kg: float, bucket: Bucket | None, after: float, hold_m_s2: float
) -> Schedule:
    """Throttle of the first stage: full, bucket, `after`, then steady acceleration.

    From the moment thrust over mass reaches a, mass falls as exp(-a t / (Isp g0)), and thrust
    with it.

    Parameters
    ----------
    stage : Stage
        First stage.
    liftoff_kg : float
        Mass of the whole vehicle at lift-off [kg].
    bucket : Bucket or None
        Throttle-down.
    after : float
        Part of full thrust after it [-].
    hold_m_s2 : float
        Acceleration held, without air [m/s2].

    Returns
    -------
    Schedule
    """
    times, levels = [0.0], [1.0]
    if bucket is not None:
        times += [bucket.start_s, bucket.start_s, bucket.end_s, bucket.end_s]
        levels += [1.0, bucket.level, bucket.level, after]
    elif after < 1.0:
        # Without a bucket the step stands where buckets end.
        times += [66.0, 66.0]
        levels += [1.0, after]
    thrust, flow = stage_thrust_vac_N(stage), stage_mass_flow_kg_s(stage)
    before = Schedule(time_s=tuple(times), fraction=tuple(levels))
    burnt = liftoff_kg - after * thrust / hold_m_s2
    last = times[-1]
    reached = last + (burnt / flow - full_thrust_seconds(before, last)) / after
    rate = hold_m_s2 * flow / thrust
    for t in np.linspace(0.0, 40.0, _HOLD_PIECES + 1):
        times.append(max(reached, last) + float(t))
        levels.append(after * float(np.exp(-rate * t)))
    return Schedule(time_s=tuple(times), fraction=tuple(levels))


def kept_name(facts: FlightFacts) -> str:
    """Name of the propellant left at the cut-off of the first stage.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    if facts.landing is Landing.LAUNCH_SITE:
        return "kept_launch_site_kg"
    if facts.landing is Landing.EXPENDED:
        return "kept_expended_kg"
    return "kept_ship_transfer_kg" if is_transfer(facts) else "kept_ship_low_kg"


def cutoff_s(facts: FlightFacts, model: FlownModel, stage: Stage) -> float:
    """Cut-off of the first stage [s]; where it is not known, when its propellant is burnt.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    stage : Stage
        With its throttle.
    """
    if facts.events.meco_s is not None:
        return facts.events.meco_s
    kept_kg = model[kept_name(facts)]
    wanted = (stage.propellant_kg - kept_kg) / stage_mass_flow_kg_s(stage)
    low, high = 60.0, 300.0
    while high - low > 1e-3:
        middle = 0.5 * (low + high)
        burnt_more = full_thrust_seconds(stage.throttle, middle) > wanted
        low, high = (low, middle) if burnt_more else (middle, high)
    return low


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Throttle of a first stage.

    Attributes
    ----------
    bucket, after : float
        Parts of full thrust in the bucket and after it [-].
    """

    bucket: float
    after: float


def usual_levels(facts: FlightFacts, model: FlownModel) -> Levels:
    """Throttle of the kind of flight.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    """
    return Levels(
        bucket=model[f"bucket_level_{block_group(facts)}"], after=level_after_bucket(facts, model)
    )


def settled_levels(
    facts: FlightFacts, model: FlownModel, stage: Stage, liftoff_kg: float
) -> Levels:
    """Throttle that leaves about the usual propellant at the cut-off.

    The usual bucket and the usual rest, each with the spread of single flights, meet by least
    squares: one step, the rest being nearly linear in the level. A rest more than three sigma from
    the usual one is that of another kind of flight, and the usual bucket stays.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    stage : Stage
        First stage, its throttle not yet set.
    liftoff_kg : float
        Mass of the whole vehicle at lift-off [kg].
    """
    usual, meco = usual_levels(facts, model), facts.events.meco_s
    if meco is None:
        return usual

    def left(levels: Levels) -> float:
        schedule = _schedule(facts, model, stage, liftoff_kg, levels)
        burnt = stage_mass_flow_kg_s(stage) * full_thrust_seconds(schedule, meco)
        return stage.propellant_kg - burnt

    here = left(usual)
    rise = (left(replace(usual, bucket=usual.bucket + _LEVEL_STEP)) - here) / _LEVEL_STEP
    kept, spread = model[kept_name(facts)], max(model.sigma[kept_name(facts)], _LEAST_SPREAD_KG)
    variance = (BUCKET_SPREAD * rise) ** 2 + spread**2
    if abs(kept - here) > _OTHER_KIND * np.sqrt(variance):
        return usual
    gain = BUCKET_SPREAD**2 * rise / variance
    bucket = usual.bucket + gain * (kept - here)
    return replace(usual, bucket=float(np.clip(bucket, stage.engine.min_throttle, 1.0)))


def _schedule(
    facts: FlightFacts, model: FlownModel, stage: Stage, liftoff_kg: float, levels: Levels
) -> Schedule:
    hold = model["steady_acceleration_g0"] * G0_M_S2
    return flown_schedule(stage, liftoff_kg, _bucket(facts, levels.bucket), levels.after, hold)


def flown_launcher(
    facts: FlightFacts, model: FlownModel, *, bucket_change: float | None = None
) -> Launcher:
    """Launcher of one flight with its throttle, cut-offs and ignition.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    bucket_change : float, optional
        Added to the usual level of the bucket, where one flight is fitted [-]; without, the
        levels are those that leave the usual propellant.

    Returns
    -------
    Launcher
        Its last stage is cut by command; the propellant not burnt leaves with the first.
    """
    launcher = _powered(facts, model)
    first = launcher.stages[0]
    mass_kg = liftoff_mass_kg(launcher, payload_aboard_kg(facts))
    if bucket_change is None:
        levels = settled_levels(facts, model, first, mass_kg)
    else:
        levels = usual_levels(facts, model)
        levels = replace(levels, bucket=levels.bucket + bucket_change)
    first = replace(first, throttle=_schedule(facts, model, first, mass_kg, levels))
    cut = cutoff_s(facts, model, first)
    first = replace(first, cutoff=Cutoff(rule=CutoffRule.TIME, time_s=cut))
    return replace(launcher, stages=_lit(facts, cut, launcher.stages[1], first))


def _powered(facts: FlightFacts, model: FlownModel) -> Launcher:
    """Launcher of the catalogue with thrust and drag as flown."""
    group = block_group(facts)
    listed = _listed(_FAMILY[group] + _ENDING[facts.landing])
    first, last = listed.stages
    thrust_N = first.engine.thrust_vac_N * model[f"thrust_factor_{group}"]
    upper_N = last.engine.thrust_vac_N * model[f"upper_thrust_factor_{group}"]
    area_m2 = listed.aerodynamics.reference_area_m2 * model["area_factor"]
    first = replace(
        first,
        engine=replace(first.engine, thrust_vac_N=thrust_N),
        residual_kg=0.0,
        landing_reserve_kg=0.0,
    )
    return replace(
        listed,
        stages=(first, replace(last, engine=replace(last.engine, thrust_vac_N=upper_N))),
        aerodynamics=replace(listed.aerodynamics, reference_area_m2=area_m2),
        fairing=None if facts.orbit is Orbit.STATION else listed.fairing,
    )


def _lit(facts: FlightFacts, cut: float, last: Stage, first: Stage) -> tuple[Stage, Stage]:
    """Stages with the second one lit when the flight lit it."""
    if facts.events.ses1_s is None:
        return first, last
    # Not before the first has left.
    delay = max(facts.events.ses1_s - cut, first.separation_delay_s + 1.0)
    return first, replace(last, ignition=replace(last.ignition, delay_s=delay))
