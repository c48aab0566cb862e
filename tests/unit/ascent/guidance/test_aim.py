import numpy as np
import pytest

from cosmodrome.ascent.guidance.aim import AimedOrbit, aim_at, aim_row, aimed_state, read_aim
from cosmodrome.ascent.target import EquatorOfDate, OrbitKind, OrbitTarget, orbit_conditions
from cosmodrome.earth.gravity import EGM2008_ZONAL


def _cutoff() -> tuple[np.ndarray, np.ndarray]:
    return np.array([4.0e6, 1.0e6, 5.1e6]), np.array([-4200.0, 6200.0, 2100.0])


@pytest.mark.parametrize("kind", list(OrbitKind))
@pytest.mark.parametrize("perigee_rad", [None, 1.0])
def test_at_the_plans_own_cut_off_the_aim_is_the_plan(
    kind: OrbitKind, perigee_rad: float | None, equator: EquatorOfDate
) -> None:
    r, v = _cutoff()
    target = OrbitTarget(
        perigee_height_m=190e3,
        apogee_height_m=190e3,
        inclination_rad=1.0,
        kind=kind,
        argument_of_perigee_rad=perigee_rad,
    )
    orbit = AimedOrbit(target=target, position_m=r, velocity_m_s=v)
    aim = aim_at(orbit, equator, EGM2008_ZONAL)
    aimed_r, aimed_v = aimed_state(aim, tuple(r), EGM2008_ZONAL)
    # The mean semi-major axis is found to first order: e J2 is left.
    exact = kind is OrbitKind.OSCULATING
    np.testing.assert_allclose(aimed_r, r, atol=1e-6 if exact else 300.0)
    np.testing.assert_allclose(aimed_v, v, atol=1e-9 if exact else 0.3)


def test_a_mean_orbit_is_met_wherever_the_cut_off_falls(equator: EquatorOfDate) -> None:
    a = 6.568e6
    speed = float(np.sqrt(EGM2008_ZONAL.mu_m3_s2 / a))
    r, v = np.array([a, 0.0, 0.0]), np.array([0.0, 0.0, speed])
    target = OrbitTarget(
        perigee_height_m=a - 6378137.0,
        apogee_height_m=a - 6378137.0,
        inclination_rad=0.5 * np.pi,
        kind=OrbitKind.MEAN,
    )
    aim = aim_at(AimedOrbit(target=target, position_m=r, velocity_m_s=v), equator, EGM2008_ZONAL)
    aim = aim._replace(semi_latus_m=a, eccentricity=0.0)
    for u in (0.3, 1.0, 2.0):
        place = (a * np.cos(u), 0.0, a * np.sin(u))
        at, speed_at = aimed_state(aim, place, EGM2008_ZONAL)
        rows = orbit_conditions(target, at, speed_at, (1.0, 0.0), EGM2008_ZONAL, equator)
        assert abs(float(rows[0].value)) < 30.0  # [m]: e J2 in the semi-major axis
        assert max(abs(float(row.value)) for row in rows[1:3]) < 1e-5


def test_a_burn_too_short_for_a_height_takes_size_and_shape_where_it_is(
    equator: EquatorOfDate,
) -> None:
    r, v = _cutoff()
    orbit = AimedOrbit(target=None, position_m=r, velocity_m_s=v, holds_height=False)
    aim = aim_at(orbit, equator, EGM2008_ZONAL)
    place = tuple(0.9995 * r)
    at, speed = aimed_state(aim, place, EGM2008_ZONAL)
    assert at == place
    mu = EGM2008_ZONAL.mu_m3_s2

    def size_and_shape(p: np.ndarray, q: np.ndarray) -> tuple[float, float]:
        e = np.cross(q, np.cross(p, q)) / mu - p / np.linalg.norm(p)
        return 1.0 / (2.0 / np.linalg.norm(p) - q @ q / mu), float(np.linalg.norm(e))

    found, asked = size_and_shape(np.array(at), np.array(speed)), size_and_shape(r, v)
    assert found == pytest.approx(asked, rel=1e-9)


def test_an_aim_survives_its_row(equator: EquatorOfDate) -> None:
    r, v = _cutoff()
    aim = aim_at(AimedOrbit(target=None, position_m=r, velocity_m_s=v), equator, EGM2008_ZONAL)
    assert read_aim(np.array([aim_row(aim)]), 0) == aim


@pytest.mark.parametrize("off", [-0.02, 0.0, 0.03])
def test_a_plane_that_is_not_held_keeps_its_inclination_through_the_place(
    off: float, equator: EquatorOfDate
) -> None:
    r, v = _cutoff()
    target = OrbitTarget(perigee_height_m=190e3, apogee_height_m=190e3, inclination_rad=1.0)
    orbit = AimedOrbit(target=target, position_m=r, velocity_m_s=v, holds_plane=False)
    aim = read_aim(np.array([aim_row(aim_at(orbit, equator, EGM2008_ZONAL))]), 0)
    normal = np.array(aim.normal)
    place = r + off * np.linalg.norm(r) * normal
    aimed_r, aimed_v = aimed_state(aim, tuple(place), EGM2008_ZONAL)
    found = np.cross(aimed_r, aimed_v)
    found /= np.linalg.norm(found)
    pole = np.array(equator.pole)
    assert float(found @ pole) == pytest.approx(float(normal @ pole), abs=1e-12)
    # It goes through the place, and is the plan's where that lies in it.
    assert float(found @ place) == pytest.approx(0.0, abs=1e-6)
    assert float(found @ normal) == pytest.approx(1.0, abs=10.0 * off * off + 1e-12)
