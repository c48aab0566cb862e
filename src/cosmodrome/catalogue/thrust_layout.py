"""Thrust against time in a launcher file: a throttle point by point, or a curve in two rows."""

from itertools import pairwise
from typing import Any

from cosmodrome.catalogue.fields import Choice, Many, Numbers, Record, Text
from cosmodrome.catalogue.quantities import DURATION, FRACTION
from cosmodrome.catalogue.reader import Place
from cosmodrome.vehicle.schedule import Schedule

GRADE = Choice(("stated", "secondary", "derived", "estimate"))
THROTTLE = Many(Record({"time": DURATION, "level": FRACTION}), at_least=1)


def _check_thrust_curve(values: dict[str, Any], place: Place) -> None:
    times, fractions = values.get("time_s"), values.get("fraction")
    if times is None or fractions is None:
        return
    if len(times) != len(fractions) or len(times) < 2:
        problem = f"{len(fractions)} fractions stand against {len(times)} times"
        place.fault("fraction", problem, "give as many of both, at least two")
    elif times[0] != 0.0 or any(b < a for a, b in pairwise(times)):
        place.fault("time_s", "does not rise from 0", "order the points from ignition on")
    if any(f < 0.0 for f in fractions):
        place.fault("fraction", "is negative", "write parts of thrust_vacuum, 0 to 1")


THRUST_CURVE = Record(
    {"time_s": Numbers(), "fraction": Numbers()},
    {"source": Text(), "grade": GRADE, "note": Text()},
    check=_check_thrust_curve,
)


def schedule_of(values: dict[str, Any]) -> Schedule:
    """Throttle schedule, or thrust curve, of a stage as read.

    Parameters
    ----------
    values : dict
        A stage as read.
    """
    curve = values.get("thrust_curve")
    if curve:
        return Schedule(time_s=curve["time_s"], fraction=curve["fraction"], is_grain=True)
    points = values.get("throttle") or [{"time": 0.0, "level": 1.0}]
    return Schedule(
        time_s=tuple(point["time"] for point in points),
        fraction=tuple(point["level"] for point in points),
    )


def curve_reads(values: dict[str, Any]) -> bool:
    """False for a thrust curve whose own faults would stop the check of the burn.

    Parameters
    ----------
    values : dict
        A stage as read.
    """
    curve = values.get("thrust_curve")
    if curve is None:
        return True
    times, fractions = curve.get("time_s"), curve.get("fraction")
    if times is None or fractions is None or len(times) != len(fractions):
        return False
    return min(fractions, default=-1.0) >= 0.0 and all(b >= a for a, b in pairwise(times))
