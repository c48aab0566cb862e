from dataclasses import replace

import pytest

from cosmodrome.ascent.mesh import finest, first_mesh, first_meshes, split
from cosmodrome.ascent.phase import Steering
from cosmodrome.ascent.sequence import ascent_sequence


@pytest.fixture
def climb(launcher):
    """From pitch-over to the throttle step, covered."""
    return ascent_sequence(launcher, 200.0, 360.0).phases[1]


def test_every_phase_gets_a_mesh_that_fills_it(launcher):
    sequence = ascent_sequence(launcher, 200.0, 360.0)
    meshes = first_meshes(sequence)
    assert len(meshes) == len(sequence.phases)
    for fractions, degree in meshes:
        assert sum(fractions) == pytest.approx(1.0, abs=1e-14)
        assert degree >= 2


def test_edges_stand_on_the_kinks_of_the_thrust(climb):
    fractions, _ = first_mesh(replace(climb, knots_s=(31.0, 62.0)), 92.0, 8.0)
    edges = [sum(fractions[: k + 1]) * 92.0 for k in range(len(fractions))]
    assert any(edge == pytest.approx(31.0, abs=1e-9) for edge in edges)
    assert any(edge == pytest.approx(62.0, abs=1e-9) for edge in edges)


def test_the_dense_air_gets_shorter_segments_than_what_follows(climb):
    dense = len(first_mesh(climb, 92.0, 8.0)[0])
    thin = len(first_mesh(climb, 92.0, 150.0)[0])
    bare = len(first_mesh(replace(climb, fairing_on=False), 92.0, 150.0)[0])
    coast = len(first_mesh(replace(climb, fairing_on=False, steering=Steering.FLOW), 92.0, 0.0)[0])
    assert dense > thin > bare > coast == 1


def test_a_moment_is_one_small_segment(climb):
    assert first_mesh(climb, 1.0, 140.0) == ((1.0,), 2)


def test_a_split_cuts_only_what_it_is_told():
    assert split(((0.5, 0.25, 0.25), 4), [1, 2, 1]) == ((0.5, 0.125, 0.125, 0.25), 4)
    assert split(((1.0,), 5), [4]) == ((0.25,) * 4, 5)


def test_the_finer_of_two_meshes_is_taken_segment_by_segment():
    mesh = ((0.5, 0.3, 0.2), 4)
    one, other = split(mesh, [2, 1, 1]), split(mesh, [1, 1, 4])
    assert finest(mesh, one, other) == split(mesh, [2, 1, 4])
    assert finest(mesh, mesh, mesh) == mesh
