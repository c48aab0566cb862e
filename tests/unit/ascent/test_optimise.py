from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.guess import ascent_opening
from cosmodrome.ascent.leg import Aim
from cosmodrome.ascent.loads import limit_excess
from cosmodrome.ascent.optimise import found_mass_kg, optimise, steering_of
from cosmodrome.ascent.target import plane_elements
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.numerics import collocation
from cosmodrome.vehicle.launcher import Limits


def test_the_certificate_of_an_ascent_says_solved(ascent):
    certificate = ascent.planned.certificate
    assert ascent.planned.solution.converged
    assert certificate.solver_status == "Solve_Succeeded"
    assert certificate.violation < 1e-8
    assert certificate.nodes > 50


def test_the_re_flight_ends_within_ten_metres_and_a_centimetre_a_second(ascent):
    certificate = ascent.planned.certificate
    end = ascent.tracks[-1].state[-1, :6] - ascent.planned.solution.arcs[-1].state[:6, -1]
    # Issue 2: plan and re-flight agree to 10 m and 0.01 m/s.
    assert np.linalg.norm(end[:3]) < 10.0
    assert np.linalg.norm(end[3:]) < 0.01
    assert certificate.position_m == pytest.approx(np.linalg.norm(end[:3]), abs=1e-6)
    assert certificate.velocity_m_s == pytest.approx(np.linalg.norm(end[3:]), abs=1e-9)


def test_the_re_flight_is_on_the_orbit_that_was_asked(ascent, equator):
    end = ascent.tracks[-1].state[-1]
    orbit = plane_elements(end[:3], end[3:6], EARTH_MU_M3_S2, equator.pole)
    # 10 m and 0.01 m/s at injection are 30 m of semi-major axis.
    assert orbit.a == pytest.approx(EARTH_RADIUS_M + 200e3, abs=30.0)
    assert np.hypot(orbit.ex, orbit.ey) < 1e-5
    assert np.degrees(np.arccos(orbit.cos_i)) == pytest.approx(51.6, abs=1e-4)


def test_the_limit_holds_between_the_nodes_and_is_used(ascent, launcher, earth):
    excess = limit_excess(ascent.tracks, launcher.limits, earth)
    assert excess == pytest.approx(ascent.planned.certificate.limit_excess, abs=1e-12)
    # A percent is the least the optimiser draws a limit in for; it costs mass, so it binds.
    assert -0.01 < excess < 0.01


def test_two_openings_end_at_one_answer(ascent):
    rungs = ascent.planned.certificate.rungs
    assert len(rungs) == 2
    assert all(rung.converged for rung in rungs)
    assert rungs[0].objective == pytest.approx(rungs[1].objective, rel=1e-7)


def test_the_objective_is_the_mass_left(ascent):
    left = ascent.tracks[-1].state[-1, 6]
    assert -ascent.planned.solution.objective == pytest.approx(left, abs=1e-6)
    assert found_mass_kg(ascent.leg, ascent.planned.solution) == 0.0


@pytest.fixture(scope="module")
def without_limits(leg, earth):
    """The same ascent without a limit, and with the payload to be found."""
    free = replace(
        leg,
        limits=Limits(),
        aim=Aim.PAYLOAD,
        start_mass_kg=leg.start_mass_kg - 1500.0,
        final_mass_kg=2500.0 - 200.0 + 50.0 + 100.0,
    )
    return optimise(
        free,
        earth,
        lambda meshes: [ascent_opening(free, earth, meshes, payload_kg=2000.0, bend_s=140.0)],
    )


def test_the_heaviest_payload_burns_the_last_stage_dry(without_limits):
    assert without_limits.solution.converged
    payload = found_mass_kg(without_limits.leg, without_limits.solution)
    arrived = without_limits.solution.arcs[-1].state[6, -1]
    assert arrived - payload == pytest.approx(2450.0, abs=1e-3)
    # The 1.5 t arrived with 1.6 t of propellant left; no limit makes the climb cheaper.
    assert 2500.0 < payload < 4000.0


def test_steering_is_the_control_on_the_mesh(ascent):
    solution = ascent.planned.solution
    meshes = [(s.fractions, 1) for s in ascent.planned.steering]
    for steering, arc in zip(steering_of(solution, meshes), solution.arcs, strict=True):
        assert steering.duration_s == arc.duration
        assert steering.direction is arc.control


def test_what_is_not_found_is_told_and_not_raised(leg, earth, monkeypatch):
    """Five iterations do not do: the ladder is climbed, nothing converges, nothing is flown."""
    monkeypatch.setitem(collocation.IPOPT_OPTIONS, "max_iter", 5)
    planned = optimise(
        leg,
        earth,
        lambda meshes: [ascent_opening(leg, earth, meshes, bend_s=bend) for bend in (140.0, 99.0)],
    )
    assert not planned.solution.converged
    assert planned.certificate.solver_status == "Maximum_Iterations_Exceeded"
    assert planned.certificate.position_m == float("inf")
    assert [rung.converged for rung in planned.certificate.rungs] == [False, False]
