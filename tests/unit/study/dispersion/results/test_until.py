from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.unit.study.dispersion.results.conftest import shards_with

from cosmodrome.errors import InputError
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.until import (
    Until,
    fly_until,
    half_width,
    read_until,
    steps,
)
from cosmodrome.study.dispersion.shards import Shards, fly_missing, open_shards
from cosmodrome.study.dispersion.study import Study
from cosmodrome.study.dispersion.workers import Threads

RULE = Until(quantity="reserve", part=0.04)


def flown(folder: Path, study: Study, reference: Reference, workers: int) -> tuple[Shards, float]:
    shards = open_shards(folder, study, 6000, 256)
    threads = Threads(count=workers)
    return fly_until(shards, RULE, reference, lambda some: list(fly_missing(some, threads)))


def test_it_stops_at_the_same_sample_with_any_number_of_workers_and_after_a_break(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    one, width = flown(tmp_path / "one", study, reference, 1)
    assert 1024 <= one.count < 6000
    assert width <= 0.04
    two, same = flown(tmp_path / "two", study, reference, 2)
    assert (two.count, same) == (one.count, width)
    # A run that went further, and one that was broken off.
    more = open_shards(tmp_path / "more", study, 3000, 256)
    list(fly_missing(more, Threads(count=1)))
    more.path(1).unlink()
    again, last = flown(tmp_path / "more", study, reference, 1)
    assert (again.count, last) == (one.count, width)
    for place in one.places():
        assert again.path(place).read_bytes() == one.path(place).read_bytes()


def test_the_width_reached_is_that_of_the_interval(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    rng = np.random.default_rng(1)
    table = pl.DataFrame({"ending": ["orbit"] * 9604, "q_max_Pa": rng.normal(30e3, 1e3, 9604)})
    shards = shards_with(tmp_path, study, table, 1024)
    # 1.96 / sqrt(2 n) of a normal quantity; its kurtosis is known to 0.05.
    assert half_width(shards, "q", reference) == pytest.approx(1.96 / np.sqrt(2 * 9604), rel=0.05)
    assert half_width(shards, "orbit", reference) == pytest.approx(0.5 * 3.69 / 9604, rel=0.01)


def test_it_ends_with_all_samples_when_the_figure_stays_open(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    shards = open_shards(tmp_path, study, 300, 256)
    rule = replace(RULE, part=0.001)
    end, width = fly_until(
        shards, rule, reference, lambda some: list(fly_missing(some, Threads(count=1)))
    )
    assert end.count == 300
    assert width > 0.001


def test_the_question_is_asked_at_fixed_numbers_of_whole_shards() -> None:
    asked = list(steps(20_000, 1024))
    assert asked[:6] == [1024, 2048, 3072, 4096, 5120, 6144]
    assert asked[-1] == 20_000
    assert all(count % 1024 == 0 for count in asked[:-1])
    assert list(steps(500, 1024)) == [500]
    # With more asked for, the questions before stay.
    assert list(steps(40_000, 1024))[: len(asked) - 1] == asked[:-1]


def test_rules_are_read_from_words() -> None:
    assert read_until("perigee 1 %") == Until(quantity="perigee", part=0.01)
    assert read_until(" Orbit 0.1%") == Until(quantity="orbit", part=0.001)
    assert read_until("q-alpha 2 %").quantity == "q-alpha"
    assert read_until("sat-1  perigee 2 %", ("sat-1",)).quantity == "sat-1 perigee"


def test_a_satellite_that_is_not_flown_is_told(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    rule = read_until("sat-1 perigee 2 %", ("sat-1",))
    shards = open_shards(tmp_path, study, 300, 256)
    with pytest.raises(InputError, match="of a satellite that is not flown"):
        fly_until(shards, rule, reference, lambda some: None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("perigee", "is no quantity with per cent"),
        ("perigee 1", "is no quantity with per cent"),
        ("perige 1 %", "did you mean perigee"),
        ("zzz 1 %", "there are orbit, perigee"),
        ("perigee 0 %", "between 0 and 100"),
        ("perigee 1.2.3 %", "is not a number"),
        ("perigee -1 %", "is no quantity with per cent"),
    ],
)
def test_what_is_no_rule_is_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_until(text)
    assert "\n" not in str(caught.value)
