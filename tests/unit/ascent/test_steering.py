from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.ascent.steering import PhaseSteering, steering_pieces
from cosmodrome.numerics.resample import collocation_fractions

MESH = ((0.2, 0.5, 0.3), 5)


def steered(direction, mesh=MESH, duration=10.0) -> PhaseSteering:
    return PhaseSteering(duration_s=duration, fractions=mesh[0], direction=np.asarray(direction))


def value(pieces, place: float) -> np.ndarray:
    """Direction at a place; an edge belongs to the piece it ends."""
    piece = next(p for p in pieces if place <= p.start + p.length + 1e-12)
    s = (place - piece.start) / piece.length
    return piece.powers @ s ** np.arange(piece.powers.shape[1])


def turning(places, rate=0.2):
    return np.array([np.cos(rate * places), np.sin(rate * places), 0.0 * places])


def test_smooth_steering_is_one_polynomial_a_segment_through_its_points():
    places = collocation_fractions(MESH)
    pieces = steering_pieces(steered(turning(places)))
    assert [p.start for p in pieces] == pytest.approx([0.0, 0.2, 0.7])
    assert [p.length for p in pieces] == pytest.approx([0.2, 0.5, 0.3])
    for place, direction in zip(places, turning(places).T, strict=True):
        np.testing.assert_allclose(value(pieces, place), direction, atol=1e-13)


def test_smooth_steering_between_the_points_is_that_of_the_function():
    places = collocation_fractions(MESH)
    pieces = steering_pieces(steered(turning(places)))
    at = np.linspace(0.0, 1.0, 41)
    found = np.array([value(pieces, place) for place in at]).T
    # A fifth of a radian over the phase through five points a segment.
    np.testing.assert_allclose(found, turning(at), atol=1e-8)


def test_a_jump_is_flown_as_a_broken_line_that_passes_no_point():
    places = collocation_fractions(MESH)
    jumped = np.vstack([np.ones_like(places), np.where(places < 0.45, 0.0, 0.1), 0.0 * places])
    pieces = steering_pieces(steered(jumped))
    assert len(pieces) > 3
    assert sum(p.length for p in pieces) == pytest.approx(1.0, abs=1e-14)
    at = np.linspace(1e-9, 1.0, 401)
    second = np.array([value(pieces, place)[1] for place in at])
    assert second.min() >= -1e-12
    assert second.max() <= 0.1 + 1e-12
    for place, direction in zip(places, jumped.T, strict=True):
        np.testing.assert_allclose(value(pieces, place), direction, atol=1e-12)


def test_a_phase_without_steering_keeps_its_segments():
    pieces = steering_pieces(steered(np.zeros((0, 15))))
    assert [p.start for p in pieces] == pytest.approx([0.0, 0.2, 0.7])
    assert all(not p.powers.any() for p in pieces)


def test_a_segment_flown_by_itself_ramps_from_what_was_flown_before():
    still = np.repeat(np.array([[0.0], [0.0], [1.0]]), 3, axis=1)
    alone = PhaseSteering(duration_s=6.0, fractions=(1.0,), direction=still)
    assert len(steering_pieces(alone)) == 1
    jumped = replace(alone, before=np.array([0.1, 0.0, 1.0]))
    pieces = steering_pieces(jumped)
    # A broken line: one piece to each of the three points, the first from where it comes.
    assert len(pieces) == 3
    np.testing.assert_allclose(pieces[0].powers[:, 0], [0.1, 0.0, 1.0])
