"""What holds for every file shipped: sources, grades, masses that close, text that survives."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.catalogue.figure import Grade
from cosmodrome.catalogue.layouts import KINDS
from cosmodrome.catalogue.load import SHIPPED, Catalogue
from cosmodrome.catalogue.reader import read_file
from cosmodrome.catalogue.units import to_si
from cosmodrome.errors import InputError
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.orbit_text import read_orbit
from cosmodrome.study.dispersion.air_of_month import SPREAD_SOURCE
from cosmodrome.vehicle.engine import mass_flow_kg_s, thrust_sea_level_N
from cosmodrome.vehicle.launcher import (
    first_stages,
    liftoff_mass_kg,
    liftoff_thrust_to_weight,
)
from cosmodrome.vehicle.schedule import full_thrust_seconds
from cosmodrome.vehicle.stage import (
    burnt_propellant_kg,
    depletion_time_s,
    usable_propellant_kg,
)

VALIDATION = SHIPPED.parent / "study" / "validation"
CATALOGUE = Catalogue()
ENTRIES = [(kind, name) for kind in KINDS for name in CATALOGUE.names(kind)]
SOURCES = set(
    re.findall(
        r"^@\w+\{(\w+),", (SHIPPED / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE
    )
)
LAUNCHERS = [CATALOGUE.launcher(name) for name in CATALOGUE.names("launchers")]
STAGES = [(launcher, stage) for launcher in LAUNCHERS for stage in launcher.stages]
STAGE_NAMES = [f"{launcher.name} {stage.name}" for launcher, stage in STAGES]
# Standard deviations a published burn time may be missed by.
SIGMAS = 2.0


# Published cases name their sources in the same bibliography.


def sources_of_cases():
    """Keys that stand in quotes in a case of `cosmodrome validate`."""
    texts = "".join(path.read_text(encoding="utf-8") for path in VALIDATION.rglob("*.py"))
    return {key for key in SOURCES if f'"{key}"' in texts}


def reading(kind, name):
    return CATALOGUE.document(kind, name)


def sources_named(kind, name):
    text = CATALOGUE.path(kind, name).read_text(encoding="utf-8")
    return set(re.findall(r"\bsource: (\w+)", text))


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_number_has_a_grade_and_a_source_of_the_bibliography(kind, name):
    for figure in reading(kind, name).figures:
        assert figure.source in SOURCES, figure.path
        assert figure.grade is not Grade.UNSOURCED, figure.path
    assert sources_named(kind, name) <= SOURCES


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_number_of_our_own_is_called_derived_or_estimated(kind, name):
    for figure in reading(kind, name).figures:
        if figure.source == "COSMODROME":
            assert figure.grade in (Grade.DERIVED, Grade.ESTIMATE), figure.path


def test_no_source_stands_in_the_bibliography_for_nothing():
    named = set().union(*(sources_named(kind, name) for kind, name in ENTRIES))
    named |= {figure.source for figure in CATALOGUE.spreads().figures} | {SPREAD_SOURCE}
    assert named | sources_of_cases() == SOURCES


@pytest.mark.parametrize("name", CATALOGUE.names("missions"))
def test_every_mission_loads(name):
    assert load_mission(name, CATALOGUE).name == name


@pytest.mark.parametrize("kind", ["upper-stages", "pads", "spacecraft", "stations"])
def test_every_entry_builds(kind):
    make = (
        getattr(CATALOGUE, kind.removesuffix("s").replace("-", "_"))
        if kind != "spacecraft"
        else CATALOGUE.spacecraft
    )
    for name in CATALOGUE.names(kind):
        assert make(name).name == name


@pytest.mark.parametrize("name", CATALOGUE.names("launchers"))
def test_the_published_gross_mass_is_dry_mass_and_loads(name):
    for stage in reading("launchers", name).values["stages"]:
        total = stage["dry_mass"] + sum(stage["loads"].values())
        # Published figures are rounded one by one; the worst misses by 25 kg in 99 765.
        assert total == pytest.approx(stage.get("gross_mass", total), rel=3e-4)


@pytest.mark.parametrize(("launcher", "stage"), STAGES, ids=STAGE_NAMES)
def test_the_load_burns_as_long_as_published(launcher, stage):
    figures = {figure.path: figure for figure in reading("launchers", launcher.name).figures}
    published = figures.get(f"stages.{stage.name}.burn_time")
    if published is not None:
        burn = stage.cutoff.time_s or depletion_time_s(stage)
        assert published.sigma is not None
        assert abs(burn - published.value) <= SIGMAS * published.sigma


@pytest.mark.parametrize(("launcher", "stage"), STAGES, ids=STAGE_NAMES)
def test_the_nozzles_of_a_body_fit_under_it(launcher, stage):
    area = stage.engine_count * stage.engine.exit_area_m2
    assert 0.0 <= area <= math.pi / 4.0 * stage.diameter_m**2
    if stage in first_stages(launcher):
        assert area > 0.0


@pytest.mark.parametrize("name", CATALOGUE.names("launchers"))
def test_a_solid_stage_burns_all_it_has_along_its_thrust_curve(name):
    for stage in reading("launchers", name).values["stages"]:
        if "solid" not in stage["loads"]:
            assert "thrust_curve" not in stage
            continue
        assert set(stage["loads"]) == {"solid"}
        assert "residuals" not in stage
        assert "min_throttle" not in stage["engine"]
        # A curve is thinned out to 2 % of its largest thrust.
        assert max(stage["thrust_curve"]["fraction"]) == pytest.approx(1.0, abs=0.02)
        assert stage["cutoff"]["rule"] == "depletion"


@pytest.mark.parametrize("launcher", LAUNCHERS, ids=lambda launcher: launcher.name)
def test_the_masses_add_up_to_the_published_one_at_lift_off(launcher):
    document = reading("launchers", launcher.name)
    published = document.values.get("published", {})
    if "liftoff_mass" in published:
        figures = {figure.path: figure for figure in document.figures}
        sigma = figures["published.liftoff_mass"].sigma
        found = liftoff_mass_kg(launcher, published["with_payload"])
        assert abs(found - published["liftoff_mass"]) <= SIGMAS * sigma


@pytest.mark.parametrize("name", CATALOGUE.names("launchers"))
def test_every_published_payload_names_a_pad_and_an_orbit(name):
    for rating in reading("launchers", name).values.get("published", {}).get("ratings", []):
        assert CATALOGUE.pad(rating["pad"]).name == rating["pad"]
        assert read_orbit(rating["orbit"]).perigee_height_m > 150e3
        if "upper_stage" in rating:
            CATALOGUE.upper_stage(rating["upper_stage"])


@pytest.mark.parametrize("launcher", LAUNCHERS, ids=lambda launcher: launcher.name)
def test_a_launcher_leaves_the_pad(launcher):
    # Without payload; Soyuz-2.1a, at 75 % of its strap-ons, is the slowest.
    assert 1.05 < liftoff_thrust_to_weight(launcher, 0.0) < 2.5


@pytest.mark.parametrize("name", CATALOGUE.names("launchers"))
def test_both_thrusts_and_both_impulses_are_of_one_engine(name):
    launcher = CATALOGUE.launcher(name)
    for stage, given_stage in zip(
        launcher.stages, reading("launchers", name).values["stages"], strict=True
    ):
        engine = given_stage["engine"]
        if "thrust_sea_level" not in engine:
            assert stage.engine.exit_area_m2 == 0.0
            continue
        assert thrust_sea_level_N(stage.engine) == pytest.approx(engine["thrust_sea_level"])
        flow = engine["thrust_sea_level"] / engine["isp_sea_level"] / 9.80665
        # Impulses are printed to the second, 1 in 255.
        assert flow == pytest.approx(mass_flow_kg_s(stage.engine), rel=4e-3)


@pytest.mark.parametrize(("launcher", "stage"), STAGES, ids=STAGE_NAMES)
def test_a_burn_ended_by_time_leaves_more_than_the_residual(launcher, stage):
    if stage.cutoff.time_s is not None:
        assert burnt_propellant_kg(stage, stage.cutoff.time_s) < usable_propellant_kg(stage)


def test_strap_ons_are_left_with_about_a_tonne():
    strap_on = CATALOGUE.launcher("soyuz-2.1a").stages[0]
    left = usable_propellant_kg(strap_on) - burnt_propellant_kg(strap_on, strap_on.cutoff.time_s)
    liquid = left / strap_on.count + 451.0 + 215.0 + 125.0
    assert 800.0 < liquid < 1500.0


def test_the_acceleration_of_the_published_trace_comes_out():
    """Soyuz-2.1b to transfer orbit: 3.981 g at 111.99 s, 3.367 g at 112.24 s."""
    strap_on, core, _ = CATALOGUE.launcher("soyuz-2.1a").stages
    # Blok I 27 755, fairing and interstage 2 100, Fregat 6 535, satellite and adapter 3 360 kg.
    above = 27_755.0 + 2_100.0 + 6_535.0 + 3_360.0
    for t, published in ((111.99, 3.981), (112.24, 3.367)):
        mass = above
        thrust = 0.0
        for stage in (strap_on, core):
            mass += stage.count * (stage.dry_mass_kg + stage.propellant_kg)
            mass -= burnt_propellant_kg(stage, t)
            slope = full_thrust_seconds(stage.throttle, t) - full_thrust_seconds(
                stage.throttle, t - 0.005
            )
            thrust += stage.count * stage.engine.thrust_vac_N * slope / 0.005
        # Its satellite's mass is known to 0.5 t of 130 t; the air is left out, 0.1 %.
        assert thrust / mass / 9.80665 == pytest.approx(published, rel=6e-3)


BROUGHT_BACK = [name for name in CATALOGUE.names("launchers") if re.search("-(rtls|drone)", name)]


@pytest.mark.parametrize("name", BROUGHT_BACK)
def test_a_first_stage_that_comes_back_is_heavier_and_stops_earlier(name):
    back = CATALOGUE.launcher(name).stages[0]
    away = CATALOGUE.launcher(re.sub("-(rtls|droneship.*)$", "", name)).stages[0]
    assert back.dry_mass_kg > away.dry_mass_kg
    assert away.landing_reserve_kg == 0.0
    assert depletion_time_s(back) < depletion_time_s(away)
    # 13 % of the load brings it back to the coast in an open simulation, with much to spare.
    assert 0.03 < back.landing_reserve_kg / back.propellant_kg < 0.13


@given(
    st.floats(min_value=1e-3, max_value=1e9, allow_nan=False),
    st.sampled_from([("kN", "N", 1e3), ("t", "kg", 1e3), ("km", "m", 1e3), ("h", "s", 3600.0)]),
)
def test_a_number_survives_being_written_with_its_unit(value, unit):
    written, si, factor = unit
    assert to_si(f"{value!r} {written}", si) == pytest.approx(value * factor, rel=1e-14)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_any_bytes_for_a_file_end_in_an_input_error(tmp_path_factory, content):
    path = Path(tmp_path_factory.mktemp("any")) / "pad.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_file(path, KINDS["pads"])
    assert caught.value.faults


@given(
    st.recursive(
        st.sampled_from(["1 kg", "5", ".nan", "~", "x", "[1]", "{}", "12:30", "''", "&a 1"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
            | st.dictionaries(
                st.sampled_from(["title", "stages", "value", "engine", "loads", "name", "q"]),
                inner,
                max_size=4,
            ).map(lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}")
        ),
        max_leaves=12,
    )
)
def test_any_tree_for_a_launcher_ends_in_an_input_error(tmp_path_factory, text):
    path = Path(tmp_path_factory.mktemp("any")) / "launcher.yaml"
    path.write_text(f"stages: {text}\ntitle: {text}\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_file(path, KINDS["launchers"])
