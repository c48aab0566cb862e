"""Linear covariance of the home mission's dispersed ascent beside 2048 guided flights."""

import numpy as np
import pytest

import cosmodrome as cd
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.study.dispersion.ask import ascent_plan, study_of
from cosmodrome.study.dispersion.injection import injection_numbers
from cosmodrome.study.dispersion.linear import linear_covariance
from cosmodrome.study.dispersion.sampling import Plain
from cosmodrome.study.dispersion.study import table_of, table_with

pytestmark = pytest.mark.slow

SAMPLES = 2048


def test_linear_sigmas_of_the_home_mission_are_those_of_its_flights() -> None:
    mission = cd.load("vostochny-2016")
    figures = open_catalogue(()).document("launchers", mission.launcher.name).figures
    study = study_of(mission, ascent_plan(mission), figures, Plain(), seed=3)
    linear = linear_covariance(study)
    nominal = table_with(study, np.arange(1), study.dispersions.mean[None])
    reference = np.array(nominal.select("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s").row(0))
    flown = injection_numbers(table_of(study, 0, SAMPLES), "blok-i", study.program.world, reference)
    loads = {"dynamic pressure [kPa]", "q times alpha [kPa deg]"}
    for name, sigma in zip(linear.numbers, linear.sigma.tolist(), strict=True):
        if name in loads:
            continue
        # Three standard errors of a sample deviation, and what curvature adds.
        bend = float(linear.bent[linear.numbers.index(name)]) ** 2 / 2.0
        interval = 3.0 / np.sqrt(2.0 * SAMPLES) + bend
        assert flown[name].std(ddof=1) == pytest.approx(sigma, rel=interval), name
    # Relief and the sign of the angle make corners: the first order says nothing there.
    attack = linear.numbers.index("q times alpha [kPa deg]")
    assert linear.bent[attack] > 1.0
    assert flown["q times alpha [kPa deg]"].std(ddof=1) > 1.5 * linear.sigma[attack]
