"""``cosmodrome zone``: what moving the drop zone of a body costs."""

import sys
from typing import TYPE_CHECKING

import click

from cosmodrome.app.cli.commands import catalogue_option

if TYPE_CHECKING:
    from cosmodrome.mission.mission import Mission
    from cosmodrome.study.drop_zones.cost import ZoneCost

_NO_ANSWER = 1


@click.command("zone")
@click.argument("mission")
@click.argument("body")
@click.option(
    "--by",
    "by_km",
    type=float,
    multiple=True,
    default=(-20.0, -10.0, 10.0, 20.0),
    show_default=True,
    metavar="KM",
    help="Farther from the pad than the best ascent has it; may be repeated.",
)
@click.option("--json", "wants_json", is_flag=True, help="Print JSON instead of a table.")
@catalogue_option
@click.pass_context
def command(
    ctx: click.Context, mission: str, body: str, by_km: tuple[float, ...], wants_json: bool
) -> None:
    """Find what it costs MISSION when BODY, a stage or the fairing, comes down elsewhere.

    The ascent is planned anew with the body held at each place. Exit code 1 when it was found for
    none. This is not a licence analysis.
    """
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.mission.files import load_mission
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.zone_cost_printout import print_zone_cost, zone_cost_mapping

    asked = load_mission(mission, open_catalogue(ctx.obj))
    cost = _cost(asked, body, by_km)
    if wants_json:
        sys.stdout.write(as_json(zone_cost_mapping(asked.name, cost)))
    else:
        print_zone_cost(console(), asked.name, cost)
    if all(move.cost_kg is None for move in cost.moves):
        ctx.exit(_NO_ANSWER)


def _cost(asked: "Mission", body: str, by_km: tuple[float, ...]) -> "ZoneCost":
    """Plan all moves, told on stderr."""
    from cosmodrome.report.console import progress
    from cosmodrome.study.drop_zones.cost import ZoneCost, zone_cost

    with progress() as now:
        now.say("planning the best ascent")
        steps = zone_cost(asked, body, [1e3 * x for x in by_km])
        for done, step in enumerate(steps, start=1):
            if isinstance(step, ZoneCost):
                return step
            now.say(f"{done} of {len(by_km)} places planned")
    raise AssertionError("a cost ends with all its moves")
