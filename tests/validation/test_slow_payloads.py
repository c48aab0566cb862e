"""Published payloads too slow for `cosmodrome validate`."""

import pytest

from cosmodrome.study.validation.case import same_size
from cosmodrome.study.validation.payloads import rows_of
from cosmodrome.study.validation.slow_payloads import MISSES, points

pytestmark = pytest.mark.slow
POINTS = {(point.launcher, point.orbit): point for point in points()}
_found = {}


def row_of(name):
    if name not in _found:
        (_found[name],) = rows_of([POINTS[name]])
    return _found[name]


def params(names, marks_of=lambda name: ()):
    return [pytest.param(name, id=" ".join(name), marks=marks_of(name)) for name in names]


@pytest.mark.parametrize("name", params(name for name in POINTS if name not in MISSES))
def test_a_payload_not_known_to_miss_is_found(name):
    row = row_of(name)
    assert row.passed, row


@pytest.mark.parametrize("name", params(MISSES))
def test_a_known_miss_is_as_large_as_it_was(name):
    row = row_of(name)
    assert same_size(row.error, MISSES[name].error), row


def missing(name):
    miss = MISSES[name]
    reason = f"{miss.error:+.0f} kg off: {miss.why}"
    return [pytest.mark.xfail(raises=AssertionError, reason=reason, strict=True)]


@pytest.mark.parametrize("name", params(MISSES, missing))
def test_what_is_known_to_miss_would_pass(name):
    row = row_of(name)
    assert row.passed, row
