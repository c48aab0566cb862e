"""One call from telemetry to the flight behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.programme import plane_towards
from cosmodrome.ascent.simulate import BrokenFlightError
from cosmodrome.ascent.switches import cutoff_time_s
from cosmodrome.catalogue.figure import Figure
from cosmodrome.earth.atmosphere import US76, density_pressure_sound
from cosmodrome.errors import Fault, InputError
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.study.reconstruction.along import predicted
from cosmodrome.study.reconstruction.conditions import leaning, left_over, not_overdrawn
from cosmodrome.study.reconstruction.events import (
    DOWN,
    FAIRING,
    MECO,
    SECO1,
    SES1,
    UP,
    Event,
    found_events,
    returns_after,
)
from cosmodrome.study.reconstruction.fit import ENOUGH, Fit, fit, unknown
from cosmodrome.study.reconstruction.model import Flyer, Model, trims_of
from cosmodrome.study.reconstruction.noise import Readings, readings, rougher, until, without
from cosmodrome.study.reconstruction.opening import PITCH_SIGMA_RAD, knots_of, pitch_opening
from cosmodrome.study.reconstruction.parameters import (
    below_last,
    launcher_with_bucket,
    vehicle_parameters,
)
from cosmodrome.study.reconstruction.request import ReconstructionCase
from cosmodrome.study.reconstruction.telemetry import Telemetry
from cosmodrome.study.reconstruction.trim import trimmed_launcher
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.launcher import Launcher

Array = NDArray[np.float64]

# Telemetry of the coast behind the last cut-off that still tells its time [s].
_AFTER_CUTOFF_S = 20.0
_AFTER_FIRST_CUTOFF_S = 1.0
_ROUGH_ENOUGH = 1.0
_SURELY_BEYOND_S = 60.0
_LATE_SIGMA = 1.5
_USUAL_FAIRING_AFTER_S = 60.0
# Noise of the first fits, as a part of the reading [-]; then it is set from what they leave. From
# the loose side what is left would keep the noise high.
_ROUGHLY = (0.005, 0.001)
# Thrust beyond the schedule at a knot, one sigma: of the first fit, and the least and the most it
# is set to by what the fits find, for each of the last two stages.
_TRIM_SIGMA, _LEAST_TRIM, _MOST_TRIM = 0.03, 0.003, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconstruction:
    """A flight read back from its telemetry.

    Attributes
    ----------
    model : Model
        With its parameters and their priors.
    fit : Fit
        Values found, with their covariance.
    trim_sigma : array
        Spread of the thrust beyond the schedule at each knot, as the fits found it [-].
    speed, height : Readings
        What was fitted, in the file's time.
    events : dict of str to Event
        Given or found, in the file's time.
    notes : tuple of str
        What was mended or left out, each as a sentence.
    """

    model: Model
    fit: Fit
    trim_sigma: Array
    speed: Readings
    height: Readings
    events: dict[str, Event]
    notes: tuple[str, ...]


def reconstruct(
    telemetry: Telemetry,
    launcher: Launcher,
    figures: Sequence[Figure],
    around: Surroundings,
    azimuth_rad: float,
    *,
    payload_kg: float,
    payload_sigma_kg: float,
    events: Mapping[str, Event] | None = None,
) -> Reconstruction:
    """Fit steering, throttle and a few vehicle numbers to speed and height.

    Parameters
    ----------
    telemetry : Telemetry
        Of `read_telemetry`, its units in order.
    launcher : Launcher
        Of the catalogue.
    figures : sequence of Figure
        Of its file, for the priors: ``catalogue.document("launchers", name).figures``.
    around : Surroundings
        Of the pad at lift-off: `mission.surroundings.surroundings_of`.
    azimuth_rad : float
        In which the launcher steers, from north over east [rad].
    payload_kg, payload_sigma_kg : float
        Everything above the launcher, and how well it is known [kg].
    events : mapping of str to Event, optional
        In the file's time; those missing are looked for in the speed.

    Returns
    -------
    Reconstruction
    """
    speed, height, notes = readings(telemetry)
    known = found_events(speed, events or {})
    if MECO in known and returns_after(telemetry, known[MECO].t_s):
        cut = known[MECO].t_s
        telemetry = without(
            telemetry,
            telemetry.time_s > cut + _AFTER_FIRST_CUTOFF_S,
            f"after {cut:.0f} s the file follows the first stage back: left out from there",
        )
        speed, height, notes = readings(telemetry)
        known = {k: e for k, e in known.items() if not e.found or e.t_s <= cut}
    end = float(telemetry.time_s[-1])
    _require_cutoff(launcher, known, end)
    if SECO1 in known:
        end = min(end, known[SECO1].t_s + _AFTER_CUTOFF_S)
    speed, height = until(speed, end), until(height, end)
    known = {k: e for k, e in known.items() if e.t_s < end}
    model = model_of(
        launcher,
        figures,
        around,
        azimuth_rad,
        known,
        end,
        fairing_s=_fairing_s(launcher, known, speed, height, end),
        payload=(payload_kg, payload_sigma_kg),
        inertial=telemetry.inertial,
    )
    start = _opening(model, known, speed, height, around)
    trim_sigma, openings = np.full(len(model.knots_s), _TRIM_SIGMA), _openings(model, known, start)
    for part in _ROUGHLY:
        rough = (rougher(speed, part), rougher(height, part))
        tried = [
            _fitted(model, known, *rough, start, values, trim_sigma, enough=_ROUGH_ENOUGH)
            for values in openings
        ]
        found = min(tried, key=lambda one: one.cost)
        openings, trim_sigma = [found.values], _trim_sigma(model, known, found)
    speed, height = _heard(found, known, rough, (speed, height))
    found = _fitted(model, known, speed, height, start, found.values, trim_sigma)
    return Reconstruction(
        model=model,
        fit=found,
        trim_sigma=trim_sigma,
        speed=speed,
        height=height,
        events=known,
        notes=(*telemetry.notes, *notes),
    )


def _require_cutoff(launcher: Launcher, known: Mapping[str, Event], end_s: float) -> None:
    """Without the cut-off of the first stage nothing tells the stages apart."""
    below = below_last(launcher)
    if below is None or MECO in known:
        return
    if end_s > cutoff_time_s(launcher, below, end_s) + _SURELY_BEYOND_S:
        problem = "no cut-off of the first stage is seen in the speed"
        remedy = "give it, in seconds of the file's clock: --events meco=150"
        raise InputError(Fault(file="--events", key=MECO, problem=problem, remedy=remedy))


def model_of(
    launcher: Launcher,
    figures: Sequence[Figure],
    around: Surroundings,
    azimuth_rad: float,
    events: Mapping[str, Event],
    end_s: float,
    *,
    fairing_s: float | None,
    payload: tuple[float, float],
    inertial: bool = False,
) -> Model:
    """Flight with unknown numbers, their priors those of the launcher file and of the events.

    Parameters
    ----------
    launcher : Launcher
        Of the catalogue.
    figures : sequence of Figure
        Of its file.
    around : Surroundings
        Of the pad at lift-off.
    azimuth_rad : float
        In which the launcher steers, from north over east [rad].
    events : mapping of str to Event
        In time after lift-off.
    end_s : float
        End of the telemetry after lift-off [s].
    fairing_s : float or None
        Expected fairing jettison; None when it is not seen [s].
    payload : (mass, sigma)
        Everything above the launcher [kg].
    inertial : bool
        The speed read counts from the fixed stars.
    """
    ready = launcher_with_bucket(launcher, events)
    parameters = vehicle_parameters(
        ready,
        figures,
        events,
        payload_kg=payload[0],
        payload_sigma_kg=payload[1],
        fairing_s=fairing_s,
        reaches_last=SES1 in events or (MECO in events and end_s > events[MECO].t_s + 30.0),
    )
    knots = knots_of(ready.vertical_rise_s, end_s, events)
    return Model(
        launcher=ready,
        world=around.world,
        plane=plane_towards(around.pad_position_m, around.orientation.pole, azimuth_rad),
        position_m=around.pad_position_m,
        velocity_m_s=around.pad_velocity_m_s,
        parameters=parameters,
        knots_s=knots.time_s,
        end_s=end_s + 3.0,
        inertial=inertial,
    )


def _fairing_s(
    launcher: Launcher, events: Mapping[str, Event], speed: Readings, height: Readings, end_s: float
) -> float | None:
    """When the fairing goes; None when that is beyond the telemetry or there is none."""
    if launcher.fairing is None:
        return None
    jettison = launcher.fairing.jettison
    if FAIRING in events:
        found = events[FAIRING].t_s
    elif jettison.rule is JettisonRule.TIME:
        found = jettison.value
    else:
        cut = events[MECO].t_s if MECO in events else end_s
        found = cut + _USUAL_FAIRING_AFTER_S
        t = np.arange(cut, end_s, 1.0)
        if t.size and height.time_s.size and speed.time_s.size:
            h = np.interp(t, height.time_s, height.value)
            v = np.interp(t, speed.time_s, speed.value)
            met = h >= jettison.value
            if jettison.rule is JettisonRule.HEAT_FLUX:
                met = 0.5 * density_pressure_sound(h, US76)[0] * v**3 <= jettison.value
            found = float(t[np.argmax(met)]) if met.any() else found
    return found if found < end_s else None


def _opening(
    model: Model,
    events: Mapping[str, Event],
    speed: Readings,
    height: Readings,
    around: Surroundings,
) -> Array:
    """Values a fit starts from: the priors, and pitch as the readings suggest it."""
    lit = events[SES1].t_s if SES1 in events else 1e9
    eastward = float(around.pad_velocity_m_s @ model.plane.along)
    pitch = pitch_opening(model.knots_s, speed, height, lit, eastward)
    return np.concatenate(([p.prior for p in model.parameters], pitch, 0.0 * pitch))


def _openings(model: Model, events: Mapping[str, Event], start: Array) -> list[Array]:
    """Where first fits start: a bucket nobody has seen may be late, and no slope leads there."""
    openings = [start]
    for k, parameter in enumerate(model.parameters):
        if parameter.name in (DOWN, UP) and parameter.name not in events:
            late = _LATE_SIGMA * parameter.sigma * np.eye(start.size)[k]
            openings += [opening + late for opening in openings]
    return openings


def _heard(
    found: Fit,
    events: Mapping[str, Event],
    fitted: tuple[Readings, Readings],
    clean: Sequence[Readings],
) -> tuple[Readings, Readings]:
    """Speed and height with what the model does not know as noise on top, stage by stage.

    Wind, the shape of the drag curve, how engines start and stop show as residuals beyond the
    noise of the readings, and last for many of them.
    """
    cut = events[MECO].t_s if MECO in events else np.inf
    count = fitted[0].time_s.size
    heard = []
    for data, used, part in zip(
        clean, fitted, (found.residual[:count], found.residual[count:]), strict=True
    ):
        sigma = data.sigma.copy()
        for here in (data.time_s <= cut, data.time_s > cut):
            more = unknown((part * used.sigma)[here], data.sigma[here])
            sigma[here] = np.hypot(sigma[here], more)
        heard.append(replace(data, sigma=sigma))
    return heard[0], heard[1]


def _trim_sigma(model: Model, events: Mapping[str, Event], found: Fit) -> Array:
    """Spread of the trims of each stage that makes those found most likely."""
    count = len(model.knots_s)
    trims = trims_of(model, found.values)
    square = trims**2 + np.diag(found.covariance)[-count:]
    later = np.array(model.knots_s) > (events[MECO].t_s + 1.0 if MECO in events else np.inf)
    sigma = np.zeros(count)
    for stage in (later, ~later):
        if stage.any():
            size = float(np.sqrt(np.mean(square[stage])))
            sigma[stage] = np.clip(size, _LEAST_TRIM, _MOST_TRIM)
    return sigma


def _fitted(
    model: Model,
    events: Mapping[str, Event],
    speed: Readings,
    height: Readings,
    prior: Array,
    start: Array,
    trim_sigma: Array,
    *,
    enough: float = ENOUGH,
) -> Fit:
    count = len(model.parameters)
    knots = knots_of(model.launcher.vertical_rise_s, model.end_s - 3.0, events)
    pitch_sigma = np.full(len(model.knots_s), PITCH_SIGMA_RAD)
    sigma = np.concatenate(([p.sigma for p in model.parameters], pitch_sigma, trim_sigma))
    bends = knots.smoothness
    rows = bends.shape[0]
    smoothness = np.hstack((np.zeros((rows, count)), bends, np.zeros((rows, trim_sigma.size))))

    flyer = Flyer(model)

    def residuals(values: Array) -> tuple[Array, Array] | None:
        try:
            flown = flyer.fly(values)
        except (BrokenFlightError, ValueError):
            return None
        v, h = predicted(model, values, flown, speed, height)
        data = np.concatenate(((v - speed.value) / speed.sigma, (h - height.value) / height.sigma))
        if not np.isfinite(data).all():
            return None
        vehicle = flyer.vehicle(values)
        trims = trims_of(model, values)
        ready = trimmed_launcher(vehicle.launcher, model.knots_s, trims, vehicle.command_s)
        soft = (left_over(model, ready), not_overdrawn(model, values, ready, flown))
        return data, np.concatenate((*soft, leaning(model, flown, values)))

    return fit(residuals, start, prior, sigma, smoothness, enough=enough)


def reconstruct_case(case: ReconstructionCase) -> Reconstruction:
    """Reconstruction of a case as read from a request.

    Parameters
    ----------
    case : ReconstructionCase
        Of `request.read_reconstruction`.
    """
    return reconstruct(
        case.telemetry,
        case.launcher,
        case.figures,
        case.around,
        case.azimuth_rad,
        payload_kg=case.payload_kg,
        payload_sigma_kg=case.payload_sigma_kg,
        events=case.events,
    )
