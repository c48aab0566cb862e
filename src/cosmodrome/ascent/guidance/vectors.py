"""Sums and lengths of triples inside compiled code."""

import numpy as np

from cosmodrome.ascent.triples import dot, scaled
from cosmodrome.numerics.kernels import Scalar, compiled

Triple = tuple[Scalar, Scalar, Scalar]


@compiled
def plus(a: Triple, b: Triple, factor: Scalar = 1.0) -> Triple:
    """First triple and `factor` times the second.

    Parameters
    ----------
    a, b : tuple of 3 scalars
        In one unit once `factor` is on the second [-].
    factor : float
        On the second triple [-].
    """
    return a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]


@compiled
def length(a: Triple) -> Scalar:
    """Length of a triple, in its unit.

    Parameters
    ----------
    a : tuple of 3 scalars
        In any unit [-].
    """
    return np.sqrt(dot(a, a))


@compiled
def unit(a: Triple) -> Triple:
    """Triple of length 1 [-]; a triple of no length stays what it is.

    Parameters
    ----------
    a : tuple of 3 scalars
        In any unit [-].
    """
    return scaled(a, 1.0 / np.sqrt(dot(a, a) + 1e-300))
