from datetime import UTC, datetime, timedelta

import brahe
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.local_time import (
    ascending_local_time_h,
    liftoff_for_local_time,
    local_time_of_raan_h,
    mean_sun_rad,
    raan_of_local_time_rad,
)
from cosmodrome.earth.orientation import orientation_at

dates = st.integers(0, 70 * 365 * 86_400).map(
    lambda s: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)


def apart(a: float, b: float, turn: float) -> float:
    return abs((a - b + 0.5 * turn) % turn - 0.5 * turn)


@given(local_time=st.floats(0.0, 23.999), utc=dates)
def test_a_local_time_is_found_again_from_its_node(local_time, utc):
    raan = raan_of_local_time_rad(local_time, utc)
    assert 0.0 <= raan < 2.0 * np.pi
    assert apart(local_time_of_raan_h(raan, utc), local_time, 24.0) < 1e-9


def test_the_mean_sun_goes_round_beside_the_true_one():
    """Their difference is the equation of time: 16.5 minutes at most, nothing over a year."""
    minutes = []
    for day in range(0, 365, 5):
        # The equinox of the true Sun's axes is that of 2000.
        utc = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=day)
        epoch = brahe.Epoch.from_datetime(
            utc.year, utc.month, utc.day, 0, 0, 0.0, 0.0, brahe.TimeSystem.UTC
        )
        x, y, _ = brahe.sun_position(epoch)
        ahead = np.degrees(np.arctan2(y, x) - mean_sun_rad(utc))
        minutes.append(((ahead + 180.0) % 360.0 - 180.0) * 4.0)
    assert min(minutes) == pytest.approx(-16.4, abs=0.2)
    assert max(minutes) == pytest.approx(14.2, abs=0.2)
    assert abs(np.mean(minutes)) < 0.1


@pytest.mark.parametrize("year", [1995, 2010, 2026, 2050])
def test_the_mean_sun_stands_over_greenwich_at_noon(year):
    utc = datetime(year, 4, 28, 12, tzinfo=UTC)
    orientation = orientation_at(utc)
    x, y, _ = orientation.gcrf_to_teme @ orientation.gcrf_to_itrf[0]
    # UT1 is within 0.9 s of UTC, 0.004 deg of the Earth's turning.
    assert apart(np.arctan2(y, x), mean_sun_rad(utc), 2.0 * np.pi) < np.radians(0.004)


def test_the_descending_node_is_half_a_day_from_the_ascending_one():
    assert ascending_local_time_h(22.5, descending=True) == pytest.approx(10.5)
    assert ascending_local_time_h(10.5, descending=False) == pytest.approx(10.5)


@given(asked=st.floats(0.0, 23.999), raan=st.floats(0.0, 6.28), utc=dates)
def test_a_lift_off_moved_brings_the_local_time(asked, raan, utc):
    moved = liftoff_for_local_time(asked, raan, utc)
    seconds = (moved - utc).total_seconds()
    assert abs(seconds) <= 43_200.0
    # The node of the same ascent turns with the Earth.
    turned = raan + EARTH_ROTATION_RAD_S * seconds
    # 0.01 s of a day: the rate of rotation has seven digits.
    assert apart(local_time_of_raan_h(turned, moved), asked, 24.0) < 1e-5
