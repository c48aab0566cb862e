"""Orbits that are handed over: of the last stage at its cut-off, of each satellite released.

Flights end at different times. Each state is carried, back or forth, along its own orbit under
gravity alone to the time of the flight without dispersions; the covariance is then that of an
ephemeris at one time, as the next desk takes it. A velocity kick of a release is in the state;
air is left out, over seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.target import OrbitKind, OrbitTarget
from cosmodrome.study.dispersion.columns import STATE
from cosmodrome.study.dispersion.results.axes import RTN, offsets, rtn_axes
from cosmodrome.study.dispersion.results.coast import coasted
from cosmodrome.study.dispersion.results.covariance import covariance_of, turned
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

_STATE_UNITS = ("m", "m", "m", "m/s", "m/s", "m/s")
_ELEMENTS = {
    "semi-major axis": "km",
    "eccentricity": "-",
    "inclination": "deg",
    "ascending node": "deg",
    "argument of latitude": "deg",
    "period": "s",
}
_DEG = float(np.degrees(1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Something whose orbit is handed over.

    Attributes
    ----------
    label : str
        In print.
    time : str
        Column of its time.
    state : tuple of str
        Columns of its position and velocity.
    kind : OrbitKind
        How its elements are counted.
    target : OrbitTarget or None
        The orbit asked for it.
    """

    label: str
    time: str
    state: tuple[str, ...]
    kind: OrbitKind
    target: OrbitTarget | None


def hand_overs(reference: Reference) -> tuple[HandOver, ...]:
    """What a study hands over: the cut-off, then every satellite the nominal flight releases.

    Parameters
    ----------
    reference : Reference
        With the nominal flight and the orbits asked for.
    """
    first = HandOver(
        label=f"{reference.last} cut-off",
        time="time_s",
        state=STATE,
        kind=reference.kind,
        target=reference.asked,
    )
    final, end = reference.final, " release_s"
    released = [
        name.removesuffix(end)
        for name, value in reference.nominal.items()
        if name.endswith(end) and np.isfinite(value)
    ]
    return (
        first,
        *(
            HandOver(
                label=craft,
                time=craft + end,
                state=tuple(f"{craft} {part}" for part in STATE),
                kind=final.kind if final else OrbitKind.OSCULATING,
                target=final,
            )
            for craft in released
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Orbits:
    """States of one hand-over at its nominal time, with their elements.

    Attributes
    ----------
    time_s : float
        The nominal time after lift-off [s].
    nominal : array, shape (6,)
        State of the flight without dispersions [m], [m/s].
    states : array, shape (n, 6)
        Of the flights that got there [m], [m/s].
    elements, nominal_elements : ManyElements
        Counted as the orbit asked for is.
    """

    time_s: float
    nominal: Array
    states: Array
    elements: ManyElements
    nominal_elements: ManyElements


def orbits_of(
    handed: HandOver, columns: Mapping[str, Array], there: NDArray[np.bool_], reference: Reference
) -> Orbits:
    """Orbits of a hand-over at its nominal time.

    Parameters
    ----------
    handed : HandOver
        Which.
    columns : mapping of str to array
        Its time and state [s], [m], [m/s].
    there : array of bool, shape (n,)
        Which flights got there.
    reference : Reference
        With the nominal flight.
    """
    time_s = reference.nominal[handed.time]
    nominal = np.array([reference.nominal[name] for name in handed.state])
    states = np.column_stack([columns[name][there] for name in handed.state])
    wait = time_s - columns[handed.time][there]
    states = coasted(states, wait, reference.gravity, reference.equator.pole)
    elements, own = (
        many_elements(each, reference.equator, reference.gravity, handed.kind)
        for each in (states, nominal[None])
    )
    return Orbits(
        time_s=time_s, nominal=nominal, states=states, elements=elements, nominal_elements=own
    )


def element_rows(elements: ManyElements, nominal: ManyElements, mu: float) -> Array:
    """Elements side by side, angles near those of the nominal flight, shape (n, 6).

    Parameters
    ----------
    elements, nominal : ManyElements
        Of the flights; of the one without dispersions.
    mu : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    array
        Semi-major axis [km], eccentricity [-], inclination, node, argument of latitude [deg],
        period [s].
    """
    latitude = float(nominal.argument_of_latitude_rad[0])
    return np.column_stack(
        [
            elements.semi_major_axis_m / 1e3,
            elements.eccentricity,
            elements.inclination_rad * _DEG,
            near(elements.raan_rad, float(nominal.raan_rad[0])) * _DEG,
            near(elements.argument_of_latitude_rad, latitude) * _DEG,
            period_s(elements, mu),
        ]
    )


def covariance_mapping(handed: HandOver, orbits: Orbits, mu: float) -> dict[str, Any]:
    """Covariance of a hand-over along RTN, in the inertial frame and in elements.

    Parameters
    ----------
    handed : HandOver
        Which.
    orbits : Orbits
        At its nominal time.
    mu : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    dict
        ``time_s`` after lift-off; ``nominal`` state, GCRF [m], [m/s]; ``rtn``, ``elements`` from
        `covariance_of`, offsets from the nominal flight and values; ``eci``: mean offset and
        covariance in GCRF axes; ``heights``: mean and sigma of perigee and apogee [km].
    """
    axes = rtn_axes(orbits.nominal)
    apart = offsets(orbits.states, orbits.nominal, axes)
    names = [*(f"{way} position" for way in RTN), *(f"{way} velocity" for way in RTN)]
    rtn = covariance_of(apart, names, _STATE_UNITS)
    rows = element_rows(orbits.elements, orbits.nominal_elements, mu)
    both = np.zeros((6, 6))
    both[:3, :3] = both[3:, 3:] = axes.T
    return {
        "time_s": orbits.time_s,
        "frame": "GCRF, axes RTN of the nominal state held fixed",
        "nominal": orbits.nominal.tolist(),
        "axes_rtn": axes.tolist(),
        "rtn": rtn,
        "eci": {
            "units": list(_STATE_UNITS),
            "mean": (both @ np.array(rtn["mean"])).tolist(),
            "covariance": turned(np.array(rtn["covariance"]), axes).tolist(),
        },
        "elements_kind": handed.kind.value,
        "elements": None
        if not np.isfinite(rows).all()
        else covariance_of(rows, list(_ELEMENTS), list(_ELEMENTS.values())),
        "heights": {
            name: [float(x.mean()), float(x.std(ddof=1))]
            for name, x in (
                ("perigee", perigee_height_m(orbits.elements) / 1e3),
                ("apogee", apogee_height_m(orbits.elements) / 1e3),
            )
        },
    }
