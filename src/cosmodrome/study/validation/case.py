"""A published case, and the rows it adds to the table of ``cosmodrome validate``."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

# A known miss may change by this fraction of its size before it counts as another one.
_SAME = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quantity, ours beside theirs.

    Attributes
    ----------
    quantity : str
        What is compared, unique within its case: "speed at MECO".
    unit : str
        Unit of the three figures, as printed: "km", "m/s", "%"; "-" for a pure number.
    ours, theirs : float
        Found by cosmodrome, and published [unit].
    tolerance : float
        Largest difference that passes [unit].
    reason : str
        Where the tolerance comes from, in a few words: "spread of six simulators".
    source : str
        Key of the published figure in ``sources.bib``.
    tuned : str
        Which number of ours was tuned on this very figure; empty when none was.
    """

    quantity: str
    unit: str
    ours: float
    theirs: float
    tolerance: float
    reason: str
    source: str
    tuned: str = ""

    @property
    def error(self) -> float:
        """Ours less theirs [unit]."""
        return self.ours - self.theirs

    @property
    def passed(self) -> bool:
        """True when the error is within the tolerance; false for a figure that is no number."""
        return abs(self.error) <= self.tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A row known to miss.

    Attributes
    ----------
    error : float
        Ours less theirs when it was last looked at [unit of the row].
    why : str
        What is known of the cause.
    """

    error: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something published that cosmodrome computes again.

    Attributes
    ----------
    key : str
        Name for ``--only``: "nesc-06".
    title : str
        For a reader: "NESC check-case 6, sphere dropped over the ellipsoid".
    run : callable
        Computes the rows; takes nothing.
    seconds : float
        Typical duration on one core [s].
    misses : mapping of str to Miss
        Known misses by quantity. A row that misses and does not stand here fails the tests, and
        so does one that stands here and passes.
    """

    key: str
    title: str
    run: Callable[[], tuple[Row, ...]]
    seconds: float
    misses: Mapping[str, Miss] = field(default_factory=dict)


def same_size(error: float, recorded: float) -> bool:
    """Whether a miss is still the one recorded.

    Parameters
    ----------
    error, recorded : float
        Now, and when it was last looked at [unit of the row].
    """
    return abs(error - recorded) <= _SAME * abs(recorded)


def worst_row(
    quantity: str,
    unit: str,
    ours: Iterable[float],
    theirs: Iterable[float],
    tolerance: Iterable[float],
    *,
    reason: str,
    source: str,
    tuned: str = "",
) -> Row:
    """Row of the figure that comes nearest to its tolerance, or exceeds it by most.

    It passes when every figure does. A figure that is no number is the worst of all.

    Parameters
    ----------
    quantity, unit : str
        As of `Row`; say of how many figures it is the worst: "pressure, 45 heights".
    ours, theirs, tolerance : iterable of float
        Figures and the tolerance of each, as long as each other [unit].
    reason, source, tuned : str
        As of `Row`.
    """
    rows = [
        Row(
            quantity=quantity,
            unit=unit,
            ours=float(a),
            theirs=float(b),
            tolerance=float(most),
            reason=reason,
            source=source,
            tuned=tuned,
        )
        for a, b, most in zip(ours, theirs, tolerance, strict=True)
    ]
    return max(rows, key=share)


def share(row: Row) -> float:
    """Error as a share of the tolerance [-]; infinite for a figure that is no number.

    Parameters
    ----------
    row : Row
        As computed.
    """
    if row.passed and row.error == 0.0:
        return 0.0
    part = abs(row.error) / row.tolerance if row.tolerance > 0.0 else math.inf
    return part if math.isfinite(part) else math.inf
