import numpy as np
import pytest

from cosmodrome.study.dispersion.results.confidence import probability_interval
from cosmodrome.study.dispersion.results.payload import (
    dispersed_left,
    payload_mapping,
    payload_with,
)
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.reserve import reserve_of
from cosmodrome.study.dispersion.study import Study, table_of

COUNT = 4096


def test_with_the_payload_found_997_of_1000_flights_reach_orbit(
    study: Study, reference: Reference
) -> None:
    left = dispersed_left(study, reference, 0.0, COUNT)
    kept = reserve_of(left, reference.nominal["second usable_left_kg"])["performance_reserve_kg"]
    # Twice the payload of the plan: far from it.
    payload = payload_mapping(study, reference, left, kept)
    assert payload is not None
    assert payload["added_kg"] > 1000.0
    with_it = dispersed_left(study, reference, payload["added_kg"], COUNT)
    low, high = probability_interval(int((with_it >= 0.0).sum()), COUNT)
    assert low <= 0.997 <= high


def test_samples_flown_again_with_no_more_payload_are_those_of_the_study(
    study: Study, reference: Reference
) -> None:
    table = table_of(study, 0, 700)
    again = dispersed_left(study, reference, 0.0, 700)
    np.testing.assert_array_equal(again, table["second usable_left_kg"])


def test_the_performance_reserve_is_nominal_less_the_quantile() -> None:
    left = np.random.default_rng(1).normal(500.0, 50.0, 20_000)
    found = reserve_of(left, 500.0)
    assert found["left_kg"] == pytest.approx(500.0 - 2.7478 * 50.0, abs=6.0)
    assert found["performance_reserve_kg"] == pytest.approx(500.0 - found["left_kg"])
    low, high = found["left_interval_kg"]
    assert low < 500.0 - 2.7478 * 50.0 < high


def test_failed_flights_count_as_below_all_others() -> None:
    left = np.random.default_rng(1).normal(500.0, 50.0, 10_000)
    left[:20] = -np.inf
    few = reserve_of(left, 500.0)
    assert few["left_kg"] < reserve_of(left[20:], 500.0)["left_kg"]
    left[:100] = -np.inf
    many = reserve_of(left, 500.0)
    assert many["left_kg"] is None
    assert many["performance_reserve_kg"] is None


def test_a_payload_that_no_flight_carries_is_not_told() -> None:
    assert payload_with(100.0, lambda added: -np.inf) is None
    # Above 50 kg it fails before the reserve is met.
    assert payload_with(100.0, lambda added: 500.0 - added if added < 50.0 else -np.inf) is None
    found = payload_with(100.0, lambda added: 500.0 - 0.8 * added - 1e-4 * added**2)
    assert found is not None
    assert 500.0 - 0.8 * found["added_kg"] - 1e-4 * found["added_kg"] ** 2 == pytest.approx(
        100.0, abs=0.5
    )
