import numpy as np
import pytest
from scipy.stats import chi2, kstest

from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.mission.files import load_mission
from cosmodrome.study.dispersion.asked import dispersions_of
from cosmodrome.study.dispersion.distribution import Distribution, Normal, Truncated, Uniform
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.profiles import Air, RandomProfile, air_factors
from cosmodrome.study.dispersion.sampling import LatinHypercube, Plain, Sampling, Sobol

LAYOUT = ParameterLayout(stages=("first", "second"))
COUNT = 4096
SAMPLINGS = [Plain(), Sobol(), LatinHypercube(count=COUNT)]


def varied(
    spread: Distribution, correlations: dict[tuple[str, str], float] | None = None
) -> Dispersions:
    names = ("first.thrust", "second.thrust", "second.isp")
    return Dispersions(
        layout=LAYOUT,
        factors=tuple(Factor(name=n, distribution=spread, moves={n: 1.0}) for n in names),
        correlations=correlations or {},
        mean=LAYOUT.nominal(),
    )


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_sample_k_is_the_same_alone_and_in_any_order(sampling: Sampling) -> None:
    catalogue = open_catalogue()
    figures = catalogue.document("launchers", "soyuz-2.1a").figures
    dispersions = dispersions_of(load_mission("vostochny-2016", catalogue), figures)
    together = dispersions.vectors(np.arange(200), sampling, 3)
    alone = dispersions.vectors(np.array([123]), sampling, 3)
    backwards = dispersions.vectors(np.arange(199, -1, -1), sampling, 3)
    np.testing.assert_array_equal(alone[0], together[123])
    np.testing.assert_array_equal(backwards[::-1], together)


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_the_distribution_that_comes_out_is_the_one_put_in(sampling: Sampling) -> None:
    spread = 0.01
    values = varied(Normal(sigma=spread)).values(np.arange(COUNT), sampling, 8)
    # Kolmogorov-Smirnov at 1 in 10 000; the even samplings pass by far.
    for column in values.T:
        assert kstest(column / spread, "norm").pvalue > 1e-4


def test_plain_samples_fill_bins_as_chance_does() -> None:
    z = Plain().uniform(np.arange(COUNT), 20, 5)
    counts = np.array([np.histogram(column, bins=16, range=(0.0, 1.0))[0] for column in z.T])
    statistic = float((((counts - COUNT / 16) ** 2) / (COUNT / 16)).sum())
    low, high = chi2.ppf([1e-4, 1.0 - 1e-4], 20 * 15)
    assert low < statistic < high


def test_a_latin_hypercube_meets_every_slice_once() -> None:
    points = LatinHypercube(count=500).uniform(np.arange(500), 6, 1)
    for column in points.T:
        assert sorted((column * 500).astype(int).tolist()) == list(range(500))


def test_truncation_and_width_are_kept() -> None:
    z = Sobol().normal(np.arange(COUNT), 1, 2)[:, 0]
    cut = Truncated(sigma=2.0, sigmas=1.5).from_normal(z)
    assert 2.9 < np.abs(cut).max() < 3.0
    flat = Uniform(half_width=3.0).from_normal(z)
    assert np.abs(flat).max() < 3.0
    assert flat.std() == pytest.approx(3.0 / np.sqrt(3.0), rel=1e-3)


def test_correlations_come_out_as_put_in() -> None:
    rho = {("first.thrust", "second.thrust"): 0.8, ("second.thrust", "second.isp"): -0.3}
    values = varied(Normal(sigma=1.0), rho).values(np.arange(COUNT), Sobol(), 1)
    expected = [[1.0, 0.8, 0.0], [0.8, 1.0, -0.3], [0.0, -0.3, 1.0]]
    np.testing.assert_allclose(np.corrcoef(values.T), expected, atol=0.01)


def test_correlations_that_contradict_each_other_are_refused() -> None:
    rho = {
        ("first.thrust", "second.thrust"): 0.9,
        ("second.thrust", "second.isp"): 0.9,
        ("first.thrust", "second.isp"): -0.9,
    }
    with pytest.raises(ValueError, match="contradict each other"):
        varied(Normal(sigma=1.0), rho)


