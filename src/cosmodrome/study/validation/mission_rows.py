"""Rows of the table from a mission of the catalogue, flown as its predicted reading."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cosmodrome.study.validation.case import Row

if TYPE_CHECKING:
    from cosmodrome.mission.compare import ComparisonRow

GIVEN = "given: stands in the launcher's file"
ASKED = "asked for: follows from the target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """How far a figure may be off, and why.

    Attributes
    ----------
    by : float
        In the unit of the figure, or as a part of the published figure [unit of the figure].
    reason : str
        Where it comes from.
    relative : bool
        Whether `by` is a part.
    tuned : str
        What of ours was chosen on the figure; empty when nothing was.
    """

    by: float
    reason: str
    relative: bool = False
    tuned: str = ""


def mission_rows(
    name: str,
    allowed: Mapping[str, Allowed],
    *,
    given: bool = False,
    run_dry: Collection[str] = (),
    without: Collection[str] = (),
) -> tuple[Row, ...]:
    """Published figures of a mission beside those of its planned flight.

    Parameters
    ----------
    name : str
        Catalogue name of the mission.
    allowed : mapping of str to Allowed
        By figure, or by the end of its name: "height" stands for every height.
    given : bool
        Whether to list times that stand in the launcher's file; they are no predictions.
    run_dry : collection of str
        Cut-offs of stages that burn their load: their times follow from load and flow.
    without : collection of str
        Figures to leave out.

    Returns
    -------
    tuple of Row
        Of every published figure that has a tolerance, its own or in `allowed`.

    Raises
    ------
    ArithmeticError
        If no plan was found.
    """
    from cosmodrome.mission.compare import Basis

    rows = []
    for each in compared(name):
        row = replace(each, basis=Basis.FOUND) if each.what in run_dry else each
        known = row.published is not None and row.predicted is not None
        if not known or row.what in without or (row.basis is Basis.GIVEN and not given):
            continue
        found = _allowed(row, allowed)
        if found is not None:
            rows.append(_row(row, found))
    return tuple(rows)


def compared(name: str) -> "tuple[ComparisonRow, ...]":
    """Every figure of a mission, planned and flown by what is asked alone.

    Parameters
    ----------
    name : str
        Catalogue name of the mission.

    Raises
    ------
    ArithmeticError
        If no plan was found.
    """
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.mission.compare import compare
    from cosmodrome.mission.files import load_mission
    from cosmodrome.mission.fly import fly
    from cosmodrome.mission.hand_over import hand_over
    from cosmodrome.mission.plan import plan
    from cosmodrome.mission.reading import Reading

    mission = load_mission(name, Catalogue())
    planned = plan(mission)
    if not planned.outcome.is_success:
        raise ArithmeticError(planned.outcome.advice)
    flight = fly(mission, planned)
    return compare(mission, {Reading.PREDICTED: (flight, hand_over(mission, flight))}).rows


def _allowed(row: "ComparisonRow", allowed: Mapping[str, Allowed]) -> Allowed | None:
    """The tolerance of a figure: by its whole name, by the end of it, or as published."""
    if row.what in allowed:
        return allowed[row.what]
    if row.tolerance is not None:
        return Allowed(by=row.tolerance, reason="what the source leaves open")
    ends = [each for end, each in allowed.items() if row.what.endswith(f" {end}")]
    return ends[0] if ends else None


def _row(row: "ComparisonRow", allowed: Allowed) -> Row:
    from cosmodrome.mission.compare import Basis

    assert row.predicted is not None
    assert row.published is not None
    basis = {Basis.GIVEN: GIVEN, Basis.ASKED: ASKED}.get(row.basis, "")
    return Row(
        quantity=row.what,
        unit=row.unit,
        ours=row.predicted,
        theirs=row.published,
        tolerance=allowed.by * abs(row.published) if allowed.relative else allowed.by,
        reason=allowed.reason,
        source=row.source,
        tuned=allowed.tuned or basis,
    )
