import pytest
from benchmarks.__main__ import GROUPS, group, main
from benchmarks.row import Row


def test_an_unknown_group_is_refused_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ONLY=delta-4"]) == 2
    said = capsys.readouterr().err
    assert "delta-4" in said
    assert "delta-iii" in said


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_is_there(name: str) -> None:
    assert callable(group(name))


def test_a_row_over_its_limit_is_missed() -> None:
    rows = [Row(what="", measured="", limit=1.0, value=value) for value in (0.9, 1.0)]
    assert [row.verdict for row in rows] == ["reached", "MISSED"]
