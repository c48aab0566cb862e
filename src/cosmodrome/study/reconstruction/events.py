"""Events of a flight: given by the user, or found in the speed."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import Fault, InputError
from cosmodrome.study.reconstruction.noise import Readings
from cosmodrome.study.reconstruction.telemetry import Telemetry

Array = NDArray[np.float64]

MECO, SES1, SECO1 = "meco", "ses1", "seco1"
DOWN, UP, FAIRING = "throttle_down", "throttle_up", "fairing"
NAMES = (DOWN, UP, MECO, SES1, FAIRING, SECO1)
# As others write them.
_OTHER_NAMES = {
    "throttle_down_start": DOWN,
    "throttle_down_end": UP,
    "ses": SES1,
    "ses_1": SES1,
    "seco": SECO1,
    "seco_1": SECO1,
    "fairing_jettison": FAIRING,
    "fairing_separation": FAIRING,
}
# Known to somebody, of no use here.
_UNUSED = {"maxq", "max_q", "ses2", "seco2", "liftoff", "lift_off", "ses_2", "seco_2"}

# A time read off a picture, printed to the second; one found in the speed [s].
GIVEN_SIGMA_S, FOUND_SIGMA_S = 1.0, 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, and when.

    Attributes
    ----------
    name : str
        One of `NAMES`.
    t_s : float
        Of the file's clock [s].
    sigma_s : float
        Standard deviation [s].
    found : bool
        Found in the telemetry, not given.
    """

    name: str
    t_s: float
    sigma_s: float
    found: bool


def read_events(text: str | None) -> dict[str, Event]:
    """Events as the user gives them.

    Parameters
    ----------
    text : str or None
        ``"meco=150,ses1=161"``, or the name of a CSV or JSON file that holds them.

    Raises
    ------
    InputError
        With every fault.
    """
    if text is None or not text.strip():
        return {}
    path = Path(text)
    if path.suffix.lower() in (".csv", ".json"):
        pairs, file = _pairs_of_file(path), str(path)
    else:
        parts = [part.partition("=") for part in text.split(",") if part.strip()]
        pairs, file = {a.strip(): b.strip() for a, _, b in parts}, "--events"
    return _events(pairs, file)


def _events(pairs: Mapping[str, object], file: str) -> dict[str, Event]:
    events, faults = {}, []
    for key, value in pairs.items():
        plain = key.strip().lower().replace("-", "_").replace(" ", "_").removesuffix("_s")
        name = _OTHER_NAMES.get(plain, plain)
        if name in _UNUSED or (file != "--events" and name not in NAMES):
            continue
        if name not in NAMES:
            remedy = f"choose of {', '.join(NAMES)}"
            shown = " ".join(key.split())[:30]
            problem = f"`{shown}` is no event"
            faults.append(Fault(file=file, key="", problem=problem, remedy=remedy))
            continue
        if value is None or not str(value).strip():
            continue
        try:
            time = float(str(value).removesuffix("s"))
        except ValueError:
            time = float("nan")
        if not 0.0 <= time < 1e5:
            shown = " ".join(str(value).split())[:30]
            problem = f"`{shown}` is no time after lift-off"
            remedy = "write seconds: meco=150"
            faults.append(Fault(file=file, key=name, problem=problem, remedy=remedy))
            continue
        events[name] = Event(name=name, t_s=time, sigma_s=GIVEN_SIGMA_S, found=False)
    known = [events[name] for name in (DOWN, UP, MECO, SES1, SECO1) if name in events]
    for before, after in pairwise(known):
        if after.t_s <= before.t_s:
            problem = f"{after.t_s:g} s is not after {before.name}, {before.t_s:g} s"
            faults.append(
                Fault(file=file, key=after.name, problem=problem, remedy="mend one of the two")
            )
    if faults:
        raise InputError(*faults)
    return events


