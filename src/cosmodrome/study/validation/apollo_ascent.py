"""The ascent of an Apollo flight, planned and flown to its insertion, as rows of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cosmodrome.study.validation.apollo import (
    FT_M,
    INSERTION_S,
    LIFTOFF_S,
    PSF_PA,
    ApolloFlight,
    mission_of_flight,
)
from cosmodrome.study.validation.case import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cosmodrome.ascent.dynamics import World
    from cosmodrome.ascent.simulate import Track
    from cosmodrome.mission.mission import Mission
    from cosmodrome.mission.surroundings import Surroundings

    Array = NDArray[np.float64]

_SOURCE = "AN"
_ASKED = "asked for: the orbit flown is the target"
# What the sigmas of thrusts, impulses, dry masses and loads make of the time of insertion, each
# moved in a plan of its own (Apollo 11, Apollo 7) and summed by squares; most comes from thrusts.
_SIGMA_S = {"saturn-v": 5.9, "saturn-ib": 7.7}
# Speed of the ground track at insertion over that of the Earth's surface [deg/s].
_TRACK_DEG_S = 0.077


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """Where a flight is and how it moves, as SP-2000-4029 says it.

    Attributes
    ----------
    time_s : float
        After range zero [s].
    height_m : float
        Over the ellipsoid [m].
    speed_m_s : float
        Space-fixed [m/s].
    flight_path_deg, heading_deg : float
        Of the space-fixed velocity, over the geocentric horizon and from north [deg].
    latitude_deg, longitude_deg : float
        Geodetic [deg].
    """

    time_s: float
    height_m: float
    speed_m_s: float
    flight_path_deg: float
    heading_deg: float
    latitude_deg: float
    longitude_deg: float


def ascent_rows(flight: ApolloFlight) -> tuple[Row, ...]:
    """Insertion and the largest dynamic pressure, ours beside the published ones.

    Parameters
    ----------
    flight : ApolloFlight
        On a Saturn V or IB.

    Raises
    ------
    ArithmeticError
        If no ascent was found.
    """
    from cosmodrome.mission.surroundings import surroundings

    mission = mission_of_flight(flight)
    around = surroundings(mission)
    tracks = _flown(mission, around)
    return (*_insertion(flight, mission, around, tracks), *_in_air(flight, around, tracks))


def _flown(mission: "Mission", around: "Surroundings") -> "list[Track]":
    """Tracks to the cut-off of the last stage, and the coast to insertion."""
    import numpy as np

    from cosmodrome.ascent.simulate import fly_phases, start_state
    from cosmodrome.mission.after_injection import coast_to
    from cosmodrome.mission.plan_ascent import plan_ascent
    from cosmodrome.mission.reading import Reading

    planned = plan_ascent(mission, Reading.PREDICTED, around)
    if not planned.solution.converged:
        raise ArithmeticError(f"no ascent found: {planned.certificate.solver_status}")
    leg = planned.leg
    start = start_state(
        np.array(leg.start_position_m), np.array(leg.start_velocity_m_s), leg.start_mass_kg
    )
    tracks = fly_phases(leg.sequence.phases, planned.steering, start, around.world)
    off = float(tracks[-1].time_s[-1])
    end = off + INSERTION_S
    coast = coast_to("coast", "insertion", tracks[-1].state[-1], off, end, mission, around)
    return [*tracks, coast]


def _insertion(
    flight: ApolloFlight, mission: "Mission", around: "Surroundings", tracks: "Sequence[Track]"
) -> tuple[Row, ...]:
    track, there = tracks[-1], flight.figures
    here = _instant(float(track.time_s[-1]), track.state[-1], around)
    late = 2.0 * _SIGMA_S[mission.launcher.name]
    spread = "two sigma of the launcher's numbers"
    height = there["height_ft"] * FT_M
    moved = f"{late:.1f} s of flight, {spread}"
    return (
        _row("insertion time", "s", here.time_s, there["insertion_s"], late, spread),
        _row(
            "insertion height", "km", here.height_m / 1e3, height / 1e3, 0.01 * height / 1e3,
            "1 % of it; where on its orbit it comes in is left free", _ASKED,
        ),
        _row(
            "insertion speed", "m/s", here.speed_m_s, there["speed_ft_s"] * FT_M,
            1.2 * 0.01 * height / 1e3, "what 1 % of the height makes of the speed", _ASKED,
        ),
        _row(
            "insertion flight-path angle", "deg", here.flight_path_deg,
            there["flight_path_angle_deg"], 0.05, "7 m/s of climb", _ASKED,
        ),
        _row(
            "insertion latitude", "deg", here.latitude_deg, there["latitude_deg"],
            0.1, "pad, azimuth and orbit leave less than a tenth of a degree near its summit",
        ),
        _row(
            "insertion longitude", "deg", here.longitude_deg, there["longitude_deg"],
            _TRACK_DEG_S * late, moved,
        ),
        _row(
            "insertion heading", "deg", here.heading_deg, there["heading_deg"],
            _TRACK_DEG_S * late, f"it turns with the longitude: {moved}",
        ),
    )  # fmt: skip


def _in_air(
    flight: ApolloFlight, around: "Surroundings", tracks: "Sequence[Track]"
) -> tuple[Row, ...]:
    """The largest dynamic pressure, when and where."""
    import numpy as np

    there = flight.figures
    time, height, pressure = _air_history(tracks, around.world)
    top = int(np.argmax(pressure))
    wind = there["max_q_wind_ft_s"] * FT_M
    speed = airspeed_m_s(tracks, around.world)[top]
    blown = 2.0 * wind / speed
    q = there["max_q_psf"] * PSF_PA / 1e3
    return (
        _row(
            "time of largest pressure", "s", time[top], there["max_q_s"], 4.0,
            "the pressure is within 2 % of its largest for 4 s to either side",
        ),
        _row(
            "height of largest pressure", "km", height[top] / 1e3,
            there["max_q_height_ft"] * FT_M / 1e3, 1.5, "climb in those 4 s",
        ),
        _row(
            "largest dynamic pressure", "kPa", pressure[top] / 1e3, q, q * blown,
            f"wind of the day, {wind:.0f} m/s, in the airspeed",
        ),
    )  # fmt: skip


def _air_history(tracks: "Sequence[Track]", world: "World") -> "tuple[Array, Array, Array]":
    """Time after range zero [s], height [m] and dynamic pressure [Pa]."""
    import numpy as np

    from cosmodrome.ascent.loads import load_history

    loads = [load_history(track, world) for track in tracks]
    height = np.concatenate([each.height_m for each in loads])
    time = np.concatenate([each.time_s for each in loads]) + LIFTOFF_S
    pressure = np.concatenate([each.q_Pa for each in loads])
    return time, height, pressure


def airspeed_m_s(tracks: "Sequence[Track]", world: "World") -> "Array":
    """Speed over the turning Earth along a flight.

    Parameters
    ----------
    tracks : sequence of Track
        As flown.
    world : World
        The Earth they were flown on.

    Returns
    -------
    array, shape (n,)
        At every recorded state, one track after the other [m/s].
    """
    import numpy as np

    state = np.concatenate([track.state for track in tracks])
    pole = np.array([world.px, world.py, world.pz])
    air: Array = state[:, 3:6] - world.rotation_rad_s * np.cross(pole, state[:, :3])
    speed: Array = np.linalg.norm(air, axis=1)
    return speed


def _instant(t_s: float, state: "Array", around: "Surroundings") -> Instant:
    import numpy as np

    from cosmodrome.earth.ellipsoid import geodetic
    from cosmodrome.earth.orientation import fixed_longitude_latitude

    world, place, velocity = around.world, state[:3], state[3:6]
    height, _, _ = geodetic(*place, world.px, world.py, world.pz)
    longitude, latitude = fixed_longitude_latitude(around.orientation, t_s, place)
    up = place / np.linalg.norm(place)
    east = np.cross(around.orientation.pole, up)
    east /= np.linalg.norm(east)
    north = np.cross(up, east)
    speed = float(np.linalg.norm(velocity))
    return Instant(
        time_s=t_s + LIFTOFF_S,
        height_m=float(height),
        speed_m_s=speed,
        flight_path_deg=float(np.degrees(np.arcsin(velocity @ up / speed))),
        heading_deg=float(np.degrees(np.arctan2(velocity @ east, velocity @ north))),
        latitude_deg=float(np.degrees(latitude)),
        longitude_deg=float(np.degrees(longitude)),
    )


def _row(
    quantity: str,
    unit: str,
    ours: float,
    theirs: float,
    tolerance: float,
    reason: str,
    tuned: str = "",
) -> Row:
    return Row(
        quantity=quantity,
        unit=unit,
        ours=float(ours),
        theirs=theirs,
        tolerance=tolerance,
        reason=reason,
        source=_SOURCE,
        tuned=tuned,
    )
