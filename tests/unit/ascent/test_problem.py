from dataclasses import replace

import casadi
import numpy as np
import pytest

from cosmodrome.ascent.leg import Aim
from cosmodrome.ascent.mesh import first_meshes
from cosmodrome.ascent.path_limits import path_limits
from cosmodrome.ascent.problem import leg_parameters, leg_problem
from cosmodrome.ascent.right_hand_side import heights, propulsion_of, world_between
from cosmodrome.ascent.simulate import shape_of
from cosmodrome.ascent.target import PerigeeTarget
from cosmodrome.numerics.optimal_control import End
from cosmodrome.numerics.tables import linear
from cosmodrome.vehicle.fairing import Jettison, JettisonRule
from cosmodrome.vehicle.launcher import Limits


def limit_names(leg, phase, earth) -> list[str]:
    return [limit.name for limit in path_limits(leg, phase, shape_of(phase.aerodynamics), earth)]


def conditions(leg, earth) -> list:
    """End conditions as the transcription would ask for them."""
    problem = leg_problem(
        leg, earth, first_meshes(leg.sequence), [(0.0, 2e5)] * len(leg.sequence.phases)
    )
    ends = [
        End(
            first=casadi.vertsplit(casadi.SX.sym("f", 7)),
            last=casadi.vertsplit(casadi.SX.sym("l", 7)),
            duration=casadi.SX.sym("d"),
        )
        for _ in problem.phases
    ]
    parameters = casadi.vertsplit(casadi.SX.sym("p", max(len(problem.parameters), 1)))
    return problem.conditions(ends, parameters)


def test_the_pressures_are_limited_under_the_fairing_and_the_flux_after_it(leg, earth):
    limited = replace(
        leg, limits=Limits(q_max_Pa=4e4, q_alpha_max_Pa_rad=3e3, heat_flux_max_W_m2=1135.0)
    )
    rise, climb, *_, last = leg.sequence.phases
    assert "dynamic pressure" in limit_names(limited, rise, earth)
    assert "angle of attack" not in limit_names(limited, rise, earth)
    assert {"dynamic pressure", "q-alpha", "angle of attack"} <= set(
        limit_names(limited, climb, earth)
    )
    assert {"heat flux"} == set(limit_names(limited, last, earth)) - {"unit direction", "height"}


def test_without_limits_only_geometry_and_the_angle_of_attack_are_held(leg, earth):
    free = replace(leg, limits=Limits())
    assert limit_names(free, leg.sequence.phases[0], earth) == []
    assert set(limit_names(free, leg.sequence.phases[1], earth)) == {
        "unit direction",
        "height",
        "angle of attack",
    }


def test_the_numbers_to_be_found_depend_on_what_is_asked(leg):
    assert leg_parameters(leg) == ()
    assert [p.name for p in leg_parameters(replace(leg, aim=Aim.PAYLOAD))] == ["payload"]
    assert [p.name for p in leg_parameters(replace(leg, aim=Aim.EXTRA_LOAD))] == ["extra load"]
    ellipse = replace(leg, target=replace(leg.target, apogee_height_m=300e3))
    assert [p.name for p in leg_parameters(ellipse)] == ["perigee cosine", "perigee sine"]
    held = replace(ellipse, target=replace(ellipse.target, argument_of_perigee_rad=1.0))
    assert leg_parameters(held) == ()
    assert leg_parameters(replace(leg, target=PerigeeTarget(perigee_height_m=0.0))) == ()


def test_a_leg_is_tied_to_the_pad_from_phase_to_phase_and_to_the_orbit(leg, earth):
    names = [c.name for c in conditions(leg, earth)]
    assert names[:7] == [f"start {k}" for k in range(7)]
    links = [n for n in names if ": link" in n]
    assert len(links) == 7 * (len(leg.sequence.phases) - 1)
    assert {"semi-major axis", "eccentricity x", "eccentricity y", "inclination"} <= set(names)


def test_a_known_time_after_a_free_phase_is_a_condition(leg, earth):
    phases = list(leg.sequence.phases)
    phases[5] = replace(phases[5], duration=phases[-1].duration)
    phases[6] = replace(phases[6], duration=phases[-1].duration)
    ends = list(leg.sequence.end_times_s)
    ends[5] = None
    loose = replace(
        leg, sequence=replace(leg.sequence, phases=tuple(phases), end_times_s=tuple(ends))
    )
    timed = [c.name for c in conditions(loose, earth) if c.name.startswith("end of ")]
    assert timed == [f"end of {phases[6].name}"]
    assert not [c for c in conditions(leg, earth) if c.name.startswith("end of ")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(JettisonRule.HEIGHT, {"fairing height"}), (JettisonRule.HEAT_FLUX, {"fairing heat flux"})],
)
def test_the_fairing_goes_when_its_rule_holds(leg, earth, rule, expected):
    waiting = replace(leg, jettison=Jettison(rule=rule, value=1135.0), limits=Limits())
    assert {
        c.name for c in conditions(waiting, earth) if "fairing" in c.name and "link" not in c.name
    } == expected


def test_steady_thrust_is_data_and_a_ramp_with_a_knot_is_a_table(leg):
    climb = leg.sequence.phases[1]
    steady = propulsion_of(climb)
    assert steady.is_linear
    assert steady.data() == pytest.approx((2.2e6, 0.0, 2.2e6 / (300.0 * 9.80665), 0.0, 2.0))
    bent = propulsion_of(replace(climb, thrust_vac=linear([0.0, 5.0, 92.0], [1e6, 2e6, 2e6])))
    assert not bent.is_linear
    assert bent.data() == ()
    assert bent.at(2.5, ())[0] == pytest.approx(1.5e6)


def test_a_part_of_the_atmosphere_is_the_same_where_it_is_needed(earth):
    low = world_between(earth, 0.0, 60e3).atmosphere
    assert low.log_pressure.breaks.size < earth.atmosphere.log_pressure.breaks.size
    assert low.log_pressure.breaks[0] <= 0.0
    assert low.log_pressure.breaks[-1] >= 60e3


def test_the_heights_of_an_opening_are_over_the_ellipsoid(ascent, earth):
    found = heights(ascent.planned.solution.arcs, earth)
    assert found[0][0] == pytest.approx(100.0, abs=1e-3)
    assert 185e3 < found[-1][1] < 225e3
    assert all(low <= high for low, high in found)
    assert np.all(np.isfinite(found))


def test_two_phases_of_one_name_with_different_thrust_tables_do_not_share_a_right_hand_side(
    leg, earth
):
    def contents(top_N: float):
        bent = linear([0.0, 5.0, 92.0], [1e6, top_N, 1e6])
        rise, climb, *rest = leg.sequence.phases
        phases = (rise, replace(climb, thrust_vac=bent), *rest)
        changed = replace(leg, sequence=replace(leg.sequence, phases=phases))
        ranges = [(0.0, 2e5)] * len(phases)
        phase = leg_problem(changed, earth, first_meshes(changed.sequence), ranges).phases[1]
        return phase.name, phase.kind, phase.content

    (name, kind, content), (same, other_kind, other_content) = contents(2e6), contents(2.1e6)
    assert name == same
    assert kind != other_kind
    assert content != other_content
    assert contents(2e6) == (name, kind, content)
