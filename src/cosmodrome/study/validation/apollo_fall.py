"""The S-II of an Apollo flight from its apex to the sea, on the plane of the orbit."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cosmodrome.study.validation.apollo import FT_M, LIFTOFF_S, NMI_M, ApolloFlight
from cosmodrome.study.validation.case import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cosmodrome.ascent.phase import Dropped
    from cosmodrome.mission.surroundings import Surroundings

    Array = NDArray[np.float64]

# Inertial speeds to start from [m/s].
_SLOW_M_S, _FAST_M_S = 6600.0, 7000.0
_STEPS = 40
_MOST_FALLS = 12
# Of the drag coefficient, as the launcher's file has it [-].
DRAG_SIGMA = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Where and when a stage comes down.

    Attributes
    ----------
    time_s : float
        After range zero [s].
    range_m : float
        From the pad [m].
    latitude_rad : float
        Geodetic [rad].
    apex_speed_m_s : float
        Inertial [m/s].
    """

    time_s: float
    range_m: float
    latitude_rad: float
    apex_speed_m_s: float


def impact(flight: ApolloFlight, drag_factor: float = 1.0) -> Impact:
    """Fall from the published apex with the speed that ends it at the published range.

    The speed at the apex was not published; the range of the impact gives it, so its time and
    latitude are left to compare.

    Parameters
    ----------
    flight : ApolloFlight
        On a Saturn V.
    drag_factor : float
        Times the drag coefficient of the launcher's file [-].
    """
    from cosmodrome.mission.surroundings import surroundings
    from cosmodrome.study.validation.apollo import mission_of_flight

    mission = mission_of_flight(flight)
    around = surroundings(mission)
    body = _body(flight, drag_factor)
    place, along = _apex(flight, around)
    wanted = flight.figures["impact_range_nmi"] * NMI_M
    before, last = _SLOW_M_S, _FAST_M_S
    far = _fallen(flight, around, body, place, before * along).range_m - wanted
    # The range grows evenly with the speed: secants meet it to a metre in a few falls.
    for _ in range(_MOST_FALLS):
        found = _fallen(flight, around, body, place, last * along)
        off = found.range_m - wanted
        if abs(off) < 1.0:
            break
        before, last, far = last, last - off * (last - before) / (off - far), off
    return found


def s_ii_rows(flight: ApolloFlight) -> tuple[Row, ...]:
    """Time and latitude of the impact beside those published.

    Parameters
    ----------
    flight : ApolloFlight
        On a Saturn V.
    """
    import numpy as np

    nominal = impact(flight)
    heavy, light = (impact(flight, 1.0 + 2.0 * side * DRAG_SIGMA) for side in (1.0, -1.0))
    figures = flight.figures
    return (
        Row(
            quantity="S-II time of impact",
            unit="s",
            ours=nominal.time_s,
            theirs=figures["impact_s"],
            tolerance=0.5 * (heavy.time_s - light.time_s),
            reason="two sigma of the drag of a tumbling cylinder, 40 %",
            source="AN",
        ),
        Row(
            quantity="S-II latitude of impact",
            unit="deg",
            ours=float(np.degrees(nominal.latitude_rad)),
            theirs=figures["impact_latitude_deg"],
            tolerance=0.05,
            reason="the plane is that of the orbit, reached 100 s and more after the apex's",
            source="AN",
        ),
    )


def _body(flight: ApolloFlight, drag_factor: float) -> "Dropped":
    """The S-II after its burn: dry, interstage and residuals on it."""
    from dataclasses import replace

    from cosmodrome.ascent.phase import Dropped
    from cosmodrome.study.validation.apollo import mission_of_flight

    stage = mission_of_flight(flight).launcher.stages[1]
    shed = sum(part.mass_kg for part in stage.shed)
    fall = replace(stage.fall, drag_coefficient=stage.fall.drag_coefficient * drag_factor)
    mass = stage.dry_mass_kg - shed + stage.residual_kg
    return Dropped(name=stage.name, mass_kg=mass, count=1, fall=fall)


