from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from cosmodrome.ascent.flight_model import STOP_HEIGHT_BELOW, STOP_SPEED_ABOVE
from cosmodrome.ascent.phase import Steering, burn, coast
from cosmodrome.ascent.simulate import (
    BrokenFlightError,
    after_drop,
    fly_phase,
    fly_phases,
    phase_flow,
    start_state,
)
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.constants import EARTH_RADIUS_M, EARTH_ROTATION_RAD_S, G0_M_S2
from cosmodrome.earth.atmosphere import KINK_HEIGHTS_M
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.numerics.tables import linear

FORTY = Bounds(lower=40.0, upper=40.0)


def along_flow(duration: float) -> PhaseSteering:
    return PhaseSteering(duration_s=duration, fractions=(1.0,), direction=np.zeros((0, 2)))


def held(direction, duration: float) -> PhaseSteering:
    points = np.repeat(np.array(direction, dtype=float)[:, None], 5, axis=1)
    return PhaseSteering(duration_s=duration, fractions=(1.0,), direction=points)


def test_a_burn_in_empty_space_obeys_the_rocket_equation(launcher, bare):
    """Far from everything, straight ahead: what is gained is Tsiolkovsky's."""
    space = bare._replace(gravity=bare.gravity._replace(mu_m3_s2=0.0))
    phase = burn("burn", launcher.stages[1], 99.0, launcher.aerodynamics)
    start = start_state(np.array([7e6, 0.0, 0.0]), np.array([0.0, 100.0, 0.0]), 20_000.0)
    end = fly_phase(phase, held([0.0, 1.0, 0.0], 50.0), start, space).state[-1]
    left = 20_000.0 - 50.0 * 3e5 / (340.0 * G0_M_S2)
    gained = 340.0 * G0_M_S2 * np.log(20_000.0 / left)
    # The tolerance of a step is a part in 1e11 of 1 km/s and of a tonne.
    assert end[6] == pytest.approx(left, abs=1e-7)
    assert end[4] - 100.0 == pytest.approx(gained, abs=1e-7)
    # Nothing is lost but the turn the ground under a straight flight makes: none here.
    np.testing.assert_allclose(end[7:], 0.0, atol=1e-7)


def test_a_body_at_rest_on_the_turning_ground_stays_there_when_thrust_carries_it(launcher, earth):
    """Hovering for a second: the pad turns on below, and both keep together."""
    start = start_state(
        np.array([EARTH_RADIUS_M + 10.0, 0.0, 0.0]),
        np.array([0.0, EARTH_ROTATION_RAD_S * (EARTH_RADIUS_M + 10.0), 0.0]),
        1000.0,
    )
    weight = 9.7803 * 1000.0  # WGS84 normal gravity on the equator
    phase = replace(
        coast("hover", "end", Bounds(lower=1.0, upper=1.0), launcher.aerodynamics),
        thrust_vac=linear([0.0, 1.0], [weight, weight]),
        steering=Steering.UP,
    )
    track = fly_phase(phase, along_flow(1.0), start, earth)
    height, _, _ = geodetic(*track.state[-1, :3], 0.0, 0.0, 1.0)
    # Normal gravity is printed to 1e-4 m/s2 and the field here is not exactly its ellipsoid.
    assert height == pytest.approx(10.0, abs=5e-4)
    np.testing.assert_allclose(
        track.axis[-1], track.state[-1, :3] / np.linalg.norm(track.state[-1, :3]), atol=1e-12
    )


def test_steps_end_on_the_layers_of_the_atmosphere(launcher, earth):
    start = start_state(np.array([EARTH_RADIUS_M, 0.0, 0.0]), np.array([2e3, 465.0, 0.0]), 1e4)
    phase = coast("coast", "end", FORTY, launcher.aerodynamics)
    thin = earth._replace(density_factor=1e-6)
    track = fly_phase(phase, along_flow(40.0), start, thin, longest_step_s=9.0)
    height, _, _ = geodetic(*track.state[:, :3].T, 0.0, 0.0, 1.0)
    passed = [kink for kink in KINK_HEIGHTS_M if kink < height[-1]]
    assert len(passed) >= 5
    for kink in passed:
        # Located to a part in 1e10 of the time, at up to 2 km/s.
        assert np.min(np.abs(height - kink)) < 1e-4


def test_steps_end_on_the_kinks_of_the_thrust(launcher, earth):
    phase = replace(
        burn("burn", launcher.stages[1], 99.0, launcher.aerodynamics),
        thrust_vac=linear([0.0, 13.0, 13.0, 40.0], [1e5, 1e5, 2e5, 2e5]),
        knots_s=(13.0,),
    )
    start = start_state(np.array([EARTH_RADIUS_M + 2e5, 0.0, 0.0]), np.array([0.0, 7e3, 0.0]), 1e4)
    track = fly_phase(phase, held([0.0, 1.0, 0.0], 40.0), start, earth, start_s=100.0)
    assert 113.0 in track.time_s.tolist()
    assert track.time_s[[0, -1]].tolist() == [100.0, 140.0]


