"""``cosmodrome show``: a card of one thing, with the source and grade of each figure."""

import click

from cosmodrome.app.cli.commands import catalogue_option


@click.command("show")
@click.argument("name")
@catalogue_option
@click.pass_context
def command(ctx: click.Context, name: str) -> None:
    """Show the card of NAME: every figure with its source and grade."""
    from cosmodrome.catalogue.load import open_catalogue
    from cosmodrome.report.card import print_card
    from cosmodrome.report.console import console

    print_card(console(), open_catalogue(ctx.obj).card(name))
