"""The sentences an ascent without an answer ends in."""

from dataclasses import replace

import pytest

from cosmodrome.ascent.shortfall import Relaxation, Shortfall
from cosmodrome.mission.advice import sentence_of

KNOWN = Shortfall(velocity_given_m_s=9000.0, velocity_needed_m_s=7500.0)
PRESSURE = Relaxation(name="dynamic pressure", unit="kPa", asked=20.0, needed=27.2501)
AXIAL = Relaxation(name="axial acceleration", unit="g0", asked=3.0, needed=3.641)
HEIGHT = Relaxation(name="fairing height", unit="km", asked=110.0, needed=95.57)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            {"alone": (PRESSURE,)},
            "no ascent keeps 20 kPa dynamic pressure: 27.3 kPa would do (the other limits kept)",
        ),
        (
            {"alone": (HEIGHT,)},
            "no ascent keeps 110 km fairing height: 95.5 km would do (the other limits kept)",
        ),
        (
            {"alone": (PRESSURE, AXIAL)},
            (
                "no ascent keeps 20 kPa dynamic pressure or 3 g0 axial acceleration: "
                "27.3 kPa or 3.65 g0 would do (the other limits kept)"
            ),
        ),
        (
            {"together": (PRESSURE, AXIAL)},
            (
                "no ascent keeps 20 kPa dynamic pressure and 3 g0 axial acceleration, "
                "and no one of them alone can give: 27.3 kPa with 3.65 g0 would do"
            ),
        ),
        (
            {"asked_kg": 9000.0, "most_kg": 5821.4, "unlimited_most_kg": 5998.6},
            (
                "payload too heavy by about 3179 kg: 9000 kg asked above the launcher, "
                "5821 kg can be lifted to this orbit, 5999 kg without its limits"
            ),
        ),
        (
            {"asked_kg": 5850.0, "most_kg": 5821.4, "alone": (PRESSURE,)},
            (
                "payload too heavy by about 29 kg: 5850 kg asked above the launcher, "
                "5821 kg can be lifted to this orbit within its limits; "
                "or 27.3 kPa dynamic pressure in place of 20 would do (the other limits kept)"
            ),
        ),
        (
            {"velocity_given_m_s": 6108.0},
            (
                "the launcher cannot reach this orbit: its stages give 6108 m/s without a payload, "
                "and the orbit takes 7500 m/s before any loss, 1392 m/s more; "
                "ask for a lower orbit or a stronger launcher"
            ),
        ),
    ],
)
def test_the_sentence_names_the_limit_and_the_value_that_would_do(found, sentence):
    assert sentence_of(replace(KNOWN, **found)) == sentence
