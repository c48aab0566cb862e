"""How steeply a first stage climbs, from what the mission is.

Two numbers steer a first stage: the climb angle at 1 km/s and the lift angle. Both are linear in
what is announced of a flight, with priors, so that a kind of flight of which the calibration half
has one example is drawn to it and no further than that:

    climb = low + transfer + back + slope (P - 9 t) + back_slope (P - 9 t) + back_block_5
    lift  = low + transfer + block_1

P is what is above the second stage. The terms hold for: every flight, those to far orbits, those
that return to the launch site, low orbits, low orbits with return, the space station with return
on block 5; and blocks 1 and 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.falcon_9.facts import (
    FlightFacts,
    Landing,
    Orbit,
    block_group,
    is_transfer,
    payload_aboard_kg,
)
from cosmodrome.study.falcon_9.flown_model import FlownModel

Array = NDArray[np.float64]

_HEAVY_KG = 9000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A linear law and its priors.

    Attributes
    ----------
    names : tuple of str
        Of its coefficients [deg] or [deg/t].
    means, sigmas : tuple of float
        Before any flight [deg] or [deg/t].
    scatter_deg : float
        Of single flights about it [deg].
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    sigmas: tuple[float, ...]
    scatter_deg: float


# A gravity turn to a low parking orbit climbs at 30 to 60 degrees at 1 km/s; a return to the
# launch site is flown steeper. Block 5 is 1.6 t heavier empty on the same reserve, which takes
# 100 m/s from the burn back, so it has to leave at 100 m/s less over the ground: 5 degrees at
# 1.66 km/s.
CLIMB = Law(
    names=(
        "climb_low_deg",
        "climb_transfer_deg",
        "climb_back_deg",
        "climb_slope_deg_t",
        "climb_back_slope_deg_t",
        "climb_back_block_5_deg",
    ),
    means=(45.0, -8.0, 5.0, -1.0, -1.0, 5.0),
    sigmas=(8.0, 8.0, 5.0, 2.0, 2.0, 3.0),
    scatter_deg=1.0,
)
LIFT = Law(
    names=("lift_low_deg", "lift_transfer_deg", "lift_block_1_deg"),
    means=(0.0, 0.0, 0.0),
    sigmas=(6.0, 6.0, 6.0),
    scatter_deg=3.0,
)


def climb_features(facts: FlightFacts) -> tuple[float, ...]:
    """What the coefficients of `CLIMB` are multiplied with [-] or [t].

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    far = is_transfer(facts)
    back = facts.landing is Landing.LAUNCH_SITE
    heavier_t = 0.0 if far else 1e-3 * (payload_aboard_kg(facts) - _HEAVY_KG)
    station = facts.orbit is Orbit.STATION
    return (
        1.0,
        float(far),
        float(back),
        heavier_t,
        heavier_t if back else 0.0,
        float(back and station and block_group(facts) == 5),
    )


def lift_features(facts: FlightFacts) -> tuple[float, ...]:
    """What the coefficients of `LIFT` are multiplied with [-].

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    """
    return (1.0, float(is_transfer(facts)), float(block_group(facts) == 1))


def fit_law(
    law: Law, features: Sequence[tuple[float, ...]], angles_deg: Sequence[float]
) -> tuple[Array, Array]:
    """Coefficients after some flights, and their covariance.

    Parameters
    ----------
    law : Law
        With its priors.
    features : sequence of tuple of float
        One row a flight [-] or [t].
    angles_deg : sequence of float
        As flown [deg].

    Returns
    -------
    coefficients : array, shape (n,)
        [deg] or [deg/t].
    covariance : array, shape (n, n)
        Of them [deg2], [deg2/t], [deg2/t2].
    """
    rows = np.array(features) / law.scatter_deg
    weight = np.diag(1.0 / np.array(law.sigmas) ** 2)
    covariance: Array = np.asarray(np.linalg.inv(rows.T @ rows + weight))
    pull = rows.T @ (np.array(angles_deg) / law.scatter_deg) + weight @ np.array(law.means)
    return covariance @ pull, covariance


def predicted_angles_rad(facts: FlightFacts, model: FlownModel) -> tuple[float, float]:
    """Climb angle at 1 km/s and lift angle of a flight [rad].

    Parameters
    ----------
    facts : FlightFacts
        Of the flight.
    model : FlownModel
        With the coefficients.
    """
    climb = sum(model[name] * x for name, x in zip(CLIMB.names, climb_features(facts), strict=True))
    lift = sum(model[name] * x for name, x in zip(LIFT.names, lift_features(facts), strict=True))
    return float(np.radians(climb)), float(np.radians(lift))
