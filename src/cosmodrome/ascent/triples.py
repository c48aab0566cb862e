"""Products of triples, of numbers or of symbols."""

from collections.abc import Sequence

from cosmodrome.numerics.kernels import Scalar, compiled


@compiled
def cross(a: Sequence[Scalar], b: Sequence[Scalar]) -> tuple[Scalar, Scalar, Scalar]:
    """Vector product.

    Parameters
    ----------
    a, b : sequence of 3 scalars
        In any units [-].
    """
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


@compiled
def dot(a: Sequence[Scalar], b: Sequence[Scalar]) -> Scalar:
    """Scalar product.

    Parameters
    ----------
    a, b : sequence of 3 scalars
        In any units [-].
    """
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@compiled
def scaled(a: Sequence[Scalar], factor: Scalar) -> tuple[Scalar, Scalar, Scalar]:
    """Triple times a scalar.

    Parameters
    ----------
    a : sequence of 3 scalars
        In any units [-].
    factor : Scalar
        In any units [-].
    """
    return a[0] * factor, a[1] * factor, a[2] * factor


def eccentricity_vector(
    r: Sequence[Scalar], v: Sequence[Scalar], mu: float
) -> tuple[Scalar, Scalar, Scalar]:
    """Vector to the perigee, as long as the eccentricity [-].

    Parameters
    ----------
    r, v : sequence of 3 scalars
        Position [m] and velocity [m/s], inertial.
    mu : float
        Gravitational parameter [m3/s2].
    """
    vh = cross(v, cross(r, v))
    radius = dot(r, r) ** 0.5
    return (
        vh[0] / mu - r[0] / radius,
        vh[1] / mu - r[1] / radius,
        vh[2] / mu - r[2] / radius,
    )
