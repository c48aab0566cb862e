"""``cosmodrome figure``: the ascent of a run as a picture."""

from pathlib import Path

import click


@click.command("figure")
@click.argument("run_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File to write, .svg, .png or .pdf.  [default: ascent.svg in the run folder]",
)
def command(run_folder: Path, out: Path | None) -> None:
    """Draw the ascent of RUN_FOLDER: height, speed and dynamic pressure against time.

    Of a folder of dispersed flights: histograms, bands against time, and what drives the spread.
    """
    from cosmodrome.report.dispersion_folder import draw_study, is_study
    from cosmodrome.report.figure import draw_run, save_figure

    if is_study(run_folder):
        if out is not None:
            raise click.UsageError("the pictures of dispersed flights stand in their folder")
        for drawn in draw_study(run_folder):
            click.echo(f"figure: {drawn}")
        return
    path = out or run_folder / "ascent.svg"
    save_figure(draw_run(run_folder), path)
    click.echo(f"figure: {path}")
