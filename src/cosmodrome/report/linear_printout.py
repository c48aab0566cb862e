"""Linear covariance of a study, as values and as a table on a console."""

from typing import Any

from rich.console import Console
from rich.table import Table

from cosmodrome.study.dispersion.linear import LinearCovariance

# Causes named beside each number, and the least part of its variance that is told [-].
_CAUSES, _LEAST = 3, 0.05
# Beyond this the curvatures are no small part of the spread [-].
_BENT = 0.3


def linear_mapping(mission: str, found: LinearCovariance) -> dict[str, Any]:
    """Linear covariance as plain values.

    Parameters
    ----------
    mission : str
        Name of the mission.
    found : LinearCovariance
        Of its study.
    """
    rows = zip(found.numbers, found.nominal, found.sigma, found.bent, found.parts(), strict=True)
    return {
        "mission": mission,
        "factors": len(found.factors),
        "numbers": {
            name: {
                "nominal": float(nominal),
                "sigma": float(sigma),
                "bent": float(bent),
                "parts": parts,
            }
            for name, nominal, sigma, bent, parts in rows
        },
        "covariance": {"of": list(found.numbers), "matrix": found.covariance.tolist()},
    }


def print_linear(console: Console, mapping: dict[str, Any]) -> None:
    """Print standard deviations and what they come from.

    Parameters
    ----------
    console : Console
        Where to.
    mapping : dict
        From `linear_mapping`.
    """
    console.print(
        f"{mapping['mission']}: linear covariance of {mapping['factors']} factors, "
        f"{2 * mapping['factors'] + 1} guided flights"
    )
    table = Table(show_edge=False, box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("nominal", justify="right")
    table.add_column("sigma", justify="right")
    table.add_column("of its variance")
    for name, row in mapping["numbers"].items():
        bent = row["bent"] > _BENT
        causes = "not linear" if bent else _causes(row["parts"])
        sigma = "-" if bent else f"{row['sigma']:.4g}"
        table.add_row(name, f"{round(row['nominal'], 9) + 0.0:.6g}", sigma, causes)
    console.print(table)
    if any(row["bent"] > _BENT for row in mapping["numbers"].values()):
        console.print("not linear: fly many, without --linear")


def _causes(parts: dict[str, float]) -> str:
    named = [(name, part) for name, part in parts.items() if abs(part) >= _LEAST][:_CAUSES]
    return "\n".join(f"{100.0 * part:3.0f} % {name}" for name, part in named)
