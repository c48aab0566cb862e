"""Curves as a user meets them; the solver is a quick one unless a test says otherwise."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

QUICK = Path(__file__).parents[1] / "study" / "quick_payload.py"
GRID = ("--altitude", "300:750:50", "--inclination", "52,60,sso")
POINTS = 30


def command(out, *options, grid=GRID):
    return [
        sys.executable, str(QUICK), "payload", "soyuz-2.1a", "vostochny-1s",
        *grid, "--out", str(out), *options,
    ]  # fmt: skip


def run(out, *options, grid=GRID, **environment):
    return subprocess.run(
        command(out, *options, grid=grid),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | environment,
    )


def contents(out):
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Folder of all runs after a curve that nothing interrupted, and how that ended."""
    out = tmp_path_factory.mktemp("whole")
    ended = run(out)
    assert ended.returncode == 0, ended.stderr
    return out, ended


def points_there(out):
    return len(list(out.glob("*/points/[!.]*.json")))


def wait_for_points(out, count, process):
    end = time.monotonic() + 60.0
    while points_there(out) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_curve_is_table_picture_and_summary(whole):
    out, ended = whole
    (folder,) = out.iterdir()
    assert folder.name.startswith("payload-soyuz-2.1a-vostochny-1s-")
    names = {path.name for path in folder.iterdir()}
    assert names == {"request.json", "points", "curve.parquet", "curve.svg", "summary.json"}
    *table_lines, last = ended.stdout.splitlines()
    assert last == f"curve: {folder}"
    assert max(map(len, table_lines)) <= 80
    table = pl.read_parquet(folder / "curve.parquet")
    assert table["altitude_km"].unique().sort().to_list() == [300.0 + 50.0 * k for k in range(10)]
    assert table["line"].unique(maintain_order=True).to_list() == [
        "52 deg", "60 deg", "sun-synchronous",
    ]  # fmt: skip
    assert table["status"].unique().to_list() == ["proved"]
    sso = table.filter(pl.col("line") == "sun-synchronous")["inclination_deg"]
    assert sso.is_sorted()
    assert 96.0 < sso[0] < sso[-1] < 99.0


def test_each_point_starts_from_its_neighbour(whole):
    (folder,) = whole[0].iterdir()
    found = pl.read_parquet(folder / "curve.parquet")["payload_kg"].to_list()
    assert found[0] == 9000.0 - 1200.0
    assert found[1] != 9000.0 - 1400.0


def test_one_worker_and_two_give_the_same_bytes(whole, tmp_path):
    assert run(tmp_path, "--workers", "1").returncode == 0
    assert contents(tmp_path) == contents(whole[0])


@pytest.mark.parametrize(("workers", "points"), [("1", 7), ("2", 2), ("3", 21)])
def test_a_killed_run_goes_on_to_the_same_bytes(whole, tmp_path, workers, points):
    with subprocess.Popen(
        command(tmp_path, "--workers", workers),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"QUICK_PAYLOAD_S": "0.05"},
    ) as process:
        wait_for_points(tmp_path, points, process)
        process.send_signal(signal.SIGKILL)
    there = points_there(tmp_path)
    assert points <= there < POINTS
    ended = run(tmp_path, "--workers", workers)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.splitlines()[0] == f"{there} of {POINTS} points were there"
    assert contents(tmp_path) == contents(whole[0])


