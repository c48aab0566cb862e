"""The home mission planned and flown once for all tests that look at its results."""

import pytest

import cosmodrome as cd
from cosmodrome.report.reading_mapping import FlownReading


@pytest.fixture(scope="session")
def vostochny():
    return cd.load("vostochny-2016")


@pytest.fixture(scope="session")
def flown(vostochny):
    """Both readings, as `report.summary` takes them."""
    done = {}
    for reading in cd.Reading:
        plan = cd.plan(vostochny, reading)
        assert plan.outcome.is_success, plan.outcome.advice
        flight = cd.fly(vostochny, plan)
        handover = cd.hand_over(vostochny, flight)
        done[reading] = FlownReading(plan=plan, flight=flight, handover=handover)
    return done


@pytest.fixture(scope="session")
def comparison(vostochny, flown):
    pairs = {reading: (run.flight, run.handover) for reading, run in flown.items()}
    return cd.compare(vostochny, pairs)
