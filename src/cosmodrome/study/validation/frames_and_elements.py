"""Elements, Earth-fixed places and heights that STK reads off two coasting orbits."""

from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.validation.case import Case, Row, worst_row
from cosmodrome.study.validation.data_files import columns, text_rows

Array = NDArray[np.float64]

_FILE = "stk_freeflyer/elements.csv"
_EPOCH = datetime(2004, 6, 1, 12, tzinfo=UTC)
_DIGITS = "rounding of states of fifteen digits"
# Angle from the perigee of a nearly circular orbit: the digits over the eccentricity.
_OVER_ECCENTRICITY = "rounding of states of fifteen digits, over an eccentricity of 0.0016"
# Ellipsoid of the reports, which is not WGS84: radius [m] and flattening of GMAT.
_GMAT_RADIUS_M, _GMAT_FLATTENING = 6_378_136.3, 0.0033527
# Quantity, unit, column, tolerance, reason.
_ELEMENTS = (
    ("semi-major axis", "km", "semi_major_axis_km", 1e-7, _DIGITS),
    ("eccentricity", "-", "eccentricity", 1e-11, _DIGITS),
    ("inclination", "deg", "inclination_deg", 1e-9, _DIGITS),
    ("node", "deg", "raan_deg", 1e-9, _DIGITS),
    ("argument of perigee", "deg", "argument_of_perigee_deg", 1e-7, _OVER_ECCENTRICITY),
    ("true anomaly", "deg", "true_anomaly_deg", 1e-7, _OVER_ECCENTRICITY),
)


def element_rows(orbit: str) -> tuple[Row, ...]:
    """Osculating elements of an orbit's states.

    Parameters
    ----------
    orbit : str
        "ISS" or "Hyperbolic".
    """
    from cosmodrome.orbit.elements import osculating

    table = _table(orbit)
    states = _vectors(table, ("x_km", "y_km", "z_km", "vx_km_s", "vy_km_s", "vz_km_s"))
    found = [osculating(state[:3], state[3:]) for state in states]
    ours = np.array(
        [
            (
                1e-3 * each.semi_major_axis_m,
                each.eccentricity,
                *np.degrees([each.inclination_rad, each.raan_rad]),
                *np.degrees([each.argument_of_perigee_rad, each.true_anomaly_rad]),
            )
            for each in found
        ]
    )
    return tuple(
        worst_row(
            f"{name}, {len(found)} states",
            unit,
            _near(ours[:, k], table[column]) if unit == "deg" else ours[:, k],
            table[column],
            np.full(len(found), tolerance),
            reason=reason,
            source="GMAT",
        )
        for k, (name, unit, column, tolerance, reason) in enumerate(_ELEMENTS)
    )


def place_rows() -> tuple[Row, ...]:
    """Earth-fixed positions of a day, and height and latitude over the ellipsoid of GMAT."""
    import brahe

    from cosmodrome.earth.ellipsoid import Ellipsoid, geodetic
    from cosmodrome.earth.orientation import orientation_at

    table = _table("ISS")
    fixed = _vectors(table, ("fixed_x_km", "fixed_y_km", "fixed_z_km"))
    inertial = _vectors(table, ("x_km", "y_km", "z_km"))
    to_gcrf = np.asarray(brahe.rotation_eme2000_to_gcrf())
    times = [_EPOCH + timedelta(seconds=float(t)) for t in table["time_s"]]
    ours = np.array(
        [orientation_at(t).gcrf_to_itrf @ to_gcrf @ r for t, r in zip(times, inertial, strict=True)]
    )
    theirs = Ellipsoid(_GMAT_RADIUS_M, _GMAT_FLATTENING * (2.0 - _GMAT_FLATTENING))
    height, sine, cosine = geodetic(*fixed.T, 0.0, 0.0, 1.0, theirs)
    count = len(fixed)
    return (
        Row(
            quantity=f"Earth-fixed position, {count} states",
            unit="m",
            ours=float(np.linalg.norm(ours - fixed, axis=1).max()),
            theirs=0.0,
            tolerance=3.2,
            reason="what Orekit and GMAT differ by on this step, the median of 200",
            source="GMAT",
        ),
        worst_row(
            f"height, {count} states",
            "km",
            1e-3 * height,
            table["altitude_km"],
            np.full(count, 3.2e-4),
            reason="half the last digit of the flattening of GMAT",
            source="GMAT",
        ),
        worst_row(
            f"latitude, {count} states",
            "deg",
            np.degrees(np.arctan2(sine, cosine)),
            table["latitude_deg"],
            np.full(count, np.degrees(2e-7)),
            reason="2e-7 rad, said of the closed form of the latitude",
            source="GMAT",
        ),
    )


def _table(orbit: str) -> dict[str, Array]:
    """Columns of one orbit, as printed."""
    chosen = np.array([row["orbit"] == orbit for row in text_rows(_FILE)])
    return {key: values[chosen] for key, values in columns(_FILE, skip=("orbit",)).items()}


def _vectors(table: dict[str, Array], keys: tuple[str, ...]) -> Array:
    """States or positions, one a row, in SI [m], [m/s]."""
    return 1e3 * np.array([table[key] for key in keys]).T


def _near(angle_deg: Array, other_deg: Array) -> Array:
    """The same angle, within half a turn of the other."""
    turned: Array = np.remainder(angle_deg - other_deg + 180.0, 360.0) - 180.0 + other_deg
    return turned


CASES = (
    Case(
        key="elements-iss",
        title="STK, elements of the space station",
        run=partial(element_rows, "ISS"),
        seconds=1.0,
    ),
    Case(
        key="elements-hyperbolic",
        title="STK, elements of a hyperbola",
        run=partial(element_rows, "Hyperbolic"),
        seconds=1.0,
    ),
    Case(
        key="earth-fixed-iss",
        title="STK, the space station over the turning Earth",
        run=place_rows,
        seconds=1.0,
    ),
)
