from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.orbit.elements import (
    Elements,
    apogee_height_m,
    cartesian,
    osculating,
    perigee_height_m,
)
from cosmodrome.orbit.mean import mean_from_osculating, without_j3_shift
from cosmodrome.orbit.propagation import propagate

EPOCH = datetime(2016, 4, 28, 4, 7, tzinfo=UTC)
A = EARTH_RADIUS_M + 478e3
TARGET = Elements(
    semi_major_axis_m=A,
    eccentricity=7e3 / A,
    inclination_rad=np.radians(97.28),
    raan_rad=np.radians(25.1),
    argument_of_perigee_rad=np.radians(70.0),
    true_anomaly_rad=np.radians(100.0),
)


@pytest.fixture(scope="module")
def flown() -> list[Elements]:
    position, velocity = cartesian(TARGET)
    path = propagate(
        position,
        velocity,
        EPOCH,
        mass_kg=530.0,
        drag_area_m2=4.0,
        drag_coefficient=2.2,
        duration_s=3.0 * 5660.0,
        step_s=56.6,
    )
    return [osculating(r, v) for r, v in zip(path.position_m, path.velocity_m_s, strict=True)]


def test_mean_heights_are_those_of_the_averaged_full_field_orbit(flown: list[Elements]) -> None:
    over = flown[:200]  # two revolutions of 100 samples
    a = np.mean([e.semi_major_axis_m for e in over])
    vector = np.mean([e.eccentricity * np.exp(1j * e.argument_of_perigee_rad) for e in over])
    perigee, apogee = a * (1 - abs(vector)), a * (1 + abs(vector))
    for instant in flown[:200:25]:
        mean = mean_from_osculating(instant)
        assert perigee_height_m(mean) + EARTH_RADIUS_M == pytest.approx(perigee, abs=300.0)
        assert apogee_height_m(mean) + EARTH_RADIUS_M == pytest.approx(apogee, abs=300.0)


def test_mean_elements_hardly_move_where_osculating_ones_swing(flown: list[Elements]) -> None:
    swing = np.ptp([e.semi_major_axis_m for e in flown])
    left = np.ptp([mean_from_osculating(e).semi_major_axis_m for e in flown[::25]])
    assert swing > 17e3
    assert left < 300.0  # tesseral terms


@pytest.mark.parametrize("inclination_deg", [0.0, 28.5, 63.43, 90.0, 116.57])
@pytest.mark.parametrize("eccentricity", [0.0, 0.02, 0.73])
def test_no_inclination_or_eccentricity_is_singular(
    inclination_deg: float, eccentricity: float
) -> None:
    e = replace(
        TARGET,
        semi_major_axis_m=6.7e6 / (1 - eccentricity),
        eccentricity=eccentricity,
        inclination_rad=np.radians(inclination_deg),
    )
    mean = mean_from_osculating(e)
    assert mean.semi_major_axis_m == pytest.approx(e.semi_major_axis_m, rel=5e-3)
    assert mean.eccentricity == pytest.approx(eccentricity, abs=3e-3)


def test_without_oblateness_mean_and_osculating_are_one() -> None:
    mean = mean_from_osculating(TARGET, j2=0.0)
    assert mean.semi_major_axis_m == pytest.approx(A, abs=2.0)  # RK4 of 4 degrees
    for a, b in zip(cartesian(mean)[0], cartesian(TARGET)[0], strict=True):
        assert a == pytest.approx(b, abs=100.0)


def test_the_frozen_eccentricity_vanishes_in_two_line_elements() -> None:
    # the frozen orbit of Rosborough and Ocampo, e = 0.0011 and perigee at the north, for J2 and J3
    frozen = replace(TARGET, eccentricity=0.00108, argument_of_perigee_rad=np.pi / 2)
    assert without_j3_shift(frozen).eccentricity < 2e-5


def test_the_body_stays_where_it_is_when_the_shift_is_taken_off() -> None:
    tle = without_j3_shift(TARGET)
    miss = np.subtract(cartesian(tle)[0], cartesian(TARGET)[0])
    assert np.linalg.norm(miss) < 20e3  # e times a, twice: the ellipse differs, the phase does not


def test_an_open_orbit_has_no_mean_elements() -> None:
    with pytest.raises(ValueError, match="closed"):
        mean_from_osculating(replace(TARGET, eccentricity=1.2, semi_major_axis_m=-7e6))
