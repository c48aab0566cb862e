"""Group ``orbits``: coasts and burns in orbit beside other programs and tracked satellites."""

from cosmodrome.study.validation import (
    finite_burns,
    frames_and_elements,
    nesc_orbital,
    precise_orbits,
    reference_orbits,
)
from cosmodrome.study.validation.case import Case

CASES: tuple[Case, ...] = (
    *nesc_orbital.CASES,
    *reference_orbits.CASES,
    *frames_and_elements.CASES,
    *precise_orbits.CASES,
    *finite_burns.CASES,
)
