"""Make the tables of the climatology from its sources.

    python tools/make_climatology.py FOLDER

FOLDER holds cira86.dat, uwnd_mean.nc and vwnd_mean.nc, and the tables T1sss83.txt and T2sss83.txt
of the range reference atmospheres; `src/cosmodrome/earth/tables/SOURCE.md` says what they are.
Needs netCDF4 and pymsis.
"""

import re
import sys
from pathlib import Path

import numpy as np
import pymsis
from netCDF4 import Dataset

from cosmodrome.earth.atmosphere import US76, density_pressure_sound

OUT = Path(__file__).parents[1] / "src/cosmodrome/earth/tables"
LATITUDES = np.arange(-80, 81, 10)
WIND_KM = np.arange(0, 61, 2)
JET_LATITUDES = np.arange(-80, 81, 5)
# Height of 200 hPa in the standard atmosphere.
JET_KM = 11.8
DENSITY_KM = np.arange(0, 141, 4)
SPREAD_LATITUDES = (10, 20, 30, 38, 52, 65, 76)
SPREAD_KM = (0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 34, 40, 50, 60)
# RRA has no more than that; winds of the winter pole above 30 km are those of a few rockets.
MOST_M_S, MOST_PART = 40.0, 0.15
EARTH_KM = 6356.766


def main(folder: Path) -> None:
    """Write the five tables."""
    write("zonal_wind.csv", "month,height_km", LATITUDES, zonal_rows(folder / "cira86.dat"), 1)
    write("jet.csv", "month,component,latitude", np.arange(0, 360, 15), jet_rows(folder), 1)
    write("jet_mean.csv", "month", JET_LATITUDES, jet_mean_rows(folder), 1)
    write("density.csv", "month,height_km", LATITUDES, density_rows(), 4)
    write("spread.csv", "quantity,term,height_km", SPREAD_LATITUDES, spread_rows(folder), None)


def write(name: str, keys: str, columns, rows, digits: int | None) -> None:
    """One table: keys, then a column for each latitude or longitude."""
    lines = [keys + "," + ",".join(map(str, columns))]
    for row_keys, values in rows:
        places = digits if digits is not None else (5 if row_keys[0] == "density" else 2)
        text = [
            f"{v:.{places}f}".replace("-0." + "0" * places, "0." + "0" * places) for v in values
        ]
        lines.append(",".join([*map(str, row_keys), *text]))
    (OUT / name).write_text("\n".join(lines) + "\n")


def zonal_rows(path: Path):
    """Zonal mean of CIRA-86 on even geometric heights."""
    lines = path.read_text().splitlines()
    heads = {line.strip(): i for i, line in enumerate(lines) if line[0].isalpha()}

    def block(name: str) -> np.ndarray:
        i = heads[name] + 1
        return np.array(
            [[float(x) for x in lines[k].split()[2:]] for k in range(i + 35, i - 1, -1)]
        )

    for month in range(1, 13):
        height, wind = block(f"GEOPOTENTIAL{month}"), block(f"WESTERLY{month}")
        table = np.empty((len(WIND_KM), len(LATITUDES)))
        for j in range(len(LATITUDES)):
            there = (wind[:, j] < 900) & (height[:, j] < 900)
            h = height[there, j]
            table[:, j] = np.interp(WIND_KM, EARTH_KM * h / (EARTH_KM - h), wind[there, j])
        for km, row in zip(WIND_KM, table, strict=True):
            yield (month, km), row


def jet_rows(folder: Path):
    """What the wind at 200 hPa has beside its zonal mean."""
    for component in "uv":
        with Dataset(folder / f"{component}wnd_mean.nc") as file:
            wind = np.asarray(file[f"{component}wnd"][:])
            latitude = np.asarray(file["latitude"][:])
        apart = wind - (wind.mean(2, keepdims=True) if component == "u" else 0.0)
        for month in range(12):
            for lat in JET_LATITUDES:
                row = apart[month, int(np.argmin(abs(latitude - lat)))]
                # Every sixth of 2.5 degrees, the neighbours weighed in.
                smooth = 0.5 * row + 0.25 * (np.roll(row, 1) + np.roll(row, -1))
                yield (month + 1, component, lat), smooth[::6]