def _fallen(
    flight: ApolloFlight, around: "Surroundings", body: "Dropped", place: "Array", velocity: "Array"
) -> Impact:
    import numpy as np

    from cosmodrome.ascent.falls import fall_of
    from cosmodrome.ascent.simulate import start_state
    from cosmodrome.earth.ellipsoid import downrange_m
    from cosmodrome.earth.orientation import fixed_longitude_latitude

    state = start_state(place, velocity, body.mass_kg)
    apex_s = flight.figures["apex_s"] - LIFTOFF_S
    fall = fall_of(body, state, apex_s, around.world, around.orientation)
    assert fall is not None
    longitude, latitude = fixed_longitude_latitude(around.orientation, 0.0, around.pad_position_m)
    return Impact(
        time_s=fall.ground_s + LIFTOFF_S,
        range_m=downrange_m(
            float(latitude), float(longitude), fall.latitude_rad, fall.longitude_rad
        ),
        latitude_rad=fall.latitude_rad,
        apex_speed_m_s=float(np.linalg.norm(velocity)),
    )


def _apex(flight: ApolloFlight, around: "Surroundings") -> tuple["Array", "Array"]:
    """Place of the apex [m], and the direction of flight there [-].

    It lies in the plane of the orbit reached, as far from the pad as published.
    """
    import numpy as np

    normal = _orbit_normal(flight, around)
    pad = around.pad_position_m - normal * (normal @ around.pad_position_m)
    first = pad / np.linalg.norm(pad)
    second = np.cross(normal, first)
    height = flight.figures["apex_height_nmi"] * NMI_M
    wanted = flight.figures["apex_range_nmi"] * NMI_M
    near, far = 0.0, 1.0
    for _ in range(_STEPS):
        angle = 0.5 * (near + far)
        up = np.cos(angle) * first + np.sin(angle) * second
        place = _at_height(up, height, around)
        short = _range_m(place, flight.figures["apex_s"] - LIFTOFF_S, around) < wanted
        near, far = (angle, far) if short else (near, angle)
    return place, np.cross(normal, up)


def _orbit_normal(flight: ApolloFlight, around: "Surroundings") -> "Array":
    """Unit vector along the angular momentum at insertion."""
    import numpy as np

    from cosmodrome.earth.ellipsoid import geodetic_to_fixed
    from cosmodrome.earth.rotation import rotate_about

    figures = flight.figures
    latitude, longitude = np.radians(figures["latitude_deg"]), np.radians(figures["longitude_deg"])
    fixed = geodetic_to_fixed(latitude, longitude, figures["height_ft"] * FT_M)
    orientation = around.orientation
    turned = rotate_about(
        orientation.pole, orientation.rotation_rad_s * (figures["insertion_s"] - LIFTOFF_S)
    )
    place = turned @ (orientation.gcrf_to_itrf.T @ fixed)
    up = place / np.linalg.norm(place)
    east = np.cross(orientation.pole, up)
    east /= np.linalg.norm(east)
    north = np.cross(up, east)
    heading = np.radians(figures["heading_deg"])
    normal: Array = np.cross(up, np.cos(heading) * north + np.sin(heading) * east)
    return normal


def _at_height(up: "Array", height_m: float, around: "Surroundings") -> "Array":
    """Point along a unit vector from the centre, at a height over the ellipsoid [m]."""
    from cosmodrome.constants import EARTH_RADIUS_M
    from cosmodrome.earth.ellipsoid import geodetic

    world, radius = around.world, EARTH_RADIUS_M + height_m
    for _ in range(5):
        found, _, _ = geodetic(*(radius * up), world.px, world.py, world.pz)
        radius += height_m - float(found)
    return radius * up


def _range_m(place: "Array", t_s: float, around: "Surroundings") -> float:
    from cosmodrome.earth.ellipsoid import downrange_m
    from cosmodrome.earth.orientation import fixed_longitude_latitude

    orientation = around.orientation
    lon, lat = fixed_longitude_latitude(orientation, t_s, place)
    pad_lon, pad_lat = fixed_longitude_latitude(orientation, 0.0, around.pad_position_m)
    return downrange_m(float(pad_lat), float(pad_lon), float(lat), float(lon))
