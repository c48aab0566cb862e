"""``cosmodrome reconstruct``: the flight behind a telemetry file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cosmodrome.app.cli.commands import catalogue_option

if TYPE_CHECKING:
    from cosmodrome.study.reconstruction.request import ReconstructionRequest

NOT_CONVERGED = 1


@click.command(
    "reconstruct",
    epilog="\b\nExample:\n"
    "  cosmodrome reconstruct stage1.csv stage2.csv \\\n"
    "    --launcher falcon-9-block-5-droneship-near --pad vandenberg-slc-4e \\\n"
    '    --orbit "625 km 86.6 deg" --descending --payload "9600 kg" \\\n'
    "    --events meco=150",
)
@click.argument("telemetry", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--launcher", required=True, metavar="NAME", help="Launcher of the catalogue.")
@click.option("--pad", required=True, metavar="NAME", help="Pad of the catalogue.")
@click.option(
    "--payload",
    required=True,
    metavar="MASS",
    help='All above the launcher: "9600 kg", "9600 +- 300 kg".  [default sigma: 5 %]',
)
@click.option("--orbit", metavar="TEXT", help='Gives the azimuth: "625 km 86.6 deg".')
@click.option("--azimuth", metavar="ANGLE", help='Over that of the orbit: "188 deg".')
@click.option("--descending", is_flag=True, help="It flew towards the south.")
@click.option(
    "--events",
    metavar="TEXT|FILE",
    help="meco=150,ses1=161,seco1=530,throttle_down=50,throttle_up=67,fairing=215, or a CSV or "
    "JSON file of them; those left out are looked for in the speed.",
)
@click.option("--columns", metavar="TEXT", help="time=NAME,speed=NAME,height=NAME.")
@click.option("--no-fairing", is_flag=True, help="It flew without the fairing of the launcher.")
@click.option("--date", metavar="ISO", help="Lift-off, UTC.  [default: 2026-01-01]")
@click.option("--name", metavar="NAME", help="Of the flight.  [default: that of the first file]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    metavar="DIR",
    help="Folder in which the folder of the flight is made.",
)
@click.option("--json", "wants_json", is_flag=True, help="Print JSON instead of tables.")
@catalogue_option
@click.pass_context
def command(
    ctx: click.Context,
    telemetry: tuple[Path, ...],
    launcher: str,
    pad: str,
    payload: str,
    orbit: str | None,
    azimuth: str | None,
    descending: bool,
    events: str | None,
    columns: str | None,
    no_fairing: bool,
    date: str | None,
    name: str | None,
    out: Path,
    wants_json: bool,
) -> None:
    """Read the flight of TELEMETRY back from its speed and height.

    Pitch programme, throttle and a few numbers of the launcher are fitted by flying, with what
    the catalogue knows of them as priors. Several files of one flight are joined. The folder
    written is a catalogue with the fitted launcher and a mission:
    `cosmodrome --catalogue FOLDER fly NAME` flies it again. Exit code 1 when the fit does not
    converge.
    """
    from cosmodrome.study.reconstruction.request import ReconstructionRequest

    request = ReconstructionRequest(
        telemetry=telemetry,
        launcher=launcher,
        pad=pad,
        payload=payload,
        orbit=orbit,
        azimuth=azimuth,
        descending=descending,
        events=events,
        columns=columns,
        date=date,
        fairing=not no_fairing,
    )
    flight = _plain_name(name or telemetry[0].name.split(".")[0])
    mapping, folder = _answer(ctx, request, flight, out)
    if wants_json:
        from cosmodrome.report.as_json import as_json

        sys.stdout.write(as_json(mapping))
    else:
        from cosmodrome.report.console import console
        from cosmodrome.report.reconstruction_printout import print_reconstruction

        print_reconstruction(console(), mapping)
        click.echo(f"folder: {folder}")
        if not (folder / "missions").exists():
            click.echo("no mission file: the telemetry does not reach an orbit")
    if not mapping["fit"]["converged"]:
        click.echo("not converged: give events or a nearer launcher", err=True)
        ctx.exit(NOT_CONVERGED)


def _answer(
    ctx: click.Context, request: "ReconstructionRequest", name: str, out: Path
) -> tuple[dict[str, Any], Path]:
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import progress
    from cosmodrome.report.reconstruction_mapping import reconstruction_mapping
    from cosmodrome.report.run_folder import require_writable, write_run_folder

    require_writable(out)
    with progress() as now:
        now.say("reading the telemetry")
        from cosmodrome.study.reconstruction.files import catalogue_files
        from cosmodrome.study.reconstruction.reconstruct import reconstruct_case
        from cosmodrome.study.reconstruction.request import read_reconstruction

        catalogue = open_catalogue(ctx.obj)
        case = read_reconstruction(request, catalogue)
        now.say("fitting the flight")
        found = reconstruct_case(case)
        now.say("writing it")
        mapping = reconstruction_mapping(name, case, found, catalogue.hash())
        files: dict[str, Any] = dict(
            catalogue_files(name, request.launcher, case, found, catalogue)
        )
        files["reconstruction.json"] = as_json(mapping)
        _add_figure(files, mapping)
        return mapping, write_run_folder(out, name, files)


def _add_figure(files: dict[str, Any], mapping: dict[str, Any]) -> None:
    from cosmodrome.errors import MissingExtraError
    from cosmodrome.report.figure import save_figure
    from cosmodrome.report.reconstruction_figure import draw_reconstruction

    try:
        figure = draw_reconstruction(mapping)
    except MissingExtraError as error:
        click.echo(f"no figure: {error}", err=True)
        return
    files["reconstruction.svg"] = lambda path: save_figure(figure, path)


def _plain_name(text: str) -> str:
    """Name of files from that of a flight: small letters, digits and dashes."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in kept.split("-") if part) or "flight"
