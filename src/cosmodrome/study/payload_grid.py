"""The orbits of a payload curve, and the order in which neighbours help each other.

The grid is cut into chains of neighbours, which depend on the grid alone: however many workers
share them, and however often a run is resumed, each point starts from the same neighbour.

    inclination   45   o-o-o-o   o-o-o-o       one long line: two chains
                  60   o-o-o-o   o-o-o-o
                        altitude ->
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.errors import Fault, InputError
from cosmodrome.mission.orbit_text import read_orbit

T = TypeVar("T")

# Longest chain: a cold start costs about as much as five warm ones [points].
LONGEST_CHAIN = 10
# Lines shorter than this are joined with the next one [points].
_SHORT_LINE = 5
MOST_POINTS = 10_000
SUN_SYNCHRONOUS = "sso"
_ALTITUDES_KM, _INCLINATIONS_DEG = (100.0, 400_000.0), (0.0, 180.0)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_SSO_TEXT = re.compile(r"\b(sso|sun[- ]?synchronous)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPoint:
    """One orbit of a curve.

    Attributes
    ----------
    perigee_km, apogee_km : float
        Over the equatorial radius [km].
    inclination_deg : float or None
        None is the sun-synchronous one of these heights [deg].
    """

    perigee_km: float
    apogee_km: float
    inclination_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadGrid:
    """Orbits of a curve, line by line: every height at the first inclination, then the next.

    Attributes
    ----------
    heights_km : tuple of (float, float)
        Perigee and apogee, ascending [km].
    inclinations_deg : tuple of float or None
        Ascending, the sun-synchronous one last [deg].
    """

    heights_km: tuple[tuple[float, float], ...]
    inclinations_deg: tuple[float | None, ...]


def read_grid(altitude: str | None, inclination: str | None, orbit: str | None) -> PayloadGrid:
    """Grid of the options of a curve; what one of them leaves open comes from the orbit.

    Parameters
    ----------
    altitude : str or None
        ``"300:1200:50"`` or ``"300,400"``.
    inclination : str or None
        ``"45,60,97"``, ``"sso"``, or a range.
    orbit : str or None
        The orbit in words that completes a single option.

    Raises
    ------
    InputError
        If a range cannot be read, or the two options and the orbit do not make a grid.
    """
    faults: list[Fault] = []
    base = None
    if altitude is not None and inclination is not None:
        if orbit is not None:
            problem = "says nothing beside --altitude and --inclination"
            faults.append(_fault("--orbit", problem, "leave it out"))
    elif orbit is None:
        missing = "--altitude" if altitude is None else "--inclination"
        remedy = f'add {missing}, or --orbit "500 km SSO"'
        faults.append(_fault(missing, "is left open", remedy))
    else:
        base = _kept(lambda: _base(orbit), faults)
    heights = base.heights_km if base else ()
    inclinations = base.inclinations_deg if base else ()
    if altitude is not None:
        heights = _kept(lambda: tuple((h, h) for h in read_altitudes_km(altitude)), faults) or ()
    if inclination is not None:
        inclinations = _kept(lambda: read_inclinations_deg(inclination), faults) or ()
    if len(heights) * len(inclinations) > MOST_POINTS:
        faults.append(_too_many("--altitude", len(heights) * len(inclinations)))
    if faults:
        raise InputError(*faults)
    return PayloadGrid(heights_km=heights, inclinations_deg=inclinations)


def read_altitudes_km(text: str) -> tuple[float, ...]:
    """Heights of circular orbits, ascending [km].

    Parameters
    ----------
    text : str
        Numbers and ranges ``first:last:step`` between commas; the last one is included.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return _read_numbers(text, "--altitude", _ALTITUDES_KM, "km", "300:1200:50")


