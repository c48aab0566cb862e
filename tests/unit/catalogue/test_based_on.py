"""Files that are others with some values changed."""

from pathlib import Path

import pytest

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.errors import InputError

BASE = (Path(__file__).parent / "launcher.yaml").read_text(encoding="utf-8")
DERIVED = """\
title: Changed
based_on: base
changes:
  stages.first.dry_mass: {value: 1200 kg, note: heavier}
  stages.first.landing_reserve: 900 kg
  stages.second.engine.isp_vacuum: 350 s
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "launchers").mkdir()
    (tmp_path / "launchers" / "base.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def write(folder):
    def write_text(text, name="derived"):
        path = folder / "launchers" / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return Catalogue((folder,))

    return write_text


@pytest.fixture
def faults(write):
    def find(text):
        with pytest.raises(InputError) as caught:
            write(text).launcher("derived")
        return [(Path(f.file).stem, f.line, f.key, f.problem) for f in caught.value.faults]

    return find


def test_what_is_not_changed_is_that_of_the_other_file(write):
    catalogue = write(DERIVED)
    base, derived = catalogue.launcher("base"), catalogue.launcher("derived")
    assert (derived.name, derived.title) == ("derived", "Changed")
    assert derived.stages[0].dry_mass_kg == 1200.0
    assert derived.stages[0].landing_reserve_kg == 900.0
    assert derived.stages[1].engine.isp_vac_s == 350.0
    assert derived.stages[0].engine == base.stages[0].engine
    assert derived.limits == base.limits
    assert base.stages[0].dry_mass_kg == 1000.0


def test_a_changed_value_has_its_own_sourcing_on_the_card(write):
    card = write(DERIVED).card("derived")
    figures = {figure.path: figure for figure in card.figures}
    assert figures["stages.first.dry_mass"].note == "heavier"
    assert figures["stages.first.engine.thrust_vacuum"].text == "200 kN"


def test_a_file_may_be_based_on_one_that_is_itself_based_on_another(write):
    write(DERIVED)
    text = "title: Twice\nbased_on: derived\nchanges: {stages.second.dry_mass: 250 kg}\n"
    launcher = write(text, "twice").launcher("twice")
    assert [stage.dry_mass_kg for stage in launcher.stages] == [1200.0, 250.0]
    assert launcher.title == "Twice"


def test_a_step_of_a_list_is_changed_by_its_place(write):
    throttled = BASE.replace(
        "    cutoff: {rule: depletion}",
        "    throttle: [{time: 0 s, level: 1}, {time: 9 s, level: 0.8}]\n"
        "    cutoff: {rule: depletion}",
    )
    write(throttled, "base")
    text = 'title: T\nbased_on: base\nchanges: {"stages.first.throttle[1].level": 50 %}\n'
    launcher = write(text).launcher("derived")
    assert launcher.stages[0].throttle.fraction == (1.0, 0.5)


def test_faults_name_the_file_and_line_they_stand_in(write, faults):
    text = DERIVED.replace("1200 kg", "1200 N").replace("350 s", "-1 s")
    assert faults(text) == [
        ("derived", 4, "stages.first.dry_mass", "`N` cannot be turned into `kg`"),
        ("derived", 6, "stages.second.engine.isp_vacuum", "`-1 s` is not above 0 s"),
    ]
    write(BASE.replace("thrust_vacuum: 200 kN", "thrust_vacuum: 200 kg"), "base")
    assert faults(DERIVED) == [
        ("base", 8, "stages.first.engine.thrust_vacuum", "`kg` cannot be turned into `N`")
    ]


def test_a_key_that_does_not_exist_is_told_where_it_is_written(faults):
    text = DERIVED.replace("stages.first.dry_mass", "stages.first.dry_mas")
    assert faults(text)[0] == ("derived", 4, "stages.first.dry_mas", "unknown key")


@pytest.mark.parametrize(
    "path",
    ["stages.third.dry_mass", "stages.first.dry_mass.kg", "stages.third", "stages[4]", "limit.x"],
)
def test_a_path_that_leads_nowhere_is_told(faults, path):
    text = DERIVED.replace("stages.first.dry_mass", f'"{path}"')
    problem = "leads nowhere in the file this one is based on"
    assert faults(text) == [("derived", 4, f"changes.{path}", problem)]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "problem"),
    [
        ("based_on: base", "based_on: bases", 2, "based_on", "`bases` is not there"),
        ("based_on: base", "based_on: derived", 2, "based_on", "leads back to this file"),
        ("based_on: base", "based_on: [base]", 2, "based_on", "is not a text"),
        ("title: Changed\n", "", 1, "title", "is missing"),
        ("title: Changed", "stages: []\ntitle: Changed", 1, "stages", "unknown key"),
        ("title: Changed", "title: [1]", 1, "title", "is not a text"),
    ],
)
def test_what_a_derived_file_can_get_wrong(faults, old, new, line, key, problem):
    assert ("derived", line, key, problem) in faults(DERIVED.replace(old, new, 1))


def test_changes_that_are_no_mapping_are_told(faults):
    text = "title: Changed\nbased_on: base\nchanges: [1]\n"
    assert faults(text) == [("derived", 3, "changes", "is not a mapping of paths to values")]
    assert faults("title: Changed\nbased_on: base\n") == [("derived", 1, "changes", "is missing")]


def test_a_circle_of_files_is_told(write):
    text = "title: {}\nbased_on: {}\nchanges: {{title: X}}\n"
    write(text.format("One", "two"), "one")
    catalogue = write(text.format("Two", "one"), "two")
    with pytest.raises(InputError, match="leads back to this file"):
        catalogue.launcher("one")


def test_the_hash_sees_a_change_of_the_file_below(write):
    before = write(DERIVED).hash()
    assert write(BASE.replace("1000 kg", "1001 kg"), "base").hash() != before
