import numpy as np
import pytest

from cosmodrome.constants import EARTH_FLATTENING, EARTH_RADIUS_M
from cosmodrome.earth.ellipsoid import (
    Ellipsoid,
    downrange_m,
    fixed_to_geodetic,
    geodesic,
    geodetic,
    geodetic_to_fixed,
    vertical,
)

POLE = (0.0, 0.0, 1.0)


def grid():
    latitude, height = np.meshgrid(
        np.radians(np.linspace(-90.0, 90.0, 361)), np.linspace(-10e3, 2000e3, 202)
    )
    return latitude.ravel(), height.ravel()


def test_the_closed_form_height_is_right_to_a_tenth_of_a_micrometre():
    latitude, height = grid()
    got, sine, cosine = geodetic(*geodetic_to_fixed(latitude, 0.3, height).T, *POLE)
    assert np.max(np.abs(got - height)) < 1e-7
    assert np.max(np.abs(np.arctan2(sine, cosine) - latitude)) < 5e-8


def test_the_vertical_is_a_unit_vector_along_the_normal():
    latitude, height = grid()
    _, *up = vertical(*geodetic_to_fixed(latitude, 0.3, height).T, *POLE)
    expected = [
        np.cos(latitude) * np.cos(0.3),
        np.cos(latitude) * np.sin(0.3),
        np.sin(latitude),
    ]
    assert np.max(np.abs(np.array(up) - expected)) < 5e-8
    assert np.max(np.abs(np.linalg.norm(up, axis=0) - 1.0)) < 1e-14


def test_the_iterated_form_returns_what_went_in():
    latitude, height = grid()
    back = fixed_to_geodetic(geodetic_to_fixed(latitude, -2.0, height))
    assert np.max(np.abs(back[0] - latitude)) < 1e-14
    assert np.max(np.abs(back[1][np.abs(latitude) < 1.57] + 2.0)) < 1e-14
    assert np.max(np.abs(back[2] - height)) < 1e-8


def test_height_is_radius_less_semi_axis_on_the_equator_and_at_the_pole():
    polar = EARTH_RADIUS_M * (1.0 - EARTH_FLATTENING)
    assert geodetic(EARTH_RADIUS_M + 5e3, 0.0, 0.0, *POLE)[0] == pytest.approx(5e3, abs=1e-8)
    assert geodetic(0.0, 0.0, polar + 5e3, *POLE)[0] == pytest.approx(5e3, abs=1e-8)


def degrees(d, m, s):
    return np.radians(np.sign(d) * (abs(d) + m / 60.0 + s / 3600.0))


def test_flinders_peak_to_buninyong_is_as_geoscience_australia_gives_it():
    flinders = degrees(-37, 57, 3.72030), degrees(144, 25, 29.52440)
    buninyong = degrees(-37, 39, 10.15610), degrees(143, 55, 35.38390)
    distance, azimuth = geodesic(*flinders, *buninyong)
    # GDA94 technical manual, chapter 4 (ellipsoid GRS80, 0.1 mm in b): last digits printed.
    assert distance == pytest.approx(54972.271, abs=1e-3)
    assert azimuth == pytest.approx(degrees(306, 52, 5.37), abs=np.radians(0.01 / 3600.0))


def test_a_quarter_meridian_has_its_length():
    # WGS84 meridian quadrant, 10 001 965.729 m.
    assert downrange_m(0.0, 0.4, np.pi / 2, 0.4) == pytest.approx(10_001_965.729, abs=1e-3)


def test_distance_along_the_equator_is_radius_times_longitude_also_over_the_date_line():
    got = downrange_m(0.0, np.radians(170.0), 0.0, np.radians(-170.0))
    assert got == pytest.approx(EARTH_RADIUS_M * np.radians(20.0), abs=1e-3)


def test_a_point_is_at_no_distance_from_itself():
    assert downrange_m(0.7, 2.0, 0.7, 2.0) == 0.0


@pytest.mark.parametrize("end", [(0.0, 180.0), (0.5, 179.7)])
def test_nearly_antipodal_points_are_refused(end):
    with pytest.raises(ValueError, match="antipodal"):
        geodesic(0.0, 0.0, *np.radians(end))


def test_a_long_geodesic_has_its_length():
    # Vincenty (1975a) as quoted by Karney (2013): (0, 0) to (0.5, 179.5) degrees.
    assert downrange_m(0.0, 0.0, *np.radians([0.5, 179.5])) == pytest.approx(
        19_936_288.579, abs=1e-3
    )


def test_on_the_axis_the_cosine_is_zero_and_not_the_root_of_a_rounding():
    pole = np.array([np.sqrt(1.0 - 0.0625), 0.0, 0.25])
    _, sine, cosine = geodetic(*(6.36e6 * pole), *pole)
    assert sine == pytest.approx(1.0)
    assert cosine == pytest.approx(0.0, abs=1e-12)


def test_a_sphere_in_place_of_the_ellipsoid_has_its_height_and_its_vertical():
    sphere = Ellipsoid(6_371_007.1809, 0.0)
    r = np.array([3e6, -4e6, 4.5e6])
    size = np.linalg.norm(r)
    height, *up = vertical(*r, 0.0, 0.0, 1.0, sphere)
    assert height == pytest.approx(size - sphere.radius_m, abs=1e-8)
    np.testing.assert_allclose(up, r / size, rtol=1e-14)
    assert geodetic(*r, 0.0, 0.0, 1.0, sphere)[1] == pytest.approx(r[2] / size, abs=1e-15)