def test_an_unknown_number_and_an_unknown_factor_are_refused() -> None:
    with pytest.raises(ValueError, match=r"moves 'third\.thrust'"):
        Dispersions(
            layout=LAYOUT,
            factors=(
                Factor(name="x", distribution=Normal(sigma=1.0), moves={"third.thrust": 1.0}),
            ),
            mean=LAYOUT.nominal(),
        )
    with pytest.raises(ValueError, match=r"names 'second\.mass'"):
        varied(Normal(sigma=1.0), {("second.mass", "second.isp"): 0.1})


def test_a_negative_sigma_is_refused() -> None:
    with pytest.raises(ValueError, match="sigma"):
        Normal(sigma=-1.0)


SLOW = RandomProfile(height_m=(0.0, 12e3, 60e3), sigma=(4.0, 14.0, 20.0), correlation_m=10e3)
QUICK = RandomProfile(height_m=(0.0,), sigma=(2.0,), correlation_m=800.0)


def test_the_wind_has_the_spread_and_the_correlation_it_is_made_from() -> None:
    air = Air(east=SLOW, north=SLOW, gust=QUICK, density=SLOW, source="", grade="estimate")
    dispersions = Dispersions(
        layout=LAYOUT, factors=air_factors(air), mean=LAYOUT.nominal(), leading=12
    )
    x = dispersions.vectors(np.arange(COUNT), Plain(), 4)
    first = LAYOUT.wind_north
    low, high = x[:, first + 11], x[:, first + 14]
    slow, above = np.interp([11e3, 14e3], SLOW.height_m, SLOW.sigma)
    assert low.std() == pytest.approx(np.hypot(slow, 2.0), rel=0.04)
    covariance = slow * above * np.exp(-3e3 / SLOW.correlation_m)
    assert np.cov(low, high)[0, 1] == pytest.approx(covariance, rel=0.12)
    assert abs(np.corrcoef(low, x[:, LAYOUT.wind_east + 11])[0, 1]) < 0.06


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_pairs_of_factors_fill_the_square_no_worse_than_chance(sampling: Sampling) -> None:
    """Chi-square over 8 by 8 cells of ten pairs, of which the even samplings may have less."""
    points = sampling.uniform(np.arange(COUNT), 20, 11)
    total = 0.0
    for i in range(0, 20, 2):
        cells, *_ = np.histogram2d(points[:, i], points[:, i + 1], bins=8, range=((0, 1), (0, 1)))
        expected = COUNT / 64
        total += float(((cells - expected) ** 2 / expected).sum())
    low, high = chi2.ppf([1e-4, 1.0 - 1e-4], 10 * 63)
    assert total < high
    if isinstance(sampling, Plain):
        assert total > low


def test_a_known_covariance_comes_out_of_a_linear_case() -> None:
    """A sum of factors, one of them in two numbers: A C A' from the samples."""
    names = ("first.thrust", "second.thrust", "second.isp")
    sigma = np.array([0.01, 0.02, 0.005])
    rho = {("first.thrust", "second.thrust"): 0.6}
    factors = tuple(
        Factor(
            name=name,
            distribution=Normal(sigma=s),
            moves={name: 1.0, "axial_force": weight},
        )
        for name, s, weight in zip(names, sigma, (1.0, -2.0, 3.0), strict=True)
    )
    dispersions = Dispersions(
        layout=LAYOUT, factors=factors, correlations=rho, mean=LAYOUT.nominal()
    )
    x = dispersions.vectors(np.arange(COUNT), Sobol(), 7)
    places = [LAYOUT.place(name) for name in (*names, "axial_force")]
    matrix = np.vstack([np.eye(3), [1.0, -2.0, 3.0]])
    correlation = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 1.0]])
    expected = matrix @ (correlation * np.outer(sigma, sigma)) @ matrix.T
    np.testing.assert_allclose(np.cov(x[:, places].T), expected, atol=0.01 * expected.max())


def test_one_factor_switched_off_leaves_the_draws_of_the_others() -> None:
    loud, quiet = varied(Normal(sigma=1.0)), varied(Normal(sigma=1.0))
    silent = Factor(
        name="second.thrust", distribution=Normal(sigma=0.0), moves={"second.thrust": 1.0}
    )
    quiet = Dispersions(
        layout=LAYOUT,
        factors=(quiet.factors[0], silent, quiet.factors[2]),
        mean=LAYOUT.nominal(),
    )
    index = np.arange(64)
    a, b = loud.values(index, Sobol(), 1), quiet.values(index, Sobol(), 1)
    np.testing.assert_array_equal(a[:, [0, 2]], b[:, [0, 2]])
    assert not b[:, 1].any()
