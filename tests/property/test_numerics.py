"""Tables, sums of them, their integrals, and the polynomials of the collocation."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.polynomial import Polynomial

from cosmodrome.ascent.sequence import sum_of_tables
from cosmodrome.numerics.kernels import Table, lookup
from cosmodrome.numerics.optimal_control import PhaseValues
from cosmodrome.numerics.radau import (
    differentiation_matrix,
    integration_matrix,
    interpolation_matrix,
    radau_points,
)
from cosmodrome.numerics.resample import collocation_fractions, resampled
from cosmodrome.numerics.tables import hermite, integral, linear, monotone_cubic

values = st.floats(-100.0, 100.0)
gaps = st.lists(st.floats(0.01, 10.0), min_size=1, max_size=6)
# Gauss and Legendre's three points integrate a cubic exactly.
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(3)
degrees = st.integers(2, 9)


@st.composite
def broken_lines(draw) -> Table:
    """Straight pieces from 0 to 10, with a step here and there."""
    inner = draw(st.lists(st.floats(0.1, 9.9), max_size=4, unique=True))
    x = sorted([0.0, 10.0, *inner, *draw(st.lists(st.sampled_from([*inner, 5.0]), max_size=1))])
    x = [a for k, a in enumerate(x) if k < 2 or a != x[k - 2]]
    return linear(x, [draw(values) for _ in x])


@st.composite
def meshes(draw):
    parts = np.array(draw(gaps))
    return tuple(parts / parts.sum()), draw(degrees)


@settings(max_examples=100)
@given(tables=st.lists(broken_lines(), min_size=1, max_size=4), x=st.floats(0.0, 10.0))
def test_a_sum_of_tables_is_the_sum_of_their_values(tables, x):
    edges = np.concatenate([table.breaks for table in tables])
    if np.min(np.abs(edges - x)) < 1e-9:
        return  # On a step both sides are right.
    steepest = max(np.abs(table.coefficients[1]).max() for table in tables)
    total = sum(float(lookup(table, x)) for table in tables)
    # The ends of a piece are carried over from its inside.
    assert abs(float(lookup(sum_of_tables(tables), x)) - total) <= 1e-11 * (400.0 + steepest)


@settings(max_examples=60)
@given(
    steps=gaps, y=st.lists(values, min_size=7, max_size=7), a=st.floats(-5.0, 40.0),
    b=st.floats(-5.0, 40.0), kind=st.sampled_from(["linear", "monotone", "hermite"]),
)  # fmt: skip
def test_the_integral_of_a_table_is_that_of_its_values(steps, y, a, b, kind):
    x = np.concatenate(([0.0], np.cumsum(steps)))
    heights = np.array(y[: x.size])
    slopes = heights[::-1].copy()
    table = {
        "linear": lambda: linear(x, heights),
        "monotone": lambda: monotone_cubic(x, heights),
        "hermite": lambda: hermite(x, heights, slopes),
    }[kind]()
    cuts = np.concatenate(([min(a, b)], x[(x > min(a, b)) & (x < max(a, b))], [max(a, b)]))
    middle, half = 0.5 * (cuts[1:] + cuts[:-1]), 0.5 * (cuts[1:] - cuts[:-1])
    at = middle[:, None] + half[:, None] * POINTS
    expected = (half[:, None] * WEIGHTS * lookup(table, at)).sum()
    found = integral(table, min(a, b), max(a, b))
    # Rounding, on cubics that such slopes make swing to some hundreds.
    assert abs(found - expected) < 1e-12 * 1e3 * 45.0
    assert integral(table, max(a, b), min(a, b)) == -found


@settings(max_examples=60)
@given(coefficients=st.lists(values, min_size=2, max_size=10))
def test_collocation_differentiates_integrates_and_interpolates_any_polynomial(coefficients):
    degree = len(coefficients) - 1
    p, points = Polynomial(coefficients), radau_points(degree)
    nodes = np.concatenate(([-1.0], points))
    size = 1e-12 * (1.0 + np.abs(coefficients).sum()) * degree**3
    assert np.max(np.abs(differentiation_matrix(degree) @ p(nodes) - p.deriv()(points))) < size
    rise = integration_matrix(degree) @ p.deriv()(points)
    assert np.max(np.abs(rise - (p(points) - p(-1.0)))) < size
    at = np.linspace(-1.0, 1.0, 7)
    assert np.max(np.abs(interpolation_matrix(nodes, at) @ p(nodes) - p(at))) < size


@settings(max_examples=40)
@given(old=meshes(), new=meshes(), coefficients=st.lists(values, min_size=1, max_size=2))
def test_polynomials_a_mesh_can_hold_are_carried_to_any_other(old, new, coefficients):
    p = Polynomial(coefficients)

    def on(mesh) -> PhaseValues:
        points = collocation_fractions(mesh)
        return PhaseValues(
            duration=3.0, state=p(np.concatenate(([0.0], points)))[None, :],
            control=p(points)[None, :],
        )  # fmt: skip

    carried, expected = resampled(on(old), old, new), on(new)
    # Short segments beside long ones: the place within a segment loses a few digits.
    assert np.max(np.abs(carried.state - expected.state)) < 1e-9
    assert np.max(np.abs(carried.control - expected.control)) < 1e-9
