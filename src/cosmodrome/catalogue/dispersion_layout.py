"""What a mission file may say of its dispersions, and the file of spreads from flight to flight."""

from itertools import pairwise
from typing import Any

from cosmodrome.catalogue.fields import Choice, Many, Numbers, Quantity, Record, Row, Text, WordOr
from cosmodrome.catalogue.reader import Place

GRADE = Choice(("stated", "secondary", "derived", "estimate"))
SOURCED = {"source": Text(), "grade": GRADE, "note": Text()}
DISTRIBUTIONS = ("normal", "truncated", "uniform")

_ROWS = ("height_km", "east_m_s", "north_m_s", "east_sigma_m_s", "north_sigma_m_s")


def _check_wind(values: dict[str, Any], place: Place) -> None:
    heights = values.get("height_km")
    if heights is None:
        return
    for name in _ROWS[1:]:
        if len(values.get(name, heights)) != len(heights):
            problem = f"has {len(values[name])} values for {len(heights)} heights"
            place.fault(name, problem, "give as many of each")
        if name.endswith("sigma_m_s") and min(values.get(name, heights), default=0.0) < 0.0:
            place.fault(name, "a standard deviation is below 0", "write 0 or more")
    if len(heights) < 2 or any(b <= a for a, b in pairwise(heights)):
        place.fault("height_km", "does not rise", "give two heights or more, in order")


WIND_TABLE = Record(
    {name: Numbers() for name in _ROWS[:3]},
    {
        **{name: Numbers() for name in _ROWS[3:]},
        "correlation_height": Quantity("m", "10 km", above=0.0),
        **SOURCED,
    },
    check=_check_wind,
)


def _check_factor(values: dict[str, Any], place: Place) -> None:
    uniform = values.get("distribution") == "uniform"
    wanted, other = ("half_width", "sigma") if uniform else ("sigma", "half_width")
    if other in values:
        word = "uniform" if uniform else values.get("distribution", "truncated")
        place.fault(other, f"does not go with a {word} distribution", f"write `{wanted}:`")
    elif wanted not in values and (uniform or not set(values) & {"truncation", "distribution"}):
        place.fault(wanted, "is missing", f"add `{wanted}:`")
    if "truncation" in values and values.get("distribution", "truncated") != "truncated":
        problem = f"does not go with a {values['distribution']} distribution"
        place.fault("truncation", problem, "leave one of the two out")


FACTOR = Record(
    {"name": Text()},
    {
        "sigma": Text(),
        "half_width": Text(),
        "truncation": Quantity("", "3", above=0.0),
        "distribution": Choice(DISTRIBUTIONS),
        "independent": Choice(("true", "false")),
        **SOURCED,
    },
    check=_check_factor,
)


def _check_correlation(values: dict[str, Any], place: Place) -> None:
    if abs(values.get("value", 0.0)) >= 1.0:
        problem = f"{values['value']:g} is not between -1 and 1"
        place.fault("value", problem, "write a value like `0.3`")
    between = values.get("between")
    if between is not None and between[0] == between[1]:
        place.fault("between", "names one factor twice", "name two")


CORRELATION = Record(
    {"between": Row((Text(), Text()), "[core.thrust, core.isp]"), "value": Quantity("", "0.3")},
    SOURCED,
    check=_check_correlation,
)

DISPERSIONS = Record(
    {},
    {
        "note": Text(),
        "basis": Choice(("flight", "knowledge", "both")),
        "wind": WordOr(Choice(("climatology", "mission", "calm")), WIND_TABLE),
        "density": Choice(("climatology", "standard")),
        "sampling": Choice(("sobol", "latin", "plain")),
        "factors": Many(FACTOR, unique="name"),
        "correlations": Many(CORRELATION),
    },
)

_PART = Quantity("", "0.5 %", low=0.0)
_SECONDS = Quantity("s", "0.1 s", low=0.0)
_SPEED = Quantity("m/s", "0.1 m/s", low=0.0)
_PROPULSION = Record(
    {
        "thrust": _PART,
        "isp": _PART,
        "propellant": _PART,
        "residuals": _PART,
        "ignition": _SECONDS,
        "tail_off": _SECONDS,
    }
)

# Standard deviations from flight to flight by kind: of one engine, of one body, of the vehicle.
SPREADS = Record(
    {
        "title": Text(),
        "liquid": _PROPULSION,
        "solid": _PROPULSION,
        "dry_mass": _PART,
        "fairing_mass": _PART,
        "payload_mass": _PART,
        "timer": _SECONDS,
        "clock": _PART,
        "separation": _SPEED,
        "axial_force": _PART,
        "normal_force": _PART,
        "accelerometer_bias": Quantity("m/s^2", "2.5e-4 m/s2", low=0.0),
        "accelerometer_scale": _PART,
        "gyro_drift": Quantity("rad/s", "0.0035 deg/h", low=0.0),
        "gyro_scale": _PART,
        "wind_correlation": Quantity("m", "10 km", above=0.0),
        "gust": Quantity("m/s", "2 m/s", low=0.0),
        "gust_correlation": Quantity("m", "0.8 km", above=0.0),
        "density_correlation": Quantity("m", "12 km", above=0.0),
    },
    {"note": Text()},
)
