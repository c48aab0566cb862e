"""``cosmodrome validate``: every published case again, ours beside theirs."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cosmodrome.study.validation.run import Listed

NOT_REPRODUCED = 1


@click.command(
    "validate",
    epilog="\b\nExamples:\n"
    "  cosmodrome validate\n"
    "  cosmodrome validate earth orbits\n"
    "  cosmodrome validate --only nesc --verbose",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Case, group, or the beginning of either; may be repeated. The same as NAME.",
)
@click.option("--list", "wants_list", is_flag=True, help="List the cases and run nothing.")
@click.option("--verbose", is_flag=True, help="Print the reason of every tolerance.")
@click.option("--json", "wants_json", is_flag=True, help="Print JSON, every column.")
@click.option("--markdown", "wants_markdown", is_flag=True, help="Print Markdown, every column.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes.  [default: all cores]"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    metavar="DIR",
    help="Folder in which the folder of the table is made.",
)
@click.pass_context
def command(
    ctx: click.Context,
    names: tuple[str, ...],
    only: tuple[str, ...],
    wants_list: bool,
    verbose: bool,
    wants_json: bool,
    wants_markdown: bool,
    workers: int | None,
    out: Path,
) -> None:
    """Run published cases again and print ours beside theirs.

    Each NAME is a case, a group of cases, or the beginning of either; without one all run. The
    table is kept as validation.json and validation.md in a folder of its own. Exit code 1 when a
    row misses that is not known to, when one known to miss passes, or when a case fails.
    """
    if wants_json and wants_markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    from cosmodrome.study.validation.run import chosen

    cases = chosen(names + only)
    if wants_list:
        from cosmodrome.report.console import console
        from cosmodrome.report.validation_printout import print_cases

        print_cases(console(), cases)
        return
    mapping, folder = _run(cases, workers, out, whole=not (names + only))
    _show(mapping, folder, verbose, wants_json, wants_markdown)
    from cosmodrome.report.validation_mapping import holds

    if not holds(mapping):
        ctx.exit(NOT_REPRODUCED)


def _run(
    cases: Sequence["Listed"], workers: int | None, out: Path, *, whole: bool
) -> tuple[dict[str, Any], Path]:
    """Run the cases and keep the table."""
    from cosmodrome.report.console import counted
    from cosmodrome.report.run_folder import require_writable
    from cosmodrome.report.validation_folder import write_validation
    from cosmodrome.report.validation_mapping import validation_mapping
    from cosmodrome.study.processes import cores
    from cosmodrome.study.validation.run import run_cases

    require_writable(out)
    begin, ran = perf_counter(), {}
    running = run_cases(cases, workers or cores())
    with closing(running), counted("cases", len(cases), 0) as done:
        for each in running:
            ran[each.key] = each
            done()
    mapping = validation_mapping(cases, ran, perf_counter() - begin)
    return mapping, write_validation(out, mapping, whole=whole)


def _show(
    mapping: dict[str, Any], folder: Path, verbose: bool, wants_json: bool, wants_markdown: bool
) -> None:
    if wants_json:
        from cosmodrome.report.as_json import as_json

        sys.stdout.write(as_json(mapping))
    elif wants_markdown:
        from cosmodrome.report.validation_markdown import whole_table

        sys.stdout.write(whole_table(mapping))
    else:
        from cosmodrome.report.console import console
        from cosmodrome.report.validation_printout import print_validation

        print_validation(console(), mapping, verbose=verbose)
        click.echo(f"table: {folder}")
