"""Ascents that pitch programmes alone do not reach, found by steps from one they do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.detour import direct_leg, reachable_inclination_rad, walked
from cosmodrome.ascent.escape import EscapeTarget
from cosmodrome.ascent.guess import ascent_opening
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.optimise import PlannedLeg, optimise
from cosmodrome.ascent.sequence import ascent_sequence
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M, EARTH_ROTATION_RAD_S
from cosmodrome.earth.ellipsoid import geodetic_to_fixed
from cosmodrome.numerics.ladder import Opening
from cosmodrome.vehicle.launcher import Launcher, Limits, liftoff_mass_kg

FAIRING_S, FIRST_SEPARATION_S, PAYLOAD_GUESS_KG = 200.0, 140.0, 2500.0


@pytest.fixture(scope="module")
def fast(launcher: Launcher) -> Launcher:
    """The launcher with round numbers, of impulses that do not exist."""
    stages = tuple(
        replace(
            stage, engine=replace(stage.engine, isp_vac_s=1.3 * stage.engine.isp_vac_s), shed=()
        )
        for stage in launcher.stages
    )
    return replace(launcher, stages=stages, limits=Limits())


def payload_leg(fast: Launcher, equator, target, latitude_deg: float) -> Leg:
    x, y, z = (float(c) for c in geodetic_to_fixed(np.radians(latitude_deg), 0.0, 0.0))
    last = fast.stages[-1]
    return Leg(
        name="ascent",
        sequence=ascent_sequence(fast, FAIRING_S, latest_command_s(fast) - 1.0),
        start_position_m=(x, y, z),
        start_velocity_m_s=(-EARTH_ROTATION_RAD_S * y, EARTH_ROTATION_RAD_S * x, 0.0),
        start_mass_kg=liftoff_mass_kg(fast, 0.0),
        target=target,
        aim=Aim.PAYLOAD,
        limits=fast.limits,
        equator=equator,
        jettison=fast.fairing.jettison if fast.fairing else None,
        final_mass_kg=last.dry_mass_kg + last.residual_kg,
    )


def best(leg: Leg, world) -> PlannedLeg:
    direct = direct_leg(leg)

    def openings(meshes: Sequence[Mesh]) -> Iterator[Opening]:
        for share in (1.0, 0.7, 1.5):
            opening = ascent_opening(
                direct,
                world,
                meshes,
                payload_kg=PAYLOAD_GUESS_KG,
                bend_s=share * FIRST_SEPARATION_S,
            )
            yield opening if direct is leg else walked(leg, direct, world, meshes, opening)

    planned = optimise(leg, world, openings)
    assert planned.solution.converged
    return planned


def end(planned: PlannedLeg) -> tuple[np.ndarray, np.ndarray]:
    state = planned.solution.arcs[-1].state[:6, -1]
    return state[:3], state[3:]


def payload_kg(planned: PlannedLeg) -> float:
    return float(planned.solution.parameters[-1])


@pytest.fixture(scope="module")
def escapes(fast, earth, equator) -> dict[float, PlannedLeg]:
    return {
        c3: best(payload_leg(fast, equator, EscapeTarget(c3_m2_s2=c3), 28.5), earth)
        for c3 in (0.0, 5e6)
    }


@pytest.mark.parametrize("c3", [0.0, 5e6])
def test_an_escape_has_its_energy_and_its_perigee(c3, escapes):
    r, v = end(escapes[c3])
    potential = EARTH_MU_M3_S2 / np.linalg.norm(r)
    assert abs(0.5 * v @ v - potential - 0.5 * c3) < 1e-6 * potential
    h, e = np.linalg.norm(np.cross(r, v)), 1.0 + c3 * (EARTH_RADIUS_M + 185e3) / EARTH_MU_M3_S2
    perigee = h**2 / EARTH_MU_M3_S2 / (1.0 + e) - EARTH_RADIUS_M
    assert perigee == pytest.approx(185e3, abs=10.0)


def test_a_free_escape_leaves_about_due_east(escapes):
    r, v = end(escapes[0.0])
    h = np.cross(r, v)
    latitude = np.arcsin(geodetic_to_fixed(np.radians(28.5), 0.0, 0.0)[2] / EARTH_RADIUS_M)
    assert np.arccos(h[2] / np.linalg.norm(h)) == pytest.approx(latitude, abs=np.radians(0.2))


def test_more_energy_leaves_less_payload(escapes):
    assert payload_kg(escapes[5e6]) < payload_kg(escapes[0.0]) - 100.0


@pytest.mark.parametrize("latitude_deg", [0.0, 3.0])
def test_the_equator_is_reached(latitude_deg, fast, earth, equator):
    target = OrbitTarget(perigee_height_m=200e3, apogee_height_m=200e3, inclination_rad=0.0)
    leg = payload_leg(fast, equator, target, latitude_deg)
    r, v = end(best(leg, earth))
    h = np.cross(r, v)
    assert np.hypot(h[0], h[1]) / np.linalg.norm(h) < 1e-8
    assert h[2] > 0.0
    assert np.linalg.norm(r) == pytest.approx(EARTH_RADIUS_M + 200e3, abs=1.0)


@pytest.mark.parametrize(
    ("inclination_deg", "nearest_deg"), [(51.6, None), (97.0, None), (0.0, 28.34), (160.0, 151.66)]
)
def test_the_azimuth_reaches_inclinations_beyond_the_latitude(
    inclination_deg, nearest_deg, fast, equator
):
    target = OrbitTarget(
        perigee_height_m=200e3,
        apogee_height_m=200e3,
        inclination_rad=np.radians(inclination_deg),
    )
    found = reachable_inclination_rad(payload_leg(fast, equator, target, 28.5))
    if nearest_deg is None:
        assert found is None
    else:
        assert np.degrees(found) == pytest.approx(nearest_deg, abs=0.01)
