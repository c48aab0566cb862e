"""The folder of a payload curve: finished points are safe, an interrupted run goes on.

    runs/payload-<launcher>-<pad>-<hash of everything that shapes the curve>/
      request.json       what was asked
      points/0007.json   one finished point
      points/0007.start  plan its neighbour starts from, while the run lasts
      curve.parquet      at the end
      curve.svg
      summary.json

Each file is written beside and renamed: whenever the program ends, it is there whole or not at
all. Another request has another folder. The files hold no times, so that an interrupted run ends
with the same bytes as one that was not.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmodrome.ascent.target import OrbitTarget
from cosmodrome.errors import OutputError
from cosmodrome.mission.orbit_text import read_orbit
from cosmodrome.numerics.compile_cache import source_hash
from cosmodrome.report.as_json import as_json, plain
from cosmodrome.report.curve_rows import curve_parquet, line_name, point_row
from cosmodrome.report.payload_mapping import vehicle_mapping
from cosmodrome.report.versions import package_version, versions
from cosmodrome.study.payload_case import PayloadCase
from cosmodrome.study.payload_curve import Chain, PointAnswer, PointTask
from cosmodrome.study.payload_grid import (
    GridPoint,
    PayloadGrid,
    cut_into_chains,
    grid_points,
    orbit_text,
)
from cosmodrome.study.whole_file import LEFT_BESIDE, whole_file

_HASH_DIGITS = 8
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRequest:
    """A curve as asked.

    Attributes
    ----------
    case : PayloadCase
        What all points have in common; its orbit is that of the first point.
    grid : PayloadGrid
        Heights and inclinations.
    catalogue_hash : str
        Of the catalogue it was looked up in.
    """

    case: PayloadCase
    grid: PayloadGrid
    catalogue_hash: str


def curve_name(request: CurveRequest) -> str:
    """Name of the folder: launcher, pad, and a hash of everything that shapes the curve.

    Parameters
    ----------
    request : CurveRequest
        Every number of it, the catalogue, and the sources of this package.
    """
    # The plans kept for a resumed run are those of these sources.
    code = [package_version(), source_hash()]
    identity = [plain(request.case), plain(request.grid), request.catalogue_hash, code]
    digest = hashlib.sha256(as_json(identity).encode()).hexdigest()
    return f"payload-{request.case.launcher.name}-{request.case.pad.name}-{digest[:_HASH_DIGITS]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve and its folder.

    Attributes
    ----------
    folder : Path
    request : CurveRequest
        What is asked.
    points : tuple of GridPoint
        By place.
    tasks : tuple of PointTask
        The same points with their orbits.
    chains : tuple of tuple of int
        Places, each beside the one before it [-].
    """

    folder: Path
    request: CurveRequest
    points: tuple[GridPoint, ...]
    tasks: tuple[PointTask, ...]
    chains: tuple[tuple[int, ...], ...]


def open_curve(parent: Path, request: CurveRequest) -> Curve:
    """Make the folder of a curve, or find it as an earlier run left it.

    Parameters
    ----------
    parent : Path
        Folder of all runs; made if absent.
    request : CurveRequest
        What is asked.

    Raises
    ------
    InputError
        If an orbit of the grid does not exist.
    OutputError
        If the folder cannot be written.
    """
    points = grid_points(request.grid)
    curve = Curve(
        folder=parent / curve_name(request),
        request=request,
        points=points,
        tasks=tuple(
            PointTask(place=place, target=_orbit(point)) for place, point in enumerate(points)
        ),
        chains=cut_into_chains(request.grid),
    )
    with _one_line(curve.folder):
        (curve.folder / "points").mkdir(parents=True, exist_ok=True)
    _keep(curve.folder / "request.json", _request_mapping(request))
    return curve


def _orbit(point: GridPoint) -> OrbitTarget:
    target = read_orbit(orbit_text(point))
    assert isinstance(target, OrbitTarget)
    return target


def finished(curve: Curve) -> dict[int, dict[str, Any]]:
    """Rows of the points that are there, by place; one that cannot be read is not there.

    Parameters
    ----------
    curve : Curve
        With its folder.
    """
    rows = {}
    for place in range(len(curve.points)):
        with suppress(OSError, ValueError):
            row = json.loads(_point_path(curve, place).read_text(encoding="utf-8"))
            if isinstance(row, dict) and row.get("place") == place:
                rows[place] = row
    return rows


