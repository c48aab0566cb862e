"""Cost of the compiled right-hand side, beside the same functions called from Python."""

from collections.abc import Iterator

import numba
import numpy as np

from benchmarks.rows import Row, seconds
from cosmodrome.ascent.dynamics import World, acceleration
from cosmodrome.ascent.flight_model import STATES, FlightModel
from cosmodrome.ascent.simulate import shape_of
from cosmodrome.catalogue.load import Catalogue
from cosmodrome.earth.atmosphere import KINK_HEIGHTS_M, US76
from cosmodrome.earth.gravity import EGM2008_ZONAL
from cosmodrome.numerics import dormand_prince
from cosmodrome.numerics.tables import constant

CALLS = 300_000


@numba.njit(error_model="numpy")
def many_accelerations(world, shape, y, calls):
    total = 0.0
    for i in range(calls):
        # The height moves, so that nothing can be kept from call to call.
        x = y[0] + 0.1 * (i % 100_000)
        ax, ay, az = acceleration(
            x, y[1], y[2], y[3], y[4], y[5], y[6], 0.6, 0.8, 0.0, 4e6, 9.0, shape, world
        )
        total += ax + ay + az
    return total


@numba.njit(error_model="numpy")
def many_rates(model, y, dy, calls):
    total = 0.0
    for i in range(calls):
        y[0] += 0.1 if i % 2 else -0.1
        dormand_prince.rates(model, 5.0, y, dy)
        total += dy[3] + dy[10]
    return total


def rows() -> Iterator[Row]:
    world = World(0.0, 0.0, 1.0, 7.292115e-5, EGM2008_ZONAL, US76, None, 1.0)
    shape = shape_of(Catalogue().launcher("soyuz-2.1a").aerodynamics)
    y = np.array([6.39e6, 0.0, 0.0, 600.0, 500.0, 100.0, 2e5, 0.0, 0.0, 0.0, 0.0])
    state = tuple(float(x) for x in y[:7])

    def interpreted() -> object:
        return acceleration(*state, 0.6, 0.8, 0.0, 4e6, 9.0, shape, world)

    compiled = seconds(lambda: many_accelerations(world, shape, y, CALLS), 5) / CALLS
    plain = seconds(lambda: [interpreted() for _ in range(300)], 3) / 300
    yield Row(
        "right-hand side: J2 to J6, US76, Mach tables",
        1e9 * compiled,
        "ns a call",
        "< 100",
        f"from Python {1e6 * plain:.0f} us",
        plain / compiled,
    )
    model = FlightModel(
        world=world,
        shape=shape,
        thrust_vac=constant(4e6),
        flow=constant(1500.0),
        exit_area_m2=9.0,
        mode=0.0,
        steering=np.ones((3, 5)),
        segment_start_s=0.0,
        segment_length_s=20.0,
        kinks=KINK_HEIGHTS_M,
        stop_kind=0.0,
        stop_value=0.0,
    )
    whole = seconds(lambda: many_rates(model, y.copy(), np.empty(STATES), CALLS), 5) / CALLS
    yield Row("with steering and the ledger of losses", 1e9 * whole, "ns a call")
