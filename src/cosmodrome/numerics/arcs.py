"""Arcs of a phase: stretches on which every linear control is at one bound or between the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# A segment is at a bound when the mean of its control is, to a part in a thousand of the range.
_AT_BOUND = 1e-3
# A switch between the bounds leaves so many segments with a mean between them.
_SWITCH_SEGMENTS = 2


class Mode(Enum):
    """Where a linear control is, as a user reads it."""

    LOWER = "at its lower bound"
    UPPER = "at its upper bound"
    INNER = "between its bounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A stretch of a phase with one mode a linear control.

    Attributes
    ----------
    modes : tuple of Mode
        Of the linear controls of the phase, in their order.
    begin, end : float
        Parts of the duration of the phase [-].
    """

    modes: tuple[Mode, ...]
    begin: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one control does on a stretch of a phase.

    Attributes
    ----------
    mode : Mode
        Of the control.
    begin, end : float
        Parts of the duration of the phase [-].
    """

    mode: Mode
    begin: float
    end: float


def stretches(shares: Array, edges: Array) -> list[Stretch]:
    """Stretches of a control of which the mean over each segment is known.

    Parameters
    ----------
    shares : array, shape (segments,)
        Mean, 0 at the lower bound and 1 at the upper [-].
    edges : array, shape (segments + 1,)
        Of the segments, as parts of the duration of the phase [-].

    Returns
    -------
    list of Stretch
        Neighbours differ in their modes.
    """
    runs: list[tuple[Mode, int, int]] = []
    for mode, group in groupby(range(shares.size), key=lambda s: _mode(float(shares[s]))):
        members = list(group)
        runs.append((mode, members[0], members[-1] + 1))
    found: list[Stretch] = []
    for k, (mode, first, last) in enumerate(runs):
        before = runs[k - 1][0] if k else None
        after = runs[k + 1][0] if k + 1 < len(runs) else None
        switch = before and after and before != after and last - first <= _SWITCH_SEGMENTS
        if mode is not Mode.INNER or not switch:
            found.append(Stretch(mode=mode, begin=edges[first], end=edges[last]))
            continue
        # As much time at each bound as the mean says.
        up = float(shares[first:last] @ np.diff(edges[first : last + 1]))
        place = edges[first] + up if before is Mode.UPPER else edges[last] - up
        found.append(Stretch(mode=before, begin=edges[first], end=place))  # type: ignore[arg-type]
        found.append(Stretch(mode=after, begin=place, end=edges[last]))  # type: ignore[arg-type]
    return joined(found)


def joined(parts: Sequence[Stretch]) -> list[Stretch]:
    """Stretches with neighbours of one mode made one.

    Parameters
    ----------
    parts : sequence of Stretch
        End to end.
    """
    found: list[Stretch] = []
    for part in parts:
        if found and found[-1].mode is part.mode:
            found[-1] = Stretch(mode=part.mode, begin=found[-1].begin, end=part.end)
        elif part.end > part.begin:
            found.append(part)
    return found


def arcs_of(controls: Sequence[Sequence[Stretch]]) -> tuple[Arc, ...]:
    """Arcs of a phase from the stretches of each of its linear controls.

    Parameters
    ----------
    controls : sequence of sequences of Stretch
        One a linear control; none gives a single arc.
    """
    edges = sorted({0.0, 1.0, *(s.begin for c in controls for s in c if s.begin > 0.0)})
    found = []
    for begin, end in pairwise(edges):
        middle = 0.5 * (begin + end)
        modes = tuple(
            next((s.mode for s in control if middle <= s.end), control[-1].mode)
            for control in controls
        )
        found.append(Arc(modes=modes, begin=begin, end=end))
    return tuple(found)


def _mode(share: float) -> Mode:
    if share > 1.0 - _AT_BOUND:
        return Mode.UPPER
    return Mode.LOWER if share < _AT_BOUND else Mode.INNER
