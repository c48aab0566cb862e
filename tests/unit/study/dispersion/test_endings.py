"""Every ending of a guided flight, provoked from a mission and counted by its study."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cosmodrome.study.dispersion.summary import summary_of

import cosmodrome as cd
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.study.dispersion.ask import ascent_plan, study_of
from cosmodrome.study.dispersion.distribution import Uniform
from cosmodrome.study.dispersion.factor import Factor
from cosmodrome.study.dispersion.sampling import Plain
from cosmodrome.study.dispersion.shards import fly_missing, open_shards
from cosmodrome.study.dispersion.study import Study, table_of


@pytest.fixture(scope="module")
def home() -> Study:
    mission = cd.load("vostochny-2016")
    figures = open_catalogue(()).document("launchers", mission.launcher.name).figures
    return study_of(mission, ascent_plan(mission), figures, Plain(), seed=2)


def with_numbers(study: Study, numbers: dict[str, float]) -> Study:
    """A study whose undispersed flight has other numbers, and nothing varies."""
    mean = study.dispersions.mean.copy()
    for name, value in numbers.items():
        mean[study.dispersions.layout.place(name)] = value
    return replace(study, dispersions=replace(study.dispersions, factors=(), leading=0, mean=mean))


@pytest.mark.parametrize(
    ("ending", "numbers"),
    [
        ("orbit", {}),
        # Blok I lights ten seconds late: the law bends up, and still arrives.
        ("orbit", {"blok-i.ignition_delay_s": 10.0}),
        ("stage dry", {"blok-i.residual_kg": 4000.0}),
        ("stage dry", {"payload_kg": 5000.0}),
        ("shortfall", {"blok-i.shutoff_s": 100.0}),
        # A platform 60 degrees off in azimuth is believed, and the speed to go does not vanish.
        ("shortfall", {"alignment_z_rad": 1.0}),
        ("ground", {"alignment_y_rad": 1.0}),
        ("ground", {"strap-on.thrust": 0.6}),
        ("lost", {"blok-i.thrust": 0.1}),
    ],
)
def test_an_ending_is_named(home: Study, ending: str, numbers: dict[str, float]) -> None:
    table = table_of(with_numbers(home, numbers), 0, 1)
    assert table["ending"].to_list() == [ending]


def test_a_flight_that_lasts_too_long_is_given_up(home: Study) -> None:
    settings = home.program.settings._replace(latest_s=400.0)
    short = replace(home, program=home.program._replace(settings=settings))
    table = table_of(with_numbers(short, {}), 0, 1)
    assert table["ending"].to_list() == ["too long"]
    assert table["time_s"][0] == pytest.approx(400.0, abs=2.5)


def test_failures_are_counted_beside_the_flights_in_orbit(home: Study, tmp_path: Path) -> None:
    stops = Factor(
        name="stops", distribution=Uniform(half_width=400.0), moves={"blok-i.shutoff_s": 1.0}
    )
    mean = home.dispersions.mean.copy()
    mean[home.dispersions.layout.place("blok-i.shutoff_s")] = 401.0
    dispersions = replace(home.dispersions, factors=(stops,), leading=1, mean=mean)
    shards = open_shards(tmp_path / "samples", replace(home, dispersions=dispersions), 64)
    drained(fly_missing(shards, 1))
    endings = summary_of(shards)["endings"]
    assert set(endings) == {"orbit", "shortfall"}
    assert sum(endings.values()) == 64
    # The burn takes 214 s: the engine stops before with probability 213 / 800.
    assert endings["shortfall"] == pytest.approx(64 * 213.0 / 800.0, abs=11.0)


def drained(flights: Iterator[int]) -> None:
    for _ in flights:
        pass


def test_five_sigma_end_in_orbit(home: Study) -> None:
    index = np.arange(256)
    vectors = home.dispersions.vectors(index, home.sampling, home.seed)
    # Three sigmas, at which the distributions are cut, become five.
    wide = home.dispersions.mean + (5.0 / 3.0) * (vectors - home.dispersions.mean)
    from cosmodrome.study.dispersion.study import table_with

    table = table_with(home, index, wide)
    assert set(table["ending"]) == {"orbit"}
