import math

import pytest

from cosmodrome.vehicle.engine import (
    Engine,
    mass_flow_kg_s,
    nozzle_exit_area_m2,
    thrust_sea_level_N,
)


def test_flow_and_sea_level_thrust_follow_from_the_published_figures():
    area = nozzle_exit_area_m2(1021.3e3, 838.5e3)
    engine = Engine(name="RD-107A", thrust_vac_N=1021.3e3, isp_vac_s=319.0, exit_area_m2=area)
    assert thrust_sea_level_N(engine) == pytest.approx(838.5e3, rel=1e-12)
    assert mass_flow_kg_s(engine) == pytest.approx(1021.3e3 / 319.0 / 9.80665, rel=1e-15)


@pytest.mark.parametrize("thrust", [0.0, -1.0, math.nan, math.inf])
def test_a_thrust_that_is_none_is_refused(thrust):
    with pytest.raises(ValueError, match="thrust_vac_N"):
        Engine(name="x", thrust_vac_N=thrust, isp_vac_s=300.0, exit_area_m2=0.0)


def test_throttle_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="min_throttle is above"):
        Engine(
            name="x",
            thrust_vac_N=1.0,
            isp_vac_s=300.0,
            exit_area_m2=0.0,
            min_throttle=0.9,
            max_throttle=0.5,
        )
