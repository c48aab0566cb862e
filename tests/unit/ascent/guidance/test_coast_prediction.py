import numpy as np

from cosmodrome.ascent.guidance.coast_prediction import coasted
from cosmodrome.earth.gravity import EGM2008_ZONAL, POINT_MASS

POLE = (0.0, 0.0, 1.0)


def test_a_circular_orbit_without_flattening_stays_on_its_circle() -> None:
    radius = 6.6e6
    speed = float(np.sqrt(POINT_MASS.mu_m3_s2 / radius))
    r, v = coasted((radius, 0.0, 0.0), (0.0, speed, 0.0), 400.0, POLE, POINT_MASS)
    angle = speed / radius * 400.0
    # Three steps of 133 s are 16 m off in 3000 km; the law repeats the prediction every cycle.
    np.testing.assert_allclose(r, (radius * np.cos(angle), radius * np.sin(angle), 0.0), atol=20.0)
    np.testing.assert_allclose(v, (-speed * np.sin(angle), speed * np.cos(angle), 0.0), atol=0.05)


def test_flattening_is_felt_and_many_short_coasts_make_a_long_one() -> None:
    r, v = (4.0e6, 1.0e6, 5.0e6), (-3000.0, 6000.0, 1500.0)
    long_r, long_v = coasted(r, v, 300.0, POLE, EGM2008_ZONAL)
    round_r, _ = coasted(r, v, 300.0, POLE, POINT_MASS)
    for _ in range(60):
        r, v = coasted(r, v, 5.0, POLE, EGM2008_ZONAL)
    np.testing.assert_allclose(long_r, r, atol=20.0)
    np.testing.assert_allclose(long_v, v, atol=0.1)
    assert np.linalg.norm(np.subtract(long_r, round_r)) > 200.0
