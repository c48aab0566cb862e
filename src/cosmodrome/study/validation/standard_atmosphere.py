"""The standard atmosphere beside its printed tables; the tolerance is the last digit."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from cosmodrome.study.validation.case import Case, Miss, Row, worst_row
from cosmodrome.study.validation.data_files import text_rows

_REPORT_RADIUS_M, _PDAS_RADIUS_M = 6_356_766.0, 6_369_000.0
_LAST_DIGIT = "last digit printed"
# Above it the tables of public domain software print the molecular-scale temperature.
_KINETIC_KM = 80.0
_PLACES = {"temperature_K": 0, "pressure_Pa": 1, "density_kg_m3": 2, "sound_speed_m_s": 3}


def report_rows() -> tuple[Row, ...]:
    """Values printed in the report of 1976."""
    values, sound = text_rows("ussa1976/report_values.csv"), text_rows("ussa1976/report_sound.csv")
    below = [row for row in values if row["height_km"] != "1000"]
    return (
        _row("temperature", "K", values, "temperature_K", 0),
        _row("density", "kg/m3", values, "density_kg_m3", 2),
        _row("pressure", "mbar", below, "pressure_mbar", 1, 0.01),
        _row("pressure", "mbar", values[-1:], "pressure_mbar", 1, 0.01),
        _row("speed of sound", "m/s", sound, "sound_speed_m_s", 3),
    )


def software_rows() -> tuple[Row, ...]:
    """Tables of Public Domain Aeronautical Software, whose Earth is 12 km larger."""
    rows = text_rows("ussa1976/to_20_km.csv") + text_rows("ussa1976/to_86_km.csv")
    cool = [row for row in rows if float(row["height_km"]) <= _KINETIC_KM]
    return tuple(
        _row(name, unit, cool if key == "temperature_K" else rows, key, _PLACES[key], at=_as_pdas)
        for name, unit, key in (
            ("temperature", "K", "temperature_K"),
            ("pressure", "Pa", "pressure_Pa"),
            ("density", "kg/m3", "density_kg_m3"),
            ("speed of sound", "m/s", "sound_speed_m_s"),
        )
    )


def _row(
    name: str,
    unit: str,
    rows: Sequence[dict[str, str]],
    key: str,
    place: int,
    factor: float = 1.0,
    at: Callable[[float], float] = lambda height_m: height_m,
) -> Row:
    from cosmodrome.earth.atmosphere import us76

    ours = [factor * float(us76(at(1e3 * float(row["height_km"])))[place]) for row in rows]
    # One unit, and a hundredth for constants the printing program rounds.
    units = [1.01 * 10.0 ** int(Decimal(row[key]).as_tuple().exponent) for row in rows]
    theirs = [float(row[key]) for row in rows]
    where = f"{len(rows)} heights" if len(rows) > 1 else f"{rows[0]['height_km']} km"
    source = "PDAS" if at is _as_pdas else "US76"
    return worst_row(
        f"{name}, {where}", unit, ours, theirs, units, reason=_LAST_DIGIT, source=source
    )


def _as_pdas(height_m: float) -> float:
    """Height at which the report has the geopotential height of those tables [m]."""
    h = _PDAS_RADIUS_M * height_m / (_PDAS_RADIUS_M + height_m)
    return _REPORT_RADIUS_M * h / (_REPORT_RADIUS_M - h)


CASES = (
    Case(
        key="us76-report",
        title="US Standard Atmosphere 1976, values of the report to 1000 km",
        run=report_rows,
        seconds=1.0,
        misses={
            "pressure, 1000 km": Miss(
                error=-4e-15, why="four units of the last digit; the upper air is integrated anew"
            )
        },
    ),
    Case(
        key="us76-tables",
        title="US Standard Atmosphere 1976, tables of public domain software to 86 km",
        run=software_rows,
        seconds=1.0,
    ),
)
