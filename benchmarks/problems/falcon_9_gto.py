"""A Falcon-9-like ascent to a transfer orbit, two burns of the second stage and a coast between.

From MechJebLib's RealRocketTests. The second stage burns for

    379.37768 s    without limits
    380.54549 s    with a dynamic pressure of at most 35 kPa
    380.66399 s    and, in the first stage, at most 2000 Pa rad of q sin alpha

as published; alpha is the angle between thrust and air-relative velocity. The first of these coasts
up to 10.3 km under the ground, where the published problem has neither ground nor air;
`above_ground` forbids it. Other answers, 384.25 to 387.84 s, have been called solved too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.problems.delta_iii import MU, OMEGA, RE, START, cross
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.ladder import Climb, Opening, climb
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)
from cosmodrome.numerics.refine import Refined, refined
from cosmodrome.numerics.tighten import tightened

G0, DRAG_AREA = 9.80665, 0.5 * np.pi * 1.85**2
START_MASS, FIRST_DRY = 433_100.0 + 111_500.0 + 8_300.0, 22_200.0
FIRST = (7_607_000.0, 7_607_000.0 / (310.0 * G0))
SECOND = (934_000.0, 934_000.0 / (348.0 * G0))
FIRST_BURN_S, SECOND_BURN_S, LONGEST_COAST_S = 164.21208, 392.79098, 1300.0
PERIGEE_M, APOGEE_M = RE + 180e3, RE + 35_786e3
INCLINATION, NODE, ARGUMENT = np.radians([28.5, 270.0, 180.0])
SCALE = (RE, RE, RE, 7900.0, 7900.0, 7900.0, START_MASS)
Q_MAX, Q_ALPHA_MAX = 35e3, 2000.0
LIMITS = ("dynamic pressure", "q sin alpha, squared")
MOST_RUNGS = 12
PUBLISHED = {"none": 379.37768, "q": 380.54549, "q and q-alpha": 380.66399}


def air(state):
    """Density [kg/m3] and velocity relative to the air [m/s]."""
    x, y, z, vx, vy, vz, _ = state
    density = 1.225 * np.exp(-(np.sqrt(x * x + y * y + z * z) - RE) / 7200.0)
    return density, (vx + OMEGA * y, vy - OMEGA * x, vz)


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def pressure(t, state, u, p, d):
    """Dynamic pressure q [Pa]."""
    density, w = air(state)
    return 0.5 * density * dot(w, w)


def pressure_sine_squared(t, state, u, p, d):
    """(q sin alpha)^2 [Pa2]: smooth where the angle is zero, and at rest."""
    density, w = air(state)
    aside = cross(w, u)
    return (0.5 * density) ** 2 * dot(w, w) * dot(aside, aside)


def dynamics(t, state, u, p, d):
    """Right-hand side; d holds thrust [N], mass flow [kg/s], and 1 where the air counts."""
    thrust, flow, dragged = d
    x, y, z, vx, vy, vz, m = state
    r = np.sqrt(x * x + y * y + z * z)
    density, (wx, wy, wz) = air(state)
    # The square metre per square second keeps the root smooth on the pad.
    speed = np.sqrt(wx * wx + wy * wy + wz * wz + 1e-6)
    drag = dragged * 0.5 * DRAG_AREA * density * speed / m
    pull, push = MU / r**3, thrust / m
    return (
        vx, vy, vz,
        -pull * x + push * u[0] - drag * wx,
        -pull * y + push * u[1] - drag * wy,
        -pull * z + push * u[2] - drag * wz,
        -flow,
    )  # fmt: skip


def coasting(t, state, u, p, d):
    """Free fall in vacuum."""
    x, y, z, vx, vy, vz, _ = state
    pull = MU / (x * x + y * y + z * z) ** 1.5
    return vx, vy, vz, -pull * x, -pull * y, -pull * z, 0.0


def target_vectors() -> tuple[np.ndarray, np.ndarray]:
    """Angular momentum [m2/s] and eccentricity vector [-] of the target orbit."""
    a = 0.5 * (PERIGEE_M + APOGEE_M)
    e = (APOGEE_M - PERIGEE_M) / (APOGEE_M + PERIGEE_M)
    ci, si, cn, sn = np.cos(INCLINATION), np.sin(INCLINATION), np.cos(NODE), np.sin(NODE)
    cw, sw = np.cos(ARGUMENT), np.sin(ARGUMENT)
    h = np.sqrt(MU * a * (1 - e**2)) * np.array([si * sn, -si * cn, ci])
    return h, e * np.array([cn * cw - sn * sw * ci, sn * cw + cn * sw * ci, sw * si])


def conditions(ends: Sequence[End], p: Sequence[Scalar]) -> list[Condition]:
    """Pad, the drop of the first stage, links, and the target as two vectors."""
    start = (*START, 0.0, OMEGA * START[0], 0.0, START_MASS)
    rows = [
        Condition(name=f"start {k}", value=ends[0].first[k] - start[k], scale=SCALE[k])
        for k in range(7)
    ]
    for i, (a, b) in enumerate(pairwise(ends)):
        drop = (0.0,) * 6 + (FIRST_DRY if i == 0 else 0.0,)
        rows += [
            Condition(name=f"link {i} {k}", value=b.first[k] - a.last[k] + drop[k], scale=SCALE[k])
            for k in range(7)
        ]
    rows.append(
        Condition(
            name="propellant",
            value=ends[1].duration + ends[3].duration,
            bounds=Bounds(upper=SECOND_BURN_S),
            scale=100.0,
        )
    )
    r, v = ends[-1].last[:3], ends[-1].last[3:6]
    h, e = target_vectors()
    momentum = cross(r, v)
    radius = np.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
    vh = cross(v, momentum)
    rows += [
        Condition(name=f"momentum {k}", value=momentum[k] - h[k], scale=RE * 7900.0)
        for k in range(3)
    ]
    # The eccentricity vector lies in the plane of the momentum: two of its parts are enough.
    return rows + [
        Condition(name=f"eccentricity {k}", value=vh[k] / MU - r[k] / radius - e[k]) for k in (0, 1)
    ]


def limits(q_max: float | None, q_alpha_max: float | None) -> tuple[PathLimit, ...]:
    """Limits of the first stage: pressure [Pa], pressure times sine of the angle [Pa rad]."""
    found = []
    if q_max is not None:
        found.append(
            PathLimit(name=LIMITS[0], value=pressure, bounds=Bounds(upper=q_max), scale=Q_MAX)
        )
    if q_alpha_max is not None:
        found.append(
            PathLimit(
                name=LIMITS[1],
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
    """The problem on a uniform mesh of each phase."""
    unit = PathLimit(
        name="unit direction",
        value=lambda t, x, u, p, d: dot(u, u),
        bounds=Bounds(lower=1.0, upper=1.0),
    )
    height = PathLimit(
        name="above ground",
        value=lambda t, x, u, p, d: dot(x, x),
        bounds=Bounds(lower=RE**2),
        scale=RE**2,
    )
    ground = (height,) if above_ground else ()
    fixed = Bounds(lower=FIRST_BURN_S, upper=FIRST_BURN_S)
    burning = Bounds(lower=1.0, upper=SECOND_BURN_S)
    # Name, right-hand side, its data, duration, limits; phases with the same limits are of a kind.
    parts = (
        ("first stage", dynamics, (*FIRST, 1.0), fixed, (unit, *limits(q_max, q_alpha_max))),
        ("second stage, burn 1", dynamics, (*SECOND, 1.0), burning, (unit,)),
        ("coast", coasting, (), Bounds(lower=1.0, upper=LONGEST_COAST_S), ()),
        ("second stage, burn 2", dynamics, (*SECOND, 0.0), burning, (unit,)),
    )
    phases = tuple(
        Phase(
            name=name,
            dynamics=right_hand_side,
            data=data,
            kind=(right_hand_side.__name__, len(path)),
            state_scale=SCALE,
            control_bounds=(Bounds(lower=-1.1, upper=1.1),) * (3 if data else 0),
            duration=duration,
            fractions=(1.0 / count,) * count,
            degree=degree,
            path=path + ground,
        )
        for count, (name, right_hand_side, data, duration, path) in zip(
            segments, parts, strict=True
        )
    )
    return Problem(
        phases=phases,
        conditions=conditions,
        objective=lambda ends, p: ends[1].duration + ends[3].duration,
        objective_scale=100.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A made-up climb: what an opening is drawn from.

    Attributes
    ----------
    coast : float
        [s].
    burns : tuple of float
        Of the second stage [s].
    height : float
        Of the circle coasted along [m].
    angle : float
        Flown over until then [rad].
    bend : float
        Power of time by which the angle grows [-].
    """

    coast: float = 1000.0
    burns: tuple[float, float] = (325.0, 50.0)
    height: float = 180e3
    angle: float = 0.25
    bend: float = 2.0


