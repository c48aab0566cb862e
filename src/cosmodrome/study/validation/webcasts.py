"""Falcon 9 webcasts: flights foretold from what is announced of them, beside what was shown.

The vehicle model of a group of blocks (1 and 2, 3 and 4, 5) and the steering law were read from
half of the flights, every other one by date in each group; the rest is predicted. Rows of flights
that were read say so in `tuned`. Errors are parts of the value shown at the cut-off.
"""

from dataclasses import dataclass
from functools import cache, partial
from statistics import median

from cosmodrome.study.falcon_9.webcast import Half, Webcast, webcasts
from cosmodrome.study.validation.case import Case, Miss, Row
from cosmodrome.study.validation.webcast_misses import MISSES

_SOURCE = "F9W"
_TUNED = "thrust, drag, throttle and steering law were fitted to this flight among 15"
_AIM = "aim for a flight that tuned nothing"
# Aims: root mean square to the cut-off, and the error there within twice that [%].
_SPEED_RMS, _HEIGHT_RMS = 1.0, 2.0
_SPEED_END, _HEIGHT_END = 2.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Errors of one flight to one cut-off [%]: root mean squares, and at the end."""

    speed_rms: float
    height_rms: float
    speed_end: float
    height_end: float


@cache
def _measured(webcast_name: str) -> dict[str, Measured]:
    """Errors by cut-off, MECO and SECO-1 where the webcast reaches it."""
    from cosmodrome.study.falcon_9.errors import errors_until, shown_cutoff_s
    from cosmodrome.study.falcon_9.predict import foretell

    webcast = next(w for w in webcasts() if w.name == webcast_name)
    foretold = foretell(webcast.facts)
    ends = {"MECO": webcast.facts.events.meco_s}
    ends["SECO-1"] = webcast.facts.events.seco1_s or shown_cutoff_s(webcast)
    found = {}
    for event, end in ends.items():
        errors = None if end is None else errors_until(webcast, foretold, end)
        if errors is not None:
            found[event] = Measured(
                speed_rms=100.0 * errors.speed_rms,
                height_rms=100.0 * errors.height_rms,
                speed_end=100.0 * errors.speed_end,
                height_end=100.0 * errors.height_end,
            )
    return found


def _row(quantity: str, ours: float, tolerance: float, reason: str, tuned: str) -> Row:
    return Row(
        quantity=quantity,
        unit="%",
        ours=ours,
        theirs=0.0,
        tolerance=tolerance,
        reason=reason,
        source=_SOURCE,
        tuned=tuned,
    )


def _flight_rows(webcast: Webcast) -> tuple[Row, ...]:
    tuned = _TUNED if webcast.half is Half.CALIBRATION else ""
    rows = []
    for event, found in _measured(webcast.name).items():
        end = f"{_AIM}, twice the RMS"
        rows += [
            _row(f"speed RMS to {event}", found.speed_rms, _SPEED_RMS, _AIM, tuned),
            _row(f"height RMS to {event}", found.height_rms, _HEIGHT_RMS, _AIM, tuned),
            _row(f"speed at {event}", found.speed_end, _SPEED_END, end, tuned),
            _row(f"height at {event}", found.height_end, _HEIGHT_END, end, tuned),
        ]
    return tuple(rows)


def _half_rows(half: Half) -> tuple[Row, ...]:
    """Median and worst of a half."""
    tuned = _TUNED if half is Half.CALIBRATION else ""
    flights = [_measured(w.name) for w in webcasts() if w.half is half]
    rows = []
    for event in ("MECO", "SECO-1"):
        reached = [flight[event] for flight in flights if event in flight]
        for kind, values, aim in (
            ("speed", [m.speed_rms for m in reached], _SPEED_RMS),
            ("height", [m.height_rms for m in reached], _HEIGHT_RMS),
        ):
            rows += [
                _row(f"{kind} RMS to {event}, median", median(values), aim, _AIM, tuned),
                _row(f"{kind} RMS to {event}, worst", max(values), aim, _AIM, tuned),
            ]
    return tuple(rows)


def _key(webcast: Webcast) -> str:
    return "webcast-" + webcast.name.lower().replace("_", "-").replace("spacex-", "")


def _flight_case(webcast: Webcast) -> Case:
    facts = webcast.facts
    # Slow: the first flight compiles, and a burn straight up takes several openings.
    return Case(
        key=_key(webcast),
        title=(
            f"Falcon 9 webcast, {webcast.name.replace('_', ' ')}: block {facts.block}, "
            f"{facts.orbit.value}, landing {facts.landing.value}, {webcast.half.value}"
        ),
        run=partial(_flight_rows, webcast),
        seconds=1.0,
        misses=_misses(_key(webcast)),
    )


def _half_case(half: Half) -> Case:
    key = f"webcasts-{half.value}"
    count = sum(w.half is half for w in webcasts())
    return Case(
        key=key,
        title=f"Falcon 9 webcasts, the {count} flights of the {half.value} half",
        run=partial(_half_rows, half),
        seconds=15.0,
        misses=_misses(key),
    )


def _misses(key: str) -> dict[str, Miss]:
    return {
        quantity: Miss(error=error, why=why)
        for quantity, (error, why) in MISSES.get(key, {}).items()
    }


CASES: tuple[Case, ...] = (
    *(_half_case(half) for half in (Half.PREDICTED, Half.CALIBRATION)),
    *(
        _flight_case(w)
        for half in (Half.PREDICTED, Half.CALIBRATION)
        for w in webcasts()
        if w.half is half
    ),
)
