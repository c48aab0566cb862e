"""``cosmodrome disperse``: fly a mission many times under guidance, keep every flight."""

import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cosmodrome.app.cli.commands import catalogue_option
from cosmodrome.app.cli.disperse_results import (
    accuracy_asked,
    fly_enough,
    results_folder,
    results_options,
    rule_asked,
    tell_results,
)

if TYPE_CHECKING:
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.mission.mission import Mission
    from cosmodrome.study.dispersion.factor import Dispersions
    from cosmodrome.study.dispersion.prepare import Prepared
    from cosmodrome.study.dispersion.shards import Shards
    from cosmodrome.study.dispersion.study import Study
    from cosmodrome.study.dispersion.workers import Workers

_INTERRUPTED = 130


@click.command("disperse")
@click.argument("mission")
@click.option(
    "-n",
    "count",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Guided flights.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--sampling",
    type=click.Choice(("sobol", "latin", "plain")),
    help="How the factors are drawn; sobol, unless the mission says another.",
)
@click.option(
    "--dispersions",
    "overlay",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What varies, laid over what the mission says of it.",
)
@click.option("--list-factors", is_flag=True, help="Show everything that varies, and fly nothing.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Flown side by side; one a core if absent."
)
@click.option(
    "--cluster",
    metavar="tcp://HOST:PORT",
    help="Scheduler of a dask cluster that flies instead of this machine.",
)
@click.option(
    "--to",
    "goal",
    type=click.Choice(("injection", "release", "impact")),
    default="release",
    show_default=True,
    help="End with the launcher's last stage, the releases, or the fall of the upper stage.",
)
@click.option("--resume", is_flag=True, help="Go on with what is there.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    metavar="DIR",
    help="Folder in which the folder of samples is made.",
)
@click.option("--shard-size", type=click.IntRange(min=1), default=1024, hidden=True)
@click.option(
    "--linear", "is_linear", is_flag=True, help="Two flights a factor instead: sigmas at once."
)
@click.option("--json", "wants_json", is_flag=True, help="Print the summary as JSON.")
@results_options
@catalogue_option
@click.pass_context
def command(
    ctx: click.Context,
    mission: str,
    count: int,
    seed: int,
    sampling: str | None,
    overlay: Path | None,
    list_factors: bool,
    workers: int | None,
    cluster: str | None,
    goal: str,
    resume: bool,
    out: Path,
    shard_size: int,
    is_linear: bool,
    wants_json: bool,
    until: str | None,
    box: str | None,
    indices: int | None,
    zone_probability: float,
) -> None:
    """Fly MISSION many times under closed-loop guidance, with everything that varies.

    The ascent is flown to the cut-off of the launcher's last stage, and from there an upper stage
    to its orbit and the satellites to their releases. Flights are kept in shards of Parquet; a run
    that was interrupted goes on with --resume. Sample k is the same whoever flies it: any number
    of workers writes the same files.
    """
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.mission.files import load_mission
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.dispersion_printout import print_dispersion
    from cosmodrome.study.dispersion.asked import laid_over
    from cosmodrome.study.dispersion.folder_lock import locked
    from cosmodrome.study.dispersion.prepare import INJECTION, varies_in
    from cosmodrome.study.dispersion.shards import open_shards
    from cosmodrome.study.workers import cores

    catalogue = open_catalogue(ctx.obj)
    asked = laid_over(load_mission(mission, catalogue), overlay)
    # Whatever is wrong with the dispersions is told before anything is planned or written.
    varies = varies_in(asked, catalogue, goal)
    if list_factors:
        _list_factors(varies, wants_json)
        return
    ready = partial(_prepared, asked, catalogue, count=count, seed=seed)
    if is_linear:
        _linear(ready(goal=INJECTION).study, wants_json)
        return
    sampling = sampling or asked.dispersions.sampling or "sobol"
    accuracy = accuracy_asked(box, asked.accuracy)
    folder = out / f"disperse-{asked.name}-{sampling}-{seed}"
    rule = rule_asked(ctx, until, sampling, tuple(p.spacecraft.name for p in asked.passengers))
    chosen = _workers(ctx, workers, cluster)
    with locked(folder):
        _begin(ctx, folder, resume)
        made = ready(sampling=sampling, goal=goal, box=accuracy, folder=folder)
        shards = open_shards(folder, made.study, count, shard_size)
        shards, told = fly_enough(
            shards, rule, made.reference, lambda some: _fly(ctx, some, chosen)
        )
        summary = tell_results(
            shards, made.reference, told, indices, workers or cores(), asked, zone_probability
        )
    if wants_json:
        sys.stdout.write(as_json(summary))
        return
    print_dispersion(console(), summary)
    click.echo(results_folder(folder))


