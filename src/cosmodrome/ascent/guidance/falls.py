"""Falls of all bodies of guided flights: what falls, from where, and where it comes down.

A body that leaves as several pieces alike, strap-ons or halves of a fairing, is flown as one of
them; the push that drives the pieces apart stands in the vector of the flight. The last stage is
flown from the end of its burn, without what it carries.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.guidance import desk
from cosmodrome.ascent.guidance.desk import places
from cosmodrome.ascent.guidance.flights import GuidedFlights
from cosmodrome.ascent.guidance.one_fall import Air, fall
from cosmodrome.ascent.guidance.parameters import (
    BODY_SIZE,
    FAIRING,
    PAYLOAD,
    WIND_KNOTS,
)
from cosmodrome.ascent.guidance.program import Program
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot
from cosmodrome.constants import EARTH_FLATTENING
from cosmodrome.earth.orientation import Orientation
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.numerics.kernels import Scalar, compiled
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]

# Of every body: time [s], latitude [rad], longitude [rad], speed over the ground [m/s].
IMPACT_NUMBERS = ("impact_s", "impact_latitude_rad", "impact_longitude_rad", "impact_speed_m_s")
# A body whose orbit stays above this comes down in no revolution; it is not flown [m].
_STAYS_UP_M = 160e3
_E2 = EARTH_FLATTENING * (2.0 - EARTH_FLATTENING)


class Falls(NamedTuple):
    """What falls, and how the Earth stands at lift-off.

    Attributes
    ----------
    drag_area_m2 : array, shape (D,)
        Drag coefficient times reference area of one piece of each body [m2].
    pieces : array, shape (D,)
        Pieces of each body [-].
    to_fixed : array, shape (3, 3)
        From inertial to Earth-fixed axes at lift-off [-].
    """

    drag_area_m2: Array
    pieces: Array
    to_fixed: Array


def falls_of_launcher(launcher: Launcher, orientation: Orientation) -> Falls:
    """What a launcher lets fall, in the order of `bodies_of`.

    Parameters
    ----------
    launcher : Launcher
        Without its payload.
    orientation : Orientation
        Of the Earth at lift-off.
    """
    bodies = [(stage.fall, stage.count) for stage in launcher.stages]
    bodies += [(part.fall, stage.count) for stage in launcher.stages for part in stage.shed]
    areas = [fall.drag_coefficient * fall.reference_area_m2 for fall, _ in bodies]
    pieces = [float(count) for _, count in bodies]
    fairing = launcher.fairing
    # Without a fairing none leaves, and the row is not read.
    fallen = fairing.fall if fairing is not None else None
    areas.append(fallen.drag_coefficient * fallen.reference_area_m2 if fallen is not None else 1.0)
    pieces.append(float(fairing.halves) if fairing is not None else 1.0)
    return Falls(
        drag_area_m2=np.array(areas),
        pieces=np.array(pieces),
        to_fixed=np.ascontiguousarray(orientation.gcrf_to_itrf),
    )


@compiled
def pushed(world: World, x: Array, k: int, r: Triple, v: Triple) -> Triple:
    """Velocity of a body after its push along the flight, across it and up [m/s].

    Parameters
    ----------
    world : World
        For the vertical.
    x : array
        Vector of the flight [-].
    k : int
        Where the numbers of the body begin in it.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s] it leaves with.
    """
    _, _, _, _, _, _, _, _, ux, uy, uz = air_data(r[0], r[1], r[2], v[0], v[1], v[2], world)
    up = (ux, uy, uz)
    across = unit(cross(up, v))
    along = cross(across, up)
    return plus(plus(plus(v, along, x[k + 1]), across, x[k + 2]), up, x[k + 3])


@compiled
def stays_up(world: World, r: Triple, v: Triple) -> bool:
    """Whether the osculating perigee lies above all air that matters.

    Parameters
    ----------
    world : World
        For its gravity and size.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s].
    """
    mu = world.gravity.mu_m3_s2
    energy = 0.5 * dot(v, v) - mu / length(r)
    h = cross(r, v)
    p = dot(h, h) / mu
    e = np.sqrt(max(1.0 + 2.0 * energy * p / mu, 0.0))
    return bool(p / (1.0 + e) > world.ellipsoid.radius_m + _STAYS_UP_M)


@compiled
def told(world: World, to_fixed: Array, t: Scalar, r: Triple, v: Triple, out: Array) -> None:
    """Write when and where a body met the ground, and how fast.

    Parameters
    ----------
    world : World
        The turning Earth.
    to_fixed : array, shape (3, 3)
        From inertial to Earth-fixed axes at lift-off [-].
    t : float
        After lift-off [s].
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s].
    out : array, shape (4,)
        Written: see `IMPACT_NUMBERS` [-].
    """
    a = to_fixed
    fx = a[0, 0] * r[0] + a[0, 1] * r[1] + a[0, 2] * r[2]
    fy = a[1, 0] * r[0] + a[1, 1] * r[1] + a[1, 2] * r[2]
    fz = a[2, 0] * r[0] + a[2, 1] * r[1] + a[2, 2] * r[2]
    turned = np.arctan2(fy, fx) - world.rotation_rad_s * t
    over = atmosphere_velocity(r[0], r[1], r[2], world.px, world.py, world.pz, world.rotation_rad_s)
    out[0] = t
    # Exact at height zero.
    out[1] = np.arctan2(fz, (1.0 - _E2) * np.sqrt(fx * fx + fy * fy))
    out[2] = turned - 2.0 * np.pi * np.ceil((turned - np.pi) / (2.0 * np.pi))
    out[3] = length(plus(v, over, -1.0))


@compiled
def fall_of_body(
    world: World,
    falls: Falls,
    x: Array,
    at: tuple[int, int, int, int],
    i: int,
    drop: Array,
    out: Array,
) -> None:
    """Fly a body to the ground; what stays up, or never left, is not a number.

    Parameters
    ----------
    world : World
        Earth without wind.
    falls : Falls
        What falls.
    x : array
        Vector of the flight [-].
    at : tuple of 4 ints
        Where density, wind east, wind north and the numbers of the bodies begin in it.
    i : int
        Body.
    drop : array, shape (8,)
        Where it left, with the mass of all its pieces [-].
    out : array, shape (4,)
        Written [-].
    """
    out[:] = np.nan
    r = (drop[1], drop[2], drop[3])
    v = (drop[4], drop[5], drop[6])
    k = at[3] + BODY_SIZE * i
    if drop[7] <= 0.0:
        return
    v = pushed(world, x, k, r, v)
    if stays_up(world, r, v):
        return
    drag = 0.5 * x[k] * falls.drag_area_m2[i] * falls.pieces[i] / drop[7]
    t, r, v = fall(Air(world, x, at[0], at[1], at[2], drag), drop[0], r, v)
    if t == t:
        told(world, falls.to_fixed, t, r, v, out)


@compiled
def last_stage(program: Program, x: Array, kept: Array, row: Array) -> None:
    """Last stage at the end of a flight as a body of its own; none after other ends.

    Parameters
    ----------
    program : Program
        What was flown.
    x : array
        Vector of the flight [-].
    kept : array
        Of the flight [-].
    row : array, shape (8,)
        Written like a row of the drops; its mass is 0 when there is no such body [-].
    """
    end = kept[desk.END_OUTCOME]
    row[:] = 0.0
    if end != desk.ORBIT and end != desk.SHORTFALL and end != desk.STAGE_DRY:
        return
    vehicle = places(program.stages.shape[0])[0]
    row[0] = kept[desk.END_TIME]
    for j in range(6):
        row[1 + j] = kept[desk.END_STATE + j]
    row[7] = kept[desk.END_MASS] - program.other_mass_kg - x[vehicle + PAYLOAD]
    if kept[desk.FAIRING_AT] == 0.0:
        row[7] -= program.fairing[2] + x[vehicle + FAIRING] if program.fairing[0] >= 0.0 else 0.0


@njit(cache=True, error_model="numpy", nogil=True, _nrt=False)
def _fly_falls(
    program: Program,
    falls: Falls,
    vectors: Array,
    kept: Array,
    drops: Array,
    row: Array,
    out: Array,
) -> None:
    stages = program.stages.shape[0]
    _, _, density, east, north = places(stages)
    at = (density, east, north, north + WIND_KNOTS)
    for n in range(vectors.shape[0]):
        for i in range(drops.shape[1]):
            for j in range(8):
                row[j] = drops[n, i, j]
            if i == stages - 1 and row[7] == 0.0:
                last_stage(program, vectors[n], kept[n], row)
            fall_of_body(program.world, falls, vectors[n], at, i, row, out[n, i])


def fly_falls(program: Program, falls: Falls, vectors: Array, flights: GuidedFlights) -> Array:
    """Fall of every body of every flight.

    Parameters
    ----------
    program : Program
        What was flown.
    falls : Falls
        What falls.
    vectors : array, shape (n, size)
        Of the flights, with the numbers of the bodies [-].
    flights : GuidedFlights
        As flown with them.

    Returns
    -------
    array, shape (n, D, 4)
        See `IMPACT_NUMBERS`; not a number for what stays in orbit or never left [-].
    """
    out = np.empty((*flights.drops.shape[:2], len(IMPACT_NUMBERS)))
    args = (np.ascontiguousarray(vectors), flights.kept, flights.drops, np.zeros(8), out)
    _fly_falls(program, falls, *args)
    return out
