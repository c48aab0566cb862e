"""``cosmodrome reconstruct`` as a user meets it when something is wrong."""

import pytest

from cosmodrome.app.cli.main import main

ASKED = [
    "--launcher", "falcon-9-full-thrust", "--pad", "canaveral-slc-40", "--payload", "5 t",
    "--azimuth", "90 deg",
]  # fmt: skip
LINES = [f"{t},{'fast' if t > 10 else 8 * t},{0.004 * t * t:.3f}" for t in range(40)]


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["reconstruct", *map(str, arguments)])
    return ended.value.code, capsys.readouterr().err


def test_a_bad_cell_is_told_with_file_line_and_column(tmp_path, capsys):
    path = tmp_path / "flight.csv"
    path.write_text("\n".join(["time_s,speed_m_s,altitude_km", *LINES]))
    code, told = refused(capsys, path, *ASKED, "--out", tmp_path)
    assert code == 2
    assert f"{path}:13: speed_m_s: `fast` is no number" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--events", "meco=soon"], "--events: meco: `soon` is no time after lift-off"),
        (["--events", "ses1=150,meco=160"], "--events: ses1: 150 s is not after meco, 160 s"),
        (["--columns", "speed"], "--columns: `speed` does not name a column"),
    ],
)
def test_a_bad_option_is_told_by_its_name(tmp_path, capsys, more, told):
    path = tmp_path / "flight.csv"
    path.write_text("time_s,speed_m_s,altitude_km\n")
    code, printed = refused(capsys, path, *ASKED, *more, "--out", tmp_path)
    assert code == 2
    assert told in printed


def test_help_keeps_to_80_columns(capsys):
    with pytest.raises(SystemExit):
        main(["reconstruct", "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
