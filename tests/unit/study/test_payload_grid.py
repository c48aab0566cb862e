from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.errors import InputError
from cosmodrome.study.payload_grid import (
    LONGEST_CHAIN,
    GridPoint,
    PayloadGrid,
    cut_into_chains,
    grid_points,
    orbit_text,
    read_altitudes_km,
    read_grid,
    read_inclinations_deg,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500", (500.0,)),
        ("300:400:50", (300.0, 350.0, 400.0)),
        ("300:420:50", (300.0, 350.0, 400.0)),
        ("500, 300:400:50 ,300", (300.0, 350.0, 400.0, 500.0)),
        ("300:300.3:0.1", (300.0, 300.1, 300.2, 300.3)),
        ("300:300:50", (300.0,)),
    ],
)
def test_altitudes_are_numbers_and_ranges_with_both_ends(text, expected):
    assert read_altitudes_km(text) == expected


def test_inclinations_may_hold_the_sun_synchronous_one_which_stands_last():
    assert read_inclinations_deg("sso") == (None,)
    assert read_inclinations_deg("97,SSO,45:55:5") == (45.0, 50.0, 55.0, 97.0, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "`` is neither a number nor first:last:step"),
        ("300:400", "`300:400` is neither"),
        ("300:400:x", "`300:400:x` is neither"),
        ("300,", "`` is neither"),
        ("nan", "`nan` is neither"),
        ("inf", "`inf` is neither"),
        ("300:400:0", "the step of `300:400:0` is not above 0"),
        ("300:400:-5", "is not above 0"),
        ("400:300:50", "ends below its beginning; write 300:400:50"),
        ("50", "50 km is not between 100 and 400000 km"),
        ("100:400000:0.001", "points, more than 10000; take a larger step"),
    ],
)
def test_a_range_that_cannot_be_is_one_line_with_what_would_be_right(text, problem):
    with pytest.raises(InputError) as raised:
        read_altitudes_km(text)
    (line,) = str(raised.value).splitlines()
    assert line.startswith("--altitude: ")
    assert problem in line


def test_an_inclination_beyond_180_deg_is_refused():
    with pytest.raises(InputError, match="181 deg is not between 0 and 180 deg"):
        read_inclinations_deg("45,181")


def test_one_option_takes_the_other_from_the_orbit():
    assert read_grid("300,400", None, "500 km 60 deg").inclinations_deg == pytest.approx((60.0,))
    assert read_grid("300,400", None, "500 km SSO").inclinations_deg == (None,)
    grid = read_grid(None, "60,70", "200x500 km 51 deg")
    assert grid == PayloadGrid(heights_km=((200.0, 500.0),), inclinations_deg=(60.0, 70.0))


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("300", None, None), "--inclination: is left open"),
        ((None, "60", None), "--altitude: is left open"),
        (("300", "60", "500 km SSO"), "--orbit: says nothing beside"),
        (("100:9000:1", "1:9:1", None), "80109 points, more than 10000"),
    ],
)
def test_options_that_make_no_grid_are_refused(options, problem):
    with pytest.raises(InputError, match=problem):
        read_grid(*options)


def test_every_fault_of_the_options_is_told_at_once():
    with pytest.raises(InputError) as raised:
        read_grid("x", "y", "500 km SSO")
    assert len(raised.value.faults) == 3


@pytest.mark.parametrize(
    ("point", "text"),
    [
        (GridPoint(perigee_km=500.0, apogee_km=500.0, inclination_deg=None), "500 km SSO"),
        (GridPoint(perigee_km=300.1, apogee_km=300.1, inclination_deg=97.0), "300.1 km 97 deg"),
        (GridPoint(perigee_km=200.0, apogee_km=450.0, inclination_deg=51.6), "200x450 km 51.6 deg"),
    ],
)
def test_a_point_is_an_orbit_in_words(point, text):
    assert orbit_text(point) == text


def test_the_points_run_line_by_line():
    grid = PayloadGrid(heights_km=((300.0, 300.0), (400.0, 400.0)), inclinations_deg=(60.0, None))
    found = [(point.perigee_km, point.inclination_deg) for point in grid_points(grid)]
    assert found == [(300.0, 60.0), (400.0, 60.0), (300.0, None), (400.0, None)]


def grid_of(columns, rows):
    return PayloadGrid(
        heights_km=tuple((300.0 + k, 300.0 + k) for k in range(columns)),
        inclinations_deg=tuple(float(k) for k in range(rows)),
    )


@given(st.integers(1, 40), st.integers(1, 40))
def test_chains_hold_each_point_once_and_step_between_neighbours(columns, rows):
    chains = cut_into_chains(grid_of(columns, rows))
    assert sorted(place for chain in chains for place in chain) == list(range(columns * rows))
    for chain in chains:
        assert 1 <= len(chain) <= LONGEST_CHAIN
        for a, b in pairwise(chain):
            across, along = abs(a % columns - b % columns), abs(a // columns - b // columns)
            assert across + along == 1


def test_ten_altitudes_at_four_inclinations_are_four_chains_along_the_altitude():
    chains = cut_into_chains(grid_of(10, 4))
    assert chains == tuple(tuple(range(10 * k, 10 * k + 10)) for k in range(4))


def test_short_lines_are_joined_there_and_back():
    assert cut_into_chains(grid_of(2, 2)) == ((0, 1, 3, 2),)
