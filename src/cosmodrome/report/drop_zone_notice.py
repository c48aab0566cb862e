"""Notices of drop zones as plain text, as maritime and air notices write them.

Coordinates and times follow the usual forms: degrees and minutes with decimals and day-time groups
for ships, degrees, minutes and seconds run together and ten-figure times for aircraft. Who issues
a notice, its number and the regions it concerns are left to the authorities.

References
----------
IHO, IMO and WMO, Joint Manual on Maritime Safety Information, S-53: form of NAVAREA warnings.
ICAO Annex 15 and Doc 8126: form of NOTAM, items A to G.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from textwrap import fill
from typing import Any

import numpy as np

from cosmodrome.earth.local_plane import plane_about
from cosmodrome.study.drop_zones.polygon import fewer_corners

WIDTH = 69
# Corners of an area in a notice; the polygon told holds the zone [-].
_CORNERS = 10
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_CANCEL_AFTER = timedelta(hours=1)
# Stands for a blank at which no line may end.
_KEEP = "\0"


def drop_zone_notice(mission: str, liftoff_utc: datetime, zones: Mapping[str, Any]) -> str:
    """Notices for all bodies with a zone, none of whose lines is longer than `WIDTH`.

    Parameters
    ----------
    mission : str
        Name.
    liftoff_utc : datetime
        Of the mission.
    zones : mapping
        By body, from `drop_zones_of`.
    """
    told = {body: zone for body, zone in zones.items() if zone["polygon"] is not None}
    lines = [
        f"DROP ZONES OF {mission.upper()}",
        f"LIFT-OFF {_group(liftoff_utc.astimezone(UTC))}",
        "",
        *_wrapped(
            "Drafts of notices from dispersed flights. Windows hold for the lift-off above and "
            "all sampled impacts, to the full minute."
        ),
    ]
    corners = {body: _corners(zone) for body, zone in told.items()}
    lines += ["", "FOR SHIPS", *_for_ships(told, corners), "", "FOR AIRCRAFT"]
    for number, (body, zone) in enumerate(told.items()):
        lines += ["", *_for_aircraft(number + 1, body, zone, corners[body])]
    for body, zone in zones.items():
        if zone["polygon"] is None:
            lines += ["", *_wrapped(f"NO AREA FOR {body.upper()}: {'; '.join(zone['notes'])}.")]
    lines += ["", *_wrapped(_basis(told)), "", "This is not a licence analysis."]
    return "\n".join(lines) + "\n"


def _basis(told: Mapping[str, Any]) -> str:
    if not told:
        return "No body has a zone."
    zone = next(iter(told.values()))
    percent = f"{100.0 * zone['probability']:g}"
    return (
        f"Areas hold {percent} per cent of the dispersed falls of one body each, and more at "
        "their corners. Only what varies in the study enters: no break-up, no failed flight "
        "before the drop."
    )


def _for_ships(told: Mapping[str, Any], corners: Mapping[str, Any]) -> list[str]:
    if not told:
        return []
    windows = {body: _window(zone) for body, zone in told.items()}
    lines = ["", "HAZARDOUS OPERATIONS, FALLING ROCKET STAGES"]
    opens, closes = (pick(w[k] for w in windows.values()) for k, pick in ((0, min), (1, max)))
    lines.append(f"{_span(opens, closes)} IN AREAS BOUND BY")
    for letter, body in zip(_letters(len(told)), told, strict=True):
        lines.append(f"{letter}. {body.upper()}, {_span(*windows[body])}")
        places = ", ".join(maritime(*place).replace(" ", _KEEP) for place in corners[body])
        lines += _wrapped(places + ".", indent=3)
    lines.append(f"CANCEL THIS MSG {_group(closes + _CANCEL_AFTER)}.")
    return lines


def _for_aircraft(number: int, body: str, zone: Mapping[str, Any], corners: Any) -> list[str]:
    first, last = _window(zone)
    ring = [*corners, corners[0]]
    area = " - ".join(aeronautical(*place).replace(" ", _KEEP) for place in ring)
    return [
        f"({number}) A) REGION TO BE NAMED B) {first:%y%m%d%H%M} C) {last:%y%m%d%H%M}",
        *_wrapped(
            f"E) TEMPO DANGER AREA ESTABLISHED. FALL OF ROCKET BODY ({body.upper()}). "
            f"AREA BOUNDED BY LINES JOINING {area}"
        ),
        "F) SFC G) UNL",
    ]


def _letters(count: int) -> Sequence[str]:
    return [chr(ord("A") + k % 26) * (1 + k // 26) for k in range(count)]


def _wrapped(text: str, indent: int = 0) -> list[str]:
    """Lines of a text."""
    space = " " * indent
    folded = fill(
        text,
        WIDTH,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return folded.replace(_KEEP, " ").split("\n")


def _window(zone: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Full minutes before the first and after the last impact, UTC."""
    first, last = (datetime.fromisoformat(text).astimezone(UTC) for text in zone["window_utc"])
    opens = first.replace(second=0, microsecond=0)
    closes = last.replace(second=0, microsecond=0)
    return opens, closes if closes == last else closes + timedelta(minutes=1)


def _group(moment: datetime) -> str:
    """Day-time group, as 280201Z APR 16."""
    return f"{moment:%d%H%M}Z {_MONTHS[moment.month - 1]} {moment:%y}"


def _span(opens: datetime, closes: datetime) -> str:
    """Day-time groups from and to, as 280209Z TO 280212Z APR 16."""
    first, last = _group(opens), _group(closes)
    same = first[7:] == last[7:]
    return f"{first[:7] if same else first} TO {last}"


def _corners(zone: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Corners of a polygon of few that holds that of the zone: latitude, longitude [rad]."""
    latitude, longitude = (
        np.array(zone["polygon"][key]) for key in ("latitude_rad", "longitude_rad")
    )
    plane = plane_about(latitude, longitude)
    few = fewer_corners(plane.to_plane(latitude, longitude), _CORNERS)
    lat, lon = plane.to_ground(few)
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


def maritime(latitude_rad: float, longitude_rad: float) -> str:
    """Place as notices to ships write it, as ``54-55.80N 127-01.20E``.

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Geodetic [rad].
    """
    north, south = _minutes(latitude_rad)
    east, west = _minutes(longitude_rad)
    return (
        f"{north:02d}-{south:05.2f}{'N' if latitude_rad >= 0.0 else 'S'} "
        f"{east:03d}-{west:05.2f}{'E' if longitude_rad >= 0.0 else 'W'}"
    )


def _minutes(angle_rad: float) -> tuple[int, float]:
    hundredths = round(abs(np.degrees(angle_rad)) * 6000.0)
    return hundredths // 6000, hundredths % 6000 / 100.0


def aeronautical(latitude_rad: float, longitude_rad: float) -> str:
    """Place as notices to aircraft write it, as ``545548N 1270112E``.

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Geodetic [rad].
    """
    found = []
    for angle, width, letters in ((latitude_rad, 2, "NS"), (longitude_rad, 3, "EW")):
        seconds = round(abs(np.degrees(angle)) * 3600.0)
        degrees, rest = divmod(seconds, 3600)
        letter = letters[0] if angle >= 0.0 else letters[1]
        found.append(f"{degrees:0{width}d}{rest // 60:02d}{rest % 60:02d}{letter}")
    return " ".join(found)
