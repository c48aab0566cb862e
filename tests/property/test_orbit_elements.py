import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.orbit.elements import Elements, cartesian, osculating
from cosmodrome.orbit.mean import mean_from_osculating

angle = st.floats(0.0, 2 * np.pi)
orbits = st.builds(
    Elements,
    semi_major_axis_m=st.floats(6.6e6, 5e7),
    eccentricity=st.floats(0.0, 0.9),
    inclination_rad=st.floats(0.0, np.pi),
    raan_rad=angle,
    argument_of_perigee_rad=angle,
    true_anomaly_rad=angle,
)


@given(orbits)
def test_elements_of_a_state_give_the_state_back(elements: Elements) -> None:
    r, v = cartesian(elements)
    found = osculating(r, v)
    back = cartesian(found)
    # rounding of a and e grows as 1/(1 - e) on the way back
    assert np.linalg.norm(back[0] - r) < 1e-11 * np.linalg.norm(r)
    assert np.linalg.norm(back[1] - v) < 1e-11 * np.linalg.norm(v)
    for angle_rad in (found.raan_rad, found.argument_of_perigee_rad, found.true_anomaly_rad):
        assert 0.0 <= angle_rad <= 2 * np.pi


@given(orbits.filter(lambda e: e.inclination_rad < 3.1 and e.eccentricity < 0.05))
def test_mean_elements_stay_within_the_swing_of_first_order(elements: Elements) -> None:
    mean = mean_from_osculating(elements)
    a = elements.semi_major_axis_m
    k = 1.5 * 1.0826e-3 * (6.378e6 / a) ** 2
    # k a sin^2 i at zero eccentricity, a fifth more at 0.05 (terms 3 e and more)
    assert abs(mean.semi_major_axis_m - a) < 1.3 * k * a
    assert abs(mean.inclination_rad - elements.inclination_rad) < 0.4 * k
