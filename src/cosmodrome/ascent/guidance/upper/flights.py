"""Flights after injection with names on their numbers."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.flights import Ending, GuidedFlights
from cosmodrome.ascent.guidance.parameters import ParameterLayout
from cosmodrome.ascent.guidance.upper import desk
from cosmodrome.ascent.guidance.upper.flight import fly_on_all
from cosmodrome.ascent.guidance.upper.program import UpperProgram

Array = NDArray[np.float64]

# Ascents an upper stage goes on from.
_GO_ON = (Ending.ORBIT, Ending.SHORTFALL, Ending.STAGE_DRY)


class UpperEnding(Enum):
    """How a flight after injection ended.

    DELIVERED: all burns flown, all satellites released. UPPER_STAGE_DRY: the upper stage ran out of
    propellant. SHORTFALL: the last cut-off left more than 5 m/s to go. LOST: the law of a burn did
    not settle. IMPACT: a coast led back into the air. NO_ASCENT: the launcher did not get there.
    """

    DELIVERED = int(desk.DELIVERED)
    UPPER_STAGE_DRY = int(desk.UPPER_DRY)
    SHORTFALL = int(desk.UPPER_SHORT)
    LOST = int(desk.UPPER_LOST)
    IMPACT = int(desk.IMPACT)
    NO_ASCENT = int(desk.NO_ASCENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperFlights:
    """Results of flights after injection, one row a flight.

    Attributes
    ----------
    burns : int
        Of the upper stage before the releases [-].
    spacecraft : tuple of str
        In the order of release.
    kept : array, shape (n, K)
        As `desk` keeps it; not a number where a flight did not get [-].
    """

    burns: int
    spacecraft: tuple[str, ...]
    kept: Array

    @property
    def ending(self) -> NDArray[np.int64]:
        """Value of `UpperEnding` of each flight, shape (n,) [-]."""
        return self.kept[:, desk.OUTCOME].astype(np.int64)

    @property
    def propellant_left_kg(self) -> Array:
        """Of the upper stage after the last release, shape (n,) [kg]."""
        return self.kept[:, desk.PROPELLANT_LEFT]

    @property
    def reached_s(self) -> Array:
        """End of the last burn after lift-off, shape (n,) [s]."""
        return self.kept[:, desk.REACHED_S]

    @property
    def reached(self) -> Array:
        """True position [m] and velocity [m/s] there, shape (n, 6)."""
        return self.kept[:, desk.REACHED : desk.REACHED + 6]

    @property
    def reached_believed(self) -> Array:
        """Position [m] and velocity [m/s] there as the guidance had them, shape (n, 6)."""
        return self.kept[:, desk.REACHED_BELIEVED : desk.REACHED_BELIEVED + 6]

    def burn(self, number: int) -> Array:
        """Start and end of a burn after lift-off, shape (n, 2) [s].

        Parameters
        ----------
        number : int
            From 0.
        """
        first = desk.KEPT_UPPER + desk.KEPT_BURN * number
        return self.kept[:, first : first + desk.KEPT_BURN]

    def release(self, name: str) -> Array:
        """Time [s], position [m] and velocity [m/s] of a satellite at its release, shape (n, 7).

        Parameters
        ----------
        name : str
            Of the satellite.
        """
        first = desk.KEPT_UPPER + desk.KEPT_BURN * self.burns
        first += desk.KEPT_CRAFT * self.spacecraft.index(name)
        return self.kept[:, first : first + desk.KEPT_CRAFT]

    @property
    def down(self) -> Array:
        """The stage that is brought down, shape (n, 15); of no width when it is not.

        Start and end of the burn [s], how it ended (0 as commanded, 1 dry) [-], propellant left
        [kg], position [m] and velocity [m/s] at its end, mass [kg]; then time of the impact [s],
        latitude, longitude [rad], and speed over the ground [m/s].
        """
        first = desk.KEPT_UPPER + desk.KEPT_BURN * self.burns
        return self.kept[:, first + desk.KEPT_CRAFT * len(self.spacecraft) :]


def launches_of(flights: GuidedFlights, has_burns: bool) -> Array:
    """What flights after injection go on from, shape (n, LAUNCHED) [-].

    Parameters
    ----------
    flights : GuidedFlights
        The ascents.
    has_burns : bool
        An upper stage makes up for what the last stage left undone, if it can; without one only
        ascents that ended in orbit go on.
    """
    going = [ending.value for ending in _GO_ON] if has_burns else [Ending.ORBIT.value]
    return np.column_stack(
        [
            np.isin(flights.ending, going),
            flights.time_s,
            flights.state,
            flights.believed,
            flights.tilt_rad,
            flights.mass_kg,
        ]
    )


def fly_upper(
    program: UpperProgram, layout: ParameterLayout, vectors: Array, launched: Array
) -> UpperFlights:
    """Fly on from the cut-off of the launcher's last stage.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    layout : ParameterLayout
        Of the vectors, with the satellites of the program.
    vectors : array, shape (n, size)
        As the ascents had them [-].
    launched : array, shape (n, LAUNCHED)
        From `launches_of` [-].
    """
    if len(layout.spacecraft) != len(program.craft):
        raise ValueError("the vectors have other satellites than the program")
    if program.to_orbit and not layout.upper:
        raise ValueError("the vectors have no numbers of the upper stage")
    kept = np.empty((len(vectors), desk.kept_size(program)))
    places = (layout.upper_stage, layout.satellites)
    rows, starts = np.ascontiguousarray(vectors), np.ascontiguousarray(launched)
    fly_on_all(program, rows, len(layout.stages), places, starts, kept)
    return UpperFlights(burns=program.to_orbit, spacecraft=layout.spacecraft, kept=kept)
