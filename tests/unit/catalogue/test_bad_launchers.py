"""What a launcher file can get wrong, and where the answer points."""

from pathlib import Path

import pytest

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.errors import InputError

GOOD = (Path(__file__).parent / "launcher.yaml").read_text(encoding="utf-8")


@pytest.fixture
def load(tmp_path):
    """Loads a text as the launcher `trial` of a user's folder."""

    def load_text(text):
        folder = tmp_path / "launchers"
        folder.mkdir(exist_ok=True)
        (folder / "trial.yaml").write_text(text, encoding="utf-8")
        return Catalogue((tmp_path,)).launcher("trial")

    return load_text


@pytest.fixture
def faults(load):
    def find(text):
        with pytest.raises(InputError) as caught:
            load(text)
        return [(fault.line, fault.key, fault.problem) for fault in caught.value.faults]

    return find


def changed(*pairs):
    text = GOOD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_the_unchanged_file_loads(load):
    launcher = load(GOOD)
    assert [stage.name for stage in launcher.stages] == ["first", "second"]
    assert launcher.stages[0].propellant_kg == 9000.0


def test_unknown_key_is_answered_with_the_nearest(load):
    with pytest.raises(InputError) as caught:
        load(changed(("    diameter: 1 m", "    diametre: 1 m")))
    unknown, missing = sorted(caught.value.faults, key=lambda fault: -fault.line)
    assert (unknown.line, unknown.key) == (11, "stages.first.diametre")
    assert unknown.remedy == "did you mean `diameter`?"
    assert (missing.line, missing.key, missing.problem) == (
        3,
        "stages.first.diameter",
        "is missing",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "problem"),
    [
        (
            "thrust_vacuum: 200 kN",
            "thrust_vacuum: 300 kg",
            8,
            "stages.first.engine.thrust_vacuum",
            "`kg` cannot be turned into `N`",
        ),
        (
            "thrust_vacuum: 200 kN",
            "thrust_vacuum: {value: 300 kg, source: X, grade: stated}",
            8,
            "stages.first.engine.thrust_vacuum",
            "`kg` cannot be turned into `N`",
        ),
        ("dry_mass: 1000 kg", "dry_mass: 1000", 4, "stages.first.dry_mass", "`1000` has no unit"),
        (
            "dry_mass: 1000 kg",
            "dry_mass: -5 kg",
            4,
            "stages.first.dry_mass",
            "`-5 kg` is not above 0 kg",
        ),
        (
            "fuel: 1800 kg",
            "fuel: -1 kg",
            16,
            "stages.second.loads.fuel",
            "`-1 kg` is below 0 kg",
        ),
        (
            "isp_vacuum: 300 s",
            "isp_vacuum: nan s",
            9,
            "stages.first.engine.isp_vacuum",
            "`nan s` is not a finite number",
        ),
        (
            "drag_coefficient: 0.7",
            "drag_coefficient: .nan",
            13,
            "stages.first.fall.drag_coefficient",
            "`.nan` is not a finite number",
        ),
        (
            "drag_coefficient: 0.7",
            "drag_coefficient: .inf",
            13,
            "stages.first.fall.drag_coefficient",
            "`.inf` is not a finite number",
        ),
        (
            "delay: 2 s",
            "delay: 12:30",
            21,
            "stages.second.ignition.delay",
            "`:30` is not a unit",
        ),
        ("name: second", "name: first", 14, "stages.first", "stands twice under one name"),
        (
            "rule: depletion",
            "rule: deplete",
            10,
            "stages.first.cutoff.rule",
            "`deplete` is not one of the choices",
        ),
        (
            "after: first",
            "after: third",
            21,
            "stages.second.ignition.after",
            "`third` is neither lift-off nor another stage",
        ),
        (
            "rule: depletion",
            "rule: time",
            10,
            "stages.first.cutoff.time",
            "is missing for the rule `time`",
        ),
        (
            "{rule: depletion}",
            "{rule: time, time: 200 s}",
            10,
            "stages.first.cutoff.time",
            "the burn takes 13596 kg, and 9000 kg can be burnt",
        ),
        (
            "{fuel: 9000 kg}",
            "{fuel: 9000 kg}\n    residuals: {oxidiser: 1 kg}",
            6,
            "stages.first.residuals.oxidiser",
            "1 kg cannot stay behind of 0 kg",
        ),
        (
            "{fuel: 9000 kg}",
            "{fuel: 9000 kg}\n    gross_mass: 9900 kg",
            6,
            "stages.first.gross_mass",
            "dry mass and loads add up to 10000 kg, not 9900 kg",
        ),
        (
            "isp_vacuum: 300 s",
            "isp_vacuum: 300 s\n      thrust_sea_level: 250 kN",
            10,
            "stages.first.engine.thrust_sea_level",
            "is above thrust_vacuum",
        ),
        (
            "isp_vacuum: 300 s",
            "isp_vacuum: 300 s\n      thrust_sea_level: 150 kN\n      isp_sea_level: 290 s",
            11,
            "stages.first.engine.isp_sea_level",
            "thrusts and impulses give two mass flows, 68.0 kg/s and 52.7 kg/s",
        ),
        (
            "diameter: 1 m",
            "throttle: [{time: 5 s, level: 1}, {time: 2 s, level: 1}]\n    diameter: 1 m",
            11,
            "stages.first.throttle",
            "times run backwards",
        ),
        (
            "mach: [0, 1, 5]",
            "mach: [0, 5]",
            28,
            "aerodynamics.axial_force.coefficient",
            "3 coefficients stand against 2 Mach numbers",
        ),
        (
            "mach: [0, 1, 5]",
            "mach: [0, 5, 1]",
            28,
            "aerodynamics.axial_force.mach",
            "does not rise",
        ),
        ("title: Trial", "title: Trial\ntitle: Again", 2, "title", "stands twice"),
        ("title: Trial", "title:", 1, "title", "has no value"),
    ],
)
def test_a_fault_is_told_with_its_line_and_key(faults, old, new, line, key, problem):
    assert (line, key, problem) in faults(changed((old, new)))


