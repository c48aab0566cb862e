"""A flight of Falcon 9 foretold: speed and height over time from what is announced of it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.falcon_9.facts import (
    FlightEvents,
    FlightFacts,
    Landing,
    Orbit,
    goes_straight_up,
)
from cosmodrome.study.falcon_9.first_stage import Climb, climb_at
from cosmodrome.study.falcon_9.flown_launcher import flown_launcher
from cosmodrome.study.falcon_9.flown_model import FlownModel, flown_model
from cosmodrome.study.falcon_9.insertion import insertion_of
from cosmodrome.study.falcon_9.second_stage import fly_second_stage
from cosmodrome.study.falcon_9.steering_law import predicted_angles_rad

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """Speed and height of a flight as a webcast would show them.

    Attributes
    ----------
    time_s : array, shape (n,)
        After lift-off on the clock of the webcast, rising [s].
    speed_m_s : array, shape (n,)
        Over the ground [m/s].
    height_m : array, shape (n,)
        Over the ellipsoid [m].
    meco_s, seco1_s : float
        Cut-offs as given, or as found where they were not [s].
    inserted : bool
        The second stage met its orbit; where it did not, what follows the first is a guess.
    """

    time_s: Array
    speed_m_s: Array
    height_m: Array
    meco_s: float
    seco1_s: float
    inserted: bool


def predicted_climb(facts: FlightFacts, model: FlownModel) -> Climb:
    """First stage of a flight as the law steers it.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        Read from flights.
    """
    named, lift = predicted_angles_rad(facts, model)
    return climb_at(facts, flown_launcher(facts, model), named, lift)


def _with_cutoff(facts: FlightFacts, climb: Climb, model: FlownModel) -> FlightFacts:
    """Facts with the usual cut-off of a burn straight up, which full thrust would end too low."""
    if facts.events.seco1_s is not None or not goes_straight_up(facts):
        return facts
    cut = climb.cutoff_s + model["straight_after_s"]
    return replace(facts, events=replace(facts.events, seco1_s=cut))


def foretell(facts: FlightFacts, model: FlownModel | None = None) -> Foretold:
    """Fly a flight from what is announced of it, to the end of the second stage's first burn.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel, optional
        Numbers to fly by; those kept with the package without.

    Returns
    -------
    Foretold
    """
    known = flown_model() if model is None else model
    climb = predicted_climb(facts, known)
    rise = fly_second_stage(_with_cutoff(facts, climb, known), climb, insertion_of(facts, known))
    first, second = climb.path, rise.path
    later = slice(1, None)
    return Foretold(
        time_s=np.concatenate([first.time_s, second.time_s[later]]) - known["clock_s"],
        speed_m_s=np.concatenate([first.speed_m_s, second.speed_m_s[later]]),
        height_m=np.concatenate([first.height_m, second.height_m[later]]),
        meco_s=climb.cutoff_s,
        seco1_s=rise.cutoff_s,
        inserted=rise.met,
    )


def predict_flight(
    block: int,
    payload_kg: float | None,
    orbit: str,
    landing: str,
    events: FlightEvents | None = None,
) -> Foretold:
    """Speed and height of a Falcon 9 flight from payload, orbit, landing and event times.

    Nothing of the flight's own speed or height enters. The numbers of the vehicle and of its
    steering were read from other flights; the validation case ``webcasts`` tells how well they
    foretell those not read.

    Parameters
    ----------
    block : int
        1 to 5; 1 and 2 are the first flights of version 1.2 [-].
    payload_kg : float or None
        Satellites, or the cargo of a Dragon; None takes the usual one of the orbit [kg].
    orbit : str
        GTO, MEO, ISS, LEO, PO (polar) or SSO.
    landing : str
        RTLS (launch site), ASDS (drone ship), Ocean or No (expended).
    events : FlightEvents, optional
        Times known; each may be None.

    Returns
    -------
    Foretold

    Raises
    ------
    ValueError
        For a block, orbit or landing that is none of these.

    Examples
    --------
    >>> from cosmodrome.study.falcon_9.facts import FlightEvents
    >>> flight = predict_flight(4, 3700.0, "GTO", "ASDS", FlightEvents(meco_s=155.0))
    >>> flight.inserted
    True
    """
    facts = FlightFacts(
        block=block,
        payload_kg=payload_kg,
        orbit=Orbit(orbit),
        landing=Landing(landing),
        events=FlightEvents() if events is None else events,
    )
    return foretell(facts)
