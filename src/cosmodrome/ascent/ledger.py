"""Propellant ledger: what each stage loaded, burnt and still held when it left."""

from collections.abc import Sequence
from dataclasses import dataclass

from cosmodrome.ascent.phase import Burn
from cosmodrome.ascent.simulate import Track
from cosmodrome.numerics.tables import integral
from cosmodrome.vehicle.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLedger:
    """Propellant of all bodies of a stage.

    Attributes
    ----------
    stage : str
        Its name.
    loaded_kg : float
        Aboard at lift-off [kg].
    burnt_kg : float
        In flight [kg].
    left_kg : float
        Not burnt, residual and landing reserve included [kg].
    unusable_kg : float
        Residual [kg].
    """

    stage: str
    loaded_kg: float
    burnt_kg: float
    left_kg: float
    unusable_kg: float


def ledger_of(stages: Sequence[Stage], tracks: Sequence[Track]) -> tuple[StageLedger, ...]:
    """Propellant ledger of a flight.

    Parameters
    ----------
    stages : sequence of Stage
        With their loads at lift-off.
    tracks : sequence of Track
        As flown.

    Returns
    -------
    tuple of StageLedger
        One a stage.
    """
    rows = []
    for stage in stages:
        burnt = sum(
            _burnt_kg(track, burn)
            for track in tracks
            for burn in track.phase.burns
            if burn.stage == stage.name
        )
        loaded = stage.count * stage.propellant_kg
        rows.append(
            StageLedger(
                stage=stage.name,
                loaded_kg=loaded,
                burnt_kg=burnt,
                left_kg=loaded - burnt,
                unusable_kg=stage.count * stage.residual_kg,
            )
        )
    return tuple(rows)


def _burnt_kg(track: Track, burn: Burn) -> float:
    if track.phase.throttles:
        # Only a stage that burns alone throttles.
        return float(track.state[0, 6] - track.state[-1, 6])
    return integral(burn.flow, 0.0, float(track.time_s[-1] - track.start_s))


def ledger_closure_kg(tracks: Sequence[Track], ledger: Sequence[StageLedger]) -> float:
    """Start mass less everything burnt, dropped by rule and left: zero when nothing is lost [kg].

    What is released in orbit is not in the tracks; take its mass off the result.

    Parameters
    ----------
    tracks : sequence of Track
        As flown, from lift-off.
    ledger : sequence of StageLedger
        Of the same flight.
    """
    dropped = sum(b.mass_kg for track in tracks[:-1] for b in track.phase.dropped)
    burnt = sum(row.burnt_kg for row in ledger)
    return float(tracks[0].state[0, 6] - burnt - dropped - tracks[-1].state[-1, 6])
