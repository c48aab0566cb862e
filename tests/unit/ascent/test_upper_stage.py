"""An upper stage on a point mass, where Hohmann and the rocket equation are exact."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.optimise import optimise
from cosmodrome.ascent.simulate import fly_phases, start_state
from cosmodrome.ascent.target import OrbitTarget, PerigeeTarget, plane_elements
from cosmodrome.ascent.upper_stage import (
    deorbit_leg,
    deorbit_openings,
    in_orbit,
    longest_burn_s,
    perigee_height_m,
    transfer_leg,
    transfer_openings,
)
from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M, G0_M_S2
from cosmodrome.numerics.kernels import lookup
from cosmodrome.orbit.elements import Elements, cartesian
from cosmodrome.vehicle.engine import Engine
from cosmodrome.vehicle.stage import Cutoff, CutoffRule, FallingBody, Stage

MASS_KG = 2400.0
EXHAUST_M_S = 307.0 * G0_M_S2
PARKING_M, TARGET_M = 200e3, 480e3
STAGE = Stage(
    name="volga",
    dry_mass_kg=840.0,
    propellant_kg=300.0,
    residual_kg=10.0,
    engine=Engine(name="C", thrust_vac_N=2940.0, isp_vac_s=307.0, exit_area_m2=0.0),
    cutoff=Cutoff(rule=CutoffRule.COMMAND),
    restarts=9,
    diameter_m=3.2,
    length_m=1.0,
    fall=FallingBody(drag_coefficient=1.0, reference_area_m2=5.0),
)


def hohmann_m_s() -> tuple[float, float]:
    """The two impulses between circles, from vis-viva."""
    r1, r2 = EARTH_RADIUS_M + PARKING_M, EARTH_RADIUS_M + TARGET_M
    mu, a = EARTH_MU_M3_S2, 0.5 * (r1 + r2)
    return (
        np.sqrt(mu * (2.0 / r1 - 1.0 / a)) - np.sqrt(mu / r1),
        np.sqrt(mu / r2) - np.sqrt(mu * (2.0 / r2 - 1.0 / a)),
    )


@pytest.fixture(scope="module")
def parked() -> np.ndarray:
    r, v = cartesian(
        Elements(
            semi_major_axis_m=EARTH_RADIUS_M + PARKING_M,
            eccentricity=0.0,
            inclination_rad=np.radians(51.6),
            raan_rad=0.3,
            argument_of_perigee_rad=0.0,
            true_anomaly_rad=0.5,
        )
    )
    return start_state(r, v, MASS_KG)


@pytest.fixture(scope="module")
def transfer(parked, bare, equator):
    target = OrbitTarget(
        perigee_height_m=TARGET_M, apogee_height_m=TARGET_M, inclination_rad=np.radians(51.6)
    )
    leg = transfer_leg("volga", STAGE, parked, target, equator, mu_m3_s2=EARTH_MU_M3_S2)
    return optimise(leg, bare, lambda meshes: transfer_openings(leg, bare, meshes))


@pytest.fixture(scope="module")
def arrived(transfer, parked, bare) -> np.ndarray:
    tracks = fly_phases(transfer.leg.sequence.phases, transfer.steering, parked, bare)
    return tracks[-1].state[-1]


def test_the_burns_are_those_of_hohmann_to_a_percent(transfer):
    assert transfer.solution.converged
    first, second = hohmann_m_s()
    masses = [arc.state[6] for arc in transfer.solution.arcs]
    gained = [EXHAUST_M_S * np.log(m[0] / m[-1]) for m in (masses[1], masses[3])]
    # Burns of a minute instead of impulses cost less than that.
    assert gained[0] == pytest.approx(first, rel=0.01)
    assert gained[1] == pytest.approx(second, rel=0.01)
    # Held starts and finite burns cannot beat the impulses but by what the theory neglects.
    assert sum(gained) > (first + second) * (1.0 - 1e-4)


def test_the_coasts_burn_nothing_and_the_burns_lie_half_a_revolution_apart(transfer):
    arcs = transfer.solution.arcs
    assert arcs[0].state[6, 0] == pytest.approx(MASS_KG)
    assert np.ptp(arcs[0].state[6]) == pytest.approx(0.0, abs=1e-6)
    assert np.ptp(arcs[2].state[6]) == pytest.approx(0.0, abs=1e-6)
    a = EARTH_RADIUS_M + 0.5 * (PARKING_M + TARGET_M)
    middles = 0.5 * arcs[1].duration + arcs[2].duration + 0.5 * arcs[3].duration
    assert middles == pytest.approx(np.pi * np.sqrt(a**3 / EARTH_MU_M3_S2), rel=2e-3)


def test_the_flown_transfer_ends_on_the_target(transfer, arrived, equator):
    assert transfer.certificate.position_m < 10.0
    assert transfer.certificate.velocity_m_s < 0.01
    orbit = plane_elements(arrived[:3], arrived[3:6], EARTH_MU_M3_S2, equator.pole)
    assert orbit.a - EARTH_RADIUS_M == pytest.approx(TARGET_M, abs=30.0)
    assert np.hypot(orbit.ex, orbit.ey) < 1e-5
    assert np.degrees(np.arccos(orbit.cos_i)) == pytest.approx(51.6, abs=1e-4)


def test_burns_are_where_they_are_asked(parked, equator):
    target = OrbitTarget(
        perigee_height_m=TARGET_M, apogee_height_m=TARGET_M, inclination_rad=np.radians(51.6)
    )
    leg = transfer_leg(
        "volga",
        STAGE,
        parked,
        target,
        equator,
        burn_starts_s=(900.0, 3700.0),
        mu_m3_s2=EARTH_MU_M3_S2,
    )
    assert leg.sequence.end_times_s == (900.0, None, 3700.0, None)
    assert sum(leg.sequence.assumed_s[:3]) == pytest.approx(3700.0)
    late = transfer_leg(
        "volga",
        STAGE,
        parked,
        target,
        equator,
        burn_starts_s=(None, 6000.0),
        mu_m3_s2=EARTH_MU_M3_S2,
    )
    # The first burn is put half a revolution before the second.
    assert late.sequence.end_times_s[0] == pytest.approx(6000.0 - 2700.0, abs=150.0)


def test_the_way_down_costs_what_vis_viva_says(arrived, bare, equator):
    left = replace(STAGE, propellant_kg=STAGE.propellant_kg - (MASS_KG - arrived[6]))
    state = arrived.copy()
    leg = deorbit_leg("volga", left, state, PerigeeTarget(perigee_height_m=60e3), equator)
    planned = optimise(leg, bare, lambda meshes: deorbit_openings(leg, bare, meshes))
    assert planned.solution.converged
    r = np.linalg.norm(state[:3])
    a = 0.5 * (r + EARTH_RADIUS_M + 60e3)
    impulse = np.sqrt(EARTH_MU_M3_S2 / r) - np.sqrt(EARTH_MU_M3_S2 * (2.0 / r - 1.0 / a))
    masses = planned.solution.arcs[0].state[6]
    assert EXHAUST_M_S * np.log(masses[0] / masses[-1]) == pytest.approx(impulse, rel=0.01)
    end = fly_phases(leg.sequence.phases, planned.steering, state, bare)[-1].state[-1]
    assert perigee_height_m(end, EARTH_MU_M3_S2) == pytest.approx(60e3, abs=30.0)


def test_the_perigee_of_a_state_is_that_of_its_elements():
    r, v = cartesian(
        Elements(
            semi_major_axis_m=7e6,
            eccentricity=0.05,
            inclination_rad=1.0,
            raan_rad=2.0,
            argument_of_perigee_rad=3.0,
            true_anomaly_rad=4.0,
        )
    )
    found = perigee_height_m(start_state(r, v, 1.0), EARTH_MU_M3_S2)
    assert found == pytest.approx(7e6 * 0.95 - EARTH_RADIUS_M, abs=1e-3)


def test_the_longest_burn_leaves_the_residual():
    assert longest_burn_s(STAGE) == pytest.approx(290.0 * EXHAUST_M_S / 2940.0, rel=1e-12)


def test_an_upper_stage_drags_its_cross_section():
    air = in_orbit(STAGE)
    assert air.reference_area_m2 == pytest.approx(np.pi * 1.6**2)
    assert lookup(air.axial, 25.0) == 2.2


def test_an_opening_leaves_a_turn_of_the_plane_to_the_last_burn(parked, bare, equator):
    target = OrbitTarget(
        perigee_height_m=TARGET_M, apogee_height_m=TARGET_M, inclination_rad=np.radians(50.0)
    )
    leg = transfer_leg("volga", STAGE, parked, target, equator, mu_m3_s2=EARTH_MU_M3_S2)
    meshes = [((0.5, 0.5), 4)] * 4
    (opening,) = transfer_openings(leg, bare, meshes)
    assert opening.name == "last burn turned"
    end = opening.values[-1].state[:, -1]
    turned = plane_elements(list(end[:3]), list(end[3:6]), EARTH_MU_M3_S2, equator.pole)
    assert np.degrees(np.arctan2(turned.sin_i, turned.cos_i)) == pytest.approx(50.0, abs=0.1)
    assert turned.a == pytest.approx(EARTH_RADIUS_M + TARGET_M, abs=20e3)
