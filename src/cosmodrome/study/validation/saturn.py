"""Saturn V and IB from weights and engines: insertion, loads in the air, fall of the S-II."""

from functools import partial

from cosmodrome.study.validation.apollo import apollo_flights
from cosmodrome.study.validation.apollo_ascent import ascent_rows
from cosmodrome.study.validation.apollo_fall import s_ii_rows
from cosmodrome.study.validation.case import Case, Miss, Row

_ASCENT_S, _FALL_S = 5.0, 1.0


def _ascent(name: str) -> tuple[Row, ...]:
    return ascent_rows(apollo_flights()[name])


def _fall(name: str) -> tuple[Row, ...]:
    return s_ii_rows(apollo_flights()[name])


def _key(name: str) -> str:
    return name.lower().replace(" ", "-")


_FLAT = (
    "the pressure is flat about its largest, which our standard air puts at its kink at 11 km; the "
    "flown programmes, shaped for an assumed wind, climb more steeply to there"
)
_PLACE = "where on its orbit it comes in is left free, and the optimum comes in elsewhere"
_S_II_8 = (
    "Apollo 8 and 9 flew five engines to the end of the S-II, at thrusts and a mixture that are "
    "not in the data: those of SA-506 stand for them"
)
_S_II_16 = (
    "the S-II held 3 % more than that of SA-506, whose thrust and times of mixture and centre "
    "engine stand for it: all of the surplus burns at the lowest thrust"
)

# By flight, by quantity: error and cause.
_MISSES: dict[str, dict[str, Miss]] = {
    "Apollo 7": {
        "insertion height": Miss(error=5.575, why=_PLACE),
        "insertion speed": Miss(error=-4.932, why=_PLACE),
    },
    "Apollo 8": {
        "insertion time": Miss(error=-18.26, why=_S_II_8),
        "time of largest pressure": Miss(error=-6.522, why=_FLAT),
        "height of largest pressure": Miss(error=-2.411, why=_FLAT),
    },
    "Apollo 9": {
        "insertion longitude": Miss(error=0.9267, why=_S_II_8),
        "time of largest pressure": Miss(error=-8.681, why=_FLAT),
        "height of largest pressure": Miss(error=-2.739, why=_FLAT),
    },
    "Apollo 11": {
        "time of largest pressure": Miss(error=-6.213, why=_FLAT),
        "height of largest pressure": Miss(error=-2.516, why=_FLAT),
    },
    "Apollo 12": {
        "insertion height": Miss(error=-3.558, why=_PLACE),
        "insertion speed": Miss(error=4.212, why=_PLACE),
        "time of largest pressure": Miss(error=-4.085, why=_FLAT),
        "height of largest pressure": Miss(error=-1.772, why=_FLAT),
    },
    "Apollo 14": {
        "insertion height": Miss(error=-2.011, why=_PLACE),
        "insertion speed": Miss(error=2.434, why=_PLACE),
    },
    "Apollo 16": {
        "insertion time": Miss(error=20.62, why=_S_II_16),
        "insertion longitude": Miss(error=1.396, why=_S_II_16),
        "time of largest pressure": Miss(error=-7.905, why=_FLAT),
        "height of largest pressure": Miss(error=-3.229, why=_FLAT),
    },
}

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
