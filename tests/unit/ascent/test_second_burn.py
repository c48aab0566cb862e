"""A last stage that coasts and burns again, and one that throttles for its acceleration."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.burn_plan import burn_plan, sizes
from cosmodrome.ascent.dynamics import throttle
from cosmodrome.ascent.later_burns import first_cutoff_leg, with_later_burns
from cosmodrome.ascent.leg import Leg, latitude_rad
from cosmodrome.ascent.loads import load_history
from cosmodrome.ascent.optimise import optimise
from cosmodrome.ascent.sequence import ascent_sequence, throttled
from cosmodrome.ascent.simulate import fly_phases, start_state
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.numerics.kernels import lookup
from cosmodrome.study.payload import PayloadAnswer, payload
from cosmodrome.study.payload_request import PayloadRequest, read_request
from cosmodrome.vehicle.engine import Engine

from .conftest import FAIRING_S


def high_orbit(leg: Leg, launcher, perigee_km: float, apogee_km: float) -> Leg:
    rising = ascent_sequence(launcher, FAIRING_S, latest_command_s(launcher) - 1.0)
    sequence = with_later_burns(
        rising, launcher.stages[-1], launcher.aerodynamics, [(2000.0, 60.0)]
    )
    target = OrbitTarget(
        perigee_height_m=perigee_km * 1e3,
        apogee_height_m=apogee_km * 1e3,
        inclination_rad=np.radians(51.6),
    )
    plan = burn_plan(target, 1, latitude_rad(leg), EARTH_MU_M3_S2)
    return replace(leg, sequence=sequence, target=target, plan=plan)


def test_the_coast_and_the_second_burn_come_last(leg, launcher):
    two = high_orbit(leg, launcher, 600.0, 600.0)
    first = first_cutoff_leg(two, 0.96)
    assert first.sequence.phases == two.sequence.phases[:-2]
    assert (first.plan, first.kept) == (None, 0.96)
    assert [p.name for p in two.sequence.phases[-2:]] == ["second coast 2", "second burn 2"]


def test_the_first_burn_ends_on_a_transfer_and_the_second_makes_it_round(leg, launcher):
    two = high_orbit(leg, launcher, 600.0, 600.0)
    assert two.plan is not None
    first = first_cutoff_leg(two, 1.0).target
    assert isinstance(first, OrbitTarget)
    assert (first.perigee_height_m, first.apogee_height_m) == (185e3, 600e3)
    (step,) = sizes(two.plan, EARTH_MU_M3_S2)
    # A Hohmann transfer from 185 km to 600 km at its top by vis-viva: 7557.9 less 7441.2 m/s.
    assert step.gain_m_s == pytest.approx(116.7, abs=0.1)


def restarted(orbit: str, *, restarts: int) -> PayloadAnswer:
    """Soyuz-2.1a, with a third stage that could light again."""
    case = read_request(
        PayloadRequest(launcher="soyuz-2.1a", pad="vostochny-1s", orbit=orbit), open_catalogue()
    )
    last = replace(case.launcher.stages[-1], restarts=restarts)
    stages = (*case.launcher.stages[:-1], last)
    return payload(replace(case, launcher=replace(case.launcher, stages=stages)))


@pytest.fixture(scope="module")
def once() -> PayloadAnswer:
    return restarted("500 km 97.4 deg", restarts=0)


@pytest.fixture(scope="module")
def twice() -> PayloadAnswer:
    return restarted("500 km 97.4 deg", restarts=1)


def test_a_second_burn_lifts_more_to_a_high_orbit(once, twice):
    assert once.ascent.certificate.is_proof
    assert twice.ascent.certificate.is_proof
    # One burn to 500 km flies a steep way up: 3.8 t against 5.5 t.
    assert twice.payload_kg > 1.3 * once.payload_kg


def test_the_second_burn_lies_half_a_turn_on(twice):
    coast, burn = twice.ascent.solution.arcs[-2:]
    # Half a period of the transfer is 2740 s; a finite climb begins the coast before its perigee.
    assert 2500.0 < coast.duration < 3300.0
    assert burn.duration < 10.0


def test_thrust_falls_where_the_acceleration_limit_is_met(once):
    legs = once.ascent.leg.sequence.phases
    assert legs[-1].throttles
    assert not legs[-2].throttles
    mass = once.ascent.solution.arcs[-1].state[6]
    limit = once.case.launcher.limits.axial_acceleration_max_m_s2
    assert limit is not None
    level = throttle(float(lookup(legs[-1].thrust_vac, 0.0)), mass, limit, 0.905)
    assert level[0] == pytest.approx(1.0, abs=1e-4)
    assert level[-1] < 0.99
    felt = level * float(lookup(legs[-1].thrust_vac, 0.0)) / mass
    assert felt.max() <= limit * (1.0 + 1e-9)


def test_a_throttled_flight_keeps_the_limit_and_its_impulse(leg, launcher, ascent, earth):
    limit = 30.0
    engine = Engine(name="B", thrust_vac_N=3e5, isp_vac_s=340.0, exit_area_m2=0.0, min_throttle=0.5)
    deep = replace(
        launcher, stages=(launcher.stages[0], replace(launcher.stages[1], engine=engine))
    )
    limited = replace(leg, sequence=throttled(leg.sequence, deep, limit))
    start = start_state(
        np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), leg.start_mass_kg
    )
    tracks = fly_phases(limited.sequence.phases, ascent.planned.steering, start, earth)
    last, before = tracks[-1], ascent.tracks[-1]
    history = load_history(last, earth)
    assert history.axial_m_s2.max() == pytest.approx(limit, rel=2e-3)
    burnt, full = (t.state[0, 6] - t.state[-1, 6] for t in (last, before))
    assert burnt < full
    gained = np.trapezoid(history.axial_m_s2, history.time_s)
    ideal = 340.0 * 9.80665 * np.log(last.state[0, 6] / last.state[-1, 6])
    # Thrust and flow keep their ratio, so the rocket equation holds; drag is under 1e-3 of it.
    assert gained == pytest.approx(ideal, rel=1e-3)


def test_an_engine_that_cannot_throttle_stays_as_it_is(leg, launcher):
    assert throttled(leg.sequence, launcher, 30.0) is leg.sequence
    assert throttled(leg.sequence, launcher, None) is leg.sequence


def test_a_neighbour_with_other_phases_does_not_start_the_solver(leg, launcher, ascent, earth):
    two = high_orbit(leg, launcher, 600.0, 600.0)
    with pytest.raises(StopIteration):
        optimise(two, earth, lambda _: [], neighbour=ascent.planned)
