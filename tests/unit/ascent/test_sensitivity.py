"""Sensitivities from the multipliers beside optima solved anew."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.optimise import optimise
from cosmodrome.ascent.sensitivity import OtherSequenceError, Sensitivity
from cosmodrome.ascent.sequence import ascent_sequence
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.vehicle.launcher import Launcher, liftoff_mass_kg

from .conftest import FAIRING_S, PAYLOAD_KG


def leg_of(leg: Leg, launcher: Launcher) -> Leg:
    """The leg flown by another launcher."""
    return replace(
        leg,
        sequence=ascent_sequence(launcher, FAIRING_S, latest_command_s(launcher) - 1.0),
        start_mass_kg=liftoff_mass_kg(launcher, PAYLOAD_KG),
        limits=launcher.limits,
    )


def with_stage(launcher: Launcher, index: int, **numbers: object) -> Launcher:
    stages = list(launcher.stages)
    stages[index] = replace(stages[index], **numbers)  # type: ignore[arg-type]
    return replace(launcher, stages=tuple(stages))


def thrust(launcher: Launcher, part: float) -> Launcher:
    engine = launcher.stages[1].engine
    stronger = replace(engine, thrust_vac_N=engine.thrust_vac_N * (1.0 + part))
    return with_stage(launcher, 1, engine=stronger)


def impulse(launcher: Launcher, part: float) -> Launcher:
    engine = launcher.stages[0].engine
    better = replace(engine, isp_vac_s=engine.isp_vac_s * (1.0 + part))
    return with_stage(launcher, 0, engine=better)


def dry_mass(launcher: Launcher, part: float) -> Launcher:
    return with_stage(launcher, 0, dry_mass_kg=launcher.stages[0].dry_mass_kg * (1.0 + part))


def area(launcher: Launcher, part: float) -> Launcher:
    shape = launcher.aerodynamics
    wider = replace(shape, reference_area_m2=shape.reference_area_m2 * (1.0 + part))
    return replace(launcher, aerodynamics=wider)


def pressure(launcher: Launcher, part: float) -> Launcher:
    limits = launcher.limits
    assert limits.q_max_Pa is not None
    return replace(launcher, limits=replace(limits, q_max_Pa=limits.q_max_Pa * (1.0 + part)))


@pytest.mark.parametrize("move", [thrust, impulse, dry_mass, area, pressure])
def test_a_sensitivity_is_the_difference_of_two_optima(move, ascent, launcher, earth):
    step = 2e-3
    moved = leg_of(ascent.leg, move(launcher, step))
    again = optimise(moved, earth, lambda _: [], neighbour=ascent.planned)
    assert again.solution.converged
    solved = again.solution.objective - ascent.planned.solution.objective
    predicted = Sensitivity(ascent.planned, earth).change(moved)
    # Second order of the step, and the slack of a pressure limit between the nodes.
    assert predicted == pytest.approx(solved, rel=0.05, abs=0.05)
    assert abs(predicted) > 0.1


def test_an_unchanged_leg_changes_nothing(ascent, earth):
    assert Sensitivity(ascent.planned, earth).change(ascent.leg) == 0.0


def test_small_steps_are_proportional(ascent, launcher, earth):
    sensitivity = Sensitivity(ascent.planned, earth)
    one, two = (
        sensitivity.change(leg_of(ascent.leg, area(launcher, part))) for part in (1e-5, 2e-5)
    )
    np.testing.assert_allclose(two, 2.0 * one, rtol=1e-4)


def test_another_sequence_is_refused(ascent, launcher, earth):
    bare = replace(launcher, vertical_rise_s=0.0)
    with pytest.raises(OtherSequenceError):
        Sensitivity(ascent.planned, earth).change(leg_of(ascent.leg, bare))
