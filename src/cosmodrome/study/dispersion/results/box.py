"""The customer's box about the orbit asked for, and how often it is met."""

import re
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.target import OrbitTarget, semi_major_axis_m
from cosmodrome.catalogue.units import UnitError, to_si
from cosmodrome.errors import Fault, InputError
from cosmodrome.study.dispersion.results.elements import (
    ManyElements,
    apogee_height_m,
    near,
    perigee_height_m,
)

Array = NDArray[np.float64]

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


def centre_of(target: OrbitTarget, nominal: ManyElements) -> dict[str, float]:
    """Middle of every side of a box; the node of the nominal flight where none is asked for.

    Parameters
    ----------
    target : OrbitTarget
        The orbit asked for.
    nominal : ManyElements
        Of the flight without dispersions.

    Returns
    -------
    dict of str to float
        By the names of `Box` [m], [rad].
    """
    node = target.raan_rad
    return {
        "perigee_height_m": target.perigee_height_m,
        "apogee_height_m": target.apogee_height_m,
        "semi_major_axis_m": semi_major_axis_m(target),
        "inclination_rad": target.inclination_rad,
        "raan_rad": float(nominal.raan_rad[0]) if node is None else node,
    }


def inside(box: Box, centre: dict[str, float], elements: ManyElements) -> NDArray[np.bool_]:
    """Whether each orbit lies within a box, shape (n,).

    Parameters
    ----------
    box : Box
        About the orbit asked for.
    centre : dict of str to float
        From `centre_of` [m], [rad].
    elements : ManyElements
        Counted as the orbit asked for is.
    """
    within = np.ones(elements.eccentricity.size, dtype=np.bool_)
    for name, off in sides(box, centre, elements).items():
        within &= np.abs(off) <= getattr(box, name)
    return within


def sides(box: Box, centre: dict[str, float], elements: ManyElements) -> dict[str, Array]:
    """Distance of each orbit from the middle of every side that is asked for.

    Parameters
    ----------
    box : Box
        About the orbit asked for.
    centre : dict of str to float
        From `centre_of` [m], [rad].
    elements : ManyElements
        Counted as the orbit asked for is.

    Returns
    -------
    dict of str to array, shape (n,)
        By the names of `Box` [m], [rad].
    """
    asked = [field.name for field in fields(box) if getattr(box, field.name) is not None]
    found = {
        "perigee_height_m": lambda: perigee_height_m(elements),
        "apogee_height_m": lambda: apogee_height_m(elements),
        "semi_major_axis_m": lambda: elements.semi_major_axis_m,
        "inclination_rad": lambda: elements.inclination_rad,
        "raan_rad": lambda: near(elements.raan_rad, centre["raan_rad"]),
    }
    return {name: found[name]() - centre[name] for name in asked}
