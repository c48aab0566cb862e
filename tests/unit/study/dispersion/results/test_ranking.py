"""Shares and indices of functions whose indices are known."""

import numpy as np
import pytest

from cosmodrome.study.dispersion.distribution import Normal
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.results.groups import group_name, groups_of
from cosmodrome.study.dispersion.results.indices import indices_of
from cosmodrome.study.dispersion.results.regression import shares_of, sums_of
from cosmodrome.study.dispersion.study import Study


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


# Saltelli and others (2008), section 4.6 and exercise 4.3: exact values.
FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}
TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}


def designed(function, rows: int, seed: int) -> dict:
    rng = np.random.default_rng(seed)
    a, b = rng.uniform(-np.pi, np.pi, (2, rows, 3))
    mixed = {}
    for k, name in enumerate(("x1", "x2", "x3")):
        x = a.copy()
        x[:, k] = b[:, k]
        mixed[name] = function(x)
    return indices_of(function(a), function(b), mixed)


def test_the_indices_of_ishigami_come_out_within_their_errors() -> None:
    off = []
    for seed in range(40):
        found = designed(ishigami, 1024, seed)
        for group in found["groups"]:
            name = group["name"]
            off.append((group["first"] - FIRST[name]) / group["first_sigma"])
            off.append((group["total"] - TOTAL[name]) / group["total_sigma"])
            assert group["first"] == pytest.approx(FIRST[name], abs=0.15)
            assert group["total"] == pytest.approx(TOTAL[name], abs=0.15)
    # 240 deviations in standard errors: their mean square is 1 within four of its own.
    assert np.mean(np.square(off)) == pytest.approx(1.0, abs=0.5)


def test_the_indices_of_a_line_are_the_parts_of_its_variance() -> None:
    found = designed(lambda x: x @ np.array([3.0, 1.0, 0.0]), 4096, 1)
    names = [group["name"] for group in found["groups"]]
    assert names == ["x1", "x2", "x3"]
    for group, share in zip(found["groups"], (0.9, 0.1, 0.0), strict=True):
        assert abs(group["first"] - share) <= 4.0 * group["first_sigma"] + 1e-12
        assert abs(group["total"] - share) <= 4.0 * group["total_sigma"] + 1e-12
    assert found["groups"][0]["first_sigma"] < 0.01


def test_rows_without_a_value_are_dropped_and_counted() -> None:
    rng = np.random.default_rng(1)
    a, b, mixed = rng.normal(size=(3, 100))
    a[3] = np.nan
    mixed[7] = np.nan
    found = indices_of(a, b, {"x": mixed})
    assert found is not None
    assert found["rows"] == 98
    assert found["dropped"] == 2
    assert indices_of(np.ones(50), np.ones(50), {"x": np.ones(50)}) is None


def regression(count: int, extra: int, noise: float, seed: int) -> dict:
    """Shares of y = 3 x0 + x1 + noise with useless factors beside."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 2 + extra))
    y = 3.0 * x[:, 0] + x[:, 1] + noise * rng.normal(size=count)
    index = np.arange(count)
    parts = [(index[k::3], x[k::3], y[k::3, None]) for k in range(3)]
    groups = {"first": [0], "second": [1], "rest": list(range(2, 2 + extra))}
    (found,) = shares_of(sums_of(parts, 2 + extra, 1), groups)
    assert found is not None
    return {**found, **{group["name"]: group for group in found["groups"]}}


def test_the_shares_of_a_line_are_exact() -> None:
    found = regression(2000, 3, 0.0, 1)
    assert found["r2"] == pytest.approx(1.0, abs=1e-6)
    assert found["first"]["share"] == pytest.approx(0.9, abs=0.02)


def test_many_useless_factors_take_no_share() -> None:
    off = []
    for seed in range(30):
        found = regression(600, 60, 3.0, seed)
        # 9 of 19, 1 of 19, nothing; plain R2 would be 0.05 too large.
        for name, share in (("first", 9 / 19), ("second", 1 / 19), ("rest", 0.0)):
            off.append((found[name]["share"] - share) / found[name]["sigma"])
    assert np.mean(np.square(off)) == pytest.approx(1.0, abs=0.6)
    assert abs(np.mean(off)) < 0.4


def test_too_few_samples_and_what_does_not_vary_have_no_shares() -> None:
    x = np.random.default_rng(1).normal(size=(40, 20))
    (few,) = shares_of(sums_of([(np.arange(40), x, x[:, :1])], 20, 1), {"all": list(range(20))})
    assert few is None
    y = np.column_stack([np.full(40, 7.0), x[:, 0]])
    steady, other = shares_of(sums_of([(np.arange(40), x[:, :2], y)], 2, 2), {"all": [0, 1]})
    assert steady is None
    assert other is not None


def test_modes_and_axes_are_grouped() -> None:
    assert group_name("wind east 12") == "wind"
    assert group_name("gust north 3") == "gust"
    assert group_name("density 4") == "density"
    assert group_name("accelerometer_bias_x_m_s2") == "accelerometers"
    assert group_name("alignment_z_rad") == "alignment of navigation"
    assert group_name("blok-i.thrust") == "blok-i.thrust"
    assert group_name("aft skirt fall.drag", ("sat-1",)) == "falls"
    assert group_name("sat-1.speed", ("sat-1",)) == "release of sat-1"


def test_correlated_factors_share_a_group(study: Study) -> None:
    layout = study.dispersions.layout
    names = ("first.thrust", "second.thrust", "second.isp")
    dispersions = Dispersions(
        layout=layout,
        factors=tuple(
            Factor(name=n, distribution=Normal(sigma=0.01), moves={n: 1.0}) for n in names
        ),
        correlations={("first.thrust", "second.isp"): 0.5},
        mean=layout.nominal(),
    )
    assert groups_of(dispersions) == {"first.thrust and second.isp": [0, 2], "second.thrust": [1]}
