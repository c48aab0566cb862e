import brahe
import numpy as np
import pytest

from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.sun_synchronous import sun_synchronous_inclination_rad


@pytest.mark.parametrize(
    ("height_km", "inclination_deg"),
    # Rounded pairs in common use: 500 km, 800 km; and 7200 km from the Earth's centre.
    [(500.0, 97.4), (800.0, 98.6), (7200.0 - 6378.137, 98.7)],
)
def test_published_inclinations(height_km, inclination_deg):
    found = sun_synchronous_inclination_rad(1e3 * height_km, 1e3 * height_km)
    assert np.degrees(found) == pytest.approx(inclination_deg, abs=0.05)


@pytest.mark.parametrize(("perigee", "apogee"), [(500e3, 500e3), (300e3, 1500e3), (2e6, 3e6)])
def test_another_library_finds_the_same_inclination(perigee, apogee):
    a = EARTH_RADIUS_M + 0.5 * (perigee + apogee)
    other = brahe.sun_synchronous_inclination(
        a, 0.5 * (apogee - perigee) / a, angle_format=brahe.AngleFormat.DEGREES
    )
    found = np.degrees(sun_synchronous_inclination_rad(perigee, apogee))
    # Its year, Earth and J2 differ in the sixth digit.
    assert found == pytest.approx(other, abs=1e-3)


def test_the_highest_circle_is_equatorial_and_retrograde():
    # 12 352 km from the Earth's centre.
    assert np.degrees(sun_synchronous_inclination_rad(5.973e6, 5.973e6)) > 178.0
    with pytest.raises(ValueError, match="no orbit this high"):
        sun_synchronous_inclination_rad(5.98e6, 5.98e6)