def _pairs_of_file(path: Path) -> dict[str, object]:
    """Events of a file: JSON with names and times, or CSV of two columns, or of one line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".json":
            read = json.loads(text)
            if isinstance(read, dict):
                return {str(k): v for k, v in read.items()}
            raise ValueError("is no mapping of names to times")
        rows = [row for row in csv.reader(text.splitlines()) if row]
    except (OSError, ValueError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else " ".join(str(error).split())
        raise InputError(
            Fault(
                file=str(path),
                key="",
                problem=f"events cannot be read: {reason}",
                remedy='write {"meco": 150, "ses1": 161}, or lines such as meco,150',
            )
        ) from error
    if len(rows) == 2 and len(rows[0]) > 2:
        return dict(zip(rows[0], rows[1], strict=False))
    return {
        row[0]: row[1] for row in rows if len(row) > 1 and row[0].lower() not in ("event", "name")
    }


def found_events(speed: Readings, given: Mapping[str, Event]) -> dict[str, Event]:
    """Events as given, the missing ones as the speed shows them.

    Parameters
    ----------
    speed : Readings
        Speed that counts.
    given : mapping of str to Event
        Kept as they are.

    Returns
    -------
    dict of str to Event
        In the order of time; one that is neither given nor seen is not there.
    """
    events = dict(given)
    t, a = rate_of(speed)
    if MECO not in events:
        found = _fall(t, a, 80.0, 400.0)
        if found is not None:
            events[MECO] = _found(MECO, found)
    if MECO in events and SES1 not in events:
        found = _rise(t, a, events[MECO].t_s + 1.0, events[MECO].t_s + 40.0)
        if found is not None:
            events[SES1] = _found(SES1, found)
    if SECO1 not in events:
        lit = events[SES1].t_s if SES1 in events else events[MECO].t_s if MECO in events else 1e9
        found = _fall(t, a, lit + 60.0, lit + 1200.0)
        if found is not None:
            events[SECO1] = _found(SECO1, found)
    return dict(sorted(events.items(), key=lambda item: item[1].t_s))


def rate_of(speed: Readings) -> tuple[Array, Array]:
    """Rate of the speed over about three seconds, between gaps.

    Parameters
    ----------
    speed : Readings
        Speed that counts.

    Returns
    -------
    time_s, rate_m_s2 : array
        In the middle of each pair of readings [s], [m/s2].
    """
    t, v = speed.time_s, speed.value
    if t.size < 2:
        return np.zeros(0), np.zeros(0)
    ahead = np.minimum(np.searchsorted(t, t + 0.9, side="left"), t.size - 1)
    span = t[ahead] - t
    good = (span > 0.0) & (span < 3.0)
    return 0.5 * (t + t[ahead])[good], ((v[ahead] - v)[good] / span[good])


def _found(name: str, t_s: float) -> Event:
    return Event(name=name, t_s=t_s, sigma_s=FOUND_SIGMA_S, found=True)


def _means(t: Array, a: Array, at: float) -> tuple[float, float]:
    """Mean rate over some seconds before and after a moment; NaN without readings there."""
    before, after = a[(t > at - 5.0) & (t < at - 0.8)], a[(t > at + 0.8) & (t < at + 5.0)]
    if before.size < 2 or after.size < 2:
        return float("nan"), float("nan")
    return float(np.median(before)), float(np.median(after))


def _fall(t: Array, a: Array, begin: float, end: float) -> float | None:
    """Moment at which an acceleration of a burning engine ends."""
    best, at = 0.0, None
    for moment in t[(t >= begin) & (t <= end)]:
        before, after = _means(t, a, float(moment))
        # A cut-off leaves gravity alone, which slows or hardly speeds up a rising vehicle.
        if before > 6.0 and after < 2.0 and before - after > best:
            best, at = before - after, float(moment)
    return at


def _rise(t: Array, a: Array, begin: float, end: float) -> float | None:
    best, at = 1.0, None
    for moment in t[(t >= begin) & (t <= end)]:
        before, after = _means(t, a, float(moment))
        if after - before > best:
            best, at = after - before, float(moment)
    return at


def returns_after(telemetry: Telemetry, meco_s: float) -> bool:
    """Whether a file follows the first stage back after its cut-off.

    Parameters
    ----------
    telemetry : Telemetry
        As read.
    meco_s : float
        Cut-off of the first stage [s].

    Returns
    -------
    bool
        True when height or speed comes down again to what no upper stage would.
    """
    t, v, h = telemetry.time_s, telemetry.speed_m_s, telemetry.height_m
    near = (np.abs(t - meco_s) < 5.0) & np.isfinite(v)
    later = (t > meco_s + 20.0) & (t < meco_s + 400.0)
    if not near.any() or not later.any():
        return False
    slow = float(np.nanmin(np.append(v[later], np.inf))) < 0.8 * float(np.max(v[near]))
    low = h[later & np.isfinite(h)]
    height = h[near & np.isfinite(h)]
    sunk = bool(low.size and height.size and low.min() < 0.8 * height.max())
    return slow or sunk
