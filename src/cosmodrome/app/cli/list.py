"""``cosmodrome list``: what the catalogue holds."""

import click

from cosmodrome.app.cli.commands import catalogue_option

KINDS = ("launchers", "upper-stages", "pads", "spacecraft", "missions", "stations")


@click.command("list")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@catalogue_option
@click.pass_context
def command(ctx: click.Context, kind: str | None) -> None:
    """List what the catalogue holds, or one KIND of it."""
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.console import console
    from cosmodrome.report.tables import Column, console_table

    catalogue = open_catalogue(ctx.obj)
    rows = [
        {"kind": each, "name": name, "title": catalogue.card(name).title}
        for each in ([kind] if kind else KINDS)
        for name in catalogue.names(each)
    ]
    columns = [Column(key="name", heading="name"), Column(key="title", heading="title", wraps=True)]
    if kind is None:
        columns.insert(0, Column(key="kind", heading="kind"))
    console().print(console_table(rows, columns))
