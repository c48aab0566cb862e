"""The law of a burn in orbit: which velocity thrust has to give, and in which direction.

The axis turns at the rate of the plan, about its centroid in time; direction and length of the
burn are solved for. A pass flies the burn with the velocity to go it holds, in the field of the
Earth and with the thrust it has felt, asks what velocity is wanted where it ends, and adds what is
missing there:

    v_go <- v_go + v_wanted(r_end) - v_end
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.upper.program import TURN, UpperProgram
from cosmodrome.ascent.guidance.upper.thrust import thrust_step
from cosmodrome.ascent.guidance.upper.wanted import wanted_velocity
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# Longest step of the prediction [s].
_PREDICTED_STEP_S = 40.0


class Steering(NamedTuple):
    """Direction of a burn from now on.

    Attributes
    ----------
    start, rate : tuple of 3 floats
        Now, and its rate [-], [1/s].
    span_s : float
        Time to go [s].
    """

    start: Triple
    rate: Triple
    span_s: Scalar


@compiled
def steering_for(
    program: UpperProgram, burn: int, to_go: Triple, thrust_N: Scalar, mass_kg: Scalar
) -> Steering:
    """Direction that gives a velocity, and the time it takes.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    burn : int
        Which.
    to_go : tuple of 3 floats
        Velocity to go [m/s].
    thrust_N, mass_kg : float
        As the guidance has them [N], [kg].
    """
    w = program.stage[1]
    row = program.burns[burn]
    gain = length(to_go)
    along = unit(to_go)
    tau = w * mass_kg / thrust_N
    span = tau * (1.0 - np.exp(-gain / w))
    centroid = 0.5 * span if gain < 1e-3 * w else tau - w * span / gain
    rate = cross((row[TURN], row[TURN + 1], row[TURN + 2]), along)
    return Steering(plus(along, rate, -centroid), rate, span)


@compiled
def one_pass(
    program: UpperProgram,
    burn: int,
    believed: Array,
    to_go: Array,
    thrust_N: Scalar,
    predicted: Array,
) -> Scalar:
    """One pass of the law; the change of the velocity to go [m/s].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    burn : int
        Which.
    believed : array, shape (7,)
        Position [m], velocity [m/s], mass [kg] as the guidance has them.
    to_go : array, shape (3,)
        Velocity to go [m/s]; changed.
    thrust_N : float
        As the guidance has it [N].
    predicted : array, shape (7,)
        Used [-].
    """
    steering = steering_for(program, burn, (to_go[0], to_go[1], to_go[2]), thrust_N, believed[6])
    flow = thrust_N / program.stage[1]
    count = int(np.ceil(steering.span_s / _PREDICTED_STEP_S))
    if not 0 < count < 1000:
        return np.nan
    h = steering.span_s / count
    for i in range(7):
        predicted[i] = believed[i]
    start = steering.start
    for _ in range(count):
        thrust_step(program.world, predicted, h, thrust_N, flow, 0.0, start, steering.rate)
        start = plus(start, steering.rate, h)
    v = wanted_velocity(program, burn, predicted)
    change = plus(v, (predicted[3], predicted[4], predicted[5]), -1.0)
    for i in range(3):
        to_go[i] += change[i]
    return length(change)


@compiled
def solve(
    program: UpperProgram,
    burn: int,
    believed: Array,
    to_go: Array,
    thrust_N: Scalar,
    predicted: Array,
    passes: int,
    good_m_s: Scalar,
) -> Scalar:
    """Passes until the velocity to go stands; its last change [m/s].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    burn : int
        Which.
    believed : array, shape (7,)
        Position [m], velocity [m/s], mass [kg] as the guidance has them.
    to_go : array, shape (3,)
        Velocity to go [m/s]; changed.
    thrust_N : float
        As the guidance has it [N].
    predicted : array, shape (7,)
        Used [-].
    passes : int
        At most.
    good_m_s : float
        Change at which it stands [m/s].
    """
    change = 0.0
    for _ in range(passes):
        change = one_pass(program, burn, believed, to_go, thrust_N, predicted)
        if not change > good_m_s:
            break
    return change
