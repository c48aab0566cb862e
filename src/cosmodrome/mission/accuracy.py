"""How near an orbit has to be to the one asked for, from a mission file or in words."""

import re
from dataclasses import dataclass, fields

from cosmodrome.catalogue.units import UnitError, to_si
from cosmodrome.errors import Fault, InputError

_EXAMPLE = 'write "perigee 5 km, apogee 5 km, inclination 0.05 deg, node 0.1 deg"'
# Words of a box, the number each stands for and its unit.
_WORDS = {
    "perigee": ("perigee_height_m", "m"),
    "apogee": ("apogee_height_m", "m"),
    "axis": ("semi_major_axis_m", "m"),
    "inclination": ("inclination_rad", "rad"),
    "node": ("raan_rad", "rad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """How far an orbit may lie from the one asked for, on either side; None is not asked.

    Attributes
    ----------
    perigee_height_m, apogee_height_m, semi_major_axis_m : float or None
        [m].
    inclination_rad, raan_rad : float or None
        [rad].
    """

    perigee_height_m: float | None = None
    apogee_height_m: float | None = None
    semi_major_axis_m: float | None = None
    inclination_rad: float | None = None
    raan_rad: float | None = None

    def __post_init__(self) -> None:
        values = [getattr(self, field.name) for field in fields(self)]
        if all(value is None for value in values):
            raise ValueError("a box needs a side")
        for value in values:
            if value is not None and not 0.0 < value < float("inf"):
                raise ValueError("the sides of a box are above 0")


def read_box(text: str) -> Box:
    """Box in words, such as ``perigee 5 km, apogee 5 km, inclination 0.05 deg``.

    Parameters
    ----------
    text : str
        Sides, with commas between them.

    Raises
    ------
    InputError
        Where it is no box; says what would be one.
    """
    sides: dict[str, float] = {}
    for part in text.split(","):
        word, _, amount = re.sub(r"±|\+/-|\+-", " ", part).strip().partition(" ")
        if word not in _WORDS:
            raise _fault(text, f"`{part.strip()}` names none of {', '.join(_WORDS)}")
        name, unit = _WORDS[word]
        if name in sides:
            raise _fault(text, f"{word} stands twice")
        try:
            sides[name] = to_si(amount.strip(), unit)
        except UnitError as error:
            raise _fault(text, str(error)) from error
    try:
        return Box(**sides)
    except ValueError as error:
        raise _fault(text, str(error)) from error


def _fault(text: str, problem: str) -> InputError:
    return InputError(Fault(file="--box", key=text, problem=problem, remedy=_EXAMPLE))
