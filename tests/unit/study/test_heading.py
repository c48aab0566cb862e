from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.catalogue.load import open_catalogue
from cosmodrome.study.heading import heads_as_asked
from cosmodrome.study.payload import payload
from cosmodrome.study.payload_request import PayloadRequest, read_request


@pytest.fixture(scope="module", params=[True, False], ids=["north", "south"])
def answer(request):
    asked = PayloadRequest(
        launcher="soyuz-2.1a",
        pad="vostochny-1s",
        orbit="250 km 65 deg",
        descending=not request.param,
    )
    return payload(read_request(asked, open_catalogue()))


def test_an_answer_heads_where_it_was_asked_to(answer):
    assert answer.outcome.is_success
    assert heads_as_asked(answer)


def test_an_answer_to_the_other_side_is_found_out(answer):
    other = replace(answer.case, ascending=not answer.case.ascending)
    assert not heads_as_asked(replace(answer, case=other))


def test_at_the_latitude_of_the_pad_there_is_one_side(answer):
    latitude = answer.case.pad.latitude_rad
    target = replace(answer.case.target, inclination_rad=latitude + np.radians(0.2))
    for ascending in (True, False):
        case = replace(answer.case, target=target, ascending=ascending)
        assert heads_as_asked(replace(answer, case=case))
