from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.mesh import first_meshes
from cosmodrome.ascent.phase import PhaseSequence, Steering
from cosmodrome.ascent.problem import leg_problem
from cosmodrome.ascent.sequence import ascent_sequence
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.numerics.optimal_control import Bounds, is_fixed
from cosmodrome.vehicle.fairing import Jettison, JettisonRule
from cosmodrome.vehicle.launcher import Limits, with_held_coasts
from cosmodrome.vehicle.stage import Coast, Ignition

CATALOGUE = open_catalogue()


def sequence(launcher):
    return ascent_sequence(launcher, 150.0, latest_command_s(launcher) - 1.0)


def free(found) -> dict[str, tuple[float, float]]:
    return {
        p.name: (p.duration.lower, p.duration.upper)
        for p in found.phases
        if not is_fixed(p.duration)
    }


def test_a_separation_at_the_end_of_a_coast_keeps_its_time_before_the_ignition():
    launcher = CATALOGUE.launcher("pslv-xl")
    found = free(sequence(launcher))
    # 20 to 900 s in all, the last 10 s of them after PS3 has left.
    assert found["after ps3 cut-off"] == pytest.approx((10.0, 890.0))
    assert "after ps3 separation" not in found


def test_a_separation_soon_after_the_cut_off_keeps_its_time_after_it():
    launcher = CATALOGUE.launcher("vega")
    *below, last = launcher.stages
    ignition = replace(last.ignition, coast=Coast(shortest_s=11.6, longest_s=600.0))
    stages = (*below, replace(last, ignition=ignition))
    found = free(sequence(replace(launcher, stages=stages)))
    assert found["after z9 separation"] == pytest.approx((7.0, 595.4))
    assert "after z9 cut-off" not in found


def test_what_follows_a_free_ignition_is_as_long_as_without_freedom():
    launcher = CATALOGUE.launcher("antares-230")
    moving, held = sequence(launcher), sequence(with_held_coasts(launcher))
    assert [p.name for p in moving.phases] == [p.name for p in held.phases]
    assert moving.phases[-1].duration == held.phases[-1].duration
    assert moving.assumed_s == held.assumed_s
    assert set(free(moving)) - set(free(held)) == {"after stage-1 separation"}
    assert np.all([clock == "" for clock in held.clocks])


def test_a_coast_that_holds_no_delay_is_refused():
    with pytest.raises(ValueError, match="outside"):
        Ignition(after="one", delay_s=5.0, coast=Coast(shortest_s=10.0, longest_s=20.0))
    with pytest.raises(ValueError, match="lift-off"):
        Ignition(delay_s=15.0, coast=Coast(shortest_s=10.0, longest_s=20.0))
    with pytest.raises(ValueError, match="below"):
        Coast(shortest_s=20.0, longest_s=20.0)


def test_a_fairing_that_waits_inside_a_coast_shares_its_bounds_with_it():
    launcher = CATALOGUE.launcher("antares-230")
    assert launcher.fairing is not None
    rule = Jettison(rule=JettisonRule.HEAT_FLUX, value=1135.0)
    waiting = replace(launcher, fairing=replace(launcher.fairing, jettison=rule))
    found = ascent_sequence(waiting, 240.0, latest_command_s(waiting) - 1.0)
    (wait,) = found.waits
    assert (wait.duration.lower, wait.duration.upper) == (31.0, 120.0)
    assert "stage-1 cut-off" in found.phases[wait.first].starts
    assert "castor-30xl ignition" in found.phases[wait.last].ends


def test_a_coast_on_the_way_up_and_one_in_orbit_do_not_share_a_right_hand_side(leg, earth):
    rising = replace(leg.sequence.phases[1], steering=Steering.FLOW, fairing_on=False)
    rising = replace(rising, duration=Bounds(lower=1.0, upper=100.0))
    orbital = replace(rising, name="in orbit", in_orbit=True)
    phases = (leg.sequence.phases[0], rising, orbital)
    changed = PhaseSequence(
        phases=phases, end_times_s=(None,) * 3, assumed_s=tuple(p.duration.upper for p in phases)
    )
    leg = replace(leg, sequence=changed, limits=Limits())
    problem = leg_problem(leg, earth, first_meshes(changed), [(1.5e5, 2e5)] * 3)
    assert len(problem.phases[1].path) < len(problem.phases[2].path)
    assert problem.phases[1].kind != problem.phases[2].kind
