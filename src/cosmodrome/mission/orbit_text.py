"""Orbits in words, read and written.

    500 km SSO                     circular, sun-synchronous; heights over the equatorial radius
    500x520 km SSO 10:30           mean local time of the ascending node; LTDN of the descending
    200x35786 km 28.5 deg          perigee x apogee, inclination
    200x240 km 51.6 deg node 25 deg argument 130 deg
    500 km SSO mean                mean elements; tle: mean as in a TLE; else of the instant
    C3 10 km2/s2 declination -5 deg perigee 200 km

The words stand in any order, in capitals or not. Numbers are read and written as decimals, so that
an orbit written is the very orbit when it is read again.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.target import (
    EQUATORIAL_RAD,
    MEAN_ECCENTRICITY_LIMIT,
    OrbitKind,
    OrbitTarget,
    eccentricity,
    is_equatorial,
)
from cosmodrome.earth.sun_synchronous import sun_synchronous_inclination_rad
from cosmodrome.errors import Fault, InputError

_LOWEST_PERIGEE_M = 100e3
_USUAL_PERIGEE_M = 185e3
_DIGITS = 60
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
_EXAMPLE = 'write "500 km SSO" or "200x450 km 51.6 deg"'
_ESCAPE_EXAMPLE = 'write "C3 10" or "C3 10 km2/s2 declination -5 deg"'

_N = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?)"
_DEG = r"\s*(?:deg(?:rees?)?\b|°)"
# Named angles stand before the inclination, which needs no name.
_ORBIT_WORDS = {
    "heights": rf"(?<![\w.]){_N}\s*(?:km\s*)?(?:x\s*{_N}\s*)?km\b",
    "node": rf"\b(?:node|raan)\s*{_N}{_DEG}",
    "argument": rf"\bargument\s*{_N}{_DEG}",
    "inclination": rf"(?:\binclination\s*)?(?<![\w.]){_N}{_DEG}",
    "synchronous": r"\b(?:sso|sun[- ]?synchronous)\b",
    "local time": r"(?:\b(ltan|ltdn)\s*)?(?<![\w.])(\d{1,2}):(\d{2})(?!\w)",
    "kind": r"\b(osculating|mean|tle)\b",
}
_ESCAPE_WORDS = {
    "c3": rf"\bc3\s*{_N}(?:\s*km(?:2|\^2|²)/s(?:2|\^2|²))?",
    "declination": rf"\bdeclination\s*{_N}{_DEG}",
    "perigee": rf"\bperigee\s*{_N}\s*km\b",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitRequest:
    """An orbit, and the local time of its node.

    Attributes
    ----------
    target : OrbitTarget or EscapeTarget
        The orbit asked for.
    local_time_h : float or None
        Mean solar time at the node, which with a date becomes a lift-off time [h].
    descending : bool
        The local time is that of the descending node.
    """

    target: OrbitTarget | EscapeTarget
    local_time_h: float | None = None
    descending: bool = False


def read_orbit(text: str) -> OrbitTarget | EscapeTarget:
    """Orbit in words, its local time left to the lift-off.

    Parameters
    ----------
    text : str
        Like ``"500 km SSO"``.

    Raises
    ------
    InputError
        If it cannot be read, is no orbit, or names a local time.
    """
    request = read_orbit_request(text)
    if request.local_time_h is not None:
        raise _fault("the local time of a node is set by the lift-off time", "leave it out")
    return request.target


def read_orbit_request(text: str) -> OrbitRequest:
    """Orbit in words, with the local time of its node where there is one.

    Parameters
    ----------
    text : str
        Like ``"500 km SSO LTDN 22:30"``.

    Raises
    ------
    InputError
        If it cannot be read or is no orbit.
    """
    plain = text.strip().lower().replace("×", "x").replace("−", "-")
    if re.search(r"\bc3\b", plain):
        return OrbitRequest(target=_escape(_words(plain, _ESCAPE_WORDS, _ESCAPE_EXAMPLE)))
    words = _words(plain, _ORBIT_WORDS, _EXAMPLE)
    target = _orbit(text, words)
    time = words.get("local time")
    if time is None:
        return OrbitRequest(target=target)
    hours, minutes = int(time[2]), int(time[3])
    if "synchronous" not in words:
        raise _fault("only a sun-synchronous orbit keeps a local time", "leave it out or add SSO")
    if hours > 23 or minutes > 59:
        raise _fault(f"`{time[0]}` is no time of day", 'write "10:30"')
    return OrbitRequest(
        target=target, local_time_h=hours + minutes / 60.0, descending=time[1] == "ltdn"
    )


def describe(target: OrbitTarget | EscapeTarget) -> str:
    """Orbit in words that `read_orbit` reads as the same orbit.

    Parameters
    ----------
    target : OrbitTarget or EscapeTarget
        With a perigee above 100 km.
    """
    if isinstance(target, EscapeTarget):
        words = [f"C3 {_scaled_text(target.c3_m2_s2, -6)} km2/s2"]
        if target.declination_rad is not None:
            words.append(f"declination {_degrees_text(target.declination_rad)} deg")
        if target.perigee_height_m != _USUAL_PERIGEE_M:
            words.append(f"perigee {_scaled_text(target.perigee_height_m, -3)} km")
        return " ".join(words)
    heights = _scaled_text(target.perigee_height_m, -3)
    if target.apogee_height_m != target.perigee_height_m:
        heights += f"x{_scaled_text(target.apogee_height_m, -3)}"
    words = [f"{heights} km"]
    words.append(
        "SSO" if _is_synchronous(target) else f"{_degrees_text(target.inclination_rad)} deg"
    )
    if target.raan_rad is not None:
        words.append(f"node {_degrees_text(target.raan_rad)} deg")
    if target.argument_of_perigee_rad is not None:
        words.append(f"argument {_degrees_text(target.argument_of_perigee_rad)} deg")
    if target.kind is not OrbitKind.OSCULATING:
        words.append(target.kind.value)
    return " ".join(words)


def _words(text: str, known: dict[str, str], example: str) -> dict[str, re.Match[str]]:
    """Match of each word present; every letter belongs to one of them."""
    found = {}
    for name, pattern in known.items():
        match = re.search(pattern, text)
        if match is not None:
            found[name] = match
            text = f"{text[: match.start()]} ; {text[match.end() :]}"
    left = [part.strip(" ,") for part in text.split(";") if part.strip(" ,")]
    if left:
        raise _fault(f"cannot read `{left[0]}`", example)
    return found


def _orbit(text: str, words: dict[str, re.Match[str]]) -> OrbitTarget:
    heights = words.get("heights")
    if heights is None:
        raise _fault(f"`{text}` has no height in km", _EXAMPLE)
    perigee = _scaled(heights[1], 3)
    apogee = _scaled(heights[2] or heights[1], 3)
    if perigee > apogee:
        remedy = f'write "{heights[2]}x{heights[1]} km"'
        raise _fault(f"perigee {heights[1]} km is above apogee {heights[2]} km", remedy)
    _check_perigee(perigee, heights[1])
    kind = OrbitKind(words["kind"][1]) if "kind" in words else OrbitKind.OSCULATING
    node, argument = words.get("node"), words.get("argument")
    inclination = _inclination_rad(words, perigee, apogee)
    if min(inclination, math.pi - inclination) < EQUATORIAL_RAD and (node or argument):
        raise _fault("an equatorial orbit has no node", "leave node and argument out")
    # Built as an orbit of the instant, which every eccentricity may be.
    target = OrbitTarget(
        perigee_height_m=perigee,
        apogee_height_m=apogee,
        inclination_rad=inclination,
        raan_rad=None if node is None else _radians(node[1]),
        argument_of_perigee_rad=None if argument is None else _radians(argument[1]),
    )
    if kind is OrbitKind.OSCULATING:
        return target
    if is_equatorial(target):
        raise _fault("an equatorial orbit is one of the instant", f"leave `{kind.value}` out")
    if eccentricity(target) > MEAN_ECCENTRICITY_LIMIT:
        problem = f"mean elements need an eccentricity below {MEAN_ECCENTRICITY_LIMIT}"
        raise _fault(problem, f"leave `{kind.value}` out")
    return OrbitTarget(
        perigee_height_m=perigee,
        apogee_height_m=apogee,
        inclination_rad=target.inclination_rad,
        kind=kind,
        raan_rad=target.raan_rad,
        argument_of_perigee_rad=target.argument_of_perigee_rad,
    )


def _inclination_rad(words: dict[str, re.Match[str]], perigee_m: float, apogee_m: float) -> float:
    angle = words.get("inclination")
    if "synchronous" in words:
        if angle is not None:
            problem = f"SSO has an inclination of its own beside {angle[1]} deg"
            raise _fault(problem, "leave one of them out")
        try:
            return sun_synchronous_inclination_rad(perigee_m, apogee_m)
        except ValueError as error:
            raise _fault(str(error), "ask for one below 5900 km, or give an inclination") from error
    if angle is None:
        raise _fault("no inclination", 'add "51.6 deg" or "SSO"')
    if not 0 <= Decimal(angle[1]) <= 180:
        problem = f"inclination {angle[1]} deg is not between 0 and 180 deg"
        raise _fault(problem, 'write "51.6 deg"')
    return _radians(angle[1])


def _escape(words: dict[str, re.Match[str]]) -> EscapeTarget:
    c3 = _scaled(words["c3"][1], 6)
    if c3 < 0.0:
        raise _fault(f"C3 {words['c3'][1]} is negative", 'write "C3 0" or a closed orbit')
    declination = words.get("declination")
    if declination is not None and abs(Decimal(declination[1])) > 90:
        problem = f"declination {declination[1]} deg is not between -90 and 90 deg"
        raise _fault(problem, _ESCAPE_EXAMPLE)
    perigee = words.get("perigee")
    perigee_m = _USUAL_PERIGEE_M if perigee is None else _scaled(perigee[1], 3)
    _check_perigee(perigee_m, "185" if perigee is None else perigee[1])
    return EscapeTarget(
        c3_m2_s2=c3,
        declination_rad=None if declination is None else _radians(declination[1]),
        perigee_height_m=perigee_m,
    )


def _check_perigee(perigee_m: float, text_km: str) -> None:
    if perigee_m < _LOWEST_PERIGEE_M:
        lowest = f"{_LOWEST_PERIGEE_M / 1e3:.0f} km"
        raise _fault(f"perigee {text_km} km is below {lowest}", f"ask for {lowest} or more")


def _is_synchronous(target: OrbitTarget) -> bool:
    try:
        found = sun_synchronous_inclination_rad(target.perigee_height_m, target.apogee_height_m)
    except ValueError:
        return False
    return found == target.inclination_rad


def _scaled(text: str, power: int) -> float:
    return float(Decimal(text).scaleb(power))


def _radians(text: str) -> float:
    with localcontext(prec=_DIGITS):
        return float(Decimal(text) * _PI / 180)


def _scaled_text(value: float, power: int) -> str:
    return _plain(Decimal(repr(value)).scaleb(power))


def _degrees_text(angle_rad: float) -> str:
    """Fewest digits that are read as the same angle."""
    with localcontext(prec=_DIGITS):
        angle = Decimal(angle_rad) * 180 / _PI
    return _fewest(angle, lambda text: _radians(text) == angle_rad)


def _fewest(value: Decimal, is_same: Callable[[str], bool]) -> str:
    for digits in range(1, _DIGITS):
        with localcontext(prec=digits):
            text = _plain(+value)
        if is_same(text):
            break
    return text


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fault(problem: str, remedy: str) -> InputError:
    return InputError(Fault(file="--orbit", key="", problem=problem, remedy=remedy))
