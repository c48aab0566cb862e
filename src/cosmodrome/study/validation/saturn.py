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


_TILT = (
    "the optimum tilts sooner and flies flatter than the flown programmes, which an assumed wind "
    "shaped: Mach 1 comes 1 to 4 s early too"
)
_NO_LIMIT = f"no limit is published for the Saturn IB, and none was set; {_TILT}"
_LIMIT = f"the optimum rests on the limit of the file, 45.8 kPa without it; {_TILT}"
_PLACE = "where on its orbit it comes in is left free, and the optimum comes in elsewhere"
_S_II_8 = (
    "Apollo 8 flew five engines to the end of the S-II, at thrusts and a mixture that are not in "
    "the data: those of SA-506 stand for them"
)
_S_II_16 = (
    "the S-II held 3 % more than that of SA-506, whose thrust and times of mixture and centre "
    "engine stand for it: all of the surplus burns at the lowest thrust"
)

# By flight, by quantity: error and cause.
_MISSES: dict[str, dict[str, Miss]] = {
    "Apollo 7": {
        "insertion height": Miss(error=5.579, why=_PLACE),
        "insertion speed": Miss(error=-4.933, why=_PLACE),
        "largest dynamic pressure": Miss(error=10.49, why=_NO_LIMIT),
    },
    "Apollo 8": {
        "insertion time": Miss(error=-18.64, why=_S_II_8),
        "time of largest pressure": Miss(error=-6.62, why=_TILT),
        "height of largest pressure": Miss(error=-2.356, why=_TILT),
    },
    "Apollo 9": {
        "time of largest pressure": Miss(error=-6.711, why=_TILT),
        "height of largest pressure": Miss(error=-2.164, why=_TILT),
    },
    "Apollo 11": {
        "time of largest pressure": Miss(error=-4.531, why=_TILT),
        "height of largest pressure": Miss(error=-2.025, why=_TILT),
        "largest dynamic pressure": Miss(error=2, why=_LIMIT),
    },
    "Apollo 12": {
        "insertion height": Miss(error=-3.558, why=_PLACE),
        "insertion speed": Miss(error=4.211, why=_PLACE),
    },
    "Apollo 14": {
        "insertion height": Miss(error=-2.009, why=_PLACE),
        "insertion speed": Miss(error=2.434, why=_PLACE),
    },
    "Apollo 16": {
        "insertion time": Miss(error=15.31, why=_S_II_16),
        "insertion longitude": Miss(error=1.188, why=_S_II_16),
        "time of largest pressure": Miss(error=-5.947, why=_TILT),
        "height of largest pressure": Miss(error=-2.688, why=_TILT),
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
