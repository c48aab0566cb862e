"""A flown mission as numbers: tracks, events, what was released, losses, loads, falls, ledger."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.falls import Fall
from cosmodrome.ascent.ledger import StageLedger
from cosmodrome.ascent.loads import Peak
from cosmodrome.ascent.losses import Losses
from cosmodrome.ascent.simulate import Track
from cosmodrome.mission.after_injection import Released
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, and the state then.

    Attributes
    ----------
    name : str
        Event key.
    t_s : float
        After lift-off [s].
    position_m, velocity_m_s : array, shape (3,)
        Inertial, GCRF axes [m], [m/s].
    mass_kg : float
        Before anything leaves [kg].
    height_m : float
        Over the ellipsoid [m].
    downrange_m : float
        Along the ground from the pad [m].
    """

    name: str
    t_s: float
    position_m: Array
    velocity_m_s: Array
    mass_kg: float
    height_m: float
    downrange_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflight:
    """How far the flight ends from the plan.

    Attributes
    ----------
    position_m, velocity_m_s : float
        At injection by the launcher [m], [m/s].
    """

    position_m: float
    velocity_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One flown mission.

    Attributes
    ----------
    reading : Reading
        Of the plan it flew.
    around : Surroundings
        Earth at lift-off.
    tracks : tuple of Track
        Phases from lift-off to the end, in order.
    ascent_phases : int
        How many of them belong to the ascent [-].
    events : tuple of Event
        In order of time.
    released : tuple of Released
        Satellites, upper stage, last stage of the launcher: the handover to orbit.
    losses : Losses
        Of the ascent.
    loads : tuple of Peak
        Of the ascent.
    falls : tuple of Fall
        Of everything that comes down.
    ledger : tuple of StageLedger
        Propellant of each stage.
    reflight : Reflight
        Distance from the plan.
    """

    reading: Reading
    around: Surroundings
    tracks: tuple[Track, ...]
    ascent_phases: int
    events: tuple[Event, ...]
    released: tuple[Released, ...]
    losses: Losses
    loads: tuple[Peak, ...]
    falls: tuple[Fall, ...]
    ledger: tuple[StageLedger, ...]
    reflight: Reflight
