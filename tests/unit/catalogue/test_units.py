import math

import pytest

from cosmodrome.catalogue.units import UnitError, si_factor, split_quantity, to_si


@pytest.mark.parametrize(
    ("text", "si", "value"),
    [
        ("1021.3 kN", "N", 1.0213e6),
        ("1021.3kN", "N", 1.0213e6),
        ("97.28 deg", "rad", math.radians(97.28)),
        ("4.3 g0", "m/s^2", 4.3 * 9.80665),
        ("3700 kgf/m2", "Pa", 3700 * 9.80665),
        ("5 deg*kPa", "Pa*rad", 5e3 * math.pi / 180.0),
        ("-0.24 s", "s", -0.24),
        ("11.24 h", "s", 40464.0),
        ("75 %", "", 0.75),
        ("0.7", "", 0.7),
        ("1e3 t", "kg", 1e6),
    ],
)
def test_a_quantity_becomes_si(text, si, value):
    assert to_si(text, si) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "si"),
    [
        ("300 kg", "N"),
        ("97 %", "rad"),
        ("12", "kg"),
        ("kg", "kg"),
        ("12:30", "s"),
        ("3 parrots", "kg"),
        ("3 (", "kg"),
        ("44 413 kg", "kg"),
        ("", "kg"),
    ],
)
def test_what_is_no_quantity_of_the_dimension_is_refused(text, si):
    with pytest.raises(UnitError):
        to_si(text, si)


def test_nan_and_infinity_are_read_as_numbers_so_that_they_can_be_refused_as_such():
    assert math.isnan(split_quantity("nan kN")[0])
    assert math.isnan(split_quantity(".nan")[0])
    assert split_quantity("-.inf")[0] == -math.inf


def test_a_unit_of_another_dimension_is_named():
    with pytest.raises(UnitError, match="`kg` cannot be turned into `N`"):
        si_factor("kg", "N")
