import numpy as np
import pytest

from cosmodrome.constants import EARTH_GRAVITY_RADIUS_M, EARTH_J2, EARTH_MU_M3_S2
from cosmodrome.earth.gravity import EGM2008_ZONAL, POINT_MASS, potential, zonal_acceleration

R = EARTH_GRAVITY_RADIUS_M


def test_a_point_mass_pulls_with_mu_over_r_squared():
    a = zonal_acceleration(7e6, 0.0, 0.0, 0.0, 0.0, 1.0, POINT_MASS)
    assert a == pytest.approx((-EARTH_MU_M3_S2 / 49e12, 0.0, 0.0), rel=1e-15)


def test_j2_alone_has_the_textbook_pull_on_equator_and_pole():
    oblate = POINT_MASS._replace(j2=EARTH_J2)
    g = EARTH_MU_M3_S2 / R**2
    equator = zonal_acceleration(R, 0.0, 0.0, 0.0, 0.0, 1.0, oblate)
    pole = zonal_acceleration(0.0, 0.0, R, 0.0, 0.0, 1.0, oblate)
    assert equator[0] == pytest.approx(-g * (1.0 + 1.5 * EARTH_J2), rel=1e-14)
    assert pole[2] == pytest.approx(-g * (1.0 - 3.0 * EARTH_J2), rel=1e-14)


def test_turning_position_and_pole_together_turns_the_acceleration():
    turn, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))
    r, p = np.array([4e6, -3e6, 5e6]), np.array([0.0, 0.0, 1.0])
    plain = np.array(zonal_acceleration(*r, *p, EGM2008_ZONAL))
    turned = np.array(zonal_acceleration(*(turn @ r), *(turn @ p), EGM2008_ZONAL))
    np.testing.assert_allclose(turned, turn @ plain, rtol=1e-13)


def test_the_potential_is_that_of_the_legendre_series():
    g, s, r = EGM2008_ZONAL, 0.37, 7e6
    legendre = np.polynomial.legendre.legval(s, [0, 0, *(g[n] * (R / r) ** n for n in range(2, 7))])
    got = potential(r * np.sqrt(1 - s * s), 0.0, r * s, 0.0, 0.0, 1.0, g)
    assert got == pytest.approx(-EARTH_MU_M3_S2 / r * (1.0 - legendre), rel=1e-15)
