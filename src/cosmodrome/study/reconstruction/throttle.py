"""The throttle schedule of a first stage as a bucket around the highest pressure and a tail.

1 ------+        +--------.            down, up, level: the bucket
|        |          `-.        shift, depth: the tail, where the engine holds
level   +--------+             `-      its acceleration
down     up
"""

from dataclasses import dataclass, replace

from cosmodrome.vehicle.schedule import Schedule

# Of a bucket that no file has and the user gives the times of [-].
_USUAL_LEVEL = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Places of bucket and tail among the points of a schedule.

    Attributes
    ----------
    down, up : int or None
        First point of the step down and of the step up; None without a bucket [-].
    tail : int
        First point of the tail; their number without one [-].
    """

    down: int | None
    up: int | None
    tail: int


def shape_of(schedule: Schedule) -> Shape:
    """Find bucket and tail.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    """
    t, f = schedule.time_s, schedule.fraction
    steps = [i for i in range(len(t) - 1) if t[i] == t[i + 1]]
    down = next((i for i in steps if f[i + 1] < f[i]), None)
    up = None
    if down is not None:
        up = next((i for i in steps if i > down and f[i + 1] > f[i]), None)
        down = None if up is None else down
    begin = 0 if up is None else up + 2
    tail = next((i for i in range(begin, len(t)) if i > 0 and f[i] < 1.0), len(t))
    # The last point at full thrust before the fall belongs to the tail.
    has_tail = tail < len(t)
    return Shape(down=down, up=up, tail=max(tail - 1, begin) if has_tail else len(t))


def with_bucket(schedule: Schedule, down_s: float, up_s: float) -> Schedule:
    """Schedule with a bucket where it has none.

    Parameters
    ----------
    schedule : Schedule
        Without one.
    down_s, up_s : float
        Its times after ignition [s].
    """
    points = list(zip(schedule.time_s, schedule.fraction, strict=True))
    before = [p for p in points if p[0] <= down_s] or [(0.0, points[0][1])]
    after = [p for p in points if p[0] >= up_s]
    level = before[-1][1]
    bucket = [
        (down_s, level),
        (down_s, _USUAL_LEVEL * level),
        (up_s, _USUAL_LEVEL * level),
        (up_s, level),
    ]
    every = before + bucket + after
    return Schedule(time_s=tuple(p[0] for p in every), fraction=tuple(p[1] for p in every))


def moved(schedule: Schedule, first: int, count: int, to_s: float) -> Schedule:
    """Schedule with some points brought to a time.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    first, count : int
        Points [-].
    to_s : float
        Time after ignition of the first; the others keep their distance from it [s].
    """
    by = to_s - schedule.time_s[first]
    times = tuple(
        t + by if first <= i < first + count else t for i, t in enumerate(schedule.time_s)
    )
    return replace(schedule, time_s=times)


def levelled(schedule: Schedule, shape: Shape, level: float) -> Schedule:
    """Schedule with its bucket at another level.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    shape : Shape
        Of it, with a bucket.
    level : float
        Part of full thrust [-].
    """
    assert shape.down is not None
    assert shape.up is not None
    inside = range(shape.down + 1, shape.up + 1)
    fractions = tuple(level if i in inside else f for i, f in enumerate(schedule.fraction))
    return replace(schedule, fraction=fractions)


def deepened(schedule: Schedule, shape: Shape, depth: float) -> Schedule:
    """Schedule whose tail falls more or less than that of the file.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    shape : Shape
        Of it, with a tail.
    depth : float
        Fall below full thrust over that of the file [-].
    """
    fractions = tuple(
        1.0 - (1.0 - f) * depth if i >= shape.tail else f for i, f in enumerate(schedule.fraction)
    )
    return replace(schedule, fraction=fractions)


def lowered_after(schedule: Schedule, shape: Shape, level: float) -> Schedule:
    """Schedule that returns from its bucket to another level.

    Parameters
    ----------
    schedule : Schedule
        From ignition.
    shape : Shape
        Of it, with a bucket.
    level : float
        Thrust after the bucket over that of the file [-].
    """
    assert shape.up is not None
    fractions = tuple(f * level if i > shape.up else f for i, f in enumerate(schedule.fraction))
    return replace(schedule, fraction=fractions)
