import json

import pytest
from benchmarks.peers.answer import MARK, PATIENCE_S, Attempt, attempt, main, read


def solved(seconds: float = 0.2) -> Attempt:
    return Attempt(
        construct_s=0.1, solve_s=seconds, objective=7529.7, final_time_s=924.1, mesh="a mesh"
    )


def test_an_answer_is_read_from_among_what_else_was_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main("pytest", {"delta-iii": solved}, ["delta-iii"])
    answer = read(f"EXIT: Optimal Solution Found.{capsys.readouterr().out}goodbye\n")
    assert answer.first == solved()
    assert answer.again == solved()
    assert answer.version == pytest.__version__
    assert answer.first.whole_s == pytest.approx(0.3)


def test_a_slow_problem_is_solved_once(capsys: pytest.CaptureFixture[str]) -> None:
    main("pytest", {"delta-iii": lambda: solved(PATIENCE_S)}, ["delta-iii"])
    assert read(capsys.readouterr().out).again is None


def test_a_package_without_metadata_still_answers(capsys: pytest.CaptureFixture[str]) -> None:
    main("no-such-package", {"delta-iii": solved}, ["delta-iii"])
    assert read(capsys.readouterr().out).version == "unknown"


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ("EXIT: Optimal Solution Found.\n", "printed no answer"),
        (MARK + '{"version": "1"', "not whole"),
        (MARK + '{"version": "1", "first": {"solve_s": 1.0}, "again": null}', "not whole"),
        (MARK + json.dumps({"version": "1", "again": None}), "not whole"),
    ],
)
def test_a_missing_or_broken_answer_is_said(output: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read(output)


def test_the_two_halves_are_timed_apart() -> None:
    found = attempt(lambda: 3.0, lambda ready: (2.0 * ready, 5.0), "a mesh")
    assert (found.objective, found.final_time_s) == (6.0, 5.0)
    assert 0.0 <= found.construct_s < 1.0
    assert 0.0 <= found.solve_s < 1.0
