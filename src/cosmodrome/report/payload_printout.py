"""A payload answer on the console: the number, its band, its proof, the flight behind it."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from rich.console import Console
from rich.text import Text

from cosmodrome.report.tables import Column, Row, console_table, used_columns

DRIVERS = (
    Column(key="path", heading="what widens the band", wraps=True),
    Column(key="text", heading="value"),
    Column(key="grade", heading="grade"),
    Column(key="effect_kg", heading="one sigma kg", decimals=0, signed=True),
)
CERTIFICATE = (
    Column(key="part", heading="certificate", wraps=True),
    Column(key="found", heading="found", wraps=True),
)
LIMITS = (
    Column(key="name", heading="load", wraps=True),
    Column(key="unit", heading="unit"),
    Column(key="value", heading="peak", decimals=1),
    Column(key="limit", heading="limit", decimals=1),
    Column(key="binds", heading="binds"),
    Column(key="t_s", heading="t s", decimals=1),
    Column(key="altitude_km", heading="height km", decimals=1),
)
EVENTS = (
    Column(key="name", heading="event", wraps=True),
    Column(key="t_s", heading="t s", decimals=1),
    Column(key="altitude_km", heading="height km", decimals=1),
    Column(key="inertial_speed_m_s", heading="speed m/s", decimals=1),
    Column(key="mass_kg", heading="mass kg", decimals=0),
)
BURNS = (
    Column(key="burn", heading="burn", decimals=0),
    Column(key="start_s", heading="start s", decimals=1),
    Column(key="duration_s", heading="length s", decimals=1),
    Column(key="propellant_kg", heading="propellant kg", decimals=0),
)
_WIDTH = 78
# A switching function of the wrong sign by more than this part of its terms is told.
_PAYS = 1e-2


def print_payload(console: Console, answer: Mapping[str, Any]) -> None:
    """Print an answer.

    Parameters
    ----------
    console : Console
        Where to.
    answer : mapping
        From `payload_mapping`.
    """
    console.print(Text(headline(answer), style="bold"))
    upper = answer["upper_stage"]
    vehicle = answer["launcher_title"] + (f" and {upper['title']}" if upper else "")
    console.print(Text(fill(f"{vehicle} from {answer['pad_title']} to {answer['orbit']}", _WIDTH)))
    if upper:
        _print_upper_stage(console, upper)
    if answer["reserve"]:
        kept, bare = answer["reserve"]["velocity_m_s"], answer["reserve"]["payload_kg"]
        told = f"{kept:.0f} m/s kept in reserve in the last stage; {spaced(bare)} kg without"
        console.print(Text(told))
    for note in answer["notes"]:
        console.print(Text(fill(f"note: {note}", _WIDTH, subsequent_indent="  ")))
    _print(console, answer["drivers"], DRIVERS)
    if answer["band_numbers"]:
        counted, left = answer["band_numbers"]["counted"], answer["band_numbers"]["left_out"]
        told = f"{counted} numbers of the stages counted, {left} that move their events left out"
        console.print(Text(told))
    _print(console, _proof(answer["certificate"]), CERTIFICATE)
    _print(console, answer["limits"], LIMITS)
    _print(console, answer["events"], EVENTS)
    if answer["timings_s"]:
        spent = ", ".join(f"{key} {value:.1f} s" for key, value in answer["timings_s"].items())
        console.print()
        console.print(Text(f"time: {spent}"))


def _print_upper_stage(console: Console, upper: Mapping[str, Any]) -> None:
    if upper["load_kg"] is not None:
        told = f"{spaced(upper['load_kg'])} kg of propellant loaded, of {spaced(upper['most_kg'])}"
        console.print(Text(f"{upper['title']}: {told} kg"))
    tried = [
        f"{trial['burns']} burns "
        + ("no payload" if trial["payload_kg"] is None else f"{spaced(trial['payload_kg'])} kg")
        for trial in upper["trials"]
    ]
    if len(tried) > 1:
        console.print(Text(fill(f"tried: {', '.join(tried)}", _WIDTH)))
    _print(console, [{"burn": k, **burn} for k, burn in enumerate(upper["burns"], 1)], BURNS)


def headline(answer: Mapping[str, Any]) -> str:
    """The number with its band, ``4 480 kg (4 290 to 4 650)``; "no payload found" without one.

    Parameters
    ----------
    answer : mapping
        With payload_kg, low_kg, high_kg and is_proved.
    """
    if answer["payload_kg"] is None:
        return "no payload found"
    low, high = answer["low_kg"], answer["high_kg"]
    band = "" if low is None or high is None else f" ({spaced(low)} to {spaced(high)})"
    doubt = "" if answer["is_proved"] else ", not proved"
    return f"{spaced(answer['payload_kg'])} kg{band}{doubt}"


def spaced(mass_kg: float) -> str:
    """Mass in whole kilograms, with a space between thousands.

    Parameters
    ----------
    mass_kg : float
        [kg].
    """
    return f"{mass_kg:,.0f}".replace(",", " ")


def _proof(proof: Mapping[str, Any]) -> Iterator[Row]:
    tried, agreeing = proof["openings_tried"], proof["openings_agreeing"]
    failed = sum(not rung["converged"] for rung in proof["rungs"])
    elsewhere = tried - agreeing - failed
    miss = (proof["reflight_position_m"], proof["reflight_velocity_m_s"])
    status = proof["solver_status"].replace("_", " ").lower()
    yield {"part": "solver", "found": f"{status}, {proof['nodes']} nodes"}
    yield {"part": "largest scaled residual", "found": f"{proof['violation']:.1e}"}
    if None not in miss:
        yield {"part": "re-flown miss", "found": f"{miss[0]:.2f} m, {miss[1]:.4f} m/s"}
        excess = f"{100.0 * proof['limit_excess']:.2f} %"
        yield {"part": "limit excess between nodes", "found": excess}
    if proof["primer_rad"] is not None:
        primer = f"{math.degrees(proof['primer_rad']):.1e} deg"
        yield {"part": "thrust off the primer vector", "found": primer}
        change = f"{proof['hamiltonian_change']:.1e}"
        yield {"part": "Hamiltonian, largest relative change", "found": change}
        if proof["switching_wrong_sign"] > _PAYS:
            wrong = f"wrong sign by {proof['switching_wrong_sign']:.2g} of its terms"
            yield {"part": "switching function", "found": f"{wrong}: other burns would gain"}
    ended = f"{agreeing} of {tried} agree, {elsewhere} ended elsewhere, {failed} failed"
    yield {"part": "openings", "found": ended}
    for fault in proof["faults"]:
        yield {"part": "does not hold", "found": fault}


def _print(console: Console, rows: Iterable[Row], columns: Sequence[Column]) -> None:
    lines = list(rows)
    if lines:
        console.print()
        console.print(console_table(lines, used_columns(lines, columns)))
