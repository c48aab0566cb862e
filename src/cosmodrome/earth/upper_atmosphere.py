"""The U.S. Standard Atmosphere 1976 from 86 km to 1000 km, integrated from its definition.

Above 86 km the report defines a temperature and the transport of six gases, of which
pressure and density follow. `integrate` solves that once; `atmosphere` keeps the result
as tables.

References
----------
COESA (1976), U.S. Standard Atmosphere, 1976, NOAA-S/T 76-1562, part 1; equation numbers
below are the report's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Vector = NDArray[np.float64]

GAS_CONSTANT_J_KMOL_K = 8314.32  # report, table 1
AIR_KG_KMOL = 28.9644  # report, table 1
EARTH_RADIUS_M = 6_356_766.0  # report, table 1
GRAVITY_M_S2 = 9.80665  # report, table 1
BOLTZMANN_J_K = 1.380622e-23  # report, table 1
AVOGADRO_KMOL = 6.022169e26  # report, table 1


class _Gas(NamedTuple):
    """Constants of one gas: report, tables 3 and 6 to 8.

    Flux terms are in powers of km as printed; `bottom` is the number density at 86 km.
    """

    mass_kg_kmol: float
    bottom_m3: float
    a: float = 0.0
    b: float = 0.0
    alpha: float = 0.0
    flux: tuple[float, float, float] = (0.0, 86.0, 0.0)  # Q, U, W
    low_flux: tuple[float, float, float] = (0.0, 97.0, 0.0)  # q, u, w


_N2 = _Gas(28.0134, 1.129794e20)
_O = _Gas(
    15.9994, 8.6e16, 6.986e20, 0.750, 0.0,
    (-5.809644e-4, 56.90311, 2.706240e-5), (-3.416248e-3, 97.0, 5.008765e-4),
)  # fmt: skip
_O2 = _Gas(31.9988, 3.030898e19, 4.863e20, 0.750, 0.0, (1.366212e-4, 86.0, 8.333333e-5))
_AR = _Gas(39.948, 1.351400e18, 4.487e20, 0.870, 0.0, (9.434079e-5, 86.0, 8.333333e-5))
_HE = _Gas(4.0026, 7.58173e14, 1.700e21, 0.691, -0.40, (-2.457369e-4, 86.0, 6.666667e-4))
_H = _Gas(1.00797, 8.0e10, 3.305e21, 0.500, -0.25)  # bottom: at 500 km
_HYDROGEN_FLUX_M2_S = 7.2e11  # report, section 1.3.4
_HYDROGEN_FLOOR_M = 150e3
_HYDROGEN_BOTTOM_M = 500e3


class Profile(NamedTuple):
    """Solution on a grid of geometric heights.

    Attributes
    ----------
    height_m, temperature_K, pressure_Pa, density_kg_m3 : array, shape (n,)
        Kinetic temperature, pressure and density at each height [m], [K], [Pa], [kg/m3].
    """

    height_m: _Vector
    temperature_K: _Vector
    pressure_Pa: _Vector
    density_kg_m3: _Vector


def gravity(z: _Vector) -> _Vector:
    """Acceleration of gravity at a geometric height, equation 17.

    Parameters
    ----------
    z : array
        Geometric height [m].

    Returns
    -------
    array
        Acceleration [m/s2].
    """
    result: _Vector = GRAVITY_M_S2 * (EARTH_RADIUS_M / (EARTH_RADIUS_M + z)) ** 2
    return result


def temperature(z: _Vector) -> tuple[_Vector, _Vector]:
    """Kinetic temperature above 86 km and its slope, equations 25, 27, 29 and 31.

    Parameters
    ----------
    z : array
        Geometric height, 86 km to 1000 km [m].

    Returns
    -------
    temperature_K, slope_K_m : array
        Temperature [K] and its derivative [K/m].
    """
    arc = (np.clip(z, 91e3, 110e3) - 91e3) / -19942.9
    root = np.sqrt(1.0 - arc**2)
    ratio = (EARTH_RADIUS_M + 120e3) / (EARTH_RADIUS_M + z)
    decay = 640.0 * np.exp(-0.01875e-3 * (z - 120e3) * ratio)
    cases = [z <= 91e3, z <= 110e3, z <= 120e3]
    value = np.select(
        cases,
        [np.full_like(z, 186.8673), 263.1905 - 76.3232 * root, 240.0 + 0.012 * (z - 110e3)],
        1000.0 - decay,
    )
    slope = np.select(
        cases,
        [np.zeros_like(z), 76.3232 * arc / root / -19942.9, np.full_like(z, 0.012)],
        0.01875e-3 * decay * ratio**2,
    )
    return value, slope


def _eddy(z: _Vector) -> _Vector:
    """Eddy diffusion coefficient [m2/s], equations 7a to 7c."""
    middle = np.clip(z, 95e3, 114.99e3) / 1e3 - 95.0
    mixing = 120.0 * np.exp(1.0 - 400.0 / (400.0 - middle**2))
    return np.where(z < 95e3, 120.0, np.where(z < 115e3, mixing, 0.0))


def _flux(gas: _Gas, z: _Vector) -> _Vector:
    """Vertical transport v / (D + K) [1/m], equations 37 and 38."""
    q_high, u_high, w_high = gas.flux
    q_low, u_low, w_low = gas.low_flux
    above = z / 1e3 - u_high
    below = np.maximum(u_low - z / 1e3, 0.0)
    # Both grow cubic in the exponent; they have died away long before the cap.
    high = q_high * above**2 * np.exp(-np.minimum(w_high * above**3, 700.0))
    low = q_low * below**2 * np.exp(-w_low * below**3)
    result: _Vector = (high + low) / 1e3
    return result


def _cells() -> tuple[_Vector, _Vector]:
    """Edges of the integration cells [m] and their middles; every kink is an edge."""
    edges = np.concatenate([np.arange(86e3, 150e3, 50.0), np.arange(150e3, 1000.1e3, 250.0)])
    return edges, 0.5 * (edges[1:] + edges[:-1])


def _sum_up(rate: _Vector, width: _Vector) -> _Vector:
    return np.concatenate([[0.0], np.cumsum(rate * width)])


def integrate() -> Profile:
    """Solve the report's definition from 86 km to 1000 km by the midpoint rule.

    Returns
    -------
    Profile
        In steps of 50 m below 150 km and 250 m above; within 1e-6 of the converged
        solution.
    """
    edge, z = _cells()
    width = np.diff(edge)
    t_edge, _ = temperature(edge)
    t, slope = temperature(z)
    g = gravity(z)
    eddy = _eddy(z)

    def middle(n: _Vector) -> _Vector:
        return np.sqrt(n[1:] * n[:-1])

    def density(gas: _Gas, rate: _Vector) -> _Vector:
        result: _Vector = gas.bottom_m3 * t_edge[0] / t_edge * np.exp(-_sum_up(rate, width))
        return result

    def minor(gas: _Gas, background: _Vector, mass: _Vector) -> _Vector:
        """Number density of a gas diffusing through the others, equations 36 and 5."""
        d = gas.a / background * (t / 273.15) ** gas.b
        thermal = gas.alpha * GAS_CONSTANT_J_KMOL_K / g * slope
        force = gas.mass_kg_kmol + mass * eddy / d + thermal
        rate = g / (GAS_CONSTANT_J_KMOL_K * t) * d / (d + eddy) * force
        return density(gas, rate + _flux(gas, z))

    mixed = np.where(z < 100e3, AIR_KG_KMOL, _N2.mass_kg_kmol)
    nitrogen = density(_N2, mixed * g / (GAS_CONSTANT_J_KMOL_K * t))
    oxygen, oxygen2 = (minor(gas, middle(nitrogen), mixed) for gas in (_O, _O2))
    heavy = [nitrogen, oxygen, oxygen2]
    masses = [_N2.mass_kg_kmol, _O.mass_kg_kmol, _O2.mass_kg_kmol]
    background = middle(np.sum(heavy, axis=0))
    mean = sum(m * middle(n) for m, n in zip(masses, heavy, strict=True)) / background
    mean = np.where(z < 100e3, AIR_KG_KMOL, mean)
    argon, helium = (minor(gas, background, mean) for gas in (_AR, _HE))
    number = [*heavy, argon, helium]
    hydrogen = _hydrogen(edge, t_edge, middle(np.sum(number, axis=0)))
    number.append(hydrogen)
    masses += [_AR.mass_kg_kmol, _HE.mass_kg_kmol, _H.mass_kg_kmol]
    total = np.sum(number, axis=0)
    rho = sum(m * n for m, n in zip(masses, number, strict=True)) / AVOGADRO_KMOL
    return Profile(edge, t_edge, total * BOLTZMANN_J_K * t_edge, np.asarray(rho))


def _hydrogen(edge: _Vector, t_edge: _Vector, background: _Vector) -> _Vector:
    """Number density of atomic hydrogen [1/m3], equation 39; none below 150 km."""
    z = 0.5 * (edge[1:] + edge[:-1])
    width = np.diff(edge)
    t, _ = temperature(z)
    bottom = int(np.searchsorted(edge, _HYDROGEN_BOTTOM_M))
    weight = _sum_up(_H.mass_kg_kmol * gravity(z) / (GAS_CONSTANT_J_KMOL_K * t), width)
    weight -= weight[bottom]
    warm = (t_edge / t_edge[bottom]) ** (1.0 + _H.alpha)
    profile = warm * np.exp(weight)
    d = _H.a / background * (t / 273.15) ** _H.b
    escape = _sum_up(
        _HYDROGEN_FLUX_M2_S / d * np.sqrt(profile[1:] * profile[:-1]) * (z < _HYDROGEN_BOTTOM_M),
        width,
    )
    result: _Vector = (_H.bottom_m3 - (escape - escape[bottom])) / profile
    return np.where(edge < _HYDROGEN_FLOOR_M, 0.0, result)
