"""What moving the district of the core of 2016 costs."""

import pytest

from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.errors import UnknownNameError
from cosmodrome.mission.files import load_mission
from cosmodrome.study.drop_zones.cost import ZoneCost, zone_cost

BY_M = (-20e3, -10e3, 10e3)


@pytest.fixture(scope="module")
def cost() -> ZoneCost:
    steps = list(zone_cost(load_mission("vostochny-2016", open_catalogue()), "core", BY_M))
    assert len(steps) == len(BY_M) + 1
    assert isinstance(steps[-1], ZoneCost)
    return steps[-1]


def test_the_body_comes_down_where_it_is_held(cost: ZoneCost) -> None:
    for move in cost.moves:
        assert move.downrange_m == pytest.approx(cost.downrange_m + move.by_m, abs=20.0)


def test_costs_solved_anew_are_the_sum_of_the_slopes_from_the_multipliers(cost: ZoneCost) -> None:
    far, near, beyond = ((m.cost_kg, m.slope_kg_m) for m in cost.moves)
    assert None not in (*far, *near, *beyond)
    # Nothing at the best place, and lines between.
    first = 0.5 * near[1] * 10e3
    second = 0.5 * (near[1] + far[1]) * 10e3
    assert near[0] == pytest.approx(first, abs=0.1)
    assert far[0] == pytest.approx(first + second, abs=0.2)
    # A parabola about the best place, to first order the same on either side.
    assert beyond[1] == pytest.approx(near[1], rel=0.15)


def test_a_kilogram_of_propellant_is_about_one_of_payload(cost: ZoneCost) -> None:
    assert cost.what == "propellant of the last stage"
    assert 1.0 < cost.payload_per_kg < 1.3


def test_a_body_that_is_not_dropped_is_refused_with_its_neighbours() -> None:
    mission = load_mission("vostochny-2016", open_catalogue())
    with pytest.raises(UnknownNameError, match="did you mean core"):
        next(zone_cost(mission, "cor", [1e3]))
