"""Whatever stands in a file, the reader gives clean telemetry or one line a fault."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cosmodrome.errors import InputError
from cosmodrome.study.reconstruction.events import found_events, read_events
from cosmodrome.study.reconstruction.noise import readings
from cosmodrome.study.reconstruction.telemetry import FEWEST_SAMPLES, read_telemetry

HEADER = "time_s,speed_m_s,altitude_km"
CELL = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.integers(-(10**6), 10**6).map(str),
    st.sampled_from(["", "-", "n/a", "null", "T+00:01:02", "1,5", "12 km", "drop", "\x00", '"']),
    st.text(max_size=6),
)
TABLE = st.lists(st.lists(CELL, max_size=5), max_size=60)
common = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read_or_refuse(path):
    """Telemetry, or None when it is refused as it should be."""
    try:
        return read_telemetry([path])
    except InputError as error:
        for fault in error.faults:
            line = str(fault)
            assert "\n" not in line
            assert str(path) in line
            assert fault.problem
            assert fault.remedy
        return None


def clean(telemetry):
    assert np.isfinite(telemetry.time_s).all()
    assert (np.diff(telemetry.time_s) > 0.0).all()
    some = np.isfinite(telemetry.speed_m_s) | np.isfinite(telemetry.height_m)
    assert some.sum() >= FEWEST_SAMPLES
    speed, height, _ = readings(telemetry)
    for part in (speed, height):
        assert np.isfinite(part.value).all()
        assert (part.sigma > 0.0).all()
    found_events(speed, {})


@common
@given(rows=TABLE, header=st.one_of(st.just(HEADER), st.text(max_size=40)))
def test_any_table_is_read_clean_or_refused_in_a_line(tmp_path, rows, header):
    path = tmp_path / "junk.csv"
    text = "\n".join([header, *(",".join(row) for row in rows)])
    path.write_text(text, encoding="utf-8", errors="replace")
    telemetry = read_or_refuse(path)
    if telemetry is not None:
        clean(telemetry)


@common
@given(content=st.binary(max_size=2000))
def test_any_bytes_are_read_clean_or_refused_in_a_line(tmp_path, content):
    path = tmp_path / "junk.csv"
    path.write_bytes(content)
    telemetry = read_or_refuse(path)
    if telemetry is not None:
        clean(telemetry)


@common
@given(
    junk=st.dictionaries(st.tuples(st.integers(0, 79), st.integers(0, 2)), CELL, max_size=6),
    order=st.permutations(range(80)),
)
def test_a_few_bad_cells_and_any_order_leave_the_flight_in_place(tmp_path, junk, order):
    rows = [[str(t), f"{12.0 * t:.2f}", f"{0.006 * t * t:.3f}"] for t in range(80)]
    for (line, column), cell in junk.items():
        rows[line][column] = cell.replace(",", ".").replace("\n", " ").replace("\r", " ")
    path = tmp_path / "flight.csv"
    text = "\n".join([HEADER, *(",".join(rows[i]) for i in order)])
    path.write_text(text, encoding="utf-8", errors="replace")
    telemetry = read_or_refuse(path)
    assert telemetry is not None
    clean(telemetry)
    there = np.isfinite(telemetry.speed_m_s) & np.isin(telemetry.time_s, np.arange(80.0))
    right = np.isclose(telemetry.speed_m_s[there], 12.0 * telemetry.time_s[there], atol=0.01)
    assert right.sum() >= 60


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40))
def test_any_events_are_read_or_refused_in_a_line(text):
    events, faults = {}, ()
    try:
        events = read_events(text)
    except InputError as error:
        faults = error.faults
    assert all(len(str(fault).splitlines()) == 1 for fault in faults)
    assert all(0.0 <= event.t_s < 1e5 for event in events.values())


def test_a_wrong_cell_is_told_with_its_line_and_column(tmp_path):
    path = tmp_path / "flight.csv"
    lines = [f"{t},{'fast' if t > 10 else t},0.0" for t in range(40)]
    path.write_text("\n".join([HEADER, *lines]))
    with pytest.raises(
        InputError, match=r"flight\.csv:13: speed_m_s: `fast` is no number"
    ) as error:
        read_telemetry([path])
    assert "give numbers in m/s" in str(error.value)
