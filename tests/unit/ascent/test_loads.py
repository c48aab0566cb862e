from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.loads import drawn_in, limit_excess, load_history, peaks
from cosmodrome.ascent.phase import Steering, burn
from cosmodrome.ascent.simulate import Track, start_state
from cosmodrome.constants import EARTH_RADIUS_M, STANDARD_PRESSURE_PA
from cosmodrome.numerics.tables import constant
from cosmodrome.vehicle.launcher import Limits

SPEED = 100.0
ALPHA = np.radians(5.0)
Q_PA = 0.5 * 1.225 * SPEED**2


@pytest.fixture
def moment(launcher) -> Track:
    """Straight up at sea level through air at rest, the axis five degrees off, 10 tonnes."""
    air = replace(launcher.aerodynamics, axial=constant(0.3), axial_alpha_factor=2.0)
    phase = replace(
        burn("burn", launcher.stages[0], 9.0, air), steering=Steering.FREE, fairing_on=True
    )
    state = start_state(np.array([EARTH_RADIUS_M, 0.0, 0.0]), np.array([SPEED, 0.0, 0.0]), 10_000.0)
    return Track(
        phase=phase,
        start_s=7.0,
        time_s=np.array([8.0]),
        state=state[None, :],
        axis=np.array([[np.cos(ALPHA), np.sin(ALPHA), 0.0]]),
    )


@pytest.fixture
def still(earth):
    """Air that does not turn with the Earth."""
    return earth._replace(rotation_rad_s=0.0)


def test_the_loads_of_a_moment_are_those_of_the_hand(moment, still):
    found = load_history(moment, still)
    assert found.time_s.tolist() == [8.0]
    assert found.height_m == pytest.approx([0.0], abs=1e-6)
    # 1.225 kg/m3 is the printed density; the tables hold it to 1e-5.
    assert found.q_Pa == pytest.approx([Q_PA], rel=2e-5)
    assert found.alpha_rad == pytest.approx([ALPHA], rel=1e-5)
    assert found.heat_flux_W_m2 == pytest.approx([Q_PA * SPEED], rel=2e-5)
    axial_force = Q_PA * 8.0 * 0.3 * (1.0 + 2.0 * np.sin(ALPHA) ** 2)
    push = 2.2e6 - 2.0 * STANDARD_PRESSURE_PA
    assert found.axial_m_s2 == pytest.approx([(push - axial_force) / 10_000.0], rel=1e-6)


def test_a_peak_tells_what_when_and_where(moment, still):
    found = {p.name: p for p in peaks([moment], still)}
    assert found.keys() == {"dynamic pressure", "q-alpha", "axial acceleration"}
    q = found["dynamic pressure"]
    assert (q.unit, q.t_s) == ("Pa", 8.0)
    assert q.value == pytest.approx(Q_PA, rel=2e-5)
    assert found["q-alpha"].value == pytest.approx(Q_PA * ALPHA, rel=2e-5)


def test_the_heat_flux_counts_when_the_fairing_is_gone(moment, still):
    bare = replace(moment, phase=replace(moment.phase, fairing_on=False))
    found = {p.name: p.value for p in peaks([moment, bare], still)}
    assert found["heat flux on the payload"] == pytest.approx(Q_PA * SPEED, rel=2e-5)


def test_an_excess_is_a_part_of_the_limit_and_counts_under_the_fairing(moment, still):
    limits = Limits(q_max_Pa=Q_PA / 1.1)
    assert limit_excess([moment], limits, still) == pytest.approx(0.1, abs=1e-4)
    bare = replace(moment, phase=replace(moment.phase, fairing_on=False))
    assert limit_excess([bare], limits, still) <= 0.0
    assert limit_excess([moment], Limits(), still) == 0.0


def test_the_larger_of_two_excesses_is_told(moment, still):
    limits = Limits(q_max_Pa=2.0 * Q_PA, q_alpha_max_Pa_rad=Q_PA * np.sin(ALPHA) / 1.5)
    assert limit_excess([moment], limits, still) == pytest.approx(0.5, abs=1e-4)


def test_a_limit_is_drawn_in_by_what_it_was_exceeded(moment, still):
    limits = Limits(q_max_Pa=Q_PA / 1.1, q_alpha_max_Pa_rad=1e9, heat_flux_max_W_m2=1135.0)
    found = drawn_in(limits, [moment], still)
    assert found.q_max_Pa == pytest.approx(Q_PA / 1.1**2, rel=1e-4)
    assert found.q_alpha_max_Pa_rad == 1e9
    assert found.heat_flux_max_W_m2 == 1135.0


def test_the_peaks_of_an_ascent_come_in_their_places(ascent, earth):
    found = {p.name: p for p in peaks(ascent.tracks, earth)}
    q, axial = found["dynamic pressure"], found["axial acceleration"]
    assert 5e3 < q.height_m < 15e3
    # 300 kN on five and a half tonnes at the end, against 2.2 MN on sixty before the throttling.
    assert axial.t_s == ascent.tracks[-1].time_s[-1]
    assert found["heat flux on the payload"].t_s >= 200.0


def test_no_flight_has_no_peak(earth):
    with pytest.raises(ValueError, match="no track"):
        peaks([], earth)
