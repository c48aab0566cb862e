"""First-order J2 short-period variations of near-circular orbits."""

from cosmodrome.numerics.kernels import Scalar, physics


@physics
def short_period_near_circular(
    a: Scalar,
    sin_u: Scalar,
    cos_u: Scalar,
    sin_i: Scalar,
    cos_i: Scalar,
    j2: Scalar,
    radius: Scalar,
) -> tuple[Scalar, Scalar, Scalar, Scalar, Scalar, Scalar]:
    """Osculating minus mean elements, J2 to first order, eccentricity to order zero.

    With ``k = (3/2) J2 (R/a)^2`` and ``s = sin i``::

        da    = k a s^2 cos 2u
        dex   = k [(1 - 5/4 s^2) cos u + 7/12 s^2 cos 3u]
        dey   = k [(1 - 7/4 s^2) sin u + 7/12 s^2 sin 3u]
        di    = k/4 sin 2i cos 2u
        draan = k/2 cos i sin 2u
        du    = k (7/12 s^2 - 1/2) sin 2u

    Everything is smooth at zero eccentricity and free of inverse trigonometry, so a terminal
    constraint on mean elements can be differentiated. Neglected are terms of order J2^2 and
    J2 e: at 478 km, inclinations of 28 to 97 deg and osculating eccentricities up to 0.0015
    they stay below 110 m in a, 1e-5 in ex and ey, 3e-6 rad in i, 8e-6 rad in the node and
    1.2e-5 rad in u, and below six times that at 0.01 (test against numerical averaging).

    Parameters
    ----------
    a : float, array or SX
        Semi-major axis; the osculating one may stand for the mean [m].
    sin_u, cos_u : float, array or SX
        Of the true argument of latitude [-].
    sin_i, cos_i : float, array or SX
        Of the inclination [-].
    j2 : float
        Unnormalised zonal coefficient [-].
    radius : float
        Reference radius of `j2` [m].

    Returns
    -------
    tuple
        Variation of semi-major axis [m], of e cos w and e sin w [-], of inclination, node and
        true argument of latitude [rad].

    References
    ----------
    Kozai, The motion of a close Earth satellite, Astronomical Journal 64, 367 (1959), in the
    limit of zero eccentricity; Eckstein and Hechler, ESRO SR-13 (1970), for the same terms.
    """
    sin_2u = 2.0 * sin_u * cos_u
    cos_2u = cos_u * cos_u - sin_u * sin_u
    sin_3u = sin_2u * cos_u + cos_2u * sin_u
    cos_3u = cos_2u * cos_u - sin_2u * sin_u
    s2 = sin_i * sin_i
    k = 1.5 * j2 * (radius / a) ** 2
    da = k * a * s2 * cos_2u
    dex = k * ((1.0 - 1.25 * s2) * cos_u + 7.0 / 12.0 * s2 * cos_3u)
    dey = k * ((1.0 - 1.75 * s2) * sin_u + 7.0 / 12.0 * s2 * sin_3u)
    di = 0.5 * k * sin_i * cos_i * cos_2u
    draan = 0.5 * k * cos_i * sin_2u
    du = k * (7.0 / 12.0 * s2 - 0.5) * sin_2u
    return da, dex, dey, di, draan, du