def test_ctrl_c_while_the_workers_start_is_a_line_too(tmp_path):
    with subprocess.Popen(
        command(tmp_path, "--workers", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QUICK_PAYLOAD_S": "1.0"},
        start_new_session=True,
    ) as process:
        while not list(tmp_path.glob("*/request.json")):
            time.sleep(0.01)
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.startswith("interrupted; 0 of 30 points are kept in ")
    assert len(said.splitlines()) == 1


def test_ctrl_c_keeps_what_is_finished_and_says_so_in_a_line(whole, tmp_path):
    with subprocess.Popen(
        command(tmp_path, "--workers", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QUICK_PAYLOAD_S": "0.05"},
        start_new_session=True,
    ) as process:
        wait_for_points(tmp_path, 5, process)
        # To the whole group, as a terminal does.
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    (line,) = said.splitlines()
    there = points_there(tmp_path)
    assert line.startswith(f"interrupted; {there} of {POINTS} points are kept in ")
    assert run(tmp_path).returncode == 0
    assert contents(tmp_path) == contents(whole[0])


def test_a_dead_worker_is_a_line_and_what_is_finished_stays(tmp_path):
    ended = run(tmp_path, "--workers", "2", QUICK_PAYLOAD_DIES_AT_M="450000.0")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith("error: a worker ended before its work did")
    assert points_there(tmp_path) >= 3
    assert run(tmp_path).returncode == 0


def test_a_lost_or_broken_file_is_made_again(whole, tmp_path):
    with subprocess.Popen(
        command(tmp_path, "--workers", "1"),
        stderr=subprocess.PIPE,
        env=os.environ | {"QUICK_PAYLOAD_S": "0.02"},
    ) as process:
        wait_for_points(tmp_path, 5, process)
        process.kill()
    (folder,) = tmp_path.iterdir()
    for start in (folder / "points").glob("*.start"):
        start.write_bytes(b"half")
    (folder / "points" / "0002.json").write_text("{")
    assert run(tmp_path).returncode == 0
    assert contents(tmp_path) == contents(whole[0])


def test_another_request_has_another_folder(whole, tmp_path):
    small = ("--altitude", "300,350", "--inclination", "60")
    requests = [
        (), ("--q-max", "30 kPa"), ("--q-max", "none"), ("--descending",), ("--date", "2027-01-01"),
    ]  # fmt: skip
    for options in requests:
        assert run(tmp_path, "--workers", "1", *options, grid=small).returncode == 0
    assert len(list(tmp_path.iterdir())) == len(requests)


def test_points_without_an_answer_or_proof_are_kept_with_their_reason(tmp_path):
    ended = run(
        tmp_path, "--workers", "1", grid=("--altitude", "700:1000:100", "--inclination", "60")
    )
    assert ended.returncode == 1
    assert max(map(len, ended.stdout.splitlines()[:-1])) <= 80
    (folder,) = tmp_path.iterdir()
    rows = json.loads((folder / "summary.json").read_text())["points"]
    assert [row["status"] for row in rows] == ["proved", "proved", "not proved", "not converged"]
    assert rows[2]["payload_kg"] is not None
    assert rows[2]["reason"].startswith("the re-flight misses the plan by 11 m")
    assert rows[3]["payload_kg"] is None
    assert rows[3]["reason"] == "the solver failed: ValueError: too high for this solver"
    assert "too high for this solver" in " ".join(ended.stdout.split())
    picture = (folder / "curve.svg").read_text()
    assert picture.count("</svg>") == 1


def test_the_summary_can_be_printed_as_json(tmp_path):
    grid = ("--inclination", "60,70", "--orbit", "200x450 km 55 deg")
    ended = run(tmp_path, "--json", "--workers", "1", grid=grid)
    summary = json.loads(ended.stdout)
    assert [row["inclination_deg"] for row in summary["points"]] == pytest.approx([60.0, 70.0])
    assert {(row["perigee_km"], row["apogee_km"]) for row in summary["points"]} == {(200.0, 450.0)}
    assert summary["points_by_status"] == {"proved": 2}


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_is_a_line(tmp_path):
    tmp_path.chmod(0o500)
    ended = run(tmp_path / "runs")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)


def test_a_file_in_the_place_of_the_folder_is_a_line(tmp_path):
    (tmp_path / "runs").write_text("")
    ended = run(tmp_path / "runs")
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert line.startswith("error: cannot write ")


@pytest.mark.slow
def test_a_real_curve_killed_half_way_ends_with_the_bytes_of_one_that_was_not(tmp_path):
    arguments = [
        *(sys.executable, "-m", "cosmodrome.app.cli", "payload", "soyuz-2.1a", "vostochny-1s"),
        *("--altitude", "220:280:20", "--inclination", "60,65", "--workers", "2", "--out"),
    ]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    ended = subprocess.run([*arguments, str(whole)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    with subprocess.Popen([*arguments, str(killed)], stderr=subprocess.PIPE) as process:
        wait_for_points(killed, 4, process)
        process.kill()
    assert 4 <= points_there(killed) < 8
    assert (
        subprocess.run([*arguments, str(killed)], capture_output=True, check=False).returncode == 0
    )
    assert contents(killed) == contents(whole)
    (folder,) = whole.iterdir()
    table = pl.read_parquet(folder / "curve.parquet")
    for line in ("60 deg", "65 deg"):
        falling = table.filter(pl.col("line") == line)["payload_kg"].diff().drop_nulls()
        assert falling.max() < 0.0
    assert table["status"].unique().to_list() == ["proved"]
