"""The verb disperse, run as a user runs it."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from cosmodrome.app.cli.commands import cosmodrome
from cosmodrome.errors import InputError


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cosmodrome, ["disperse", *arguments])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred flights of the home mission, begun with one and gone on with two workers."""
    out = tmp_path_factory.mktemp("runs")
    code, text = run("vostochny-2016", "-n", "100", "--workers", "1", "--out", str(out))
    assert code == 0, text
    assert "orbit reached   100 of 100: 100.0 % (96.4 to 100.0 %)" in text
    more = ("-n", "200", "--workers", "2", "--resume", "--out", str(out), "--json")
    code, text = run("vostochny-2016", *more)
    assert code == 0, text
    return out / "disperse-vostochny-2016-sobol-1"


def test_a_run_that_goes_on_has_all_its_flights(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["samples"] == 200
    assert summary["endings"] == {"orbit": 200}
    assert summary["quantities"]["time"]["sigma"] > 1.0


def test_the_covariance_of_the_injection_is_handed_over(folder: Path) -> None:
    covariances = json.loads((folder / "covariance.json").read_text())
    found = covariances["blok-i cut-off"]
    assert np.linalg.eigvalsh(found["eci"]["covariance"])[0] > 0.0
    axes = np.array(found["axes_rtn"])
    rtn, eci = (np.array(found[name]["covariance"])[:3, :3] for name in ("rtn", "eci"))
    np.testing.assert_allclose(axes @ eci @ axes.T, rtn, rtol=1e-6, atol=1e-3)


def test_bands_are_kept_and_pictures_drawn_when_asked_for(folder: Path) -> None:
    bands = pl.read_parquet(folder / "bands.parquet")
    assert set(bands["quantity"]) == {"height_m", "speed_m_s", "q_Pa", "axial_m_s2"}
    pytest.importorskip("matplotlib")
    result = CliRunner().invoke(cosmodrome, ["figure", str(folder)])
    assert result.exit_code == 0, result.output
    for name in ("histograms.svg", "bands.svg"):
        assert (folder / name).read_text().startswith("<?xml")
    assert CliRunner().invoke(cosmodrome, ["figure", str(folder), "--out", "x.svg"]).exit_code == 2


def test_it_stops_once_the_figure_is_known_and_tells_the_box(folder: Path) -> None:
    rule = ("--until", "orbit 2 %", "--box", "inclination 1 deg", "--indices", "8")
    code, text = run(
        "vostochny-2016", "-n", "4096", "--seed", "2", "--out", str(folder.parent), *rule
    )
    assert code == 0, text
    assert "stopped         orbit within 2 %: 0.18 % after 1024 flights" in text
    assert "within the box  1024 of 1024" in text
    assert "What drives it: total Sobol' index (first order)" in text
    assert max(len(line) for line in text.splitlines() if "/" not in line) <= 80


def test_a_latin_hypercube_cannot_stop_before(folder: Path) -> None:
    rule = ("--until", "orbit 2 %", "--sampling", "latin")
    code, text = run("vostochny-2016", "-n", "64", "--out", str(folder.parent), *rule)
    assert code == 2
    assert "take --sampling sobol or plain" in text


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--until", "perige 1 %", "did you mean perigee?"),
        ("--box", "perigee 5 deg", "cannot be turned into"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(option: str, text: str, said: str) -> None:
    result = CliRunner().invoke(cosmodrome, ["disperse", "vostochny-2016", option, text])
    assert isinstance(result.exception, InputError)
    assert said in str(result.exception)


def test_drop_zones_are_told_and_written(folder: Path) -> None:
    zones = json.loads((folder / "summary.json").read_text())["drop_zones"]
    assert zones["blok-i"]["in_orbit"] == 200
    core = zones["core"]
    assert core["down"] == 200
    assert core["polygon"]["out_of_sample"]["of"] == 200
    assert "needs 665 impacts" in core["notes"][0]
    features = json.loads((folder / "zones.geojson").read_text())["features"]
    assert {f["properties"]["body"] for f in features} == set(zones) - {"blok-i"}
    assert (folder / "zones.kml").read_text().startswith("<?xml")
    assert (folder / "notice.txt").read_text().endswith("This is not a licence analysis.\n")


def test_samples_are_not_overwritten_unasked(folder: Path) -> None:
    code, text = run("vostochny-2016", "-n", "100", "--out", str(folder.parent))
    assert code == 2
    assert "--resume goes on with them" in text


def test_no_flights_are_one_clear_line() -> None:
    code, text = run("vostochny-2016", "-n", "0")
    assert code == 2
    assert "0 is not in the range x>=1" in text
