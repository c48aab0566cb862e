"""``cosmodrome disperse``: fly a mission many times under guidance, keep every flight."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cosmodrome.app.cli.commands import catalogue_option

if TYPE_CHECKING:
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.mission.mission import Mission
    from cosmodrome.study.dispersion.shards import Shards

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
    default="sobol",
    show_default=True,
    help="How the factors are drawn.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Flown side by side; one a core if absent."
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
@click.option(
    "--linear", "is_linear", is_flag=True, help="Two flights a factor instead: sigmas at once."
)
@click.option("--json", "wants_json", is_flag=True, help="Print the summary as JSON.")
@catalogue_option
@click.pass_context
def command(
    ctx: click.Context,
    mission: str,
    count: int,
    seed: int,
    sampling: str,
    workers: int | None,
    resume: bool,
    out: Path,
    is_linear: bool,
    wants_json: bool,
) -> None:
    """Fly MISSION many times under closed-loop guidance, with everything that varies.

    The ascent up to the cut-off of the launcher's last stage is flown. Flights are kept in shards
    of Parquet; a run that was interrupted goes on with --resume. Sample k is the same whoever
    flies it: any number of workers writes the same files.
    """
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.mission.files import load_mission
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.dispersion_printout import print_dispersion
    from cosmodrome.study.dispersion.ask import ascent_plan, sampling_named, study_of
    from cosmodrome.study.dispersion.shards import open_shards
    from cosmodrome.study.dispersion.summary import summary_of

    catalogue = open_catalogue(ctx.obj)
    asked = load_mission(mission, catalogue)
    if is_linear:
        _linear(catalogue, asked, wants_json)
        return
    folder = out / f"disperse-{asked.name}-{sampling}-{seed}"
    _refuse_to_mix(ctx, folder, resume)
    planned = ascent_plan(asked, folder / "plan.bin")
    figures = catalogue.document("launchers", asked.launcher.name).figures
    study = study_of(asked, planned, figures, sampling_named(sampling, count), seed)
    shards = open_shards(folder, study, count)
    _fly(ctx, shards, workers)
    summary = summary_of(shards)
    (folder / "summary.json").write_text(as_json(summary))
    if wants_json:
        sys.stdout.write(as_json(summary))
        return
    print_dispersion(console(), summary)
    click.echo(f"samples: {folder}")


def _linear(catalogue: "Catalogue", asked: "Mission", wants_json: bool) -> None:
    """Linear covariance of a mission, printed."""
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.linear_printout import linear_mapping, print_linear
    from cosmodrome.study.dispersion.ask import ascent_plan, sampling_named, study_of
    from cosmodrome.study.dispersion.linear import linear_covariance

    figures = catalogue.document("launchers", asked.launcher.name).figures
    study = study_of(asked, ascent_plan(asked), figures, sampling_named("sobol", 1), 1)
    mapping = linear_mapping(asked.name, linear_covariance(study))
    if wants_json:
        sys.stdout.write(as_json(mapping))
        return
    print_linear(console(), mapping)


def _refuse_to_mix(ctx: click.Context, folder: Path, resume: bool) -> None:
    if not resume and any(folder.glob("shard-*.parquet")):
        raise click.UsageError(f"{folder} holds samples; --resume goes on with them", ctx)


def _fly(ctx: click.Context, shards: "Shards", workers: int | None) -> None:
    """Fly what is missing, told on stderr."""
    from contextlib import closing

    from cosmodrome.report.console import counted
    from cosmodrome.study.dispersion.shards import fly_missing
    from cosmodrome.study.workers import cores

    missing = shards.missing()
    if not missing:
        return
    there = shards.count - sum(shards.length(place) for place in missing)
    flights = fly_missing(shards, workers or cores())
    try:
        with closing(flights), counted("flights", shards.count, there) as done:
            for count in flights:
                for _ in range(count):
                    done()
    except KeyboardInterrupt:
        click.echo("interrupted; finished shards are kept, --resume goes on", err=True)
        ctx.exit(_INTERRUPTED)
