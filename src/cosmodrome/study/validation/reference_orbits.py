"""Orbits propagated by other programs, force by force, and ours from the same start.

The name of a run tells its forces: bodies, gravity, air, sunlight. ``EarthSunLuna_JGM2_HP_SRP`` has
Earth, Sun and Moon, JGM-2 to degree and order 20, the air of Harris-Priester, and sunlight.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.validation.case import Case, Miss, Row
from cosmodrome.study.validation.data_files import DATA, text_rows

if TYPE_CHECKING:
    from cosmodrome.orbit.propagation import Forces

Array = NDArray[np.float64]

FOLDER = "stk_freeflyer"
# Pressure of sunlight in the programs, over the one our forces have [-].
_SUNLIGHT = 4.53443218374393e-6 / 4.56e-6
# Steady activity of all runs with air: F10.7 and its mean 150, Kp 3, which is Ap 15.
_F107, _KP, _AP = 150.0, 3.0, 15.0
_DEGREE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Satellite and state all runs of an orbit start from.

    Attributes
    ----------
    epoch_utc : datetime
        Time of the state.
    position_m, velocity_m_s : array, shape (3,)
        In the axes of EME2000 [m], [m/s].
    mass_kg : float
        [kg].
    drag_area_m2, drag_coefficient : float
        [m2], [-].
    radiation_area_m2, reflectivity : float
        [m2], [-].
    """

    epoch_utc: datetime
    position_m: Array
    velocity_m_s: Array
    mass_kg: float
    drag_area_m2: float
    drag_coefficient: float
    radiation_area_m2: float
    reflectivity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a program says of one run.

    Attributes
    ----------
    program, forces : str
        "STK" or "FF"; as in the name of its file.
    time_s : array, shape (n,)
        From the start [s].
    position_m : array, shape (n, 3)
        In the axes of EME2000 [m].
    """

    program: str
    forces: str
    time_s: Array
    position_m: Array


def start_of(orbit: str) -> Start:
    """Start of an orbit.

    Parameters
    ----------
    orbit : str
        One of ``starts.csv``.
    """
    (row,) = (row for row in text_rows(f"{FOLDER}/starts.csv") if row["orbit"] == orbit)
    number = {k: float(v) for k, v in row.items() if k not in ("orbit", "epoch_utc")}
    return Start(
        epoch_utc=datetime.fromisoformat(row["epoch_utc"]).replace(tzinfo=UTC),
        position_m=1e3 * np.array([number[f"{axis}_km"] for axis in "xyz"]),
        velocity_m_s=1e3 * np.array([number[f"v{axis}_km_s"] for axis in "xyz"]),
        mass_kg=number["mass_kg"],
        drag_area_m2=number["drag_area_m2"],
        drag_coefficient=number["drag_coefficient"],
        radiation_area_m2=number["radiation_area_m2"],
        reflectivity=number["reflectivity"],
    )


def runs_of(orbit: str, histories: Path = DATA / FOLDER) -> Iterator[Run]:
    """Runs of an orbit, in the order of its file.

    Parameters
    ----------
    orbit : str
        With a file of its own: "ISS".
    histories : Path
        Folder of the files, "iss.csv" among them.
    """
    found: dict[tuple[str, str], list[list[float]]] = {}
    for row in text_rows(str(histories / f"{orbit.lower()}.csv")):
        numbers = [float(row[key]) for key in ("time_s", "x_km", "y_km", "z_km")]
        found.setdefault((row["program"], row["forces"]), []).append(numbers)
    for (program, forces), rows in found.items():
        table = np.array(rows)
        yield Run(program=program, forces=forces, time_s=table[:, 0], position_m=1e3 * table[:, 1:])


def distances_m(start: Start, run: Run, forces: "Forces | None" = None) -> Array:
    """Distance of our satellite from theirs at each printed time; shape (n,) [m].

    Parameters
    ----------
    start : Start
        Where both come from.
    run : Run
        What the program says.
    forces : Forces, optional
        In place of those the run is named after.
    """
    import brahe

    from cosmodrome.orbit.propagation import propagate

    to_gcrf = np.asarray(brahe.rotation_eme2000_to_gcrf())
    shines = run.forces.endswith("SRP")
    path = propagate(
        to_gcrf @ start.position_m,
        to_gcrf @ start.velocity_m_s,
        start.epoch_utc,
        mass_kg=start.mass_kg,
        drag_area_m2=start.drag_area_m2,
        drag_coefficient=start.drag_coefficient,
        radiation_area_m2=_SUNLIGHT * start.reflectivity * start.radiation_area_m2 * shines,
        duration_s=float(run.time_s[-1]),
        step_s=float(run.time_s[0]),
        forces=forces or forces_of(run.forces),
    )
    gap = path.position_m[1:] - run.position_m @ to_gcrf.T
    return np.asarray(np.linalg.norm(gap, axis=1))


def forces_of(name: str) -> "Forces":
    """Forces a run is named after, but for sunlight.

    The planets of ``AllPlanets`` are left out: they move no satellite of the Earth by a millimetre.

    Parameters
    ----------
    name : str
        Bodies, gravity, air and sunlight: "EarthSunLuna_JGM2_HP_SRP".

    Raises
    ------
    ValueError
        If the air is one we have not.
    """
    from cosmodrome.orbit.propagation import Air, Forces, SpaceWeather

    bodies, gravity, air, _ = name.split("_")
    airs = {"HP": Air.HARRIS_PRIESTER, "MSISE00": Air.NRLMSISE00, "0": Air.NRLMSISE00}
    if air not in airs:
        raise ValueError(f"{air} is no air of ours")
    return Forces(
        gravity_degree=0 if gravity == "0" else _DEGREE,
        gravity_file=None if gravity == "0" else DATA / FOLDER / f"{gravity}.gfc",
        sun="Sun" in bodies or bodies == "AllPlanets",
        moon="Luna" in bodies or bodies == "AllPlanets",
        drag=air != "0",
        air=airs[air],
        weather=SpaceWeather(f107=_F107, f107a=_F107, kp=_KP, ap=_AP),
    )


def orbit_rows(orbit: str, histories: Path = DATA / FOLDER) -> tuple[Row, ...]:
    """Largest distance from each run of an orbit.

    Parameters
    ----------
    orbit : str
        One of ``starts.csv`` with a file of its own.
    histories : Path
        Folder of the files.
    """
    start = start_of(orbit)
    runs = {(run.program, run.forces): run for run in runs_of(orbit, histories)}
    return (
        *(
            _row(_in_words(run), distances_m(start, run), _tolerance_m(run, runs), _REASON)
            for run in runs.values()
        ),
        *_standard_gravity_row(start, runs),
    )


def _standard_gravity_row(start: Start, runs: Mapping[tuple[str, str], Run]) -> tuple[Row, ...]:
    """The field missions are flown in, EGM2008, beside EGM96 of the same degree."""
    run = runs.get(("STK", "Earth_EGM96_0_0"))
    if run is None:
        return ()
    forces = replace(forces_of(run.forces), gravity_file=None)
    name = "STK: EGM96, ours EGM2008"
    return (_row(name, distances_m(start, run, forces), 5.0, "what the two fields differ by"),)


def _row(quantity: str, distance_m: Array, tolerance_m: float, reason: str) -> Row:
    return Row(
        quantity=quantity,
        unit="m",
        ours=float(distance_m.max()),
        theirs=0.0,
        tolerance=tolerance_m,
        reason=reason,
        source="GMAT",
    )


# What our propagation says of itself [m/day], and the error of its Sun and Moon as a fraction of
# what they do: 500 km of the distance of the Moon, thrice, for a tide falls with the third power.
_INTEGRATION_M_DAY = 0.2
_BODIES_PART = 3.0 * 500.0 / 384_400.0
_AIR_PART = 1e-3
_REASON = (
    "sum of: 0.2 m a day of integration; what STK and FreeFlyer differ by for the same gravity, "
    "air, sunlight; 0.4 % of what Sun and Moon do, whose series are good to 500 km; 0.1 % of what "
    "drag does where one program alone flew it"
)
_WORDS = {"0": "", "HP": "Harris-Priester", "MSISE00": "NRLMSISE-00", "SRP": "sunlight"}


def _in_words(run: Run) -> str:
    """Program and forces of a run for a reader: "STK: Sun Moon, JGM2"."""
    bodies, *others = run.forces.split("_")
    around = bodies.replace("Earth", "").replace("Luna", " Moon").strip()
    around = "Sun Moon planets" if bodies == "AllPlanets" else around
    words = [around, *(_WORDS.get(each, each) for each in others)]
    return f"{run.program}: {', '.join(filter(None, words)) or 'point mass'}"


def _tolerance_m(run: Run, runs: Mapping[tuple[str, str], Run]) -> float:
    """Sum of what each force of a run may bring."""
    bodies, gravity, air, sunlight = run.forces.split("_")
    allowed = _INTEGRATION_M_DAY * float(run.time_s[-1]) / 86_400.0
    if gravity != "0":
        allowed += _between_programs_m("Earth_JGM2_0_0", runs)
    if sunlight != "0":
        allowed += _between_programs_m("Earth_0_0_SRP", runs)
    if air == "HP":
        allowed += _between_programs_m("Earth_0_HP_0", runs)
    elif air != "0":
        allowed += _AIR_PART * _moved_m(f"Earth_0_{air}_0", runs)
    for body, forces in (("Sun", "EarthSun_0_0_0"), ("Luna", "EarthLuna_0_0_0")):
        if body in bodies or bodies == "AllPlanets":
            allowed += _BODIES_PART * _moved_m(forces, runs)
    return allowed


def _between_programs_m(forces: str, runs: Mapping[tuple[str, str], Run]) -> float:
    """Largest distance between STK and FreeFlyer for the same forces [m]; 0 without both."""
    if not {("STK", forces), ("FF", forces)} <= set(runs):
        return 0.0
    gap = runs["STK", forces].position_m - runs["FF", forces].position_m
    return float(np.linalg.norm(gap, axis=1).max())


def _moved_m(forces: str, runs: Mapping[tuple[str, str], Run]) -> float:
    """Largest distance a force moves the satellite, as STK has it [m]."""
    gap = runs["STK", forces].position_m - runs["STK", "Earth_0_0_0"].position_m
    return float(np.linalg.norm(gap, axis=1).max())


_MISSES = {
    "ISS": {
        "FF: Sun Moon, JGM2, Harris-Priester, sunlight": Miss(
            error=4.85,
            why="the two programs lie 6.7 m apart here, more than in the air alone; ours lies "
            "between them, 2.3 m from STK",
        )
    }
}
CASES = tuple(
    Case(
        key=f"orbit-{orbit.lower()}",
        title=f"STK and FreeFlyer, {title}, force by force",
        run=partial(orbit_rows, orbit),
        seconds=6.0,
        misses=_MISSES.get(orbit, {}),
    )
    for orbit, title in (
        ("ISS", "a day of the space station"),
        ("GPS", "two days of a GPS satellite"),
        ("GEO", "a week of a geostationary satellite"),
    )
)
