import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.study.reconstruction.columns import find_columns, read_given_columns
from cosmodrome.study.reconstruction.events import MECO, found_events, read_events, returns_after
from cosmodrome.study.reconstruction.noise import (
    display_step,
    filled_in,
    held_samples,
    readings,
)
from cosmodrome.study.reconstruction.telemetry import read_telemetry
from cosmodrome.study.reconstruction.units import Expected, settled

DATA = "tests/validation/data/falcon9_webcast"
STEPS = (1000.0, 100.0, 10.0, 1.0)


@pytest.mark.parametrize(
    ("header", "units"),
    [
        (["time_s", "speed_m_s", "altitude_km"], ["s", "m/s", "km"]),
        (["Time [s]", "Velocity (km/h)", "Alt [ft]"], ["s", "km/h", "ft"]),
        (["t", "v", "h"], ["s", "m/s", "m"]),
        (["MET min", "speed mph", "height miles"], ["min", "mph", "mi"]),
    ],
)
def test_columns_are_known_by_their_names_and_units(header, units):
    found = find_columns(header, "f.csv", 1, {})
    assert [found[q].unit for q in ("time", "speed", "height")] == units


def test_a_column_of_another_name_is_asked_for_by_name():
    with pytest.raises(InputError, match=r"f\.csv:1: time: .* --columns time=NAME"):
        find_columns(["seq", "speed", "altitude"], "f.csv", 1, {})
    given = read_given_columns("time=seq")
    assert find_columns(["seq", "speed", "altitude"], "f.csv", 1, given)["time"].index == 0


def test_two_columns_that_could_both_be_meant_are_told():
    with pytest.raises(InputError, match="could both be the speed"):
        find_columns(["time", "speed_a", "speed_b"], "f.csv", 1, {})


def test_a_frozen_picture_is_found_and_a_coast_is_not():
    t = np.arange(100.0)
    v = 30.0 * t
    v[40:50] = v[40]
    held = held_samples(t, v, np.full(100, np.nan))
    assert held[41:50].all()
    assert held.sum() == 9
    coast = np.where(t < 60, 30.0 * t, 1800.0)
    assert not held_samples(t, coast, np.full(100, np.nan)).any()


def test_straight_lines_off_the_grid_are_found():
    t = np.arange(200.0)
    h = np.round(3.0 * t * t / 100.0) * 100.0
    h[60:81] = np.interp(t[60:81], [60.0, 80.0], [h[60], h[80]])
    filled = filled_in(t, h, STEPS)
    assert filled[62:79].all()
    assert filled.sum() <= 21


def test_the_step_of_a_display_is_the_coarsest_grid():
    assert display_step(np.arange(50) * 1000.0, STEPS) == 1000.0
    assert display_step(np.arange(50) * 700.0, STEPS) == 100.0
    assert display_step(np.arange(50) * 0.777, STEPS) is None


def test_steps_and_events_of_a_webcast_are_those_it_shows():
    telemetry = read_telemetry([f"{DATA}/formosat-5.csv"])
    speed, height, _ = readings(telemetry)
    assert np.allclose(speed.step, 1.0 / 3.6)
    assert set(height.step) == {100.0, 1000.0}
    events = found_events(speed, {})
    # Published times of the flight, printed to the second.
    for name, published in (("meco", 150.0), ("ses1", 161.0), ("seco1", 558.0)):
        assert events[name].t_s == pytest.approx(published, abs=1.5)
    assert not returns_after(telemetry, events[MECO].t_s)


def test_a_stage_that_flies_back_is_seen():
    telemetry = read_telemetry([f"{DATA}/crs-12-stage-1.csv"])
    speed, _, _ = readings(telemetry)
    cut = found_events(speed, {})[MECO].t_s
    assert cut == pytest.approx(147.0, abs=1.5)
    assert returns_after(telemetry, cut)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("meco=abc", "is no time after lift-off"),
        ("takeoff=1", "is no event; choose of"),
        ("meco=150,ses1=140", "is not after meco"),
        ("nowhere.csv", "events cannot be read"),
    ],
)
def test_events_that_cannot_be_are_told_in_a_line(text, message):
    with pytest.raises(InputError, match=message):
        read_events(text)


