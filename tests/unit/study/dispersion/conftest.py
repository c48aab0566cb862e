"""The launcher with round numbers of the ascent's tests, ready for a study."""

import pytest
from tests.unit.ascent.conftest import Ascent, ascent, earth, equator, launcher, leg

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guidance.build_program import build_program
from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.study.dispersion.distribution import Truncated
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.sampling import Sobol
from cosmodrome.study.dispersion.study import Study
from cosmodrome.vehicle.launcher import Launcher

__all__ = ["ascent", "earth", "equator", "launcher", "leg"]


@pytest.fixture(scope="session")
def study(launcher: Launcher, ascent: Ascent, earth: World) -> Study:
    """Thrust and impulse of both stages vary."""
    layout = ParameterLayout(stages=("first", "second"))
    names = ("first.thrust", "first.isp", "second.thrust", "second.isp")
    factors = tuple(
        Factor(name=name, distribution=Truncated(sigma=0.005), moves={name: 1.0}) for name in names
    )
    return Study(
        name="two-stages",
        launcher=launcher,
        program=build_program(launcher, ascent.planned, earth, launcher.limits),
        dispersions=Dispersions(layout=layout, factors=factors, mean=layout.nominal()),
        sampling=Sobol(),
        seed=5,
        sample_count=10,
    )