def drawn(generator: np.random.Generator) -> Profile:
    """A climb at random, with no thought of what a rocket can do."""
    first = generator.uniform(150.0, 390.0)
    return Profile(
        coast=generator.uniform(5.0, LONGEST_COAST_S),
        burns=(first, generator.uniform(5.0, max(6.0, SECOND_BURN_S - first))),
        height=generator.uniform(60e3, 600e3),
        angle=generator.uniform(0.03, 0.7),
        bend=generator.uniform(1.0, 4.0),
    )


def profiles(seed: int | None) -> Iterator[Profile]:
    """Coasts of several lengths; with a seed, profiles drawn from it without end."""
    if seed is None:
        yield from (Profile(coast=coast) for coast in (1000.0, 700.0, 1200.0, 400.0))
        return
    generator = np.random.default_rng(seed)
    while True:
        yield drawn(generator)


def openings(problem: Problem, seed: int | None = None) -> Iterator[Opening]:
    """One opening a profile."""
    for profile in profiles(seed):
        yield Opening(
            name=f"coast of {profile.coast:.0f} s, height {profile.height / 1e3:.0f} km",
            values=tuple(arcs(problem, profile)),
        )


def rungs(transcription: Transcription, seed: int | None = None) -> Iterator[Opening]:
    """Every third opening is first solved without the limits, which are then drawn in."""
    for k, opening in enumerate(openings(transcription.problem, seed)):
        limited = k % 3 == 0 and len(transcription.problem.phases[0].path) > 1
        yield tightened(transcription, opening, LIMITS) if limited else opening


