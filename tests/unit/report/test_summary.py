import csv
import hashlib
import io
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from brahe.ccsds import OEM
from ruamel.yaml import YAML

import cosmodrome as cd
from cosmodrome.mission.compare import compare
from cosmodrome.report.as_json import as_json
from cosmodrome.report.reading_mapping import FlownReading, reading_mapping
from cosmodrome.report.summary import mission_yaml, run_files, run_name, summarise

EVENT_KEYS = {
    "name", "t_s", "altitude_km", "inertial_speed_m_s", "downrange_km", "mass_kg",
}  # fmt: skip
ORBIT_KEYS = {"object", "perigee_km", "apogee_km", "inclination_deg", "raan_deg", "ltan_h"}


@pytest.fixture(scope="module")
def summary(vostochny, flown, comparison):
    timed = summarise(vostochny, flown, comparison, "c0ffee", {"mission": 0.5})
    return json.loads(as_json(timed))


@pytest.fixture(scope="module")
def files(vostochny, flown):
    return run_files(vostochny, flown)


def test_the_summary_has_the_keys_that_others_read(summary):
    assert {
        "events", "orbits", "losses", "loads", "falls", "reflight", "timings_s", "readings",
        "comparison", "versions", "catalogue_hash", "platform", "seed", "mission",
    } <= set(summary)  # fmt: skip
    assert all(set(event) >= EVENT_KEYS for event in summary["events"])
    assert all(set(orbit) >= ORBIT_KEYS for orbit in summary["orbits"])
    assert all({"object", "lat_deg", "lon_deg", "downrange_km"} <= set(f) for f in summary["falls"])
    assert set(summary["reflight"]) == {"position_m", "velocity_m_s"}
    assert set(summary["versions"]) >= {"cosmodrome", "python", "casadi", "numba", "numpy", "brahe"}
    assert (summary["catalogue_hash"], summary["seed"]) == ("c0ffee", None)


def test_the_summary_in_memory_is_what_the_file_holds(vostochny, flown, comparison):
    found = summarise(vostochny, flown, comparison, "c0ffee", {"mission": 0.5})
    assert json.loads(as_json(found)) == found


def test_the_predicted_reading_stands_at_the_top(summary):
    assert set(summary["readings"]) == {"predicted", "as_flown"}
    for key in ("events", "orbits", "losses", "loads", "falls", "reflight"):
        assert summary[key] == summary["readings"]["predicted"][key]


def test_the_reading_that_could_be_flown_stands_at_the_top_alone(vostochny, flown):
    alone = {cd.Reading.AS_FLOWN: flown[cd.Reading.AS_FLOWN]}
    pairs = {reading: (run.flight, run.handover) for reading, run in alone.items()}
    found = summarise(vostochny, alone, compare(vostochny, pairs), "", {})
    assert found["reading"] == "as_flown"
    assert found["events"] == found["readings"]["as_flown"]["events"]


def test_an_object_has_one_row_among_the_orbits(summary):
    objects = [orbit["object"] for orbit in summary["orbits"]]
    assert len(objects) == len(set(objects))
    assert {"lomonosov", "aist-2d", "samsat-218d", "volga", "plane at lift-off"} <= set(objects)


def test_a_load_stands_beside_its_limit(vostochny, summary):
    load = next(each for each in summary["loads"] if each["name"] == "dynamic pressure")
    assert load["limit"] == vostochny.limits.q_max_Pa
    assert load["excess"] == pytest.approx(load["value"] / load["limit"] - 1.0)


def test_masses_close_over_the_whole_flight(vostochny, flown):
    for run in flown.values():
        closure = reading_mapping(vostochny, run)["ledger_closure_kg"]
        assert abs(closure) < 1e-6  # the limit


def test_masses_close_when_the_last_stage_itself_releases():
    mission = cd.load("angara-a5-2020")
    plan = cd.plan(mission)
    flight = cd.fly(mission, plan)
    run = FlownReading(plan=plan, flight=flight, handover=cd.hand_over(mission, flight))
    assert abs(reading_mapping(mission, run)["ledger_closure_kg"]) < 1e-6


