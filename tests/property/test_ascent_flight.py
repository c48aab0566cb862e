"""What a flight must keep whatever its state: energy, momentum, and the sense of drag."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cosmodrome.ascent.dynamics import Shape, World, acceleration
from cosmodrome.ascent.phase import FlightPhase, burn, coast
from cosmodrome.ascent.simulate import fly_phase, start_state
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.atmosphere import US76
from cosmodrome.earth.gravity import EGM2008_ZONAL, POINT_MASS, potential, zonal_acceleration
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.numerics.optimal_control import Bounds
from cosmodrome.numerics.tables import constant, linear
from cosmodrome.vehicle.aerodynamics import Aerodynamics
from cosmodrome.vehicle.engine import Engine
from cosmodrome.vehicle.stage import Cutoff, CutoffRule, FallingBody, Stage

POLE = np.array([0.36, -0.48, 0.8])
EARTH = World(*POLE, EARTH_ROTATION_RAD_S, EGM2008_ZONAL, US76, None, density_factor=1.0)
AIRLESS = EARTH._replace(density_factor=0.0)
AIR = Aerodynamics(
    reference_area_m2=10.0,
    axial=linear([0.0, 1.0, 5.0], [0.3, 0.6, 0.3]),
    normal_slope=constant(2.5),
)
SPAN = 900.0

unit = st.floats(-1.0, 1.0)
pairs = st.tuples(unit, unit)
examples = settings(max_examples=25)


def direction(a: float, turn: float) -> np.ndarray:
    c = np.sqrt(1.0 - a * a)
    return np.array([c * np.cos(np.pi * turn), c * np.sin(np.pi * turn), a])


def coasted(world: World, r: np.ndarray, v: np.ndarray) -> np.ndarray:
    """States along a quarter of an hour without thrust."""
    phase = coast("coast", "end", Bounds(lower=SPAN, upper=SPAN), AIR)
    steering = PhaseSteering(duration_s=SPAN, fractions=(1.0,), direction=np.zeros((0, 2)))
    track = fly_phase(phase, steering, start_state(r, v, 1e3), world, longest_step_s=60.0)
    return track.state[:, :6]


def energy(states: np.ndarray, gravity) -> np.ndarray:
    r, v = states[:, :3].T, states[:, 3:]
    return 0.5 * (v * v).sum(axis=1) + potential(*r, *POLE, gravity)


def moving(r: np.ndarray, speed: float, course: tuple[float, float]) -> np.ndarray:
    """A velocity that does not dive into the Earth within the coast."""
    v = speed * direction(*course)
    up = r / np.linalg.norm(r)
    return v - min(v @ up, 0.0) * up


@examples
@given(height=st.floats(150e3, 2e6), place=pairs, speed=st.floats(7e3, 1e4), course=pairs)
def test_a_coast_about_a_point_mass_keeps_energy_and_angular_momentum(height, place, speed, course):
    world = AIRLESS._replace(gravity=POINT_MASS)
    r = (6.378e6 + height) * direction(*place)
    states = coasted(world, r, moving(r, speed, course))
    e, h = energy(states, POINT_MASS), np.cross(states[:, :3], states[:, 3:])
    # A part in 1e11 a step, of which a coast has some dozens.
    scale = POINT_MASS.mu_m3_s2 / np.linalg.norm(r)
    assert np.max(np.abs(e - e[0])) < 1e-9 * scale
    assert np.max(np.linalg.norm(h - h[0], axis=1)) < 1e-9 * np.linalg.norm(r) * speed


@examples
@given(height=st.floats(150e3, 2e6), place=pairs, speed=st.floats(7e3, 1e4), course=pairs)
def test_a_coast_in_the_zonal_field_keeps_energy_and_momentum_about_the_pole(
    height, place, speed, course
):
    r = (6.378e6 + height) * direction(*place)
    states = coasted(AIRLESS, r, moving(r, speed, course))
    e = energy(states, EGM2008_ZONAL)
    about_pole = np.cross(states[:, :3], states[:, 3:]) @ POLE
    scale = EGM2008_ZONAL.mu_m3_s2 / np.linalg.norm(r)
    assert np.max(np.abs(e - e[0])) < 1e-9 * scale
    assert np.max(np.abs(about_pole - about_pole[0])) < 1e-9 * np.linalg.norm(r) * speed


@examples
@given(height=st.floats(0.0, 90e3), place=pairs, speed=st.floats(10.0, 6e3), course=pairs)
def test_drag_takes_energy_from_the_motion_through_the_air(height, place, speed, course):
    """Seen from the turning Earth, a coast in air only ever loses energy."""
    r = (6.378e6 + height + 2e4) * direction(*place)
    through_air = moving(r, speed, course)
    omega = np.array(atmosphere_velocity(*r, *POLE, EARTH_ROTATION_RAD_S))
    states = coasted(EARTH, r, through_air + omega)
    above = np.linalg.norm(states[:, :3], axis=1) > 6.35e6
    states = states[: above.argmin()] if not above.all() else states
    spin = np.array(atmosphere_velocity(*states[:, :3].T, *POLE, EARTH_ROTATION_RAD_S)).T
    over_ground = ((states[:, 3:] - spin) ** 2).sum(axis=1)
    # Jacobi's integral: kinetic over the ground, potential, centrifugal.
    jacobi = (
        0.5 * over_ground
        + potential(*states[:, :3].T, *POLE, EGM2008_ZONAL)
        - 0.5 * (spin**2).sum(axis=1)
    )
    assert np.all(np.diff(jacobi) <= 1e-9 * EGM2008_ZONAL.mu_m3_s2 / 6.378e6)


@settings(max_examples=100)
@given(
    height=st.floats(0.0, 120e3), place=pairs, speed=st.floats(0.0, 8e3), course=pairs, nose=pairs,
    normal=st.floats(0.0, 4.0), axial=st.floats(0.0, 2.0),
)  # fmt: skip
def test_air_never_pushes_a_body_forward(height, place, speed, course, nose, normal, axial):
    """No force of the air has a part along the motion, whatever the angle of attack.

    The normal force lies across the body axis, so that it too can only slow: its part along the
    motion is ``-C_N (1 - cos^2 alpha)``. Beyond a right angle the axial force turns round.
    """
    r, u = (6.378e6 + height) * direction(*place), direction(*nose)
    w = speed * direction(*course)
    assume(w @ u >= 0.0)
    v = w + np.array(atmosphere_velocity(*r, *POLE, EARTH_ROTATION_RAD_S))
    shape = Shape(10.0, constant(axial), constant(normal), 2.0)
    felt = np.array(acceleration(*r, *v, 1e3, *u, 0.0, 0.0, shape, EARTH))
    fall = np.array(zonal_acceleration(*r, *POLE, EGM2008_ZONAL))
    # Rounding: forces of this size cancel, and gravity is taken off again.
    size = 10.0 + 0.5 * 1.3 * speed**2 * 10.0 * (normal + 3.0 * axial) / 1e3
    assert (felt - fall) @ w <= 1e-14 * speed * size


STAGE = Stage(
    name="stage",
    dry_mass_kg=1e3,
    propellant_kg=1e4,
    residual_kg=0.0,
    engine=Engine(name="E", thrust_vac_N=4e5, isp_vac_s=300.0, exit_area_m2=0.4),
    cutoff=Cutoff(rule=CutoffRule.COMMAND),
    diameter_m=2.0,
    length_m=9.0,
    fall=FallingBody(drag_coefficient=1.0, reference_area_m2=1.0),
)


def scaled(phase: FlightPhase, factor: float) -> FlightPhase:
    """The same flight for a body `factor` times as heavy, strong and broad."""
    times = {
        "thrust_vac": phase.thrust_vac._replace(
            coefficients=factor * phase.thrust_vac.coefficients
        ),
        "exit_area_m2": factor * phase.exit_area_m2,
        "burns": tuple(
            replace(b, flow=b.flow._replace(coefficients=factor * b.flow.coefficients))
            for b in phase.burns
        ),
        "aerodynamics": replace(AIR, reference_area_m2=factor * AIR.reference_area_m2),
    }
    return replace(phase, **times)


@examples
@given(
    factor=st.floats(0.1, 10.0), place=pairs, speed=st.floats(50.0, 2e3), course=pairs, nose=pairs
)
def test_mass_thrust_and_area_together_leave_the_flight_unchanged(
    factor, place, speed, course, nose
):
    r = 6.4e6 * direction(*place)
    v = moving(r, speed, course) + np.array(atmosphere_velocity(*r, *POLE, EARTH_ROTATION_RAD_S))
    points = np.repeat(direction(*nose)[:, None], 3, axis=1)
    steering = PhaseSteering(duration_s=30.0, fractions=(1.0,), direction=points)
    phase = burn("burn", STAGE, 99.0, AIR)
    one = fly_phase(phase, steering, start_state(r, v, 1.2e4), EARTH).state[-1]
    other = fly_phase(
        scaled(phase, factor), steering, start_state(r, v, factor * 1.2e4), EARTH
    ).state[-1]
    # The step control sees another mass, and a knot of the Mach tables inside a step leaves some
    # 1e-5 m/s that depend on where the step ends.
    assert np.linalg.norm(one[:3] - other[:3]) < 1e-2
    assert np.linalg.norm(one[3:6] - other[3:6]) < 1e-4
    assert abs(other[6] - factor * one[6]) < 1e-9 * factor * 1.2e4
    assert np.linalg.norm(one[7:] - other[7:]) < 1e-4
