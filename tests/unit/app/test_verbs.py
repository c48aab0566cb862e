"""What list, show and fly do with what lies below them, which is played by stand-ins here."""

import json
from enum import Enum
from pathlib import Path
from types import SimpleNamespace

import pytest

from cosmodrome.app.cli import main
from cosmodrome.catalogue.figure import Card
from cosmodrome.errors import UnknownNameError
from cosmodrome.report.reading_mapping import FlownReading


class Reading(Enum):
    PREDICTED = "predicted"
    AS_FLOWN = "as_flown"


class Catalogue:
    def __init__(self, folders):
        self.folders = folders

    def names(self, kind):
        return (f"{kind}-1", f"{kind}-2")

    def hash(self):
        return "c0ffee"

    def card(self, name):
        if name == "soyuz-9":
            raise UnknownNameError("entry", name, ("soyuz-2.1a",))
        return Card(name=name, title=f"Title of {name}", kind="", note="", file="", figures=())


class World:
    """Stand-ins for the mission and its report, and what they were asked."""

    def __init__(self):
        self.asked = SimpleNamespace(name="demo", as_flown=object())
        self.advice = {}
        self.faults = ()
        self.planned = []

    def plan(self, asked, reading):
        self.planned.append(reading.value)
        advice = self.advice.get(reading.value, "")
        if isinstance(advice, BaseException):
            raise advice
        return SimpleNamespace(outcome=SimpleNamespace(is_success=not advice, advice=advice))

    def fly(self, asked, plan):
        return SimpleNamespace(plan=plan)

    def summarise(self, asked, flown, comparison, catalogue_hash, timings_s):
        assert all(isinstance(run, FlownReading) for run in flown.values())
        readings = {reading.value: {"timings_s": run.timings_s} for reading, run in flown.items()}
        return {
            "title": "Demo",
            "readings": readings,
            "catalogue_hash": catalogue_hash,
            "timings_s": dict(timings_s),
        }

    def modules(self):
        return {
            "cosmodrome.catalogue.load": {"open_catalogue": Catalogue},
            "cosmodrome.mission.files": {"load_mission": lambda name, catalogue: self.asked},
            "cosmodrome.mission.reading": {"Reading": Reading},
            "cosmodrome.mission.plan": {
                "plan": self.plan,
                "certificate_faults": lambda plan: self.faults,
            },
            "cosmodrome.mission.fly": {"fly": self.fly},
            "cosmodrome.mission.hand_over": {"hand_over": lambda asked, flight: object()},
            "cosmodrome.mission.compare": {"compare": lambda asked, flown: list(flown)},
            "cosmodrome.report.summary": {
                "summarise": self.summarise,
                "run_name": lambda asked, catalogue_hash: "demo-1a2b3c4d",
                "run_files": lambda asked, flown: {"events.csv": b"t_s"},
            },
        }


@pytest.fixture
def world(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    world = World()
    for name, members in world.modules().items():
        for member, stand_in in members.items():
            monkeypatch.setattr(f"{name}.{member}", stand_in)
    return world


def test_list_shows_every_kind(world, capsys):
    assert main.run(["list"]) == 0
    words = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["launchers", "launchers-1", "Title", "of", "launchers-1"] in words
    assert ["stations", "stations-2", "Title", "of", "stations-2"] in words


def test_list_of_one_kind_shows_no_other(world, capsys):
    assert main.run(["list", "pads"]) == 0
    printed = capsys.readouterr().out
    assert "pads-1" in printed
    assert "launchers" not in printed


def test_show_prints_the_card(world, capsys):
    assert main.run(["show", "soyuz-2.1a"]) == 0
    assert capsys.readouterr().out.startswith("Title of soyuz-2.1a")


def test_an_unknown_name_exits_2_and_offers_the_nearest(world, capsys):
    assert main.run(["show", "soyuz-9"]) == 2
    assert "did you mean soyuz-2.1a?" in capsys.readouterr().err


def test_fly_flies_both_readings_and_keeps_the_run(world, capsys, tmp_path):
    assert main.run(["fly", "demo"]) == 0
    ended = capsys.readouterr()
    assert world.planned == ["predicted", "as_flown"]
    folder = tmp_path / "runs" / "demo-1a2b3c4d"
    assert json.loads((folder / "summary.json").read_text())["title"] == "Demo"
    assert (folder / "events.csv").read_bytes() == b"t_s"
    assert ended.out.endswith(f"run folder: {Path('runs/demo-1a2b3c4d')}\n")
    assert ended.err == ""


def test_fly_prints_nothing_but_json_when_asked(world, capsys):
    assert main.run(["fly", "demo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Demo"


def test_every_step_is_timed(world, capsys):
    assert main.run(["fly", "demo", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert set(summary["timings_s"]) == {"mission", "compare", "report"}
    for reading in summary["readings"].values():
        assert set(reading["timings_s"]) == {"plan", "fly", "hand_over"}
        assert all(t >= 0.0 for t in reading["timings_s"].values())


def test_fly_of_a_mission_without_published_times_has_one_reading(world):
    world.asked.as_flown = None
    assert main.run(["fly", "demo"]) == 0
    assert world.planned == ["predicted"]


def test_as_flown_without_published_times_is_bad_input(world, capsys):
    world.asked.as_flown = None
    assert main.run(["fly", "demo", "--as-flown"]) == 2
    assert capsys.readouterr().err.startswith("error: demo: published: no published event times")


def test_an_infeasible_mission_exits_1_with_advice_and_leaves_no_run(world, capsys, tmp_path):
    world.advice = dict.fromkeys(["predicted", "as_flown"], "payload too heavy by about 310 kg")
    assert main.run(["fly", "demo"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "predicted: payload too heavy by about 310 kg",
        "as flown: payload too heavy by about 310 kg",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_is_not_proved_is_kept_and_exits_1(world, capsys, tmp_path):
    world.faults = ("the certificate of the ascent fails: the re-flight misses",)
    assert main.run(["fly", "demo"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "predicted: the certificate of the ascent fails: the re-flight misses",
        "as flown: the certificate of the ascent fails: the re-flight misses",
    ]
    assert (tmp_path / "runs" / "demo-1a2b3c4d" / "summary.json").is_file()


def test_the_reading_that_can_be_flown_is_kept_when_the_other_cannot(world, capsys, tmp_path):
    world.advice = {"as_flown": "the published times do not fit"}
    assert main.run(["fly", "demo", "--as-flown"]) == 1
    ended = capsys.readouterr()
    assert ended.err == "as flown: the published times do not fit\n"
    assert "Demo" in ended.out
    assert (tmp_path / "runs" / "demo-1a2b3c4d").is_dir()


def test_an_unwritable_folder_is_said_before_the_work_begins(world, capsys, tmp_path):
    (tmp_path / "file").write_text("mine")
    assert main.run(["fly", "demo", "--out", "file/runs"]) == 2
    assert capsys.readouterr().err.startswith("error: cannot write the run folder in file")
    assert world.planned == []


def test_an_interrupt_half_way_leaves_no_run(world, capsys, tmp_path):
    world.advice = {"as_flown": KeyboardInterrupt()}
    assert main.run(["fly", "demo"]) == 130
    assert capsys.readouterr().err == "interrupted; nothing half-written\n"
    assert list(tmp_path.iterdir()) == []
