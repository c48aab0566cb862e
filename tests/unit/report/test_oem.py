from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from brahe.ccsds import OEM

from cosmodrome.errors import OutputError
from cosmodrome.orbit.propagation import Ephemeris, brahe_epoch
from cosmodrome.report.oem import oem_text, write_oem

CREATED = datetime(2016, 4, 27, tzinfo=UTC)
EPOCH = datetime(2016, 4, 28, 4, 7, 0, 250_000, tzinfo=UTC)


def ephemeris(epoch: datetime = EPOCH, n: int = 5, frame: str = "GCRF") -> Ephemeris:
    t = 60.0 * np.arange(n)
    return Ephemeris(
        epoch_utc=epoch,
        time_s=t,
        position_m=np.column_stack([6.85e6 + t, 1.234567891 * t, -t]),
        velocity_m_s=np.column_stack([t, 7500.123456789 + t, -t]),
        frame=frame,
    )


def text(path: Ephemeris, **others: str) -> str:
    names = {"object_name": "AIST-2D", "object_id": "2016-026B"} | others
    return oem_text(path, creation_date=CREATED, **names)


def test_another_reader_finds_every_state_to_a_tenth_of_a_millimetre() -> None:
    path = ephemeris()
    oem = OEM.from_str(text(path))
    segment = oem.segments[0]
    assert (segment.object_name, segment.object_id) == ("AIST-2D", "2016-026B")
    assert (segment.ref_frame, segment.center_name, segment.time_system) == ("GCRF", "EARTH", "UTC")
    assert len(segment.states) == 5
    for k, state in enumerate(segment.states):
        assert state.epoch - brahe_epoch(EPOCH) == pytest.approx(60.0 * k, abs=1e-6)
        assert np.allclose(state.position, path.position_m[k], rtol=0.0, atol=1e-4)
        assert np.allclose(state.velocity, path.velocity_m_s[k], rtol=0.0, atol=1e-7)


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.oem", "b.oem"):
        write_oem(
            tmp_path / name,
            ephemeris(),
            object_name="X",
            object_id="2016-026A",
            creation_date=CREATED,
        )
    assert (tmp_path / "a.oem").read_bytes() == (tmp_path / "b.oem").read_bytes()
    assert b"\r" not in (tmp_path / "a.oem").read_bytes()


def test_a_leap_second_is_written_as_second_sixty() -> None:
    before = datetime(2016, 12, 31, 23, 59, 0, 500_000, tzinfo=UTC)
    lines = text(ephemeris(before, n=2)).splitlines()
    assert lines[-1].startswith("2016-12-31T23:59:60.5")


def test_keywords_of_a_header_come_first_and_in_the_order_of_the_standard() -> None:
    keys = [line.split(" = ")[0] for line in text(ephemeris()).splitlines()]
    assert keys[:3] == ["CCSDS_OEM_VERS", "CREATION_DATE", "ORIGINATOR"]
    start = keys.index("META_START")
    assert keys[start + 1 : keys.index("META_STOP")] == [
        "OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM",
        "START_TIME", "STOP_TIME", "INTERPOLATION", "INTERPOLATION_DEGREE",
    ]  # fmt: skip


def test_a_comment_stands_at_the_head_of_the_metadata() -> None:
    lines = text(ephemeris(), comment="drag by NRLMSISE-00").splitlines()
    assert lines[lines.index("META_START") + 1] == "COMMENT drag by NRLMSISE-00"


@pytest.mark.parametrize(
    ("others", "frame"),
    [
        ({"object_name": " "}, "GCRF"),
        ({"object_id": "line\nbreak"}, "GCRF"),
        ({"object_name": "Аист"}, "GCRF"),
        ({}, "MARS"),
    ],
)
def test_text_the_standard_does_not_allow_is_refused(others: dict[str, str], frame: str) -> None:
    with pytest.raises(ValueError, match=r"OEM|axes"):
        text(ephemeris(frame=frame), **others)


def test_a_folder_that_is_not_there_is_reported_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere/a\.oem"):
        write_oem(
            tmp_path / "nowhere" / "a.oem",
            ephemeris(),
            object_name="X",
            object_id="Y",
            creation_date=CREATED + timedelta(0),
        )
