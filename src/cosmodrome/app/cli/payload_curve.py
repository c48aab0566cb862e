"""The curves of ``cosmodrome payload``: solve what is not there yet, then table and picture."""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cosmodrome.report.curve_folder import Curve
    from cosmodrome.study.payload_request import PayloadRequest


def run_curve(
    ctx: click.Context,
    request: "PayloadRequest",
    altitude: str | None,
    inclination: str | None,
    workers: int | None,
    out: Path,
    wants_json: bool,
) -> bool:
    """Solve a curve and keep it; whether every point of it is proved.

    Parameters
    ----------
    ctx : click.Context
        With the folders of the user's catalogue.
    request : PayloadRequest
        Launcher, pad and what else all points have in common.
    altitude, inclination : str or None
        The options as written.
    workers : int or None
        Processes; None is one a core [-].
    out : Path
        Folder of all runs.
    wants_json : bool
        Print summary.json instead of a table.
    """
    from cosmodrome.report.curve_folder import finish_curve, finished

    curve = _opened(ctx, request, altitude, inclination, out)
    rows = finished(curve)
    total = len(curve.points)
    if rows:
        click.echo(f"{len(rows)} of {total} points were there", err=True)
    try:
        _solve_missing(curve, rows, workers)
    except KeyboardInterrupt:
        from cosmodrome.report.console import folded

        kept = f"{len(rows)} of {total} points are kept in {curve.folder}"
        click.echo(folded(f"interrupted; {kept}, the same command goes on"), err=True)
        ctx.exit(_INTERRUPTED)
    summary = finish_curve(curve, rows)
    _draw(curve, summary)
    _show(curve, summary, wants_json)
    return set(summary["points_by_status"]) == {"proved"}


# 128 + SIGINT, as the command itself ends when it is interrupted.
_INTERRUPTED = 130


def _opened(
    ctx: click.Context,
    request: "PayloadRequest",
    altitude: str | None,
    inclination: str | None,
    out: Path,
) -> "Curve":
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.curve_folder import CurveRequest, open_curve
    from cosmodrome.study.payload_grid import grid_points, orbit_text, read_grid
    from cosmodrome.study.payload_request import read_request

    grid = read_grid(altitude, inclination, request.orbit or None)
    catalogue = open_catalogue(ctx.obj)
    first = replace(request, orbit=orbit_text(grid_points(grid)[0]))
    case = read_request(first, catalogue)
    return open_curve(out, CurveRequest(case=case, grid=grid, catalogue_hash=catalogue.hash()))


def _solve_missing(curve: "Curve", rows: dict[int, dict[str, Any]], workers: int | None) -> None:
    """Add the rows of the points that are not there yet, each kept as soon as it is found."""
    from cosmodrome.report.console import counted
    from cosmodrome.report.curve_folder import chains_left, keep_point
    from cosmodrome.study.workers import cores, solve_chains

    left = chains_left(curve, rows)
    if not left:
        return
    answers = solve_chains(curve.request.case, left, workers or cores())
    with closing(answers), counted("points", len(curve.points), len(rows)) as done:
        for answer in answers:
            again = answer.place in rows
            rows[answer.place] = keep_point(curve, answer)
            if not again:
                done()


def _draw(curve: "Curve", summary: dict[str, Any]) -> None:
    from cosmodrome.errors import MissingExtraError
    from cosmodrome.report.curve_figure import draw_curve
    from cosmodrome.report.curve_folder import keep_figure
    from cosmodrome.report.figure import save_figure

    try:
        figure = draw_curve(summary)
    except MissingExtraError as error:
        click.echo(f"no picture: {error}", err=True)
        return
    keep_figure(curve, lambda path: save_figure(figure, path))


def _show(curve: "Curve", summary: dict[str, Any], wants_json: bool) -> None:
    from cosmodrome.report.as_json import as_json
    from cosmodrome.report.console import console
    from cosmodrome.report.curve_printout import print_curve

    if wants_json:
        sys.stdout.write(as_json(summary))
        return
    print_curve(console(), summary)
    click.echo(f"curve: {curve.folder}")
