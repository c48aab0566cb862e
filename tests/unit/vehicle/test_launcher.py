from dataclasses import replace

import pytest

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.vehicle.launcher import (
    Launcher,
    first_stages,
    liftoff_mass_kg,
    liftoff_thrust_N,
    liftoff_thrust_to_weight,
)
from cosmodrome.vehicle.schedule import Schedule
from cosmodrome.vehicle.stage import Ignition


@pytest.fixture(scope="module")
def soyuz() -> Launcher:
    return Catalogue().launcher("soyuz-2.1a")


def test_strap_ons_and_core_burn_on_the_pad(soyuz):
    assert [stage.name for stage in first_stages(soyuz)] == ["strap-on", "core"]


def test_full_thrust_at_lift_off_is_the_published_sum(soyuz):
    full = replace(
        soyuz, stages=tuple(replace(stage, throttle=Schedule()) for stage in soyuz.stages)
    )
    # 4 x 838.5 + 792.5 kN
    assert liftoff_thrust_N(full) == pytest.approx(4146.5e3, rel=1e-12)


def test_it_leaves_the_pad(soyuz):
    assert liftoff_thrust_to_weight(soyuz, 2449.0) > 1.0
    assert liftoff_mass_kg(soyuz, 2449.0) == pytest.approx(301_139.0, abs=1.0)


def test_an_ignition_after_no_stage_is_refused(soyuz):
    core = replace(soyuz.stages[1], ignition=Ignition(after="moon"))
    with pytest.raises(ValueError, match="core waits for moon"):
        replace(soyuz, stages=(soyuz.stages[0], core, soyuz.stages[2]))


def test_two_stages_of_one_name_are_refused(soyuz):
    with pytest.raises(ValueError, match="one name"):
        replace(soyuz, stages=(soyuz.stages[0], soyuz.stages[0]))
