from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.orbit.elements import Elements, cartesian
from cosmodrome.orbit.summary import ElementKind, orbit_row

LIFTOFF = datetime(2016, 4, 28, 2, 1, 21, tzinfo=UTC)
A = EARTH_RADIUS_M + 478e3
STATE = cartesian(
    Elements(
        semi_major_axis_m=A,
        eccentricity=7e3 / A,
        inclination_rad=np.radians(97.28),
        raan_rad=np.radians(25.1),
        argument_of_perigee_rad=np.radians(70.0),
        true_anomaly_rad=np.radians(100.0),
    )
)


def test_an_osculating_row_reads_as_the_published_orbit() -> None:
    row = orbit_row("aist-2d", *STATE, LIFTOFF, np.eye(3))
    assert row.kind is ElementKind.OSCULATING
    assert (row.perigee_km, row.apogee_km) == (pytest.approx(471.0), pytest.approx(485.0))
    assert (row.inclination_deg, row.raan_deg) == (pytest.approx(97.28), pytest.approx(25.1))
    assert row.ltan_h == pytest.approx(11.24, abs=0.01)
    assert row.period_s == pytest.approx(5649.3, abs=1.0)


def test_the_three_kinds_differ_by_kilometres_in_height() -> None:
    rows = {k: orbit_row("x", *STATE, LIFTOFF, np.eye(3), k) for k in ElementKind}
    instant, mean, tle = (rows[k].perigee_km for k in ElementKind)
    assert abs(instant - mean) > 1.0
    assert abs(mean - tle) > 1.0
    assert rows[ElementKind.MEAN].inclination_deg == pytest.approx(97.28, abs=0.01)


def test_axes_of_date_are_used() -> None:
    c, s = np.cos(0.01), np.sin(0.01)
    row = orbit_row("x", *STATE, LIFTOFF, [[c, s, 0], [-s, c, 0], [0, 0, 1]])
    assert row.raan_deg == pytest.approx(25.1 - np.degrees(0.01))
