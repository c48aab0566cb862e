"""A tug with round numbers on its way from 200 to 550 km, with two satellites."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.ascent.conftest import FALL

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.ascent.guidance.upper.build import Carrier, ReleasedCraft, build_upper_program
from cosmodrome.ascent.guidance.upper.desk import (
    CUT_BELIEVED,
    CUT_MASS,
    CUT_S,
    CUT_STATE,
    GOES_ON,
    LAUNCHED,
)
from cosmodrome.ascent.guidance.upper.program import UpperProgram
from cosmodrome.ascent.optimise import PlannedLeg, optimise
from cosmodrome.ascent.simulate import Track, fly_phases, start_state
from cosmodrome.ascent.target import EquatorOfDate, OrbitTarget
from cosmodrome.ascent.upper_stage import in_orbit, transfer_leg, transfer_openings
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.vehicle.engine import Engine
from cosmodrome.vehicle.stage import Cutoff, CutoffRule, Stage

ADAPTER_KG = 50.0
CRAFT = (
    ReleasedCraft(
        name="one", mass_kg=800.0, speed_m_s=0.5, direction=(0.0, 1.0, 0.0), delay_s=600.0
    ),
    ReleasedCraft(
        name="two", mass_kg=100.0, speed_m_s=1.0, direction=(1.0, 0.0, 0.0), delay_s=30.0
    ),
)


@dataclass(frozen=True)
class Tug:
    """A plan of the tug, its flight, and the program made of it."""

    stage: Stage
    planned: PlannedLeg
    tracks: list[Track]
    program: UpperProgram
    layout: ParameterLayout
    launched: NDArray[np.float64]


@pytest.fixture(scope="session")
def tug(earth: World, equator: EquatorOfDate) -> Tug:
    stage = Stage(
        name="tug",
        dry_mass_kg=900.0,
        propellant_kg=600.0,
        residual_kg=10.0,
        engine=Engine(name="C", thrust_vac_N=5e3, isp_vac_s=310.0, exit_area_m2=0.0),
        cutoff=Cutoff(rule=CutoffRule.COMMAND),
        restarts=5,
        diameter_m=2.0,
        length_m=2.0,
        fall=FALL,
    )
    mass = 900.0 + 600.0 + ADAPTER_KG + sum(craft.mass_kg for craft in CRAFT)
    radius = EARTH_RADIUS_M + 200e3
    speed = np.sqrt(earth.gravity.mu_m3_s2 / radius)
    tilt = np.radians(60.0)
    state = start_state(
        np.array([radius, 0.0, 0.0]),
        speed * np.array([0.0, np.cos(tilt), np.sin(tilt)]),
        mass,
    )
    target = OrbitTarget(
        perigee_height_m=545e3, apogee_height_m=555e3, inclination_rad=np.radians(60.1)
    )
    leg = transfer_leg("tug", stage, state, target, equator, mu_m3_s2=earth.gravity.mu_m3_s2)
    planned = optimise(leg, earth, lambda meshes: transfer_openings(leg, earth, meshes))
    assert planned.solution.converged
    carrier = Carrier(air=in_orbit(stage), separation_s=0.0, craft=CRAFT)
    program = build_upper_program(stage, planned, carrier, ADAPTER_KG, earth)
    layout = ParameterLayout(
        stages=("below",), upper=("tug",), spacecraft=tuple(craft.name for craft in CRAFT)
    )
    launched = np.zeros(LAUNCHED)
    launched[GOES_ON], launched[CUT_S], launched[CUT_MASS] = 1.0, 1000.0, mass + 3000.0
    launched[CUT_STATE : CUT_STATE + 6] = launched[CUT_BELIEVED : CUT_BELIEVED + 6] = state[:6]
    return Tug(
        stage=stage,
        planned=planned,
        tracks=fly_phases(leg.sequence.phases, planned.steering, state, earth),
        program=program,
        layout=layout,
        launched=launched,
    )
