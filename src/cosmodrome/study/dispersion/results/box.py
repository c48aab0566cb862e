"""How often orbits lie within the customer's box about the orbit asked for."""

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.target import OrbitTarget, semi_major_axis_m
from cosmodrome.mission.accuracy import Box
from cosmodrome.study.dispersion.results.elements import (
    ManyElements,
    apogee_height_m,
    near,
    perigee_height_m,
)

Array = NDArray[np.float64]


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
    values = {
        "perigee_height_m": perigee_height_m(elements),
        "apogee_height_m": apogee_height_m(elements),
        "semi_major_axis_m": elements.semi_major_axis_m,
        "inclination_rad": elements.inclination_rad,
        "raan_rad": near(elements.raan_rad, centre["raan_rad"]),
    }
    asked = [field.name for field in fields(box) if getattr(box, field.name) is not None]
    return {name: values[name] - centre[name] for name in asked}
