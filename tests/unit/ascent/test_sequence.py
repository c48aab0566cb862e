from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.phase import Steering
from cosmodrome.ascent.sequence import ascent_sequence, sum_of_tables
from cosmodrome.ascent.simulate import phase_flow
from cosmodrome.ascent.switches import cutoff_time_s, latest_command_s
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.numerics.kernels import lookup
from cosmodrome.numerics.optimal_control import is_fixed
from cosmodrome.numerics.tables import constant, integral, linear
from cosmodrome.vehicle.fairing import Jettison, JettisonRule
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg
from cosmodrome.vehicle.schedule import Schedule
from cosmodrome.vehicle.stage import (
    burnt_propellant_kg,
    stage_exit_area_m2,
    stage_thrust_vac_N,
)

COMMAND_S = 360.0


@pytest.fixture(scope="module")
def soyuz() -> Launcher:
    return Catalogue(()).launcher("soyuz-2.1a")


def events(sequence) -> list[str]:
    return [event for phase in sequence.phases for event in phase.ends]


def ends(sequence) -> list[float]:
    return list(np.cumsum(sequence.assumed_s))


def test_the_phases_of_soyuz_follow_its_flight(soyuz):
    sequence = ascent_sequence(soyuz, soyuz.fairing.jettison.value, latest_command_s(soyuz))
    assert sequence.phases[0].starts == ("strap-on ignition", "core ignition")
    assert [e for e in events(sequence) if "step" not in e] == [
        "pitch-over",
        "strap-on cut-off",
        "strap-on separation",
        "fairing jettison",
        "blok-i ignition",
        "core cut-off",
        "core separation",
        "aft skirt jettison",
        "blok-i cut-off",
    ]


def test_a_throttle_step_of_soyuz_ends_a_phase(soyuz):
    sequence = ascent_sequence(soyuz, soyuz.fairing.jettison.value, latest_command_s(soyuz))
    for stage in soyuz.stages[:2]:
        steps = [
            a
            for a, b in zip(stage.throttle.time_s, stage.throttle.time_s[1:], strict=False)
            if a == b
        ]
        place = events(sequence).index(f"{stage.name} throttle step")
        assert steps[0] == pytest.approx(ends(sequence)[place], abs=1e-9)


def test_soyuz_drops_its_bodies_and_arrives_with_the_rest(soyuz):
    command = 500.0
    sequence = ascent_sequence(soyuz, soyuz.fairing.jettison.value, command)
    dropped = {b.name: b for phase in sequence.phases for b in phase.dropped}
    assert {"strap-on", "core", "fairing"} <= dropped.keys()
    assert (dropped["strap-on"].count, dropped["fairing"].count) == (4, 2)
    burnt = sum(
        integral(burn.flow, 0.0, span)
        for phase, span in zip(sequence.phases, sequence.assumed_s, strict=True)
        for burn in phase.burns
    )
    last = soyuz.stages[-1]
    lit = cutoff_time_s(soyuz, soyuz.stages[1], command) + last.ignition.delay_s
    left = last.propellant_kg - burnt_propellant_kg(last, command - lit)
    shed = sum(part.mass_kg for part in last.shed)
    kept = last.dry_mass_kg - shed + left + soyuz.adapter_mass_kg
    gone = burnt + sum(body.mass_kg for body in dropped.values())
    # Masses of a few hundred tonnes: rounding, and a depletion found to a part in 1e9.
    assert liftoff_mass_kg(soyuz, 0.0) - gone == pytest.approx(kept, abs=1e-3)


def test_every_phase_ends_where_the_rules_say(launcher):
    sequence = ascent_sequence(launcher, 200.0, COMMAND_S)
    cut = cutoff_time_s(launcher, launcher.stages[0], COMMAND_S)
    expected = [8.0, 100.0, cut, cut + 1.0, cut + 2.0, cut + 12.0, 200.0, COMMAND_S]
    np.testing.assert_allclose(ends(sequence), expected, atol=1e-9)
    assert sequence.end_times_s[-1] is None
    np.testing.assert_allclose(sequence.end_times_s[:-1], expected[:-1], atol=1e-12)


def test_a_phase_knows_its_thrust_its_flow_and_its_nozzles(launcher):
    first, second = launcher.stages
    rise, climb, throttled, *rest = ascent_sequence(launcher, 200.0, COMMAND_S).phases
    full = stage_thrust_vac_N(first)
    assert [lookup(p.thrust_vac, 1.0) for p in (rise, climb)] == [full, full]
    assert lookup(throttled.thrust_vac, 1.0) == pytest.approx(0.8 * full, rel=1e-14)
    assert lookup(phase_flow(throttled), 1.0) == pytest.approx(
        0.8 * full / (300.0 * 9.80665), rel=1e-14
    )
    assert throttled.exit_area_m2 == stage_exit_area_m2(first) == 2.0
    coasting = rest[:2]
    assert [lookup(p.thrust_vac, 0.5) for p in coasting] == [0.0, 0.0]
    assert all(p.burns == () for p in coasting)
    assert [b.stage for p in rest[2:] for b in p.burns] == ["second"] * 3
    assert lookup(rest[2].thrust_vac, 0.5) == stage_thrust_vac_N(second)


