import sys
from collections.abc import Callable, Iterator

import pytest
from benchmarks.peers import race
from benchmarks.peers.answer import Answer, Attempt
from benchmarks.peers.cases import CASES
from benchmarks.peers.environments import PEERS, NoEnvironmentError, Peer
from benchmarks.peers.race import NoAnswerError, Racer, solved, table

CASE = CASES["delta-iii"]


def answer(construct_s: float, solve_s: float, miss_kg: float = 0.0) -> Answer:
    one = Attempt(
        construct_s=construct_s,
        solve_s=solve_s,
        objective=CASE.published + miss_kg,
        final_time_s=924.139,
        mesh="a mesh",
    )
    return Answer(version="1.2", first=one, again=None)


def racer(name: str, *answers: Answer) -> Racer:
    left: Iterator[Answer] = iter(answers)
    return Racer(name=name, run=lambda: next(left))


def failing(message: str) -> Callable[[], Answer]:
    def run() -> Answer:
        raise NoAnswerError(message)

    return run


def test_the_race_goes_on_when_one_fails() -> None:
    broken = Racer(name="broken", run=failing("no wheel"))
    ours, other = racer("ours", *3 * [answer(0.0, 1.0)]), racer("other", *3 * [answer(0.0, 2.0)])
    race.race([ours, broken, other], rounds=3)
    rows = list(table(CASE, ours, [broken, other]))
    assert [len(r.answers) for r in (ours, broken, other)] == [3, 0, 3]
    assert [(r.what, r.beside) for r in rows if r.measured == "no answer"] == [
        ("broken", "no wheel")
    ]
    assert rows[1].what == "other 1.2"


def test_who_fails_is_not_asked_again() -> None:
    asked = []

    def run() -> Answer:
        asked.append(1)
        raise NoAnswerError("gone")

    race.race([Racer(name="broken", run=run)], rounds=5)
    assert len(asked) == 1


def test_all_take_turns() -> None:
    order: list[str] = []

    def noted(name: str) -> Racer:
        def run() -> Answer:
            order.append(name)
            return answer(0.0, 1.0)

        return Racer(name=name, run=run)

    race.race([noted("a"), noted("b")], rounds=2)
    assert order == ["a", "b", "a", "b"]


def test_ratios_are_those_of_the_medians() -> None:
    ours = racer("ours", answer(0.1, 0.1), answer(0.1, 0.3), answer(0.1, 9.0))
    slow = racer("slow", *3 * [answer(1.0, 3.0)])
    quick = racer("quick", *3 * [answer(0.5, 0.3)])
    race.race([ours, slow, quick], rounds=3)
    first, second, third, last = table(CASE, ours, [slow, quick], limit_s=0.5)
    assert first.value == pytest.approx(0.4)
    assert first.verdict == "reached"
    assert second.what == "quick 1.2"
    assert second.beside.startswith("2.0 times ours")
    assert third.beside.startswith("10.0 times ours")
    assert last.value == pytest.approx(0.5)
    assert last.verdict == "MISSED"  # a third is asked


def test_a_peer_off_the_published_optimum_is_no_rival() -> None:
    ours, rough = racer("ours", answer(0.0, 1.0)), racer("rough", answer(0.0, 0.5, miss_kg=0.01))
    exact = racer("exact", answer(0.0, 4.0))
    race.race([ours, rough, exact], rounds=1)
    rows = list(table(CASE, ours, [rough, exact]))
    assert "NOT within 0.001 kg" in rows[1].beside
    assert "exact" in rows[-1].what
    assert rows[-1].verdict == "reached"


def test_peers_are_shown_when_ours_gives_no_answer() -> None:
    ours, other = Racer(name="ours", run=failing("broke")), racer("other", answer(0.0, 1.0))
    race.race([ours, other], rounds=1)
    first, second = table(CASE, ours, [other])
    assert (first.measured, first.beside) == ("no answer", "broke")
    assert "times ours" not in second.beside


def test_an_environment_that_cannot_be_made_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(peer: Peer) -> None:
        raise NoEnvironmentError("no network")

    monkeypatch.setattr(race, "python_of", none)
    peer = next(race._peers("delta-iii"))
    race.race([peer], rounds=1)
    assert peer.fault == "no environment: no network"


def test_an_adapter_that_fails_says_its_last_words() -> None:
    with pytest.raises(NoAnswerError, match="No module named"):
        solved(sys.executable, "no_such_adapter", "delta-iii")


def test_a_python_that_is_not_there_is_said() -> None:
    with pytest.raises(NoAnswerError, match="no-such-python"):
        solved("/no-such-python", "ours", "delta-iii")


def test_every_peer_has_an_adapter_and_published_problems() -> None:
    for peer in PEERS:
        assert (race.ROOT / "benchmarks" / "peers" / f"{peer.name}.py").exists()
        assert {name.removesuffix("-coarse") for name in peer.problems} <= set(CASES)


def test_this_package_answers_as_a_peer_does() -> None:
    found = solved(sys.executable, "ours", "lunar", ours=True)
    assert race.is_accurate(CASES["lunar"], found.first)
    assert found.first.final_time_s == pytest.approx(found.first.objective)
