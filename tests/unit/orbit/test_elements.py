from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.orbit.elements import (
    Elements,
    apogee_height_m,
    argument_of_latitude,
    cartesian,
    gmst_rad,
    ltan_h,
    osculating,
    perigee_height_m,
    period_s,
    rotated,
)

LIFTOFF = datetime(2016, 4, 28, 2, 1, 21, tzinfo=UTC)


def test_a_state_of_vallado_has_the_elements_he_prints() -> None:
    # Vallado, 4th ed., example 2-5; mu of the book, last printed digits
    e = osculating(
        [6524834.0, 6862875.0, 6448296.0], [4901.327, 5533.756, -1976.341], 3.986004418e14
    )
    assert e.semi_major_axis_m == pytest.approx(36_127_343, abs=40.0)
    assert e.eccentricity == pytest.approx(0.832853, abs=1e-6)
    assert np.degrees(e.inclination_rad) == pytest.approx(87.870, abs=2e-3)
    assert np.degrees(e.raan_rad) == pytest.approx(227.898, abs=2e-3)
    assert np.degrees(e.argument_of_perigee_rad) == pytest.approx(53.38, abs=6e-3)
    assert np.degrees(e.true_anomaly_rad) == pytest.approx(92.335, abs=2e-3)


@pytest.mark.parametrize("inclination", [0.0, np.pi, 1.7])
def test_a_circular_orbit_has_finite_elements_that_give_the_state_back(inclination: float) -> None:
    r = np.array([7e6, 0.0, 0.0])
    v = np.sqrt(EARTH_MU_M3_S2 / 7e6) * np.array([0.0, np.cos(inclination), np.sin(inclination)])
    elements = osculating(r, v)
    assert elements.eccentricity < 1e-15
    back = cartesian(elements)
    assert np.allclose(back[0], r, atol=1e-6)
    assert np.allclose(back[1], v, atol=1e-9)


def test_an_equatorial_orbit_counts_its_perigee_from_the_x_axis() -> None:
    r = np.array([0.0, 7e6, 0.0])
    e = osculating(r, np.array([-8000.0, 0.0, 0.0]))
    assert e.raan_rad == 0.0
    assert e.argument_of_perigee_rad == pytest.approx(np.pi / 2)
    assert e.true_anomaly_rad == pytest.approx(0.0, abs=1e-12)


def test_a_state_without_angular_momentum_or_with_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="angular momentum"):
        osculating([7e6, 0.0, 0.0], [1000.0, 0.0, 0.0])
    with pytest.raises(ValueError, match="finite"):
        osculating([np.nan, 0.0, 0.0], [0.0, 1000.0, 0.0])


def test_heights_and_period_follow_from_the_ellipse() -> None:
    a = EARTH_RADIUS_M + 478e3
    e = Elements(
        semi_major_axis_m=a,
        eccentricity=7e3 / a,
        inclination_rad=1.7,
        raan_rad=0.4,
        argument_of_perigee_rad=6.0,
        true_anomaly_rad=1.0,
    )
    assert perigee_height_m(e) == pytest.approx(471e3)
    assert apogee_height_m(e) == pytest.approx(485e3)
    assert period_s(e) == pytest.approx(2 * np.pi * np.sqrt(a**3 / EARTH_MU_M3_S2))
    assert argument_of_latitude(e) == pytest.approx(7.0 - 2 * np.pi)


def test_an_escaping_body_has_no_apogee_and_no_period() -> None:
    e = osculating([7e6, 0.0, 0.0], [0.0, 12e3, 0.0])
    assert e.semi_major_axis_m < 0.0
    assert apogee_height_m(e) == period_s(e) == float("inf")
    assert np.allclose(cartesian(e)[1], [0.0, 12e3, 0.0])


def test_turning_the_axes_about_the_pole_turns_the_node_alone() -> None:
    e = osculating([5e6, 4e6, 2e6], [-2e3, 1e3, 7e3])
    c, s = np.cos(0.1), np.sin(0.1)
    turned = osculating(
        *rotated([5e6, 4e6, 2e6], [-2e3, 1e3, 7e3], [[c, s, 0], [-s, c, 0], [0, 0, 1]])
    )
    assert turned.raan_rad == pytest.approx((e.raan_rad - 0.1) % (2 * np.pi))
    assert turned.inclination_rad == pytest.approx(e.inclination_rad)


def test_sidereal_time_is_the_one_vallado_prints() -> None:
    # example 3-5: 1992-08-20 12:14 UT1, 152.578 787 886 deg
    t = datetime(1992, 8, 20, 12, 14, tzinfo=UTC)
    assert np.degrees(gmst_rad(t)) == pytest.approx(152.578787886, abs=1e-7)


def test_the_node_of_the_vostochny_flight_lies_at_eleven_fourteen_local_time() -> None:
    # 25.1 deg and 11.24 h stand rounded in the derivation from the tracked elements
    assert ltan_h(np.radians(25.1), LIFTOFF) == pytest.approx(11.24, abs=0.01)


@pytest.mark.parametrize(
    ("day_of_year", "raan_deg"),
    [(150.18615773, 55.6492), (149.98631553, 55.4471), (150.10658618, 55.5836)],
)
def test_the_two_line_elements_of_may_2016_give_the_same_local_time(
    day_of_year: float, raan_deg: float
) -> None:
    # objects 41464, 41465, 41466; 0.02 h is 22 days of the drift of 0.981 against 0.9856 deg/day
    epoch = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(days=day_of_year - 1.0)
    assert ltan_h(np.radians(raan_deg), epoch) == pytest.approx(11.24, abs=0.02)


def test_local_time_of_the_node_takes_any_time_zone() -> None:
    yakutsk = LIFTOFF.astimezone(timezone(timedelta(hours=9)))
    assert ltan_h(0.4, yakutsk) == ltan_h(0.4, LIFTOFF)
