"""Conditions a fit has to meet beside the readings, each in standard deviations."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.reconstruction.along import q_alpha
from cosmodrome.study.reconstruction.model import Flown, Model, value_of
from cosmodrome.study.reconstruction.parameters import PAYLOAD, below_last
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.stage import CutoffRule, burnt_propellant_kg

Array = NDArray[np.float64]

# Launchers turn along their path through thick air; a wind of 20 m/s at the highest pressure makes
# up to 3 degrees, a third of the usual limit of pressure times angle. Looked at so often [s]:
_LEANING_SIGMA, _LEANING_EVERY_S = 1.0 / 3.0, 4.0
_USUAL_Q_ALPHA_PA_RAD = float(np.radians(181.5e3))


def not_overdrawn(model: Model, values: Array, ready: Launcher, flown: Flown) -> Array:
    """What the last stage burns beyond its load at the end of the flight [sigma].

    Parameters
    ----------
    model : Model
        What is flown.
    values : array
        Of all parameters [unit of each].
    ready : Launcher
        Of these values.
    flown : Flown
        The flight.
    """
    last = ready.stages[-1]
    left = float(flown.state[-1, 6]) - value_of(model, values, PAYLOAD) - last.dry_mass_kg
    sigma = max(0.5 * last.residual_kg, 1.0)
    return np.array([min(left - last.residual_kg, 0.0) / sigma])


def left_over(model: Model, ready: Launcher) -> Array:
    """What is left in a stage that burns to depletion, against what the file keeps in it [sigma].

    Parameters
    ----------
    model : Model
        What is flown.
    ready : Launcher
        Of the values flown.
    """
    below = below_last(model.launcher)
    if below is None or below.cutoff.rule is not CutoffRule.DEPLETION:
        return np.zeros(0)
    now = next(s for s in ready.stages if s.name == below.name)
    if now.cutoff.time_s is None:
        return np.zeros(0)
    kept = below.residual_kg + below.landing_reserve_kg
    left = now.propellant_kg - burnt_propellant_kg(now, now.cutoff.time_s) / now.count
    sigma = float(np.hypot(0.5 * below.residual_kg, 0.2 * below.landing_reserve_kg))
    return np.array([(left - kept) / max(sigma, 1.0)])


def leaning(model: Model, flown: Flown, values: Array) -> Array:
    """Angle of attack in thick air, against what a structure bears and a wind may do."""
    limit = model.launcher.limits.q_alpha_max_Pa_rad or _USUAL_Q_ALPHA_PA_RAD
    begin, end = model.launcher.vertical_rise_s + 5.0, model.knots_s[-1]
    places = np.arange(begin, min(end, 160.0, model.end_s), _LEANING_EVERY_S)
    return q_alpha(model, flown, values, places) / (_LEANING_SIGMA * limit)
