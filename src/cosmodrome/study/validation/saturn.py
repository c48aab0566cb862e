"""Saturn V and IB: insertion, loads in the air and the fall of the S-II, from weights and engines."""

from functools import partial

from cosmodrome.study.validation.apollo import apollo_flights
from cosmodrome.study.validation.apollo_ascent import ascent_rows
from cosmodrome.study.validation.apollo_fall import s_ii_rows
from cosmodrome.study.validation.case import Case, Miss, Row

_ASCENT_S, _FALL_S = 6.0, 1.0


def _ascent(name: str) -> tuple[Row, ...]:
    return ascent_rows(apollo_flights()[name])


def _fall(name: str) -> tuple[Row, ...]:
    return s_ii_rows(apollo_flights()[name])


def _key(name: str) -> str:
    return name.lower().replace(" ", "-")


# By flight, by quantity: error and cause.
_MISSES: dict[str, dict[str, Miss]] = {}

CASES = (
    *(
        Case(
            key=_key(name),
            title=f"{name}, ascent planned from its weights to its orbit",
            run=partial(_ascent, name),
            seconds=_ASCENT_S,
            misses=_MISSES.get(name, {}),
        )
        for name in apollo_flights()
    ),
    *(
        Case(
            key=f"{_key(name)}-s-ii",
            title=f"{name}, S-II from its apex to the sea",
            run=partial(_fall, name),
            seconds=_FALL_S,
        )
        for name, flight in apollo_flights().items()
        if "apex_s" in flight.figures
    ),
)
