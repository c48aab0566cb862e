"""From a flight to its orbits: what was released, its elements, and a day of ephemeris each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_GRAVITY_RADIUS_M, EARTH_J2, EARTH_MU_M3_S2
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.mission.after_injection import Released
from cosmodrome.mission.flight import Flight
from cosmodrome.mission.mission import Mission
from cosmodrome.mission.reading import Reading
from cosmodrome.orbit.elements import Elements, ltan_h
from cosmodrome.orbit.propagation import DECAY_HEIGHT_M, Ephemeris, Forces, propagate
from cosmodrome.orbit.summary import ElementKind, OrbitRow, elements_of_date, orbit_row

Array = NDArray[np.float64]

DAY_S = 86_400.0
STEP_S = 60.0
PLANE = "plane at lift-off"
# Within 2 m of the standard forces after a day, where the air leaves 200 m open, in half the time.
FORCES = Forces(absolute_tolerance=1e-6, relative_tolerance=1e-11)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """One object in orbit.

    Attributes
    ----------
    body : Released
        State and mass at its release.
    ephemeris : Ephemeris or None
        Up to 24 hours from the release; shorter when it decays or burns again, None when it is
        too low to orbit.
    rows : tuple of OrbitRow
        At release: osculating, mean and TLE-like.
    """

    body: Released
    ephemeris: Ephemeris | None
    rows: tuple[OrbitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Everything in orbit after a flight.

    Attributes
    ----------
    reading : Reading
        Of the flight.
    objects : tuple of HandedOver
        In order of release.
    plane : OrbitRow
        TLE-like orbit of the heaviest satellite with its node carried back to lift-off by its J2
        rate; of the launcher's last stage when there is no satellite.
    of_date : array, shape (3, 3)
        GCRF to the true equator and mean equinox of lift-off [-].
    """

    reading: Reading
    objects: tuple[HandedOver, ...]
    plane: OrbitRow
    of_date: Array


def hand_over(mission: Mission, flight: Flight) -> Handover:
    """Orbits and ephemerides of everything a flight has released.

    Parameters
    ----------
    mission : Mission
        As asked.
    flight : Flight
        Flown.

    Returns
    -------
    Handover
    """
    of_date = flight.around.orientation.gcrf_to_teme
    objects = tuple(_handed_over(mission, flight, body) for body in flight.released)
    return Handover(
        reading=flight.reading,
        objects=objects,
        plane=_plane(mission, [handed.body for handed in objects], of_date),
        of_date=of_date,
    )


def row_near(handover: Handover, name: str, epoch_utc: datetime | None = None) -> OrbitRow | None:
    """TLE-like orbit of an object at the state of its ephemeris nearest to an epoch.

    Parameters
    ----------
    handover : Handover
        Where the object is looked up.
    name : str
        Of the object.
    epoch_utc : datetime or None
        With time zone; the release when None or before it.

    Returns
    -------
    OrbitRow or None
        None when no object has the name.
    """
    handed = next((each for each in handover.objects if each.body.name == name), None)
    if handed is None:
        return None
    path = handed.ephemeris
    if epoch_utc is None or path is None:
        return row_of_kind(handed, ElementKind.TLE)
    after = (epoch_utc - path.epoch_utc).total_seconds()
    i = int(np.argmin(np.abs(path.time_s - after)))
    return orbit_row(
        name,
        path.position_m[i],
        path.velocity_m_s[i],
        path.epoch_utc + timedelta(seconds=float(path.time_s[i])),
        handover.of_date,
        ElementKind.TLE,
    )


def row_of_kind(handed: HandedOver, kind: ElementKind) -> OrbitRow:
    """Orbit of an object at its release, counted as asked.

    Parameters
    ----------
    handed : HandedOver
        The object.
    kind : ElementKind
        How oscillations are counted.
    """
    return next(row for row in handed.rows if row.kind is kind)


def node_rate_rad_s(elements: Elements) -> float:
    """Secular rate of the node under J2 [rad/s].

    Parameters
    ----------
    elements : Elements
        Mean, of a closed orbit.

    References
    ----------
    Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., equation 9-37.
    """
    a = elements.semi_major_axis_m
    p = a * (1.0 - elements.eccentricity**2)
    n = np.sqrt(EARTH_MU_M3_S2 / a**3)
    flattening = EARTH_J2 * (EARTH_GRAVITY_RADIUS_M / p) ** 2
    return float(-1.5 * n * flattening * np.cos(elements.inclination_rad))


def _handed_over(mission: Mission, flight: Flight, body: Released) -> HandedOver:
    epoch = _epoch(mission, body)
    of_date = flight.around.orientation.gcrf_to_teme
    return HandedOver(
        body=body,
        ephemeris=_ephemeris(body, epoch, _free_until_s(mission, flight, body), flight),
        rows=tuple(
            orbit_row(body.name, body.position_m, body.velocity_m_s, epoch, of_date, kind)
            for kind in ElementKind
        ),
    )


def _epoch(mission: Mission, body: Released) -> datetime:
    return mission.liftoff_utc + timedelta(seconds=body.t_s)


def _free_until_s(mission: Mission, flight: Flight, body: Released) -> float:
    """End of the ephemeris after lift-off: a day, or the next burn of the upper stage."""
    end = body.t_s + DAY_S
    stage = mission.upper_stage.stage.name if mission.upper_stage else None
    burns = [e.t_s for e in flight.events if e.name == f"{stage} deorbit start"]
    return min([end, *burns]) if body.name == stage else end


def _ephemeris(body: Released, epoch: datetime, until_s: float, flight: Flight) -> Ephemeris | None:
    world = flight.around.world
    height, _, _ = geodetic(*body.position_m, world.px, world.py, world.pz)
    if float(height) < DECAY_HEIGHT_M + 1e3 or until_s <= body.t_s:
        return None
    return propagate(
        body.position_m,
        body.velocity_m_s,
        epoch,
        mass_kg=body.mass_kg,
        drag_area_m2=body.drag_area_m2,
        drag_coefficient=body.drag_coefficient,
        duration_s=until_s - body.t_s,
        step_s=STEP_S,
        forces=FORCES,
    )


def _plane(mission: Mission, bodies: Sequence[Released], of_date: Array) -> OrbitRow:
    satellites = {passenger.spacecraft.name for passenger in mission.passengers}
    candidates = [body for body in bodies if body.name in satellites] or list(bodies)
    body = max(candidates, key=lambda each: each.mass_kg)
    state = body.position_m, body.velocity_m_s
    row = orbit_row(PLANE, *state, _epoch(mission, body), of_date, ElementKind.TLE)
    rate = node_rate_rad_s(elements_of_date(*state, of_date, ElementKind.MEAN))
    node_deg = (row.raan_deg - np.degrees(rate * body.t_s)) % 360.0
    return OrbitRow(
        object=PLANE,
        kind=ElementKind.TLE,
        epoch_utc=mission.liftoff_utc,
        perigee_km=row.perigee_km,
        apogee_km=row.apogee_km,
        inclination_deg=row.inclination_deg,
        raan_deg=float(node_deg),
        ltan_h=ltan_h(float(np.radians(node_deg)), mission.liftoff_utc),
        period_s=row.period_s,
    )
