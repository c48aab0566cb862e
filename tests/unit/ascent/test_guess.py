from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.guess import (
    ascent_opening,
    fairing_time_s,
    launch_plane,
)
from cosmodrome.ascent.leg import Aim
from cosmodrome.ascent.mesh import first_meshes
from cosmodrome.ascent.programme import PitchProgramme, programme_direction
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M
from cosmodrome.vehicle.fairing import Jettison, JettisonRule


@pytest.fixture(scope="module")
def opening(leg, earth):
    return ascent_opening(leg, earth, first_meshes(leg.sequence), bend_s=140.0)


def test_an_opening_arrives_level_at_the_height_and_speed_of_the_orbit(opening):
    end = opening.values[-1].state[:, -1]
    r, v = end[:3], end[3:6]
    radius, speed = np.linalg.norm(r), np.linalg.norm(v)
    # The search stops at 5 km and 0.3 degrees, a node or two of its coarse record away.
    assert radius - EARTH_RADIUS_M == pytest.approx(200e3, abs=10e3)
    assert abs(r @ v) / radius / speed < 0.01
    assert speed == pytest.approx(np.sqrt(EARTH_MU_M3_S2 / (EARTH_RADIUS_M + 200e3)), rel=5e-3)


def test_an_opening_flies_in_the_plane_of_the_orbit(opening):
    end = opening.values[-1].state[:, -1]
    h = np.cross(end[:3], end[3:6])
    inclination = np.degrees(np.arccos(h[2] / np.linalg.norm(h)))
    assert inclination == pytest.approx(51.6, abs=0.5)
    assert end[5] > 0.0


def test_an_opening_is_a_flight(leg, opening):
    """Its phases are joined, lose what is dropped, and start on the pad."""
    first = opening.values[0].state[:, 0]
    assert first[:6] == pytest.approx([*leg.start_position_m, *leg.start_velocity_m_s], abs=1e-6)
    phases = leg.sequence.phases
    for k, (a, b) in enumerate(zip(opening.values, opening.values[1:], strict=False)):
        gone = sum(part.mass_kg for part in phases[k].dropped)
        assert a.state[:6, -1] == pytest.approx(b.state[:6, 0], abs=1e-6)
        assert a.state[6, -1] - gone == pytest.approx(b.state[6, 0], abs=1e-6)


def test_an_opening_has_the_shape_of_its_mesh(leg, opening):
    meshes = first_meshes(leg.sequence)
    for phase, mesh, values in zip(leg.sequence.phases, meshes, opening.values, strict=True):
        n = len(mesh[0]) * mesh[1]
        assert values.state.shape == (7, n + 1)
        assert values.control.shape[1] == n
        if values.control.size:
            np.testing.assert_allclose(np.linalg.norm(values.control, axis=0), 1.0, atol=1e-14)
        assert values.duration <= phase.duration.upper + 1e-9


def test_an_opening_guesses_what_is_to_be_found(leg, earth):
    free = replace(
        leg, aim=Aim.PAYLOAD, start_mass_kg=leg.start_mass_kg - 1500.0, final_mass_kg=2450.0
    )
    opening = ascent_opening(
        free, earth, first_meshes(leg.sequence), payload_kg=1200.0, bend_s=140.0
    )
    assert opening.parameters == (1200.0,)
    assert opening.values[0].state[6, 0] == pytest.approx(leg.start_mass_kg - 300.0)


@pytest.mark.parametrize("inclination", [46.5, 51.6, 70.0, 97.3])
@pytest.mark.parametrize("ascending", [True, False])
def test_the_launch_plane_takes_the_rotation_of_the_earth_into_account(leg, inclination, ascending):
    orbit = OrbitTarget(
        perigee_height_m=200e3, apogee_height_m=200e3, inclination_rad=np.radians(inclination)
    )
    plane = launch_plane(replace(leg, target=orbit), ascending)
    assert plane.up @ plane.along == pytest.approx(0.0, abs=1e-12)
    assert (plane.along[2] > 0.0) == ascending
    # What is gained along `along` and what the pad has add up to the plane of the orbit.
    pad = np.array(leg.start_velocity_m_s)
    speed = np.sqrt(EARTH_MU_M3_S2 / (EARTH_RADIUS_M + 200e3))
    gain = np.roots([1.0, 2.0 * pad @ plane.along, pad @ pad - speed**2]).max()
    h = np.cross(plane.up, pad + gain * plane.along)
    found = np.degrees(np.arccos(h[2] / np.linalg.norm(h)))
    assert found == pytest.approx(inclination, abs=1e-3)


def test_an_inclination_below_the_latitude_is_flown_due_east(leg):
    orbit = OrbitTarget(
        perigee_height_m=200e3, apogee_height_m=200e3, inclination_rad=np.radians(28.0)
    )
    plane = launch_plane(replace(leg, target=orbit))
    np.testing.assert_allclose(plane.along, [0.0, 1.0, 0.0], atol=1e-12)


def test_a_pitch_programme_is_straight_lines_from_the_vertical(leg):
    plane = launch_plane(leg)
    programme = PitchProgramme(time_s=(10.0, 110.0, 310.0), pitch_rad=(np.pi / 2, 0.5, -0.3))
    at = np.array([0.0, 10.0, 60.0, 110.0, 210.0, 310.0, 400.0])
    directions = programme_direction(programme, plane, at)
    pitch = np.arctan2(plane.up @ directions, plane.along @ directions)
    expected = [np.pi / 2, np.pi / 2, np.pi / 4 + 0.25, 0.5, 0.1, -0.3, -0.3]
    np.testing.assert_allclose(pitch, expected, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=0), 1.0, atol=1e-14)


@pytest.mark.parametrize(
    ("rule", "value"), [(JettisonRule.HEAT_FLUX, 1135.0), (JettisonRule.HEIGHT, 110e3)]
)
def test_the_fairing_time_is_when_its_rule_is_first_met(leg, earth, opening, rule, value):
    waiting = replace(leg, jettison=Jettison(rule=rule, value=value))
    found = fairing_time_s(waiting, earth, opening)
    begun = 0.0
    for values in opening.values:
        if begun + values.duration >= found:
            break
        begun += values.duration
    height = np.interp(
        (found - begun) / values.duration,
        np.linspace(0.0, 1.0, values.state.shape[1]),
        np.linalg.norm(values.state[:3], axis=0) - 6.366e6,
    )
    # Somewhere a fairing goes; the opening only needs the neighbourhood.
    assert 95e3 < height < 150e3


def test_a_rule_that_is_never_met_has_no_time(leg, earth, opening):
    never = replace(leg, jettison=Jettison(rule=JettisonRule.HEIGHT, value=900e3))
    assert fairing_time_s(never, earth, opening) is None
