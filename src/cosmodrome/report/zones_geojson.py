"""Drop zones as GeoJSON: RFC 7946, exterior rings anticlockwise, cut at 180 degrees."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cosmodrome.report.zone_rings import Ring, cut_at_180, ellipse_ring, polygon_ring

# Digits of a degree: six are a decimetre [-].
_DIGITS = 6


def zones_geojson(mission: str, zones: Mapping[str, Any]) -> dict[str, Any]:
    """Collection of the polygon, the ellipse and the nominal impact of every body.

    Parameters
    ----------
    mission : str
        Name.
    zones : mapping
        By body, from `drop_zones_of`.
    """
    features = []
    for body, zone in zones.items():
        if zone["polygon"] is not None:
            told = {"body": body, "mission": mission, "probability": zone["probability"]}
            told["earliest_utc"], told["latest_utc"] = zone["window_utc"]
            area = {"area_km2": round(zone["polygon"]["area_m2"] / 1e6, 1)}
            features.append(_feature({"kind": "polygon", **told, **area}, polygon_ring(zone)))
            features.append(_feature({"kind": "ellipse", **told}, ellipse_ring(zone)))
        if zone["nominal"] is not None:
            features.append(_nominal(mission, body, zone["nominal"]))
    return {"type": "FeatureCollection", "features": features}


def _feature(properties: dict[str, Any], ring: Ring) -> dict[str, Any]:
    parts = [[_closed(part)] for part in cut_at_180(ring)]
    geometry: dict[str, Any] = (
        {"type": "Polygon", "coordinates": parts[0]}
        if len(parts) == 1
        else {"type": "MultiPolygon", "coordinates": parts}
    )
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _closed(ring: Ring) -> list[list[float]]:
    points = [[round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in ring]
    return [*points, points[0]]


def _nominal(mission: str, body: str, nominal: Mapping[str, float]) -> dict[str, Any]:
    place = [float(np.degrees(nominal[key])) for key in ("longitude_rad", "latitude_rad")]
    return {
        "type": "Feature",
        "properties": {
            "kind": "nominal impact",
            "body": body,
            "mission": mission,
            "time_s": round(nominal["time_s"], 1),
        },
        "geometry": {"type": "Point", "coordinates": [round(x, _DIGITS) for x in place]},
    }
