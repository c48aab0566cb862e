"""Files of drop zones: what maps, globes and notices need of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest

from cosmodrome.report.console import console
from cosmodrome.report.drop_zone_figure import draw_zones
from cosmodrome.report.drop_zone_folder import write_drop_zones
from cosmodrome.report.drop_zone_notice import WIDTH, aeronautical, drop_zone_notice, maritime
from cosmodrome.report.drop_zone_printout import print_drop_zones
from cosmodrome.report.zone_rings import cut_at_180, polygon_ring
from cosmodrome.report.zones_geojson import zones_geojson
from cosmodrome.report.zones_kml import zones_kml

LIFTOFF = datetime(2016, 4, 28, 2, 1, 21, tzinfo=UTC)


def square(latitude: float, longitude: float, half: float = 0.5) -> dict[str, Any]:
    """A zone whose polygon is a square in degrees, as the summary tells it."""
    corners = [(-half, -half), (-half, half), (half, half), (half, -half)]
    return {
        "samples": 100,
        "down": 100,
        "probability": 0.997,
        "nominal": {
            "time_s": 550.2,
            "latitude_rad": np.radians(latitude),
            "longitude_rad": np.radians(longitude),
        },
        "centre": {"latitude_rad": np.radians(latitude), "longitude_rad": np.radians(longitude)},
        "ellipse": {"semi_major_m": 30e3, "semi_minor_m": 8e3, "azimuth_rad": 1.0},
        "polygon": {
            "area_m2": 7e9,
            "latitude_rad": [float(np.radians(latitude + dy)) for dy, _ in corners],
            "longitude_rad": [float(np.radians(longitude + dx)) for _, dx in corners],
        },
        "window_utc": ["2016-04-28T02:09:19.5+00:00", "2016-04-28T02:11:44+00:00"],
        "notes": [],
    }


IN_ORBIT = {
    **dict.fromkeys(("polygon", "ellipse", "centre", "nominal")),
    "notes": ["stays in orbit in 100 of 100 flights"],
}


def turn(ring: np.ndarray) -> float:
    """Twice the area in the plane of longitude and latitude, positive when anticlockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def parts_of(feature: dict[str, Any]) -> list[np.ndarray]:
    geometry = feature["geometry"]
    many = geometry["coordinates"]
    return [np.array(p[0]) for p in (many if geometry["type"] == "MultiPolygon" else [many])]


@pytest.mark.parametrize(("longitude", "parts"), [(127.0, 1), (179.8, 2), (-179.9, 2)])
def test_rings_turn_left_close_and_do_not_cross_the_antimeridian(
    longitude: float, parts: int
) -> None:
    text = json.dumps(zones_geojson("m", {"core": square(60.0, longitude)}))
    features = json.loads(text)["features"]
    assert [f["properties"]["kind"] for f in features] == ["polygon", "ellipse", "nominal impact"]
    for feature in features[:2]:
        rings = parts_of(feature)
        assert len(rings) == parts
        for ring in rings:
            assert (ring[0] == ring[-1]).all()
            assert turn(ring) > 0.0
            assert np.abs(ring[:, 0]).max() <= 180.0
            assert np.ptp(ring[:, 0]) < 5.0
    area = sum(turn(ring) for ring in parts_of(features[0])) / 2.0
    assert area == pytest.approx(1.0, rel=0.01)


def test_a_ring_about_the_pole_runs_over_the_pole() -> None:
    angle = np.arange(0.0, 360.0, 10.0)
    ring = np.column_stack([(angle + 180.0) % 360.0 - 180.0, np.full(36, 85.0)])
    parts = cut_at_180(ring)
    area = sum(turn(np.vstack([p, p[0]])) for p in parts) / 2.0
    assert area == pytest.approx(360.0 * 5.0, rel=1e-6)
    assert all(np.abs(p[:, 0]).max() <= 180.0 for p in parts)


def test_edges_of_a_polygon_are_divided() -> None:
    ring = polygon_ring(square(60.0, 127.0))
    steps = np.diff(ring, axis=0) * [np.cos(np.radians(60.0)) * 111e3, 111e3]
    assert np.linalg.norm(steps, axis=1).max() < 10.5e3


