"""A payload as a user asks for it, in words: names, an orbit, a limit, a date."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from cosmodrome.catalogue.load import Catalogue
from cosmodrome.catalogue.units import UnitError, to_si
from cosmodrome.catalogue.variants import Variant, launcher_variants, upper_stage_variants
from cosmodrome.errors import Fault, InputError
from cosmodrome.mission.orbit_text import read_orbit
from cosmodrome.study.payload_case import PayloadCase
from cosmodrome.vehicle.launcher import Launcher, UpperStage

T = TypeVar("T")

# Any date will do: the Earth is turned by it, the answer is not.
USUAL_LIFTOFF_UTC = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadRequest:
    """What was written on the command line.

    Attributes
    ----------
    launcher, pad : str
        Catalogue names.
    orbit : str
        ``"500 km SSO"``.
    descending : bool
        Launch towards the south.
    q_max : str or None
        ``"36 kPa"``, ``"none"`` for no limit; None leaves that of the launcher.
    date : str or None
        Lift-off, ISO 8601, UTC unless it says otherwise.
    upper_stage : str or None
        Catalogue name of a separate upper stage that completes the ascent.
    burns : int or None
        Its burns; None tries what pays [-].
    """

    launcher: str
    pad: str
    orbit: str
    descending: bool = False
    q_max: str | None = None
    date: str | None = None
    upper_stage: str | None = None
    burns: int | None = None


def read_request(request: PayloadRequest, catalogue: Catalogue) -> PayloadCase:
    """Look up what a request names.

    Parameters
    ----------
    request : PayloadRequest
        As written.
    catalogue : Catalogue
        Where launcher and pad are looked up.

    Raises
    ------
    InputError
        With every fault of the request.
    """
    faults: list[Fault] = []

    def kept(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except InputError as error:
            faults.extend(error.faults)
            return None

    launcher = kept(lambda: _limited(catalogue.launcher(request.launcher), request.q_max))
    pad = kept(lambda: catalogue.pad(request.pad))
    target = kept(lambda: read_orbit(request.orbit))
    liftoff = kept(lambda: read_date(request.date))
    upper = kept(lambda: _read_upper_stage(request, catalogue))
    if faults or launcher is None or pad is None or target is None or liftoff is None:
        raise InputError(*faults)
    return PayloadCase(
        launcher=launcher,
        pad=pad,
        target=target,
        liftoff_utc=liftoff,
        ascending=not request.descending,
        upper_stage=upper,
        burns=request.burns,
    )


def request_variants(request: PayloadRequest, catalogue: Catalogue) -> Iterator[Variant]:
    """Stages of a request with each of their graded numbers moved, the limits as asked.

    Parameters
    ----------
    request : PayloadRequest
        As written, without a fault.
    catalogue : Catalogue
        Where they are.
    """
    upper = None if request.upper_stage is None else catalogue.upper_stage(request.upper_stage)
    for variant in launcher_variants(catalogue, request.launcher):
        launcher = _limited(variant.launcher, request.q_max)
        yield replace(variant, launcher=launcher, upper_stage=upper)
    if request.upper_stage is not None:
        launcher = _limited(catalogue.launcher(request.launcher), request.q_max)
        yield from upper_stage_variants(catalogue, request.upper_stage, launcher)


def _read_upper_stage(request: PayloadRequest, catalogue: Catalogue) -> UpperStage | None:
    if request.upper_stage is None:
        if request.burns is not None:
            problem = "counts the burns of an upper stage, and none is named"
            raise _fault("--burns", problem, "add --upper-stage, or leave it out")
        return None
    upper = catalogue.upper_stage(request.upper_stage)
    most = upper.stage.restarts + 1
    if request.burns is not None and not 1 <= request.burns <= most:
        times = "once" if most == 1 else f"{most} times"
        problem = f"{request.burns} burns asked, and {upper.title} lights {times}"
        raise _fault("--burns", problem, f"ask for {'1' if most == 1 else f'1 to {most}'}")
    return upper


def _limited(launcher: Launcher, q_max: str | None) -> Launcher:
    """Launcher with the limits a nominal ascent keeps, and its pressure as asked."""
    limits = launcher.limits
    if limits.q_alpha_nominal_Pa_rad is not None:
        limits = replace(limits, q_alpha_max_Pa_rad=limits.q_alpha_nominal_Pa_rad)
    if q_max is not None:
        limit = None if q_max.strip().lower() == "none" else _read_pressure(q_max)
        limits = replace(limits, q_max_Pa=limit)
    return replace(launcher, limits=limits)


def _read_pressure(text: str) -> float:
    try:
        pressure = to_si(text, "Pa")
    except UnitError as error:
        raise _fault("--q-max", str(error), 'write "36 kPa", or none for no limit') from error
    if not 0.0 < pressure < float("inf"):
        raise _fault("--q-max", f"`{text}` is not above 0", 'write "36 kPa", or none for no limit')
    return pressure


def read_date(text: str | None) -> datetime:
    """Lift-off as written.

    Parameters
    ----------
    text : str or None
        ISO 8601, UTC unless it says otherwise; None is the usual day.

    Raises
    ------
    InputError
        When it is no date.
    """
    if text is None:
        return USUAL_LIFTOFF_UTC
    try:
        date = datetime.fromisoformat(text)
    except ValueError as error:
        problem = f"`{text}` is no date"
        raise _fault("--date", problem, "write 2026-04-28 or 2026-04-28T02:01:21Z") from error
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)


def _fault(option: str, problem: str, remedy: str) -> InputError:
    return InputError(Fault(file=option, key="", problem=problem, remedy=remedy))
