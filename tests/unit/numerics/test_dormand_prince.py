"""The compiled integrator on a spring of two stiffnesses, whose motion has a closed form."""

from typing import NamedTuple

import numpy as np
import pytest
from numba.core.caching import NullCache
from numba.extending import overload

from cosmodrome.numerics import dormand_prince
from cosmodrome.numerics.dormand_prince import BROKEN, REACHED_END, STOPPED, integrate

ONE = np.ones(2)


class Spring(NamedTuple):
    """Mass on a spring; stiffer on one side of zero, poisoned beyond a time."""

    kinks: np.ndarray
    above: float
    below: float
    stop: float
    poison: float


SOFT = Spring(np.array([0.0]), 1.0, 1.0, -9.0, 1e9)


def _is_spring(model) -> bool:
    return getattr(model, "instance_class", None) is Spring


@overload(dormand_prince.rates)
def _rates(model, t, y, dy):
    if not _is_spring(model):
        return None

    def compiled(model, t, y, dy):
        dy[0] = y[1]
        dy[1] = -(model.above if y[0] > 0.0 else model.below) * y[0]
        if t > model.poison:
            dy[1] = np.nan

    return compiled


@overload(dormand_prince.kink_level)
def _kink_level(model, t, y):
    return (lambda model, t, y: y[0]) if _is_spring(model) else None


@overload(dormand_prince.stop_level)
def _stop_level(model, t, y):
    return (lambda model, t, y: y[0] - model.stop) if _is_spring(model) else None


@pytest.fixture(scope="module", autouse=True)
def _uncached():
    """Keep kernels of a type that only this file knows out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_step", "_error", "_cell", "_locate", "integrate"):
            patch.setattr(getattr(dormand_prince, name), "_cache", NullCache())
        yield


def flown(model, end, *, y=(1.0, 0.0), tolerance=1e-12, longest=0.5, rows=5000):
    """Verdict, end time, and rows of time and state, the start included."""
    state = np.array(y)
    record = np.empty((rows, 3))
    t, count, verdict = integrate(model, 0.0, end, state, tolerance, ONE, longest, record)
    track = np.vstack([[0.0, *y], record[:count]])
    if count:
        assert track[-1].tolist() == [t, *state]
    return verdict, t, track


def test_a_spring_swings_as_the_cosine():
    verdict, t, track = flown(SOFT, 20.0)
    assert verdict == REACHED_END
    assert t == 20.0
    # Twenty seconds at a part in 1e12 a step, errors adding up.
    assert np.max(np.abs(track[:, 1] - np.cos(track[:, 0]))) < 1e-11
    assert np.max(np.abs(track[:, 2] + np.sin(track[:, 0]))) < 1e-11


def test_the_error_falls_with_the_eighth_power_of_the_step():
    no_kink = SOFT._replace(kinks=np.array([-99.0]))

    def error(step):
        _, _, track = flown(no_kink, 8.0, tolerance=1e30, longest=step)
        assert track.shape[0] == round(8.0 / step) + 1
        return np.hypot(track[-1, 1] - np.cos(8.0), track[-1, 2] + np.sin(8.0))

    order = np.log2(error(1.0) / error(0.5))
    assert 7.7 < order < 9.3


@pytest.mark.parametrize("tolerance", [1e-6, 1e-8, 1e-10, 1e-12])
def test_the_error_stays_near_the_tolerance(tolerance):
    _, _, track = flown(SOFT, 20.0, tolerance=tolerance, longest=9.0)
    # A tolerance holds a step; over twenty seconds a few of them add up.
    assert np.max(np.abs(track[:, 1] - np.cos(track[:, 0]))) < 20.0 * tolerance


def test_a_looser_tolerance_takes_fewer_steps():
    counts = [flown(SOFT, 20.0, tolerance=tol, longest=9.0)[2].shape[0] for tol in (1e-6, 1e-12)]
    assert counts[0] < counts[1]


def test_no_step_is_longer_than_the_longest():
    _, _, track = flown(SOFT, 20.0, tolerance=1e-3, longest=0.25)
    assert np.diff(track[:, 0]).max() <= 0.25 * (1.0 + 1e-15)


def test_steps_end_on_every_kink():
    spring = SOFT._replace(above=1.0, below=9.0)
    _, _, track = flown(spring, 20.0)
    crossings = np.flatnonzero(np.diff(np.sign(track[:, 1])))
    # Half a swing takes pi above and pi / 3 below: five full swings fit, two crossings each.
    swing = np.pi + np.pi / 3.0
    expected = [np.pi / 2.0 + k * swing + late for k in range(5) for late in (0.0, np.pi / 3.0)]
    expected = [t for t in expected if t < 20.0]
    assert crossings.size == len(expected)
    np.testing.assert_allclose(track[crossings + 1, 0], expected, atol=1e-9)
    # Just beyond: the next step starts on the far side.
    assert np.max(np.abs(track[crossings + 1, 1])) < 1e-9


def test_a_kink_costs_no_accuracy():
    spring = SOFT._replace(above=1.0, below=9.0)
    swing = np.pi + np.pi / 3.0
    _, _, track = flown(spring, 3.0 * swing)
    assert track[-1, 1] == pytest.approx(1.0, abs=1e-11)
    assert track[-1, 2] == pytest.approx(0.0, abs=1e-10)


def test_two_kinks_in_one_step_are_both_met():
    kinks = np.array([0.1, 0.2, 0.3])
    _, _, track = flown(SOFT._replace(kinks=kinks), np.pi, tolerance=1e-3, longest=9.0)
    for kink in kinks:
        assert np.min(np.abs(track[:, 1] - kink)) < 1e-9


@pytest.mark.parametrize("stop", [0.5, 0.0, -0.5])
def test_the_stop_is_located_to_a_nanosecond(stop):
    verdict, t, track = flown(SOFT._replace(stop=stop), 20.0)
    assert verdict == STOPPED
    assert t == pytest.approx(np.arccos(stop), abs=1e-9)
    assert track[-1, 1] == pytest.approx(stop, abs=1e-9)
    # Just beyond, never before.
    assert track[-1, 1] <= stop


def test_a_rise_through_the_stop_level_does_not_stop():
    verdict, t, _ = flown(SOFT._replace(stop=0.5), 2.0, y=(-1.0, 0.0))
    assert (verdict, t) == (REACHED_END, 2.0)


def test_a_state_that_is_not_finite_breaks_the_flight_where_it_happens():
    verdict, t, track = flown(SOFT._replace(poison=3.0), 20.0)
    assert verdict == BROKEN
    assert t == pytest.approx(3.0, abs=0.1)
    assert np.all(np.isfinite(track))


def test_a_full_record_breaks_the_flight_and_keeps_what_was_flown():
    verdict, t, track = flown(SOFT, 20.0, rows=7)
    assert verdict == BROKEN
    assert track.shape[0] == 8
    assert track[-1, 1] == pytest.approx(np.cos(t), abs=1e-12)


def test_no_time_takes_no_step():
    verdict, t, track = flown(SOFT, 0.0)
    assert (verdict, t, track.shape[0]) == (REACHED_END, 0.0, 1)
