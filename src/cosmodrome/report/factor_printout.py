"""What varies in a study, as a table on a console."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from cosmodrome.catalogue.bibliography import sources
from cosmodrome.study.dispersion.listing import FactorRow


def print_factors(console: Console, rows: Iterable[FactorRow]) -> None:
    """Print each factor with its spread and where that comes from; then the sources in full.

    Parameters
    ----------
    console : Console
        Where to.
    rows : iterable of FactorRow
        From `study.dispersion.listing.factor_rows`.
    """
    table = Table(show_edge=False, box=None, padding=(0, 1, 0, 0))
    table.add_column("factor", no_wrap=True)
    table.add_column("sigma", justify="right", no_wrap=True)
    for head in ("spread", "source", "grade"):
        table.add_column(head, overflow="fold")
    known = sources()
    used = set()
    for row in rows:
        # A path is that of a number in the file of the launcher, upper stage or satellite.
        path = row.source not in known and ("." in row.source or " " in row.source)
        source = "file" if path else row.source
        table.add_row(row.name, row.sigma, row.distribution, source, row.grade)
        used.add(source)
    console.print(table)
    if "file" in used:
        console.print("file: a number of the launcher's, upper stage's or satellite's own file")
    for key, line in known.items():
        if key in used:
            console.print(f"{key}: {line}")
