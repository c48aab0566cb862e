"""NASA's orbital check-cases: where a satellite is after eight hours, force by force."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from cosmodrome.study.validation.case import Case, Row
from cosmodrome.study.validation.data_files import DATA, text_rows

_FOLDER = "nesc_orbital"
_EPOCH = datetime(2007, 11, 20, tzinfo=UTC)
_DURATION_S = 28_800.0
_STATE = ("x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s")
# The verification runs take UT1 32.469 s behind TAI and 32 leap seconds. What they take for the
# pole is not said: at rest, our states with harmonics are 0.1 m from theirs, where it was measured
# 1.3 m.
_UT1_UTC_S = 32.0 - 32.469
# Sphere of the cases with drag, and the activity of the Sun in all of them.
_MASS_KG, _AREA_M2 = 1000.0, 1.0
_F107, _AP, _KP = 128.8, 15.7, 3.0
# As in `reference_orbits`: integration by day; STK less FreeFlyer over a day near 400 km; part of
# what Sun and Moon do, which the cases themselves say: 28 m.
_INTEGRATION_M_DAY, _GRAVITY_M_DAY, _BODIES_PART = 0.2, 0.21, 3.0 * 500.0 / 384_400.0
_BODIES_MOVE_M = 28.0
_MEAN_MOTION_RAD_S = 1.13e-3
_POLE = "the pole taken at rest, which the case leaves open"


def check_case_rows(case: str, cases: Path = DATA / _FOLDER / "cases.csv") -> tuple[Row, ...]:
    """Rows of one check-case.

    Parameters
    ----------
    case : str
        "3A", one of the file.
    cases : Path
        Forces and final states.
    """
    import brahe

    from cosmodrome.orbit.propagation import Forces, SpaceWeather, SteadyOrientation, propagate

    (row,) = (row for row in text_rows(str(cases)) if row["case"] == case)
    (start,) = (
        each for each in text_rows(f"{_FOLDER}/starts.csv") if each["start"] == row["start"]
    )
    to_gcrf = np.kron(np.eye(2), np.asarray(brahe.rotation_eme2000_to_gcrf()))
    first = to_gcrf @ [float(start[key]) for key in _STATE]
    last = to_gcrf @ [float(row[key]) for key in _STATE]
    degree, drag = int(row["gravity_degree"]), float(row["drag_coefficient"])
    bodies = row["sun_and_moon"] == "1"
    path = propagate(
        first[:3],
        first[3:],
        _EPOCH,
        mass_kg=_MASS_KG,
        drag_area_m2=_AREA_M2,
        drag_coefficient=drag,
        duration_s=_DURATION_S,
        step_s=_DURATION_S,
        forces=Forces(
            gravity_degree=degree,
            gravity_file=DATA / _FOLDER / "GGM02C.gfc",
            sun=bodies,
            moon=bodies,
            drag=drag > 0.0,
            weather=SpaceWeather(f107=_F107, f107a=_F107, kp=_KP, ap=_AP),
            orientation=SteadyOrientation(ut1_utc_s=_UT1_UTC_S),
        ),
    )
    position = float(np.linalg.norm(path.position_m[-1] - last[:3]))
    velocity = float(np.linalg.norm(path.velocity_m_s[-1] - last[3:]))
    allowed = _tolerance_m(degree > 0, bodies)
    return (
        _row("position after 8 h", "m", position, allowed, _POLE if degree else ""),
        _row(
            "velocity after 8 h",
            "m/s",
            velocity,
            allowed * _MEAN_MOTION_RAD_S,
            _POLE if degree else "",
        ),
    )


def _tolerance_m(harmonics: bool, bodies: bool) -> float:
    days = _DURATION_S / 86_400.0
    a_day = _INTEGRATION_M_DAY + (_GRAVITY_M_DAY if harmonics else 0.0)
    return a_day * days + (_BODIES_PART * _BODIES_MOVE_M if bodies else 0.0)


def _row(quantity: str, unit: str, distance: float, tolerance: float, tuned: str) -> Row:
    return Row(
        quantity=quantity,
        unit=unit,
        ours=distance,
        theirs=0.0,
        tolerance=tolerance,
        reason="sum of: 0.2 m a day of integration; 0.21 m a day, STK less FreeFlyer, where "
        "gravity has harmonics; 0.4 % of the 28 m Sun and Moon do",
        source="JEOD",
        tuned=tuned,
    )


CASES = tuple(
    Case(
        key=f"nesc-orbit-{case.lower()}",
        title=f"NESC orbital check-case {case}: {forces}",
        run=partial(check_case_rows, case),
        seconds=2.0,
    )
    for case, forces in (
        ("2", "point mass"),
        ("3A", "gravity 4 x 4"),
        ("4", "point mass, Sun and Moon"),
        ("7A", "gravity 4 x 4, Sun and Moon"),
    )
)
