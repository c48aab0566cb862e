"""``cosmodrome fly``: plan a mission, fly it, compare it, keep the run."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from cosmodrome.app.cli.commands import catalogue_option

if TYPE_CHECKING:
    from cosmodrome.mission.mission import Mission
    from cosmodrome.mission.plan import Plan
    from cosmodrome.mission.reading import Reading
    from cosmodrome.report.console import Progress
    from cosmodrome.report.reading_mapping import FlownReading

    Planners = dict[Reading, Callable[[], Plan]]

INFEASIBLE = 1


@click.command("fly")
@click.argument("mission")
@click.option("--as-flown", is_flag=True, help="Detail the reading with the published times.")
@click.option(
    "--as-dispersed",
    is_flag=True,
    help="Fly the plan `disperse` follows: in the mean wind, with room for the wind of the day.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    metavar="DIR",
    help="Folder in which the run folder is made.",
)
@click.option("--json", "wants_json", is_flag=True, help="Print summary.json instead of tables.")
@catalogue_option
@click.pass_context
def command(
    ctx: click.Context,
    mission: str,
    as_flown: bool,
    as_dispersed: bool,
    out: Path,
    wants_json: bool,
) -> None:
    """Plan MISSION, fly it and compare it with what was published.

    MISSION is a name of `cosmodrome list missions` or a file. Two readings are flown and
    compared: predicted, from what was asked alone, and as flown, with the published event
    times. Events, orbits, losses, loads and falls are those of the predicted one. Exit code 1
    when a reading has no flight, or a part of its certificate does not hold.
    """
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.console import progress
    from cosmodrome.report.run_folder import require_writable

    if as_flown and as_dispersed:
        raise click.UsageError("--as-flown and --as-dispersed are two plans; take one", ctx)
    require_writable(out)
    timings: dict[str, float] = {}
    with progress() as now:
        now.say("reading the mission")
        with _timed(timings, "mission"):
            from cosmodrome.mission.files import load_mission

            catalogue = open_catalogue(ctx.obj)
            asked = load_mission(mission, catalogue)
        if as_dispersed:
            asked, planners = _as_dispersed(asked)
        else:
            planners = _planners(asked, _readings(asked, as_flown))
        flown, advice = _fly_readings(asked, planners, now)
        if flown:
            summary, folder = _keep(asked, flown, catalogue.hash(), out, timings, now)
    if flown:
        _show(summary, folder, as_flown=as_flown, wants_json=wants_json)
    advice += _unproved(flown)
    if advice:
        from cosmodrome.report.console import folded

        for sentence in advice:
            click.echo(folded(sentence), err=True)
        ctx.exit(INFEASIBLE)


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    begin = perf_counter()
    yield
    timings[step] = perf_counter() - begin


def _readings(asked: "Mission", as_flown: bool) -> "list[Reading]":
    from cosmodrome.errors import Fault, InputError
    from cosmodrome.mission.reading import Reading

    if asked.as_flown is not None:
        return [Reading.PREDICTED, Reading.AS_FLOWN]
    if as_flown:
        raise InputError(
            Fault(
                file=asked.name,
                key="published",
                problem="no published event times to fly by",
                remedy="leave --as-flown out",
            )
        )
    return [Reading.PREDICTED]


def _planners(asked: "Mission", readings: "list[Reading]") -> "Planners":
    from cosmodrome.mission.plan import plan

    return {reading: partial(plan, asked, reading) for reading in readings}


def _as_dispersed(asked: "Mission") -> "tuple[Mission, Planners]":
    """Mission in the wind of its dispersed flights, under a name of its own, and their plan."""
    from cosmodrome.mission.reading import Reading
    from cosmodrome.study.dispersion.air_of_month import in_its_wind
    from cosmodrome.study.dispersion.followed_plan import followed_plan

    blown = replace(in_its_wind(asked), name=f"{asked.name}-as-dispersed")
    return blown, {Reading.PREDICTED: partial(followed_plan, asked)}


def _fly_readings(
    asked: "Mission", planners: "Planners", now: "Progress"
) -> "tuple[dict[Reading, FlownReading], list[str]]":
    """Fly each reading that can be planned; a sentence of advice for each that cannot."""
    flown: dict[Reading, FlownReading] = {}
    advice: list[str] = []
    for reading, planner in planners.items():
        done = _fly_reading(asked, reading, planner, now)
        name = reading.value.replace("_", " ")
        if isinstance(done, str):
            advice.append(f"{name}: {done}")
        else:
            flown[reading] = done
    return flown, advice


def _fly_reading(
    asked: "Mission", reading: "Reading", planner: "Callable[[], Plan]", now: "Progress"
) -> "FlownReading | str":
    """Plan, fly and hand over one reading; the advice when it cannot be planned."""
    from cosmodrome.mission.fly import fly
    from cosmodrome.mission.hand_over import hand_over
    from cosmodrome.report.reading_mapping import FlownReading

    name, timings = reading.value.replace("_", " "), dict[str, float]()
    now.say(f"planning, {name}")
    with _timed(timings, "plan"):
        planned = planner()
    if not planned.outcome.is_success:
        return planned.outcome.advice
    now.say(f"flying, {name}")
    with _timed(timings, "fly"):
        flight = fly(asked, planned)
    now.say(f"following what was released, {name}")
    with _timed(timings, "hand_over"):
        handover = hand_over(asked, flight)
    return FlownReading(plan=planned, flight=flight, handover=handover, timings_s=timings)


def _unproved(flown: "Mapping[Reading, FlownReading]") -> list[str]:
    """A sentence for each part of a certificate that does not hold."""
    from cosmodrome.mission.plan import certificate_faults

    return [
        f"{reading.value.replace('_', ' ')}: {fault}"
        for reading, each in flown.items()
        for fault in certificate_faults(each.plan)
    ]


def _keep(
    asked: "Mission",
    flown: "dict[Reading, FlownReading]",
    catalogue_hash: str,
    out: Path,
    timings: dict[str, float],
    now: "Progress",
) -> tuple[Mapping[str, Any], Path]:
    """Compare and write the run folder; the summary and where it stands."""
    from cosmodrome.mission.compare import compare
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.run_folder import write_run_folder
    from cosmodrome.report.summary import run_files, run_name, summarise

    now.say("comparing with what was published")
    with _timed(timings, "compare"):
        pairs = {reading: (each.flight, each.handover) for reading, each in flown.items()}
        comparison = compare(asked, pairs)
    now.say("writing the run folder")
    with _timed(timings, "report"):
        files = dict(run_files(asked, flown))
    summary = summarise(asked, flown, comparison, catalogue_hash, timings)
    files["summary.json"] = as_json(summary)
    return summary, write_run_folder(out, run_name(asked, catalogue_hash), files)


def _show(summary: Mapping[str, Any], folder: Path, *, as_flown: bool, wants_json: bool) -> None:
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.printout import print_summary

    if wants_json:
        sys.stdout.write(as_json(summary))
        return
    print_summary(console(), summary, "as_flown" if as_flown else "predicted")
    click.echo(f"run folder: {folder}")