def test_a_stage_without_engine_is_told(faults):
    text = changed(
        ("    engine:\n      name: E2\n", ""),
        ("      thrust_vacuum: 30 kN\n      isp_vacuum: 320 s\n", ""),
    )
    assert faults(text) == [(14, "stages.second.engine", "is missing")]


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_the_file(faults):
    text = changed(
        ("dry_mass: 1000 kg", "dry_mass: 1000"),
        ("thrust_vacuum: 200 kN", "thrust_vacuum: 300 kg"),
        ("name: second", "name: first"),
        ("reference_area: 0.8 m2", "reference_area: 0.8 m"),
    )
    assert [(line, key) for line, key, _ in faults(text)] == [
        (4, "stages.first.dry_mass"),
        (8, "stages.first.engine.thrust_vacuum"),
        (14, "stages.first"),
        (27, "aerodynamics.reference_area"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", None, "is empty"),
        ("# only a remark\n", None, "is empty"),
        ("title: [1,\nb: }\n", 2, "is not YAML"),
        ("title: Trial\n\tstages: 3\n", 2, "is not YAML"),
        ("title: Trial\n---\ntitle: Again\n", 2, "is not YAML"),
        ("just a sentence\n", 1, "is not a mapping of keys to values"),
        ("- a\n- b\n", 1, "is not a mapping of keys to values"),
    ],
)
def test_a_file_that_is_empty_or_no_yaml_says_so(faults, text, line, problem):
    ((where, key, what),) = faults(text)
    assert (where, key) == (line, "")
    assert what.startswith(problem)


def test_a_file_that_is_no_text_says_so(tmp_path):
    (tmp_path / "launchers").mkdir()
    (tmp_path / "launchers" / "trial.yaml").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError, match="is not text in UTF-8"):
        Catalogue((tmp_path,)).launcher("trial")


