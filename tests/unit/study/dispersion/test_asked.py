"""What a mission file says of its dispersions, turned into factors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.catalogue.load import Catalogue, open_catalogue
from cosmodrome.earth.climatology import mean_wind, month_of
from cosmodrome.errors import InputError
from cosmodrome.mission.files import load_mission
from cosmodrome.numerics.kernels import lookup
from cosmodrome.study.dispersion.after_injection import likely_later
from cosmodrome.study.dispersion.air_of_month import in_its_wind
from cosmodrome.study.dispersion.asked import dispersions_of, laid_over
from cosmodrome.study.dispersion.distribution import Normal, Truncated, Uniform
from cosmodrome.study.dispersion.factor import Dispersions
from cosmodrome.study.dispersion.listing import factor_rows

CATALOGUE = open_catalogue()
LAUNCHERS = CATALOGUE.names("launchers")


def asked(tmp_path: Path, text: str, mission: str = "vostochny-2016") -> Dispersions:
    path = tmp_path / "dispersions.yaml"
    path.write_text(text)
    given = laid_over(load_mission(mission, CATALOGUE), path)
    return dispersions_of(given, figures(given.launcher.name))


def figures(launcher: str):  # type: ignore[no-untyped-def]
    return CATALOGUE.document("launchers", launcher).figures


def spreads(dispersions: Dispersions) -> dict[str, float]:
    return {f.name: f.distribution.spread() for f in dispersions.factors}


@pytest.mark.parametrize("name", LAUNCHERS)
def test_every_launcher_has_a_default_for_everything_that_varies(name: str) -> None:
    launcher = CATALOGUE.launcher(name)
    mission = replace(load_mission("vostochny-2016", CATALOGUE), launcher=launcher)
    found = {f.name for f in dispersions_of(mission, figures(name)).factors}
    for stage in launcher.stages:
        kinds = ["thrust", "isp", "propellant", "dry_mass_kg", "residual_kg", "ignition_delay_s"]
        assert {f"{stage.name}.{kind}" for kind in [*kinds, "tailoff_N_s"]} <= found
        assert (f"{stage.name}.separation_m_s" in found) == (stage is not launcher.stages[-1])
    vehicle = {"axial_force", "normal_force", "clock", "alignment_z_rad", "gyro_scale"}
    air = {"wind east 1", "wind north 1", "gust east 1", "gust north 1", "density 1"}
    assert vehicle | air <= found


def test_engines_of_a_stage_vary_independently(tmp_path: Path) -> None:
    found = spreads(asked(tmp_path, "note: nothing"))
    # 0.5 % of one engine, four strap-ons; 0.2 % of 3784 kg of one body, and the sum of four.
    assert found["strap-on.thrust"] == pytest.approx(0.005 / 2.0)
    assert found["core.thrust"] == pytest.approx(0.005)
    assert found["strap-on.dry_mass_kg"] == pytest.approx(0.002 * 3784.0 * 2.0)


def test_the_catalogues_own_sigmas_are_the_basis_called_knowledge(tmp_path: Path) -> None:
    found = spreads(asked(tmp_path, "basis: knowledge"))
    assert found["blok-i.thrust"] == pytest.approx(0.007)
    # 0.5 % of 3784 kg, four bodies alike.
    assert found["strap-on.dry_mass_kg"] == pytest.approx(75.68)
    both = spreads(asked(tmp_path, "basis: both"))
    assert both["blok-i.thrust"] == pytest.approx(np.hypot(0.007, 0.005))
    assert both["clock"] == pytest.approx(1e-5)


def test_azimuth_is_found_by_gyros_and_level_by_accelerometers(tmp_path: Path) -> None:
    found = spreads(asked(tmp_path, "note: nothing"))
    assert found["alignment_x_rad"] == pytest.approx(25e-6, rel=1e-3)
    # 0.0035 deg/h against 15.041 deg/h times the cosine of 51.884 deg.
    assert found["alignment_z_rad"] == pytest.approx(0.0035 / (15.041 * 0.61727), rel=1e-3)


FACTORS = """
factors:
  - {name: core.thrust, sigma: 0.3 %, truncation: 2, source: SB, grade: estimate}
  - {name: strap-on.isp, sigma: 0.4 %, independent: true}
  - {name: blok-i.dry_mass_kg, sigma: 1 %, distribution: normal}
  - {name: navigation.azimuth, half_width: 1 arcmin, distribution: uniform}
  - {name: air forces, sigma: 0}
  - {name: gust, sigma: 50 %}
  - {name: "*.tailoff_N_s", sigma: 2 kN*s}
  - {name: core.isp, truncation: 1}
