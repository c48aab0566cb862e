"""Everything told of a study, from flights and from tables made up."""

import io
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.console import Console
from tests.unit.study.dispersion.results.conftest import shards_with

from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.mission.accuracy import Box
from cosmodrome.report.dispersion_printout import print_dispersion
from cosmodrome.study.dispersion.distribution import Normal
from cosmodrome.study.dispersion.factor import Factor
from cosmodrome.study.dispersion.results.bands import bands_table
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.summary import results_of
from cosmodrome.study.dispersion.results.table import column_names
from cosmodrome.study.dispersion.shards import Shards, fly_missing, open_shards
from cosmodrome.study.dispersion.study import Study, table_of
from cosmodrome.study.dispersion.workers import Threads

KEYS = {
    *("mission", "plan", "samples", "seed", "sampling", "factors", "confidence", "quantile_levels"),
    *("reached", "endings", "limits_passed", "box", "orbits", "reserve", "quantities", "events"),
    *("after_injection", "ranking", "failures", "until"),
}


def flown(folder: Path, study: Study, count: int) -> Shards:
    shards = open_shards(folder, study, count, 256)
    list(fly_missing(shards, Threads(count=1)))
    return shards


def test_a_summary_tells_what_the_table_holds(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    shards = flown(tmp_path, study, 600)
    summary, covariances = results_of(shards, reference)
    assert set(summary) == KEYS
    table = table_of(study, 0, 600)
    reached = table.filter(pl.col("ending") == "orbit")
    assert summary["reached"]["count"] == reached.height
    assert summary["endings"]["orbit"] == reached.height
    time = summary["quantities"]["time"]
    assert time["sigma"] == pytest.approx(reached["time_s"].std(), rel=1e-9)
    assert time["nominal"] == reference.nominal["time_s"]
    assert sum(time["histogram"]["counts"]) == reached.height
    q = summary["quantities"]["q"]
    assert q["mean"] == pytest.approx(table["q_max_Pa"].mean() / 1e3)
    assert summary["events"]["second cut-off"]["sigma"] > 0.0
    names = list(summary["events"])
    assert names.index("first separation") < names.index("second ignition")
    (label,) = covariances
    assert label == "second cut-off"
    assert np.array(covariances[label]["rtn"]["covariance"]).shape == (6, 6)
    # Undispersed navigation: the miss is that of guidance alone, far below 10 km.
    assert max(abs(x) for x in covariances[label]["rtn"]["mean"][:3:2]) < 1e4


def test_what_drives_the_reserve_are_impulse_and_thrust(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    summary, _ = results_of(flown(tmp_path, study, 512), reference)
    shares = {g["name"]: g["share"] for g in summary["ranking"]["reserve"]["groups"]}
    assert set(shares) == {"first.thrust", "first.isp", "second.thrust", "second.isp"}
    # Equal parts of both impulses: that of the first stages works on more mass for less speed.
    assert shares["first.isp"] > shares["first.thrust"]
    assert shares["second.isp"] > shares["second.thrust"]
    assert summary["ranking"]["reserve"]["r2"] > 0.95


def test_failed_flights_are_outside_the_box_and_named(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    layout = ParameterLayout(stages=("first", "second"))
    # A last stage whose load varies by a tenth runs dry now and then.
    load = Factor(name="load", distribution=Normal(sigma=0.1), moves={"second.propellant": 1.0})
    weak = replace(study, dispersions=replace(study.dispersions, factors=(load,)))
    assert weak.dispersions.layout == layout
    wide = Box(perigee_height_m=1e7, apogee_height_m=1e7)
    boxed = replace(reference, box=wide)
    summary, _ = results_of(flown(tmp_path, weak, 300), boxed)
    reached = summary["reached"]["count"]
    assert 0 < reached < 300
    (box,) = summary["box"]["of"].values()
    assert summary["box"]["every"] == box["all"]
    assert box["all"]["count"] == reached
    assert box["all"]["of"] == 300
    failures = summary["failures"]
    assert failures["count"] == 300 - reached
    assert len(failures["first"]) == min(20, failures["count"])
    assert failures["first"][0]["ending"] != "orbit"
    assert summary["reserve"]["left_kg"] is None


def test_satellites_in_the_table_have_covariances_and_the_box_is_theirs(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    state = ("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s")
    table = table_of(study, 0, 300)
    extra = {f"sat {name}": table[name] for name in state}
    late = table["time_s"] + 1.0
    table = table.with_columns(
        **extra,
        **{"sat release_s": pl.when(pl.col("sample") < 5).then(None).otherwise(late)},
    )
    nominal = reference.nominal
    asked = replace(
        reference,
        final=reference.asked,
        box=Box(inclination_rad=3.0),
        nominal={
            **nominal,
            **{f"sat {name}": nominal[name] for name in state},
            "sat release_s": nominal["time_s"] + 1.0,
        },
    )
    summary, covariances = results_of(shards_with(tmp_path, study, table, 128), asked)
    assert list(covariances) == ["second cut-off", "sat"]
    own, sat = (covariances[name]["rtn"] for name in covariances)
    # Five were not released; the others left a second later from the same places.
    assert sat["count"] == own["count"] - 5
    assert sat["sigma"] == pytest.approx(own["sigma"], rel=0.1)
    box = summary["box"]
    assert list(box["of"]) == ["sat"]
    assert box["of"]["sat"]["all"]["count"] == box["every"]["count"] == sat["count"]
    assert summary["quantities"]["sat perigee"]["count"] == sat["count"]
    assert "sat node" in summary["ranking"]


def test_an_open_orbit_has_neither_apogee_nor_period(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    table = table_of(study, 0, 200)
    faster = {name: 1.5 * table[name] for name in ("vx_m_s", "vy_m_s", "vz_m_s")}
    escapes = replace(reference, asked=None, box=Box(perigee_height_m=1e3))
    shards = shards_with(tmp_path, study, table.with_columns(**faster), 128)
    summary, covariances = results_of(shards, escapes)
    assert not {"apogee", "period"} & summary["quantities"].keys()
    assert summary["quantities"]["axis"]["mean"] < 0.0
    assert summary["box"] is None
    assert covariances["second cut-off"]["elements"] is None
    assert covariances["second cut-off"]["rtn"]["count"] == summary["reached"]["count"]
    print_dispersion(Console(file=io.StringIO(), width=80), summary)


def test_quantiles_beyond_which_hardly_a_flight_lies_are_not_told(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    summary, _ = results_of(flown(tmp_path, study, 100), reference)
    quantiles = summary["quantities"]["time"]["quantiles"]
    assert [q is None for q in quantiles] == [True, True, False, False, False, True, True]


def test_a_study_of_one_flight_is_told_without_a_spread(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    summary, covariances = results_of(flown(tmp_path, study, 1), reference)
    assert summary["reached"]["of"] == 1
    assert summary["quantities"] == {}
    assert covariances == {}


_MEASURE = """
import resource, sys
from pathlib import Path
from tests.unit.study.dispersion.results.test_summary import told_of_a_million
told_of_a_million(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def told_of_a_million(folder: Path) -> None:
    """Read a kept study of a million rows, as `disperse` does at its end."""
    import pickle

    study, reference = pickle.loads((folder / "study.bin").read_bytes())
    shards = Shards(folder=folder, study=study, mark="", count=1_000_000, size=1000)
    results_of(shards, reference)
    bands_table(shards, column_names(shards), 10.0)


@pytest.mark.slow
def test_a_million_flights_are_told_in_less_than_a_gibibyte(
    tmp_path: Path, study: Study, reference: Reference
) -> None:
    import pickle

    table = table_of(study, 0, 1000)
    first = shards_with(tmp_path, study, table, 1000)
    for place in range(1, 1000):
        replace(first, count=1_000_000).path(place).hardlink_to(first.path(0))
    (tmp_path / "study.bin").write_bytes(pickle.dumps((study, reference)))
    run = [sys.executable, "-c", _MEASURE, str(tmp_path)]
    result = subprocess.run(run, capture_output=True, text=True, check=True, timeout=600)
    kibibytes = int(result.stdout.split()[-1])
    assert resource.getpagesize() > 0
    assert kibibytes < 1024 * 1024
