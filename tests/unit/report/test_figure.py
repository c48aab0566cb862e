import builtins

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.app.cli import main
from cosmodrome.errors import InputError, MissingExtraError
from cosmodrome.report.as_json import as_json
from cosmodrome.report.figure import draw_run, save_figure, spread
from cosmodrome.report.run_folder import write_run_folder
from cosmodrome.report.summary import run_files, summarise

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory, vostochny, flown, comparison):
    files = run_files(vostochny, flown)
    files["summary.json"] = as_json(summarise(vostochny, flown, comparison, "", {}))
    return write_run_folder(tmp_path_factory.mktemp("runs"), "run", files)


def test_the_picture_shows_each_reading_in_each_panel_with_its_unit(run_folder):
    axes = draw_run(run_folder).axes
    assert [each.get_ylabel() for each in axes] == [
        "height [km]",
        "inertial speed [km/s]",
        "dynamic pressure [kPa]",
    ]
    assert axes[-1].get_xlabel() == "time after lift-off [s]"
    for each in axes:
        assert {"predicted", "as flown"} <= {line.get_label() for line in each.get_lines()}


def test_no_two_labels_of_events_overlap(run_folder):
    from matplotlib.text import Text

    figure = draw_run(run_folder)
    figure.canvas.draw()
    # Of the words alone: an annotation counts its line to the axis too.
    boxes = [Text.get_window_extent(text) for text in figure.axes[0].texts]
    assert len(boxes) > 6
    for k, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[k + 1 :])


def test_the_picture_of_the_readme_is_small(run_folder, tmp_path):
    save_figure(draw_run(run_folder), tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size < 150_000


def test_the_same_run_gives_the_same_picture(run_folder, tmp_path):
    for name in ("a.svg", "b.svg"):
        save_figure(draw_run(run_folder), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_command_writes_the_file_it_names(run_folder, tmp_path, capsys):
    out = tmp_path / "ascent.png"
    assert main.run(["figure", str(run_folder), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"figure: {out}\n"
    assert out.read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_holds_no_run_is_bad_input(tmp_path, capsys):
    assert main.run(["figure", str(tmp_path)]) == 2
    assert "is no run folder" in capsys.readouterr().err


def test_an_unknown_format_is_bad_input(run_folder, tmp_path):
    with pytest.raises(InputError, match=r"`\.gif` is no format"):
        save_figure(draw_run(run_folder), tmp_path / "a.gif")


def test_without_matplotlib_the_install_line_is_shown(run_folder, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'cosmodrome\[plot\]'"):
        draw_run(run_folder)


@given(st.lists(st.floats(0.0, 100.0), min_size=1, max_size=12).map(sorted))
def test_labels_are_spread_in_their_order_and_within_the_axis(places):
    found = spread(places, 3.0, 0.0, 100.0)
    assert len(found) == len(places)
    assert np.all(np.diff(found) >= 3.0 - 1e-9)
    assert found[0] >= -1e-9
    assert found[-1] <= 100.0 + 1e-9


def test_labels_with_room_stay_where_they_are():
    assert spread([10.0, 20.0, 90.0], 5.0, 0.0, 100.0) == [10.0, 20.0, 90.0]
