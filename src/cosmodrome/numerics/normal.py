"""The normal distribution and its inverse, for arrays.

References
----------
Wichura (1988), Algorithm AS 241, Applied Statistics 37, 477-484: PPND16, to 1e-16.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.compile_cache import use_cache_folder
from cosmodrome.numerics.kernels import Scalar, compiled

use_cache_folder()

_Array = NDArray[np.float64]

_MIDDLE = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3),
)  # fmt: skip
_TAIL = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9),
)  # fmt: skip
_FAR_TAIL = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15),
)  # fmt: skip


@compiled
def _ratio(x: Scalar, above: tuple[float, ...], below: tuple[float, ...]) -> Scalar:
    p, q = above[7], below[7]
    for i in range(6, -1, -1):
        p = p * x + above[i]
        q = q * x + below[i]
    return p / q


@njit(cache=True, nogil=True)
def _to_quantile(x: _Array) -> None:
    for i in range(x.size):
        q = x[i] - 0.5
        if abs(q) <= 0.425:
            x[i] = q * _ratio(0.180625 - q * q, _MIDDLE[0], _MIDDLE[1])
            continue
        r = math.sqrt(-math.log(min(x[i], 1.0 - x[i])))
        if r <= 5.0:
            far = _ratio(r - 1.6, _TAIL[0], _TAIL[1])
        else:
            far = _ratio(r - 5.0, _FAR_TAIL[0], _FAR_TAIL[1])
        x[i] = math.copysign(far, q)


def normal_quantile(probability: ArrayLike) -> _Array:
    """Value a standard normal number is below with a probability.

    Parameters
    ----------
    probability : array_like
        Within (0, 1) [-].

    Returns
    -------
    array
        [-].
    """
    x = np.array(probability, dtype=np.float64)
    _to_quantile(x.reshape(-1))
    return x


def normal_probability(value: ArrayLike) -> _Array:
    """Probability with which a standard normal number is below a value [-].

    Parameters
    ----------
    value : array_like
        [-].
    """
    x = np.array(value, dtype=np.float64)
    _to_probability(x.reshape(-1))
    return x


@njit(cache=True, nogil=True)
def _to_probability(x: _Array) -> None:
    for i in range(x.size):
        x[i] = 0.5 * math.erfc(-x[i] / math.sqrt(2.0))
