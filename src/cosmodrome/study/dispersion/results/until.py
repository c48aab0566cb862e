"""When a study may stop: once a figure is known well enough.

    perigee 1 %    the 95 % interval of the perigee's standard deviation is within 1 % of it
    orbit 0.1 %    that of the probability of orbit is within 0.1 per cent points

Other quantities are those of `quantities.NAMES`, and the elements of a satellite's orbit as in
``lomonosov perigee 1 %``. The question is asked after 1024 samples and
again whenever there are a quarter more, in whole shards; it depends on the samples alone. Any
number of workers, and a run that goes on, therefore stop at the same sample.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from cosmodrome.errors import Fault, InputError
from cosmodrome.study.dispersion.results.confidence import probability_interval
from cosmodrome.study.dispersion.results.failures import REACHED
from cosmodrome.study.dispersion.results.quantities import (
    ELEMENT_NAMES,
    NAMES,
    needed,
    quantities,
    values_of,
)
from cosmodrome.study.dispersion.results.reference import Reference
from cosmodrome.study.dispersion.results.spread import spread_of
from cosmodrome.study.dispersion.results.table import read_columns, read_words
from cosmodrome.study.dispersion.shards import Shards

ORBIT = "orbit"
_GROWTH = 0.25
_EXAMPLE = 'write "perigee 1 %" or "orbit 0.1 %"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """Figure that has to be known, and how well.

    Attributes
    ----------
    quantity : str
        Name of a quantity, or ``orbit`` for its probability.
    part : float
        Half width of the 95 % interval: as a part of the standard deviation, or of probability
        itself [-].
    """

    quantity: str
    part: float


def read_until(text: str, satellites: Sequence[str] = ()) -> Until:
    """Rule in words: a quantity and per cent.

    Parameters
    ----------
    text : str
        Such as ``perigee 1 %``.
    satellites : sequence of str
        Whose orbits may be named.

    Raises
    ------
    InputError
        Where it is none; says what would be one.
    """
    match = re.fullmatch(r"\s*(\S.*?)\s+([0-9.]+(?:e-?\d+)?)\s*%\s*", text, re.IGNORECASE)
    if match is None:
        raise _fault(text, "is no quantity with per cent", _EXAMPLE)
    name = " ".join(match[1].lower().split())
    of_satellites = [f"{craft} {element}" for craft in satellites for element in ELEMENT_NAMES]
    known = (ORBIT, *NAMES, *of_satellites)
    if name not in known:
        close = get_close_matches(name, known, n=1)
        there = ", ".join((ORBIT, *NAMES))
        remedy = f"did you mean {close[0]}?" if close else f"there are {there}"
        raise _fault(text, f"`{name}` is no quantity of a flight", remedy)
    try:
        percent = float(match[2])
    except ValueError:
        raise _fault(text, f"`{match[2]}` is not a number", _EXAMPLE) from None
    if not 0.0 < percent < 100.0:
        raise _fault(text, f"{percent:g} % is not between 0 and 100", _EXAMPLE)
    return Until(quantity=name, part=percent / 100.0)


def _fault(text: str, problem: str, remedy: str) -> InputError:
    return InputError(Fault(file="--until", key=text, problem=problem, remedy=remedy))


def half_width(shards: Shards, quantity: str, reference: Reference) -> float:
    """Half width of the 95 % interval of a figure, as `Until.part` counts it [-].

    Parameters
    ----------
    shards : Shards
        With nothing missing.
    quantity : str
        Name of a quantity, or ``orbit``.
    reference : Reference
        What flights are held against.
    """
    words, which = read_words(shards, "ending")
    reached = np.array([words[k] == REACHED for k in range(len(words))])[which]
    if quantity == ORBIT:
        low, high = probability_interval(int(reached.sum()), reached.size)
        return 0.5 * (high - low)
    chosen = {quantity: quantities(reference)[quantity]}
    columns = read_columns(shards, needed(chosen.values()))
    ((_, values),) = values_of(chosen, columns, reached, reference)
    spread = spread_of(values, "")
    if spread is None:
        return float("inf")
    low, high = spread["sigma_interval"]
    sigma = spread["sigma"]
    return 0.5 * (high - low) / sigma if sigma > 0.0 else 0.0


def steps(most: int, size: int) -> Iterator[int]:
    """Numbers of samples after which the question is asked [-].

    Parameters
    ----------
    most : int
        Samples there are at most [-].
    size : int
        Of a shard [-].

    Yields
    ------
    int
        Rising; the last is `most` [-].
    """
    count = size * -(-1024 // size)
    while count < most:
        yield count
        count += size * max(round(_GROWTH * count / size), 1)
    yield most


def fly_until(
    shards: Shards, rule: Until, reference: Reference, fly: Callable[[Shards], object]
) -> tuple[Shards, float]:
    """Fly until a figure is known well enough, or all samples are flown.

    Parameters
    ----------
    shards : Shards
        The samples there are at most.
    rule : Until
        What has to be known.
    reference : Reference
        What flights are held against.
    fly : callable
        Flies what is missing of its argument.

    Returns
    -------
    shards : Shards
        The samples the study ends with.
    width : float
        Half width that was reached, as `Until.part` counts it [-].
    """
    if rule.quantity not in (ORBIT, *quantities(reference)):
        raise _fault(rule.quantity, "is of a satellite that is not flown", _EXAMPLE)
    width = float("inf")
    part = shards
    for count in steps(shards.count, shards.size):
        part = replace(shards, count=count)
        fly(part)
        width = half_width(part, rule.quantity, reference)
        if width <= rule.part:
            break
    return part, width
