"""Velocity wanted at the end of a burn."""

import numpy as np
import pytest
from tests.unit.ascent.guidance.upper.conftest import Tug

from cosmodrome.ascent.guidance.upper.program import (
    CLIMB,
    HOLDS_INCLINATION,
    KIND,
    NORMAL,
    REACH_RADIUS,
    TO_PERIGEE,
)
from cosmodrome.ascent.guidance.upper.wanted import angle_to_go, plane_through, wanted_velocity


def burn_end(tug: Tug, burn: int):
    return tug.tracks[2 * burn + 1].state[-1, :7].copy()


@pytest.mark.parametrize("burn", [0, 1])
def test_the_plan_has_the_velocity_wanted(tug: Tug, burn: int) -> None:
    end = burn_end(tug, burn)
    wanted = wanted_velocity(tug.program, burn, end)
    assert np.linalg.norm(np.array(wanted) - end[3:6]) < 1e-3


def test_a_first_burn_from_another_radius_still_leads_to_the_radius_of_the_next(tug: Tug) -> None:
    end = burn_end(tug, 0)
    end[:3] *= 1.0 + 3e3 / np.linalg.norm(end[:3])
    mu = tug.program.world.gravity.mu_m3_s2
    v = np.array(wanted_velocity(tug.program, 0, end))
    radius = np.linalg.norm(end[:3])
    h = np.linalg.norm(np.cross(end[:3], v))
    e = np.cross(v, np.cross(end[:3], v)) / mu - end[:3] / radius
    cosine = e @ end[:3] / radius / np.linalg.norm(e)
    anomaly = np.sign(end[:3] @ v) * np.arccos(cosine) + angle_to_go(tug.program, 1, end)
    reached = h * h / mu / (1.0 + np.linalg.norm(e) * np.cos(anomaly))
    assert reached == pytest.approx(tug.program.burns[0, REACH_RADIUS], abs=1e-2)


def test_a_last_burn_turns_to_the_inclination_from_a_place_off_the_plane(tug: Tug) -> None:
    row = tug.program.burns[1]
    assert row[HOLDS_INCLINATION] == 1.0
    end = burn_end(tug, 1)
    normal = row[NORMAL : NORMAL + 3]
    end[:3] += 2e3 * normal
    outward = tuple(end[:3] / np.linalg.norm(end[:3]))
    plane = np.array(plane_through(tug.program, 1, outward))
    assert plane @ tug.program.inclination_pole == pytest.approx(normal[2], abs=1e-9)
    assert plane @ np.array(outward) == pytest.approx(0.0, abs=1e-12)
    assert np.degrees(np.arccos(plane @ normal)) < 0.2


def test_a_last_burn_from_another_radius_keeps_the_size_of_the_orbit(tug: Tug) -> None:
    mu = tug.program.world.gravity.mu_m3_s2
    sizes = []
    for off in (0.0, 800.0):
        end = burn_end(tug, 1)
        end[:3] *= 1.0 + off / np.linalg.norm(end[:3])
        v = np.array(wanted_velocity(tug.program, 1, end))
        sizes.append(1.0 / (2.0 / np.linalg.norm(end[:3]) - v @ v / mu))
    assert sizes[1] == pytest.approx(sizes[0], abs=1.0)


@pytest.mark.parametrize("off_m", [0.0, 20e3])
def test_a_burn_that_brings_down_ends_on_the_perigee_asked_for(tug: Tug, off_m: float) -> None:
    mu = tug.program.world.gravity.mu_m3_s2
    row = tug.program.burns[1].copy()
    row[KIND], row[CLIMB], row[REACH_RADIUS] = TO_PERIGEE, -0.01, 6428e3
    program = tug.program._replace(burns=np.vstack((tug.program.burns[0], row)))
    end = burn_end(tug, 1)
    end[:3] *= 1.0 + off_m / np.linalg.norm(end[:3])
    v = np.array(wanted_velocity(program, 1, end))
    h = np.linalg.norm(np.cross(end[:3], v))
    size = 1.0 / (2.0 / np.linalg.norm(end[:3]) - v @ v / mu)
    assert size * (1.0 - np.sqrt(1.0 - h * h / (mu * size))) == pytest.approx(6428e3, abs=1e-2)
    assert end[:3] @ v / h == pytest.approx(-0.01)
