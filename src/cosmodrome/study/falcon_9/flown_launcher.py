"""The launcher of one flight: catalogue figures, what was read from flights, and its event times."""

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
    if facts.landing is Landing.LAUNCH_SITE:
        kept = model["kept_launch_site_kg"]
    elif facts.landing is Landing.EXPENDED:
        kept = model["kept_expended_kg"]
    else:
        kept = model["kept_ship_transfer_kg" if is_transfer(facts) else "kept_ship_low_kg"]
    wanted = (stage.propellant_kg - kept) / stage_mass_flow_kg_s(stage)
    low, high = 60.0, 300.0
    while high - low > 1e-3:
        middle = 0.5 * (low + high)
        burnt_more = full_thrust_seconds(stage.throttle, middle) > wanted
        low, high = (low, middle) if burnt_more else (middle, high)
    return low


def flown_launcher(
    facts: FlightFacts, model: FlownModel, *, bucket_change: float = 0.0
) -> Launcher:
    """Launcher of one flight with its throttle, cut-offs and ignition.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    bucket_change : float
        Added to the level of the bucket, where one flight is fitted [-].

    Returns
    -------
    Launcher
        Its last stage is cut by command; the propellant not burnt leaves with the first.
    """
    group = block_group(facts)
    listed = _listed(_FAMILY[group] + _ENDING[facts.landing])
    first, last = listed.stages
    engine = first.engine
    thrust_N = engine.thrust_vac_N * model[f"thrust_factor_{group}"]
    first = replace(
        first,
        engine=replace(engine, thrust_vac_N=thrust_N),
        residual_kg=0.0,
        landing_reserve_kg=0.0,
    )
    upper = last.engine
    upper = replace(upper, thrust_vac_N=upper.thrust_vac_N * model[f"upper_thrust_factor_{group}"])
    air = listed.aerodynamics
    air = replace(air, reference_area_m2=air.reference_area_m2 * model["area_factor"])
    launcher = replace(
        listed,
        stages=(first, replace(last, engine=upper)),
        aerodynamics=air,
        fairing=None if facts.orbit is Orbit.STATION else listed.fairing,
    )
    hold = model["steady_acceleration_g0"] * G0_M_S2
    level = model[f"bucket_level_{group}"] + bucket_change
    schedule = flown_schedule(
        first,
        liftoff_mass_kg(launcher, payload_aboard_kg(facts)),
        _bucket(facts, level),
        level_after_bucket(facts, model),
        hold,
    )
    first = replace(first, throttle=schedule)
    cut = cutoff_s(facts, model, first)
    first = replace(first, cutoff=Cutoff(rule=CutoffRule.TIME, time_s=cut))
    return replace(launcher, stages=(_lit(facts, cut, launcher.stages[1], first)))


def _lit(facts: FlightFacts, cut: float, last: Stage, first: Stage) -> tuple[Stage, Stage]:
    """Stages with the second one lit when the flight lit it."""
    if facts.events.ses1_s is None:
        return first, last
    # Not before the first has left.
    delay = max(facts.events.ses1_s - cut, first.separation_delay_s + 1.0)
    return first, replace(last, ignition=replace(last.ignition, delay_s=delay))
