"""Factors that belong together: the modes of one wind, one air, the errors of one sensor."""

import re

from cosmodrome.study.dispersion.factor import Dispersions

_AXES = re.compile(r"_([xyz])(?=_|$)")
_NAVIGATION = {
    "alignment": "alignment of navigation",
    "gyro": "gyros",
    "accelerometer": "accelerometers",
}


def group_name(factor: str) -> str:
    """Name of the group a factor belongs to.

    Modes of a profile (``wind east 3``) and both components of it go together, the axes of
    a sensor go together; any other factor stands for itself.

    Parameters
    ----------
    factor : str
        Its name.
    """
    mode = re.fullmatch(r"(.*?)(?: east| north)? \d+", factor)
    if mode:
        return mode.group(1)
    bare = _AXES.sub("", factor)
    return next((name for start, name in _NAVIGATION.items() if bare.startswith(start)), factor)


def groups_of(dispersions: Dispersions) -> dict[str, list[int]]:
    """Places of the factors of each group; factors that are correlated share one.

    Parameters
    ----------
    dispersions : Dispersions
        What varies.

    Returns
    -------
    dict of str to list of int
        [-].
    """
    names = [factor.name for factor in dispersions.factors]
    label = {name: group_name(name) for name in names}
    for a, b in dispersions.correlations:
        kept, gone = label[a], label[b]
        joined = kept if kept == gone else f"{kept} and {gone}"
        label = {n: joined if g in (kept, gone) else g for n, g in label.items()}
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(label[name], []).append(place)
    return groups
