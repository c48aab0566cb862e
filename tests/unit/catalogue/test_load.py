import subprocess
import sys
from pathlib import Path

import pytest

from cosmodrome.catalogue.figure import Grade
from cosmodrome.catalogue.load import FOLDER_VARIABLE, Catalogue, open_catalogue
from cosmodrome.errors import InputError, UnknownNameError

PAD = """\
title: {title}
latitude: 10 deg
longitude: {{value: 20 deg, source: MAP, sigma: 1 %}}
height: 5 m
"""


def write_pad(folder, name, title):
    (folder / "pads").mkdir(exist_ok=True, parents=True)
    (folder / "pads" / f"{name}.yaml").write_text(PAD.format(title=title), encoding="utf-8")


def test_the_shipped_catalogue_has_the_first_flight():
    catalogue = Catalogue()
    assert "soyuz-2.1a" in catalogue.names("launchers")
    assert "volga" in catalogue.names("upper-stages")
    assert "vostochny-1s" in catalogue.names("pads")
    assert {"aist-2d", "lomonosov", "samsat-218d"} <= set(catalogue.names("spacecraft"))
    assert "vostochny-2016" in catalogue.names("missions")


def test_the_shipped_catalogue_covers_the_ground():
    catalogue = Catalogue()
    assert len(catalogue.names("pads")) >= 30
    assert len(catalogue.names("stations")) >= 60


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        Catalogue().launcher("soyuz-2.1")
    assert "soyuz-2.1a" in caught.value.nearest
    with pytest.raises(UnknownNameError, match="did you mean vostochny-2016"):
        Catalogue().mission_document("vostochny-2017")
    with pytest.raises(UnknownNameError, match="did you mean lomonosov"):
        Catalogue().card("lomonosof")


def test_a_folder_of_the_user_adds_and_replaces(tmp_path):
    write_pad(tmp_path, "home", "Home")
    write_pad(tmp_path, "vostochny-1s", "Mine")
    catalogue = Catalogue((tmp_path,))
    assert catalogue.pad("home").title == "Home"
    assert catalogue.pad("vostochny-1s").title == "Mine"
    assert catalogue.pad("plesetsk-43-4").title == "Plesetsk 43/4"


def test_folders_come_from_the_argument_before_the_environment(tmp_path, monkeypatch):
    write_pad(tmp_path / "a", "home", "A")
    write_pad(tmp_path / "b", "home", "B")
    write_pad(tmp_path / "b", "other", "B")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "b"))
    catalogue = open_catalogue((tmp_path / "a",))
    assert catalogue.pad("home").title == "A"
    assert catalogue.pad("other").title == "B"


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(InputError, match="is no folder"):
        open_catalogue((tmp_path / "absent",))


def test_a_card_states_each_figure_with_source_grade_and_deviation(tmp_path):
    write_pad(tmp_path, "home", "Home")
    card = Catalogue((tmp_path,)).card("home")
    assert (card.kind, card.title) == ("pad", "Home")
    latitude, longitude, height = card.figures
    assert (height.path, height.text, height.value, height.unit) == ("height", "5 m", 5.0, "m")
    assert latitude.grade is Grade.UNSOURCED
    assert (longitude.source, longitude.grade) == ("MAP", Grade.STATED)
    assert longitude.sigma == pytest.approx(0.01 * longitude.value)


def test_the_hash_sees_each_change_and_nothing_else(tmp_path):
    shipped = Catalogue().hash()
    (tmp_path / "empty").mkdir()
    assert Catalogue((tmp_path / "empty",)).hash() == shipped
    write_pad(tmp_path, "home", "Home")
    with_home = Catalogue((tmp_path,)).hash()
    write_pad(tmp_path, "home", "Hope")
    assert len({shipped, with_home, Catalogue((tmp_path,)).hash()}) == 3


def test_numba_and_casadi_stay_out_until_a_launcher_is_built():
    code = (
        "import sys; from cosmodrome.catalogue.load import Catalogue;"
        "Catalogue().card('soyuz-2.1a');"
        "print([m for m in ('numba', 'casadi', 'brahe') if m in sys.modules])"
    )
    src = str(Path(__file__).parents[3] / "src")
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": src},
    )
    assert run.stdout.strip() == "[]"
