"""The reserve a launcher file states: a part of the ideal velocity, left in the last stage."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.reach import flown_velocity_m_s, ideal_velocity_m_s
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.constants import G0_M_S2
from cosmodrome.study.payload import payload
from cosmodrome.study.payload_request import PayloadRequest, read_request


@pytest.fixture(scope="module")
def case():
    asked = PayloadRequest(launcher="proton-m", pad="baikonur-200-39", orbit="180 km 51.5 deg")
    return read_request(asked, open_catalogue())


@pytest.fixture(scope="module")
def answer(case):
    return payload(replace(case, launcher=replace(case.launcher, reserve=0.02)))


def test_what_is_kept_would_give_the_stated_part_of_the_velocity(answer):
    last = answer.case.launcher.stages[-1]
    empty = last.dry_mass_kg + last.residual_kg + answer.payload_kg
    left = float(answer.ascent.solution.arcs[-1].state[6, -1])
    kept = last.engine.isp_vac_s * G0_M_S2 * np.log(left / empty)
    # The solver holds masses to 1e-8 of the whole stack, some grams.
    assert kept == pytest.approx(answer.case.reserve_m_s, abs=1e-2)
    flown = flown_velocity_m_s(answer.ascent.leg, answer.ascent.solution.arcs)
    # 100 to 200 m/s are kept of some 9300: what is flown without a reserve is 0.1 % more.
    assert kept == pytest.approx(0.02 * flown, rel=5e-3)


def test_a_reserve_costs_payload(answer):
    assert answer.outcome.is_success
    assert answer.payload_kg < answer.without_reserve_kg


def test_the_velocity_flown_is_that_of_the_rocket_equation(case):
    bare = payload(replace(case, launcher=replace(case.launcher, reserve=0.0)))
    flown = flown_velocity_m_s(bare.ascent.leg, bare.ascent.solution.arcs)
    # The one leaves the fairing on the ground, the other carries its 2 t for 347 s.
    assert flown == pytest.approx(ideal_velocity_m_s(case.launcher, bare.payload_kg), rel=0.01)


def test_a_nominal_ascent_keeps_its_share_of_the_angle_of_attack(case):
    assert case.launcher.limits.q_alpha_max_Pa_rad == case.launcher.limits.q_alpha_nominal_Pa_rad
