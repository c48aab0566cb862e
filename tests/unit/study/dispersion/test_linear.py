"""Linear covariance of guided flights beside many of them."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.study.dispersion.distribution import Distribution, Normal, Truncated, Uniform
from cosmodrome.study.dispersion.injection import injection_numbers
from cosmodrome.study.dispersion.linear import (
    LinearCovariance,
    NotLinearError,
    factor_covariance,
    linear_covariance,
    moments_of,
)
from cosmodrome.study.dispersion.sampling import Plain
from cosmodrome.study.dispersion.study import Study, table_of

SAMPLES = 2000
# Of what thrust and impulse move; the loads have corners where the time of their peak jumps.
SMOOTH = (
    "cut-off time [s]",
    "place off the plan's [deg]",
    "propellant left [kg]",
    "axial acceleration [m/s2]",
)


@pytest.fixture(scope="module")
def linear(study: Study) -> LinearCovariance:
    return linear_covariance(study)


@pytest.fixture(scope="module")
def flown(study: Study, linear: LinearCovariance) -> dict[str, np.ndarray]:
    """Numbers of many flights drawn at random, counted from the same undispersed one."""
    plain = replace(study, sampling=Plain())
    table = table_of(plain, 0, SAMPLES)
    assert (table["ending"] == "orbit").all()
    undispersed = table_of(
        replace(study, dispersions=replace(study.dispersions, factors=(), leading=0)), 0, 1
    )
    reference = np.array(
        undispersed.select("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s").row(0)
    )
    return injection_numbers(table, "second", study.program.world, reference)


def is_linear(linear: LinearCovariance, name: str) -> bool:
    return bool(linear.bent[linear.numbers.index(name)] < 0.05)


@pytest.mark.parametrize(
    ("distribution", "sigma"),
    [
        (Normal(sigma=2.0), 2.0),
        # A normal distribution cut at three: 1 - 6 phi(3) / (1 - 2 Phi(-3)), its root.
        (Truncated(sigma=2.0), 2.0 * 0.98658),
        (Uniform(half_width=3.0), np.sqrt(3.0)),
    ],
)
def test_the_spread_of_a_distribution_counts_its_cuts(
    distribution: Distribution, sigma: float
) -> None:
    mean, found = moments_of(distribution)
    assert mean == pytest.approx(0.0, abs=1e-9)
    assert found == pytest.approx(sigma, rel=2e-5)


def test_linear_sigmas_are_those_of_many_flights(
    linear: LinearCovariance, flown: dict[str, np.ndarray]
) -> None:
    for name in SMOOTH:
        sigma = float(linear.sigma[linear.numbers.index(name)])
        # Three standard errors of a sample deviation, 1 / sqrt(2 n) each.
        assert flown[name].std(ddof=1) == pytest.approx(sigma, rel=3.0 / np.sqrt(2.0 * SAMPLES))


def test_linear_correlations_are_those_of_many_flights(
    linear: LinearCovariance, flown: dict[str, np.ndarray]
) -> None:
    at = [linear.numbers.index(name) for name in SMOOTH]
    covariance = linear.covariance[np.ix_(at, at)]
    expected = covariance / np.outer(linear.sigma[at], linear.sigma[at])
    found = np.corrcoef([flown[name] for name in SMOOTH])
    # Three standard errors of a correlation, at most 1 / sqrt(n) each.
    np.testing.assert_allclose(found, expected, atol=3.0 / np.sqrt(SAMPLES))


def test_what_bends_is_told(study: Study, linear: LinearCovariance) -> None:
    # The highest pressure times angle of attack has a corner where its time jumps.
    assert all(is_linear(linear, name) for name in SMOOTH)
    assert linear.bent.shape == (len(linear.numbers),)
    assert linear.bent.max() > 0.05


def test_the_parts_of_a_variance_add_up(study: Study) -> None:
    correlations = {("first.thrust", "first.isp"): 0.6, ("second.thrust", "second.isp"): -0.4}
    tied = replace(study, dispersions=replace(study.dispersions, correlations=correlations))
    spread = factor_covariance(tied.dispersions)
    assert spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]) == pytest.approx(0.6)
    linear = linear_covariance(tied)
    part = linear.parts()[linear.numbers.index("propellant left [kg]")]
    assert sum(part.values()) == pytest.approx(1.0)
    assert set(part) == {"first.thrust", "first.isp", "second.thrust", "second.isp"}


def test_a_flight_that_falls_short_is_named(study: Study) -> None:
    wide = tuple(
        replace(f, distribution=Normal(sigma=0.2)) if f.name == "second.isp" else f
        for f in study.dispersions.factors
    )
    far = replace(study, dispersions=replace(study.dispersions, factors=wide))
    with pytest.raises(NotLinearError, match=r"one sigma less of second\.isp ends as stage dry"):
        linear_covariance(far)
