from pathlib import Path

import pytest
from benchmarks.peers import environments
from benchmarks.peers.environments import NoEnvironmentError, Peer, last_words, python_of

PEER = Peer(name="tool", steps=(("--no-deps", "tool"), ("numpy",)))


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What would be run; the environment itself is only a folder."""
    run: list[list[str]] = []

    def noted(command: list[str]) -> None:
        run.append(command)
        (tmp_path / "tool").mkdir(exist_ok=True)

    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "FOLDER", tmp_path)
    monkeypatch.setattr(environments, "_run", noted)
    return run


def test_an_environment_is_made_once(commands: list[list[str]]) -> None:
    first = python_of(PEER)
    assert [c[-1] for c in commands] == [str(first.parents[1]), "tool", "numpy"]
    assert python_of(PEER) == first
    assert len(commands) == 3


def test_an_environment_is_made_anew_for_other_packages(commands: list[list[str]]) -> None:
    python_of(PEER)
    python_of(Peer(name="tool", steps=(("tool",),)))
    assert len(commands) == 5


def test_an_environment_that_failed_is_tried_again(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(command: list[str]) -> None:
        raise NoEnvironmentError("no network")

    with monkeypatch.context() as broken, pytest.raises(NoEnvironmentError, match="no network"):
        broken.setattr(environments, "_run", fails)
        python_of(PEER)
    python_of(PEER)
    assert len(commands) == 3


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(NoEnvironmentError, match="no such thing"):
        environments._run(["sh", "-c", "echo no such thing >&2; exit 1"])


def test_last_words_are_the_last_line_that_says_something() -> None:
    assert last_words("WARNING: odd\n  ERROR: none found \n\n") == "ERROR: none found"
    assert last_words("\n") == "it said nothing"