def test_kml_is_xml_with_a_folder_for_each_body_that_comes_down() -> None:
    text = zones_kml("m & n", {"core": square(60.0, 179.8), "blok-i": IN_ORBIT})
    root = ET.fromstring(text)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert [f.findtext("k:name", "", space) for f in root.iterfind(".//k:Folder", space)] == [
        "core"
    ]
    assert len(root.findall(".//k:Polygon", space)) == 4
    for line in root.iterfind(".//k:LinearRing/k:coordinates", space):
        points = np.array([[float(x) for x in p.split(",")] for p in (line.text or "").split()])
        assert (points[0] == points[-1]).all()


@pytest.mark.parametrize(
    ("place", "ships", "aircraft"),
    [
        ((54.93, 127.02), "54-55.80N 127-01.20E", "545548N 1270112E"),
        ((-3.5, -70.9999999), "03-30.00S 071-00.00W", "033000S 0710000W"),
        ((0.0, 180.0), "00-00.00N 180-00.00E", "000000N 1800000E"),
    ],
)
def test_places_are_written_as_each_kind_of_notice_writes_them(
    place: tuple[float, float], ships: str, aircraft: str
) -> None:
    assert maritime(*np.radians(place)) == ships
    assert aeronautical(*np.radians(place)) == aircraft


def test_a_notice_has_windows_areas_and_its_last_word() -> None:
    zones = {"strap-on": square(55.0, 127.0), "core": square(63.0, 122.0), "blok-i": IN_ORBIT}
    lines = drop_zone_notice("vostochny-2016", LIFTOFF, zones).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert "A. STRAP-ON, 280209Z TO 280212Z APR 16" in lines
    assert "280209Z TO 280212Z APR 16 IN AREAS BOUND BY" in lines
    assert "(1) A) REGION TO BE NAMED B) 1604280209 C) 1604280212" in lines
    assert "54-30.00N 126-30.00E" in "\n".join(lines)
    assert "543000N 1263000E" in "\n".join(lines)
    assert "NO AREA FOR BLOK-I: stays in orbit in 100 of 100 flights" in " ".join(lines)
    assert lines[-1] == "This is not a licence analysis."


def test_a_window_over_the_end_of_a_month_names_both() -> None:
    zone = square(55.0, 127.0) | {
        "window_utc": ["2016-04-30T23:58:00+00:00", "2016-05-01T00:01:30+00:00"]
    }
    text = drop_zone_notice("m", LIFTOFF, {"core": zone})
    assert "302358Z APR 16 TO 010002Z MAY 16" in text


def test_the_files_stand_in_the_folder(tmp_path: Path) -> None:
    write_drop_zones(tmp_path, "m", LIFTOFF, {"core": square(60.0, 127.0)})
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "notice.txt",
        "zones.geojson",
        "zones.kml",
    ]
    assert json.loads((tmp_path / "zones.geojson").read_text())["type"] == "FeatureCollection"


@pytest.mark.parametrize("longitude", [127.0, 179.8])
def test_the_picture_has_a_panel_for_each_zone(tmp_path: Path, longitude: float) -> None:
    pytest.importorskip("matplotlib")
    zone = square(60.0, longitude) | {"published": [], "time_s": {"earliest": 500.0}}
    angles = np.radians([[longitude], [60.0]])
    names = ("core impact_longitude_rad", "core impact_latitude_rad")
    pl.DataFrame(dict(zip(names, angles, strict=True))).write_parquet(
        tmp_path / "shard-000000.parquet"
    )
    figure = draw_zones(tmp_path, {"core": zone, "blok-i": IN_ORBIT})
    assert figure is not None
    (axes,) = figure.axes
    low, high = axes.get_xlim()
    # Across the date line too the panel is as wide as the zone.
    assert high - low < 5.0
    assert draw_zones(tmp_path, {"blok-i": IN_ORBIT}) is None


def test_the_table_fits_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    zone = square(60.0, 127.0) | {
        "published": [{"district": "a district", "away_m": 13e3, "inside": False}],
        "time_s": {"earliest": 500.0, "latest": 1301.2},
    }
    zone["polygon"] |= {"out_of_sample": {"interval": (0.995, 0.998)}}
    print_drop_zones(console(), {"strap-on": zone, "blok-i": IN_ORBIT})
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert "60.00N 127.00E" in text
    assert "99.5-99.8" in text
    assert "blok-i: stays in orbit in 100 of 100 flights" in text
    assert "13 km from the centre, outside the polygon" in text.replace("\n    ", " ")
