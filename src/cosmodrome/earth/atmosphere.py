"""The U.S. Standard Atmosphere 1976 from -5 km to 1000 km of geometric height.

`us76` follows the report; `US76` is the same atmosphere as two tables, for the right-hand
side of the motion. Outside the range both hold the values of
its ends: above 1000 km the density stays at 3.6e-15 kg/m3, where it takes less than
1e-8 m/s2 from any spacecraft.

References
----------
COESA (1976), U.S. Standard Atmosphere, 1976, NOAA-S/T 76-1562; equation and table
numbers below are the report's.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.earth.upper_atmosphere import (
    AIR_KG_KMOL,
    EARTH_RADIUS_M,
    GAS_CONSTANT_J_KMOL_K,
    GRAVITY_M_S2,
    Profile,
    gravity,
    integrate,
)
from cosmodrome.numerics.kernels import Scalar, Table, choose, lookup, physics
from cosmodrome.numerics.tables import hermite, linear, step

_Vector = NDArray[np.float64]

_AIR_J_KG_K = GAS_CONSTANT_J_KMOL_K / AIR_KG_KMOL
_HEAT_RATIO = 1.4  # report, table 1
_SEA_LEVEL_K = 288.15  # report, table 1
_SEA_LEVEL_PA = 101_325.0  # report, table 1

# Base of each layer [m of geopotential] and temperature gradient in it [K/m]: report,
# table 4. The first is carried down to -5 km.
_BASE_M = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3])
_GRADIENT_K_M = np.array([-6.5e-3, 0.0, 1.0e-3, 2.8e-3, 0.0, -2.8e-3, -2.0e-3])

# Mean molecular weight over that at sea level, by geometric height [km]: report, table 8.
_WEIGHT_RATIO = linear(
    np.arange(80.0, 86.5, 0.5) * 1e3,
    [1.0, 0.999996, 0.999989, 0.999971, 0.999941, 0.999909, 0.999870,
     0.999829, 0.999786, 0.999741, 0.999694, 0.999641, 0.999579],
)  # fmt: skip

_FLOOR_M = -5e3
_LAYERS_TOP_M = 84_852.0  # geopotential; report, table 4: 86 km less 47 mm
_UPPER_M = 86e3

# Where the cubics meet [km], chosen to spread their error evenly. A slope may jump at a
# kink; the layers below 86 km add their own bases.
_KINKS_KM = (86.0, 91.0, 100.0, 110.0, 120.0, 150.0, 500.0, 1000.0)
_PRESSURE_BELOW_KM = (-0.39, 3.79, 7.58, 39.43, 58.73, 65.52, 79.14)
_PRESSURE_ABOVE_KM = (
    86.0, 91.0, 95.6, 100.0, 104.65, 108.1, 110.0, 113.15, 116.3, 120.0, 125.15, 131.4,
    139.1, 148.55, 150.0, 161.5, 175.25, 192.0, 212.5, 237.5, 267.75, 303.5, 345.0, 391.75,
    443.25, 500.0, 584.25, 636.25, 688.75, 807.25, 873.5, 946.25, 1000.0,
)  # fmt: skip
_TEMPERATURE_ABOVE_KM = (
    86.0, 91.0, 95.05, 100.0, 103.75, 106.35, 108.1, 109.25, 110.0, 115.6, 120.0, 131.25,
    149.2, 150.0, 174.75, 204.0, 242.0, 327.0, 433.5, 500.0, 576.0, 629.5, 673.75, 718.0,
    808.75, 859.25, 917.0, 1000.0,
)  # fmt: skip


def _layer_tables() -> tuple[Table, Table, Table, Table]:
    """Base height [m], gradient [K/m], base temperature [K] and log of base pressure [ln Pa].

    Each is constant over a layer and takes the geopotential height [m].
    """
    temperature, log_pressure = [_SEA_LEVEL_K], [np.log(_SEA_LEVEL_PA)]
    for thickness, gradient in zip(np.diff(_BASE_M), _GRADIENT_K_M[:-1], strict=True):
        base = temperature[-1]
        top = base + gradient * thickness
        depth = np.log(top / base) / gradient if gradient else thickness / base
        temperature.append(top)
        log_pressure.append(log_pressure[-1] - GRAVITY_M_S2 / _AIR_J_KG_K * depth)
    return (
        step(_BASE_M, _BASE_M),
        step(_BASE_M, _GRADIENT_K_M),
        step(_BASE_M, temperature),
        step(_BASE_M, log_pressure),
    )


_BASE, _GRADIENT, _BASE_TEMPERATURE, _BASE_LOG_PRESSURE = _layer_tables()


@physics
def _layered(height_m: Scalar) -> tuple[Scalar, Scalar]:
    """Molecular-scale temperature [K] and log of pressure [ln Pa], equations 18, 23, 33."""
    z = np.minimum(np.maximum(height_m, _FLOOR_M), _UPPER_M)
    h = np.minimum(EARTH_RADIUS_M * z / (EARTH_RADIUS_M + z), _LAYERS_TOP_M)
    above_base = h - lookup(_BASE, h)
    base_temperature = lookup(_BASE_TEMPERATURE, h)
    gradient = lookup(_GRADIENT, h)
    temperature = base_temperature + gradient * above_base
    isothermal = gradient * gradient < 1e-12
    divisor = choose(isothermal, 1.0, gradient)
    depth = choose(
        isothermal,
        above_base / base_temperature,
        np.log(temperature / base_temperature) / divisor,
    )
    return temperature, lookup(_BASE_LOG_PRESSURE, h) - GRAVITY_M_S2 / _AIR_J_KG_K * depth


def _to_geometric(h: _Vector) -> _Vector:
    result: _Vector = EARTH_RADIUS_M * h / (EARTH_RADIUS_M - h)
    return result


def _joined(parts: list[Table]) -> Table:
    """One table of several that end where the next begins."""
    return Table(
        np.concatenate([part.breaks[:-1] for part in parts] + [parts[-1].breaks[-1:]]),
        np.ascontiguousarray(np.hstack([part.coefficients for part in parts])),
    )


def _lower_tables() -> tuple[list[Table], list[Table]]:
    """Cubics of temperature [K] and log of pressure [ln Pa] below 86 km, layer by layer."""
    bounds = np.concatenate([[_FLOOR_M], _to_geometric(_BASE_M[1:]), [_UPPER_M]])
    temperature, log_pressure = [], []
    for bottom, top, gradient in zip(bounds[:-1], bounds[1:], _GRADIENT_K_M, strict=True):
        inner = [1e3 * km for km in _PRESSURE_BELOW_KM if bottom < 1e3 * km < top]
        z = np.array([bottom, *inner, top])
        t, p = _layered(z)
        # The top belongs to the next layer, whose values are the same there.
        log_pressure.append(hermite(z, p, -gravity(z) / (_AIR_J_KG_K * t)))
        slope = gradient * (EARTH_RADIUS_M / (EARTH_RADIUS_M + z)) ** 2
        temperature.append(hermite(z[[0, -1]], t[[0, -1]], slope[[0, -1]]))
    return temperature, log_pressure


def _upper_part(profile: Profile, value: _Vector, breaks_m: _Vector) -> list[Table]:
    """Cubics through an integrated quantity, split where its slope jumps."""
    z = profile.height_m
    parts = []
    for bottom, top in pairwise(_KINKS_KM):
        smooth = (z >= 1e3 * bottom - 1.0) & (z <= 1e3 * top + 1.0)
        x = breaks_m[(breaks_m >= 1e3 * bottom) & (breaks_m <= 1e3 * top)]
        slope = np.gradient(value[smooth], z[smooth], edge_order=2)
        parts.append(
            hermite(
                x,
                np.interp(x, z[smooth], value[smooth]),
                np.interp(x, z[smooth], slope),
            )
        )
    return parts


def _halved(breaks_km: tuple[float, ...]) -> _Vector:
    """The breaks [m] with one more within each piece, on the grid of integration."""
    x = np.array(breaks_km) * 1e3
    grain = np.where(x[:-1] < 150e3, 50.0, 250.0)
    middle = np.round(0.5 * (x[1:] + x[:-1]) / grain) * grain
    return np.sort(np.concatenate([x, middle]))


def _tables() -> tuple[Table, Table, Table, Table]:
    """Fine tables above 86 km and coarse ones of all heights: temperature, log pressure."""
    profile = integrate()
    bottom_temperature, bottom_log_pressure = _layered(_UPPER_M)
    # Composition and layers give the pressure at 86 km to 2.4e-6; the layers hold.
    log_pressure = np.log(profile.pressure_Pa)
    log_pressure += bottom_log_pressure - log_pressure[0]
    temperature = profile.pressure_Pa / (profile.density_kg_m3 * _AIR_J_KG_K)
    temperature *= bottom_temperature / temperature[0]

    def above(value: _Vector, breaks_m: _Vector) -> list[Table]:
        return _upper_part(profile, value, breaks_m)

    lower_temperature, lower_log_pressure = _lower_tables()
    return (
        _joined(above(temperature, _halved(_TEMPERATURE_ABOVE_KM))),
        _joined(above(log_pressure, _halved(_PRESSURE_ABOVE_KM))),
        _joined(lower_temperature + above(temperature, np.array(_TEMPERATURE_ABOVE_KM) * 1e3)),
        _joined(lower_log_pressure + above(log_pressure, np.array(_PRESSURE_ABOVE_KM) * 1e3)),
    )


_UPPER_TEMPERATURE, _UPPER_LOG_PRESSURE, _TEMPERATURE, _LOG_PRESSURE = _tables()


@physics
def _upper_temperature(height_m: Scalar) -> Scalar:
    """Kinetic temperature above 86 km [K], equations 25, 27, 29 and 31."""
    z = np.minimum(np.maximum(height_m, _UPPER_M), 1000e3)
    arc = (np.minimum(np.maximum(z, 91e3), 110e3) - 91e3) / 19942.9
    rise = 263.1905 - 76.3232 * np.sqrt(1.0 - arc * arc)
    ramp = 240.0 + 0.012 * (z - 110e3)
    level = (z - 120e3) * (EARTH_RADIUS_M + 120e3) / (EARTH_RADIUS_M + z)
    approach = 1000.0 - 640.0 * np.exp(-0.01875e-3 * level)
    below = choose(z < 91e3, 186.8673, rise)
    return choose(z < 110e3, below, choose(z < 120e3, ramp, approach))


@physics
def us76(height_m: Scalar) -> tuple[Scalar, Scalar, Scalar, Scalar]:
    """State of the standard atmosphere as the report defines it.

    Below 86 km the layers, exactly; above, cubics through the integrated definition,
    within 2.1e-5 of it in pressure and density. The report gives no speed of sound above
    86 km; here its formula, sqrt(1.4 p / rho), goes on.

    Parameters
    ----------
    height_m : float, array or SX
        Geometric height, -5 km to 1000 km; held outside [m].

    Returns
    -------
    temperature, pressure, density, sound_speed
        Kinetic temperature [K], pressure [Pa], density [kg/m3], speed of sound [m/s].
    """
    layer_temperature, layer_log_pressure = _layered(height_m)
    low = height_m < _UPPER_M
    scale_temperature = choose(low, layer_temperature, lookup(_UPPER_TEMPERATURE, height_m))
    pressure = np.exp(choose(low, layer_log_pressure, lookup(_UPPER_LOG_PRESSURE, height_m)))
    kinetic = choose(
        low,
        layer_temperature * lookup(_WEIGHT_RATIO, height_m),
        _upper_temperature(height_m),
    )
    energy = _AIR_J_KG_K * scale_temperature
    return kinetic, pressure, pressure / energy, np.sqrt(_HEAT_RATIO * energy)


class Atmosphere(NamedTuple):
    """An atmosphere in equilibrium, as two tables against geometric height.

    Attributes
    ----------
    temperature : Table
        Molecular-scale temperature [K] against height [m].
    log_pressure : Table
        Natural logarithm of the pressure [ln Pa] against height [m].
    """

    temperature: Table
    log_pressure: Table


US76 = Atmosphere(temperature=_TEMPERATURE, log_pressure=_LOG_PRESSURE)


@physics
def density_pressure_sound(
    height_m: Scalar, atmosphere: Atmosphere
) -> tuple[Scalar, Scalar, Scalar]:
    """Density, pressure and speed of sound from two tables and one exponential.

    With `US76` within 1.1e-5 of the definition below 86 km and 7e-5 above, continuous; the
    slope jumps only where that of the report does.

    Parameters
    ----------
    height_m : float, array or SX
        Geometric height; the ends of the tables hold outside them [m].
    atmosphere : Atmosphere
        Tables against height.

    Returns
    -------
    density, pressure, sound_speed
        Density [kg/m3], pressure [Pa], speed of sound [m/s].
    """
    energy = _AIR_J_KG_K * lookup(atmosphere.temperature, height_m)
    pressure = np.exp(lookup(atmosphere.log_pressure, height_m))
    return pressure / energy, pressure, np.sqrt(_HEAT_RATIO * energy)


def between(atmosphere: Atmosphere, lowest_m: float, highest_m: float) -> Atmosphere:
    """The pieces of an atmosphere that a range of heights needs: the same values there.

    A symbolic right-hand side evaluates every piece of a table, so it should hold few.

    Parameters
    ----------
    atmosphere : Atmosphere
        Tables against height.
    lowest_m, highest_m : float
        Range of heights [m].
    """

    def cut(table: Table) -> Table:
        first = max(int(np.searchsorted(table.breaks, lowest_m, side="right")) - 1, 0)
        last = min(int(np.searchsorted(table.breaks, highest_m)), table.breaks.size - 1)
        first = min(first, last - 1)
        return Table(
            table.breaks[first : last + 1],
            np.ascontiguousarray(table.coefficients[:, first:last]),
        )

    return Atmosphere(cut(atmosphere.temperature), cut(atmosphere.log_pressure))


# Heights at which the slope of a quantity jumps [m]: an integration step should end there.
KINK_HEIGHTS_M: _Vector = np.concatenate(
    [_to_geometric(_BASE_M[1:]), 1e3 * np.array(_KINKS_KM[:-1])]
)
