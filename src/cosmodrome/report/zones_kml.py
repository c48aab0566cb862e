"""Drop zones as KML 2.2, a folder a body."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from cosmodrome.report.zone_rings import Ring, cut_at_180, ellipse_ring, polygon_ring

_SPACE = "http://www.opengis.net/kml/2.2"
# Colours as KML writes them: opacity, blue, green, red.
_STYLES = {"polygon": ("ff1a56c4", "331a56c4"), "ellipse": ("ffa85f1f", "00ffffff")}


def zones_kml(mission: str, zones: Mapping[str, Any]) -> str:
    """Document with the polygon, the ellipse and the nominal impact of every body.

    Parameters
    ----------
    mission : str
        Name.
    zones : mapping
        By body, from `drop_zones_of`.
    """
    root = ET.Element("kml", xmlns=_SPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", f"{mission}: drop zones")
    _text(document, "description", "Dispersed impacts. This is not a licence analysis.")
    for kind, (line, fill) in _STYLES.items():
        style = ET.SubElement(document, "Style", id=kind)
        _text(ET.SubElement(style, "LineStyle"), "color", line)
        _text(ET.SubElement(style, "PolyStyle"), "color", fill)
    for body, zone in zones.items():
        _folder(document, body, zone)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _folder(document: ET.Element, body: str, zone: Mapping[str, Any]) -> None:
    if zone["polygon"] is None and zone["nominal"] is None:
        return
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", body)
    if zone["polygon"] is not None:
        percent = f"{100.0 * zone['probability']:g} %"
        span = zone["window_utc"]
        _ring(folder, f"{body}: polygon, {percent}", "polygon", polygon_ring(zone), span)
        _ring(folder, f"{body}: ellipse, {percent}", "ellipse", ellipse_ring(zone), span)
    if zone["nominal"] is not None:
        mark = ET.SubElement(folder, "Placemark")
        _text(mark, "name", f"{body}: nominal, T+{zone['nominal']['time_s']:.0f} s")
        place = np.degrees([zone["nominal"][key] for key in ("longitude_rad", "latitude_rad")])
        _text(ET.SubElement(mark, "Point"), "coordinates", f"{place[0]:.6f},{place[1]:.6f}")


def _ring(folder: ET.Element, name: str, kind: str, ring: Ring, span: list[str]) -> None:
    mark = ET.SubElement(folder, "Placemark")
    _text(mark, "name", name)
    times = ET.SubElement(mark, "TimeSpan")
    _text(times, "begin", span[0])
    _text(times, "end", span[1])
    _text(mark, "styleUrl", f"#{kind}")
    parts = cut_at_180(ring)
    parent = mark if len(parts) == 1 else ET.SubElement(mark, "MultiGeometry")
    for part in parts:
        polygon = ET.SubElement(parent, "Polygon")
        _text(polygon, "tessellate", "1")
        line = ET.SubElement(ET.SubElement(polygon, "outerBoundaryIs"), "LinearRing")
        points = [f"{x:.6f},{y:.6f}" for x, y in (*part, part[0])]
        _text(line, "coordinates", " ".join(points))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
