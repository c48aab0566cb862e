import numpy as np
import pytest

from cosmodrome.orbit.separation import Release, release, release_together, rtn_axes, shares

R, V = np.array([6.85e6, 1e5, -2e5]), np.array([200.0, 900.0, 7500.0])


def body(name: str = "lomonosov", mass: float = 625.0, speed: float = 0.5) -> Release:
    return Release(name=name, mass_kg=mass, relative_speed_m_s=speed, direction_rtn=(0.0, 3.0, 4.0))


def test_the_lighter_part_takes_the_larger_share() -> None:
    carrier, released = shares(1.0, 3.0, 1.0)
    assert (carrier, released) == (-0.25, 0.75)


def test_a_release_keeps_the_momentum_and_gives_the_relative_speed() -> None:
    s = release(R, V, 2000.0, body())
    momentum = s.carrier_mass_kg * s.carrier_velocity_m_s + 625.0 * s.body_velocity_m_s
    assert np.allclose(momentum, 2000.0 * V, atol=1e-8)
    assert np.linalg.norm(s.body_velocity_m_s - s.carrier_velocity_m_s) == pytest.approx(0.5)
    assert np.array_equal(s.position_m, R)


def test_the_push_points_where_asked() -> None:
    s = release(R, V, 2000.0, body())
    push = rtn_axes(R, V) @ (s.body_velocity_m_s - V)
    assert push / np.linalg.norm(push) == pytest.approx([0.0, 0.6, 0.8])


def test_rtn_axes_are_a_right_handed_triad() -> None:
    axes = rtn_axes(R, V)
    assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-15)
    assert np.linalg.det(axes) == pytest.approx(1.0)
    assert axes[1] @ V > 0.0


def test_three_releases_together_keep_the_momentum_of_the_stack() -> None:
    bodies = [body("samsat-218d", 4.0, 1.0), body(), body("aist-2d", 530.0)]
    steps = release_together(R, V, 2300.0, bodies)
    total = steps[-1].carrier_mass_kg * steps[-1].carrier_velocity_m_s
    for b, s in zip(bodies, steps, strict=True):
        total = total + b.mass_kg * s.body_velocity_m_s
    assert np.allclose(total, 2300.0 * V, atol=1e-7)
    assert steps[-1].carrier_mass_kg == pytest.approx(1141.0)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="positive mass"):
        release(R, V, 600.0, body())
    with pytest.raises(ValueError, match="direction"):
        release(
            R,
            V,
            2000.0,
            Release(name="x", mass_kg=1.0, relative_speed_m_s=1.0, direction_rtn=(0.0, 0.0, 0.0)),
        )
    with pytest.raises(ValueError, match="plane"):
        rtn_axes(R, R)
