"""Factors that belong together: the modes of one wind, the errors of one sensor, one release."""

import re

from cosmodrome.study.dispersion.factor import Dispersions

_AXES = re.compile(r"_([xyz])(?=_|$)")
_NAVIGATION = {
    "alignment": "alignment of navigation",
    "gyro": "gyros",
    "accelerometer": "accelerometers",
}


FALLS = "falls"


def group_name(factor: str, spacecraft: tuple[str, ...] = ()) -> str:
    """Name of the group a factor belongs to.

    Modes of a profile (``wind east 3``) and both components of it go together, the axes of
    a sensor, all that varies in the falls of bodies, and all of the release of a satellite; any
    other factor stands for itself.

    Parameters
    ----------
    factor : str
        Its name.
    spacecraft : tuple of str
        Names of the satellites.
    """
    mode = re.fullmatch(r"(.*?)(?: east| north)? \d+", factor)
    if mode:
        return mode.group(1)
    if " fall." in factor:
        return FALLS
    owner = factor.rpartition(".")[0]
    if owner in spacecraft:
        return f"release of {owner}"
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
    spacecraft = dispersions.layout.spacecraft
    label = {name: group_name(name, spacecraft) for name in names}
    for a, b in dispersions.correlations:
        kept, gone = label[a], label[b]
        joined = kept if kept == gone else f"{kept} and {gone}"
        label = {n: joined if g in (kept, gone) else g for n, g in label.items()}
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(label[name], []).append(place)
    return groups