def _prepared(mission: "Mission", catalogue: "Catalogue", **choices: Any) -> "Prepared":
    """Plan and study of a mission, told while they are made."""
    from cosmodrome.report.console import progress
    from cosmodrome.study.dispersion.prepare import prepare

    with progress() as now:
        now.say("planning; the first run after an installation compiles for a minute or more")
        made = prepare(mission, catalogue, **choices)
    if made.ends_early:
        click.echo(f"flown to injection only: {made.ends_early}", err=True)
    return made


def _list_factors(varies: "Dispersions", wants_json: bool) -> None:
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.factor_printout import print_factors
    from cosmodrome.study.dispersion.listing import factor_rows

    if wants_json:
        sys.stdout.write(as_json(factor_rows(varies)))
        return
    print_factors(console(), factor_rows(varies))


def _linear(study: "Study", wants_json: bool) -> None:
    """Linear covariance of a mission, printed."""
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.linear_printout import linear_mapping, print_linear
    from cosmodrome.study.dispersion.linear import linear_covariance

    mapping = linear_mapping(study.name, linear_covariance(study))
    if wants_json:
        sys.stdout.write(as_json(mapping))
        return
    print_linear(console(), mapping)


def _begin(ctx: click.Context, folder: Path, resume: bool) -> None:
    """Refuse to mix samples, and forget the plans of a run that left none."""
    from cosmodrome.study.dispersion.prepare import forget_plans

    if resume:
        return
    if any(folder.glob("shard-*.parquet")):
        raise click.UsageError(f"{folder} holds samples; --resume goes on with them", ctx)
    forget_plans(folder)


def _workers(ctx: click.Context, count: int | None, cluster: str | None) -> "Workers":
    """Who flies; a cluster is imported only when it is asked for."""
    from cosmodrome.study.dispersion.workers import Threads
    from cosmodrome.study.workers import cores

    if cluster is None:
        return Threads(count=count or cores())
    if count is not None:
        raise click.UsageError("--workers are threads here; a cluster has its own", ctx)
    if re.fullmatch(r"(tcp|tls)://(\[[^\]]+\]|[^\s/:]+):\d+", cluster) is None:
        raise click.BadParameter(f"{cluster!r} is not tcp://HOST:PORT", ctx, param_hint="--cluster")
    from cosmodrome.study.dispersion.cluster import Cluster

    chosen = Cluster(address=cluster)
    chosen.knock()
    return chosen


def _fly(ctx: click.Context, shards: "Shards", workers: "Workers") -> None:
    """Fly what is missing, told on stderr."""
    from contextlib import closing

    from cosmodrome.report.console import counted
    from cosmodrome.study.dispersion.shards import fly_missing

    for path in shards.spoiled():
        click.echo(f"{path}: spoiled; flown again", err=True)
    missing = shards.missing()
    if not missing:
        return
    there = shards.count - sum(shards.length(place) for place in missing)
    flights = fly_missing(shards, workers)
    try:
        with closing(flights), counted("flights", shards.count, there) as done:
            for count in flights:
                done(count)
    except KeyboardInterrupt:
        click.echo("interrupted; finished shards are kept, --resume goes on", err=True)
        ctx.exit(_INTERRUPTED)
