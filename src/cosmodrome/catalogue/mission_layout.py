"""What a mission file may hold, and what must agree in it."""

from itertools import pairwise
from typing import Any

from cosmodrome.catalogue.dispersion_layout import DISPERSIONS
from cosmodrome.catalogue.fields import Choice, Instant, Many, Numbers, Quantity, Record, Row, Text
from cosmodrome.catalogue.quantities import (
    ANGLE,
    DURATION,
    INCLINATION,
    LATITUDE,
    LIMITS,
    LONGITUDE,
    MASS_OR_NONE,
    ORBIT_HEIGHT,
    SPEED,
)
from cosmodrome.catalogue.reader import Place, join


def _check_target(values: dict[str, Any], place: Place) -> None:
    perigee, apogee = values.get("perigee_height"), values.get("apogee_height")
    if perigee is not None and perigee < 100e3:
        problem = f"a perigee of {perigee / 1e3:g} km is no orbit: below 100 km the air ends it"
        place.fault("perigee_height", problem, "aim at 100 km or higher")
    if perigee is not None and apogee is not None and apogee < perigee:
        place.fault("apogee_height", "is below perigee_height", "exchange the two")


ORBIT_TARGET = Record(
    {
        "perigee_height": ORBIT_HEIGHT,
        "apogee_height": ORBIT_HEIGHT,
        "inclination": INCLINATION,
        "elements": Choice(("osculating", "mean", "tle")),
    },
    {"raan": ANGLE, "argument_of_perigee": ANGLE, "note": Text()},
    check=_check_target,
)

GRADE = Choice(("stated", "secondary", "derived", "estimate"))

EVENT = Record(
    {"name": Text(), "time": DURATION},
    {"tolerance": DURATION, "height": ORBIT_HEIGHT, "inertial_speed": SPEED},
)

PUBLISHED_ORBIT = Record(
    {"object": Text()},
    {
        "epoch": Instant(),
        "perigee_height": ORBIT_HEIGHT,
        "apogee_height": ORBIT_HEIGHT,
        "inclination": INCLINATION,
        "raan": ANGLE,
        "local_time_of_node": Quantity("s", "11.24 h", low=0.0, high=24.0),
        "height_tolerance": Quantity("m", "8 km", low=0.0),
        "angle_tolerance": Quantity("rad", "0.5 deg", low=0.0),
        "note": Text(),
    },
)

PUBLISHED_FALL = Record(
    {"object": Text(), "district": Text(), "source": Text(), "grade": GRADE},
    {
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "downrange": Quantity("m", "350 km", low=0.0),
        "note": Text(),
    },
)


def _check_wind(values: dict[str, Any], place: Place) -> None:
    rows = [values.get(key) for key in ("height_km", "east_m_s", "north_m_s")]
    if any(row is None for row in rows):
        return
    if len({len(row) for row in rows if row is not None}) != 1 or len(rows[0] or ()) < 2:
        problem = "has another length than the speeds"
        place.fault("height_km", problem, "give as many of each, at least two")
    elif any(b <= a for a, b in pairwise(rows[0] or ())):
        place.fault("height_km", "does not rise", "order the points by height")


WIND = Record(
    {"height_km": Numbers(), "east_m_s": Numbers(), "north_m_s": Numbers()},
    {"source": Text(), "grade": GRADE, "note": Text()},
    check=_check_wind,
)


def _check_steering(values: dict[str, Any], place: Place) -> None:
    times, pitch = values.get("time_s"), values.get("pitch_deg")
    if times is None or pitch is None:
        return
    if len(times) != len(pitch) or len(times) < 2:
        problem = f"{len(pitch)} angles stand against {len(times)} times"
        place.fault("pitch_deg", problem, "give as many of both, at least two")
    elif any(b <= a for a, b in pairwise(times)):
        place.fault("time_s", "does not rise", "order the points by time")
    elif values.get("cut_off") is not None and values["cut_off"] <= times[0]:
        problem = f"is before the first point, {times[0]:g} s"
        place.fault("cut_off", problem, "cut off the last stage later")


# Pitch over the horizon of the pad at lift-off, in the plane of the azimuth.
STEERING = Record(
    {"azimuth": ANGLE, "cut_off": DURATION, "time_s": Numbers(), "pitch_deg": Numbers()},
    {"source": Text(), "grade": GRADE, "note": Text()},
    check=_check_steering,
)


# Of dispersed flights; what is not given is as usual.
GUIDANCE = Record(
    {},
    {
        "cycle": Quantity("s", "1 s", low=0.02, high=10.0),
        "explicit_cycle": Quantity("s", "2 s", low=0.02, high=20.0),
        "hold": Quantity("s", "8 s", low=0.0, high=60.0),
        "relief": Quantity("", "100 %", above=0.0, high=1000.0),
        "path_gain": Quantity("", "1", low=0.0, high=10.0),
        "path_time": Quantity("s", "60 s", above=0.0),
        "note": Text(),
    },
)

DOWNRANGE = Quantity("m", "340 km", low=0.0, high=15_000.0)
# What `body:` says when a keep-out holds for everything that falls.
ANY_BODY = "any"