def solved(problem: Problem, seed: int | None = None) -> tuple[Refined, Climb]:
    """The ladder until three rungs agree, then meshes until the tolerance holds.

    Other optima are a second and more away, so a first mesh tells them apart.
    """
    transcription = Transcription(problem)
    climbed = climb(transcription, rungs(transcription, seed), agreeing=3, most=MOST_RUNGS)
    return refined(transcription, climbed.best), climbed


def arcs(problem: Problem, profile: Profile) -> list[PhaseValues]:
    """States along a climb, then along its circle and a little faster."""
    h, _ = target_vectors()
    normal, up = h / np.linalg.norm(h), np.array(START) / RE
    along = np.cross(normal, up)
    along /= np.linalg.norm(along)
    durations = (FIRST_BURN_S, profile.burns[0], profile.coast, profile.burns[1])
    powered, rate = durations[0] + durations[1], 7800.0 / (RE + profile.height)
    begun, mass, values = 0.0, START_MASS, []
    for phase, duration in zip(problem.phases, durations, strict=True):
        times = begun + duration * node_fractions(phase)
        s = np.minimum(times / powered, 1.0)
        angle = profile.angle * s**profile.bend + rate * np.maximum(times - powered, 0.0)
        radius = RE + profile.height * np.sin(np.pi / 2 * s)
        radial = np.outer(up, np.cos(angle)) + np.outer(along, np.sin(angle))
        forward = np.outer(along, np.cos(angle)) - np.outer(up, np.sin(angle))
        speed = 400.0 + 7400.0 * s
        if phase is problem.phases[-1]:
            speed = speed + 2450.0 * node_fractions(phase)
        flow = phase.data[1] if phase.data else 0.0
        masses = mass - flow * (times - begun)
        values.append(
            PhaseValues(
                duration=duration,
                state=np.vstack([radial * radius, forward * speed, masses]),
                control=forward[:, 1:] if phase.data else np.zeros((0, times.size - 1)),
            )
        )
        begun += duration
        mass = masses[-1] - (FIRST_DRY if phase is problem.phases[0] else 0.0)
    return values