def test_the_rise_is_vertical_and_nothing_is_steered_without_thrust(launcher):
    phases = ascent_sequence(launcher, 200.0, COMMAND_S).phases
    steered, left = [Steering.FREE] * 2, [Steering.FLOW] * 2
    assert [p.steering for p in phases] == [Steering.UP, *steered, *left, *steered, Steering.FREE]
    assert not any(p.is_free_coast for p in phases)


def test_the_fairing_stays_until_it_goes(launcher):
    phases = ascent_sequence(launcher, 200.0, COMMAND_S).phases
    assert [p.fairing_on for p in phases] == [True] * 7 + [False]


def test_only_the_last_phase_is_free_when_the_fairing_goes_by_time(launcher):
    phases = ascent_sequence(launcher, 200.0, COMMAND_S).phases
    assert [is_fixed(p.duration) for p in phases] == [True] * 7 + [False]
    latest = latest_command_s(launcher)
    assert phases[-1].duration.upper == pytest.approx(latest - 200.0, abs=1e-9)


def test_a_command_that_is_given_leaves_nothing_free(launcher):
    sequence = ascent_sequence(launcher, 200.0, COMMAND_S, command_is_free=False)
    assert all(is_fixed(p.duration) for p in sequence.phases)
    assert sequence.end_times_s[-1] == COMMAND_S


@pytest.mark.parametrize("rule", [JettisonRule.HEAT_FLUX, JettisonRule.HEIGHT])
def test_a_fairing_that_waits_frees_the_phases_around_it(launcher, rule):
    fairing = replace(launcher.fairing, jettison=Jettison(rule=rule, value=1135.0))
    sequence = ascent_sequence(replace(launcher, fairing=fairing), 200.0, COMMAND_S)
    assert [is_fixed(p.duration) for p in sequence.phases] == [True] * 6 + [False] * 2
    assert sequence.end_times_s[-2:] == (None, None)
    # It may go at any time between the skirt and the command.
    skirt = sequence.end_times_s[-3]
    assert sequence.phases[-2].duration.upper == pytest.approx(
        latest_command_s(launcher) - skirt, abs=1e-9
    )


def test_events_of_one_moment_are_one_end(launcher):
    at_step = replace(
        launcher,
        fairing=replace(launcher.fairing, jettison=Jettison(rule=JettisonRule.TIME, value=100.0)),
    )
    sequence = ascent_sequence(at_step, 100.0, COMMAND_S)
    assert set(sequence.phases[1].ends) == {"first throttle step", "fairing jettison"}
    assert [b.name for b in sequence.phases[1].dropped] == ["fairing"]


def test_a_ramp_of_the_throttle_is_a_knot_within_its_phase(launcher):
    first, second = launcher.stages
    ramped = replace(first, throttle=Schedule(time_s=(0.0, 50.0, 60.0), fraction=(1.0, 1.0, 0.5)))
    sequence = ascent_sequence(replace(launcher, stages=(ramped, second)), 200.0, COMMAND_S)
    climb = sequence.phases[1]
    assert climb.knots_s == pytest.approx((42.0, 52.0), abs=1e-12)
    thrust = [lookup(climb.thrust_vac, t) / 2.2e6 for t in (0.0, 42.0, 47.0, 52.0, 60.0)]
    assert thrust == pytest.approx([1.0, 1.0, 0.75, 0.5, 0.5], rel=1e-12)


def test_bodies_that_burn_together_add_their_thrust(soyuz):
    sequence = ascent_sequence(soyuz, soyuz.fairing.jettison.value, latest_command_s(soyuz))
    strap_on, core, _ = soyuz.stages
    place = events(sequence).index("strap-on throttle step")
    before = sequence.phases[place]
    assert {b.stage for b in before.burns} == {"strap-on", "core"}
    at_full = stage_thrust_vac_N(strap_on) + stage_thrust_vac_N(core)
    end = sequence.assumed_s[place]
    assert lookup(before.thrust_vac, end) == pytest.approx(at_full, rel=1e-12)


def test_a_sum_of_tables_has_the_steps_of_all():
    parts = [
        constant(1.0),
        linear([0.0, 2.0, 2.0, 5.0], [1.0, 3.0, 0.0, 6.0]),
        linear([0.0, 3.0, 3.0, 5.0], [0.0, 0.0, 10.0, 10.0]),
    ]
    at = np.array([0.0, 1.0, 1.999, 2.0, 2.5, 2.999, 3.0, 4.0, 5.0])
    expected = sum(lookup(table, at) for table in parts)
    np.testing.assert_allclose(lookup(sum_of_tables(parts), at), expected, atol=1e-12)


def test_the_sum_of_nothing_is_nothing():
    assert lookup(sum_of_tables([]), 3.0) == 0.0
