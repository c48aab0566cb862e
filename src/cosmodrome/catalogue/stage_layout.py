"""What a stage of a launcher file may hold, and what must agree in it."""

from itertools import pairwise
from typing import Any

from cosmodrome.catalogue.fields import Choice, Many, Quantity, Record, Text
from cosmodrome.catalogue.quantities import (
    AREA,
    COUNT,
    DURATION,
    FRACTION,
    LENGTH,
    MASS,
    MASS_OR_NONE,
    RATIO,
    SHIFT,
    WHOLE,
)
from cosmodrome.catalogue.reader import Place
from cosmodrome.catalogue.thrust_layout import THROTTLE, THRUST_CURVE, curve_reads, schedule_of
from cosmodrome.constants import G0_M_S2
from cosmodrome.vehicle.fall_attitude import FallAttitude
from cosmodrome.vehicle.schedule import full_thrust_seconds
from cosmodrome.vehicle.stage import LIFT_OFF, CutoffRule

# Published gross masses miss the sum of published parts by up to 0.03 %; a slip of a digit is 1 %.
GROSS_MASS_TOLERANCE = 2e-3
# The two flows that follow from vacuum and sea-level figures differ by 0.1 % for the RD-108A.
FLOW_TOLERANCE = 1e-2

FALL = Record(
    {"area": AREA},
    {
        "attitude": Choice(tuple(attitude.value for attitude in FallAttitude)),
        "drag_coefficient": RATIO,
    },
)


def _check_engine(values: dict[str, Any], place: Place) -> None:
    vacuum, sea_level = values.get("thrust_vacuum"), values.get("thrust_sea_level")
    if vacuum is None or sea_level is None:
        return
    if sea_level > vacuum:
        place.fault("thrust_sea_level", "is above thrust_vacuum", "exchange the two")
    elif "isp_vacuum" in values and "isp_sea_level" in values:
        flows = (vacuum / values["isp_vacuum"], sea_level / values["isp_sea_level"])
        if abs(flows[1] / flows[0] - 1.0) > FLOW_TOLERANCE:
            shown = " and ".join(f"{flow / G0_M_S2:.1f} kg/s" for flow in flows)
            problem = f"thrusts and impulses give two mass flows, {shown}"
            place.fault("isp_sea_level", problem, "take the four figures from one source")


ENGINE = Record(
    {
        "name": Text(),
        "thrust_vacuum": Quantity("N", "1021.3 kN", above=0.0),
        "isp_vacuum": Quantity("s", "319 s", above=0.0, high=2000.0),
    },
    {
        "count": COUNT,
        "thrust_sea_level": Quantity("N", "838.5 kN", above=0.0),
        "isp_sea_level": Quantity("s", "262 s", above=0.0, high=2000.0),
        "min_throttle": FRACTION,
        "max_throttle": FRACTION,
        "mass": MASS,
    },
    check=_check_engine,
)


def _check_cutoff(values: dict[str, Any], place: Place) -> None:
    rule = values.get("rule")
    timed = rule in (CutoffRule.TIME.value, CutoffRule.VELOCITY.value)
    if timed and "time" not in values:
        place.fault("time", f"is missing for the rule `{rule}`", "add `time: 117.7 s`")
    if not timed and "time" in values:
        problem = "belongs to the rules `time` and `velocity` only"
        place.fault("time", problem, "write `rule: time` or drop it")


def _check_ignition(values: dict[str, Any], place: Place) -> None:
    free = values.get("coast")
    if not free or len(free) < 2:
        return
    shortest, longest = free["shortest"], free["longest"]
    delay = values.get("delay", 0.0)
    if values.get("after") == LIFT_OFF:
        place.fault("coast", "begins at lift-off", "let it follow another stage")
    elif shortest >= longest:
        problem = f"{shortest:g} s are not less than {longest:g} s"
        place.fault("coast.shortest", problem, "leave room between the two")
    elif not shortest <= delay <= longest:
        problem = f"{delay:g} s are not between {shortest:g} and {longest:g} s"
        place.fault("delay", problem, "give a usual one between the two")


IGNITION = Record(
    {"after": Text()},
    {"delay": SHIFT, "coast": Record({"shortest": DURATION, "longest": DURATION})},
    check=_check_ignition,
)

PROPELLANTS = ("oxygen", "kerosene", "hydrogen_peroxide", "nitrogen", "oxidiser", "fuel", "solid")
LOADS = Record({}, dict.fromkeys(PROPELLANTS, MASS_OR_NONE))


def loaded_kg(values: dict[str, Any]) -> float:
    """Propellant in the tanks of one body before ignition [kg].

    Parameters
    ----------
    values : dict
        A stage as read.
    """
    return float(sum(values["loads"].values()))


def kept_kg(values: dict[str, Any]) -> float:
    """Propellant of one body that the ascent does not burn [kg].

    Parameters
    ----------
    values : dict
        A stage as read.
    """
    residuals = float(sum(values.get("residuals", {}).values()))
    return residuals + float(values.get("landing_reserve", 0.0))


