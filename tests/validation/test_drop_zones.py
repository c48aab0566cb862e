"""Dispersed drop zones of the flight of 28 April 2016 beside the published districts.

The districts are those of the catalogue's mission: strap-ons 350 km from the pad in an ellipse of
about 50 x 30 km, the core in Vilyuysk district. The plan is the optimum of the mission, which
chooses its own drop places; nothing was turned to meet the districts.
"""

from pathlib import Path

import numpy as np
import pytest

from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.published import PublishedFall
from cosmodrome.study.dispersion.ask import ascent_plan, sampling_named, study_of
from cosmodrome.study.dispersion.study import table_of
from cosmodrome.study.drop_zones.zone import DropZone, Impacts, distance_to, zone_of

COUNT = 1024


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DropZone]:
    catalogue = open_catalogue()
    mission = load_mission("vostochny-2016", catalogue)
    kept: Path = tmp_path_factory.mktemp("plan") / "plan.bin"
    figures = catalogue.document("launchers", mission.launcher.name).figures
    planned = ascent_plan(mission, kept)
    table = table_of(
        study_of(mission, planned, figures, sampling_named("sobol", COUNT), 1), 0, COUNT
    )
    keys = ("impact_s", "impact_latitude_rad", "impact_longitude_rad", "impact_speed_m_s")
    found = {}
    for body in ("strap-on", "core", "fairing"):
        columns = [table[f"{body} {key}"].to_numpy() for key in keys]
        assert np.isfinite(columns[0]).all()
        impacts = Impacts(
            body=body,
            samples=COUNT,
            in_orbit=0,
            never_left=0,
            time_s=columns[0],
            latitude_rad=columns[1],
            longitude_rad=columns[2],
            speed_m_s=columns[3],
        )
        found[body] = zone_of(impacts, 0.997)
    return found


def beside(zones: dict[str, DropZone], body: str) -> tuple[float, bool]:
    falls = load_mission("vostochny-2016", open_catalogue()).published.falls
    (fall,) = (fall for fall in falls if fall.object == body)
    assert isinstance(fall, PublishedFall)
    assert fall.latitude_rad is not None
    assert fall.longitude_rad is not None
    return distance_to(zones[body], fall.latitude_rad, fall.longitude_rad)


def test_strap_ons_come_down_within_half_the_length_of_their_published_ellipse(
    zones: dict[str, DropZone],
) -> None:
    assert beside(zones, "strap-on")[0] < 25e3


def test_the_zone_of_the_strap_ons_is_of_the_size_of_the_published_ellipse(
    zones: dict[str, DropZone],
) -> None:
    ellipse = zones["strap-on"].ellipse
    assert ellipse is not None
    # About 50 x 30 km at a probability that is not published: within a factor of two.
    assert 12.5e3 < ellipse.semi_major_m < 50e3
    assert 7.5e3 < ellipse.semi_minor_m < 30e3


@pytest.mark.xfail(
    strict=True,
    reason="the core comes down some 120 km beyond its district: the optimum flies flatter than "
    "the flight of 2016 did, see the catalogue's README",
)
def test_the_district_of_the_core_lies_in_its_zone(zones: dict[str, DropZone]) -> None:
    assert beside(zones, "core")[1]


def test_polygons_hold_what_they_say_out_of_sample(zones: dict[str, DropZone]) -> None:
    for zone in zones.values():
        assert zone.out_of_sample is not None
        low, high = zone.out_of_sample["interval"]
        assert low < 0.997 < high + 0.003
