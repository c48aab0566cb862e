"""First-order and total Sobol' indices of a function, from flights made on purpose.

Two independent sets A and B of N inputs; for every group g of inputs a set AB_g, which is A with
the group taken from B. With f less its mean over A and B, and V its variance over both,

    first order   S_g = mean(f(B) (f(AB_g) - f(A))) / V                                  (1)
                  S_g = mean(f(B) f(AB_g)) / mean((f(B)^2 + f(AB_g)^2) / 2)              (2)
    total         T_g = mean((f(AB_g) - f(A))^2) / (2 V)

S is the part of the variance that goes when the group is known, T the part that stays when all
others are. (1) is close where the group does little, (2) where it does nearly all: the one with the
smaller error is taken. Errors are those of a ratio of means of N independent terms; A and B are
therefore drawn plainly, by chance, whatever the study uses.

References
----------
Saltelli and others (2010), Variance based sensitivity analysis of model output, Computer Physics
Communications 181, 259-270: table 2, (b) and (f); f is Jansen (1999).
Janon and others (2014), Asymptotic normality and efficiency of two Sobol index estimators, ESAIM
Probability and Statistics 18, 342-364: equation 6.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def indices_of(a: Array, b: Array, mixed: Mapping[str, Array]) -> dict[str, Any] | None:
    """Indices of every group, with one standard error.

    Parameters
    ----------
    a, b : array, shape (N,)
        Values over A and over B, in one unit [-].
    mixed : mapping of str to array, shape (N,)
        Values over AB of each group [-].

    Returns
    -------
    dict or None
        ``rows`` used of N, ``dropped`` where a value is missing; ``groups``, the largest total
        first: ``name``, ``first``, ``first_sigma``, ``total``, ``total_sigma``. None when there is
        no variance or hardly a row.
    """
    whole = np.isfinite(a) & np.isfinite(b)
    for values in mixed.values():
        whole &= np.isfinite(values)
    rows = int(whole.sum())
    if rows < 8:
        return None
    fa, fb = a[whole], b[whole]
    middle = 0.5 * (fa.mean() + fb.mean())
    fa, fb = fa - middle, fb - middle
    spread = 0.5 * (fa * fa + fb * fb)
    variance = float(spread.mean())
    if variance <= 0.0:
        return None
    groups = []
    for name, values in mixed.items():
        fm = values[whole] - middle
        step = fm - fa
        near_none, near_all = _ratio(fb * step, spread), _ratio(fb * fm, 0.5 * (fb * fb + fm * fm))
        first, first_sigma = min(near_none, near_all, key=lambda pair: pair[1])
        total, total_sigma = _ratio(0.5 * step * step, spread)
        groups.append(
            {
                "name": name,
                "first": first,
                "first_sigma": first_sigma,
                "total": total,
                "total_sigma": total_sigma,
            }
        )
    groups.sort(key=lambda group: -float(group["total"]))  # type: ignore[arg-type]
    return {
        "method": "Sobol' indices",
        "rows": rows,
        "dropped": int(whole.size - rows),
        "groups": groups,
    }


def _ratio(above: Array, below: Array) -> tuple[float, float]:
    """Ratio of two means, and its standard error by the delta method [-]."""
    ratio = float(above.mean() / below.mean())
    rest = above - ratio * below
    return ratio, float(np.sqrt((rest @ rest) / (rest.size * (rest.size - 1)))) / float(
        below.mean()
    )
