"""When things happen after injection, by what was asked or by what was published."""

from dataclasses import dataclass

import numpy as np

from cosmodrome.mission.mission import Mission, Passenger
from cosmodrome.mission.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseGroup:
    """Passengers that leave at one moment.

    Attributes
    ----------
    t_s : float
        After lift-off [s].
    passengers : tuple of Passenger
        In the order of the mission.
    """

    t_s: float
    passengers: tuple[Passenger, ...]


def published_time_s(mission: Mission, reading: Reading, event: str) -> float | None:
    """Time the as-flown reading must meet for an event, None when it is free [s].

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The predicted one meets none.
    event : str
        Event key.
    """
    if reading is Reading.PREDICTED or mission.as_flown is None:
        return None
    return next((e.t_s for e in mission.as_flown.events if e.name == event), None)


def burn_starts_s(
    mission: Mission, reading: Reading, injection_s: float, start_s: float, period_s: float
) -> tuple[float | None, float | None]:
    """Starts of the two upper-stage burns from the start of their leg; None is to be found [s].

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one takes the published times.
    injection_s : float
        Injection into the parking orbit, after lift-off [s].
    start_s : float
        Start of the leg, after lift-off [s].
    period_s : float
        Of the parking orbit [s].
    """
    assert mission.upper_stage is not None
    name = mission.upper_stage.stage.name
    first = published_time_s(mission, reading, f"{name} burn 1 start")
    second = published_time_s(mission, reading, f"{name} burn 2 start")
    if second is None and mission.second_burn_rev is not None:
        second = injection_s + mission.second_burn_rev * period_s
    return (
        None if first is None else first - start_s,
        None if second is None else second - start_s,
    )


def release_groups(
    mission: Mission, reading: Reading, reached_s: float
) -> tuple[ReleaseGroup, ...]:
    """Releases in their order.

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one takes the published times.
    reached_s : float
        Target orbit reached, after lift-off [s].
    """
    groups: list[tuple[float, list[Passenger]]] = []
    t = reached_s
    for passenger in mission.passengers:
        event = f"{passenger.spacecraft.name} release"
        published = published_time_s(mission, reading, event)
        t = t + passenger.release_delay_s if published is None else published
        if groups and np.isclose(groups[-1][0], t, rtol=0.0, atol=1e-6):
            groups[-1][1].append(passenger)
        else:
            groups.append((t, [passenger]))
    return tuple(ReleaseGroup(t_s=t, passengers=tuple(members)) for t, members in groups)


def deorbit_start_s(mission: Mission, reading: Reading, last_s: float) -> float | None:
    """Start of the deorbit burn after lift-off, None without one [s].

    Parameters
    ----------
    mission : Mission
        As asked.
    reading : Reading
        The as-flown one takes the published time.
    last_s : float
        Last release, after lift-off [s].
    """
    if mission.deorbit is None or mission.upper_stage is None:
        return None
    event = f"{mission.upper_stage.stage.name} deorbit start"
    published = published_time_s(mission, reading, event)
    return last_s + mission.deorbit.delay_s if published is None else published
