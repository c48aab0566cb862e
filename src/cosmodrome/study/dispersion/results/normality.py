"""Whether samples of several numbers are normal together, after Mardia.

References
----------
Mardia (1970), Measures of multivariate skewness and kurtosis with applications, Biometrika 57,
519-530: equations 2.23 and 3.12, and their distributions for many samples in section 5.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.normal import normal_probability
from cosmodrome.numerics.probability import chi_square_probability

Array = NDArray[np.float64]

# Below this probability of a normal sample looking so, it is said not to be one [-].
_DOUBT = 0.01
# A kurtosis this near to that of a normal distribution makes no difference to a sigma [-].
_SLIGHT = 0.05
_AT_ONCE = 1 << 16


def normality(apart: Array, covariance: Array) -> dict[str, Any]:
    """Mardia's skewness and kurtosis of samples, and what they say.

    Parameters
    ----------
    apart : array, shape (n, d)
        Samples less their mean, more than d [-].
    covariance : array, shape (d, d)
        Of them, positive definite [-].

    Returns
    -------
    dict
        ``skewness`` (0 of a normal distribution), ``kurtosis`` over that of a normal one (1), the
        probabilities that normal samples deviate more, and ``words``.
    """
    n, d = apart.shape
    scale = np.sqrt(np.diag(covariance))
    root = np.linalg.inv(np.linalg.cholesky(covariance / np.outer(scale, scale)))
    third, fourth = np.zeros((d, d, d)), 0.0
    for first in range(0, n, _AT_ONCE):
        z = (apart[first : first + _AT_ONCE] / scale) @ root.T
        pairs = (z[:, :, None] * z[:, None, :]).reshape(len(z), d * d)
        third += (pairs.T @ z).reshape(d, d, d)
        fourth += float(((z * z).sum(axis=1) ** 2).sum())
    skewness, kurtosis = float(((third / n) ** 2).sum()), fourth / n
    plain = d * (d + 2.0)
    by_chance = 1.0 - chi_square_probability(n * skewness / 6.0, d * (d + 1) * (d + 2) / 6.0)
    z_kurtosis = (kurtosis - plain) / np.sqrt(8.0 * plain / n)
    tails = 2.0 * float(normal_probability(-abs(z_kurtosis)))
    return {
        "skewness": skewness,
        "kurtosis_over_normal": kurtosis / plain,
        "probability_of_skewness": by_chance,
        "probability_of_kurtosis": tails,
        "words": _words(by_chance, tails, kurtosis / plain),
    }


def _words(skewed: float, tailed: float, kurtosis: float) -> str:
    if skewed >= _DOUBT and tailed >= _DOUBT:
        return "no sign against a normal distribution"
    said = ["not symmetric"] if skewed < _DOUBT else []
    if tailed < _DOUBT:
        way = "heavier" if kurtosis > 1.0 else "lighter"
        slight = "slightly " if abs(kurtosis - 1.0) < _SLIGHT else ""
        said.append(f"tails {slight}{way} than normal ({kurtosis:.2f} of its kurtosis)")
    return f"not normal: {', '.join(said)}; take quantiles rather than multiples of sigma"
