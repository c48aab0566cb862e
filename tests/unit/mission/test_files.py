import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cosmodrome.ascent.target import OrbitKind
from cosmodrome.catalogue.load import SHIPPED, Catalogue
from cosmodrome.errors import InputError, UnknownNameError
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.mission import (
    event_names,
    loaded_upper_stage,
    payload_mass_kg,
    satellites_mass_kg,
)

GOOD = """\
title: Trial
liftoff: 2016-04-28T02:01:21Z
launcher: soyuz-2.1a
pad: vostochny-1s
upper_stage: {name: volga, propellant: 300 kg}
adapter_mass: 150 kg
target:
  perigee_height: 471 km
  apogee_height: 485 km
  inclination: 97.28 deg
  elements: mean
passengers:
  - spacecraft: lomonosov
    release_delay: 1800 s
"""


@pytest.fixture
def load(tmp_path):
    def load_text(text):
        path = tmp_path / "trial.yaml"
        path.write_text(text, encoding="utf-8")
        return load_mission(path, Catalogue())

    return load_text


@pytest.fixture
def faults(load):
    def find(*pairs):
        text = GOOD
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        with pytest.raises(InputError) as caught:
            load(text)
        return [(f.line, f.key, f.problem, f.remedy) for f in caught.value.faults]

    return find


def test_the_first_flight_is_read():
    mission = load_mission("vostochny-2016", Catalogue())
    assert mission.liftoff_utc == datetime(2016, 4, 28, 2, 1, 21, tzinfo=UTC)
    assert mission.target.kind is OrbitKind.TLE
    assert mission.target.inclination_rad == pytest.approx(math.radians(97.28))
    assert mission.parking.perigee_height_m == 190e3
    assert [p.spacecraft.name for p in mission.passengers] == [
        "samsat-218d",
        "lomonosov",
        "aist-2d",
    ]
    assert satellites_mass_kg(mission) == 1159.0
    # 840 + 300 + 150 + 1159
    assert payload_mass_kg(mission) == 2449.0
    assert loaded_upper_stage(mission).propellant_kg == 300.0
    # The pressure Soyuz-U and FG fly with; the rest of the limits is that of the launcher.
    assert mission.limits.q_max_Pa == 36.3e3
    assert replace(mission.limits, q_max_Pa=None) == replace(mission.launcher.limits, q_max_Pa=None)


def test_published_figures_keep_their_source_and_grade():
    published = load_mission("vostochny-2016", Catalogue()).published
    burn = next(event for event in published.events if event.name == "volga burn 1 start")
    assert (burn.t_s, burn.tolerance_s, burn.source, burn.grade) == (3039, 30, "LATAM", "stated")
    plane = next(orbit for orbit in published.orbits if orbit.raan_rad is not None)
    assert plane.raan_rad == pytest.approx(math.radians(25.1))
    assert plane.local_time_of_node_s == pytest.approx(11.24 * 3600.0)
    assert [fall.object for fall in published.falls] == ["strap-on", "fairing", "core"]


def test_no_published_time_stands_among_what_is_asked():
    mission = load_mission("vostochny-2016", Catalogue())
    asked = {p.release_delay_s for p in mission.passengers} | {mission.deorbit.delay_s}
    times = [event.t_s for event in mission.published.events]
    gaps = {round(b - a) for a in times for b in times if b > a}
    # Ten seconds apart was published, and is the round number any planner would take.
    assert {round(delay) for delay in asked} & gaps <= {10, 0}


def test_every_published_event_is_one_a_flight_can_have():
    mission = load_mission("vostochny-2016", Catalogue())
    names = tuple(p.spacecraft.name for p in mission.passengers)
    known = event_names(mission.launcher, mission.upper_stage, names)
    assert {event.name for event in mission.published.events} <= set(known)
    assert {event.name for event in mission.as_flown.events} <= set(known)


def test_a_mission_by_path_and_without_upper_stage_or_with_free_payload_is_read(load):
    assert load(GOOD).name == "trial"
    bare = load(GOOD.replace("upper_stage: {name: volga, propellant: 300 kg}\n", ""))
    assert bare.upper_stage is None
    assert loaded_upper_stage(bare) is None
    free = load(GOOD.split("passengers:", maxsplit=1)[0] + "payload: free\n")
    assert free.payload_free
    assert free.passengers == ()


def test_limits_of_the_mission_go_over_those_of_the_launcher(load):
    limits = load(GOOD + "limits: {dynamic_pressure: 30 kPa}\n").limits
    assert limits.q_max_Pa == 30e3
    assert limits.axial_acceleration_max_m_s2 == pytest.approx(4.3 * 9.80665)


