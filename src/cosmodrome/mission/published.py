"""What was published about a flight; the predicted plan never reads it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEvent:
    """Time of an event as published, and the state then where it was published.

    Attributes
    ----------
    name : str
        Event key, as in `event_names`.
    t_s : float
        After lift-off [s].
    tolerance_s : float or None
        Half width of what the source leaves open [s].
    height_m : float or None
        Over the ellipsoid [m].
    inertial_speed_m_s : float or None
        [m/s].
    source, grade, note : str
        Of the time: key in sources.bib; grade; remark.
    """

    name: str
    t_s: float
    tolerance_s: float | None = None
    height_m: float | None = None
    inertial_speed_m_s: float | None = None
    source: str = ""
    grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOrbit:
    """Orbit of an object as published; what is not published is None.

    Attributes
    ----------
    object : str
    epoch : datetime or None
        UTC.
    perigee_height_m, apogee_height_m : float or None
        Over 6 378 137 m, mean [m].
    inclination_rad, raan_rad : float or None
        [rad].
    local_time_of_node_s : float or None
        Mean solar time of the ascending node [s].
    height_tolerance_m, angle_tolerance_rad : float or None
        [m], [rad].
    source, grade, note : str
        Of the perigee, or of the inclination where no perigee is given.
    """

    object: str
    epoch: datetime | None = None
    perigee_height_m: float | None = None
    apogee_height_m: float | None = None
    inclination_rad: float | None = None
    raan_rad: float | None = None
    local_time_of_node_s: float | None = None
    height_tolerance_m: float | None = None
    angle_tolerance_rad: float | None = None
    source: str = ""
    grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFall:
    """Where a part came down as published.

    Attributes
    ----------
    object, district : str
    latitude_rad, longitude_rad : float or None
        [rad].
    downrange_m : float or None
        Along the ground from the pad [m].
    source, grade, note : str
        Of the district.
    place_source, place_grade : str
        Of latitude and longitude.
    downrange_source, downrange_grade : str
        Of the distance.
    """

    object: str
    district: str
    latitude_rad: float | None = None
    longitude_rad: float | None = None
    downrange_m: float | None = None
    source: str = ""
    grade: str = ""
    note: str = ""
    place_source: str = ""
    place_grade: str = ""
    downrange_source: str = ""
    downrange_grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything published about the flight; never read by the predicted plan.

    Attributes
    ----------
    events : tuple of PublishedEvent
    orbits : tuple of PublishedOrbit
    falls : tuple of PublishedFall
    """

    events: tuple[PublishedEvent, ...] = ()
    orbits: tuple[PublishedOrbit, ...] = ()
    falls: tuple[PublishedFall, ...] = ()