@pytest.mark.parametrize(
    ("sourcing", "key"),
    [
        ("sorce: X", "sorce"),
        ("grade: sure", "grade"),
        ("sigma: much", "sigma"),
        ("sigma: -1 %", "sigma"),
        ("sigma: 5 s", "sigma"),
    ],
)
def test_a_fault_in_the_sourcing_is_told(faults, sourcing, key):
    text = changed(("dry_mass: 1000 kg", f"dry_mass: {{value: 1000 kg, {sourcing}}}"))
    assert [(line, where) for line, where, _ in faults(text)] == [
        (4, f"stages.first.dry_mass.{key}")
    ]


CURVE = "thrust_curve: {time_s: [0, 60, 60, 100], fraction: [1, 0.8, 0.5, 0.5], source: X"
WITH_CURVE = (
    "    cutoff: {rule: depletion}",
    f"    {CURVE}, grade: stated}}\n    cutoff: {{rule: depletion}}",
)


def test_a_thrust_curve_is_the_throttle_of_its_stage(load):
    schedule = load(changed(WITH_CURVE)).stages[0].throttle
    assert schedule.time_s == (0.0, 60.0, 60.0, 100.0)
    assert schedule.fraction == (1.0, 0.8, 0.5, 0.5)


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("[0, 60, 60, 100]", "[0, 60, 50, 100]", "time_s", "does not rise from 0"),
        ("[0, 60, 60, 100]", "[1, 60, 60, 100]", "time_s", "does not rise from 0"),
        ("[0, 60, 60, 100]", "[0, 60, 100]", "fraction", "4 fractions stand against 3 times"),
        ("[0, 60, 60, 100]", "[]", "fraction", "4 fractions stand against 0 times"),
        ("[1, 0.8, 0.5, 0.5]", "[1, 0.8, -0.5, 0.5]", "fraction", "is negative"),
    ],
)
def test_a_thrust_curve_that_cannot_be_read(faults, old, new, key, problem):
    (found,) = faults(changed(WITH_CURVE, (old, new)))
    assert found[1:] == (f"stages.first.thrust_curve.{key}", problem)


def test_a_thrust_curve_stands_alone(faults):
    throttle = "\n    throttle: [{time: 0 s, level: 100 %}]\n    cutoff: {rule: depletion}"
    (found,) = faults(changed(WITH_CURVE, ("\n    cutoff: {rule: depletion}", throttle)))
    assert found[1:] == ("stages.first.thrust_curve", "stands beside a throttle")


def test_a_burn_longer_than_the_load_lasts_along_a_thrust_curve(faults):
    longer = ("cutoff: {rule: depletion}", "cutoff: {rule: time, time: 300 s}")
    (found,) = faults(changed(WITH_CURVE, longer))
    assert found[1] == "stages.first.cutoff.time"
    assert found[2] == "the burn takes 11829 kg, and 9000 kg can be burnt"


def test_a_landing_reserve_stays_in_the_stage(load):
    text = changed(
        (
            "{fuel: 9000 kg}",
            "{fuel: 9000 kg}\n    residuals: {fuel: 100 kg}\n    landing_reserve: 1500 kg",
        )
    )
    stage = load(text).stages[0]
    assert (stage.residual_kg, stage.landing_reserve_kg) == (100.0, 1500.0)


@pytest.mark.parametrize("reserve", ["9000 kg", "12 t"])
def test_a_landing_reserve_of_all_there_is_is_told(faults, reserve):
    text = changed(("{fuel: 9000 kg}", f"{{fuel: 9000 kg}}\n    landing_reserve: {reserve}"))
    (found,) = faults(text)
    assert found[1] == "stages.first.landing_reserve"
    assert found[2].startswith("all 9000 kg stay behind")


def test_a_burn_into_the_landing_reserve_is_told(faults):
    text = changed(
        ("{fuel: 9000 kg}", "{fuel: 9000 kg}\n    landing_reserve: 1500 kg"),
        ("{rule: depletion}", "{rule: time, time: 120 s}"),
    )
    (found,) = faults(text)
    assert found[1:] == (
        "stages.first.cutoff.time",
        "the burn takes 8158 kg, and 7500 kg can be burnt",
    )
