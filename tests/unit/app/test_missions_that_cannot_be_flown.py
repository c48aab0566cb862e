"""A payload too heavy, an orbit out of reach by azimuth: what the command says of them."""

import pytest

from cosmodrome.app.cli import main

SATELLITE = """
title: Test mass
mass: {mass} kg
drag_area: 10 m2
drag_coefficient: 2.2
separation_speed: 0.5 m/s
separation_direction: [0, 1, 0]
"""
MISSION = """
title: Test
liftoff: "2016-04-28T02:01:21Z"
launcher: soyuz-2.1a
pad: vostochny-1s
target: {{perigee_height: 200 km, apogee_height: 200 km, inclination: {inclination} deg,
  elements: osculating}}
passengers:
  - {{spacecraft: mass, release_delay: 60 s}}
"""
LIMITS = "limits: {dynamic_pressure: 36.3 kPa}\n"


@pytest.fixture
def fly(tmp_path, monkeypatch):
    """Fly a satellite of a mass to an inclination, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(mass: float, inclination: float, limits: str = LIMITS) -> int:
        for kind, name, text in (
            ("spacecraft", "mass", SATELLITE.format(mass=mass)),
            ("missions", "test", MISSION.format(inclination=inclination) + limits),
        ):
            folder = tmp_path / "own" / kind
            folder.mkdir(parents=True)
            (folder / f"{name}.yaml").write_text(text)
        return main.run(["--catalogue", "own", "fly", "test"])

    return run


def test_a_payload_too_heavy_exits_1_and_says_by_how_much(fly, capsys, tmp_path):
    assert fly(9000.0, 97.28) == 1
    ended = capsys.readouterr()
    assert ended.err.startswith("predicted: payload too heavy by about ")
    excess = float(ended.err.split("about ")[1].split(" kg")[0])
    # 5.8 t go to 200 km and 97.28 deg; a tenth of a ton is far outside any retuned figure.
    assert 3000.0 < excess < 3400.0
    assert not (tmp_path / "runs").exists()


def test_an_inclination_below_the_latitude_is_flown_with_its_cost(fly, capsys):
    # 4.6 t: light enough to turn, heavy enough to stay below the axial limit at cut-off.
    assert fly(4600.0, 50.5) == 0
    printed = capsys.readouterr().out
    assert "dog-leg: 50.50 deg is out of reach by azimuth alone" in " ".join(printed.split())


def test_a_limit_that_nothing_keeps_is_told_with_the_value_that_would_do(fly, capsys):
    assert fly(5700.0, 97.28, "limits: {dynamic_pressure: 15 kPa}\n") == 1
    err = capsys.readouterr().err
    assert err.startswith("predicted: no ascent keeps 15 kPa dynamic pressure: ")
    # With 36.3 kPa the launcher lifts 5.8 t; 5.7 t take a little less.
    needed = float(err.split("pressure: ")[1].split(" kPa")[0])
    assert 33.0 < needed < 36.3
    assert err.endswith(" kPa would do (the other limits kept)\n")


def test_a_payload_just_too_heavy_may_relax_a_limit_instead(fly, capsys):
    assert fly(5850.0, 97.28) == 1
    err = capsys.readouterr().err
    assert err.startswith("predicted: payload too heavy by about ")
    assert "within its limits; or " in err
    assert " kPa dynamic pressure in place of 36.3 would do" in err


def test_a_launcher_too_weak_for_its_load_is_bad_input(fly, capsys):
    assert fly(80_000.0, 97.28) == 2
    assert "it cannot leave the pad" in capsys.readouterr().err
