"""What is known of a Falcon 9 flight without looking at its speed or height."""

from dataclasses import dataclass, field
from enum import Enum

from cosmodrome.vehicle.bounds import require_positive


class Orbit(Enum):
    """Kind of orbit as a launch list calls it."""

    TRANSFER = "GTO"
    MEDIUM = "MEO"
    STATION = "ISS"
    LOW = "LEO"
    POLAR = "PO"
    SUN_SYNCHRONOUS = "SSO"


class Landing(Enum):
    """Where the first stage goes: back to the launch site, to a ship, into the sea, or nowhere."""

    LAUNCH_SITE = "RTLS"
    DRONE_SHIP = "ASDS"
    OCEAN = "Ocean"
    EXPENDED = "No"


# A Dragon without its cargo [kg]: 4200 dry, the rest propellant, trunk and attachments, as in the
# catalogue's dragon-crs-12. Launch lists give the cargo as payload.
DRAGON_KG = 6090.0
# Where a payload is not given [kg]: the middle of the calibration half, cargo for the station.
_USUAL_KG = {
    Orbit.TRANSFER: 4700.0,
    Orbit.MEDIUM: 4000.0,
    Orbit.STATION: 2600.0,
    Orbit.LOW: 3000.0,
    Orbit.POLAR: 9600.0,
    Orbit.SUN_SYNCHRONOUS: 3000.0,
}
# Above this no low orbit is reached without a parking orbit [kg]: 9.6 t park, 4.3 t do not.
_PARKED_ABOVE_KG = 7000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightEvents:
    """Times of a flight after lift-off, each None where it is not known.

    Attributes
    ----------
    throttle_down_start_s, throttle_down_end_s : float or None
        Of the bucket around the highest dynamic pressure; with neither there is no bucket [s].
    meco_s : float or None
        Cut-off of the first stage [s].
    ses1_s, seco1_s : float or None
        Start and end of the first burn of the second stage [s].
    """

    throttle_down_start_s: float | None = None
    throttle_down_end_s: float | None = None
    meco_s: float | None = None
    ses1_s: float | None = None
    seco1_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightFacts:
    """A Falcon 9 flight as announced.

    Attributes
    ----------
    block : int
        1 to 5; 1 is the first of version 1.2 [-].
    payload_kg : float or None
        Satellites, or the cargo of a Dragon; the usual one of the orbit where None [kg].
    orbit : Orbit
    landing : Landing
    events : FlightEvents
    """

    block: int
    payload_kg: float | None
    orbit: Orbit
    landing: Landing
    events: FlightEvents = field(default_factory=FlightEvents)

    def __post_init__(self) -> None:
        require_positive(payload_kg=self.payload_kg)
        if self.block not in range(1, 6):
            raise ValueError(f"block {self.block}: Falcon 9 has flown blocks 1 to 5")


def block_group(facts: FlightFacts) -> int:
    """First block of the group that shares a vehicle model: 1, 3 or 5 [-].

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    return min(facts.block - (facts.block - 1) % 2, 5)


def payload_aboard_kg(facts: FlightFacts) -> float:
    """Everything above the second stage, a Dragon with its cargo [kg].

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    listed = _USUAL_KG[facts.orbit] if facts.payload_kg is None else facts.payload_kg
    return listed + (DRAGON_KG if facts.orbit is Orbit.STATION else 0.0)


def is_transfer(facts: FlightFacts) -> bool:
    """Whether a second burn goes far out, so that the first one only has to park low.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    return facts.orbit in (Orbit.TRANSFER, Orbit.MEDIUM)


def goes_straight_up(facts: FlightFacts) -> bool:
    """Whether the first burn of the second stage ends at the height of the target.

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    low = facts.orbit in (Orbit.LOW, Orbit.POLAR, Orbit.SUN_SYNCHRONOUS)
    return low and payload_aboard_kg(facts) < _PARKED_ABOVE_KG
