"""``cosmodrome fly --as-dispersed``: the plan that dispersed flights follow, told and flown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cosmodrome.app.cli.commands import cosmodrome
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.mission.dispersions import CALM, AskedDispersions
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.mission import Mission
from cosmodrome.study.dispersion.ask import NoPlanError, ascent_plan
from cosmodrome.study.dispersion.followed_plan import plan_note


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cosmodrome, arguments)


@pytest.fixture(scope="module")
def mission() -> Mission:
    return load_mission("vostochny-2016", open_catalogue())


@pytest.fixture(scope="module")
def flown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    out = str(tmp_path_factory.mktemp("runs"))
    result = run("fly", "vostochny-2016", "--as-dispersed", "--json", "--out", out)
    assert result.exit_code == 0, result.output
    (folder,) = Path(out).iterdir()
    assert folder.name.startswith("vostochny-2016-as-dispersed-")
    found: dict[str, object] = json.loads(result.output)
    return found


def cutoff_s(summary: dict[str, object]) -> float:
    events = summary["events"]
    assert isinstance(events, list)
    (found,) = (each["t_s"] for each in events if each["name"] == "blok-i cut-off")
    return float(found)


def test_it_flies_the_plan_of_the_dispersed_flights(
    flown: dict[str, object], mission: Mission, tmp_path: Path
) -> None:
    result = run("disperse", "vostochny-2016", "-n", "8", "--json", "--out", str(tmp_path))
    told = json.loads(result.stdout)
    readings = flown["readings"]
    assert isinstance(readings, dict)
    assert list(readings) == ["predicted"]
    assert readings["predicted"]["notes"][0] == told["plan"]
    planned = sum(steered.duration_s for steered in ascent_plan(mission).steering)
    assert cutoff_s(flown) == pytest.approx(planned, abs=1e-6)


def test_the_load_in_the_mean_wind_is_what_the_note_says(flown: dict[str, object]) -> None:
    loads = flown["loads"]
    assert isinstance(loads, list)
    (found,) = (each for each in loads if each["name"] == "q-alpha")
    assert found["value"] < 1.02 * 0.1 * found["limit"]


def test_the_note_names_the_wind_the_plan_is_made_for(mission: Mission) -> None:
    planned = ascent_plan(mission)
    room = "pressure times angle of attack below 18 of 181 kPa deg to leave room for winds"
    assert plan_note(mission, planned) == (
        f"plan made in the mean wind of April over the pad, with {room}"
    )
    calm = replace(mission, dispersions=AskedDispersions(wind=CALM))
    assert plan_note(calm, planned).startswith("plan made in calm air, with ")


def test_two_plans_at_once_are_one_clear_line() -> None:
    result = run("fly", "vostochny-2016", "--as-flown", "--as-dispersed")
    assert result.exit_code == 2
    assert "--as-flown and --as-dispersed are two plans; take one" in result.output


def test_given_steering_is_not_dispersed_under_another_plan(mission: Mission) -> None:
    given = replace(mission, steering=object())
    with pytest.raises(NoPlanError, match="steering is given"):
        ascent_plan(given)
