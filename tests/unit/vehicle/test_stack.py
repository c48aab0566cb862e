"""A launcher below an upper stage: nothing is weighed twice, nothing is lost."""

from dataclasses import replace

import pytest

from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.vehicle.launcher import liftoff_mass_kg
from cosmodrome.vehicle.stack import carrier, empty_upper_kg, most_left_out_kg
from cosmodrome.vehicle.stage import CutoffRule


@pytest.fixture(scope="module")
def soyuz():
    return open_catalogue().launcher("soyuz-2.1b")


def test_the_carrier_weighs_what_the_launcher_weighs(soyuz):
    assert liftoff_mass_kg(carrier(soyuz), 0.0) == pytest.approx(liftoff_mass_kg(soyuz, 0.0))


def test_the_interstage_leaves_with_the_last_stage_which_burns_all_it_has(soyuz):
    below = carrier(soyuz)
    last = soyuz.stages[-1]
    assert last.cutoff.rule is CutoffRule.COMMAND
    assert below.stages[-1].cutoff.rule is CutoffRule.DEPLETION
    assert below.stages[-1].dry_mass_kg == last.dry_mass_kg + soyuz.adapter_mass_kg
    assert below.adapter_mass_kg == 0.0
    assert below.stages[:-1] == soyuz.stages[:-1]


def test_a_load_is_at_least_what_cannot_be_burnt():
    upper = open_catalogue().upper_stage("electron-kick-stage")
    least = upper.propellant_max_kg - most_left_out_kg(upper)
    assert least == upper.stage.residual_kg
    full = replace(upper, propellant_min_kg=upper.propellant_max_kg)
    assert most_left_out_kg(full) == 0.0
    assert empty_upper_kg(upper.stage) == upper.stage.dry_mass_kg + upper.stage.residual_kg
