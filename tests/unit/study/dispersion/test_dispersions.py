import numpy as np
import pytest
from scipy.stats import chi2, kstest

from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.study.dispersion.defaults import default_dispersions
from cosmodrome.study.dispersion.distribution import Distribution, Normal, Truncated, Uniform
from cosmodrome.study.dispersion.factor import Dispersions, Factor
from cosmodrome.study.dispersion.profiles import GUST, WIND, air_factors
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
    launcher = open_catalogue().launcher("soyuz-2.1a")
    figures = open_catalogue().document("launchers", "soyuz-2.1a").figures
    dispersions = default_dispersions(launcher, figures)
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


def test_the_wind_has_the_spread_and_the_correlation_it_is_made_from() -> None:
    dispersions = Dispersions(
        layout=LAYOUT, factors=air_factors(), mean=LAYOUT.nominal(), leading=12
    )
    x = dispersions.vectors(np.arange(COUNT), Plain(), 4)
    first = LAYOUT.wind_north
    low, high = x[:, first + 11], x[:, first + 14]
    slow = np.interp(11e3, WIND.height_m, WIND.sigma)
    quick = np.interp(11e3, GUST.height_m, GUST.sigma)
    assert low.std() == pytest.approx(np.hypot(slow, quick), rel=0.04)
    above = np.interp(14e3, WIND.height_m, WIND.sigma)
    covariance = slow * above * np.exp(-3e3 / WIND.correlation_m)
    assert np.cov(low, high)[0, 1] == pytest.approx(covariance, rel=0.12)
    assert abs(np.corrcoef(low, x[:, LAYOUT.wind_east + 11])[0, 1]) < 0.06


def test_the_catalogues_own_sigmas_are_the_defaults() -> None:
    launcher = open_catalogue().launcher("soyuz-2.1a")
    figures = open_catalogue().document("launchers", "soyuz-2.1a").figures
    factors = {f.name: f for f in default_dispersions(launcher, figures).factors}
    spreads = {name: f.distribution for name, f in factors.items()}
    thrust, mass = spreads["blok-i.thrust"], spreads["strap-on.dry_mass_kg"]
    assert isinstance(thrust, Truncated)
    assert isinstance(mass, Truncated)
    assert thrust.sigma == pytest.approx(0.007)
    # 0.5 % of 3784 kg, four bodies alike.
    assert mass.sigma == pytest.approx(75.68)
