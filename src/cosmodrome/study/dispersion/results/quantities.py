"""Quantities of a flight that are told, ranked and waited for, by the words users give them.

Those of an orbit bear the name of an element, as ``perigee``, at the cut-off of the launcher's last
stage, and ``lomonosov perigee`` at the release of a satellite.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_MU_M3_S2
from cosmodrome.study.dispersion.results.elements import (
    ManyElements,
    apogee_height_m,
    near,
    perigee_height_m,
    period_s,
)
from cosmodrome.study.dispersion.results.handed_over import (
    HandOver,
    Orbits,
    hand_overs,
    orbits_of,
)
from cosmodrome.study.dispersion.results.reference import Reference

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Columns = Mapping[str, Array]
OfElements = Callable[[ManyElements, ManyElements], Array]

_DEG = float(np.degrees(1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a flight: of an orbit handed over, where `of_elements` is given, or a column.

    Attributes
    ----------
    label : str
        In print.
    unit : str
        Of its values.
    needs : tuple of str
        Columns it is made from.
    factor : float
        From the unit of its column to its own [-].
    handed : HandOver or None
        Whose orbit.
    of_elements : callable or None
        From elements and those of the nominal flight to values in the unit, shape (n,).
    of_orbit : bool
        Only flights that reached orbit have it.
    """

    label: str
    unit: str
    needs: tuple[str, ...]
    factor: float = 1.0
    handed: HandOver | None = None
    of_elements: OfElements | None = None
    of_orbit: bool = True


def _near_nominal(name: str) -> OfElements:
    def read(elements: ManyElements, nominal: ManyElements) -> Array:
        return near(getattr(elements, name), float(getattr(nominal, name)[0])) * _DEG

    return read


# Elements by their word: label, unit, and how they are read.
_ELEMENTS: dict[str, tuple[str, str, OfElements]] = {
    "perigee": ("perigee height", "km", lambda e, _: perigee_height_m(e) / 1e3),
    "apogee": ("apogee height", "km", lambda e, _: apogee_height_m(e) / 1e3),
    "axis": ("semi-major axis", "km", lambda e, _: e.semi_major_axis_m / 1e3),
    "eccentricity": ("eccentricity", "-", lambda e, _: e.eccentricity),
    "inclination": ("inclination", "deg", lambda e, _: e.inclination_rad * _DEG),
    "node": ("ascending node", "deg", _near_nominal("raan_rad")),
    "latitude": ("argument of latitude", "deg", _near_nominal("argument_of_latitude_rad")),
    "period": ("period", "s", lambda e, _: period_s(e, EARTH_MU_M3_S2)),
}
# Loads by their word: label, unit, column, and factor from its unit.
_LOADS = {
    "q": ("dynamic pressure, largest", "kPa", "q_max_Pa", 1e-3),
    "q-alpha": ("pressure times angle, largest", "kPa deg", "q_alpha_max_Pa_rad", 1e-3 * _DEG),
    "axial": ("axial acceleration, largest", "m/s2", "axial_max_m_s2", 1.0),
    "heat-flux": ("heat flux without fairing, largest", "W/m2", "heat_flux_max_W_m2", 1.0),
}
ELEMENT_NAMES = tuple(_ELEMENTS)
NAMES = (*ELEMENT_NAMES, "time", "reserve", *_LOADS)


def quantities(reference: Reference) -> dict[str, Quantity]:
    """All quantities of a study by name: of the cut-off, of loads, of each satellite.

    Parameters
    ----------
    reference : Reference
        What flights are held against.
    """
    cutoff, *releases = hand_overs(reference)
    usable = (f"{reference.last} usable_left_kg",)
    found = dict(_elements_of(cutoff, ""))
    found["time"] = Quantity(label="time of the cut-off", unit="s", needs=(cutoff.time,))
    found["reserve"] = Quantity(label="usable propellant left", unit="kg", needs=usable)
    for name, (label, unit, column, factor) in _LOADS.items():
        found[name] = Quantity(
            label=label, unit=unit, needs=(column,), factor=factor, of_orbit=False
        )
    for handed in releases:
        found |= _elements_of(handed, f"{handed.label} ")
    return found


def _elements_of(handed: HandOver, prefix: str) -> dict[str, Quantity]:
    return {
        prefix + name: Quantity(
            label=prefix + label,
            unit=unit,
            needs=(handed.time, *handed.state),
            handed=handed,
            of_elements=read,
        )
        for name, (label, unit, read) in _ELEMENTS.items()
    }


def needed(chosen: Iterable[Quantity]) -> list[str]:
    """Columns some quantities are made from, each once.

    Parameters
    ----------
    chosen : iterable of Quantity
        Which.
    """
    return list(dict.fromkeys(column for quantity in chosen for column in quantity.needs))


def values_of(
    chosen: Mapping[str, Quantity], columns: Columns, reached: Flags, reference: Reference
) -> Iterator[tuple[str, Array]]:
    """Values of quantities, one after the other; orbits are worked out once for all in a row.

    Parameters
    ----------
    chosen : mapping of str to Quantity
        By name.
    columns : mapping of str to array
        Those they need, in the unit of each [-].
    reached : array of bool, shape (n,)
        Which flights reached orbit.
    reference : Reference
        What flights are held against.

    Yields
    ------
    str, array
        Name, and values of shape (n,) in the unit of the quantity; not a number where a flight
        has none [-].
    """
    last: HandOver | None = None
    orbits: Orbits | None = None
    for name, quantity in chosen.items():
        if quantity.of_elements is None or quantity.handed is None:
            values = columns[quantity.needs[0]] * quantity.factor
            yield name, np.where(reached, values, np.nan) if quantity.of_orbit else values
            continue
        there = reached & np.isfinite(columns[quantity.handed.time])
        if orbits is None or quantity.handed != last:
            last, orbits = quantity.handed, orbits_of(quantity.handed, columns, there, reference)
        found = np.full(len(reached), np.nan)
        found[there] = quantity.of_elements(orbits.elements, orbits.nominal_elements)
        yield name, found