def jet_mean_rows(folder: Path):
    """What the zonal mean at 200 hPa has beside that of CIRA-86 at its height."""
    with Dataset(folder / "uwnd_mean.nc") as file:
        mean = np.asarray(file["uwnd"][:]).mean(2)
        latitude = np.asarray(file["latitude"][:])
    rows = dict(zonal_rows(folder / "cira86.dat"))
    below = int(JET_KM // 2 * 2)
    part = (JET_KM - below) / 2.0
    for month in range(1, 13):
        cira = (1.0 - part) * rows[(month, below)] + part * rows[(month, below + 2)]
        theirs = [mean[month - 1, int(np.argmin(abs(latitude - lat)))] for lat in JET_LATITUDES]
        yield (month,), np.array(theirs) - np.interp(JET_LATITUDES, LATITUDES, cira)


def density_rows():
    """NRLMSISE-00 over the standard atmosphere, less 1, mean of noon and midnight."""
    standard, _, _ = density_pressure_sound(1e3 * DENSITY_KM.astype(float), US76)
    for month in range(1, 13):
        dates = [np.datetime64(f"2003-{month:02d}-15T{hour}:00") for hour in ("00", "12")]
        found = pymsis.calculate(
            dates, [0.0], LATITUDES.astype(float), DENSITY_KM.astype(float),
            [130.0] * 2, [130.0] * 2, [[10.0] * 7] * 2, version=0,
        )  # fmt: skip
        density = found[:, 0, :, :, pymsis.Variable.MASS_DENSITY].mean(0)
        parts = density / standard - 1.0
        for k, km in enumerate(DENSITY_KM):
            yield (month, km), parts[:, k]


def rra(path: Path) -> tuple[float, dict[int, np.ndarray]]:
    """Latitude and rows of each month of a range reference atmosphere."""
    rows: dict[int, list[list[float]]] = {}
    month, latitude = 0, 0.0
    for line in path.read_text(errors="ignore").splitlines():
        head = re.search(r"T A B L E\s+I+\s*-\s*(\d+)", line)
        if head:
            month = int(head[1])
            continue
        if not month and (place := re.search(r"(\d+\.\d+)([NS])\s", line)):
            latitude = float(place[1]) * (1 if place[2] == "N" else -1)
        words = line.split()
        if month and len(words) >= 10:
            try:
                rows.setdefault(month, []).append([float(x) for x in words[:10]])
            except ValueError:
                continue
    return latitude, {m: np.array(found) for m, found in rows.items() if m <= 12}


def spread_rows(folder: Path):
    """Standard deviations within a month: mean over the year and half the swing of winter."""
    for quantity, kind, column in (("east", 1, 2), ("north", 1, 5), ("density", 2, 8)):
        stations = [rra(path) for path in sorted(folder.glob(f"T{kind}*83.txt"))]
        most = MOST_PART if quantity == "density" else MOST_M_S
        means, swings = [], []
        for km in SPREAD_KM if kind == 1 else [k for k in DENSITY_KM if k <= 68]:
            mean, swing = fit(stations, km, column, most)
            means.append(mean)
            swings.append(swing)
        heights = SPREAD_KM if kind == 1 else [k for k in DENSITY_KM if k <= 68]
        for term, table in (("mean", means), ("winter", swings)):
            for km, row in zip(heights, table, strict=True):
                yield (quantity, term, km), row


def fit(stations, km: float, column: int, most: float) -> tuple[np.ndarray, np.ndarray]:
    """Least squares over stations and months, straight between the latitudes, mildly smoothed."""
    rows, values = [], []
    nodes = np.array(SPREAD_LATITUDES, dtype=float)
    for latitude, months in stations:
        hat = np.array([np.interp(abs(latitude), nodes, e) for e in np.eye(len(nodes))])
        for month, table in months.items():
            sigma = table[:, column] / table[:, 7] if column == 8 else table[:, column]
            there = (table[:, column] > 0.0) & (table[:, 9 if column != 8 else 7] > 0.0)
            h = table[there, 0]
            if h.size < 2 or not h[0] - 1.5 <= km <= h[-1] + 0.1:
                continue
            winter = np.cos(2.0 * np.pi * (month - (1 if latitude > 0.0 else 7)) / 12.0)
            rows.append(np.concatenate([hat, winter * hat]))
            values.append(min(float(np.interp(km, h, sigma[there])), most))
    n = len(nodes)
    bend = 0.5 * np.diff(np.eye(n), 2, axis=0)
    flat = np.zeros_like(bend)
    smooth = np.vstack([np.hstack([bend, flat]), np.hstack([flat, bend])])
    matrix = np.vstack([np.array(rows), smooth])
    solved = np.linalg.lstsq(matrix, np.concatenate([values, np.zeros(len(smooth))]), rcond=None)[0]
    mean = np.maximum(solved[:n], 0.0)
    # No month may come out below a fifth of the mean.
    return mean, np.clip(solved[n:], -0.8 * mean, 0.8 * mean)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
