"""What is kept of a flight while it is flown, and at its end."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.desk import (
    AXIAL_MAX,
    BELIEVED,
    END_MASS,
    END_OUTCOME,
    END_STATE,
    END_TILT,
    END_TIME,
    EPS_S,
    FAIRING_AT,
    FAIRING_ON,
    FAULTY_CYCLES,
    FLUX_MAX,
    KEPT_NUMBERS,
    KEPT_STAGE,
    NEXT_SAMPLE,
    Q_MAX,
    QA_MAX,
    SAMPLES,
    TIME,
    V_GO_LEFT,
    Desk,
    believed,
)
from cosmodrome.ascent.guidance.explicit_law import (
    FAULTS,
    V_GO,
    held,
)
from cosmodrome.ascent.guidance.navigation import TILT
from cosmodrome.ascent.guidance.one_step import (
    AXIAL,
    FLUX,
    HEIGHT,
    Q_START,
    SINE,
    Q,
)
from cosmodrome.ascent.guidance.program import (
    Program,
)
from cosmodrome.ascent.guidance.propulsion import (
    CUT,
    CUT_APPARENT,
    LEFT,
    LIT,
    NEVER,
    REASON,
)
from cosmodrome.ascent.guidance.vectors import length
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def keep_peak(kept: Array, place: int, value: Scalar, t: Scalar) -> None:
    """Keep the largest value of a load and its time.

    Parameters
    ----------
    kept : array
        What is kept of the flight [-].
    place : int
        Of the load; its time follows.
    value : float
        Met now [-].
    t : float
        Now [s].
    """
    if value > kept[place]:
        kept[place] = value
        kept[place + 1] = t


@compiled
def keep_loads(desk: Desk, t: Scalar, base: int, kept: Array) -> None:
    """Keep the loads at one end of a step.

    Parameters
    ----------
    desk : Desk
        Of the flight.
    t : float
        Time of that end [s].
    base : int
        Where its loads begin in the record.
    kept : array
        Written [-].
    """
    rec = desk.record
    keep_peak(kept, Q_MAX, rec[base + Q], t)
    keep_peak(kept, AXIAL_MAX, rec[base + AXIAL], t)
    if desk.now[FAIRING_ON] == 1.0:
        keep_peak(kept, QA_MAX, rec[base + Q] * rec[base + SINE], t)
    else:
        keep_peak(kept, FLUX_MAX, rec[base + FLUX], t)


@compiled
def sample(program: Program, desk: Desk, samples: Array) -> None:
    """Keep height, speed and loads when it is time for it.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    samples : array, shape (G, SAMPLED)
        Written [m], [m/s], [Pa], [m/s2].
    """
    now, y, rec = desk.now, desk.y, desk.record
    if now[TIME] < now[NEXT_SAMPLE] - EPS_S:
        return
    k = int(now[SAMPLES])
    if k >= samples.shape[0]:
        now[NEXT_SAMPLE] = NEVER
        return
    samples[k, 0] = rec[Q_START + 8 + HEIGHT]
    samples[k, 1] = np.sqrt(y[3] * y[3] + y[4] * y[4] + y[5] * y[5])
    samples[k, 2] = rec[Q_START + 8 + Q]
    samples[k, 3] = rec[Q_START + 8 + AXIAL]
    now[SAMPLES] += 1.0
    now[NEXT_SAMPLE] += program.settings.sample_step_s


@compiled
def close(desk: Desk, outcome: Scalar, kept: Array, drops: Array) -> None:
    """Keep the end of a flight.

    Parameters
    ----------
    desk : Desk
        Of the flight.
    outcome : float
        How it ended [-].
    kept, drops : array
        Written; read [-].
    """
    kept[END_TIME] = desk.now[TIME]
    kept[END_OUTCOME] = outcome
    r, v = believed(desk)
    for i in range(3):
        kept[END_STATE + i] = desk.y[i]
        kept[END_STATE + 3 + i] = desk.y[3 + i]
        kept[BELIEVED + i] = r[i]
        kept[BELIEVED + 3 + i] = v[i]
        kept[END_TILT + i] = desk.errors[TILT + i]
    kept[END_MASS] = desk.y[6]
    kept[V_GO_LEFT] = length(held(desk.memory, V_GO))
    kept[FAULTY_CYCLES] = desk.memory[FAULTS]
    kept[FAIRING_AT] = drops[drops.shape[0] - 1, 0]
    for i in range(desk.stages.shape[0]):
        k = KEPT_NUMBERS + KEPT_STAGE * i
        kept[k] = desk.stages[i, LIT]
        kept[k + 1] = desk.stages[i, CUT]
        kept[k + 2] = desk.stages[i, REASON]
        kept[k + 3] = desk.stages[i, LEFT]
        kept[k + 4] = desk.stages[i, CUT_APPARENT]
