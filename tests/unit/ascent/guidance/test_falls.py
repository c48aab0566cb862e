"""Falls of guided flights beside the nominal falls, which step by their own error."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.unit.ascent.conftest import FALL, Ascent

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.falls import Fall, fall_of
from cosmodrome.ascent.guidance.build_program import build_program
from cosmodrome.ascent.guidance.falls import Falls, falls_of_launcher, fly_falls
from cosmodrome.ascent.guidance.flights import GuidedFlights, bodies_of, fly_all
from cosmodrome.ascent.guidance.parameters import (
    DENSITY_KNOTS,
    WIND_KNOTS,
    WIND_STEP_M,
    ParameterLayout,
)
from cosmodrome.ascent.guidance.program import Program
from cosmodrome.ascent.phase import Dropped
from cosmodrome.earth.ellipsoid import downrange_m
from cosmodrome.earth.orientation import Orientation
from cosmodrome.earth.wind import Wind
from cosmodrome.numerics.tables import linear
from cosmodrome.vehicle.launcher import Launcher

BODIES = ("first", "skirt", "fairing")
PIECES = {"first": 2, "skirt": 1, "fairing": 2}
# Asked of the falls beside the adaptive ones [m].
NEAR_M = 20.0
# The Earth of the tests has its pole along z, and Greenwich along x at lift-off.
UPRIGHT = Orientation(
    epoch_utc=datetime(2020, 1, 1, tzinfo=UTC), gcrf_to_itrf=np.eye(3), gcrf_to_teme=np.eye(3)
)


@pytest.fixture(scope="module")
def program(launcher: Launcher, ascent: Ascent, earth: World) -> Program:
    return build_program(launcher, ascent.planned, earth, launcher.limits)


@pytest.fixture(scope="module")
def falls(launcher: Launcher) -> Falls:
    return falls_of_launcher(launcher, UPRIGHT)


@pytest.fixture(scope="module")
def layout(launcher: Launcher) -> ParameterLayout:
    return ParameterLayout(stages=("first", "second"), bodies=bodies_of(launcher))


def flown(program: Program, launcher: Launcher, vectors: np.ndarray) -> GuidedFlights:
    return fly_all(program, launcher, vectors)


def nominal_fall(flights: GuidedFlights, body: str, world: World) -> Fall:
    """The adaptive fall of a body of the first flight."""
    drop = flights.drops[0, flights.bodies.index(body)]
    dropped = Dropped(name=body, mass_kg=float(drop[7]), count=PIECES[body], fall=FALL)
    state = np.concatenate([drop[1:7], [drop[7]], np.zeros(4)])
    fall = fall_of(dropped, state, float(drop[0]), world, UPRIGHT)
    assert fall is not None
    return fall


def apart_m(impact: np.ndarray, fall: Fall) -> float:
    return downrange_m(impact[1], impact[2], fall.latitude_rad, fall.longitude_rad)


def test_undispersed_bodies_come_down_where_the_nominal_falls_do(
    program: Program, falls: Falls, layout: ParameterLayout, launcher: Launcher, earth: World
) -> None:
    x = layout.nominal()[None]
    flights = flown(program, launcher, x)
    impacts = fly_falls(program, falls, x, flights)[0]
    for body in BODIES:
        impact, fall = impacts[flights.bodies.index(body)], nominal_fall(flights, body, earth)
        assert apart_m(impact, fall) < NEAR_M
        assert impact[0] == pytest.approx(fall.ground_s, abs=1.0)
        assert impact[3] == pytest.approx(fall.impact_speed_m_s, rel=0.02)


def test_bodies_fall_through_the_air_and_the_wind_of_their_flight(
    program: Program, falls: Falls, layout: ParameterLayout, launcher: Launcher, earth: World
) -> None:
    rng = np.random.default_rng(4)
    east, north = rng.normal(0.0, 15.0, (2, WIND_KNOTS))
    # The wind of a flight ends at its last knot, that of a world holds beyond.
    east[-1] = north[-1] = 0.0
    x = layout.nominal()
    x[layout.wind_east : layout.wind_north] = east
    x[layout.wind_north : layout.falls] = north
    x[layout.density : layout.density + DENSITY_KNOTS] = 0.07
    flights = flown(program, launcher, x[None])
    impacts = fly_falls(program, falls, x[None], flights)[0]
    heights = WIND_STEP_M * np.arange(WIND_KNOTS)
    wind = Wind(east=linear(heights, east), north=linear(heights, north))
    world = earth._replace(wind=wind, density_factor=1.07)
    for body in BODIES:
        fall = nominal_fall(flights, body, world)
        impact = impacts[flights.bodies.index(body)]
        # A wind that jumps by 15 m/s every kilometre; the calm impact is kilometres away.
        assert apart_m(impact, fall) < 100.0
        assert apart_m(impact, nominal_fall(flights, body, earth)) > 1e3


def test_more_drag_shortens_a_fall_and_a_push_along_lengthens_it(
    program: Program, falls: Falls, layout: ParameterLayout, launcher: Launcher
) -> None:
    x = np.tile(layout.nominal(), (5, 1))
    x[1, layout.place("first fall.drag")] = 1.2
    x[2, layout.place("first fall.push_along_m_s")] = 5.0
    x[3, layout.place("first fall.push_across_m_s")] = 5.0
    x[4, layout.place("first fall.push_up_m_s")] = 5.0
    flights = flown(program, launcher, x)
    impacts = fly_falls(program, falls, x, flights)[:, 0]
    start = program.start
    up = start[:3] / np.linalg.norm(start[:3])
    pad = (float(np.arcsin(up[2])), float(np.arctan2(up[1], up[0])))
    away = [downrange_m(*pad, float(i[1]), float(i[2])) for i in impacts]
    assert away[1] < away[0] - 1e3
    assert away[2] > away[0] + 100.0
    assert abs(away[3] - away[0]) < 0.3 * downrange_m(*impacts[0, 1:3], *impacts[3, 1:3])
    assert impacts[4, 0] > impacts[0, 0]


def test_impacts_are_the_same_bytes_alone_and_in_a_batch(
    program: Program, falls: Falls, layout: ParameterLayout, launcher: Launcher
) -> None:
    rng = np.random.default_rng(1)
    x = np.tile(layout.nominal(), (7, 1))
    x[:, layout.wind_east : layout.falls] = rng.normal(0.0, 10.0, (7, 2 * WIND_KNOTS))
    together = fly_falls(program, falls, x, flown(program, launcher, x))
    alone = fly_falls(program, falls, x[4:5], flown(program, launcher, x[4:5]))
    np.testing.assert_array_equal(together[4], alone[0])


def test_a_last_stage_in_orbit_stays_there_and_one_that_fell_short_comes_down(
    program: Program, falls: Falls, layout: ParameterLayout, launcher: Launcher
) -> None:
    x = np.tile(layout.nominal(), (2, 1))
    x[1, layout.place("second.shutoff_s")] = 150.0
    flights = flown(program, launcher, x)
    impacts = fly_falls(program, falls, x, flights)[:, flights.bodies.index("second")]
    assert np.isnan(impacts[0]).all()
    assert np.isfinite(impacts[1]).all()
    assert impacts[1, 0] > flights.time_s[1]


def test_a_body_that_never_left_is_not_a_number(
    program: Program, falls: Falls, layout: ParameterLayout, launcher: Launcher
) -> None:
    x = layout.nominal()[None]
    flights = flown(program, launcher, x)
    drops = flights.drops.copy()
    drops[0, 0] = 0.0
    impacts = fly_falls(program, falls, x, replace(flights, drops=drops))[0]
    assert np.isnan(impacts[0]).all()


@pytest.mark.parametrize("mass_kg", [40.0, 400.0, 40_000.0])
@pytest.mark.parametrize("speed_factor", [0.3, 1.0, 2.5])
def test_light_and_heavy_bodies_slow_and_fast_fall_as_the_adaptive_ones(
    program: Program,
    falls: Falls,
    layout: ParameterLayout,
    launcher: Launcher,
    earth: World,
    mass_kg: float,
    speed_factor: float,
) -> None:
    x = layout.nominal()[None]
    flights = flown(program, launcher, x)
    drops = flights.drops.copy()
    drops[0, 0, 4:7] *= speed_factor
    drops[0, 0, 7] = mass_kg
    changed = replace(flights, drops=drops)
    impact = fly_falls(program, falls, x, changed)[0, 0]
    # 2.5 kg/m2 to 2.5 t/m2, up to half an hour aloft.
    assert apart_m(impact, nominal_fall(changed, "first", earth)) < 1.5 * NEAR_M
