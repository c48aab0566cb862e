"""The command ``cosmodrome`` and its verbs; a verb's module is imported when it is asked for."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

# In the order of `cosmodrome --help`. Each module holds one click command named `command` and
# imports nothing but click until the command runs.
VERBS = ("list", "show", "payload", "fly", "disperse", "zone", "reconstruct", "figure", "validate")


class Verbs(click.Group):
    """A group whose commands are modules of this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the verbs, in the order of the help page."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a verb and give its command; None for an unknown verb."""
        if cmd_name not in VERBS:
            return None
        module = import_module(f"cosmodrome.app.cli.{cmd_name}")
        command: click.Command = module.command
        return command


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"cosmodrome {version('cosmodrome')}")
    except PackageNotFoundError:
        click.echo("cosmodrome (not installed)")
    ctx.exit()


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Exit codes: 0 done, 1 infeasible or not proved (with advice), 2 bad input or output.",
)
@click.option(
    "--catalogue",
    "folders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    metavar="DIR",
    help="Folder of your own launchers, pads, missions; may be repeated. "
    "COSMODROME_CATALOGUE names such folders too.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def cosmodrome(ctx: click.Context, folders: tuple[Path, ...]) -> None:
    """Fly an orbital launch from the pad to the satellites and say how sure it is."""
    ctx.obj = folders


def catalogue_option(command: Any) -> Any:
    """Let a verb take ``--catalogue DIR`` after its name as well as before it.

    Parameters
    ----------
    command : callable
        Function under a click command; the folders stand in ``click.Context.obj``.
    """

    def extend(ctx: click.Context, _: click.Parameter, folders: tuple[Path, ...]) -> None:
        if folders:
            ctx.obj = (*(ctx.obj or ()), *folders)

    return click.option(
        "--catalogue",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        multiple=True,
        expose_value=False,
        callback=extend,
        metavar="DIR",
        help="Folder of your own launchers, pads, missions; may be repeated.",
    )(command)
