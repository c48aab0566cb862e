import numpy as np
import pytest

from cosmodrome.study.dispersion.results.confidence import probability_interval
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.reserve import (
    left_with_payload,
    payload_with,
    reserve_of,
)
from cosmodrome.study.dispersion.study import Study, table_with

COUNT = 4096


def left_of(study: Study, added_kg: float) -> np.ndarray:
    """Usable propellant left of dispersed flights; minus infinity of those that failed [kg]."""
    index = np.arange(COUNT)
    vectors = study.dispersions.vectors(index, study.sampling, study.seed)
    vectors[:, study.dispersions.layout.place("payload_kg")] += added_kg
    table = table_with(study, index, vectors)
    usable = table["second usable_left_kg"].to_numpy()
    return np.where((table["ending"] == "orbit").to_numpy(), usable, -np.inf)


def test_with_the_payload_found_997_of_1000_flights_reach_orbit(
    study: Study, reference: Reference
) -> None:
    nominal = reference.nominal["second usable_left_kg"]
    found = reserve_of(left_of(study, 0.0), nominal)
    # The fixture's plan has the heaviest payload: some of it is taken off.
    kept = found["performance_reserve_kg"]
    # Twice the payload of the plan: far from it, and yet the reserve stays what it was.
    payload = payload_with(kept, left_with_payload(study, reference))
    assert payload is not None
    assert payload["added_kg"] > 1500.0
    reached = int((left_of(study, payload["added_kg"]) >= 0.0).sum())
    low, high = probability_interval(reached, COUNT)
    assert low <= 0.997 <= high


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
