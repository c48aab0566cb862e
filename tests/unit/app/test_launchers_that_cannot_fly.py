"""Launchers that make no sense: one line each, with the file and the key, before any solver."""

from pathlib import Path

import pytest

from cosmodrome.app.cli import main

GOOD = (Path(__file__).parents[1] / "catalogue" / "launcher.yaml").read_text(encoding="utf-8")
FAIRING = """
fairing:
  name: nose
  mass: 50 kg
  jettison: {JETTISON}
  diameter: 1 m
  length: 3 m
  fall: {drag_coefficient: 0.7, area: 3 m2}
"""
SATELLITE = """
title: Test mass
mass: 100 kg
drag_area: 1 m2
drag_coefficient: 2.2
separation_speed: 0.5 m/s
separation_direction: [0, 1, 0]
"""
MISSION = """
title: Test
liftoff: "2016-04-28T02:01:21Z"
launcher: trial
pad: vostochny-1s
target: {perigee_height: 200 km, apogee_height: 200 km, inclination: 60 deg, elements: osculating}
passengers:
  - {spacecraft: mass, release_delay: 60 s}
"""


@pytest.fixture
def fly(tmp_path, monkeypatch, capsys):
    """Fly the trial launcher, changed by pairs of texts; exit code and lines on stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*pairs: tuple[str, str], more: str = "", mission: str = "", mass: str = "100 kg"):
        launcher = GOOD + more
        for old, new in pairs:
            assert old in launcher
            launcher = launcher.replace(old, new, 1)
        for kind, name, text in (
            ("launchers", "trial", launcher),
            ("spacecraft", "mass", SATELLITE.replace("100 kg", mass)),
            ("missions", "test", MISSION + mission),
        ):
            folder = tmp_path / "own" / kind
            folder.mkdir(parents=True)
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        code = main.run(["--catalogue", "own", "fly", "test"])
        ended = capsys.readouterr()
        assert "Traceback" not in ended.err
        assert not (tmp_path / "runs").exists()
        return code, ended.err.splitlines()

    return run


@pytest.mark.parametrize(
    ("pairs", "more", "place", "problem"),
    [
        (
            [("thrust_vacuum: 200 kN", "thrust_vacuum: 100 kN")],
            "",
            "own/launchers/trial.yaml:3: stages:",
            (
                "thrust is 0.85 of the weight at lift-off: it cannot leave the pad "
                "(100 kN at sea level under 12.0 t); give it more than 118 kN, or less than 10.2 t"
            ),
        ),
        (
            [("loads: {fuel: 9000 kg}", "loads: {fuel: 9000 kg}\n    residuals: {fuel: 9000 kg}")],
            "",
            "own/launchers/trial.yaml:6: stages.first.residuals:",
            "all 9000 kg stay behind: the stage has nothing to burn",
        ),
        (
            [("fuel: 1800 kg", "fuel: 0 kg")],
            "",
            "own/launchers/trial.yaml:16: stages.second.loads:",
            "hold nothing",
        ),
        (
            [
                (
                    "cutoff: {rule: depletion}",
                    (
                        "before_liftoff: {level: 100 %, duration: 200 s}\n"
                        "    cutoff: {rule: depletion}"
                    ),
                )
            ],
            "",
            "own/launchers/trial.yaml:10: stages.first.before_liftoff:",
            "burns 13596 kg on the pad, and 9000 kg can be burnt",
        ),
        (
            [
                (
                    "cutoff: {rule: depletion}",
                    "cutoff: {rule: depletion}\n    ignition: {after: lift-off, delay: 3 s}",
                )
            ],
            "",
            "own/launchers/trial.yaml:11: stages.first.ignition.delay:",
            "no stage burns at lift-off: first lights 3 s later",
        ),
        (
            [("ignition: {after: first, delay: 2 s}", "ignition: {after: second}")],
            "",
            "own/launchers/trial.yaml:21: stages.second.ignition.after:",
            "`second` is neither lift-off nor another stage",
        ),
        (
            [("cutoff: {rule: command}", "cutoff: {rule: time, time: 100 s}")],
            "",
            "own/launchers/trial.yaml:22: stages.second.cutoff.rule:",
            "the last stage is cut by `time`, so it cannot stop on an orbit",
        ),
        (
            [("cutoff: {rule: command}", "cutoff: {rule: depletion}")],
            "",
            "own/missions/test.yaml:4: launcher:",
            "its last stage, `second`, burns out, so it cannot stop on an orbit with the payload",
        ),
        (
            [("cutoff: {rule: command}", "throttle: [{time: 0 s, level: 110 %}]\n    {cut}")],
            "",
            "own/launchers/trial.yaml:22: stages.second.throttle:",
            (
                "runs at 110 %, and the engine reaches 100 %; throttle lower, or state the "
                "engine's `max_throttle`"
            ),
        ),
        (
            [],
            "limits: {axial_acceleration: 1.5 g0}\n",
            "own/launchers/trial.yaml:30: limits.axial_acceleration:",
            (
                "1.50 g0 is below the 1.70 g0 the launcher has at lift-off; allow 1.70 g0 or more, "
                "or throttle the first stage"
            ),
        ),
        (
            [],
            "limits: {dynamic_pressure: 0 kPa}\n",
            "own/launchers/trial.yaml:30: limits.dynamic_pressure:",
            "`0 kPa` is not above 0 kPa",
        ),
        (
            [],
            "limits: {heat_flux: -5 W/m2}\n",
            "own/launchers/trial.yaml:30: limits.heat_flux:",
            "`-5 W/m2` is not above 0 W/m2",
        ),
        (
            [("JETTISON", "rule: time, time: 900 s")],
            FAIRING,
            "own/launchers/trial.yaml:34: fairing.jettison.time:",
            "900 s is after the last stage runs dry at 322.7 s; jettison it earlier",
        ),
        (
            [],
            "vertical_rise: 400 s\n",
            "own/launchers/trial.yaml:30: vertical_rise:",
            "400 s lasts until the last stage is dry at 322.7 s; turn earlier",
        ),
        (
            [("JETTISON", "rule: height, height: 400 km")],
            FAIRING,
            "own/missions/test.yaml:6: target.apogee_height:",
            "200 km is below the 400 km at which the fairing of the launcher goes",
        ),
        (
            [("JETTISON", "rule: heat flux, heat_flux: 1 W/m2")],
            FAIRING,
            "own/missions/test.yaml:6: target.apogee_height:",
            "the heat flux is still ",
        ),
    ],
)
def test_nonsense_is_one_line_with_its_file_and_key(fly, pairs, more, place, problem):
    pairs = [(old, new.replace("{cut}", "cutoff: {rule: command}")) for old, new in pairs]
    code, lines = fly(*pairs, more=more)
    assert code == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"error: {place} {problem}")


def test_stages_that_wait_for_each_other_are_named_in_a_circle(fly):
    third = GOOD[GOOD.index("  - name: second") : GOOD.index("aerodynamics")]
    third = third.replace("second", "third").replace("after: first", "after: second")
    code, lines = fly(
        ("aerodynamics:", third + "aerodynamics:"),
        ("after: first, delay: 2 s", "after: third"),
        ("cutoff: {rule: command}", "cutoff: {rule: depletion}"),
    )
    assert code == 2
    assert lines == [
        (
            "error: own/launchers/trial.yaml:21: stages.second.ignition.after: waits for itself: "
            "second after third after second; let one of them light at lift-off"
        )
    ]


def test_a_payload_the_thrust_does_not_lift_is_told_with_both_figures(fly):
    code, lines = fly(mass="9000 kg")
    assert code == 2
    assert lines == [
        (
            "error: own/missions/test.yaml:4: launcher: thrust is 0.97 of the weight at lift-off "
            "with 9000 kg on top: it cannot leave the pad (200 kN at sea level under 21.0 t); give "
            "it more than 206 kN, or less than 20.4 t"
        )
    ]


def test_a_limit_of_the_mission_below_the_lift_off_acceleration_points_to_the_mission(fly):
    code, lines = fly(mission="limits: {axial_acceleration: 1.2 g0}\n")
    assert code == 2
    assert lines[0].startswith(
        "error: own/missions/test.yaml:9: limits.axial_acceleration: 1.20 g0 is below the 1.69 g0"
    )


def test_stages_too_small_for_any_orbit_exit_1_without_a_solver(fly):
    code, lines = fly(("fuel: 1800 kg", "fuel: 300 kg"), ("fuel: 9000 kg", "fuel: 3000 kg"))
    assert code == 1
    (line,) = lines
    assert line.startswith("predicted: the launcher cannot reach this orbit: its stages give ")
    # 3232.1 m/s from 4500 to 1500 kg at 300 s, 2875.5 m/s from 500 to 200 kg at 320 s.
    assert "give 6108 m/s without a payload" in line
    assert "m/s before any loss" in line
