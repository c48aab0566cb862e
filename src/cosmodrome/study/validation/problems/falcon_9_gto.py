"""A Falcon-9-like ascent to a transfer orbit, two burns of the second stage and a coast between.

From MechJebLib's RealRocketTests. The second stage burns for

    379.37768 s    without limits
    380.54549 s    with a dynamic pressure of at most 35 kPa
    380.66399 s    and, in the first stage, at most 2000 Pa rad of q sin alpha

as published; alpha is the angle between thrust and air-relative velocity. The first of these coasts
up to 10.3 km under the ground, where the published problem has neither ground nor air;
`above_ground` forbids it. Other answers, 384.25 to 387.84 s, have been called solved too.
`falcon_9_gto_openings` solves it without a guess.
"""

from collections.abc import Sequence

import numpy as np

from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    Dynamics,
    End,
    Numbers,
    PathLimit,
    Phase,
    Problem,
)
from cosmodrome.study.validation.problems.benson_earth import (
    MU,
    RE,
    Array,
    above_the_ground,
    air,
    cross,
    dot,
    orbit_reached,
    orbit_vectors,
    rates,
    scales,
    start_and_links,
    unit_direction,
)

G0, DRAG_AREA = 9.80665, 0.5 * np.pi * 1.85**2
START_MASS, FIRST_DRY = 433_100.0 + 111_500.0 + 8_300.0, 22_200.0
FIRST = (7_607_000.0, 7_607_000.0 / (310.0 * G0))
SECOND = (934_000.0, 934_000.0 / (348.0 * G0))
FIRST_BURN_S, SECOND_BURN_S, LONGEST_COAST_S = 164.21208, 392.79098, 1300.0
PERIGEE_M, APOGEE_M = RE + 180e3, RE + 35_786e3
INCLINATION, NODE, ARGUMENT = np.radians([28.5, 270.0, 180.0])
Q_MAX, Q_ALPHA_MAX = 35e3, 2000.0
LIMIT_NAMES = ("dynamic pressure", "q sin alpha, squared")
PUBLISHED = {"none": 379.37768, "q": 380.54549, "q and q-alpha": 380.66399}
# By the same names: pressure [Pa], pressure times the sine of the angle [Pa rad].
LIMITS: dict[str, tuple[float | None, float | None]] = {
    "none": (None, None),
    "q": (Q_MAX, None),
    "q and q-alpha": (Q_MAX, Q_ALPHA_MAX),
}


