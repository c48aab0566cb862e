"""Tables of a study of dispersed flights on a console."""

from typing import Any

from rich.console import Console
from rich.table import Table


def print_dispersion(console: Console, summary: dict[str, Any]) -> None:
    """Print how flights ended and how their quantities spread.

    Parameters
    ----------
    console : Console
        Where to.
    summary : dict
        From `study.dispersion.summary.summary_of`.
    """
    total = summary["samples"]
    console.print(
        f"{summary['mission']}: {total} guided flights, {summary['factors']} factors, "
        f"{summary['sampling']} samples of seed {summary['seed']}"
    )
    endings = ", ".join(f"{count} {ending}" for ending, count in summary["endings"].items())
    console.print(f"ended: {endings}")
    passed = [f"{name} in {n}" for name, n in summary["limits_passed"].items() if n]
    console.print(f"limits passed by more than 1 %: {', '.join(passed) or 'none'}")
    table = Table(show_edge=False, box=None)
    table.add_column("")
    heads = [f"{100 * q:g} %" for q in summary["quantiles"]]
    for head in ("mean", "sigma", *heads):
        table.add_column(head, justify="right")
    for name, spread in summary["quantities"].items():
        if spread is not None:
            numbers = (spread["mean"], spread["sigma"], *spread["quantiles"])
            table.add_row(name, *(f"{x:.6g}" for x in numbers))
    console.print(table)
