"""Satellites tracked to centimetres, followed for a day by the standard propagation."""

from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from cosmodrome.study.validation.case import Case, Row
from cosmodrome.study.validation.data_files import columns, text_rows

_FOLDER = "precise_orbits"
# As in `reference_orbits`.
_PRESSURE_PA, _OUR_PRESSURE_PA = 4.5344e-6, 4.56e-6


def tracked_rows(satellite: str) -> tuple[Row, ...]:
    """Largest distance of a day from the tracked orbit.

    Parameters
    ----------
    satellite : str
        One of ``satellites.csv``.
    """
    import brahe

    from cosmodrome.orbit.propagation import brahe_epoch, earth_data, propagate

    (row,) = (
        row for row in text_rows(f"{_FOLDER}/satellites.csv") if row["satellite"] == satellite
    )
    table = columns(f"{_FOLDER}/{satellite}.csv")
    ahead = timedelta(seconds=float(row["leap_s"]))
    epoch = datetime.fromisoformat(row["first_epoch"]).replace(tzinfo=UTC) - ahead
    start = brahe_epoch(epoch)
    fixed = np.array(
        [
            *(1e3 * table[f"{axis}_km"] for axis in "xyz"),
            *(0.1 * table[f"v{axis}_dm_s"] for axis in "xyz"),
        ]
    ).T
    with earth_data():
        inertial = np.array(
            [
                brahe.state_itrf_to_gcrf(start + float(t), state)
                for t, state in zip(table["time_s"], fixed, strict=True)
            ]
        )
    sunlit = _PRESSURE_PA / _OUR_PRESSURE_PA
    sunlit *= float(row["reflectivity"]) * float(row["radiation_area_m2"])
    path = propagate(
        inertial[0, :3],
        inertial[0, 3:],
        epoch,
        mass_kg=float(row["mass_kg"]),
        drag_area_m2=float(row["drag_area_m2"]),
        drag_coefficient=float(row["drag_coefficient"]),
        radiation_area_m2=sunlit,
        step_s=3600.0,
    )
    gap = np.linalg.norm(path.position_m - inertial[:, :3], axis=1)
    return (
        Row(
            quantity="distance within a day",
            unit="m",
            ours=float(gap.max()),
            theirs=0.0,
            tolerance=float(row["tolerance_m"]),
            reason=row["reason"],
            source="IDS" if satellite == "sentinel-3a" else "ILRS",
        ),
    )


CASES = tuple(
    Case(
        key=f"tracked-{row['satellite']}",
        title=f"{row['title']}, tracked to centimetres, for a day",
        run=partial(tracked_rows, row["satellite"]),
        seconds=2.0,
    )
    for row in text_rows(f"{_FOLDER}/satellites.csv")
)