def test_the_name_changes_with_every_number_that_shapes_the_run(vostochny):
    name = run_name(vostochny, "abc")
    assert name.startswith("vostochny-2016-")
    assert run_name(cd.load("vostochny-2016"), "abc") == name
    heavier = replace(vostochny, adapter_mass_kg=vostochny.adapter_mass_kg + 1e-9)
    assert len({name, run_name(heavier, "abc"), run_name(vostochny, "abd")}) == 3


def test_two_runs_leave_the_same_bytes(vostochny, flown, files):
    def digests(found):
        return {
            path: hashlib.sha256(c if isinstance(c, bytes) else c.encode()).hexdigest()
            for path, c in found.items()
        }

    assert digests(run_files(vostochny, flown)) == digests(files)
    assert "summary.json" not in files


def test_the_resolved_mission_reads_back_to_the_same_numbers(vostochny):
    found = YAML(typ="safe", pure=True).load(mission_yaml(vostochny))
    (*_, last) = found["launcher"]["stages"]
    assert last["propellant_kg"] == vostochny.launcher.stages[-1].propellant_kg
    assert found["pad"]["latitude_rad"] == vostochny.pad.latitude_rad
    axial = vostochny.launcher.aerodynamics.axial
    assert np.array_equal(found["launcher"]["aerodynamics"]["axial"]["breaks"], axial.breaks)
    assert found["liftoff_utc"] == "2016-04-28T02:01:21Z"


def test_the_plan_file_holds_phases_nodes_and_certificates(flown, files):
    plan = json.loads(files["plan-predicted.json"])
    assert [leg["name"] for leg in plan["legs"]] == ["ascent", "volga transfer", "volga deorbit"]
    ascent = plan["legs"][0]
    assert ascent["certificate"]["rungs"]
    assert (
        1 <= ascent["certificate"]["openings_agreeing"] <= ascent["certificate"]["openings_tried"]
    )
    for phase in ascent["phases"]:
        assert len(phase["node_s"]) == len(phase["node_direction_xyz"])
        assert all(0.0 <= t <= phase["duration_s"] * (1 + 1e-12) for t in phase["node_s"])
    assert any(phase["node_s"] for phase in ascent["phases"])


def test_the_history_agrees_with_the_events(flown, files):
    table = pl.read_parquet(io.BytesIO(files["history-predicted.parquet"]))
    flight = flown[cd.Reading.PREDICTED].flight
    for event in flight.events:
        at = table.filter(pl.col("time_s") == event.t_s)
        assert at.height >= 1
        assert event.mass_kg in at["mass_kg"].to_list()
        assert at["height_m"][0] == pytest.approx(event.height_m, abs=1e-6)


def test_every_number_of_the_history_has_its_unit_in_its_name(files):
    table = pl.read_parquet(io.BytesIO(files["history-predicted.parquet"]))
    units = ("_s", "_m", "_m_s", "_kg", "_deg", "_Pa", "_m_s2", "_W_m2")
    bare = [name for name in table.columns if not name.endswith(units)]
    assert bare == ["leg", "phase", "axis_x", "axis_y", "axis_z"]
    norm = table.select(pl.col("^axis_.$") ** 2).sum_horizontal()
    assert np.allclose(norm.to_numpy(), 1.0)
    assert table.null_count().sum_horizontal()[0] == 0


def test_the_events_file_holds_the_events_of_the_summary(summary, files):
    rows = list(csv.DictReader(io.StringIO(files["events-as_flown.csv"])))
    events = summary["readings"]["as_flown"]["events"]
    assert [row["name"] for row in rows] == [event["name"] for event in events]
    assert [float(row["t_s"]) for row in rows] == [event["t_s"] for event in events]


def test_each_object_has_an_ephemeris_that_another_program_reads(flown, files):
    for reading, run in flown.items():
        for each in run.handover.objects:
            text = files[f"oem/{reading.value}/{each.body.name}.oem"]
            (segment,) = OEM.from_str(text).segments
            assert segment.object_name == each.body.name.upper()
            assert len(segment.states) == each.ephemeris.time_s.size
