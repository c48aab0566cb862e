"""The flight of 28 April 2016: its plan leg by leg, its re-flight, and the whole command."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from time import perf_counter
from types import ModuleType
from typing import Any
from unittest.mock import patch

import cosmodrome as cd
from benchmarks.row import Row, seconds
from benchmarks.start_up import cosmodrome, run

NAME = "vostochny-2016"
PLANNERS = ("cosmodrome.mission.plan", "cosmodrome.mission.plan_ascent")
TOLERANCES = ("_SEGMENT_MISS_M", "_SEGMENT_MISS_M_S", "_LEG_MISS_M", "_LEG_MISS_M_S")


def rows() -> Iterator[Row]:
    """Plan, flight and the command, all with compiled code at hand."""
    mission = cd.load(NAME)
    readings = [cd.Reading.PREDICTED]
    if mission.as_flown is not None:
        readings.append(cd.Reading.AS_FLOWN)
    cd.fly(mission, cd.plan(mission))  # compiles what is not in the cache
    optimising = 0.0
    for reading in readings:
        name = reading.value.replace("_", " ")
        with timed_legs() as legs:
            begin = perf_counter()
            plan = cd.plan(mission, reading)
            whole = perf_counter() - begin
        optimising += sum(taken for _, taken, _ in legs)
        yield Row(
            what=f"plan, {name}",
            measured=f"{whole:.2f} s",
            beside="; ".join(f"{leg} {taken:.2f} s" for leg, taken, _ in legs),
        )
        yield from _answer(name, plan, legs)
        if plan.outcome.is_success:
            yield Row(
                what=f"re-flight, {name}",
                measured=f"{seconds(lambda plan=plan: cd.fly(mission, plan)):.2f} s",
            )
    yield Row(
        what="optimiser, all readings of one command",
        measured=f"{optimising:.2f} s",
        limit=3.0,
        value=optimising,
        unit="s",
    )
    yield _command()


def _answer(name: str, plan: Any, legs: list[tuple[str, float, Any]]) -> Iterator[Row]:
    for leg, _, planned in legs:
        proof = planned.certificate
        beside = (
            f"{proof.solver_status}, {proof.nodes} nodes, {proof.refinements} refinements, "
            f"{'+'.join(str(rung.iterations) for rung in proof.rungs)} iterations"
        )
        yield Row(
            what=f"plan less re-flight, {leg}, {name}",
            measured=f"{proof.position_m:.2g} m",
            beside=beside,
            limit=10.0,
            value=proof.position_m,
            unit="m",
        )
        yield Row(
            what="",
            measured=f"{proof.velocity_m_s:.2g} m/s",
            beside=plan.outcome.advice,
            limit=0.01,
            value=proof.velocity_m_s,
            unit="m/s",
        )


def _command() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        command = [*cosmodrome(), "fly", NAME, "--out", folder]
        first, second = (seconds(lambda: run(command)) for _ in range(2))
    return Row(
        what=f"cosmodrome fly {NAME}, warm",
        measured=f"{second:.1f} s",
        beside=f"the time before {first:.1f} s",
        limit=10.0,
        value=second,
        unit="s",
    )


@contextmanager
def timed_legs() -> Iterator[list[tuple[str, float, Any]]]:
    """Name, wall time [s] and answer of every leg that is optimised within the block."""
    legs: list[tuple[str, float, Any]] = []

    def watched(optimise: Any) -> Any:
        def timed(leg: Any, *arguments: Any) -> Any:
            begin = perf_counter()
            planned = optimise(leg, *arguments)
            legs.append((leg.name, perf_counter() - begin, planned))
            return planned

        return timed

    with ExitStack() as stack:
        for planner in _planners():
            stack.enter_context(patch.object(planner, "optimise", watched(planner.optimise)))
        yield legs


def _planners() -> list[ModuleType]:
    return [m for m in map(import_module, PLANNERS) if hasattr(m, "optimise")]


def tolerance_rows() -> Iterator[Row]:
    """How much the objective of the ascent moves when the mesh has to be twice as good."""
    mission = cd.load(NAME)
    optimise = import_module("cosmodrome.ascent.optimise")
    with timed_legs() as before:
        cd.plan(mission)
    halved = {name: 0.5 * getattr(optimise, name) for name in TOLERANCES}
    with patch.multiple(optimise, **halved), timed_legs() as after:
        cd.plan(mission)
    for (leg, _, coarse), (_, _, fine) in zip(before, after, strict=True):
        moved = abs(fine.solution.objective - coarse.solution.objective)
        yield Row(
            what=f"objective at half the tolerance, {leg}",
            measured=f"{moved:.2g} kg moved",
            beside=f"{coarse.certificate.nodes} and {fine.certificate.nodes} nodes",
            limit=0.1,
            value=moved,
            unit="kg",
        )
