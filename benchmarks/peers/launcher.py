"""Delta III as plain numbers, for peers that ship no example of it.

The numbers are those of `cosmodrome.study.validation.problems.delta_iii`, which needs
this package to import; a test holds them equal. The guess is its circle arc from the pad, too.
"""

import numpy as np

MU, RE, OMEGA = 3.986012e14, 6_378_145.0, 7.29211585e-5
DRAG_AREA, DENSITY, SCALE_HEIGHT = 0.5 * 4.0 * np.pi, 1.225, 7200.0
START_MASS = 301_454.0
START = np.array([RE * np.cos(np.radians(28.5)), 0.0, RE * np.sin(np.radians(28.5))])
START_STATE = np.array([*START, 0.0, OMEGA * START[0], 0.0, START_MASS])
# Thrust [N] and mass flow [kg/s].
SOLID, FIRST = (628_500.0, 17_010 / 75.2), (1_083_100.0, 95_550 / 261.0)
SECOND = (110_094.0, 16_820 / 700.0)
BURNING = ((6, 1, 0), (3, 1, 0), (0, 1, 0), (0, 0, 1))
THRUST = tuple(a * SOLID[0] + b * FIRST[0] + c * SECOND[0] for a, b, c in BURNING)
FLOW = tuple(a * SOLID[1] + b * FIRST[1] + c * SECOND[1] for a, b, c in BURNING)
DROPPED = (6 * 2280.0, 3 * 2280.0, 8830.0)
TIMES = (0.0, 75.2, 150.4, 261.0)
LAST_TIME, GUESSED_TIME = 961.0, 861.0
SEMI_MAJOR, ECCENTRICITY = 24_361_140.0, 0.7308
INCLINATION, NODE, PERIGEE = np.radians([28.5, 269.8, 130.5])
SPEED = 7900.0
STATE_SCALE = np.array([RE, RE, RE, SPEED, SPEED, SPEED, START_MASS])


def begin_masses() -> list[float]:
    """Mass at the start of each phase [kg]."""
    masses = [START_MASS]
    for i, dropped in enumerate(DROPPED):
        masses.append(masses[i] - FLOW[i] * (TIMES[i + 1] - TIMES[i]) - dropped)
    return masses


def target_vectors() -> tuple[np.ndarray, np.ndarray]:
    """Angular momentum [m2/s] and eccentricity vector [-] of the target orbit."""
    ci, si, cn, sn = np.cos(INCLINATION), np.sin(INCLINATION), np.cos(NODE), np.sin(NODE)
    cw, sw = np.cos(PERIGEE), np.sin(PERIGEE)
    momentum = np.sqrt(MU * SEMI_MAJOR * (1 - ECCENTRICITY**2))
    h = momentum * np.array([si * sn, -si * cn, ci])
    e = ECCENTRICITY * np.array([cn * cw - sn * sw * ci, sn * cw + cn * sw * ci, sw * si])
    return h, e


def arc(phase: int, fractions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Guess of a phase at fractions of its duration: states (7, n) and thrust direction (3, n)."""
    h, _ = target_vectors()
    up = START / RE
    along = np.cross(h / np.linalg.norm(h), up)
    along /= np.linalg.norm(along)
    begin, end = (*TIMES, GUESSED_TIME)[phase : phase + 2]
    time = begin + (end - begin) * np.asarray(fractions)
    s = time / GUESSED_TIME
    angle, radius = 0.6 * s**2, RE + 200e3 * np.sin(np.pi / 2 * s)
    radial = np.outer(up, np.cos(angle)) + np.outer(along, np.sin(angle))
    forward = np.outer(along, np.cos(angle)) - np.outer(up, np.sin(angle))
    mass = begin_masses()[phase] - FLOW[phase] * (time - begin)
    return np.vstack([radial * radius, forward * (400.0 + 9000.0 * s), mass]), forward