def chains_left(curve: Curve, done: Mapping[int, object]) -> tuple[Chain, ...]:
    """Chains still to be solved, from where each of them stopped; longest first.

    Parameters
    ----------
    curve : Curve
        With its folder.
    done : mapping
        Places that are finished.
    """
    left = []
    for places in curve.chains:
        first = next((k for k, place in enumerate(places) if place not in done), None)
        if first is None:
            continue
        start = _read_start(curve, places[first - 1]) if first else b""
        if start is None:
            # Without the plan of the neighbour the chain is solved again from its beginning.
            first, start = 0, b""
        left.append(Chain(tasks=tuple(curve.tasks[k] for k in places[first:]), start=start))
    return tuple(sorted(left, key=lambda chain: -len(chain.tasks)))


def keep_point(curve: Curve, answer: PointAnswer) -> dict[str, Any]:
    """Keep a finished point and the plan its neighbour starts from; give its row.

    Parameters
    ----------
    curve : Curve
        With its folder.
    answer : PointAnswer
        What was found.

    Raises
    ------
    OutputError
        If it cannot be written; the points before it stand.
    """
    place, start = answer.place, answer.next_start
    row = point_row(curve.points[place], answer)
    # The plan goes first: a point that is there can always be gone on from.
    _keep(_start_path(curve, place), hashlib.sha256(start).digest() + start)
    _keep(_point_path(curve, place), row)
    chain = next(chain for chain in curve.chains if place in chain)
    at = chain.index(place)
    if at:
        _start_path(curve, chain[at - 1]).unlink(missing_ok=True)
    return row


def finish_curve(curve: Curve, rows: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """Write table and summary, and remove what only an unfinished run needs; give the summary.

    Parameters
    ----------
    curve : Curve
        With its folder.
    rows : mapping
        Row of every point by place.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    ordered = [rows[place] for place in sorted(rows)]
    summary = {
        **_request_mapping(curve.request),
        "versions": versions(),
        "points_by_status": dict(sorted(Counter(row["status"] for row in ordered).items())),
        "points": ordered,
    }
    _keep(curve.folder / "curve.parquet", curve_parquet(ordered))
    _keep(curve.folder / "summary.json", summary)
    with _one_line(curve.folder):
        for pattern in ("points/*.start", LEFT_BESIDE, f"points/{LEFT_BESIDE}"):
            for path in curve.folder.glob(pattern):
                path.unlink(missing_ok=True)
    return summary


def keep_figure(curve: Curve, write: Callable[[Path], object]) -> Path:
    """Write the picture of a curve; give its path.

    Parameters
    ----------
    curve : Curve
        With its folder.
    write : callable
        Writes the picture to the path it is given.
    """
    path = curve.folder / "curve.svg"
    with _renamed(path) as part:
        write(part)
    return path


def _request_mapping(request: CurveRequest) -> dict[str, Any]:
    return {
        **vehicle_mapping(request.case),
        "limits": plain(request.case.launcher.limits),
        "heights_km": plain(request.grid.heights_km),
        "lines": [line_name(each) for each in request.grid.inclinations_deg],
        "catalogue_hash": request.catalogue_hash,
    }


def _keep(path: Path, content: bytes | Mapping[str, Any]) -> None:
    with _renamed(path) as part:
        part.write_bytes(content if isinstance(content, bytes) else as_json(content).encode())


@contextmanager
def _renamed(path: Path) -> Iterator[Path]:
    """Path beside, which takes the name when the block has written it."""
    with _one_line(path), whole_file(path) as part:
        yield part


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _read_start(curve: Curve, place: int) -> bytes | None:
    """Plan kept after a point; None when it is not there whole."""
    try:
        content = _start_path(curve, place).read_bytes()
    except OSError:
        return None
    digest, start = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    return start if hashlib.sha256(start).digest() == digest else None


def _point_path(curve: Curve, place: int) -> Path:
    return curve.folder / "points" / f"{place:04d}.json"


def _start_path(curve: Curve, place: int) -> Path:
    return curve.folder / "points" / f"{place:04d}.start"
