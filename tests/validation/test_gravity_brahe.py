"""Zonal gravity against the spherical-harmonic field of brahe, orders above zero left out."""

import brahe
import numpy as np
import pytest

from cosmodrome.earth.gravity import EGM2008_ZONAL, zonal_acceleration


@pytest.mark.parametrize("degree", [2, 3, 4, 5, 6])
def test_the_zonal_field_is_that_of_egm2008(degree):
    model = brahe.GravityModel.from_model_type(brahe.GravityModelType.EGM2008_120)
    terms = {f"j{n}": 0.0 for n in range(degree + 1, 7)}
    field = EGM2008_ZONAL._replace(**terms)
    for r in ([7.0e6, 1.0e6, 2.0e6], [1e5, -3e6, 6.2e6], [-2e6, 4e6, -5.5e6]):
        expected = brahe.accel_gravity_spherical_harmonics(np.array(r), np.eye(3), model, degree, 0)
        got = zonal_acceleration(*r, 0.0, 0.0, 1.0, field)
        np.testing.assert_allclose(got, np.ravel(expected), rtol=0, atol=1e-12)
