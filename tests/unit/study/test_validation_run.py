"""Cases chosen by name, run, and judged."""

import os
from dataclasses import replace

import pytest

from cosmodrome.errors import InputError
from cosmodrome.study.processes import WorkerError, side_by_side
from cosmodrome.study.validation import run
from cosmodrome.study.validation.case import Case, Miss, Row, share, worst_row
from cosmodrome.study.validation.run import Listed, Verdict, chosen, judged, run_case

ROW = Row(
    quantity="height",
    unit="m",
    ours=10.5,
    theirs=10.0,
    tolerance=1.0,
    reason="digits printed",
    source="NESC",
)


def case(key, rows=(ROW,), **more):
    return Case(key=key, title=key, run=lambda: rows, seconds=1.0, **more)


def raising(error):
    def run_it():
        raise error

    return replace(case("raises"), run=run_it)


@pytest.fixture
def listed(monkeypatch):
    cases = [("earth", "air-1"), ("earth", "air-2"), ("orbits", "iss"), ("orbits", "earth-moon")]
    found = tuple(Listed(group=group, case=case(key)) for group, key in cases)
    monkeypatch.setattr(run, "all_cases", lambda: found)


def keys(*names):
    return [each.case.key for each in chosen(names)]


def test_names_are_keys_groups_and_beginnings_of_either(listed):
    assert keys() == ["air-1", "air-2", "iss", "earth-moon"]
    assert keys("iss", "air-1") == ["air-1", "iss"]
    assert keys("earth") == ["air-1", "air-2"]
    assert keys("orb") == ["iss", "earth-moon"]
    assert keys("ear") == ["air-1", "air-2", "earth-moon"]


def test_every_unknown_name_is_told_with_the_nearest(listed):
    with pytest.raises(InputError) as error:
        keys("air-3", "moonbase", "iss")
    first, second = str(error.value).splitlines()
    assert first == ("air-3: no case or group of this name; did you mean air-2 or air-1?")
    assert second.endswith("see `cosmodrome validate --list`")


def test_a_row_passes_within_its_tolerance_and_a_nan_never():
    assert ROW.passed
    assert share(ROW) == 0.5
    nan = replace(ROW, ours=float("nan"))
    assert not nan.passed
    assert share(nan) == float("inf")
    assert share(replace(ROW, ours=10.0, tolerance=0.0)) == 0.0


def test_the_worst_row_is_the_one_nearest_to_its_own_tolerance():
    worst = worst_row(
        "q", "m", [1.0, 2.5, 9.0], [0.0, 2.0, 4.0], [10.0, 0.6, 10.0], reason="", source="NESC"
    )
    assert (worst.ours, worst.theirs, worst.tolerance) == (2.5, 2.0, 0.6)


@pytest.mark.parametrize(
    ("ours", "recorded", "verdict"),
    [
        (10.5, None, Verdict.PASS),
        (12.0, None, Verdict.NEW_MISS),
        (12.0, 2.1, Verdict.KNOWN_MISS),
        (12.0, -2.0, Verdict.NEW_MISS),
        (12.0, 3.0, Verdict.NEW_MISS),
        (10.5, 2.0, Verdict.NO_LONGER),
        (float("nan"), 2.0, Verdict.NEW_MISS),
    ],
)
def test_a_miss_is_known_while_it_keeps_its_size(ours, recorded, verdict):
    misses = {} if recorded is None else {"height": Miss(error=recorded, why="why")}
    assert judged(replace(ROW, ours=ours), misses).verdict is verdict


def test_a_case_that_raises_fails_in_one_line():
    ran = run_case(raising(ValueError("too\n  high")))
    assert (ran.rows, ran.fault) == ((), "ValueError: too high")


def test_a_panic_of_a_library_fails_the_case_and_an_interrupt_does_not():
    class Panic(BaseException):
        pass

    assert run_case(raising(Panic("no EOP"))).fault == "Panic: no EOP"
    with pytest.raises(KeyboardInterrupt):
        run_case(raising(KeyboardInterrupt()))


def test_rows_that_do_not_fit_their_case_are_a_fault():
    assert run_case(case("empty", rows=())).fault == "no rows"
    assert run_case(case("twice", rows=(ROW, ROW))).fault == "two rows called height"
    stray = case("stray", misses={"speed": Miss(error=1.0, why="")})
    assert run_case(stray).fault == "a known miss for no row: speed"


def twice(task):
    if task == "dies":
        os._exit(9)
    yield task
    yield task


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_answers_of_all_tasks_come_back(workers):
    tasks = ["a", "b", "c"]
    answers = list(side_by_side(twice, tasks, workers, "json"))
    assert sorted(answers) == ["a", "a", "b", "b", "c", "c"]


def buried(task, how):
    return f"{task}: {how}"


def test_a_task_whose_worker_dies_is_buried_and_the_others_go_on():
    tasks = ["dies", "a", "b"]
    answers = list(side_by_side(twice, tasks, 2, "json", buried))
    assert sorted(answers) == [
        "a", "a", "b", "b", "dies: a worker ended before its work did (exit code 9)",
    ]  # fmt: skip


def test_without_a_burial_it_is_an_error():
    with pytest.raises(WorkerError, match="exit code 9"):
        list(side_by_side(twice, ["dies", "a"], 2, "json"))