def test_a_target_below_100_km_is_refused(faults):
    ((line, key, problem, _),) = faults(("perigee_height: 471 km", "perigee_height: 99 km"))
    assert (line, key) == (8, "target.perigee_height")
    assert "below 100 km" in problem


def test_apogee_below_perigee_is_refused(faults):
    ((line, key, problem, _),) = faults(("apogee_height: 485 km", "apogee_height: 300 km"))
    assert (line, key, problem) == (9, "target.apogee_height", "is below perigee_height")


def test_an_inclination_beyond_180_degrees_is_refused(faults):
    ((line, key, problem, _),) = faults(("97.28 deg", "197.28 deg"))
    assert (line, key, problem) == (10, "target.inclination", "`197.28 deg` is above 180 deg")


def test_unknown_names_are_all_told_with_the_nearest(faults):
    found = faults(
        ("launcher: soyuz-2.1a", "launcher: soyuz-2.1"),
        ("pad: vostochny-1s", "pad: vostochny-1"),
        ("spacecraft: lomonosov", "spacecraft: lomonosow"),
    )
    assert [(line, key) for line, key, *_ in found] == [
        (3, "launcher"),
        (4, "pad"),
        (13, "passengers.lomonosow.spacecraft"),
    ]
    assert "soyuz-2.1a" in found[0][3]
    assert "vostochny-1s" in found[1][3]
    assert "lomonosov" in found[2][3]


@pytest.mark.parametrize("load_kg", [299, 901])
def test_a_load_the_upper_stage_cannot_fly_with_is_refused(faults, load_kg):
    ((line, key, problem, _),) = faults(("propellant: 300 kg", f"propellant: {load_kg} kg"))
    assert (line, key) == (5, "upper_stage.propellant")
    assert problem == f"{load_kg} kg is outside 300 to 900 kg of Volga (141KS)"


def test_neither_passengers_nor_free_payload_is_refused(faults):
    text = "passengers:\n  - spacecraft: lomonosov\n    release_delay: 1800 s\n"
    ((_, key, problem, _),) = faults((text, ""))
    assert (key, problem) == ("passengers", "are missing")


def test_a_moment_without_utc_is_refused(faults):
    ((line, key, _, remedy),) = faults(("02:01:21Z", "02:01:21"))
    assert (line, key) == (2, "liftoff")
    assert "2016-04-28T02:01:21Z" in remedy


def test_an_event_the_flight_cannot_have_is_refused(faults):
    events = "as_flown:\n  events:\n    - {name: blok-i cutoff, time: 520 s}\n"
    ((line, key, _, remedy),) = faults(("title: Trial\n", "title: Trial\n" + events))
    assert (line, key) == (4, "as_flown.events.blok-i cutoff.name")
    assert remedy == "did you mean `blok-i cut-off`?"


def test_a_direction_of_other_length_than_one_is_refused(faults):
    ((line, key, *_),) = faults(
        ("release_delay: 1800 s", "release_delay: 1800 s\n    direction: [1, 1, 0]")
    )
    assert (line, key) == (15, "passengers.lomonosov.direction")


def test_faults_of_a_named_file_are_told_with_those_of_the_mission(tmp_path):
    (tmp_path / "pads").mkdir()
    (tmp_path / "pads" / "mine.yaml").write_text(
        "title: Mine\nlatitude: 95 deg\nlongitude: 0 deg\n"
    )
    path = tmp_path / "trial.yaml"
    path.write_text(GOOD.replace("vostochny-1s", "mine").replace("lomonosov", "nobody"))
    with pytest.raises(InputError) as caught:
        load_mission(path, Catalogue((tmp_path,)))
    places = [
        (fault.file.rpartition("/")[2], fault.line, fault.key) for fault in caught.value.faults
    ]
    assert places == [
        ("mine.yaml", 1, "height"),
        ("mine.yaml", 2, "latitude"),
        ("trial.yaml", 13, "passengers.nobody.spacecraft"),
    ]


def test_an_unknown_mission_is_answered_with_the_nearest_names():
    with pytest.raises(UnknownNameError) as caught:
        load_mission("vostochny2016", Catalogue())
    assert caught.value.nearest[0] == "vostochny-2016"


def test_a_mission_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_mission(tmp_path / "absent.yaml", Catalogue())


def test_the_shipped_mission_loads_by_path_too():
    assert (
        load_mission(SHIPPED / "missions" / "vostochny-2016.yaml", Catalogue()).pad.height_m == 278
    )