def test_events_come_from_files_too(tmp_path):
    (tmp_path / "e.json").write_text('{"MECO": 150, "ses-1": 161}')
    (tmp_path / "e.csv").write_text("event,time\nmeco,150\nses1,161\n")
    wide = "mission,meco_s,ses1_s,throttle_down_start_s\nX,150,161,48\n"
    (tmp_path / "w.csv").write_text(wide)
    for name in ("e.json", "e.csv", "w.csv"):
        events = read_events(str(tmp_path / name))
        assert events["meco"].t_s == 150.0
        assert events["ses1"].t_s == 161.0


def expected():
    t = np.arange(180.0)
    return Expected(time_s=t, speed_m_s=8.0 * t, height_m=4.0 * t * t + 1.0, pad_speed_m_s=409.0)


def written(tmp_path, header, rows):
    path = tmp_path / "flight.csv"
    path.write_text("\n".join([header, *(",".join(f"{x:.6g}" for x in row) for row in rows)]))
    return read_telemetry([path])


@pytest.mark.parametrize(
    ("header", "speed", "height", "told"),
    [
        ("time_s,speed_m_s,altitude_km", 3.6, 1e-3, ["read in km/h"]),
        ("time_s,speed_m_s,altitude_km", 1.0, 1.0, ["read in m"]),
        ("time_s,speed_km_s,altitude_m", 1.0, 3.28084, ["read in m/s", "read in ft"]),
        ("time_s,speed_m_s,altitude_km", 2.2369, 1e-3, ["read in mph"]),
        ("time_s,speed_m_s,altitude_km", 1.0, 1e-3, []),
    ],
)
def test_a_column_in_another_unit_is_mended_and_told(tmp_path, header, speed, height, told):
    rows = [(t, 8.0 * t * speed, (4.0 * t * t) * height) for t in range(150)]
    mended, _ = settled(written(tmp_path, header, rows), expected())
    assert np.allclose(mended.speed_m_s, 8.0 * mended.time_s, rtol=1e-3)
    assert np.allclose(mended.height_m, 4.0 * mended.time_s**2, rtol=1e-3)
    assert len(mended.notes) == len(told)
    for note, words in zip(mended.notes, told, strict=True):
        assert words in note


def test_a_column_that_fits_no_unit_is_refused(tmp_path):
    rows = [(t, 8.0 * t * 17.0, 4e-3 * t * t) for t in range(150)]
    telemetry = written(tmp_path, "time_s,speed_m_s,altitude_km", rows)
    with pytest.raises(InputError, match=r"speed_m_s: is 1\d\.\d times what this launcher does"):
        settled(telemetry, expected())


def test_a_clock_that_starts_elsewhere_is_set_to_lift_off(tmp_path):
    rows = [(t + 37.0, 8.0 * t, 4e-3 * t * t) for t in range(150)]
    telemetry = written(tmp_path, "time_s,speed_m_s,altitude_km", rows)
    mended, clock = settled(telemetry, expected())
    assert clock == pytest.approx(37.0, abs=0.5)
    assert mended.time_s[0] == pytest.approx(0.0, abs=0.5)
    assert "the clock is ahead of lift-off by 37 s" in mended.notes[-1]


def test_the_speed_of_the_turning_earth_tells_an_inertial_speed(tmp_path):
    rows = [(t, np.hypot(8.0 * t, 409.0), 4e-3 * t * t) for t in range(150)]
    telemetry = written(tmp_path, "time_s,speed_m_s,altitude_km", rows)
    mended, _ = settled(telemetry, expected())
    assert mended.inertial
    assert "taken as inertial" in mended.notes[-1]
