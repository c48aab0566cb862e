"""The limits of an ascent as the collocation takes them."""

from collections.abc import Callable

import numpy as np

from cosmodrome.ascent.dynamics import Shape, World, air_data, loads
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.phase import FlightPhase, Steering
from cosmodrome.ascent.right_hand_side import body_axis, propulsion_of
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import Bounds, Numbers, PathLimit, is_fixed

# Typical sizes of the limited quantities, whatever the limit: a new limit changes bounds alone.
_Q_SCALE_PA, _Q_ALPHA_SCALE_PA_RAD, _FLUX_SCALE_W_M2 = 4e4, 3e3, 1e3
_AXIAL_SCALE_M_S2, _HEIGHT_SCALE_M = 40.0, 1e5
_POLAR_RADIUS_M = 6_356_752.0
# Below this height the air takes more of a coast than a plan should trust its density for.
_COAST_ABOVE_M = 140e3
# Largest angle of attack in the covered part of the flight, where the pressure is too low for the
# q-alpha limit to bind; keeps the pitch-over a pitch-over. Below some tens of metres a second a
# side wind alone makes any angle, so the limit opens there.
PITCH_OVER_ALPHA_RAD = np.radians(15.0)
_SLOW_M_S = 30.0


def path_limits(leg: Leg, phase: FlightPhase, shape: Shape, world: World) -> tuple[PathLimit, ...]:
    """Limits that hold at every collocation point of a phase.

    Axial acceleration is limited where the burn can stop earlier, an engine that can throttles for
    it; in a burn of known length nothing could obey, and the loads of the flight tell. The
    pressures count under the fairing, the heat flux after it.

    Parameters
    ----------
    leg : Leg
        What is asked.
    phase : FlightPhase
        A stretch of the flight.
    shape : Shape
        Air forces of the vehicle.
    world : World
        The Earth it is flown on.

    Returns
    -------
    tuple of PathLimit
    """
    propulsion = propulsion_of(phase)

    def load(index: int, t: Scalar, x: Numbers, u: Numbers, d: Numbers) -> Scalar:
        axis = body_axis(phase, x, u, world)
        thrust, _, exit_area = propulsion.at(t, d)
        return loads(*x, *axis, thrust, exit_area, shape, world)[index]

    limits = leg.limits
    found = _geometry(phase)
    least = _least_height_m(leg, phase)
    if least is not None:
        found.append(
            PathLimit(
                name="least height",
                value=lambda t, x, u, p, d: air_data(*x[:6], world)[0],
                bounds=Bounds(lower=least),
                scale=_HEIGHT_SCALE_M,
            )
        )
    if phase.fairing_on and limits.q_max_Pa is not None:
        found.append(
            PathLimit(
                name="dynamic pressure",
                value=lambda t, x, u, p, d: load(0, t, x, u, d),
                bounds=Bounds(upper=limits.q_max_Pa),
                scale=_Q_SCALE_PA,
            )
        )
    if phase.fairing_on and phase.steering is Steering.FREE:
        found += _attack_limits(limits.q_alpha_max_Pa_rad, load)
    if limits.axial_acceleration_max_m_s2 is not None and not is_fixed(phase.duration):
        # An engine that throttles passes the limit only at its lowest throttle.
        lowest = phase.least_throttle if phase.throttles else 1.0
        found.append(
            PathLimit(
                name="axial acceleration",
                value=lambda t, x, u, p, d: lowest * load(2, t, x, u, d),
                bounds=Bounds(upper=limits.axial_acceleration_max_m_s2),
                scale=_AXIAL_SCALE_M_S2,
            )
        )
    if not phase.fairing_on and limits.heat_flux_max_W_m2 is not None and leg.jettison is not None:
        found.append(
            PathLimit(
                name="heat flux",
                value=lambda t, x, u, p, d: load(3, t, x, u, d),
                bounds=Bounds(upper=limits.heat_flux_max_W_m2),
                scale=_FLUX_SCALE_W_M2,
            )
        )
    return tuple(found)


def _least_height_m(leg: Leg, phase: FlightPhase) -> float | None:
    if phase.fairing_on:
        return None
    if leg.limits.height_min_m is None and phase.is_free_coast and phase.in_orbit:
        # A leg that starts in orbit coasts where its parking orbit lies.
        from_ground = np.linalg.norm(leg.start_position_m) < EARTH_RADIUS_M + _COAST_ABOVE_M
        return _COAST_ABOVE_M if from_ground else None
    return leg.limits.height_min_m


def _geometry(phase: FlightPhase) -> list[PathLimit]:
    """Steering is a direction, and the ground is below."""
    direction = PathLimit(
        name="unit direction",
        value=lambda t, x, u, p, d: u[0] * u[0] + u[1] * u[1] + u[2] * u[2],
        bounds=Bounds(lower=1.0, upper=1.0),
    )
    ground = PathLimit(
        name="height",
        value=lambda t, x, u, p, d: x[0] * x[0] + x[1] * x[1] + x[2] * x[2],
        bounds=Bounds(lower=_POLAR_RADIUS_M**2),
        scale=EARTH_RADIUS_M**2,
    )
    return {
        Steering.FREE: [direction, ground],
        Steering.FLOW: [ground],
        Steering.UP: [],
    }[phase.steering]


def _attack_limits(q_alpha_Pa_rad: float | None, load: Callable[..., Scalar]) -> list[PathLimit]:
    """Squared forms: smooth at zero angle of attack, where a root would not be."""
    found = [
        PathLimit(
            name="angle of attack",
            value=lambda t, x, u, p, d: (
                load(1, t, x, u, d) - (_SLOW_M_S * load(0, t, x, u, d) / load(3, t, x, u, d)) ** 2
            ),
            bounds=Bounds(upper=float(np.sin(PITCH_OVER_ALPHA_RAD) ** 2)),
        )
    ]
    if q_alpha_Pa_rad is not None:
        found.append(
            PathLimit(
                name="q-alpha",
                value=lambda t, x, u, p, d: load(0, t, x, u, d) ** 2 * load(1, t, x, u, d),
                bounds=Bounds(upper=q_alpha_Pa_rad**2),
                scale=_Q_ALPHA_SCALE_PA_RAD**2,
            )
        )
    return found