def burnt_before_liftoff_kg(values: dict[str, Any]) -> float:
    """Propellant one body burns on the pad [kg].

    Parameters
    ----------
    values : dict
        A stage as read.
    """
    pad = values.get("before_liftoff")
    return flow_kg_s(values) * pad["level"] * pad["duration"] if pad else 0.0


def flow_kg_s(values: dict[str, Any]) -> float:
    """Mass flow of one body at full thrust [kg/s].

    Parameters
    ----------
    values : dict
        A stage as read.
    """
    engine = values["engine"]
    count = engine.get("count", 1)
    return float(count * engine["thrust_vacuum"] / (engine["isp_vacuum"] * G0_M_S2))


def _check_masses(values: dict[str, Any], place: Place) -> None:
    loads, residuals = values["loads"], values.get("residuals", {})
    for name, residual in residuals.items():
        if residual > loads.get(name, 0.0):
            problem = f"{residual:g} kg cannot stay behind of {loads.get(name, 0.0):g} kg"
            place.fault(f"residuals.{name}", problem, "leave less than was loaded")
    if not loaded_kg(values):
        place.fault("loads", "hold nothing", "give at least one propellant")
    elif kept_kg(values) >= loaded_kg(values):
        problem = f"all {loaded_kg(values):g} kg stay behind: the stage has nothing to burn"
        key = "landing_reserve" if "landing_reserve" in values else "residuals"
        place.fault(key, problem, "leave less, or load more")
    gross = values.get("gross_mass")
    if gross and "dry_mass" in values:
        total = values["dry_mass"] + loaded_kg(values)
        if abs(total / gross - 1.0) > GROSS_MASS_TOLERANCE:
            place.fault(
                "gross_mass",
                f"dry mass and loads add up to {total:.0f} kg, not {gross:.0f} kg",
                "mend a mass, or leave gross_mass out",
            )


def _check_burn(values: dict[str, Any], place: Place) -> None:
    time = (values.get("cutoff") or {}).get("time")
    if not {"thrust_vacuum", "isp_vacuum"} <= set(values.get("engine") or {}):
        return
    usable = loaded_kg(values) - kept_kg(values)
    before = burnt_before_liftoff_kg(values)
    if before >= usable > 0.0:
        problem = f"burns {before:.0f} kg on the pad, and {usable:.0f} kg can be burnt"
        place.fault("before_liftoff", problem, "burn for less time, or load more")
        return
    usable -= before
    if time is None:
        return
    burnt = flow_kg_s(values) * full_thrust_seconds(schedule_of(values), time)
    if burnt > usable:
        place.fault(
            "cutoff.time",
            f"the burn takes {burnt:.0f} kg, and {usable:.0f} kg can be burnt",
            "cut off earlier, load more, or use the rule `depletion`",
        )


def _check_stage(values: dict[str, Any], place: Place) -> None:
    points = values.get("throttle", [])
    whole = all(point and len(point) == 2 for point in points)
    falls = whole and any(b["time"] < a["time"] for a, b in pairwise(points))
    if falls:
        place.fault("throttle", "times run backwards", "order the points by time")
    if "throttle" in values and "thrust_curve" in values:
        place.fault("thrust_curve", "stands beside a throttle", "give one of the two")
    pad = values.get("before_liftoff")
    if "loads" in values:
        _check_masses(values, place)
        if whole and not falls and (pad is None or len(pad) == 2) and curve_reads(values):
            _check_burn(values, place)
    shed = sum((part or {}).get("mass", 0.0) for part in values.get("shed", []))
    if "dry_mass" in values and shed >= values["dry_mass"]:
        place.fault("shed", f"{shed:g} kg are shed of {values['dry_mass']:g} kg", "shed less")


STAGE = Record(
    {
        "name": Text(),
        "dry_mass": MASS,
        "loads": LOADS,
        "engine": ENGINE,
        "cutoff": Record(
            {"rule": Choice(tuple(rule.value for rule in CutoffRule))},
            {"time": Quantity("s", "117.7 s", above=0.0)},
            check=_check_cutoff,
        ),
        "diameter": LENGTH,
        "length": LENGTH,
        "fall": FALL,
    },
    {
        "note": Text(),
        "count": COUNT,
        "gross_mass": MASS,
        "residuals": LOADS,
        "landing_reserve": MASS_OR_NONE,
        "before_liftoff": Record({"level": FRACTION, "duration": DURATION}),
        "ignition": IGNITION,
        "separation_delay": DURATION,
        "restarts": WHOLE,
        "throttle": THROTTLE,
        "thrust_curve": THRUST_CURVE,
        "burn_time": Quantity("s", "107 s", above=0.0),
        "shed": Many(
            Record({"name": Text(), "mass": MASS, "delay": DURATION, "fall": FALL}), unique="name"
        ),
    },
    check=_check_stage,
)
