import pytest

from cosmodrome.vehicle.schedule import Schedule, fraction_at, full_thrust_seconds

STRAP_ON = Schedule(time_s=(0.0, 6.0, 112.0, 112.0), fraction=(0.75, 1.0, 1.0, 0.81))


@pytest.mark.parametrize(
    ("t", "fraction"),
    [(-1.0, 0.75), (0.0, 0.75), (3.0, 0.875), (50.0, 1.0), (112.0, 0.81), (200.0, 0.81)],
)
def test_the_fraction_is_a_straight_line_between_points_and_held_outside(t, fraction):
    assert fraction_at(STRAP_ON, t) == pytest.approx(fraction)


def test_the_integral_counts_ramp_plateau_and_step():
    exact = 0.875 * 6.0 + 106.0 + 0.81 * 5.7
    assert full_thrust_seconds(STRAP_ON, 117.7) == pytest.approx(exact, rel=1e-14)
    assert full_thrust_seconds(STRAP_ON, 3.0) == pytest.approx(3.0 * (0.75 + 0.875) / 2.0)
    assert full_thrust_seconds(Schedule(), 10.0) == 10.0


def test_times_that_fall_and_rows_of_two_lengths_are_refused():
    with pytest.raises(ValueError, match="never fall"):
        Schedule(time_s=(1.0, 0.0), fraction=(1.0, 1.0))
    with pytest.raises(ValueError, match="same length"):
        Schedule(time_s=(1.0,), fraction=())
