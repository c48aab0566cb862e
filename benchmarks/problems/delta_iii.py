"""Delta III to a transfer orbit, four phases (Benson 2005; GPOPS-II example).

Published optimum: 7529.7123 kg in orbit at 924.139 s.
"""

from collections.abc import Sequence

import numpy as np

from cosmodrome.numerics.kernels import Scalar
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

MU, RE, OMEGA = 3.986012e14, 6_378_145.0, 7.29211585e-5
G0 = 9.80665
DRAG_AREA = 0.5 * 4.0 * np.pi
START_MASS = 301_454.0
START = (RE * np.cos(np.radians(28.5)), 0.0, RE * np.sin(np.radians(28.5)))
FLOW = {"solid": 17_010 / 75.2, "first": 95_550 / 261.0, "second": 16_820 / 700.0}
THRUST = {"solid": 628_500.0, "first": 1_083_100.0, "second": 110_094.0}
STEPS = (  # solids, first stage, second stage burning; duration; mass dropped at the end
    (6, 1, 0, Bounds(lower=75.2, upper=75.2), 6 * 2280.0),
    (3, 1, 0, Bounds(lower=75.2, upper=75.2), 3 * 2280.0),
    (0, 1, 0, Bounds(lower=110.6, upper=110.6), 8830.0),
    (0, 0, 1, Bounds(lower=100.0, upper=700.0), 0.0),
)
A, E, INCLINATION, NODE, PERIGEE = 24_361_140.0, 0.7308, *np.radians([28.5, 269.8, 130.5])


def dynamics(t, state, u, p, d):
    """Right-hand side; d holds full thrust [N] and its mass flow [kg/s]."""
    thrust, flow = d
    x, y, z, vx, vy, vz, m = state
    r = np.sqrt(x * x + y * y + z * z)
    wx, wy, wz = vx + OMEGA * y, vy - OMEGA * x, vz
    speed = np.sqrt(wx * wx + wy * wy + wz * wz + 1e-6)
    drag = 0.5 * DRAG_AREA * 1.225 * np.exp(-(r - RE) / 7200.0) * speed / m
    pull = MU / r**3
    push = thrust / m
    return (
        vx, vy, vz,
        -pull * x + push * u[0] - drag * wx,
        -pull * y + push * u[1] - drag * wy,
        -pull * z + push * u[2] - drag * wz,
        -flow,
    )  # fmt: skip


def target_vectors() -> tuple[np.ndarray, np.ndarray]:
    """Angular momentum [m2/s] and eccentricity vector [-] of the target orbit."""
    ci, si, cn, sn = np.cos(INCLINATION), np.sin(INCLINATION), np.cos(NODE), np.sin(NODE)
    cw, sw = np.cos(PERIGEE), np.sin(PERIGEE)
    h = np.sqrt(MU * A * (1 - E**2)) * np.array([si * sn, -si * cn, ci])
    e = E * np.array([cn * cw - sn * sw * ci, sn * cw + cn * sw * ci, sw * si])
    return h, e


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def conditions(ends: Sequence[End], p: Sequence[Scalar]) -> list[Condition]:
    """Pad, mass drops, and the target as two vectors (five independent numbers)."""
    start = (*START, 0.0, OMEGA * START[0], 0.0, START_MASS)
    scale = (RE, RE, RE, 7900.0, 7900.0, 7900.0, START_MASS)
    rows = [
        Condition(name=f"start {k}", value=ends[0].first[k] - start[k], scale=scale[k])
        for k in range(7)
    ]
    for i, step in enumerate(STEPS[:-1]):
        drop = (0.0,) * 6 + (step[4],)
        rows += [
            Condition(
                name=f"link {i} {k}",
                value=ends[i + 1].first[k] - ends[i].last[k] + drop[k],
                scale=scale[k],
            )
            for k in range(7)
        ]
    r, v = ends[-1].last[:3], ends[-1].last[3:6]
    h, e = target_vectors()
    momentum = cross(r, v)
    radius = np.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
    vh = cross(v, momentum)
    rows += [
        Condition(name=f"momentum {k}", value=momentum[k] - h[k], scale=RE * 7900.0)
        for k in range(3)
    ]
    rows += [
        Condition(name=f"eccentricity {k}", value=vh[k] / MU - r[k] / radius - e[k]) for k in (0, 2)
    ]
    return rows


def build(segments: int = 4, degree: int = 6) -> Problem:
    """The problem on a uniform mesh."""
    unit = PathLimit(
        name="unit direction",
        value=lambda t, x, u, p, d: u[0] * u[0] + u[1] * u[1] + u[2] * u[2],
        bounds=Bounds(lower=1.0, upper=1.0),
    )
    height = PathLimit(
        name="above ground",
        value=lambda t, x, u, p, d: x[0] * x[0] + x[1] * x[1] + x[2] * x[2],
        bounds=Bounds(lower=RE**2),
        scale=RE**2,
    )
    phases = tuple(
        Phase(
            name=f"phase {i + 1}",
            dynamics=dynamics,
            data=(
                solids * THRUST["solid"] + first * THRUST["first"] + second * THRUST["second"],
                solids * FLOW["solid"] + first * FLOW["first"] + second * FLOW["second"],
            ),
            kind="powered",
            state_scale=(RE, RE, RE, 7900.0, 7900.0, 7900.0, START_MASS),
            control_bounds=(Bounds(lower=-1.1, upper=1.1),) * 3,
            duration=duration,
            fractions=(1.0 / segments,) * segments,
            degree=degree,
            path=(unit, height),
        )
        for i, (solids, first, second, duration, _) in enumerate(STEPS)
    )
    return Problem(
        phases=phases,
        conditions=conditions,
        objective=lambda ends, p: -ends[-1].last[6],
        objective_scale=START_MASS,
    )


def opening(problem: Problem) -> list[PhaseValues]:
    """A circle arc from the pad to 200 km, speed growing evenly: no trajectory knowledge."""
    h, _ = target_vectors()
    normal = h / np.linalg.norm(h)
    up = np.array(START) / RE
    along = np.cross(normal, up)
    along /= np.linalg.norm(along)
    durations = [75.2, 75.2, 110.6, 600.0]
    total, begun, mass, arcs = sum(durations), 0.0, START_MASS, []
    for phase, step, duration in zip(problem.phases, STEPS, durations, strict=True):
        s = (begun + duration * node_fractions(phase)) / total
        angle, radius = 0.6 * s**2, RE + 200e3 * np.sin(np.pi / 2 * s)
        radial = np.outer(up, np.cos(angle)) + np.outer(along, np.sin(angle))
        forward = np.outer(along, np.cos(angle)) - np.outer(up, np.sin(angle))
        flow = step[0] * FLOW["solid"] + step[1] * FLOW["first"] + step[2] * FLOW["second"]
        masses = mass - flow * duration * node_fractions(phase)
        speed = 400.0 + 9000.0 * s
        arcs.append(
            PhaseValues(
                duration=duration,
                state=np.vstack([radial * radius, forward * speed, masses]),
                control=forward[:, 1:],
            )
        )
        begun, mass = begun + duration, masses[-1] - step[4]
    return arcs
