"""NASA's atmospheric check-cases a point mass can fly, beside all simulators that flew them.

Passing is lying within the spread of the simulators at every printed time, nearer to their median
than half of them, and near the one with the finest step.
"""

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.validation.case import Case, Row, worst_row
from cosmodrome.study.validation.data_files import DATA, columns, text_rows
from cosmodrome.study.validation.falling_bodies import FOOT_M, Start, fall

Array = NDArray[np.float64]

_FOLDER = "nesc_atmospheric"
_COLUMNS = {
    "height": ("ft", "altitudeMsl_ft"),
    "northward speed": ("ft/s", "feVelocity_ft_s_X"),
    "eastward speed": ("ft/s", "feVelocity_ft_s_Y"),
    "downward speed": ("ft/s", "feVelocity_ft_s_Z"),
    "longitude": ("deg", "longitude_deg"),
    "latitude": ("deg", "latitude_deg"),
}
# Where all print the same digits, the last one: a millionth of a foot or of a foot a second, and
# as much along the ground.
_ROUNDING = {"ft": 1e-6, "ft/s": 1e-6, "deg": 3e-12}
# The simulator that prints the most digits, at a tenth of the others' step. Its air is the report's
# own; ours is tables within 1e-5 of it, which after 30 s moves a sphere by 2e-3 ft and the
# cannonball, at four times the dynamic pressure, by 1e-2 ft.
_FINEST = "05"
_NEAR_FINEST_FT = {"01": 1e-6, "02": 1e-6, "09": 1e-2, "10": 1e-2}
_NEAR_FINEST_WITH_AIR_FT = 2e-3


def check_case_rows(case: str, histories: Path = DATA / _FOLDER) -> tuple[Row, ...]:
    """Rows of one check-case.

    Parameters
    ----------
    case : str
        Two digits, one of ``initial_conditions.csv``.
    histories : Path
        Folder with ``atmos_NN.csv``.
    """
    ours = fall(start_of(case))
    names, theirs = _simulators(histories / f"atmos_{case}.csv")
    rows = [
        _within_spread(name, ours[:, k], theirs[:, :, k], len(names))
        for k, name in enumerate(_COLUMNS)
    ]
    rows.append(_near_median(ours[-1, 0], theirs[:, -1, 0]))
    if _FINEST in names:
        finest = float(theirs[names.index(_FINEST), -1, 0])
        rows.append(_near_finest(case, float(ours[-1, 0]), finest))
    return tuple(rows)


def air_rows() -> tuple[Row, ...]:
    """Ellipsoid, gravity and air along the fall of check-case 6, tool 6."""
    from cosmodrome.earth.atmosphere import us76
    from cosmodrome.earth.ellipsoid import geodetic
    from cosmodrome.earth.gravity import POINT_MASS, zonal_acceleration

    case = columns(f"{_FOLDER}/atmos_06_air.csv")
    position = FOOT_M * np.array([case[f"gePosition_ft_{axis}"] for axis in "XYZ"])
    theirs_m = FOOT_M * case["altitudeMsl_ft"]
    height, _, _ = geodetic(*position, 0.0, 0.0, 1.0)
    field = POINT_MASS._replace(mu_m3_s2=3.986004418e14, radius_m=6_378_137.0, j2=1.08262982e-3)
    g = np.linalg.norm(zonal_acceleration(*position, 0.0, 0.0, 1.0, field), axis=0)
    temperature, pressure, density, sound = us76(theirs_m)
    spread = "well within the spread of the six tools at 30 000 ft"
    return (
        _relative("height", "m", height, theirs_m, 0.0, "the last digits printed", 1e-6),
        _relative("gravity", "m/s2", g, FOOT_M * case["localGravity_ft_s2"], 1e-12, "rounding"),
        _relative(
            "temperature", "K", temperature, case["ambientTemperature_dgR"] / 1.8, 1e-9, spread
        ),
        _relative("sound", "m/s", sound, FOOT_M * case["speedOfSound_ft_s"], 1e-6, spread),
        _relative(
            "pressure",
            "Pa",
            pressure,
            47.88025898 * case["ambientPressure_lbf_ft2"],
            2.2e-5,
            spread,
        ),
        _relative(
            "density",
            "kg/m3",
            density,
            515.378818 * case["airDensity_slug_ft3"],
            2.2e-5,
            spread,
        ),
    )


