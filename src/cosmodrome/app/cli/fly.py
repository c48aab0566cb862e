"""``cosmodrome fly``: plan a mission, fly it, compare it, keep the run."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cosmodrome.app.cli.commands import catalogue_option

if TYPE_CHECKING:
    from cosmodrome.mission.fly import Flight
    from cosmodrome.mission.mission import Mission
    from cosmodrome.mission.plan import Plan
    from cosmodrome.mission.reading import Reading
    from cosmodrome.report.console import Progress

INFEASIBLE = 1


@click.command("fly")
@click.argument("mission")
@click.option("--as-flown", is_flag=True, help="Detail the reading with the published times.")
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
def command(ctx: click.Context, mission: str, as_flown: bool, out: Path, wants_json: bool) -> None:
    """Plan MISSION, fly it and compare it with what was published.

    MISSION is a name of `cosmodrome list missions` or a file. Two readings are flown and
    compared: predicted, from what was asked alone, and as flown, with the published event
    times. Events, orbits, losses, loads and falls are those of the predicted one.
    """
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.mission.files import load_mission
    from cosmodrome.report.console import progress
    from cosmodrome.report.run_folder import require_writable, write_run_folder
    from cosmodrome.report.summary import run_files, run_name, summarise

    require_writable(out)
    with progress() as now:
        now.say("reading the mission")
        asked = load_mission(mission, open_catalogue(ctx.obj))
        flown, advice = _fly_readings(asked, _readings(asked, as_flown), now)
        if flown:
            now.say("comparing with what was published")
            summary = summarise(asked, flown)
            now.say("writing the run folder")
            folder = write_run_folder(out, run_name(asked), run_files(asked, flown, summary))
    if flown:
        _show(summary, folder, as_flown=as_flown, wants_json=wants_json)
    for sentence in advice:
        click.echo(sentence, err=True)
    if advice:
        ctx.exit(INFEASIBLE)


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


def _fly_readings(
    asked: "Mission", readings: "list[Reading]", now: "Progress"
) -> "tuple[dict[Reading, tuple[Plan, Flight]], list[str]]":
    """Fly each reading that can be planned; a sentence of advice for each that cannot."""
    from cosmodrome.mission.fly import fly
    from cosmodrome.mission.plan import plan

    flown: dict[Reading, tuple[Plan, Flight]] = {}
    advice: list[str] = []
    for reading in readings:
        name = reading.value.replace("_", " ")
        now.say(f"planning, {name}")
        planned = plan(asked, reading)
        if not planned.outcome.is_success:
            advice.append(f"{name}: {planned.outcome.advice}")
            continue
        now.say(f"flying, {name}")
        flown[reading] = (planned, fly(asked, planned))
    return flown, advice


def _show(summary: Mapping[str, Any], folder: Path, *, as_flown: bool, wants_json: bool) -> None:
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.printout import print_summary

    if wants_json:
        sys.stdout.write(as_json(summary))
        return
    print_summary(console(), summary, "as_flown" if as_flown else "predicted")
    click.echo(f"run folder: {folder}")
