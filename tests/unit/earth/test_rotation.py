import numpy as np

from cosmodrome.constants import EARTH_RADIUS_M, EARTH_ROTATION_RAD_S
from cosmodrome.earth.rotation import atmosphere_velocity, rotate_about


def test_ground_on_the_equator_moves_east_at_465_m_s():
    v = atmosphere_velocity(EARTH_RADIUS_M, 0.0, 0.0, 0.0, 0.0, 1.0, EARTH_ROTATION_RAD_S)
    assert v == (0.0, EARTH_ROTATION_RAD_S * EARTH_RADIUS_M, 0.0)


def test_a_quarter_turn_about_z_takes_x_to_y():
    turned = rotate_about([0.0, 0.0, 1.0], np.pi / 2) @ [1.0, 0.0, 0.0]
    np.testing.assert_allclose(turned, [0.0, 1.0, 0.0], atol=1e-15)


def test_a_rotation_keeps_lengths_and_its_axis():
    axis = np.array([2.0, -1.0, 2.0]) / 3.0
    matrix = rotate_about(axis, 1.1)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-15)
    np.testing.assert_allclose(matrix @ axis, axis, atol=1e-15)


def test_the_velocity_of_calm_air_is_the_rate_of_the_rotation():
    axis, r, dt = np.array([2.0, -1.0, 2.0]) / 3.0, np.array([6e6, 1e6, 2e6]), 1e-4
    ahead, behind = rotate_about(axis, dt) @ r, rotate_about(axis, -dt) @ r
    np.testing.assert_allclose(
        atmosphere_velocity(*r, *axis, 1.0), (ahead - behind) / (2 * dt), rtol=1e-7
    )
