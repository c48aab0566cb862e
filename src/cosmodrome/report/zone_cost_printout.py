"""What moving a drop zone costs: as a table on a console, and as plain values."""

from textwrap import fill
from typing import Any

from rich.console import Console
from rich.table import Table

from cosmodrome.study.drop_zones.cost import Move, ZoneCost


def zone_cost_mapping(mission: str, cost: ZoneCost) -> dict[str, Any]:
    """Cost as plain values in SI.

    Parameters
    ----------
    mission : str
        Name.
    cost : ZoneCost
        Of moving the zone of a body.
    """
    return {
        "mission": mission,
        "body": cost.body,
        "downrange_m": cost.downrange_m,
        "cost_of": cost.what,
        "payload_per_kg": cost.payload_per_kg,
        "moves": [
            {
                "by_m": move.by_m,
                "downrange_m": move.downrange_m,
                "cost_kg": move.cost_kg,
                "payload_kg": None if move.cost_kg is None else move.cost_kg * cost.payload_per_kg,
                "slope_kg_m": move.slope_kg_m,
                "advice": move.advice,
            }
            for move in cost.moves
        ],
    }


def print_zone_cost(console: Console, mission: str, cost: ZoneCost) -> None:
    """Print a cost.

    Parameters
    ----------
    console : Console
        Where to.
    mission : str
        Name.
    cost : ZoneCost
        Of moving the zone of a body.
    """
    console.print(
        f"{mission}: {cost.body} comes down {cost.downrange_m / 1e3:.1f} km from the pad on the "
        "best ascent"
    )
    table = Table(show_edge=False, box=None, pad_edge=False)
    for head in ("moved [km]", "downrange [km]", "cost [kg]", "as payload [kg]", "slope [kg/km]"):
        table.add_column(head, justify="right", no_wrap=True)
    for move in cost.moves:
        table.add_row(f"{move.by_m / 1e3:+g}", f"{move.downrange_m / 1e3:.1f}", *_told(move, cost))
    console.print(table)
    lines = [f"{move.by_m / 1e3:+g} km: {move.advice}" for move in cost.moves if move.advice]
    lines.append(
        f"Cost is that of {cost.what}; the slope is what the next kilometre away takes, from the "
        "multiplier of what is held. This is not a licence analysis."
    )
    for line in lines:
        console.print(fill(line, console.width - 1, subsequent_indent="    "))


def _told(move: Move, cost: ZoneCost) -> tuple[str, str, str]:
    if move.cost_kg is None or move.slope_kg_m is None:
        return "-", "-", "-"
    return (
        f"{move.cost_kg:.1f}",
        f"{move.cost_kg * cost.payload_per_kg:.1f}",
        f"{1e3 * move.slope_kg_m:.2f}",
    )
