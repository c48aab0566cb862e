"""Near-circular short-period terms against averaging, and in their three worlds."""

from dataclasses import replace

import casadi as ca
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.constants import EARTH_GRAVITY_RADIUS_M, EARTH_J2
from cosmodrome.earth.short_period import short_period_near_circular
from cosmodrome.orbit.elements import Elements, argument_of_latitude, cartesian, osculating
from cosmodrome.orbit.mean import mean_from_osculating

A = 6_856_137.0


@numba.njit
def compiled(a, su, cu, si, ci):  # type: ignore[no-untyped-def]
    return short_period_near_circular(a, su, cu, si, ci, EARTH_J2, EARTH_GRAVITY_RADIUS_M)


def variation(elements: Elements) -> np.ndarray:
    u, i = argument_of_latitude(elements), elements.inclination_rad
    return np.array(
        short_period_near_circular(
            elements.semi_major_axis_m, np.sin(u), np.cos(u), np.sin(i), np.cos(i),
            EARTH_J2, EARTH_GRAVITY_RADIUS_M,
        )
    )  # fmt: skip


def vector(e: Elements) -> np.ndarray:
    w = e.argument_of_perigee_rad
    return np.array([
        e.semi_major_axis_m, e.eccentricity * np.cos(w), e.eccentricity * np.sin(w),
        e.inclination_rad, e.raan_rad, argument_of_latitude(e),
    ])  # fmt: skip


@pytest.mark.parametrize("inclination_deg", [28.5, 51.6, 63.4, 97.28])
@pytest.mark.parametrize(("eccentricity", "factor"), [(0.0, 1.0), (0.0015, 1.0), (0.01, 6.0)])
def test_the_terms_are_what_averaging_takes_away(
    inclination_deg: float, eccentricity: float, factor: float
) -> None:
    worst = np.zeros(6)
    for nu in np.radians(np.arange(0.0, 360.0, 30.0)):
        state = Elements(
            semi_major_axis_m=A, eccentricity=eccentricity,
            inclination_rad=np.radians(inclination_deg), raan_rad=1.0,
            argument_of_perigee_rad=2.0, true_anomaly_rad=float(nu),
        )  # fmt: skip
        taken = vector(state) - vector(mean_from_osculating(state))
        taken[5] = (taken[5] + np.pi) % (2 * np.pi) - np.pi
        worst = np.maximum(worst, abs(taken - variation(state)))
    # [m, -, -, rad, rad, rad]: of order J2^2 + J2 e, see the docstring
    assert np.all(worst < factor * np.array([110.0, 1e-5, 1e-5, 3e-6, 8e-6, 1.2e-5]))


@given(st.floats(0.0, 6.28), st.floats(0.0, 3.14), st.floats(6.5e6, 9e6))
def test_array_compiled_and_symbolic_forms_agree(u: float, i: float, a: float) -> None:
    arguments = (a, np.sin(u), np.cos(u), np.sin(i), np.cos(i))
    plain = np.array(short_period_near_circular(*arguments, EARTH_J2, EARTH_GRAVITY_RADIUS_M))
    symbols = [ca.SX.sym(name) for name in ("a", "su", "cu", "si", "ci")]
    graph = short_period_near_circular(*symbols, EARTH_J2, EARTH_GRAVITY_RADIUS_M)
    symbolic = np.array([float(x) for x in ca.Function("f", symbols, list(graph))(*arguments)])
    scale = np.array([1e4, *[1e-3] * 5])
    assert np.allclose(plain / scale, np.array(compiled(*arguments)) / scale, atol=1e-12)
    assert np.allclose(plain / scale, symbolic / scale, atol=1e-12)


def test_a_state_built_from_mean_plus_terms_averages_to_the_mean() -> None:
    mean = Elements(
        semi_major_axis_m=A, eccentricity=0.0, inclination_rad=np.radians(97.28),
        raan_rad=1.0, argument_of_perigee_rad=0.0, true_anomaly_rad=0.7,
    )  # fmt: skip
    da, dex, dey, di, draan, du = variation(mean)
    w = float(np.arctan2(dey, dex))
    state = replace(
        mean, semi_major_axis_m=A + da, eccentricity=float(np.hypot(dex, dey)),
        inclination_rad=mean.inclination_rad + di, raan_rad=mean.raan_rad + draan,
        argument_of_perigee_rad=w, true_anomaly_rad=0.7 + du - w,
    )  # fmt: skip
    found = mean_from_osculating(osculating(*cartesian(state)))
    assert found.semi_major_axis_m == pytest.approx(A, abs=30.0)
    assert found.eccentricity < 1e-5
