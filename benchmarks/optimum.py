"""Time and quality of optima: Delta III from a cold start, and the home mission."""

from collections.abc import Iterator
from time import perf_counter
from unittest.mock import patch

from benchmarks.problems import delta_iii as problem
from benchmarks.rows import Row, seconds
from cosmodrome.ascent import optimise
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.mission.files import load_mission
from cosmodrome.mission.fly import fly
from cosmodrome.mission.plan import Plan, plan
from cosmodrome.mission.reading import Reading
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.optimal_control import Solution

PUBLISHED_KG = 7529.7123  # GPOPS-II, mpopt, yapss; benchmarks.problems.delta_iii


def delta_iii() -> Iterator[Row]:
    """Construct and solve without a guess; the answer on a mesh that holds its last digit."""

    def solved(segments: int, degree: int) -> Solution:
        built = problem.build(segments, degree)
        return Transcription(built).solve(problem.opening(built))

    took = seconds(lambda: solved(4, 5), 5)
    yield Row("Delta III, construct and solve, 4 x 5 points a phase", took, "s", "< 0.1")
    for segments, degree in ((4, 5), (8, 6)):
        found = -solved(segments, degree).objective
        name = f"Delta III less published, {segments} x {degree}"
        yield Row(name, found - PUBLISHED_KG, "kg", "+- 0.001")


def vostochny() -> Iterator[Row]:
    """Plan, re-flight and agreement of both readings; the objective at half the tolerance."""
    mission = load_mission("vostochny-2016", Catalogue())
    plan(mission)
    for reading in Reading:
        begin = perf_counter()
        planned = plan(mission, reading)
        took = perf_counter() - begin
        name = reading.value.replace("_", " ")
        yield Row(f"plan of the home mission, {name}", took, "s", "< 3")
        flown = seconds(lambda planned=planned: fly(mission, planned), 3)
        yield Row(f"flight of it, {name}", flown, "s")
        miss = planned.ascent.certificate
        yield Row(f"re-flight from plan at injection, {name}", miss.position_m, "m", "< 10")
        yield Row(f"re-flight from plan at injection, {name}", miss.velocity_m_s, "m/s", "< 0.01")
    change = _at_half_tolerance(plan, mission) - plan(mission).ascent.solution.objective
    yield Row("objective at half the mesh tolerance", abs(change), "kg", "< 0.1")


def _at_half_tolerance(planner, mission) -> float:
    halved = {
        name: 0.5 * getattr(optimise, name)
        for name in ("_SEGMENT_MISS_M", "_SEGMENT_MISS_M_S", "_LEG_MISS_M", "_LEG_MISS_M_S")
    }
    with patch.multiple(optimise, **halved):
        planned: Plan = planner(mission)
    return planned.ascent.solution.objective