def pressure(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Scalar:
    """Dynamic pressure q [Pa], with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].
    u, p, d : sequence of Scalar
        Not read [-].
    """
    density, w = air(state)
    return 0.5 * density * dot(w, w)


def pressure_sine_squared(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Scalar:
    """(q sin alpha)^2 [Pa2]: smooth where the angle is zero, and at rest.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].
    u : sequence of Scalar, length 3
        Direction of thrust [-].
    p, d : sequence of Scalar
        Not read [-].
    """
    density, w = air(state)
    aside = cross(w, u)
    return (0.5 * density) ** 2 * dot(w, w) * dot(aside, aside)


def dynamics(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Right-hand side of a burn, with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].
    u : sequence of Scalar, length 3
        Direction of thrust [-].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar, length 3
        Thrust [N], mass flow [kg/s], and 1 where the air counts [-].
    """
    return rates(state, u, d[0], d[1], d[2] * 0.5 * DRAG_AREA)


def coasting(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Free fall in vacuum, with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 7
        Place [m], velocity [m/s], mass [kg].
    u, p, d : sequence of Scalar
        Not read [-].
    """
    x, y, z, vx, vy, vz, _ = state
    pull = MU / (x * x + y * y + z * z) ** 1.5
    return vx, vy, vz, -pull * x, -pull * y, -pull * z, 0.0


def target_vectors() -> tuple[Array, Array]:
    """Angular momentum [m2/s] and eccentricity vector [-] of the target orbit."""
    a = 0.5 * (PERIGEE_M + APOGEE_M)
    e = (APOGEE_M - PERIGEE_M) / (APOGEE_M + PERIGEE_M)
    return orbit_vectors(a, e, INCLINATION, NODE, ARGUMENT)


def conditions(ends: Sequence[End], p: Numbers) -> list[Condition]:
    """Pad, the drop of the first stage, links, the load, and the target as two vectors.

    Parameters
    ----------
    ends : sequence of End
        Of the four phases.
    p : sequence of Scalar
        None [-].
    """
    load = Condition(
        name="propellant",
        value=ends[1].duration + ends[3].duration,
        bounds=Bounds(upper=SECOND_BURN_S),
        scale=100.0,
    )
    return [
        *start_and_links(ends, START_MASS, (FIRST_DRY, 0.0, 0.0)),
        load,
        *orbit_reached(ends[-1].last, target_vectors(), (0, 1)),
    ]


def limits(q_max: float | None, q_alpha_max: float | None) -> tuple[PathLimit, ...]:
    """Limits of the first stage; None leaves one out.

    Parameters
    ----------
    q_max : float or None
        Dynamic pressure [Pa].
    q_alpha_max : float or None
        Pressure times the sine of the angle [Pa rad].
    """
    found = []
    if q_max is not None:
        bounds = Bounds(upper=q_max)
        found.append(PathLimit(name=LIMIT_NAMES[0], value=pressure, bounds=bounds, scale=Q_MAX))
    if q_alpha_max is not None:
        found.append(
            PathLimit(
                name=LIMIT_NAMES[1],
                value=pressure_sine_squared,
                bounds=Bounds(upper=q_alpha_max**2),
                scale=Q_ALPHA_MAX**2,
            )
        )
    return tuple(found)


def build(
    segments: Sequence[int] = (8, 4, 4, 3),
    degree: int = 6,
    *,
    q_max: float | None = None,
    q_alpha_max: float | None = None,
    above_ground: bool = False,
) -> Problem:
    """The problem on a uniform mesh of each phase.

    Parameters
    ----------
    segments : sequence of int, length 4
        Segments of each phase.
    degree : int
        Points a segment.
    q_max : float, optional
        Dynamic pressure [Pa].
    q_alpha_max : float, optional
        Pressure times the sine of the angle [Pa rad].
    above_ground : bool
        Forbid what lies under the pad.
    """
    unit, pressed = unit_direction(), limits(q_max, q_alpha_max)
    ground = (above_the_ground(),) if above_ground else ()
    fixed = Bounds(lower=FIRST_BURN_S, upper=FIRST_BURN_S)
    burning = Bounds(lower=1.0, upper=SECOND_BURN_S)
    coast = Bounds(lower=1.0, upper=LONGEST_COAST_S)
    parts: tuple[_Part, ...] = (
        ("first stage", dynamics, (*FIRST, 1.0), fixed, (unit, *pressed)),
        ("second stage, burn 1", dynamics, (*SECOND, 1.0), burning, (unit,)),
        ("coast", coasting, (), coast, ()),
        ("second stage, burn 2", dynamics, (*SECOND, 0.0), burning, (unit,)),
    )
    return Problem(
        phases=tuple(
            _phase(part, (1.0 / count,) * count, degree, ground)
            for count, part in zip(segments, parts, strict=True)
        ),
        conditions=conditions,
        objective=lambda ends, p: ends[1].duration + ends[3].duration,
        objective_scale=100.0,
    )


def limited(name: str) -> Problem:
    """One of the published problems on its usual mesh.

    Parameters
    ----------
    name : str
        One of `LIMITS`.
    """
    q_max, q_alpha_max = LIMITS[name]
    return build(q_max=q_max, q_alpha_max=q_alpha_max)


# Name, right-hand side, its data, duration, limits; phases with the same limits are of a kind.
_Part = tuple[str, Dynamics, tuple[float, ...], Bounds, tuple[PathLimit, ...]]


def _phase(
    part: _Part, fractions: tuple[float, ...], degree: int, ground: tuple[PathLimit, ...]
) -> Phase:
    name, right_hand_side, data, duration, path = part
    return Phase(
        name=name,
        dynamics=right_hand_side,
        data=data,
        kind=(bool(data), len(path)),
        state_scale=scales(START_MASS),
        control_bounds=(Bounds(lower=-1.1, upper=1.1),) * (3 if data else 0),
        duration=duration,
        fractions=fractions,
        degree=degree,
        path=path + ground,
    )
