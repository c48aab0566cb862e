"""How far a foretold flight lies from its webcast."""

from dataclasses import dataclass

import numpy as np

from cosmodrome.study.falcon_9.predict import Foretold
from cosmodrome.study.falcon_9.webcast import Webcast

# A webcast reaches a cut-off when it shows something this near to it [s].
_REACHED_S = 6.0
# The speed rises by less than this once the engine is cut [m/s2].
_COASTING_M_S2 = 2.0
_LEAST_CUTOFF_S = 480.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Errors from lift-off to a cut-off, as parts of the value shown there.

    Attributes
    ----------
    speed_rms, height_rms : float
        Root mean square to the cut-off, of the value shown at it [-].
    speed_end, height_end : float
        At the cut-off, ours less shown, of the value shown [-].
    speed_m_s, height_m : float
        Shown at the cut-off [m/s], [m].
    """

    speed_rms: float
    height_rms: float
    speed_end: float
    height_end: float
    speed_m_s: float
    height_m: float


def errors_until(webcast: Webcast, foretold: Foretold, end_s: float) -> Errors | None:
    """Errors to a cut-off; None where the webcast stops before.

    Parameters
    ----------
    webcast : Webcast
        As shown.
    foretold : Foretold
        The same flight.
    end_s : float
        Cut-off after lift-off [s].
    """
    shown = webcast.time_s <= end_s - 0.5
    time = webcast.time_s[shown]
    if not time.size or time[-1] < end_s - _REACHED_S:
        return None
    speed, height = webcast.speed_m_s[shown], webcast.height_m[shown]
    # One row a second to the first cut-off and every fourth after it: all seconds count alike.
    weight = np.minimum(np.gradient(time), 5.0)
    speed_error = (np.interp(time, foretold.time_s, foretold.speed_m_s) - speed) / speed[-1]
    height_error = (np.interp(time, foretold.time_s, foretold.height_m) - height) / height[-1]
    return Errors(
        speed_rms=float(np.sqrt(np.average(speed_error**2, weights=weight))),
        height_rms=float(np.sqrt(np.average(height_error**2, weights=weight))),
        speed_end=float(speed_error[-1]),
        height_end=float(height_error[-1]),
        speed_m_s=float(speed[-1]),
        height_m=float(height[-1]),
    )


def shown_cutoff_s(webcast: Webcast) -> float | None:
    """When the speed stops rising, where the webcast shows it [s].

    Parameters
    ----------
    webcast : Webcast
        One flight.
    """
    time, speed = webcast.time_s, webcast.speed_m_s
    late = np.flatnonzero(time > _LEAST_CUTOFF_S)
    for i in late[1:]:
        rate = (speed[i] - speed[i - 1]) / (time[i] - time[i - 1])
        if rate < _COASTING_M_S2 and time[i] - time[i - 1] < 10.0:
            return float(time[i - 1])
    return None
