"""Drop zones of a mission: from its file, and what the plan says of them."""

from difflib import get_close_matches
from typing import Any

from cosmodrome.ascent.drop_zones import DropZones, Missed
from cosmodrome.ascent.fall_limits import DownrangeBand, FallLimit, KeepOut
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.catalogue.mission_layout import ANY_BODY
from cosmodrome.catalogue.reader import Reading
from cosmodrome.errors import Fault
from cosmodrome.mission.mission import dropped_names
from cosmodrome.vehicle.launcher import Launcher

# A cost below this is that of the solver's last digits [kg].
_COST_KG = 1e-3


def drop_zones_of(values: dict[str, Any]) -> tuple[FallLimit, ...]:
    """Drop zones and keep-outs of a mission file.

    Parameters
    ----------
    values : dict
        Of the file, in SI and radians.
    """
    return tuple(_limit(zone) for zone in values.get("drop_zones", []))


def _limit(zone: dict[str, Any]) -> FallLimit:
    if "downrange" in zone:
        shortest, longest = zone["downrange"]
        return DownrangeBand(body=zone["body"], shortest_m=shortest, longest_m=longest)
    body = zone.get("body", ANY_BODY)
    return KeepOut(
        name=zone["keep_out"],
        body=None if body == ANY_BODY else body,
        longitude_rad=tuple(longitude for longitude, _ in zone["polygon"]),
        latitude_rad=tuple(latitude for _, latitude in zone["polygon"]),
    )


def drop_zone_faults(reading: Reading, launcher: Launcher) -> list[Fault]:
    """Faults of drop zones whose body the launcher does not drop.

    Parameters
    ----------
    reading : Reading
        The mission file.
    launcher : Launcher
        It names.
    """
    known = dropped_names(launcher)
    faults = []
    for number, zone in enumerate(reading.values.get("drop_zones", [])):
        body = zone.get("body", ANY_BODY)
        if body != ANY_BODY and body not in known:
            near = get_close_matches(body, known, n=1)
            there = f"{launcher.title} drops {', '.join(known)}"
            remedy = f"did you mean `{near[0]}`? {there}" if near else there
            key = f"drop_zones[{number}].body"
            faults.append(reading.fault(key, f"`{body}` is not dropped on the way up", remedy))
    return faults


def drop_zone_notes(leg: Leg, zones: DropZones | None) -> tuple[str, ...]:
    """What the drop zones cost, as sentences; empty without drop zones.

    Parameters
    ----------
    leg : Leg
        The ascent.
    zones : DropZones or None
        How its limits are kept.
    """
    if zones is None or zones.missed:
        return ()
    if not zones.demands or zones.cost_kg < _COST_KG:
        return ("drop zones cost nothing: the best ascent keeps them", *zones.notes)
    what = "payload" if leg.aim is Aim.PAYLOAD else "propellant of the last stage"
    prices = ", ".join(
        f"{demand.name} ({1e3 * price:.2f} kg more for each km it is tightened)"
        for demand, price in zip(zones.demands, zones.prices_kg_m, strict=True)
    )
    return (f"drop zones cost {zones.cost_kg:.1f} kg of {what}: {prices}", *zones.notes)


def drop_zone_advice(missed: Missed) -> str:
    """What to do about a drop zone that no ascent keeps.

    Parameters
    ----------
    missed : Missed
        The limit and by how much it is missed.
    """
    limit = missed.limit
    if isinstance(limit, DownrangeBand):
        band = f"{limit.shortest_m / 1e3:g} to {limit.longest_m / 1e3:g} km"
        return (
            f"no ascent was found on which {missed.body} comes down {band} from the pad: the "
            f"nearest misses that by {missed.by_m / 1e3:.0f} km; move the band"
        )
    return (
        f"no ascent was found on which {missed.body} stays out of {limit.name}; make the keep-out "
        "smaller or change the inclination"
    )
