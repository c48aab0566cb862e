import numpy as np
import pytest

from cosmodrome.ascent.dynamics import Shape, acceleration, air_data, air_force, axis, loads
from cosmodrome.constants import EARTH_RADIUS_M, EARTH_ROTATION_RAD_S, STANDARD_PRESSURE_PA
from cosmodrome.earth.gravity import zonal_acceleration
from cosmodrome.earth.wind import from_table
from cosmodrome.numerics.tables import constant

SHAPE = Shape(area_m2=8.0, axial=constant(0.3), normal_slope=constant(2.5), alpha_factor=2.0)
GROUND = (EARTH_RADIUS_M, 0.0, 0.0)
AT_REST = (0.0, EARTH_ROTATION_RAD_S * EARTH_RADIUS_M, 0.0)


def test_the_air_stands_still_over_the_turning_ground(earth):
    height, density, pressure, sound, *w, speed, upx, upy, upz = air_data(*GROUND, *AT_REST, earth)
    assert height == pytest.approx(0.0, abs=1e-6)
    assert np.linalg.norm(w) < 1e-9
    # The floor under the root keeps the derivative finite: 1 mm/s.
    assert speed == pytest.approx(1e-3)
    # Sea level as printed, within the 1e-5 of the tables.
    assert (density, pressure, sound) == pytest.approx((1.225, 101_325.0, 340.294), rel=2e-5)
    assert (upx, upy, upz) == pytest.approx((1.0, 0.0, 0.0))


def test_wind_is_felt_from_where_it_comes(earth):
    windy = earth._replace(wind=from_table([0.0, 1e4], [10.0, 10.0], [-5.0, -5.0]))
    _, _, _, _, wx, wy, wz, speed, *_ = air_data(*GROUND, *AT_REST, windy)
    assert (wx, wy, wz) == pytest.approx((0.0, -10.0, 5.0), abs=1e-6)
    assert speed == pytest.approx(np.sqrt(125.0))


def test_without_air_there_is_no_pressure_either(bare):
    _, density, pressure, *_ = air_data(*GROUND, *AT_REST, bare)
    assert (density, pressure) == (0.0, 0.0)


def test_head_on_the_air_pushes_back_along_the_axis():
    force = air_force(1.0, 0.0, 0.0, 200.0, 0.0, 0.0, 200.0, 1.2, 340.0, SHAPE)
    assert force == pytest.approx((-0.5 * 1.2 * 200.0**2 * 8.0 * 0.3, 0.0, 0.0))


def test_at_an_angle_of_attack_the_normal_force_lifts_to_the_side_of_the_nose():
    alpha = np.radians(10.0)
    nose = np.array([np.cos(alpha), np.sin(alpha), 0.0])
    force = np.array(air_force(*nose, 200.0, 0.0, 0.0, 200.0, 1.2, 340.0, SHAPE))
    qs = 0.5 * 1.2 * 200.0**2 * 8.0
    side = np.array([-np.sin(alpha), np.cos(alpha), 0.0])
    assert force @ nose == pytest.approx(-qs * 0.3 * (1.0 + 2.0 * np.sin(alpha) ** 2))
    assert force @ side == pytest.approx(qs * 2.5 * np.sin(alpha))
    assert force[2] == 0.0


def test_on_the_ground_weight_thrust_and_back_pressure_add_up(earth):
    thrust, area, mass = 2.2e6, 2.0, 1.3e5
    found = acceleration(*GROUND, *AT_REST, mass, 1.0, 0.0, 0.0, thrust, area, SHAPE, earth)
    pull = zonal_acceleration(*GROUND, 0.0, 0.0, 1.0, earth.gravity)
    push = (thrust - area * STANDARD_PRESSURE_PA) / mass
    assert found == pytest.approx((pull[0] + push, pull[1], pull[2]), rel=1e-6, abs=1e-9)


def test_the_axial_load_is_what_a_passenger_feels(earth):
    """Forces that are not gravity, along the axis: what `acceleration` gives less the fall."""
    nose = np.array([0.8, 0.6, 0.0])
    state = (EARTH_RADIUS_M + 11e3, 0.0, 0.0, 400.0, 900.0, 0.0, 8e4)
    found = loads(*state, *nose, 2e6, 2.0, SHAPE, earth)
    whole = np.array(acceleration(*state, *nose, 2e6, 2.0, SHAPE, earth))
    fall = np.array(zonal_acceleration(*state[:3], 0.0, 0.0, 1.0, earth.gravity))
    assert found[2] == pytest.approx((whole - fall) @ nose, rel=1e-12)


def test_dynamic_pressure_heat_flux_and_angle_are_of_the_velocity_through_the_air(earth):
    state = (EARTH_RADIUS_M + 11e3, 0.0, 0.0, 400.0, 900.0, 0.0, 8e4)
    _, density, _, _, *w, speed, _, _, _ = air_data(*state[:6], earth)
    q, sin2, _, flux = loads(*state, 1.0, 0.0, 0.0, 2e6, 2.0, SHAPE, earth)
    assert q == pytest.approx(0.5 * density * speed**2)
    assert flux == pytest.approx(0.5 * density * speed**3)
    assert sin2 == pytest.approx(1.0 - (w[0] / speed) ** 2)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0.0, (0.0, 0.6, 0.8)), (1.0, (1.0, 0.0, 0.0)), (2.0, (0.0, 0.0, 1.0))],
)
def test_the_axis_is_steered_upright_or_along_the_flow(mode, expected):
    found = axis(mode, 0.0, 3.0, 4.0, 1.0, 0.0, 0.0, 0.0, 0.0, 7.0, 7.0)
    assert found == pytest.approx(expected)
