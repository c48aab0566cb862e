"""Where the first burn of the second stage ends, by kind of orbit."""

from cosmodrome.study.falcon_9.facts import FlightFacts, Orbit, goes_straight_up, is_transfer
from cosmodrome.study.falcon_9.flown_model import FlownModel
from cosmodrome.study.falcon_9.second_stage import Insertion

KINDS = ("transfer", "station", "parked", "straight", "straight_polar")


def insertion_kind(facts: FlightFacts) -> str:
    """One of `KINDS`.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    if is_transfer(facts):
        return "transfer"
    if facts.orbit is Orbit.STATION:
        return "station"
    if not goes_straight_up(facts):
        return "parked"
    return "straight_polar" if facts.orbit is Orbit.POLAR else "straight"


def insertion_of(facts: FlightFacts, model: FlownModel) -> Insertion:
    """End of the first burn of the second stage.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        With heights and speeds of each kind.
    """
    kind = insertion_kind(facts)
    return Insertion(
        height_m=1e3 * model[f"insertion_{kind}_km"],
        over_circular_m_s=model[f"over_circular_{kind}_m_s"],
        bend_rad=model["pitch_bend_rad"],
    )
