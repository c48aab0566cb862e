"""Figure and gravity of the Earth beside what defines them and beside another program."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.validation.case import Case, Row, worst_row

Array = NDArray[np.float64]

# The normal field of WGS84: mu, J2 and the rotation of NGA.STND.0036 table 3.
_WGS84_MU_M3_S2, _WGS84_J2, _WGS84_OMEGA_RAD_S = 3.986004418e14, 1.082629821313e-3, 7.292115e-5
_LAST_DIGIT = "last digit printed"
_VINCENTY = "0.5 mm, what Vincenty's series leave out"
# Ends as latitude and longitude twice [deg], length [m], azimuth at the start [deg]; GeographicLib.
_GEODESICS = (
    ((0.0, 0.0, 90.0, 0.0), 10_001_965.729313, 0.0),
    ((40.6, -73.8, 51.6, -0.5), 5_551_759.400319, 51.19888284558),
    ((51.8, 128.3, 63.7, 121.7), 1_380_593.681402, -13.753757361559),
    ((-33.0, 18.0, 28.0, -80.0), 12_340_010.671480, -69.676656947986),
)
_POSITIONS_M = ((7.0e6, 1.0e6, 2.0e6), (1e5, -3e6, 6.2e6), (-2e6, 4e6, -5.5e6))


def ellipsoid_rows() -> tuple[Row, ...]:
    """Derived constants of WGS84, and distances over it."""
    from cosmodrome.earth.ellipsoid import WGS84, geodesic, geodetic_to_fixed

    pole = float(geodetic_to_fixed(np.pi / 2, 0.0, 0.0)[2])
    e2 = WGS84.eccentricity2
    ours = np.array([geodesic(*np.radians(ends).tolist()) for ends, _, _ in _GEODESICS])
    lengths = [length for _, length, _ in _GEODESICS]
    azimuths = [azimuth for _, _, azimuth in _GEODESICS]
    turned = np.remainder(np.degrees(ours[:, 1]) - azimuths + 180.0, 360.0) - 180.0 + azimuths
    count = len(_GEODESICS)
    return (
        _row("polar radius", "m", pole, 6_356_752.3142, 5e-5, "WGS84", _LAST_DIGIT),
        _row("squared eccentricity", "-", e2, 6.69437999014e-3, 5e-15, "WGS84", _LAST_DIGIT),
        worst_row(
            f"{count} geodesics",
            "m",
            ours[:, 0],
            lengths,
            np.full(count, 5e-4),
            reason=_VINCENTY,
            source="KARNEY",
        ),
        worst_row(
            f"{count} azimuths",
            "deg",
            turned,
            azimuths,
            np.full(count, 1e-8),
            reason="a millimetre to the side",
            source="KARNEY",
        ),
    )


def normal_gravity_rows() -> tuple[Row, ...]:
    """Normal gravity of WGS84 at equator and pole, from its zonal terms and its rotation."""
    from cosmodrome.constants import EARTH_RADIUS_M
    from cosmodrome.earth.ellipsoid import WGS84, geodetic_to_fixed
    from cosmodrome.earth.gravity import POINT_MASS, zonal_acceleration

    field = POINT_MASS._replace(
        mu_m3_s2=_WGS84_MU_M3_S2,
        radius_m=EARTH_RADIUS_M,
        j2=_WGS84_J2,
        j4=_normal_zonal(2, WGS84.eccentricity2),
        j6=_normal_zonal(3, WGS84.eccentricity2),
    )

    def gravity(latitude_rad: float) -> float:
        r = geodetic_to_fixed(latitude_rad, 0.0, 0.0)
        pulled = np.array(zonal_acceleration(*r, 0.0, 0.0, 1.0, field))
        return float(np.linalg.norm(pulled + _WGS84_OMEGA_RAD_S**2 * r * [1.0, 1.0, 0.0]))

    reason = "terms from J8 on, which the field leaves out"
    return (
        _row("at the equator", "m/s2", gravity(0.0), 9.7803253359, 2e-9, "WGS84", reason),
        _row("at the pole", "m/s2", gravity(np.pi / 2), 9.8321849378, 2e-9, "WGS84", reason),
    )


def harmonics_rows() -> tuple[Row, ...]:
    """Zonal gravity to each degree beside the spherical harmonics of another program."""
    import brahe

    from cosmodrome.earth.gravity import EGM2008_ZONAL, zonal_acceleration

    model = brahe.GravityModel.from_model_type(brahe.GravityModelType.EGM2008_120)
    rows = []
    for degree in range(2, 7):
        field = EGM2008_ZONAL._replace(**{f"j{n}": 0.0 for n in range(degree + 1, 7)})
        ours = [zonal_acceleration(*r, 0.0, 0.0, 1.0, field) for r in _POSITIONS_M]
        theirs = [
            np.ravel(
                brahe.accel_gravity_spherical_harmonics(np.array(r), np.eye(3), model, degree, 0)
            )
            for r in _POSITIONS_M
        ]
        rows.append(
            worst_row(
                f"to degree {degree}, 9 figures",
                "m/s2",
                np.ravel(ours),
                np.ravel(theirs),
                np.full(9, 1e-12),
                reason="rounding",
                source="BRAHE",
            )
        )
    return tuple(rows)


def _normal_zonal(n: int, e2: float) -> float:
    """Even zonal term J(2n) of the normal field of an ellipsoid [-].

    Heiskanen and Moritz (1967), Physical Geodesy, equation 2-92.
    """
    first = (-1.0) ** (n + 1) * 3.0 * e2**n / ((2 * n + 1) * (2 * n + 3))
    return first * (1.0 - n + 5.0 * n * _WGS84_J2 / e2)


def _row(
    quantity: str, unit: str, ours: float, theirs: float, tolerance: float, source: str, reason: str
) -> Row:
    return Row(
        quantity=quantity,
        unit=unit,
        ours=ours,
        theirs=theirs,
        tolerance=tolerance,
        reason=reason,
        source=source,
    )


CASES = (
    Case(
        key="wgs84-ellipsoid",
        title="WGS84 ellipsoid: derived constants and geodesics",
        run=ellipsoid_rows,
        seconds=1.0,
    ),
    Case(
        key="wgs84-gravity",
        title="WGS84 normal gravity",
        run=normal_gravity_rows,
        seconds=1.0,
    ),
    Case(
        key="egm2008-zonal",
        title="EGM2008 gravity, zonal terms",
        run=harmonics_rows,
        seconds=1.0,
    ),
)