def _check_drop_zone(values: dict[str, Any], place: Place) -> None:
    band, polygon = values.get("downrange"), values.get("polygon")
    # Also those with a fault of their own, which are not among the values.
    given = {name for name in DROP_ZONE.optional if join(place.key, name) in place.log.spots}
    if ("downrange" in given) == ("polygon" in given):
        problem = "has both a band and a polygon" if band else "has neither a band nor a polygon"
        place.fault("downrange", problem, "write `downrange: [340 km, 360 km]` or `polygon:`")
    elif ("keep_out" in given) != ("polygon" in given):
        place.fault("keep_out", "goes with a polygon", "name the polygon with `keep_out:`")
    elif band and (values.get("body") in (None, ANY_BODY)):
        place.fault("body", "a band is that of one body", "name the body that must fall into it")
    if band and band[0] >= band[1]:
        problem = f"{band[0] / 1e3:g} km is not below {band[1] / 1e3:g} km"
        place.fault("downrange", problem, "write the nearer edge first")
    if polygon and all(polygon):
        _check_polygon(polygon, place)


def _check_polygon(polygon: list[tuple[float, float]], place: Place) -> None:
    # Inside, for it brings the compiler with it, which most files do not need.
    from cosmodrome.earth.polygon import corners, crossing, flat, hull

    if len(polygon) < 3:
        problem = f"has {len(polygon)} corners"
        place.fault("polygon", problem, "give three or more, as [longitude, latitude]")
        return
    plane = flat(corners([lon for lon, _ in polygon], [lat for _, lat in polygon]))
    if plane is None:
        place.fault("polygon", "spans more than 150 degrees", "cut it into smaller ones")
        return
    crossed = crossing(plane)
    if len(hull(plane)) < 3:
        place.fault("polygon", "has no area", "give corners that do not lie on one line")
    elif crossed is not None:
        problem = f"its edges {crossed[0] + 1} and {crossed[1] + 1} cross"
        place.fault("polygon", problem, "give the corners in order around it")


DROP_ZONE = Record(
    {},
    {
        "body": Text(),
        "downrange": Row((DOWNRANGE, DOWNRANGE), "[340 km, 360 km]"),
        "keep_out": Text(),
        "polygon": Many(Row((LONGITUDE, LATITUDE), "[126.5 deg, 58.9 deg]")),
        "note": Text(),
    },
    check=_check_drop_zone,
)


def _check_accuracy(values: dict[str, Any], place: Place) -> None:
    # Also those with a fault of their own, which are not among the values.
    given = {name for name in ACCURACY.optional if join(place.key, name) in place.log.spots}
    if not (given | values.keys()) - {"note"}:
        remedy = "add a height or an angle, or leave it out"
        place.fault("perigee_height", "is missing, and every other side too", remedy)


_HEIGHT_WITHIN = Quantity("m", "5 km", above=0.0)
_ANGLE_WITHIN = Quantity("rad", "0.05 deg", above=0.0, high=180.0)
# How far the orbit may lie from the target, on either side.
ACCURACY = Record(
    {},
    {
        "perigee_height": _HEIGHT_WITHIN,
        "apogee_height": _HEIGHT_WITHIN,
        "semi_major_axis": _HEIGHT_WITHIN,
        "inclination": _ANGLE_WITHIN,
        "raan": _ANGLE_WITHIN,
        "note": Text(),
    },
    check=_check_accuracy,
)


def _check_passenger(values: dict[str, Any], place: Place) -> None:
    direction = values.get("direction")
    if direction and abs(sum(x * x for x in direction) - 1.0) > 1e-6:
        place.fault(
            "direction", "is no unit vector", "write radial, transverse, normal of length 1"
        )


def _check_mission(values: dict[str, Any], place: Place) -> None:
    free = values.get("payload") == "free"
    if free == bool(values.get("passengers")):
        problem = "stand beside a free payload" if free else "are missing"
        place.fault("passengers", problem, "name satellites, or write `payload: free`")
    for key in ("payload", "drop_zones"):
        if key in values and "steering" in values and values[key] != "fixed":
            place.fault(key, "does not go with given steering", "leave one of the two out")
    for key in ("parking", "deorbit", "second_burn"):
        if key in values and "upper_stage" not in values:
            place.fault(key, "needs an upper stage", "add `upper_stage:` or drop it")


MISSION = Record(
    {
        "title": Text(),
        "liftoff": Instant(),
        "launcher": Text(),
        "pad": Text(),
        "target": ORBIT_TARGET,
    },
    {
        "note": Text(),
        "payload": Choice(("free", "fixed")),
        "upper_stage": Record({"name": Text(), "propellant": MASS_OR_NONE}),
        "adapter_mass": MASS_OR_NONE,
        "passengers": Many(
            Record(
                {"spacecraft": Text(), "release_delay": DURATION},
                {"direction": Numbers(count=3), "note": Text()},
                check=_check_passenger,
            ),
            unique="spacecraft",
        ),
        "parking": ORBIT_TARGET,
        "deorbit": Record({"delay": DURATION, "perigee_height": ORBIT_HEIGHT}, {"note": Text()}),
        "second_burn": Quantity("", "1.0", above=0.0),
        "pass": Choice(("ascending", "descending")),
        "accuracy": ACCURACY,
        "wind": WIND,
        "dispersions": DISPERSIONS,
        "limits": LIMITS,
        "steering": STEERING,
        "guidance": GUIDANCE,
        "drop_zones": Many(DROP_ZONE),
        "published": Record(
            {},
            {
                "events": Many(EVENT, unique="name"),
                "orbits": Many(PUBLISHED_ORBIT),
                "falls": Many(PUBLISHED_FALL),
            },
        ),
        "as_flown": Record({}, {"events": Many(EVENT, unique="name")}),
    },
    check=_check_mission,
)