correlations:
  - {between: [blok-i.thrust, core.thrust], value: 0.3}
  - {between: [navigation.azimuth, gyro_drift_y_rad_s], value: -0.9}
"""


def test_factors_are_changed_by_name_by_group_and_by_pattern(tmp_path: Path) -> None:
    dispersions = asked(tmp_path, FACTORS)
    by_name = {f.name: f for f in dispersions.factors}
    assert by_name["core.thrust"].distribution == Truncated(sigma=0.003, sigmas=2.0)
    assert by_name["core.thrust"].source == "SB"
    assert by_name["strap-on.isp"].distribution == Truncated(sigma=0.002)
    dry = by_name["blok-i.dry_mass_kg"].distribution
    assert isinstance(dry, Normal)
    assert dry.sigma == pytest.approx(0.01 * 2410.0)
    flat = by_name["alignment_z_rad"].distribution
    assert isinstance(flat, Uniform)
    assert flat.half_width == pytest.approx(np.radians(1.0 / 60.0))
    assert by_name["axial_force"].distribution.spread() == 0.0
    assert by_name["normal_force"].distribution.spread() == 0.0
    assert by_name["gust east 7"].distribution == Normal(sigma=0.5)
    for stage in ("strap-on", "core", "blok-i"):
        assert by_name[f"{stage}.tailoff_N_s"].distribution.spread() == pytest.approx(2000.0)
    assert by_name["core.isp"].distribution == Truncated(sigma=0.0015, sigmas=1.0)
    assert dispersions.correlations == {
        ("blok-i.thrust", "core.thrust"): 0.3,
        ("alignment_z_rad", "gyro_drift_y_rad_s"): -0.9,
    }


def test_a_factor_that_has_no_default_is_added(tmp_path: Path) -> None:
    dispersions = asked(tmp_path, "factors: [{name: blok-i.separation_m_s, sigma: 0.1 m/s}]")
    places = [f.name for f in dispersions.factors]
    assert places.index("blok-i.separation_m_s") < dispersions.leading
    assert spreads(dispersions)["blok-i.separation_m_s"] == pytest.approx(0.1)


LATER = """
factors: [{name: volga.isp, sigma: 1 %}, {name: aist-2d.delay_s, sigma: 0.5 s}]
correlations: [{between: [volga.isp, volga.thrust], value: 0.5}]
"""


def test_factors_beyond_injection_wait_until_it_is_flown(tmp_path: Path) -> None:
    path = tmp_path / "later.yaml"
    path.write_text(LATER)
    mission = laid_over(load_mission("vostochny-2016", CATALOGUE), path)
    ends = dispersions_of(mission, figures("soyuz-2.1a"))
    assert not any(f.name.startswith("volga") for f in ends.factors)
    assert not ends.correlations
    later = likely_later(mission, CATALOGUE)
    goes_on = dispersions_of(mission, figures("soyuz-2.1a"), None, later)
    found = spreads(goes_on)
    assert found["volga.isp"] == pytest.approx(0.01)
    assert found["aist-2d.delay_s"] == pytest.approx(0.5)
    assert goes_on.correlations == {("volga.isp", "volga.thrust"): 0.5}
    # The weighed parts vary instead of the whole payload.
    assert "payload_kg" in spreads(ends)
    assert "payload_kg" not in found
    assert found["lomonosov.mass_kg"] == pytest.approx(0.625)


def test_a_file_is_laid_over_the_mission(tmp_path: Path) -> None:
    text = (SHIPPED / "missions/vostochny-2016.yaml").read_text()
    own = tmp_path / "own.yaml"
    more = "dispersions: {basis: knowledge, factors: [{name: core.thrust, sigma: 1 %}]}"
    own.write_text(f"{text}\n{more}\n")
    over = "factors: [{name: core.thrust, sigma: 2 %}, {name: core.isp, sigma: 0}]"
    found = spreads(asked(tmp_path, over, str(own)))
    assert found["core.thrust"] == pytest.approx(0.02)
    assert found["core.isp"] == 0.0
    assert found["blok-i.thrust"] == pytest.approx(0.007)


def test_the_mean_wind_is_climatology_the_missions_or_none(tmp_path: Path) -> None:
    calm = asked(tmp_path, "{wind: calm, density: standard}")
    np.testing.assert_array_equal(calm.mean, calm.layout.nominal())
    mission = load_mission("vostochny-2016", CATALOGUE)
    pad, month = mission.pad, month_of(mission.liftoff_utc)
    wind = mean_wind(pad.latitude_rad, pad.longitude_rad, month)
    climate = asked(tmp_path, "wind: climatology")
    first = climate.layout.wind_east
    assert climate.mean[first + 12] == pytest.approx(float(lookup(wind.east, 12e3)))
    own = replace(mission, wind=mean_wind(0.0, 0.0, 0.5))
    assert in_its_wind(own) is own
    assert in_its_wind(mission).wind is not None


def test_a_table_gives_the_mean_and_the_spread_of_the_wind(tmp_path: Path) -> None:
    dispersions = asked(
        tmp_path,
        "wind: {height_km: [0, 10, 60], east_m_s: [5, 25, 25], north_m_s: [0, 0, 0],"
        " east_sigma_m_s: [2, 8, 8], north_sigma_m_s: [1, 1, 1], correlation_height: 4 km}",
    )
    layout = dispersions.layout
    assert dispersions.mean[layout.wind_east + 10] == pytest.approx(25.0)
    places = {name: i for i, name in enumerate(layout.names())}
    variance = sum(
        (f.moves[f"wind_east[{10}]"] ** 2)
        for f in dispersions.factors
        if f.name.startswith("wind east")
    )
    assert np.sqrt(variance) == pytest.approx(8.0)
    assert places["wind_east[10]"] == layout.wind_east + 10


def test_density_follows_the_season(tmp_path: Path) -> None:
    dispersions = asked(tmp_path, "density: climatology")
    first = dispersions.layout.density
    # Late April at 52 degrees north: a few parts in a hundred of the standard atmosphere.
    assert 0.001 < abs(dispersions.mean[first + 3]) < 0.06


def test_rows_say_what_varies_with_units(tmp_path: Path) -> None:
    rows = {row.name: row for row in factor_rows(asked(tmp_path, FACTORS))}
    assert rows["core.thrust"].sigma == "0.3 %"
    assert rows["core.thrust"].distribution == "to 2 sigma"
    assert rows["alignment_z_rad"].distribution == "uniform"
    assert rows["gust east *"].sigma == "1 m/s"
    assert rows["wind east *"].distribution == "61 modes"


SHIPPED = Path(__file__).parents[4] / "src/cosmodrome/catalogue"


def test_spreads_of_your_own_replace_the_shipped_ones(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "dispersions"
    folder.mkdir(parents=True)
    text = (SHIPPED / "dispersions/flight-to-flight.yaml").read_text()
    (folder / "flight-to-flight.yaml").write_text(
        text.replace("thrust: {value: 0.5 %", "thrust: {value: 0.7 %")
    )
    own = Catalogue((tmp_path / "mine",)).spreads()
    mission = load_mission("vostochny-2016", CATALOGUE)
    found = spreads(dispersions_of(mission, figures("soyuz-2.1a"), own))
    assert found["core.thrust"] == pytest.approx(0.007)


def test_contradicting_correlations_name_their_pairs(tmp_path: Path) -> None:
    text = """
    correlations:
      - {between: [core.thrust, core.isp], value: 0.9}
      - {between: [core.isp, blok-i.isp], value: 0.9}
      - {between: [core.thrust, blok-i.isp], value: -0.9}
      - {between: [clock, axial_force], value: 0.2}
    """
    with pytest.raises(InputError, match=r"core\.isp with core\.thrust") as caught:
        asked(tmp_path, text)
    assert "axial_force" not in str(caught.value)
