"""Quantities of a flight that are told, ranked and waited for, by the words users give them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.columns import STATE
from cosmodrome.study.dispersion.results.coast import coasted
from cosmodrome.study.dispersion.results.elements import (
    ManyElements,
    apogee_height_m,
    many_elements,
    near,
    perigee_height_m,
    period_s,
)
from cosmodrome.study.dispersion.results.reference import Reference

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Columns = Mapping[str, Array]

_AT = ("time_s", *STATE)
_DEG = float(np.degrees(1.0))


OfElements = Callable[[ManyElements, Reference], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a flight: of its orbit, where `of_elements` is given, or a column.

    Attributes
    ----------
    label : str
        In print.
    unit : str
        Of its values.
    needs : tuple of str
        Columns it is made from; ``{last}`` stands for the launcher's last stage.
    factor : float
        From the unit of its column to its own [-].
    of_elements : callable or None
        From elements and reference to values in the unit, shape (n,).
    of_orbit : bool
        Only flights that reached orbit have it.
    """

    label: str
    unit: str
    needs: tuple[str, ...]
    factor: float = 1.0
    of_elements: OfElements | None = None
    of_orbit: bool = True


def states_at_cutoff(columns: Columns, reference: Reference) -> Array:
    """States carried to the cut-off of the flight without dispersions, shape (n, 6) [m], [m/s].

    Parameters
    ----------
    columns : mapping of str to array
        ``time_s`` and the state at the cut-off [s], [m], [m/s].
    reference : Reference
        With the nominal time.
    """
    states = np.column_stack([columns[name] for name in STATE])
    wait = reference.nominal["time_s"] - columns["time_s"]
    return coasted(states, wait, reference.gravity, reference.equator.pole)


def nominal_state(reference: Reference, names: tuple[str, ...] = STATE) -> Array:
    """State of the flight without dispersions, shape (6,) [m], [m/s].

    Parameters
    ----------
    reference : Reference
        With the nominal flight.
    names : tuple of str
        Columns of position and velocity.
    """
    return np.array([reference.nominal[name] for name in names])


def nominal_elements(reference: Reference) -> ManyElements:
    """Elements of the flight without dispersions at its cut-off.

    Parameters
    ----------
    reference : Reference
        With the nominal flight.
    """
    state = nominal_state(reference)[None]
    return many_elements(state, reference.equator, reference.gravity, reference.kind)


def _near_nominal(name: str) -> OfElements:
    def read(elements: ManyElements, reference: Reference) -> Array:
        nominal = float(getattr(nominal_elements(reference), name)[0])
        return near(getattr(elements, name), nominal) * _DEG

    return read


def _element(label: str, unit: str, read: OfElements) -> Quantity:
    return Quantity(label=label, unit=unit, needs=_AT, of_elements=read)


def _load(label: str, unit: str, column: str, factor: float) -> Quantity:
    return Quantity(label=label, unit=unit, needs=(column,), factor=factor, of_orbit=False)


QUANTITIES: dict[str, Quantity] = {
    "perigee": _element("perigee height", "km", lambda e, _: perigee_height_m(e) / 1e3),
    "apogee": _element("apogee height", "km", lambda e, _: apogee_height_m(e) / 1e3),
    "axis": _element("semi-major axis", "km", lambda e, _: e.semi_major_axis_m / 1e3),
    "eccentricity": _element("eccentricity", "-", lambda e, _: e.eccentricity),
    "inclination": _element("inclination", "deg", lambda e, _: e.inclination_rad * _DEG),
    "node": _element("ascending node", "deg", _near_nominal("raan_rad")),
    "latitude": _element("argument of latitude", "deg", _near_nominal("argument_of_latitude_rad")),
    "period": _element("period", "s", lambda e, ref: period_s(e, ref.gravity.mu_m3_s2)),
    "time": Quantity(label="time of the cut-off", unit="s", needs=("time_s",)),
    "reserve": Quantity(
        label="usable propellant left", unit="kg", needs=("{last} usable_left_kg",)
    ),
    "q": _load("dynamic pressure, largest", "kPa", "q_max_Pa", 1e-3),
    "q-alpha": _load("pressure times angle, largest", "kPa deg", "q_alpha_max_Pa_rad", 1e-3 * _DEG),
    "axial": _load("axial acceleration, largest", "m/s2", "axial_max_m_s2", 1.0),
    "heat-flux": _load("heat flux without fairing, largest", "W/m2", "heat_flux_max_W_m2", 1.0),
}


def needed(names: tuple[str, ...], reference: Reference) -> list[str]:
    """Columns some quantities are made from, each once.

    Parameters
    ----------
    names : tuple of str
        Keys of `QUANTITIES`.
    reference : Reference
        For the name of the last stage.
    """
    every = [
        column.format(last=reference.last) for name in names for column in QUANTITIES[name].needs
    ]
    return list(dict.fromkeys(every))


def values_of(
    names: tuple[str, ...], columns: Columns, reached: Flags, reference: Reference
) -> Iterator[tuple[str, Array]]:
    """Values of quantities, one after the other; the orbits are worked out once for all.

    Parameters
    ----------
    names : tuple of str
        Keys of `QUANTITIES`.
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
    elements: ManyElements | None = None
    for name in names:
        quantity = QUANTITIES[name]
        if quantity.of_elements is None:
            values = columns[quantity.needs[0].format(last=reference.last)] * quantity.factor
            yield name, np.where(reached, values, np.nan) if quantity.of_orbit else values
            continue
        if elements is None:
            states = states_at_cutoff({key: columns[key][reached] for key in _AT}, reference)
            elements = many_elements(states, reference.equator, reference.gravity, reference.kind)
            del states
        found = np.full(len(reached), np.nan)
        found[reached] = quantity.of_elements(elements, reference)
        yield name, found
