from dataclasses import replace

import pytest

import cosmodrome as cd
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.mission.accuracy import Box
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study import plan_cache
from cosmodrome.study.kept_plan import plan_bytes
from cosmodrome.study.plan_cache import remembered


@pytest.fixture(scope="module")
def mission():
    return cd.load("vostochny-2016")


@pytest.fixture(scope="module")
def planned(mission) -> PlannedLeg:
    return plan_ascent(mission, Reading.PREDICTED, surroundings(mission))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "cosmodrome" / "plans"


def never() -> PlannedLeg:
    raise AssertionError("planned again")


def test_a_plan_is_made_once_for_the_same_mission(mission, planned, cache) -> None:
    assert remembered(mission, lambda: planned) is planned
    again = remembered(cd.load("vostochny-2016"), never)
    assert plan_bytes(again) == plan_bytes(planned)
    lighter = replace(mission, adapter_mass_kg=mission.adapter_mass_kg - 1.0)
    with pytest.raises(AssertionError, match="planned again"):
        remembered(lighter, never)


def test_what_varies_and_what_is_asked_of_the_result_need_no_other_plan(
    mission, planned, cache
) -> None:
    remembered(mission, lambda: planned)
    spread = replace(mission, dispersions=replace(mission.dispersions, basis="knowledge"))
    remembered(spread, never)
    remembered(replace(mission, accuracy=Box(perigee_height_m=1e3)), never)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x80\x05K\x01.", None])
def test_a_spoiled_plan_is_made_again(mission, planned, cache, content) -> None:
    remembered(mission, lambda: planned)
    (file,) = cache.glob("*.bin")
    file.write_bytes(file.read_bytes()[:1000] if content is None else content)
    assert remembered(mission, lambda: planned) is planned
    assert file.stat().st_size > 1000


def test_the_oldest_plans_go(mission, planned, cache, monkeypatch) -> None:
    monkeypatch.setattr(plan_cache, "_KEPT", 2)
    for more in range(3):
        remembered(replace(mission, reserve_m_s=float(more)), lambda: planned)
    assert len(list(cache.glob("*.bin"))) == 2


def test_without_a_cache_plans_are_made(mission, planned, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert remembered(mission, lambda: planned) is planned
