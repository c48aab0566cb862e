"""Starts of the falls as the check-cases give them, those without a history included."""

import numpy as np
import pytest

from cosmodrome.study.validation.data_files import text_rows
from cosmodrome.study.validation.falling_bodies import fall
from cosmodrome.study.validation.nesc_atmospheric import start_of

CASES = [row["case"] for row in text_rows("nesc_atmospheric/initial_conditions.csv")]


@pytest.mark.parametrize("case", CASES)
def test_a_fall_starts_as_the_check_case_says(case):
    start = start_of(case)
    expected = [
        start.altitude_ft, start.north_ft_s, start.east_ft_s, start.down_ft_s,
        start.longitude_deg, start.latitude_deg,
    ]  # fmt: skip
    np.testing.assert_allclose(fall(start, 5.0)[0], expected, rtol=0.0, atol=1e-8)


def test_nothing_leaves_the_meridian_of_an_earth_that_does_not_turn():
    rows = fall(start_of("04"))
    assert np.all(rows[:, (1, 2, 4, 5)] == 0.0)


def test_a_wind_that_grows_with_height_blows_a_sphere_first_east_then_west():
    calm, shear = fall(start_of("06")), fall(start_of("08"))
    drift = shear[:, 2] - calm[:, 2]
    assert drift[1] > 0.0
    assert np.all(np.diff(drift[:3]) > 0.0)