def test_the_axis_recorded_is_the_one_flown(launcher, bare):
    phase = burn("burn", launcher.stages[1], 99.0, launcher.aerodynamics)
    points = np.array([[0.1, 0.2, 0.3, 0.4, 0.5], [1.0] * 5, [0.0] * 5])
    steering = PhaseSteering(duration_s=40.0, fractions=(1.0,), direction=points)
    start = start_state(np.array([7e6, 0.0, 0.0]), np.array([0.0, 7e3, 0.0]), 2e4)
    space = bare._replace(gravity=bare.gravity._replace(mu_m3_s2=0.0))
    track = fly_phase(phase, steering, start, space, longest_step_s=0.1)
    np.testing.assert_allclose(np.linalg.norm(track.axis, axis=1), 1.0, atol=1e-14)
    accelerated = np.gradient(track.state[:, 3:6], track.time_s, axis=0, edge_order=2)
    felt = accelerated / np.linalg.norm(accelerated, axis=1)[:, None]
    # Central differences over 0.1 s, less where the first steps grow.
    assert np.max(np.abs(felt - track.axis)) < 1e-3


def test_a_flight_can_begin_within_its_phase(launcher, earth):
    phase = replace(
        burn("burn", launcher.stages[1], 99.0, launcher.aerodynamics),
        thrust_vac=linear([0.0, 40.0], [1e5, 3e5]),
    )
    start = start_state(np.array([EARTH_RADIUS_M + 2e5, 0.0, 0.0]), np.array([0.0, 7e3, 0.0]), 1e4)
    whole = fly_phase(phase, held([0.0, 1.0, 0.0], 40.0), start, earth)
    first = fly_phase(phase, held([0.0, 1.0, 0.0], 15.0), start, earth)
    rest = fly_phase(phase, held([0.0, 1.0, 0.0], 25.0), first.state[-1], earth, offset_s=15.0)
    np.testing.assert_allclose(rest.state[-1], whole.state[-1], rtol=1e-11, atol=1e-6)
    assert rest.time_s[-1] == 40.0


@pytest.mark.parametrize(
    ("kind", "value", "height_or_speed"),
    [(STOP_HEIGHT_BELOW, 5e3, "height"), (STOP_SPEED_ABOVE, 700.0, "speed")],
)
def test_a_flight_stops_at_a_height_or_a_speed(launcher, bare, kind, value, height_or_speed):
    start = start_state(np.array([EARTH_RADIUS_M + 5e4, 0.0, 0.0]), np.zeros(3) + 1e-3, 1e3)
    phase = coast("fall", "end", Bounds(lower=500.0, upper=500.0), launcher.aerodynamics)
    track = fly_phase(phase, along_flow(500.0), start, bare, stop_kind=kind, stop_value=value)
    assert track.stopped
    height, _, _ = geodetic(*track.state[-1, :3], 0.0, 0.0, 1.0)
    reached = height if height_or_speed == "height" else np.linalg.norm(track.state[-1, 3:6])
    # Located to a part in 1e10 of the time, at a kilometre a second.
    assert reached == pytest.approx(value, abs=1e-4)


def test_phases_are_flown_one_after_the_other_and_drop_what_leaves(ascent):
    tracks = ascent.tracks
    for before, after in pairwise(tracks):
        np.testing.assert_array_equal(after.state[0], after_drop(before))
        assert after.start_s == pytest.approx(before.time_s[-1], abs=1e-9)
    gone = tracks[3].state[-1, 6] - tracks[4].state[0, 6]
    assert gone == pytest.approx(2 * 4200.0, abs=1e-4)


def test_a_looser_tolerance_ends_nearby(ascent, earth):
    phases, steering = ascent.leg.sequence.phases, ascent.planned.steering
    loose = fly_phases(phases, steering, ascent.tracks[0].state[0], earth, tolerance=1e-8)
    gap = loose[-1].state[-1, :3] - ascent.tracks[-1].state[-1, :3]
    assert 0.0 < np.linalg.norm(gap) < 1.0


def test_a_longer_step_ends_at_the_same_place(ascent, earth):
    """Steps of a second are for the record: the tolerance alone holds it to a centimetre."""
    phases, steering = ascent.leg.sequence.phases, ascent.planned.steering
    long = fly_phases(phases, steering, ascent.tracks[0].state[0], earth, longest_step_s=10.0)
    gap = long[-1].state[-1, :6] - ascent.tracks[-1].state[-1, :6]
    assert np.linalg.norm(gap[:3]) < 1e-2
    assert np.linalg.norm(gap[3:]) < 1e-5


def test_a_flight_that_loses_its_numbers_says_where(launcher, earth):
    start = start_state(np.array([np.nan, 0.0, 0.0]), np.zeros(3), 1e3)
    phase = coast("lost", "end", FORTY, launcher.aerodynamics)
    with pytest.raises(BrokenFlightError, match="lost: integration broke"):
        fly_phase(phase, along_flow(40.0), start, earth)


def test_the_flow_of_a_phase_is_that_of_all_its_stages(launcher):
    one = burn("one", launcher.stages[1], 9.0, launcher.aerodynamics)
    both = replace(one, burns=one.burns * 2)
    assert lookup(phase_flow(both), 1.0) == 2.0 * lookup(phase_flow(one), 1.0)
