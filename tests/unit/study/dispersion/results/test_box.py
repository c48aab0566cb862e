import numpy as np
import pytest

from cosmodrome.ascent.target import OrbitKind, OrbitTarget
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.errors import InputError
from cosmodrome.mission.accuracy import Box, read_box
from cosmodrome.study.dispersion.results.box import centre_of, inside, sides
from cosmodrome.study.dispersion.results.elements import ManyElements

DEG = np.pi / 180.0
TARGET = OrbitTarget(
    perigee_height_m=480e3, apogee_height_m=500e3, inclination_rad=1.7, kind=OrbitKind.MEAN
)


def orbits(perigee_km, apogee_km, inclination=1.7, node=0.001) -> ManyElements:
    perigee, apogee, tilt, raan = np.broadcast_arrays(
        np.asarray(perigee_km) * 1e3, np.asarray(apogee_km) * 1e3, inclination, node
    )
    axis = EARTH_RADIUS_M + 0.5 * (perigee + apogee)
    return ManyElements(
        semi_major_axis_m=axis,
        eccentricity=0.5 * (apogee - perigee) / axis,
        inclination_rad=tilt.astype(float),
        raan_rad=raan.astype(float),
        argument_of_latitude_rad=np.zeros(axis.shape),
    )


def test_a_box_is_read_from_words() -> None:
    box = read_box("perigee 5 km, apogee ±7 km, inclination 0.05 deg, node +/-6 arcmin")
    assert box.perigee_height_m == 5000.0
    assert box.apogee_height_m == 7000.0
    assert box.inclination_rad == pytest.approx(0.05 * DEG)
    assert box.raan_rad == pytest.approx(0.1 * DEG)
    assert box.semi_major_axis_m is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("perigee -2 km", "above 0"),
        ("perigee 0 km", "above 0"),
        ("radius 2 km", "names none of perigee"),
        ("perigee 2 km, perigee 3 km", "stands twice"),
        ("perigee 2 deg", "cannot be turned into"),
        ("perigee", "is not a number"),
        ("perigee nan km", "above 0"),
        ("", "names none of"),
    ],
)
def test_what_is_no_box_is_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_box(text)
    assert "\n" not in str(caught.value)


def test_orbits_are_in_the_box_up_to_its_sides() -> None:
    box = Box(perigee_height_m=5e3, apogee_height_m=5e3)
    found = orbits([480.0, 475.1, 484.9, 474.9, 480.0], [500.0, 504.9, 495.1, 500.0, 505.1])
    centre = centre_of(TARGET, found)
    assert inside(box, centre, found).tolist() == [True, True, True, False, False]


def test_the_node_is_that_of_the_nominal_flight_and_turns_over_a_whole_turn() -> None:
    nominal = orbits([480.0], [500.0], node=0.001)
    centre = centre_of(TARGET, nominal)
    box = Box(raan_rad=0.01)
    found = orbits([480.0] * 3, [500.0] * 3, node=np.array([2 * np.pi - 0.005, 0.012, 0.005]))
    assert inside(box, centre, found).tolist() == [True, False, True]
    np.testing.assert_allclose(sides(box, centre, found)["raan_rad"], [-0.006, 0.011, 0.004])


def test_a_box_without_sides_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a side"):
        Box()