def _relative(
    name: str,
    unit: str,
    ours: Array,
    theirs: Array,
    part: float,
    reason: str,
    least: float = 0.0,
) -> Row:
    limits = np.maximum(part * np.abs(theirs), least)
    return worst_row(
        f"{name}, {theirs.size} places", unit, ours, theirs, limits, reason=reason, source="NESC"
    )


def start_of(case: str) -> Start:
    """Start of a check-case.

    Parameters
    ----------
    case : str
        Two digits, "01" to "10".
    """
    (found,) = (
        row for row in text_rows(f"{_FOLDER}/initial_conditions.csv") if row["case"] == case
    )
    numbers = {k: float(v) for k, v in found.items() if k not in ("case", "vehicle", "earth")}
    return Start(earth=found["earth"], **numbers)


def _simulators(path: Path) -> tuple[list[str], Array]:
    """Names of the simulators, and what they say: simulator, time, column [ft, ft/s, deg]."""
    rows = text_rows(str(path))
    names = sorted({row["simulation"] for row in rows})
    table = np.array([[float(row[key]) for _, key in _COLUMNS.values()] for row in rows])
    return names, table.reshape(len(names), -1, len(_COLUMNS))


def _within_spread(name: str, ours: Array, theirs: Array, count: int) -> Row:
    """Row at the time when we come nearest to the edge of the spread; starts are given."""
    unit, _ = _COLUMNS[name]
    low, high = theirs[:, 1:].min(axis=0), theirs[:, 1:].max(axis=0)
    return worst_row(
        f"{name}, {low.size} times",
        unit,
        ours[1:],
        0.5 * (low + high),
        0.5 * (high - low) + _ROUNDING[unit],
        reason=f"spread of {count} simulators, theirs is its middle",
        source="NESC",
    )


def _near_median(ours: float, theirs: Array) -> Row:
    median = float(np.median(theirs))
    half = float(np.median(np.abs(theirs - median)))
    return Row(
        quantity="final height, median",
        unit="ft",
        ours=float(ours),
        theirs=median,
        tolerance=half + _ROUNDING["ft"],
        reason=f"half of {theirs.size} simulators are no nearer to their median",
        source="NESC",
    )


def _near_finest(case: str, ours: float, theirs: float) -> Row:
    return Row(
        quantity="final height, finest step",
        unit="ft",
        ours=ours,
        theirs=theirs,
        tolerance=_NEAR_FINEST_FT.get(case, _NEAR_FINEST_WITH_AIR_FT),
        reason="our tables of the air, within 1e-5 of the air of tool 5",
        source="NESC",
    )


_TITLES = {
    "01": "NESC check-case 1: sphere without drag",
    "02": "NESC check-case 2: tumbling brick without drag, its centre of mass",
    "04": "NESC check-case 4: sphere on a round Earth that does not turn",
    "06": "NESC check-case 6: sphere over the ellipsoid",
    "07": "NESC check-case 7: the same in a steady wind",
    "09": "NESC check-case 9: cannonball fired eastward",
}
CASES = (
    *(
        Case(
            key=f"nesc-atmos-{case}",
            title=title,
            run=partial(check_case_rows, case),
            seconds=2.0,
        )
        for case, title in _TITLES.items()
    ),
    Case(
        key="nesc-atmos-06-air",
        title="NESC check-case 6: height, gravity and air along the fall",
        run=air_rows,
        seconds=1.0,
    ),
)
