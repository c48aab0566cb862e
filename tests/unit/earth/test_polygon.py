import numpy as np
import pytest

from cosmodrome.earth.polygon import corners, crossing, edge_planes, flat, hull

LONGITUDE = np.radians([120.0, 124.0, 124.0, 120.0])
LATITUDE = np.radians([60.0, 60.0, 63.0, 63.0])


def inside(longitude_deg, latitude_deg, order=(0, 1, 2, 3)):
    points = corners(LONGITUDE, LATITUDE)
    normals = edge_planes(points, order)
    (place,) = corners(np.radians([longitude_deg]), np.radians([latitude_deg]))
    return bool(np.all(normals @ place > 0.0))


def test_corners_given_from_west_to_east_along_the_south_run_anticlockwise():
    plane = flat(corners(LONGITUDE, LATITUDE))
    x, y = plane.T
    assert np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) > 0.0


def test_edges_are_great_circles_and_bulge_to_the_pole():
    assert inside(122.0, 61.0)
    # The great circle from 120 to 124 degrees at 63 north passes 1.7 km north of it midway:
    # tan(latitude) = tan(63 deg) / cos(2 deg).
    assert inside(122.0, 63.01)
    assert not inside(122.0, 63.02)
    assert not inside(122.0, 60.01)
    assert not inside(119.9, 61.0)


def test_the_hull_leaves_out_a_dent_and_what_lies_on_an_edge():
    points = np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.4], [0.0, 1.0]])
    assert sorted(hull(points)) == [0, 2, 3, 5]
    ring = points[list(hull(points))]
    x, y = ring.T
    assert np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) == pytest.approx(2.0)


def test_a_bow_tie_crosses_itself_and_a_dented_polygon_does_not():
    tie = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    dented = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.2], [0.0, 1.0]])
    assert crossing(tie) == (0, 2)
    assert crossing(dented) is None


def test_corners_on_opposite_sides_of_the_earth_have_no_projection():
    assert flat(corners(np.radians([0.0, 120.0, 240.0]), np.zeros(3))) is None
