"""What is wrong in the dispersions of a mission is one line each, and nothing is written."""

from pathlib import Path

import pytest

from cosmodrome.app.cli.main import run

# What stands in the file, and what the line says.
CONTRADICTION = """correlations:
  - {between: [core.isp, core.thrust], value: 0.9}
  - {between: [core.isp, blok-i.isp], value: 0.9}
  - {between: [core.thrust, blok-i.isp], value: -0.9}
"""
TWICE = """correlations:
  - {between: [core.isp, core.thrust], value: 0.9}
  - {between: [core.thrust, core.isp], value: 0.8}
"""
WRONG = [
    ("factors: [{name: core.thrust, sigma: -0.5 %}]", "core.thrust.sigma: `-0.5 %` is below 0"),
    ("factors: [{name: core.thrust, sigma: 5 kg}]", "`kg` cannot be turned into `a pure number`"),
    ("factors: [{name: core.thrust, sigma: much}]", "`much` is not a number"),
    ("factors: [{name: core.thrust, sigma: nan}]", "`nan` is not finite"),
    ("factors: [{name: core.thrust}]", "factors.core.thrust.sigma: is missing"),
    ("factors: [{name: core.trust, sigma: 1 %}]", "did you mean `core.thrust`"),
    ("factors: [{name: qqq, sigma: 1 %}]", "--list-factors"),
    ("factors: [{name: '*.qqq', sigma: 1 %}]", "`*.qqq` is no factor of this flight"),
    ("factors: [{name: core.shutoff_s, sigma: 1 s}]", "no factor of this flight"),
    (
        "factors: [{name: core.isp, sigma: 1 %}, {name: core.isp, sigma: 2 %}]",
        "factors.core.isp: stands twice under one name",
    ),
    ("factors: [{name: core.isp, sigma: 1 %, truncation: -2}]", "`-2` is not above 0"),
    ("factors: [{name: core.isp, sigma: 1 %, distribution: gauss}]", "`gauss` is not one of"),
    ("factors: [{name: core.isp, sigma: 1 %, half_width: 1 %}]", "does not go with a truncated"),
    ("factors: [{name: core.isp, sigma: 1 %, distribution: uniform}]", "write `half_width:`"),
    ("factors: [{name: core.isp, sigma: 1 %, sorce: SB}]", "did you mean `source`"),
    (
        "correlations: [{between: [core.isp, core.thrust], value: 1.5}]",
        "correlations[0].value: 1.5 is not between -1 and 1",
    ),
    ("correlations: [{between: [core.isp, core.isp], value: 0.5}]", "names one factor twice"),
    ("correlations: [{between: [core.isp, cor.isp], value: 0.5}]", "`cor.isp` is no factor"),
    ("correlations: [{between: [core.isp], value: 0.5}]", "is not a list of 2 values"),
    (
        CONTRADICTION,
        "contradict each other: core.isp with core.thrust, blok-i.isp with core.isp",
    ),
    (TWICE, "core.isp with core.thrust stands twice"),
    ("wind: stormy", "`stormy` is not one of the choices"),
    ("wind: {height_km: [0, 10], east_m_s: [1], north_m_s: [0, 0]}", "1 values for 2 heights"),
    ("wind: {height_km: [9, 1], east_m_s: [1, 1], north_m_s: [0, 0]}", "does not rise"),
    (
        "wind: {height_km: [0, 9], east_m_s: [1, 1], north_m_s: [0, 0], east_sigma_m_s: [1, -1]}",
        "a standard deviation is below 0",
    ),
    ("density: thick", "`thick` is not one of the choices"),
    ("basis: hope", "`hope` is not one of the choices"),
    ("sampling: halton", "`halton` is not one of the choices"),
    ("dispersions: {}", "unknown key"),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_wrong_file_of_dispersions_is_told_in_a_line(
    text: str, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "own.yaml", tmp_path / "runs"
    path.write_text(text)
    arguments = ["disperse", "vostochny-2016", "-n", "4", "--out", str(out)]
    code = run([*arguments, "--dispersions", str(path)])
    told = capsys.readouterr().err
    assert code == 2, told
    assert line in told
    assert told.startswith(f"error: {path}:")
    assert told.count("\n") == 1
    assert not out.exists()


def test_a_wrong_mission_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = Path(__file__).parents[3] / "src/cosmodrome/catalogue/missions/vostochny-2016.yaml"
    path = tmp_path / "own.yaml"
    text = shipped.read_text()
    wrong = "dispersions:\n  factors:\n    - {name: core.isp, sigma: 1 s}\n"
    path.write_text(f"{text}{wrong}")
    assert run(["disperse", str(path), "--out", str(tmp_path / "runs")]) == 2
    number = text.count("\n") + 3
    start = f"error: {path}:{number}: dispersions.factors.core.isp.sigma:"
    assert capsys.readouterr().err.startswith(start)


def test_everything_wrong_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "factors: [{name: core.trust, sigma: 1 %}, {name: core.isp, sigma: -1 %}]\n"
        "correlations: [{between: [core.isp, none], value: 0.5}]"
    )
    assert run(["disperse", "vostochny-2016", "--dispersions", str(path), "--list-factors"]) == 2
    assert capsys.readouterr().err.count("\n") == 3


def test_all_that_varies_is_listed_in_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["disperse", "vostochny-2016", "--list-factors"]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    for name in ("strap-on.thrust", "volga.isp", "wind east *", "clock", "fairing fall.drag"):
        assert name in told
    assert "HG9900: Honeywell" in told


def test_a_listing_as_json_has_the_whole_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["disperse", "vostochny-2016", "--list-factors", "--json"]) == 0
    assert '"source": "HG9900"' in capsys.readouterr().out
