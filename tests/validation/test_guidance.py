"""Guided flights without dispersions beside the optimum they follow, for missions of the catalogue.

Asked of the guidance: within 1 km and 0.5 m/s of the orbit, and no more than 0.5 % of the last
stage's propellant above the optimum, for six launchers and four types of orbit. The plans are
those that are dispersed: they keep the nominal limits.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

import cosmodrome as cd
from cosmodrome.ascent.guidance.aim import aimed_state, read_aim
from cosmodrome.ascent.guidance.build_program import build_program
from cosmodrome.ascent.guidance.flights import Ending, fly_all
from cosmodrome.ascent.guidance.parameters import ParameterLayout, in_mean_wind
from cosmodrome.mission.dispersions import CALM
from cosmodrome.mission.dispersions import CLIMATOLOGY as MONTH
from cosmodrome.mission.surroundings import surroundings
from cosmodrome.study.dispersion.air_of_month import in_its_wind
from cosmodrome.study.dispersion.ask import ascent_plan, structural_limits


class Case(NamedTuple):
    """A mission and what it stands for."""

    mission: str
    launcher: str
    orbit: str


LOW = "low orbit of osculating elements"
SUN_SYNCHRONOUS = "sun-synchronous parking orbit of mean elements"
CIRCLE = "near-polar circle in two burns with a coast between"
TRANSFER = "transfer orbit with its argument of perigee, in two burns"
HIGH = "circle of 1450 km in two burns, after three solid stages"

CASES = [
    Case("vostochny-2016", "soyuz-2.1a", SUN_SYNCHRONOUS),
    Case("progress-ms-19", "soyuz-2.1a-cargo", LOW),
    Case("soyuz-ms-25", "soyuz-2.1a-crew", LOW),
    Case("falcon-9-crs-12", "falcon-9-block-4-rtls", LOW),
    Case("falcon-9-iridium-8", "falcon-9-block-5-droneship-near", CIRCLE),
    Case("falcon-9-koreasat-5a", "falcon-9-block-4-droneship", TRANSFER),
    Case("angara-a5-2020", "angara-a5", LOW),
    Case("angara-a5-2024", "angara-a5", LOW),
    Case("apollo-11", "saturn-v", LOW),
    Case("delta-ii-mars-odyssey", "delta-ii-7925", LOW),
    Case("vega-vv01", "vega", HIGH),
    # Solid PS3 before a coast of a quarter of an hour and the small PS4: 3.4 m/s off, and 162 kg
    # of 1600 above the optimum. PS3 burns out faster than the plan by what the guidance saves, and
    # PS4 comes down again from too high an apogee.
    Case("pslv-c58", "pslv-dl", "circle of 650 km and 6 deg, one burn after a long coast"),
]


# Missions the guidance does not bring to their orbit in the wind of the month, with the size.
MISSES = {
    "pslv-c58": "3.4 m/s and 10 % of PS4's load",
    # In calm air it does. The plan gives AVUM half a second in its first burn, which leaves the law
    # nothing to trim three solid stages with.
    "vega-vv01": "AVUM runs dry in its first burn",
}


def marked(case: Case, air: str) -> object:
    marks = [] if case.mission == "vostochny-2016" else [pytest.mark.slow]
    if case.mission in MISSES and air == MONTH:
        marks.append(pytest.mark.xfail(strict=True, reason=MISSES[case.mission]))
    return pytest.param(case, air, marks=marks, id=f"{case.mission}-{air}")


FLOWN = [marked(case, MONTH) for case in CASES]
FLOWN += [marked(case, CALM) for case in CASES if case.mission == "vega-vv01"]


@pytest.mark.parametrize(("case", "air"), FLOWN)
def test_a_guided_flight_ends_on_the_plans_orbit(case: Case, air: str) -> None:
    mission = cd.load(case.mission)
    assert mission.launcher.name == case.launcher
    blown = replace(mission, dispersions=replace(mission.dispersions, wind=air))
    mission = in_its_wind(blown)
    around = surroundings(mission)
    planned = ascent_plan(mission)
    program = build_program(mission.launcher, planned, around.world, structural_limits(mission))
    layout = ParameterLayout(stages=tuple(stage.name for stage in mission.launcher.stages))
    vector = in_mean_wind(layout, mission.wind)
    flight = fly_all(program, mission.launcher, vector[None])
    assert flight.ending[0] == Ending.ORBIT.value
    aim = read_aim(program.aims, len(program.aims) - 1)
    r, v = aimed_state(aim, tuple(flight.state[0, :3]), program.world.gravity)
    assert np.linalg.norm(flight.state[0, :3] - r) < 1000.0
    assert np.linalg.norm(flight.state[0, 3:] - v) < 0.5
    last = mission.launcher.stages[-1]
    more = float(planned.solution.arcs[-1].state[6, -1] - flight.mass_kg[0])
    assert more < 0.005 * last.count * last.propellant_kg


def test_six_launchers_and_four_orbits_are_met() -> None:
    # Vega's is met in calm air.
    met = [case for case in CASES if case.mission != "pslv-c58"]
    families = {case.launcher.split("-2.1a")[0].split("-block")[0] for case in met}
    assert families == {"soyuz", "falcon-9", "angara-a5", "saturn-v", "delta-ii-7925", "vega"}
    assert {LOW, SUN_SYNCHRONOUS, CIRCLE, TRANSFER} <= {case.orbit for case in met}
