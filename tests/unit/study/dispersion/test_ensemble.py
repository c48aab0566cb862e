from dataclasses import replace

import numpy as np
import pytest

import cosmodrome as cd


@pytest.fixture(scope="module")
def mission():
    return cd.load("vostochny-2016")


def test_an_ensemble_has_all_samples_and_what_is_known_of_them(mission) -> None:
    ensemble = cd.disperse(mission, n=40, seed=3, workers=2)
    assert ensemble.samples["sample"].to_list() == list(range(40))
    assert ensemble.summary["reached"]["count"] == (ensemble.samples["ending"] == "orbit").sum()
    assert {"blok-i cut-off", "lomonosov"} <= set(ensemble.covariances)
    few = cd.disperse(mission, n=8, seed=3, workers=1)
    # The first samples of a study are those of a smaller one.
    assert few.samples.equals(ensemble.samples[:8], null_equal=True)
    other = cd.disperse(mission, n=8, seed=4)
    assert not np.allclose(other.samples["time_s"], few.samples["time_s"])


def test_a_mission_may_say_how_it_is_drawn(mission) -> None:
    plain = replace(mission, dispersions=replace(mission.dispersions, sampling="plain"))
    assert cd.disperse(plain, n=4).summary["sampling"] == "Plain"
    assert cd.disperse(plain, n=4, sampling="sobol").summary["sampling"] == "Sobol"


def test_a_plan_that_is_given_is_followed(mission) -> None:
    ensemble = cd.disperse(mission, cd.plan(mission), n=8)
    assert (ensemble.samples["ending"] == "orbit").all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"n": 0}, "n must be 1"), ({"sampling": "dice"}, "there are sobol, latin, plain")],
)
def test_wrong_arguments_are_refused(mission, wrong, words) -> None:
    with pytest.raises(ValueError, match=words):
        cd.disperse(mission, **wrong)
