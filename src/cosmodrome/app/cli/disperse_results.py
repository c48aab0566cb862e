"""Options and last steps of ``cosmodrome disperse`` that concern its results."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cosmodrome.mission.mission import Mission
    from cosmodrome.study.dispersion.results.reference import Reference
    from cosmodrome.study.dispersion.results.until import Until
    from cosmodrome.study.dispersion.shards import Shards

_OPTIONS = (
    click.option(
        "--until",
        metavar="'QUANTITY PERCENT %'",
        help="Stop once the 95 % interval of a standard deviation is within so many per cent of "
        "it, as 'perigee 1 %'; 'orbit 0.1 %' is the probability of orbit, in per cent points. "
        "Quantities: perigee, apogee, axis, eccentricity, inclination, node, latitude, period, "
        "time, reserve, q, q-alpha, axial, heat-flux; 'lomonosov perigee' is that of a satellite. "
        "-n is then the most that is flown.",
    ),
    click.option(
        "--box",
        metavar="SIDES",
        help="Orbit that is near enough, as 'perigee 5 km, apogee 5 km, inclination 0.05 deg, node "
        "0.1 deg'; in place of `accuracy:` of the mission.",
    ),
    click.option(
        "--indices",
        type=click.IntRange(min=8),
        metavar="N",
        help="Rank by Sobol' indices, from N more flights for each group of factors and two sets.",
    ),
    click.option(
        "--zone-probability",
        type=click.FloatRange(0.5, 0.9999),
        default=0.997,
        show_default=True,
        help="Share of the falls of a body that its drop zone is to hold.",
    ),
)


def results_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command.

    Parameters
    ----------
    command : callable
        Not yet a command of click.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def rule_asked(
    ctx: click.Context, text: str | None, sampling: str, satellites: tuple[str, ...]
) -> "Until | None":
    """Rule of `--until`, or None.

    Parameters
    ----------
    ctx : click.Context
        For errors of usage.
    text : str or None
        In words.
    sampling : str
        By its name.
    satellites : tuple of str
        Of the mission.
    """
    if text is None:
        return None
    from cosmodrome.study.dispersion.results.until import read_until

    rule = read_until(text, satellites)
    if sampling == "latin":
        problem = "a Latin hypercube is made for all its samples and cannot stop before"
        raise click.UsageError(f"{problem}; take --sampling sobol or plain", ctx)
    return rule


def fly_enough(
    shards: "Shards",
    rule: "Until | None",
    reference: "Reference",
    fly: Callable[["Shards"], object],
) -> tuple["Shards", dict[str, Any] | None]:
    """Fly all samples, or until a figure is known; the samples flown, and how it was waited for.

    Parameters
    ----------
    shards : Shards
        Samples there are at most.
    rule : Until or None
        From `rule_asked`.
    reference : Reference
        What flights are held against.
    fly : callable
        Flies what is missing of its argument.
    """
    if rule is None:
        fly(shards)
        return shards, None
    from cosmodrome.study.dispersion.results.until import fly_until

    enough, width = fly_until(shards, rule, reference, fly)
    told = {"quantity": rule.quantity, "part": rule.part, "reached": width, "most": shards.count}
    return enough, told


def tell_results(
    shards: "Shards",
    reference: "Reference",
    told: dict[str, Any] | None,
    indices: int | None,
    workers: int,
    mission: "Mission",
    zone_probability: float,
) -> dict[str, Any]:
    """Work out and write all results; the summary.

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    reference : Reference
        What flights are held against.
    told : dict or None
        From `fly_enough`.
    indices : int or None
        Rows of the design for Sobol' indices [-].
    workers : int
        Threads [-].
    mission : Mission
        As asked.
    zone_probability : float
        Of drop zones [-].
    """
    from cosmodrome.report.console import progress
    from cosmodrome.report.dispersion_folder import write_results
    from cosmodrome.study.dispersion.results.bands import bands_table
    from cosmodrome.study.dispersion.results.summary import results_of
    from cosmodrome.study.dispersion.results.table import column_names

    with progress() as now:
        now.say("reading the samples")
        summary, covariances = results_of(shards, reference)
        summary["until"] = told
        now.say("reading the bands")
        step_s = shards.study.program.settings.sample_step_s
        bands = bands_table(shards, column_names(shards), step_s)
    summary["indices"] = _indices(shards, reference, indices, workers) if indices else None
    summary["drop_zones"] = _drop_zones(shards, reference, mission, zone_probability)
    write_results(shards.folder, summary, covariances, bands)
    return summary


def _drop_zones(
    shards: "Shards", reference: "Reference", mission: "Mission", probability: float
) -> dict[str, Any]:
    """Work out the drop zones and write their files."""
    from cosmodrome.report.drop_zone_folder import write_drop_zones
    from cosmodrome.study.drop_zones.zones import drop_zones_of

    zones = drop_zones_of(shards, reference, mission, probability)
    write_drop_zones(shards.folder, mission.name, mission.liftoff_utc, zones)
    return zones


def _indices(
    shards: "Shards", reference: "Reference", rows: int, workers: int
) -> dict[str, Any] | None:
    """Fly the design of Sobol' indices, told on stderr."""
    from cosmodrome.report.console import counted
    from cosmodrome.study.dispersion.results.ranking import flown_groups, indices_mapping

    flights = rows * (len(flown_groups(shards.study)) + 2)
    with counted("flights for indices", flights, 0) as done:
        for step in indices_mapping(shards.study, reference, rows, workers):
            if not isinstance(step, int):
                return step
            done(step)
    return None


def accuracy_asked(text: str | None, own: Any) -> Any:
    """Box of the command line, else that of the mission.

    Parameters
    ----------
    text : str or None
        Sides in words.
    own : Box or None
        Of the mission.
    """
    from cosmodrome.mission.accuracy import read_box

    return own if text is None else read_box(text)


def results_folder(folder: Path) -> str:
    """Line that says where everything is.

    Parameters
    ----------
    folder : pathlib.Path
        Of the samples.
    """
    return f"samples and results: {folder}"
