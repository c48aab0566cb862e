from dataclasses import replace

import pytest

from cosmodrome.vehicle.engine import Engine
from cosmodrome.vehicle.schedule import Schedule
from cosmodrome.vehicle.stage import (
    Cutoff,
    CutoffRule,
    FallingBody,
    ShedMass,
    Stage,
    burnt_propellant_kg,
    depletion_time_s,
    stage_gross_mass_kg,
    stage_mass_flow_kg_s,
    usable_propellant_kg,
)

FALL = FallingBody(drag_coefficient=0.7, reference_area_m2=9.0)
# 9806.65 N at 100 s burn 10 kg/s.
STAGE = Stage(
    name="first",
    count=2,
    dry_mass_kg=100.0,
    propellant_kg=1000.0,
    residual_kg=20.0,
    engine=Engine(name="E", thrust_vac_N=9806.65, isp_vac_s=100.0, exit_area_m2=0.0),
    cutoff=Cutoff(rule=CutoffRule.DEPLETION),
    diameter_m=1.0,
    length_m=9.0,
    fall=FALL,
)


def test_masses_and_flow_count_every_body():
    assert stage_gross_mass_kg(STAGE) == 2200.0
    assert usable_propellant_kg(STAGE) == 1960.0
    assert stage_mass_flow_kg_s(STAGE) == pytest.approx(20.0, rel=1e-15)
    assert stage_mass_flow_kg_s(replace(STAGE, engine_count=3)) == pytest.approx(60.0, rel=1e-15)


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        (Schedule(), 98.0),
        (Schedule(time_s=(0.0,), fraction=(0.5,)), 196.0),
        (Schedule(time_s=(0.0, 50.0, 50.0), fraction=(1.0, 1.0, 0.5)), 146.0),
        (Schedule(time_s=(0.0, 300.0), fraction=(0.5, 0.5)), 196.0),
    ],
)
def test_depletion_comes_when_the_flow_has_taken_what_can_be_burnt(schedule, seconds):
    stage = replace(STAGE, throttle=schedule)
    assert depletion_time_s(stage) == pytest.approx(seconds, rel=1e-8)
    assert burnt_propellant_kg(stage, depletion_time_s(stage)) == pytest.approx(1960.0, rel=1e-8)


def test_a_schedule_that_ends_at_zero_never_depletes():
    stage = replace(STAGE, throttle=Schedule(time_s=(0.0, 1.0), fraction=(1.0, 0.0)))
    with pytest.raises(ValueError, match="ends at zero"):
        depletion_time_s(stage)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="residual_kg is above"):
        replace(STAGE, residual_kg=1001.0)
    with pytest.raises(ValueError, match="dry_mass_kg"):
        replace(STAGE, dry_mass_kg=-5.0)
    with pytest.raises(ValueError, match="weigh more"):
        replace(STAGE, shed=(ShedMass(name="skirt", mass_kg=101.0, delay_s=1.0, fall=FALL),))
    with pytest.raises(ValueError, match="belongs to the rules TIME and VELOCITY"):
        Cutoff(rule=CutoffRule.TIME)


def test_a_landing_reserve_is_not_burnt_in_the_ascent():
    stage = replace(STAGE, landing_reserve_kg=180.0)
    assert usable_propellant_kg(stage) == 1600.0
    assert depletion_time_s(stage) == pytest.approx(80.0, rel=1e-12)


@pytest.mark.parametrize("reserve", [-1.0, 980.1])
def test_a_landing_reserve_is_part_of_what_is_aboard(reserve):
    with pytest.raises(ValueError, match="landing_reserve_kg"):
        replace(STAGE, landing_reserve_kg=reserve)
