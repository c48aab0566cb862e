"""A band from graded numbers: its drivers, its width, what it leaves out."""

import math
from dataclasses import replace

import pytest

from cosmodrome.catalogue.figure import Grade
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.catalogue.variants import GRADE_SIGMA, launcher_variants
from cosmodrome.study.band import payload_band
from cosmodrome.study.payload import payload
from cosmodrome.study.payload_request import PayloadRequest, read_request, request_variants

ASKED = PayloadRequest(launcher="soyuz-2.1a", pad="vostochny-1s", orbit="220 km 60 deg")


@pytest.fixture(scope="module")
def catalogue():
    return open_catalogue()


@pytest.fixture(scope="module")
def variants(catalogue):
    return tuple(request_variants(ASKED, catalogue))


@pytest.fixture(scope="module")
def answer(catalogue, variants):
    return payload(read_request(ASKED, catalogue), variants=variants)


def test_the_band_lies_about_the_number(answer):
    assert answer.outcome.is_success
    assert answer.band.low_kg < answer.payload_kg < answer.band.high_kg
    assert len(answer.band.drivers) == 5


def test_independent_numbers_add_in_squares(answer, variants):
    every = payload_band(answer.case, answer.ascent, answer.payload_kg, variants, drivers=1000)
    width = math.sqrt(sum(driver.effect_kg**2 for driver in every.drivers))
    assert every.high_kg - answer.payload_kg == pytest.approx(1.959964 * width)
    assert len(every.drivers) == every.numbers
    sizes = [abs(driver.effect_kg) for driver in every.drivers]
    assert sizes == sorted(sizes, reverse=True)
    assert tuple(every.drivers[:5]) == answer.band.drivers


def test_a_driver_is_what_solving_again_gives(answer, variants, catalogue):
    driver = next(d for d in answer.band.drivers if d.path == "stages.core.engine.thrust_vacuum")
    variant = next(v for v in variants if v.figure.path == driver.path)
    engine = answer.case.launcher.stages[1].engine
    moved = variant.launcher.stages[1].engine
    # Ten steps of the variant, which is linear in thrust, flow and nozzle area alike.
    further = replace(
        engine,
        thrust_vac_N=engine.thrust_vac_N + 10.0 * (moved.thrust_vac_N - engine.thrust_vac_N),
        exit_area_m2=engine.exit_area_m2 + 10.0 * (moved.exit_area_m2 - engine.exit_area_m2),
    )
    stages = list(answer.case.launcher.stages)
    stages[1] = replace(
        variant.launcher.stages[1],
        engine=further,
        propellant_kg=(
            stages[1].propellant_kg
            + 10.0 * (variant.launcher.stages[1].propellant_kg - stages[1].propellant_kg)
        ),
    )
    case = replace(answer.case, launcher=replace(answer.case.launcher, stages=tuple(stages)))
    again = payload(case, neighbour=answer.ascent)
    slope = (again.payload_kg - answer.payload_kg) / (10.0 * variant.step)
    assert driver.effect_kg == pytest.approx(slope * driver.sigma, rel=0.03)


def test_every_variant_moves_one_number(catalogue):
    found = list(launcher_variants(catalogue, "soyuz-2.1a"))
    paths = [v.figure.path for v in found]
    assert len(set(paths)) == len(paths)
    assert all(v.sigma > 0.0 for v in found)
    assert "stages.core.dry_mass" in paths
    own = next(v for v in found if v.figure.path == "stages.strap-on.dry_mass")
    assert own.sigma == pytest.approx(0.005 * 3784.0)
    area = next(v for v in found if v.figure.path == "stages.blok-i.shed.aft skirt.mass")
    assert area.figure.grade is Grade.ESTIMATE
    assert area.sigma == pytest.approx(GRADE_SIGMA[Grade.ESTIMATE] * 430.0)


def test_full_throttle_is_no_uncertain_number(catalogue):
    paths = [v.figure.path for v in launcher_variants(catalogue, "soyuz-2.1a")]
    assert "stages.strap-on.throttle[0].level" in paths
    assert "stages.strap-on.throttle[1].level" not in paths


def test_without_variants_there_is_no_band(answer):
    assert payload(answer.case, neighbour=answer.ascent).band is None
