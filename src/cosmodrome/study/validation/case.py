"""A published case, and the rows it adds to the table of ``cosmodrome validate``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


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
