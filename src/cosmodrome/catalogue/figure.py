"""A number of the catalogue with where it comes from, and the card of an entry."""

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """How well a number is founded.

    STATED: the named source states it. SECONDARY: a compilation quotes a source not seen.
    DERIVED: computed from sources the note names. ESTIMATE: plausible, no source.
    UNSOURCED: given in a user's file without a word about its origin.
    """

    STATED = "stated"
    SECONDARY = "secondary"
    DERIVED = "derived"
    ESTIMATE = "estimate"
    UNSOURCED = "unsourced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number as the file gives it.

    Attributes
    ----------
    path : str
        Dotted key in the file.
    text : str
        As written, with its unit.
    value : float or None
        In `unit` [-]; None for a curve.
    unit : str
        SI unit of `value` and `sigma`.
    source : str
        Key in sources.bib; empty when unsourced.
    grade : Grade
    sigma : float or None
        Standard deviation in `unit` [-].
    note : str
    """

    path: str
    text: str
    value: float | None
    unit: str
    source: str = ""
    grade: Grade = Grade.UNSOURCED
    sigma: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything an entry states, ready to be shown.

    Attributes
    ----------
    name, title, kind : str
        Catalogue name; name in print; kind of entry.
    note : str
        What the file says about the entry as a whole.
    file : str
        Where it was read.
    figures : tuple of Figure
        In the order of the file.
    """

    name: str
    title: str
    kind: str
    note: str
    file: str
    figures: tuple[Figure, ...]
