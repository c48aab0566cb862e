"""Zones of all bodies of a study, and what is told of them.

Keys of each body in the summary, stable from version to version:

    samples, down, in_orbit, never_left, lost   flights
    probability            of ellipse and polygon
    centre, nominal        latitude_rad, longitude_rad; nominal with time_s, of the flight without
                           dispersions, null where it does not come down
    ellipse                semi_major_m, semi_minor_m, azimuth_rad, inside
    polygon                area_m2, latitude_rad, longitude_rad, inside, out_of_sample
    time_s                 earliest, latest, and the quantiles that leave out half of the rest each
    window_utc             from the earliest to the latest impact, lift-off as the mission has it
    speed_m_s              mean over the ground
    published              object, district, away_m from the centre, inside the polygon
    notes                  sentences
"""

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.mission.mission import Mission
from cosmodrome.mission.published import PublishedFall
from cosmodrome.study.dispersion.results.failures import REACHED
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.table import column_names, read_columns, read_words
from cosmodrome.study.dispersion.shards import Shards
from cosmodrome.study.drop_zones.zone import DropZone, Impacts, distance_to, zone_of

Flags = NDArray[np.bool_]

PROBABILITY = 0.997
# A vehicle that is out of control drops nothing where it should: such flights make no zone.
_LOST = ("lost", "ground", "too long")


def drop_zones_of(
    shards: Shards, reference: Reference, mission: Mission, probability: float = PROBABILITY
) -> dict[str, Any]:
    """Zones of every body flown to the ground, in the order they come down; see this module.

    Memory holds the columns of one body at a time.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    reference : Reference
        With the flight without dispersions.
    mission : Mission
        With its lift-off, and what was published of falls.
    probability : float
        That ellipse and polygon are to hold [-].
    """
    names = column_names(shards)
    end = " impact_s"
    bodies = [name.removesuffix(end) for name in names if name.endswith(end)]
    words, which = read_words(shards, "ending")
    reached = np.array([word == REACHED for word in words])[which]
    lost = np.array([word in _LOST for word in words])[which]
    found: dict[str, Any] = {}
    for body in bodies:
        impacts = _impacts(shards, body, reached, lost)
        if impacts.never_left + impacts.lost < impacts.samples:
            found[body] = zone_mapping(zone_of(impacts, probability), reference, mission)
    return dict(sorted(found.items(), key=lambda pair: _earliest(pair[1])))


def _earliest(zone: dict[str, Any]) -> float:
    return float(zone["time_s"]["earliest"]) if zone["time_s"] else np.inf


def _impacts(shards: Shards, body: str, reached: Flags, lost: Flags) -> Impacts:
    keys = ("impact_s", "impact_latitude_rad", "impact_longitude_rad", "impact_speed_m_s")
    columns = read_columns(shards, [f"{body} {key}" for key in (*keys, "drop_s")])
    time, latitude, longitude, speed = (columns[f"{body} {key}"] for key in keys)
    down = np.isfinite(time) & ~lost
    # The last stage is not dropped: it is what flies on when the orbit is reached.
    last = body == shards.study.launcher.stages[-1].name
    up = ~down & ~lost & ((columns[f"{body} drop_s"] > 0.0) | (reached if last else False))
    return Impacts(
        body=body,
        samples=shards.count,
        in_orbit=int(up.sum()),
        never_left=int((~down & ~up & ~lost).sum()),
        lost=int(lost.sum()),
        time_s=time[down],
        latitude_rad=latitude[down],
        longitude_rad=longitude[down],
        speed_m_s=speed[down],
    )


def zone_mapping(zone: DropZone, reference: Reference, mission: Mission) -> dict[str, Any]:
    """What the summary tells of a zone; see this module.

    Parameters
    ----------
    zone : DropZone
        Of a body.
    reference : Reference
        With the flight without dispersions.
    mission : Mission
        With its lift-off, and what was published of falls.
    """
    impacts = zone.impacts
    found: dict[str, Any] = {
        "samples": impacts.samples,
        "down": int(impacts.time_s.size),
        "in_orbit": impacts.in_orbit,
        "never_left": impacts.never_left,
        "lost": impacts.lost,
        "probability": zone.probability,
        "nominal": nominal_of(impacts.body, reference),
        "notes": list(zone.notes),
    }
    if zone.plane is None or zone.ellipse is None:
        return {**found, "centre": None, "ellipse": None, "polygon": None, "time_s": None}
    latitude, longitude = zone.corners()
    centre_latitude, centre_longitude = zone.plane.to_ground(zone.ellipse.centre_m)
    half = 0.5 * (1.0 - zone.probability)
    return {
        **found,
        "centre": {
            "latitude_rad": float(centre_latitude),
            "longitude_rad": float(centre_longitude),
        },
        "ellipse": {
            "semi_major_m": zone.ellipse.semi_major_m,
            "semi_minor_m": zone.ellipse.semi_minor_m,
            "azimuth_rad": zone.ellipse.azimuth_rad,
            "inside": zone.in_ellipse,
        },
        "polygon": {
            "area_m2": zone.area_m2(),
            "latitude_rad": latitude.tolist(),
            "longitude_rad": longitude.tolist(),
            "inside": zone.in_polygon,
            "out_of_sample": zone.out_of_sample,
        },
        "time_s": {
            "earliest": float(impacts.time_s.min()),
            "latest": float(impacts.time_s.max()),
            "quantiles": np.quantile(impacts.time_s, [half, 1.0 - half]).tolist(),
        },
        "window_utc": [
            (mission.liftoff_utc + timedelta(seconds=float(t))).isoformat()
            for t in (impacts.time_s.min(), impacts.time_s.max())
        ],
        "speed_m_s": float(impacts.speed_m_s.mean()),
        "published": [
            _beside(zone, fall) for fall in mission.published.falls if _is_of(fall, impacts.body)
        ],
    }


def nominal_of(body: str, reference: Reference) -> dict[str, float] | None:
    """Impact of the flight without dispersions: time [s], latitude and longitude [rad], or None.

    Parameters
    ----------
    body : str
        That comes down.
    reference : Reference
        With that flight.
    """
    keys = {
        "time_s": "impact_s",
        "latitude_rad": "impact_latitude_rad",
        "longitude_rad": "impact_longitude_rad",
    }
    found = {key: reference.nominal.get(f"{body} {name}", np.nan) for key, name in keys.items()}
    return None if np.isnan(found["time_s"]) else found


def _is_of(fall: PublishedFall, body: str) -> bool:
    placed = fall.latitude_rad is not None and fall.longitude_rad is not None
    return fall.object == body and placed


def _beside(zone: DropZone, fall: PublishedFall) -> dict[str, Any]:
    assert fall.latitude_rad is not None
    assert fall.longitude_rad is not None
    away, inside = distance_to(zone, fall.latitude_rad, fall.longitude_rad)
    return {
        "object": fall.object,
        "district": fall.district,
        "latitude_rad": fall.latitude_rad,
        "longitude_rad": fall.longitude_rad,
        "away_m": away,
        "inside": inside,
    }