BOW_TIE = "[[0 deg, 0 deg], [1 deg, 1 deg], [1 deg, 0 deg], [0 deg, 1 deg]]"
ZONES = """\
drop_zones:
  - {body: strap-on, downrange: [340 km, 360 km]}
  - keep_out: Tommot
    body: any
    polygon: [[126 deg, 58.5 deg], [127 deg, 58.5 deg], [127 deg, 59 deg]]
  - keep_out: Zhigansk
    body: core
    polygon: [[122 deg, 66 deg], [124 deg, 66 deg], [123 deg, 67 deg]]
passengers:
"""


def test_drop_zones_are_read(load):
    band, tommot, zhigansk = load(GOOD.replace("passengers:\n", ZONES)).drop_zones
    assert (band.body, band.shortest_m, band.longest_m) == ("strap-on", 340e3, 360e3)
    assert (tommot.name, tommot.body, zhigansk.body) == ("Tommot", None, "core")
    assert tommot.longitude_rad == pytest.approx([math.radians(x) for x in (126, 127, 127)])
    assert tommot.latitude_rad == pytest.approx([math.radians(x) for x in (58.5, 58.5, 59)])


@pytest.mark.parametrize(
    ("zone", "key", "problem"),
    [
        ("{body: strapon, downrange: [1 km, 2 km]}", "[0].body", "`strapon` is not dropped"),
        ("{body: blok-i, downrange: [1 km, 2 km]}", "[0].body", "`blok-i` is not dropped"),
        ("{body: core, downrange: [2 km, 1 km]}", "[0].downrange", "2 km is not below 1 km"),
        ("{body: core, downrange: 2 km}", "[0].downrange", "is not a list of 2 values"),
        ("{body: core}", "[0].downrange", "has neither a band nor a polygon"),
        ("{downrange: [1 km, 2 km]}", "[0].body", "a band is that of one body"),
        (
            "{polygon: [[1 deg, 1 deg], [2 deg, 1 deg], [2 deg, 2 deg]]}",
            "[0].keep_out",
            "goes with a polygon",
        ),
        (
            "{keep_out: x, polygon: [[1 deg, 1 deg], [2 deg, 1 deg]]}",
            "[0].polygon",
            "has 2 corners",
        ),
        (
            "{keep_out: x, polygon: [[1 deg, 1 deg], [2 deg, 2 deg], [3 deg, 95 deg]]}",
            "[0].polygon[2][1]",
            "above 90 deg",
        ),
        (
            f"{{keep_out: x, polygon: {BOW_TIE}}}",
            "[0].polygon",
            "its edges 1 and 3 cross",
        ),
        (
            "{keep_out: x, polygon: [[0 deg, 0 deg], [1 deg, 0 deg], [2 deg, 0 deg]]}",
            "[0].polygon",
            "has no area",
        ),
        (
            "{keep_out: x, polygon: [[0 deg, 0 deg], [120 deg, 0 deg], [240 deg, 0 deg]]}",
            "[0].polygon",
            "spans more than 150 degrees",
        ),
    ],
)
def test_a_wrong_drop_zone_is_told_in_one_line(zone, key, problem, faults):
    ((line, where, what, remedy),) = faults(
        ("passengers:\n", f"drop_zones: [{zone}]\npassengers:\n")
    )
    assert line == 12
    assert where == f"drop_zones{key}"
    assert problem in what
    assert remedy


def test_the_accuracy_asked_is_read(load):
    mission = load(GOOD + "accuracy: {perigee_height: 5 km, inclination: 0.05 deg}\n")
    assert mission.accuracy.perigee_height_m == 5000.0
    assert mission.accuracy.inclination_rad == pytest.approx(math.radians(0.05))
    assert mission.accuracy.apogee_height_m is None
    assert load(GOOD).accuracy is None


@pytest.mark.parametrize(
    ("accuracy", "key", "problem"),
    [
        ("{perigee_height: -5 km}", "accuracy.perigee_height", "is not above 0 km"),
        ("{note: as good as it gets}", "accuracy.perigee_height", "every other side too"),
        ("{radius: 5 km}", "accuracy.radius", "unknown key"),
        ("{raan: 5 km}", "accuracy.raan", "cannot be turned into"),
    ],
)
def test_a_wrong_accuracy_is_told_in_one_line(accuracy, key, problem, faults):
    found = faults(("target:\n", f"accuracy: {accuracy}\ntarget:\n"))
    assert any(k == key and problem in said for _, k, said, _ in found), found
