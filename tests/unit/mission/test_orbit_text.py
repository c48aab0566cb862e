import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.target import EQUATORIAL_RAD, OrbitKind, OrbitTarget
from cosmodrome.earth.sun_synchronous import sun_synchronous_inclination_rad
from cosmodrome.errors import InputError
from cosmodrome.mission.orbit_text import describe, read_orbit, read_orbit_request

CIRCLE = OrbitTarget(
    perigee_height_m=500e3,
    apogee_height_m=500e3,
    inclination_rad=sun_synchronous_inclination_rad(500e3, 500e3),
)


def orbit(perigee_km: float, apogee_km: float, inclination_deg: float) -> OrbitTarget:
    return OrbitTarget(
        perigee_height_m=1e3 * perigee_km,
        apogee_height_m=1e3 * apogee_km,
        inclination_rad=math.radians(inclination_deg),
    )


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("500 km SSO", CIRCLE),
        ("sso 500 KM", CIRCLE),
        ("500 km sun-synchronous", CIRCLE),
        ("500km SSO mean", replace(CIRCLE, kind=OrbitKind.MEAN)),
        ("tle 500 km SSO", replace(CIRCLE, kind=OrbitKind.TLE)),
        ("200x35786 km 28.5 deg", orbit(200, 35786, 28.5)),
        ("200 × 35786 km, 28.5°", orbit(200, 35786, 28.5)),
        ("200 km x 35786 km inclination 28.5 degrees", orbit(200, 35786, 28.5)),
        ("200 km 51.6 deg", orbit(200, 200, 51.6)),
        ("51.6 deg 200 km", orbit(200, 200, 51.6)),
        ("35786 km 0 deg", orbit(35786, 35786, 0)),
        (
            "200x240 km 51.6 deg node -25 deg argument 130 deg",
            replace(
                orbit(200, 240, 51.6),
                raan_rad=math.radians(-25),
                argument_of_perigee_rad=math.radians(130),
            ),
        ),
        ("C3 10", EscapeTarget(c3_m2_s2=10e6)),
        ("c3 0 km2/s2", EscapeTarget(c3_m2_s2=0.0)),
        (
            "C3 10.5 km²/s² declination -5 deg perigee 200 km",
            EscapeTarget(c3_m2_s2=10.5e6, declination_rad=math.radians(-5), perigee_height_m=200e3),
        ),
    ],
)
def test_words_are_read_as_the_orbit_they_mean(text, target):
    found = read_orbit(text)
    assert describe(found) == describe(target)
    for name in type(target).__slots__:
        value = getattr(target, name)
        near = pytest.approx(value, rel=1e-15) if isinstance(value, float) else value
        assert getattr(found, name) == near


def test_heights_are_the_floats_their_decimals_mean():
    found = read_orbit("300.1 km 97 deg")
    assert (found.perigee_height_m, found.apogee_height_m) == (300_100.0, 300_100.0)


@pytest.mark.parametrize(
    ("text", "hours", "descending"),
    [
        ("500 km SSO 10:30", 10.5, False),
        ("500x520 km SSO LTAN 6:00", 6.0, False),
        ("LTDN 22:30 SSO 500 km", 22.5, True),
    ],
)
def test_a_local_time_stands_beside_the_orbit(text, hours, descending):
    request = read_orbit_request(text)
    assert (request.local_time_h, request.descending) == (hours, descending)
    assert "SSO" in describe(request.target)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("500 km", "no inclination"),
        ("500x400 km SSO", "perigee 500 km is above apogee 400 km"),
        ("90x400 km SSO", "perigee 90 km is below 100 km"),
        ("7000 km SSO", "no orbit this high is sun-synchronous"),
        ("35786 km SSO mean", "no orbit this high"),
        ("500 km SSO 97 deg", "SSO has an inclination of its own"),
        ("500 km 181 deg", "inclination 181 deg is not between 0 and 180 deg"),
        ("500 km -1 deg", "inclination -1 deg is not between"),
        ("SSO", "no height in km"),
        ("500 km 0 deg node 10 deg", "an equatorial orbit has no node"),
        ("500 km 0 deg mean", "an equatorial orbit is one of the instant"),
        ("", "no height in km"),
        ("500 km SSO please", "cannot read `please`"),
        ("500 km 51 deg 52 deg", "cannot read `52 deg`"),
        ("500 m SSO", "cannot read `500 m`"),
        ("200x9000 km 63 deg mean", "mean elements need an eccentricity below"),
        ("C3 -1", "C3 -1 is negative"),
        ("C3", "cannot read `c3`"),
        ("C3 ten", "cannot read `c3 ten`"),
        ("C3 10 declination 91 deg", "declination 91 deg is not between"),
        ("C3 10 perigee 20 km", "perigee 20 km is below 100 km"),
        ("500 km SSO 10:30", "local time of a node is set by the lift-off time"),
        ("500 km SSO 25:00", "`25:00` is no time of day"),
        ("500 km 51.6 deg 10:30", "only a sun-synchronous orbit keeps a local time"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(text, problem):
    with pytest.raises(InputError, match=problem) as raised:
        read_orbit(text)
    (line,) = str(raised.value).splitlines()
    assert line.startswith("--orbit: ")


heights = st.floats(100e3, 4e8)
turns = st.none() | st.floats(-7.0, 7.0)


@given(
    pair=st.tuples(heights, heights),
    inclination=st.floats(1.01 * EQUATORIAL_RAD, np.pi - 1.01 * EQUATORIAL_RAD),
    kind=st.sampled_from(OrbitKind),
    raan=turns,
    argument=turns,
)
def test_an_orbit_written_is_read_as_itself(pair, inclination, kind, raan, argument):
    low, high = sorted(pair)
    if kind is not OrbitKind.OSCULATING:
        high = min(high, 1.01 * low)
    target = OrbitTarget(
        perigee_height_m=low,
        apogee_height_m=high,
        inclination_rad=inclination,
        kind=kind,
        raan_rad=raan,
        argument_of_perigee_rad=argument,
    )
    assert read_orbit(describe(target)) == target


@given(inclination=st.floats(0.0, 0.99 * EQUATORIAL_RAD), retrograde=st.booleans())
def test_an_equatorial_orbit_written_is_read_as_itself(inclination, retrograde):
    target = OrbitTarget(
        perigee_height_m=200e3,
        apogee_height_m=35_786e3,
        inclination_rad=np.pi - inclination if retrograde else inclination,
    )
    assert read_orbit(describe(target)) == target


@given(height=st.floats(100e3, 5.5e6))
def test_a_sun_synchronous_orbit_is_written_as_one(height):
    target = OrbitTarget(
        perigee_height_m=height,
        apogee_height_m=height,
        inclination_rad=sun_synchronous_inclination_rad(height, height),
    )
    assert "SSO" in describe(target)
    assert read_orbit(describe(target)) == target


@given(
    c3=st.floats(0.0, 1e9),
    declination=st.none() | st.floats(-0.5 * np.pi, 0.5 * np.pi),
    perigee=st.floats(100e3, 1e8),
)
def test_an_escape_written_is_read_as_itself(c3, declination, perigee):
    target = EscapeTarget(c3_m2_s2=c3, declination_rad=declination, perigee_height_m=perigee)
    assert read_orbit(describe(target)) == target
