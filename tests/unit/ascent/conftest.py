"""A launcher with round numbers, the Earth it flies on, and its ascent: shared by all files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guess import ascent_opening
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.optimise import PlannedLeg, optimise
from cosmodrome.ascent.sequence import ascent_sequence
from cosmodrome.ascent.simulate import Track, fly_phases, start_state
from cosmodrome.ascent.switches import latest_command_s
from cosmodrome.ascent.target import EquatorOfDate, OrbitTarget
from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.atmosphere import US76
from cosmodrome.earth.ellipsoid import geodetic_to_fixed
from cosmodrome.earth.gravity import EGM2008_ZONAL, POINT_MASS
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.tables import constant, linear
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.engine import Engine
from cosmodrome.vehicle.fairing import Fairing, Jettison, JettisonRule
from cosmodrome.vehicle.launcher import Launcher, Limits, liftoff_mass_kg
from cosmodrome.vehicle.schedule import Schedule
from cosmodrome.vehicle.stage import Cutoff, CutoffRule, FallingBody, Ignition, ShedMass, Stage

FALL = FallingBody(drag_coefficient=0.8, reference_area_m2=10.0)
PAYLOAD_KG = 1500.0
FIRST_SEPARATION_S = 140.0
FAIRING_S = 200.0
Q_MAX_PA = 40e3


@dataclass(frozen=True)
class Ascent:
    """The optimum of a leg, and its flight."""

    leg: Leg
    planned: PlannedLeg
    tracks: list[Track]


def two_stages() -> Launcher:
    """Two boosters, then one stage that drops its skirt; a throttle step, a fairing by time."""
    first = Stage(
        name="first",
        count=2,
        dry_mass_kg=4000.0,
        propellant_kg=50_000.0,
        residual_kg=200.0,
        engine=Engine(name="A", thrust_vac_N=1.1e6, isp_vac_s=300.0, exit_area_m2=1.0),
        cutoff=Cutoff(rule=CutoffRule.DEPLETION),
        separation_delay_s=1.0,
        throttle=Schedule(time_s=(0.0, 100.0, 100.0), fraction=(1.0, 1.0, 0.8)),
        diameter_m=2.0,
        length_m=20.0,
        fall=FALL,
    )
    second = Stage(
        name="second",
        dry_mass_kg=2500.0,
        propellant_kg=22_000.0,
        residual_kg=100.0,
        engine=Engine(name="B", thrust_vac_N=3e5, isp_vac_s=340.0, exit_area_m2=0.0),
        ignition=Ignition(after="first", delay_s=2.0),
        cutoff=Cutoff(rule=CutoffRule.COMMAND),
        shed=(ShedMass(name="skirt", mass_kg=200.0, delay_s=10.0, fall=FALL),),
        diameter_m=2.0,
        length_m=8.0,
        fall=FALL,
    )
    return Launcher(
        name="two-stages",
        title="Two stages",
        stages=(first, second),
        fairing=Fairing(
            name="fairing",
            mass_kg=600.0,
            jettison=Jettison(rule=JettisonRule.TIME, value=FAIRING_S),
            fall=FALL,
            diameter_m=2.0,
            length_m=5.0,
        ),
        adapter_mass_kg=50.0,
        aerodynamics=Aerodynamics(
            reference_area_m2=8.0,
            axial=linear([0.0, 0.8, 1.2, 5.0], [0.3, 0.3, 0.6, 0.3]),
            normal_slope=constant(2.5),
        ),
        limits=Limits(q_max_Pa=Q_MAX_PA),
        vertical_rise_s=8.0,
    )


@pytest.fixture(scope="session")
def launcher() -> Launcher:
    return two_stages()


@pytest.fixture(scope="session")
def earth() -> World:
    """The whole physics, pole along z."""
    return World(0.0, 0.0, 1.0, EARTH_ROTATION_RAD_S, EGM2008_ZONAL, US76, None, density_factor=1.0)


@pytest.fixture(scope="session")
def bare(earth: World) -> World:
    """A point mass that does not turn, without air."""
    return earth._replace(rotation_rad_s=0.0, gravity=POINT_MASS, density_factor=0.0)


@pytest.fixture(scope="session")
def equator() -> EquatorOfDate:
    return EquatorOfDate(pole=(0.0, 0.0, 1.0), equinox=(1.0, 0.0, 0.0), ninety=(0.0, 1.0, 0.0))


@pytest.fixture(scope="session")
def leg(launcher: Launcher, equator: EquatorOfDate) -> Leg:
    """From 46 degrees north to 200 km, the most mass left."""
    x, y, z = (float(c) for c in geodetic_to_fixed(np.radians(46.0), 0.0, 100.0))
    return Leg(
        name="ascent",
        sequence=ascent_sequence(launcher, FAIRING_S, latest_command_s(launcher) - 1.0),
        start_position_m=(x, y, z),
        start_velocity_m_s=(-EARTH_ROTATION_RAD_S * y, EARTH_ROTATION_RAD_S * x, 0.0),
        start_mass_kg=liftoff_mass_kg(launcher, PAYLOAD_KG),
        target=OrbitTarget(
            perigee_height_m=200e3, apogee_height_m=200e3, inclination_rad=np.radians(51.6)
        ),
        aim=Aim.FINAL_MASS,
        limits=launcher.limits,
        equator=equator,
        jettison=launcher.fairing.jettison if launcher.fairing else None,
    )


@pytest.fixture(scope="session")
def ascent(leg: Leg, earth: World) -> Ascent:
    """The optimum, refined, and re-flown."""

    def openings(meshes: Sequence[Mesh]) -> Iterator[Opening]:
        for share in (1.0, 1.5):
            yield ascent_opening(leg, earth, meshes, bend_s=share * FIRST_SEPARATION_S)

    planned = optimise(leg, earth, openings)
    start = start_state(
        np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), leg.start_mass_kg
    )
    return Ascent(leg, planned, fly_phases(leg.sequence.phases, planned.steering, start, earth))
