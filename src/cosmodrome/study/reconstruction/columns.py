"""Which column of a telemetry file is the time, the speed and the height, and in what unit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cosmodrome.errors import Fault, InputError

TIME, SPEED, HEIGHT = "time", "speed", "height"
QUANTITIES = (TIME, SPEED, HEIGHT)
SI = {TIME: "s", SPEED: "m/s", HEIGHT: "m"}

# Factor to SI by quantity and unit, as printed.
UNITS: dict[str, dict[str, float]] = {
    TIME: {"s": 1.0, "ms": 1e-3, "min": 60.0},
    SPEED: {
        "m/s": 1.0,
        "km/s": 1e3,
        "km/h": 1.0 / 3.6,
        "mph": 0.44704,
        "ft/s": 0.3048,
        "kn": 1852.0 / 3600.0,
    },
    HEIGHT: {"m": 1.0, "km": 1e3, "ft": 0.3048, "kft": 304.8, "mi": 1609.344, "nmi": 1852.0},
}
_WORDS = {
    TIME: ("time", "t", "met", "elapsed", "clock", "seconds", "sec", "timestamp"),
    SPEED: ("speed", "velocity", "vel", "v", "spd", "groundspeed", "airspeed"),
    HEIGHT: ("altitude", "alt", "height", "h", "elevation"),
}
_SPELLINGS = {
    "s": "s", "sec": "s", "secs": "s", "seconds": "s", "second": "s",
    "ms": "ms", "msec": "ms", "min": "min", "minutes": "min",
    "m/s": "m/s", "mps": "m/s", "km/s": "km/s", "kms": "km/s", "kmps": "km/s",
    "km/h": "km/h", "kmh": "km/h", "kph": "km/h", "kmph": "km/h",
    "mph": "mph", "mi/h": "mph", "ft/s": "ft/s", "fps": "ft/s", "ftps": "ft/s",
    "kn": "kn", "kt": "kn", "kts": "kn", "knots": "kn",
    "m": "m", "meters": "m", "metres": "m", "km": "km", "ft": "ft", "feet": "ft",
    "kft": "kft", "mi": "mi", "miles": "mi", "nmi": "nmi",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    name : str
        As the file has it.
    index : int
        Place in a row, from 0 [-].
    quantity : str
        ``"time"``, ``"speed"`` or ``"height"``.
    unit : str
        Key of `UNITS`; the SI one when the name tells none.
    stated : bool
        The name tells the unit.
    """

    name: str
    index: int
    quantity: str
    unit: str
    stated: bool

    @property
    def factor(self) -> float:
        """From the unit of the column to SI [-]."""
        return UNITS[self.quantity][self.unit]


def find_columns(
    header: Sequence[str], file: str, line: int, given: Mapping[str, str]
) -> dict[str, Column]:
    """Columns of a file by what they hold.

    Parameters
    ----------
    header : sequence of str
        Names in the file.
    file : str
        For a fault.
    line : int
        Line of the header, from 1 [-].
    given : mapping of str to str
        Name of a column by quantity, where the user has said so.

    Returns
    -------
    dict of str to Column
        Time, and speed or height or both.

    Raises
    ------
    InputError
        When a column is not there, or two could be meant.
    """
    found: dict[str, Column] = {}
    faults: list[Fault] = []
    names = [name.strip().lstrip("\ufeff") for name in header]
    for quantity in QUANTITIES:
        fits = [i for i, name in enumerate(names) if _fits(name, quantity, given)]
        if len(fits) > 1:
            both = " and ".join(f"`{names[i]}`" for i in fits[:2])
            problem = f"{both} could both be the {quantity}"
            remedy = f"say which: --columns {quantity}={names[fits[0]]}"
            faults.append(Fault(file=file, line=line, key=quantity, problem=problem, remedy=remedy))
        elif fits:
            found[quantity] = _column(names[fits[0]], fits[0], quantity)
        elif quantity in given:
            problem = f"there is no column `{given[quantity]}`"
            remedy = f"choose of {', '.join(n for n in names if n)}"
            faults.append(Fault(file=file, line=line, key=quantity, problem=problem, remedy=remedy))
    missing = [TIME] if TIME not in found else []
    missing += [SPEED] if SPEED not in found and HEIGHT not in found else []
    if missing and not faults:
        shown = ", ".join(f"`{n[:20]}`" for n in names[:6])
        faults.append(
            Fault(
                file=file,
                line=line,
                key=missing[0],
                problem=f"no column of this name among {shown}",
                remedy="name columns time_s, speed_m_s, altitude_km, or say "
                f"--columns {missing[0]}=NAME",
            )
        )
    if faults:
        raise InputError(*faults)
    return found


def read_given_columns(text: str | None) -> dict[str, str]:
    """Columns as the user names them.

    Parameters
    ----------
    text : str or None
        ``"time=T,speed=V,height=H"``.

    Raises
    ------
    InputError
        When it is not of this form.
    """
    given: dict[str, str] = {}
    for part in (text or "").split(","):
        if not part.strip():
            continue
        quantity, _, name = (piece.strip() for piece in part.partition("="))
        quantity = HEIGHT if quantity == "altitude" else quantity
        if quantity not in QUANTITIES or not name:
            raise InputError(
                Fault(
                    file="--columns",
                    key="",
                    problem=f"`{part.strip()}` does not name a column",
                    remedy="write time=NAME,speed=NAME,height=NAME",
                )
            )
        given[quantity] = name
    return given


def _fits(name: str, quantity: str, given: Mapping[str, str]) -> bool:
    if quantity in given:
        return name == given[quantity]
    if name in given.values():
        return False
    words = re.split(r"[^a-z+]+", name.lower())
    return bool(words) and next((w for w in words if w), "") in _WORDS[quantity]


def _column(name: str, index: int, quantity: str) -> Column:
    unit = _stated_unit(name, quantity)
    return Column(
        name=name,
        index=index,
        quantity=quantity,
        unit=SI[quantity] if unit is None else unit,
        stated=unit is not None,
    )


def _stated_unit(name: str, quantity: str) -> str | None:
    """Unit at the end of a name: ``speed_m_s``, ``Altitude [km]``, ``v (km/h)``."""
    words = [w for w in re.split(r"[^a-z/]+", name.lower()) if w]
    for count in (2, 1):
        if len(words) > count or (len(words) == count and words[0] not in _WORDS[quantity]):
            spelled = _SPELLINGS.get("/".join(words[-count:]))
            if spelled in UNITS[quantity]:
                return spelled
    return None