def read_inclinations_deg(text: str) -> tuple[float | None, ...]:
    """Inclinations, ascending; None is the sun-synchronous one of each height, and last [deg].

    Parameters
    ----------
    text : str
        Numbers, ranges ``first:last:step`` and ``sso`` between commas.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    parts = [part.strip() for part in text.split(",")]
    numbers = [part for part in parts if part.lower() != SUN_SYNCHRONOUS]
    found: tuple[float | None, ...] = ()
    if numbers:
        example = "45,60,sso"
        found = _read_numbers(",".join(numbers), "--inclination", _INCLINATIONS_DEG, "deg", example)
    return found if len(numbers) == len(parts) else (*found, None)


def grid_points(grid: PayloadGrid) -> tuple[GridPoint, ...]:
    """Orbits of a grid, line by line.

    Parameters
    ----------
    grid : PayloadGrid
        Heights and inclinations.
    """
    return tuple(
        GridPoint(perigee_km=perigee, apogee_km=apogee, inclination_deg=inclination)
        for inclination in grid.inclinations_deg
        for perigee, apogee in grid.heights_km
    )


def orbit_text(point: GridPoint) -> str:
    """Orbit of a point in words.

    Parameters
    ----------
    point : GridPoint
        Of a grid.
    """
    heights = f"{point.perigee_km:.10g}"
    if point.apogee_km != point.perigee_km:
        heights += f"x{point.apogee_km:.10g}"
    if point.inclination_deg is None:
        return f"{heights} km SSO"
    return f"{heights} km {point.inclination_deg:.10g} deg"


def cut_into_chains(grid: PayloadGrid) -> tuple[tuple[int, ...], ...]:
    """Places of the grid's points, chain by chain, each point beside the one before it.

    Parameters
    ----------
    grid : PayloadGrid
        Heights and inclinations.

    Returns
    -------
    tuple of tuple of int
        Places in the order of `grid_points`; each place once.
    """
    columns, rows = len(grid.heights_km), len(grid.inclinations_deg)
    lines = [[row * columns + column for column in range(columns)] for row in range(rows)]
    if rows > columns:
        # Long lines make good chains, whichever way they run.
        lines = [list(line) for line in zip(*lines, strict=True)]
    joined = -(-_SHORT_LINE // len(lines[0]))
    snakes = [_snake(lines[k : k + joined]) for k in range(0, len(lines), joined)]
    return tuple(chain for snake in snakes for chain in _pieces(snake))


def _snake(lines: Sequence[Sequence[int]]) -> list[int]:
    turned = (line if k % 2 == 0 else line[::-1] for k, line in enumerate(lines))
    return [place for line in turned for place in line]


def _pieces(line: Sequence[int]) -> list[tuple[int, ...]]:
    count = -(-len(line) // LONGEST_CHAIN)
    ends = [round(k * len(line) / count) for k in range(count + 1)]
    return [tuple(line[a:b]) for a, b in pairwise(ends)]


def _base(orbit: str) -> PayloadGrid:
    target = read_orbit(orbit)
    if not isinstance(target, OrbitTarget):
        raise InputError(_fault("--orbit", "has no height to vary", 'write "500 km SSO"'))
    if target.raan_rad is not None or target.argument_of_perigee_rad is not None:
        problem = "a curve takes heights and an inclination alone"
        raise InputError(_fault("--orbit", problem, "leave node and perigee out"))
    inclination = None if _SSO_TEXT.search(orbit) else math.degrees(target.inclination_rad)
    heights = (target.perigee_height_m / 1e3, target.apogee_height_m / 1e3)
    return PayloadGrid(heights_km=(heights,), inclinations_deg=(inclination,))


def _read_numbers(
    text: str, option: str, bounds: tuple[float, float], unit: str, example: str
) -> tuple[float, ...]:
    found: set[float] = set()
    for part in text.split(","):
        found.update(_read_part(part.strip(), option, example))
    low, high = bounds
    beyond = [value for value in sorted(found) if not low <= value <= high]
    if beyond:
        problem = f"{beyond[0]:g} {unit} is not between {low:g} and {high:g} {unit}"
        raise InputError(_fault(option, problem, f"write {example}"))
    return tuple(sorted(found))


def _read_part(part: str, option: str, example: str) -> list[float]:
    """Number or range, as values rounded so that equal ones are equal."""
    pieces = [piece.strip() for piece in part.split(":")]
    if len(pieces) not in (1, 3) or not all(map(_NUMBER.fullmatch, pieces)):
        problem = f"`{part}` is neither a number nor first:last:step"
        raise InputError(_fault(option, problem, f"write {example}"))
    numbers = [float(piece) for piece in pieces]
    if len(numbers) == 1:
        return numbers
    first, last, step = numbers
    if step <= 0.0:
        problem = f"the step of `{part}` is not above 0"
        raise InputError(_fault(option, problem, f"write {example}"))
    if last < first:
        problem = f"`{part}` ends below its beginning"
        raise InputError(_fault(option, problem, f"write {pieces[1]}:{pieces[0]}:{pieces[2]}"))
    steps = (last - first) / step
    if steps > MOST_POINTS:
        raise InputError(_too_many(option, steps))
    # The last one is included when rounding alone keeps a step from reaching it.
    return [round(first + k * step, 9) for k in range(math.floor(steps + 1e-9) + 1)]


def _kept(read: Callable[[], T], faults: list[Fault]) -> T | None:
    try:
        return read()
    except InputError as error:
        faults.extend(error.faults)
        return None


def _too_many(option: str, points: float) -> Fault:
    problem = f"makes {points:.0f} points, more than {MOST_POINTS}"
    return _fault(option, problem, "take a larger step")


def _fault(option: str, problem: str, remedy: str) -> Fault:
    return Fault(file=option, key="", problem=problem, remedy=remedy)
