import numpy as np
import pytest
from numpy.polynomial import Polynomial

from cosmodrome.numerics.optimal_control import Bounds, Phase, PhaseValues, node_fractions
from cosmodrome.numerics.resample import collocation_fractions, resampled, resampled_all

COARSE = ((0.25, 0.5, 0.25), 4)
FINE = ((0.1, 0.15, 0.3, 0.2, 0.05, 0.2), 6)
LOW = ((0.5, 0.5), 5)
# A state is a polynomial of the degree of its segments, a control of one less.
STATE = (Polynomial([1.0, -2.0, 0.5, 3.0, -1.0]), Polynomial([0.0, 1.0, 1.0]))
CONTROL = (Polynomial([0.3, -1.0, 2.0, 0.7]),)


def values_on(mesh) -> PhaseValues:
    points = collocation_fractions(mesh)
    ends = np.concatenate(([0.0], points))
    return PhaseValues(
        duration=12.0,
        state=np.array([p(ends) for p in STATE]),
        control=np.array([p(points) for p in CONTROL]),
    )


@pytest.mark.parametrize("new", [FINE, LOW, COARSE])
def test_polynomials_are_carried_exactly(new):
    carried = resampled(values_on(COARSE), COARSE, new)
    expected = values_on(new)
    assert carried.duration == 12.0
    np.testing.assert_allclose(carried.state, expected.state, atol=1e-13)
    np.testing.assert_allclose(carried.control, expected.control, atol=1e-13)


def test_there_and_back_changes_nothing():
    values = values_on(COARSE)
    back = resampled(resampled(values, COARSE, FINE), FINE, COARSE)
    np.testing.assert_allclose(back.state, values.state, atol=1e-13)
    np.testing.assert_allclose(back.control, values.control, atol=1e-13)


def test_a_step_of_the_control_stays_on_its_edge():
    old, new = ((0.5, 0.5), 2), ((0.25, 0.25, 0.25, 0.25), 3)
    step = np.array([[1.0, 1.0, -1.0, -1.0]])
    carried = resampled(PhaseValues(duration=1.0, state=np.zeros((1, 5)), control=step), old, new)
    np.testing.assert_allclose(carried.control[0], [1.0] * 6 + [-1.0] * 6, atol=1e-15)


def test_a_phase_without_control_keeps_none():
    values = PhaseValues(duration=1.0, state=values_on(COARSE).state, control=np.zeros((0, 12)))
    assert resampled(values, COARSE, FINE).control.shape == (0, 36)


def test_the_same_mesh_gives_the_same_values():
    values = values_on(COARSE)
    assert resampled(values, COARSE, COARSE) is values


def test_all_phases_are_carried_each_on_its_own_mesh():
    first, second = resampled_all(
        [values_on(COARSE), values_on(FINE)], [COARSE, FINE], [FINE, COARSE]
    )
    np.testing.assert_allclose(first.state, values_on(FINE).state, atol=1e-13)
    np.testing.assert_allclose(second.state, values_on(COARSE).state, atol=1e-13)


@pytest.mark.parametrize("mesh", [COARSE, FINE, LOW])
def test_the_collocation_points_are_the_nodes_without_the_start(mesh):
    phase = Phase(
        name="phase",
        dynamics=lambda t, x, u, p, d: x,
        state_scale=(1.0,),
        control_bounds=(),
        duration=Bounds(),
        fractions=mesh[0],
        degree=mesh[1],
    )
    np.testing.assert_allclose(collocation_fractions(mesh), node_fractions(phase)[1:], atol=1e-15)
