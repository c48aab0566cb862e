"""Drop zones of a study on a console: one row a body."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table


def print_drop_zones(console: Console, zones: Mapping[str, Any]) -> None:
    """Print where dropped bodies come down.

    Parameters
    ----------
    console : Console
        Where to.
    zones : mapping
        By body, from `drop_zones_of`.
    """
    told = {body: zone for body, zone in zones.items() if zone["polygon"] is not None}
    if told:
        _print_table(console, told)
    bodies: dict[str, list[str]] = {}
    for body, zone in zones.items():
        for note in zone["notes"]:
            bodies.setdefault(note, []).append(body)
    for note, of in bodies.items():
        _say(console, f"{', '.join(of)}: {note}")
    for body, zone in told.items():
        for fall in zone["published"]:
            where = "inside" if fall["inside"] else "outside"
            _say(
                console,
                f"{body}: published place ({fall['district']}) {fall['away_m'] / 1e3:.0f} km from "
                f"the centre, {where} the polygon",
            )


def _print_table(console: Console, zones: Mapping[str, Any]) -> None:
    percent = f"{100.0 * next(iter(zones.values()))['probability']:g} %"
    table = Table(show_edge=False, box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for head in ("centre", "half axes", "azimuth", "polygon", "held", "T+"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_row("", "", "[km]", "[deg]", "[km2]", "[%]", "[s]")
    for body, zone in zones.items():
        ellipse, polygon, time = zone["ellipse"], zone["polygon"], zone["time_s"]
        low, high = (100.0 * x for x in polygon["out_of_sample"]["interval"])
        table.add_row(
            body,
            _place(zone["centre"]),
            f"{ellipse['semi_major_m'] / 1e3:.0f} x {ellipse['semi_minor_m'] / 1e3:.0f}",
            f"{np.degrees(ellipse['azimuth_rad']):.0f}",
            f"{polygon['area_m2'] / 1e6:.0f}",
            f"{low:.1f}-{high:.1f}",
            f"{time['earliest']:.0f}-{time['latest']:.0f}",
        )
    console.print()
    console.print(f"Drop zones, {percent}; held: by polygons from the other half of the flights")
    console.print(table)


def _place(place: Mapping[str, float]) -> str:
    latitude, longitude = (np.degrees(place[key]) for key in ("latitude_rad", "longitude_rad"))
    north, east = "N" if latitude >= 0.0 else "S", "E" if longitude >= 0.0 else "W"
    return f"{abs(latitude):.2f}{north} {abs(longitude):.2f}{east}"


def _say(console: Console, line: str) -> None:
    console.print(fill(line, console.width - 1, subsequent_indent="    ", break_on_hyphens=False))
