"""A reconstruction as a user asks for it, in words: names, a payload, an azimuth, events."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from cosmodrome.ascent.programme import azimuth_into, plane_towards
from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.catalogue.figure import Figure
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.units import UnitError, to_si
from cosmodrome.errors import Fault, InputError
from cosmodrome.mission.orbit_text import read_orbit
from cosmodrome.mission.surroundings import Surroundings, surroundings_of
from cosmodrome.study.payload_request import read_date
from cosmodrome.study.reconstruction.along import history
from cosmodrome.study.reconstruction.columns import read_given_columns
from cosmodrome.study.reconstruction.events import Event, read_events
from cosmodrome.study.reconstruction.model import Flyer, Model
from cosmodrome.study.reconstruction.parameters import PAYLOAD, Parameter
from cosmodrome.study.reconstruction.telemetry import Telemetry, read_telemetry
from cosmodrome.study.reconstruction.units import Expected, settled
from cosmodrome.vehicle.launcher import Launcher
from cosmodrome.vehicle.pad import Pad

# Of a payload given without: published masses leave out adapters and dispensers.
_USUAL_PAYLOAD_SIGMA = 0.05
# Pitch of a launcher nobody knows more of: it turns to 45 degrees within 100 s [s], [deg].
_USUAL_PITCH = ((12.0, 90.0), (60.0, 66.0), (100.0, 45.0), (160.0, 25.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconstructionRequest:
    """What was written on the command line.

    Attributes
    ----------
    telemetry : tuple of pathlib.Path
    launcher, pad : str
        Catalogue names.
    payload : str
        ``"9600 kg"`` or ``"9600 +- 300 kg"``.
    orbit : str or None
        ``"625 km 86.6 deg"``; gives the azimuth and the target of the mission file.
    azimuth : str or None
        ``"188 deg"``, over that of the orbit.
    descending : bool
        Launched towards the south.
    events, columns : str or None
        ``"meco=150,ses1=161"`` or a file; ``"speed=V"``.
    date : str or None
        Lift-off, ISO 8601.
    fairing : bool
        False for a flight without the fairing of the launcher file.
    """

    telemetry: tuple[Path, ...]
    launcher: str
    pad: str
    payload: str
    orbit: str | None = None
    azimuth: str | None = None
    descending: bool = False
    events: str | None = None
    columns: str | None = None
    date: str | None = None
    fairing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconstructionCase:
    """What is to be reconstructed.

    Attributes
    ----------
    telemetry : Telemetry
        In SI units, from lift-off.
    launcher : Launcher
    figures : tuple of Figure
        Of its file.
    pad : Pad
    around : Surroundings
    azimuth_rad : float
        Of the plane it steers in [rad].
    target : OrbitTarget or None
        Asked for.
    payload_kg, payload_sigma_kg : float
        [kg].
    events : mapping of str to Event
        Given, after lift-off.
    liftoff_utc : datetime
    ascending : bool
        Launched towards the north.
    """

    telemetry: Telemetry
    launcher: Launcher
    figures: tuple[Figure, ...]
    pad: Pad
    around: Surroundings
    azimuth_rad: float
    target: OrbitTarget | None
    payload_kg: float
    payload_sigma_kg: float
    events: Mapping[str, Event]
    liftoff_utc: datetime
    ascending: bool


def read_reconstruction(request: ReconstructionRequest, catalogue: Catalogue) -> ReconstructionCase:
    """Look up what a request names, and read its telemetry.

    Parameters
    ----------
    request : ReconstructionRequest
        As written.
    catalogue : Catalogue
        Where launcher and pad are looked up.

    Raises
    ------
    InputError
        With every fault of the request or of the telemetry.
    """
    launcher = catalogue.launcher(request.launcher)
    if not request.fairing:
        launcher = replace(launcher, fairing=None)
    pad = catalogue.pad(request.pad)
    payload, sigma = read_payload(request.payload)
    liftoff = read_date(request.date)
    around = surroundings_of(pad, liftoff)
    target = read_orbit(request.orbit) if request.orbit else None
    azimuth = _azimuth(request, target, around)
    events = read_events(request.events)
    telemetry = read_telemetry(request.telemetry, read_given_columns(request.columns))
    end = float(telemetry.time_s[-1])
    telemetry, clock = settled(telemetry, expected_flight(launcher, around, azimuth, payload, end))
    moved = {name: replace(e, t_s=e.t_s - clock) for name, e in events.items()}
    return ReconstructionCase(
        telemetry=telemetry,
        launcher=launcher,
        figures=tuple(catalogue.document("launchers", request.launcher).figures),
        pad=pad,
        around=around,
        azimuth_rad=azimuth,
        target=target if isinstance(target, OrbitTarget) else None,
        payload_kg=payload,
        payload_sigma_kg=sigma,
        events=moved,
        liftoff_utc=liftoff,
        ascending=not request.descending,
    )


def read_payload(text: str) -> tuple[float, float]:
    """Payload and its sigma [kg].

    Parameters
    ----------
    text : str
        ``"9600 kg"`` or ``"9600 +- 300 kg"``.
    """
    number, _, sigma = (part.strip() for part in text.replace("±", "+-").partition("+-"))
    unit = re.sub(r"^[^A-Za-z]*", "", sigma or number)
    number = number if re.search(r"[A-Za-z]", number) else f"{number} {unit}"
    try:
        mass = to_si(number, "kg")
        spread = to_si(sigma, "kg") if sigma else _USUAL_PAYLOAD_SIGMA * mass
    except UnitError as error:
        raise _bad("--payload", f"{error}", 'write "9600 kg" or "9600 +- 300 kg"') from error
    if not (0.0 <= mass < 1e6 and 0.0 <= spread < 1e6):
        raise _bad("--payload", f"`{text}` is no mass", "write what stands on the launcher in kg")
    return mass, spread


def _azimuth(request: ReconstructionRequest, target: object, around: Surroundings) -> float:
    if request.azimuth is not None:
        try:
            return to_si(request.azimuth, "rad")
        except UnitError as error:
            raise _bad("--azimuth", f"{error}", 'write "188 deg"') from error
    if not isinstance(target, OrbitTarget):
        problem = "nothing says in which direction it flew"
        raise _bad("--orbit", problem, 'name the orbit, "625 km 86.6 deg", or give --azimuth')
    return azimuth_into(
        around.pad_position_m,
        around.pad_velocity_m_s,
        around.orientation.pole,
        target,
        around.world.gravity.mu_m3_s2,
        ascending=not request.descending,
    )


def _bad(option: str, problem: str, remedy: str) -> InputError:
    return InputError(Fault(file=option, key="", problem=problem, remedy=remedy))


def expected_flight(
    launcher: Launcher, around: Surroundings, azimuth_rad: float, payload_kg: float, end_s: float
) -> Expected:
    """What a launcher does on a usual pitch programme: enough to tell metres from feet.

    Parameters
    ----------
    launcher : Launcher
        Of the catalogue.
    around : Surroundings
        Of the pad.
    azimuth_rad : float
        Of the launch [rad].
    payload_kg : float
        On top [kg].
    end_s : float
        As far as it is needed [s].
    """
    knots, pitch = zip(*_USUAL_PITCH, strict=True)
    model = Model(
        launcher=launcher,
        world=around.world,
        plane=plane_towards(around.pad_position_m, around.orientation.pole, azimuth_rad),
        position_m=around.pad_position_m,
        velocity_m_s=around.pad_velocity_m_s,
        parameters=(Parameter(name=PAYLOAD, unit="kg", prior=payload_kg, sigma=1.0),),
        knots_s=knots,
        end_s=float(np.clip(end_s, 60.0, 200.0)),
    )
    flown = Flyer(model).fly(np.array([payload_kg, *np.radians(pitch)]))
    time_s = np.arange(0.0, flown.time_s[-1], 1.0)
    speed, height = history(model, flown, time_s)
    return Expected(
        time_s=time_s,
        speed_m_s=speed,
        height_m=np.maximum(height - height[0], 1.0),
        pad_speed_m_s=float(np.linalg.norm(around.pad_velocity_m_s)),
    )
