"""The standard propagation against another program and against a tracked satellite."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brahe as bh
import numpy as np
import pytest

from cosmodrome.orbit.propagation import Forces, brahe_epoch, propagate

DATA = Path(__file__).parent / "data"
STK_EPOCH = datetime(2004, 6, 1, 12, tzinfo=UTC)


def table(name: str) -> np.ndarray:
    return np.loadtxt(DATA / name, delimiter=",", skiprows=1)


@pytest.fixture
def constant_space_weather() -> Iterator[None]:
    bh.set_global_space_weather_provider(
        bh.StaticSpaceWeatherProvider.from_values(3.0, 15.0, 150.0, 150.0, 0)
    )
    yield
    bh.set_global_space_weather_provider(bh.FileSpaceWeatherProvider.from_default_file())


def miss_m(name: str, forces: Forces) -> float:
    rows = table(name)
    state = rows[:, 1:] * 1e3 @ np.kron(np.eye(2), bh.rotation_eme2000_to_gcrf()).T
    path = propagate(
        state[0, :3],
        state[0, 3:],
        STK_EPOCH,
        mass_kg=1000.0,
        drag_area_m2=20.0,
        drag_coefficient=2.2,
        step_s=3600.0,
        forces=forces,
    )
    return float(np.linalg.norm(path.position_m - state[:, :3], axis=1).max())


def test_a_day_under_gravity_alone_agrees_with_stk_to_five_metres() -> None:
    # 3.2 m measured; EGM96 against EGM2008 and the nutation series make the difference
    assert miss_m("stk_gmat/iss_earth_egm96_0_0.csv", Forces(drag=False, sun_and_moon=False)) < 5.0


def test_a_day_with_drag_sun_and_moon_agrees_with_stk_to_eighty_metres(
    constant_space_weather: None,
) -> None:
    # 51 m measured; the reference has radiation pressure on 20 m2 per tonne, we have none
    assert miss_m("stk_gmat/iss_earthsunluna_egm96_msise00_srp.csv", Forces()) < 80.0


def test_sentinel_3a_is_followed_for_a_day_to_fifty_metres() -> None:
    # 34 m measured, 29 m with 120x120: radiation pressure and tides are not modelled
    rows = table("sentinel3a/ssas3a20_first_day.csv")
    epoch = datetime(2018, 12, 24, 21, 56, tzinfo=UTC) - timedelta(seconds=37)  # TAI
    start = brahe_epoch(epoch)
    itrf = np.hstack([rows[:, 1:4] * 1e3, rows[:, 4:] * 0.1])
    gcrf = np.array(
        [bh.state_itrf_to_gcrf(start + float(t), x) for t, x in zip(rows[:, 0], itrf, strict=True)]
    )
    path = propagate(
        gcrf[0, :3],
        gcrf[0, 3:],
        epoch,
        mass_kg=1130.0,
        drag_area_m2=6.0,
        drag_coefficient=2.2,
        step_s=3600.0,
    )
    assert np.linalg.norm(path.position_m - gcrf[:, :3], axis=1).max() < 50.0
