"""TLE-like elements of an SGP4 state against the elements SGP4 was given."""

import numpy as np
import pytest
from sgp4.api import Satrec

from cosmodrome.orbit.elements import apogee_height_m, osculating, perigee_height_m
from cosmodrome.orbit.mean import mean_from_osculating, without_j3_shift

# Space-Track, as archived in github.com/Bill-Gray/tles, 20160529.tle and 20160501.tle
AIST_2D = (
    "1 41465U 16026B   16149.98631553  .00002489  00000-0  90266-4 0  9996",
    "2 41465  97.2736  55.4471 0013232 142.5807 343.5952 15.29189129  4709",
)
BLOK_I = (
    "1 41467U 16026D   16121.28198467  .11471953  24808-5  17363-3 0  9994",
    "2 41467  97.2879  27.8476 0010741 298.3349  62.0261 16.48059625   352",
)
SGP4_RADIUS_M = 6_378_135.0  # WGS72


@pytest.mark.parametrize("lines", [AIST_2D, BLOK_I], ids=["aist-2d", "blok-i"])
@pytest.mark.parametrize("minutes", [0.0, 20.0, 45.0, 70.0])
def test_two_line_elements_come_back_from_the_state_they_make(
    lines: tuple[str, str], minutes: float
) -> None:
    tracked = Satrec.twoline2rv(*lines)
    _, r_km, v_km_s = tracked.sgp4_tsince(minutes)
    mean = mean_from_osculating(osculating(np.multiply(r_km, 1e3), np.multiply(v_km_s, 1e3)))
    ours = without_j3_shift(mean)
    a, e = tracked.am * SGP4_RADIUS_M, tracked.em
    # 0.11 km measured; SGP4 keeps J4 and drag terms we do not take off
    assert perigee_height_m(ours) + 6_378_137.0 == pytest.approx(a * (1 - e), abs=200.0)
    assert apogee_height_m(ours) + 6_378_137.0 == pytest.approx(a * (1 + e), abs=200.0)
    assert ours.inclination_rad == pytest.approx(tracked.im, abs=1e-6)
    assert ours.raan_rad == pytest.approx(tracked.Om % (2 * np.pi), abs=5e-6)
    assert ours.argument_of_perigee_rad == pytest.approx(tracked.om % (2 * np.pi), abs=0.01)


def test_heights_of_a_two_line_element_are_six_kilometres_from_those_flown() -> None:
    tracked = Satrec.twoline2rv(*AIST_2D)
    _, r_km, v_km_s = tracked.sgp4_tsince(0.0)
    mean = mean_from_osculating(osculating(np.multiply(r_km, 1e3), np.multiply(v_km_s, 1e3)))
    assert perigee_height_m(mean) == pytest.approx(460.4e3, abs=200.0)
    assert apogee_height_m(mean) == pytest.approx(490.0e3, abs=200.0)
    assert perigee_height_m(without_j3_shift(mean)) == pytest.approx(466.1e3, abs=200.0)
    assert apogee_height_m(without_j3_shift(mean)) == pytest.approx(484.3e3, abs=200.0)
