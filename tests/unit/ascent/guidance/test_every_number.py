"""Each number of the vector of a flight, moved alone, moves the flight as physics says."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.ascent.conftest import Ascent

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guidance import desk
from cosmodrome.ascent.guidance.build_program import build_program
from cosmodrome.ascent.guidance.flights import GuidedFlights, fly_all
from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.ascent.guidance.program import (
    BY_TIME,
    CUT_RULE,
    CUT_VALUE,
    NOMINAL_CUT,
    Program,
)
from cosmodrome.vehicle.launcher import Launcher

LAYOUT = ParameterLayout(stages=("first", "second"))
Array = NDArray[np.float64]
# Number, how far it is moved, what is looked at, and which way that must go. The first stage burns
# all it has; the second lights after it and is cut off by command.
MOVES = [
    ("first.thrust", 0.01, "first cut-off", -1),
    ("first.thrust", 0.01, "left", +1),
    ("first.isp", 0.01, "left", +1),
    ("first.propellant", 0.01, "first cut-off", +1),
    ("first.dry_mass_kg", 200.0, "left", -1),
    ("first.ignition_delay_s", 0.2, "first lit", +1),
    ("first.tailoff_N_s", 2e5, "left", +1),
    ("first.separation_m_s", 5.0, "left", +1),
    ("first.shutoff_s", -1e9 + 90.0, "left", -1),
    ("second.thrust", 0.01, "end", -1),
    ("second.isp", 0.01, "left", +1),
    ("second.propellant", 0.01, "left", +1),
    ("second.dry_mass_kg", 100.0, "left", -1),
    ("second.ignition_delay_s", 0.5, "second lit", +1),
    ("second.tailoff_N_s", 5e3, "speed", +1),
    ("axial_force", 0.1, "left", -1),
    ("payload_kg", 100.0, "left", -1),
    ("fairing_kg", 50.0, "left", -1),
    ("clock", 0.001, "second lit", +1),
    ("accelerometer_bias_x_m_s2", 1e-3, "speed", -1),
    ("accelerometer_scale_x", 1e-3, "speed", -1),
    ("density[2]", 0.1, "left", -1),
]
# What must move something, either way.
OTHERS = [
    ("normal_force", 0.2),
    ("alignment_x_rad", 1e-3),
    ("alignment_y_rad", 1e-3),
    ("alignment_z_rad", 1e-3),
    ("gyro_drift_x_rad_s", 1e-6),
    ("gyro_drift_y_rad_s", 1e-6),
    ("gyro_drift_z_rad_s", 1e-6),
    ("gyro_scale", 1e-2),
    ("accelerometer_bias_y_m_s2", 1e-3),
    ("accelerometer_bias_z_m_s2", 1e-3),
    ("accelerometer_scale_y", 1e-2),
    ("accelerometer_scale_z", 1e-2),
]


@pytest.fixture(scope="module")
def program(launcher: Launcher, ascent: Ascent, earth: World) -> Program:
    return build_program(launcher, ascent.planned, earth, launcher.limits)


def flown(program: Program, launcher: Launcher, changes: dict[str, float]) -> GuidedFlights:
    x = np.tile(LAYOUT.nominal(), (2, 1))
    for name, step in changes.items():
        x[1, LAYOUT.place(name)] += step
    return fly_all(program, launcher, x)


def looked_at(flights: GuidedFlights, what: str) -> Array:
    stage, _, column = what.partition(" ")
    if column and stage in ("first", "second"):
        place = {"lit": 0, "cut-off": 1, "left": 3}[column]
        return flights.of_stage(stage)[:, place]
    return {
        "left": flights.of_stage("second")[:, 3],
        "end": flights.time_s,
        "speed": np.linalg.norm(flights.state[:, 3:], axis=1),
    }[what]


@pytest.mark.parametrize(("number", "step", "what", "way"), MOVES)
def test_a_number_moves_the_flight_its_way(
    program: Program, launcher: Launcher, number: str, step: float, what: str, way: int
) -> None:
    nominal, moved = looked_at(flown(program, launcher, {number: step}), what)
    assert (moved - nominal) * way > 1e-6 * abs(nominal)


@pytest.mark.parametrize(("number", "step"), OTHERS)
def test_a_number_moves_the_flight(
    program: Program, launcher: Launcher, number: str, step: float
) -> None:
    flights = flown(program, launcher, {number: step})
    nominal, moved = flights.state
    assert np.linalg.norm((moved - nominal)[:3]) > 0.5


def test_residuals_shorten_a_stage_that_burns_all_it_has(
    program: Program, launcher: Launcher
) -> None:
    flights = flown(program, launcher, {"second.residual_kg": 1e5})
    assert flights.kept[1, desk.END_OUTCOME] == desk.STAGE_DRY


@pytest.mark.parametrize("way", ["east", "north"])
def test_every_wind_below_the_end_of_the_air_moves_the_flight(
    program: Program, launcher: Launcher, way: str
) -> None:
    for k in (0, 5, 12, 25):
        flights = flown(program, launcher, {f"wind_{way}[{k}]": 20.0})
        # Where the first stage leaves: guidance brings the end back to the orbit.
        assert np.linalg.norm(np.diff(flights.drops[:, 0, 1:4], axis=0)) > 0.5, k


@pytest.fixture(scope="module")
def timed(program: Program) -> Program:
    """The first stage is cut off by a timer a little before it is empty."""
    rows = program.stages.copy()
    rows[0, CUT_RULE], rows[0, CUT_VALUE] = BY_TIME, 0.97 * rows[0, NOMINAL_CUT]
    return program._replace(stages=rows)


def test_a_timer_that_runs_late_burns_more(timed: Program, launcher: Launcher) -> None:
    flights = flown(timed, launcher, {"first.cutoff_timer_s": 0.5})
    assert np.diff(flights.of_stage("first")[:, 1])[0] == pytest.approx(0.5)
    assert np.diff(flights.of_stage("first")[:, 3])[0] < 0.0


def test_a_clock_that_runs_slow_delays_all_that_is_timed(
    timed: Program, launcher: Launcher
) -> None:
    flights = flown(timed, launcher, {"clock": 1e-3})
    cut, lit = flights.of_stage("first")[:, 1], flights.of_stage("second")[:, 0]
    left = flights.drops[:, 0, 0]
    # Each by a thousandth of what the sequence counts from lift-off.
    for nominal, moved in (cut, lit, left):
        assert moved - nominal == pytest.approx(1e-3 * nominal, abs=2e-6)


def test_every_number_is_looked_at() -> None:
    tested = {name for name, *_ in (*MOVES, *OTHERS)} | {"second.residual_kg"}
    # What a launcher of this kind has no use for: see each reason.
    unused = {
        "first.residual_kg",  # as that of the second
        "first.cutoff_timer_s",  # has its own test
        "second.cutoff_timer_s",  # cut by command
        "second.separation_m_s",  # the last stage stays
        "second.shutoff_s",  # as that of the first
        "fairing_timer_s",  # dropped by heat flux or height, unless timed
    }
    profiles = {name for name in LAYOUT.names() if "[" in name}
    assert set(LAYOUT.names()) - profiles - tested <= unused
