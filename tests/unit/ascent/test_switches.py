from dataclasses import replace

import pytest

from cosmodrome.ascent.switches import (
    cutoff_time_s,
    ignition_time_s,
    latest_command_s,
    stage_after_burn,
    switches,
)
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import Cutoff, CutoffRule, Ignition

# 2.2 MN at 300 s; 100 s at full thrust, the rest of 99 600 kg at 80 %.
FLOW = 2.2e6 / (300.0 * 9.80665)
DEPLETED_S = 100.0 + (99_600.0 - 100.0 * FLOW) / (0.8 * FLOW)


def test_a_stage_stops_when_only_its_residual_is_left(launcher: Launcher):
    first = launcher.stages[0]
    assert ignition_time_s(launcher, first, 0.0) == 0.0
    # Depletion is found by halving to a part in 1e9.
    assert cutoff_time_s(launcher, first, 0.0) == pytest.approx(DEPLETED_S, abs=1e-6)


def test_a_stage_lights_after_the_cut_off_of_the_one_it_waits_for(launcher: Launcher):
    second = launcher.stages[1]
    assert ignition_time_s(launcher, second, 0.0) == pytest.approx(DEPLETED_S + 2.0, abs=1e-6)
    hot = replace(second, ignition=Ignition(after="first", delay_s=-3.0))
    assert ignition_time_s(launcher, hot, 0.0) == pytest.approx(DEPLETED_S - 3.0, abs=1e-6)


def test_a_commanded_stage_stops_at_the_command_and_at_the_latest_when_dry(launcher: Launcher):
    second = launcher.stages[1]
    assert cutoff_time_s(launcher, second, 321.0) == 321.0
    burn = 21_900.0 * 340.0 * 9.80665 / 3e5
    assert latest_command_s(launcher) == pytest.approx(DEPLETED_S + 2.0 + burn, abs=1e-6)


def test_a_burn_time_counts_from_ignition(launcher: Launcher):
    second = replace(launcher.stages[1], cutoff=Cutoff(rule=CutoffRule.TIME, time_s=50.0))
    assert cutoff_time_s(launcher, second, 0.0) == pytest.approx(DEPLETED_S + 52.0, abs=1e-6)


def test_a_spent_stage_weighs_its_structure_and_its_residual(launcher: Launcher):
    first, second = launcher.stages
    spent = stage_after_burn(first, DEPLETED_S)
    assert spent.mass_kg == pytest.approx(2 * (4000.0 + 200.0), abs=1e-4)
    assert (spent.name, spent.count, spent.fall) == ("first", 2, first.fall)
    # What it has shed has left already.
    assert stage_after_burn(second, 0.0).mass_kg == 2500.0 - 200.0 + 22_000.0


def test_the_switches_come_in_order_and_end_with_the_command(launcher: Launcher):
    found = switches(launcher, 200.0, 360.0, True)
    assert [s.event for s in found] == [
        "first ignition",
        "pitch-over",
        "first throttle step",
        "first cut-off",
        "first separation",
        "second ignition",
        "skirt jettison",
        "fairing jettison",
        "second cut-off",
    ]
    assert [s.event for s in found if s.free] == ["second cut-off"]
    assert not any(s.free for s in switches(launcher, 200.0, 360.0, False))


def test_a_cut_off_comes_before_what_happens_at_the_same_moment(launcher: Launcher):
    first, second = launcher.stages
    together = replace(
        launcher,
        stages=(
            replace(first, separation_delay_s=0.0),
            replace(second, ignition=Ignition(after="first", delay_s=0.0)),
        ),
    )
    at_once = [s.event for s in switches(together, 200.0, 360.0, True)][3:6]
    assert at_once[0] == "first cut-off"
    assert set(at_once[1:]) == {"first separation", "second ignition"}
