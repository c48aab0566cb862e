"""Guided flights without dispersions beside the optimum they follow, for launchers of the library.

Asked of the guidance: within 1 km and 0.5 m/s of the orbit, and no more than 0.5 % of the last
stage's propellant above the optimum.
"""

import numpy as np
import pytest

import cosmodrome as cd
from cosmodrome.ascent.guidance.aim import aimed_state, read_aim
from cosmodrome.ascent.guidance.build_program import build_program
from cosmodrome.ascent.guidance.flights import Ending, fly_all
from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import surroundings

# A sun-synchronous orbit of mean elements, 51.6 deg, near-polar circle in two burns, transfer with
# its argument of perigee, three launchers more.
MISSIONS = [
    "vostochny-2016",
    pytest.param("falcon-9-crs-12", marks=pytest.mark.slow),
    pytest.param("falcon-9-iridium-8", marks=pytest.mark.slow),
    pytest.param("falcon-9-koreasat-5a", marks=pytest.mark.slow),
    pytest.param("angara-a5-2020", marks=pytest.mark.slow),
    pytest.param("apollo-11", marks=pytest.mark.slow),
    pytest.param("delta-ii-mars-odyssey", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("name", MISSIONS)
def test_a_guided_flight_ends_on_the_plans_orbit(name: str) -> None:
    mission = cd.load(name)
    around = surroundings(mission)
    planned = plan_ascent(mission, Reading.PREDICTED, around)
    assert planned.solution.converged
    program = build_program(mission.launcher, planned, around.world, mission.limits)
    layout = ParameterLayout(stages=tuple(stage.name for stage in mission.launcher.stages))
    flight = fly_all(program, mission.launcher, layout.nominal()[None])
    assert flight.ending[0] == Ending.ORBIT.value
    aim = read_aim(program.aims, len(program.aims) - 1)
    r, v = aimed_state(aim, tuple(flight.state[0, :3]), program.world.gravity)
    assert np.linalg.norm(flight.state[0, :3] - r) < 1000.0
    assert np.linalg.norm(flight.state[0, 3:] - v) < 0.5
    last = mission.launcher.stages[-1]
    more = float(planned.solution.arcs[-1].state[6, -1] - flight.mass_kg[0])
    assert more < 0.005 * last.count * last.propellant_kg
