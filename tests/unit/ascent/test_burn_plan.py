"""Plans of several burns: where each lies, what it takes, by vis-viva and the rocket equation."""

import numpy as np
import pytest

from cosmodrome.ascent.burn_plan import (
    Where,
    burn_plan,
    coast_parts,
    least_burns,
    sizes,
    step_burns_s,
)
from cosmodrome.ascent.escape import EllipseTarget, EscapeTarget
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M

LATITUDE = np.radians(46.0)
RADIUS = EARTH_RADIUS_M + 185e3


def orbit(perigee_km: float, apogee_km: float, inclination_deg: float, **more) -> OrbitTarget:
    return OrbitTarget(
        perigee_height_m=perigee_km * 1e3,
        apogee_height_m=apogee_km * 1e3,
        inclination_rad=np.radians(inclination_deg),
        **more,
    )


def plan(target, later, **more):
    return burn_plan(target, later, LATITUDE, EARTH_MU_M3_S2, **more)


@pytest.mark.parametrize(
    ("target", "burns"),
    [
        (orbit(200.0, 200.0, 51.6), 1),
        (orbit(200.0, 36_000.0, 51.6), 1),
        (orbit(200.0, 36_000.0, 51.6, argument_of_perigee_rad=0.0), 2),
        (orbit(800.0, 800.0, 98.6), 2),
        (orbit(5500.0, 35_786.0, 25.0), 3),
        (orbit(35_786.0, 35_786.0, 0.0), 3),
        (EscapeTarget(c3_m2_s2=0.0), 1),
        (EscapeTarget(c3_m2_s2=0.0, declination_rad=0.1), 2),
    ],
)
def test_an_orbit_takes_so_many_burns(target, burns):
    assert least_burns(target) == burns


def test_nothing_follows_where_one_burn_reaches_the_target():
    target = orbit(200.0, 200.0, 51.6)
    assert plan(target, 0).first is target
    assert sizes(plan(target, 0), EARTH_MU_M3_S2) == ()


def test_a_geostationary_orbit_turns_at_the_apogee():
    three = plan(orbit(35_786.0, 35_786.0, 0.0), 2)
    assert isinstance(three.first, OrbitTarget)
    assert three.first.inclination_rad == pytest.approx(LATITUDE)
    assert [step.where for step in three.steps] == [Where.ARGUMENT, Where.APOGEE]
    perigee, apogee = sizes(three, EARTH_MU_M3_S2)
    # From 185 km: 2459 m/s to the transfer, then 1597 m/s on it against 3075 m/s, 46 deg apart.
    assert perigee.gain_m_s == pytest.approx(2459.0, abs=1.0)
    assert apogee.gain_m_s == pytest.approx(
        np.sqrt(1596.7**2 + 3074.7**2 - 2.0 * 1596.7 * 3074.7 * np.cos(LATITUDE)), abs=1.0
    )
    # Half a period of the transfer, 5 h 15 min.
    assert apogee.coast_s == pytest.approx(18_923.0, abs=2.0)


@pytest.mark.parametrize("later", [1, 2, 3])
def test_parted_burns_share_the_gain_of_an_escape(later):
    parted = plan(EscapeTarget(c3_m2_s2=4e6), later, from_circle=False)
    assert isinstance(parted.first, EllipseTarget)
    assert {step.where for step in parted.steps} == {Where.PERIGEE}
    gains = [step.gain_m_s for step in sizes(parted, EARTH_MU_M3_S2)]
    whole = np.sqrt(4e6 + 2.0 * EARTH_MU_M3_S2 / RADIUS) - np.sqrt(EARTH_MU_M3_S2 / RADIUS)
    assert gains == pytest.approx([whole / (later + 1)] * later)


def test_an_escape_from_a_circle_burns_where_its_asymptote_asks():
    two = plan(EscapeTarget(c3_m2_s2=4e6, declination_rad=0.1), 2)
    assert isinstance(two.first, OrbitTarget)
    assert [step.where for step in two.steps] == [Where.ARGUMENT, Where.PERIGEE]
    (argument,) = two.steps[0].arguments_rad
    # The asymptote stands arccos(-1/e) ahead of the perigee, at the declination.
    e = 1.0 + 4e6 * RADIUS / EARTH_MU_M3_S2
    ahead = argument + np.arccos(-1.0 / e)
    assert np.sin(ahead) * np.sin(LATITUDE) == pytest.approx(np.sin(0.1))


def test_burns_end_at_the_mass_given():
    parts = sizes(plan(EscapeTarget(c3_m2_s2=0.0), 2), EARTH_MU_M3_S2)
    lengths = step_burns_s(parts, 3200.0, 6.0, 3000.0)
    mass = 3000.0 + 6.0 * sum(lengths)
    gain = sum(part.gain_m_s for part in parts)
    assert mass == pytest.approx(3000.0 * np.exp(gain / 3200.0))
    assert lengths[0] > lengths[1]


def test_segments_of_a_coast_are_short_where_the_ship_is_fast():
    # Perigee to apogee of a transfer to a geostationary orbit: half a turn in at most 0.8 rad.
    parts = coast_parts(np.pi, 0.73)
    assert len(parts) == 4
    assert sum(parts) == pytest.approx(1.0)
    assert list(parts) == sorted(parts)
    # Kepler's equation at a quarter of the half turn.
    quarter = np.pi / 4.0
    assert parts[0] == pytest.approx((quarter - 0.73 * np.sin(quarter)) / np.pi)
