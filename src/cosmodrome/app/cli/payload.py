"""``cosmodrome payload``: the heaviest payload to an orbit, or curves over many."""

import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from cosmodrome.app.cli.commands import catalogue_option

if TYPE_CHECKING:
    from cosmodrome.study.payload_request import PayloadRequest

NO_PROOF = 1


@click.command(
    "payload",
    epilog="\b\nExamples:\n"
    '  cosmodrome payload soyuz-2.1a vostochny-1s --orbit "500 km SSO"\n'
    "  cosmodrome payload soyuz-2.1a vostochny-1s \\\n"
    "    --altitude 200:400:20 --inclination 60,75,sso\n"
    "  cosmodrome payload soyuz-2.1b kourou-els \\\n"
    '    --upper-stage fregat-mt --orbit "C3 5"',
)
@click.argument("launcher")
@click.argument("pad")
@click.option(
    "--orbit", metavar="TEXT", help='Orbit in words: "500 km SSO", "200x450 km 51.6 deg".'
)
@click.option(
    "--descending", is_flag=True, help="Launch towards the south where both are possible."
)
@click.option(
    "--upper-stage", metavar="NAME", help="Separate upper stage that completes the ascent."
)
@click.option(
    "--burns", type=int, metavar="N", help="Burns of the upper stage.  [default: what pays]"
)
@click.option("--q-max", metavar="PRESSURE", help='Limit of dynamic pressure: "36 kPa", or none.')
@click.option(
    "--date", metavar="ISO", help="Lift-off, UTC.  [default: 2026-01-01; it hardly matters]"
)
@click.option(
    "--altitude", metavar="KM", help="Curves: circular orbits, 200:400:20 (both ends) or 200,300."
)
@click.option(
    "--inclination", metavar="DEG", help="Curves: 60,75,97, 55:75:5, or sso for sun-synchronous."
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: all cores]"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    metavar="DIR",
    help="Folder in which the folder of a curve is made.",
)
@click.option("--json", "wants_json", is_flag=True, help="Print JSON instead of tables.")
@catalogue_option
@click.pass_context
def command(
    ctx: click.Context,
    launcher: str,
    pad: str,
    orbit: str | None,
    descending: bool,
    upper_stage: str | None,
    burns: int | None,
    q_max: str | None,
    date: str | None,
    altitude: str | None,
    inclination: str | None,
    workers: int | None,
    out: Path,
    wants_json: bool,
) -> None:
    """Find the heaviest payload LAUNCHER lifts from PAD, with its proof.

    One orbit gives one number. With --altitude or --inclination it gives curves: a table
    (curve.parquet), a picture (curve.svg) and summary.json in a folder of their own. The same
    command goes on where it was interrupted. Exit code 1 when there is no payload, or a part
    of its certificate does not hold.
    """
    from cosmodrome.study.payload_request import PayloadRequest

    request = PayloadRequest(
        launcher=launcher,
        pad=pad,
        orbit=orbit or "",
        descending=descending,
        q_max=q_max,
        date=date,
        upper_stage=upper_stage,
        burns=burns,
    )
    if altitude is None and inclination is None:
        if orbit is None:
            raise click.UsageError('name an orbit: --orbit "500 km SSO", or --altitude for curves')
        proved = _single(ctx, request, wants_json)
    else:
        from cosmodrome.app.cli.payload_curve import run_curve

        proved = run_curve(ctx, request, altitude, inclination, workers, out, wants_json)
    if not proved:
        ctx.exit(NO_PROOF)


def _single(ctx: click.Context, request: "PayloadRequest", wants_json: bool) -> bool:
    """Answer one orbit; whether the answer is proved."""
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.console import console, progress
    from cosmodrome.report.payload_mapping import payload_mapping

    with progress() as now:
        now.say("reading the request")
        from cosmodrome.study.payload import payload
        from cosmodrome.study.payload_request import read_request, request_variants

        catalogue = open_catalogue(ctx.obj)
        case = read_request(request, catalogue)
        now.say("looking for the heaviest payload")
        begin = perf_counter()
        answer = payload(case, variants=request_variants(request, catalogue))
        timings = {"payload": perf_counter() - begin}
        now.say("flying it")
        mapping = payload_mapping(answer, catalogue.hash(), timings)
    if wants_json:
        from cosmodrome.report.as_json import as_json

        sys.stdout.write(as_json(mapping))
    else:
        from cosmodrome.report.payload_printout import print_payload

        print_payload(console(), mapping)
    return _said_what_fails(mapping)


def _said_what_fails(mapping: dict[str, Any]) -> bool:
    """Whether an answer is proved; if not, what is missing stands on stderr."""
    from cosmodrome.report.console import folded

    if mapping["payload_kg"] is None:
        click.echo(folded(f"{mapping['status']}: {mapping['advice']}"), err=True)
    elif not mapping["is_proved"]:
        for fault in mapping["certificate"]["faults"]:
            click.echo(folded(f"the certificate fails: {fault}"), err=True)
    return bool(mapping["is_proved"])
