"""How sure an optimum is: a band from the graded numbers of the catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A number of the catalogue that widens the band.

    Attributes
    ----------
    path : str
        Entry and dotted key of its file.
    text : str
        As written, with its unit.
    grade : str
        How well it is founded.
    sigma : float
        Standard deviation, in the SI unit of the number [-].
    effect_kg : float
        Change of the payload with one sigma [kg].
    """

    path: str
    text: str
    grade: str
    sigma: float
    effect_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Range in which the payload lies.

    Attributes
    ----------
    low_kg, high_kg : float
        Ends of the band [kg].
    drivers : tuple of Driver
        Those that widen it most, largest first.
    """

    low_kg: float
    high_kg: float
    drivers: tuple[Driver, ...]
