"""The first flight of RocketPy's documentation, timed: ``python -m benchmarks.peers.rocketpy N``.

The rocket is the documentation's Calisto with its motor, fins, tail and two parachutes, by the
numbers printed there; drag against Mach is thinned to every twelfth line of its table. Standard
air takes the place of the forecast, and the fins are flat plates, so that nothing is downloaded.
"""

import json
import sys
from importlib.metadata import version
from time import process_time

from rocketpy import Environment, Flight, Rocket, SolidMotor

THRUST = [
    (0.0, 0.0), (0.055, 100.0), (0.092, 1500.0), (0.1, 2000.0), (0.15, 2200.0), (0.2, 1800.0),
    (0.5, 1950.0), (1.0, 2034.0), (1.5, 2000.0), (2.0, 1900.0), (2.5, 1760.0), (2.9, 1700.0),
    (3.0, 1650.0), (3.3, 530.0), (3.4, 350.0), (3.9, 0.0),
]  # fmt: skip
DRAG = [
    (0.01, 0.3339), (0.13, 0.3969), (0.25, 0.3841), (0.37, 0.3797), (0.49, 0.3808),
    (0.61, 0.3908), (0.73, 0.4047), (0.85, 0.4290), (0.97, 0.5670), (1.09, 0.7153),
    (1.21, 0.6808), (1.33, 0.6462), (1.45, 0.6119), (1.57, 0.5827), (1.69, 0.5580),
]  # fmt: skip
PARACHUTE = {
    "sampling_rate": 105, "lag": 1.5, "noise": (0, 8.3, 0.5),
    "radius": 1.5, "height": 1.5, "porosity": 0.0432,
}  # fmt: skip


def calisto() -> Rocket:
    """The rocket with its motor."""
    motor = SolidMotor(
        thrust_source=THRUST,
        dry_mass=1.815,
        dry_inertia=(0.125, 0.125, 0.002),
        nozzle_radius=0.033,
        grain_number=5,
        grain_density=1815,
        grain_outer_radius=0.033,
        grain_initial_inner_radius=0.015,
        grain_initial_height=0.12,
        grain_separation=0.005,
        grains_center_of_mass_position=0.397,
        center_of_dry_mass_position=0.317,
        nozzle_position=0,
        burn_time=3.9,
        throat_radius=0.011,
        coordinate_system_orientation="nozzle_to_combustion_chamber",
    )
    rocket = Rocket(
        radius=0.0635,
        mass=14.426,
        inertia=(6.321, 6.321, 0.034),
        power_off_drag=DRAG,
        power_on_drag=DRAG,
        center_of_mass_without_motor=0,
        coordinate_system_orientation="tail_to_nose",
    )
    rocket.add_motor(motor, position=-1.255)
    rocket.set_rail_buttons(0.0818, -0.6182, 45)
    rocket.add_nose(length=0.55829, kind="von karman", position=1.278)
    rocket.add_trapezoidal_fins(
        n=4, root_chord=0.12, tip_chord=0.06, span=0.11, position=-1.04956, cant_angle=0.5
    )
    rocket.add_tail(top_radius=0.0635, bottom_radius=0.0435, length=0.06, position=-1.194656)
    rocket.add_parachute(name="main", cd_s=10.0, trigger=800, **PARACHUTE)
    rocket.add_parachute(name="drogue", cd_s=1.0, trigger="apogee", **PARACHUTE)
    return rocket


def main(count: int) -> None:
    """Fly once, then time some flights; one line of JSON."""
    air = Environment(latitude=32.990254, longitude=-106.974998, elevation=1400)
    air.set_atmospheric_model(type="standard_atmosphere")
    rocket = calisto()
    asked = {"rocket": rocket, "environment": air, "rail_length": 5.2, "inclination": 85}
    Flight(**asked, heading=0)
    begin = process_time()
    for _ in range(count):
        flight = Flight(**asked, heading=0)
    spent = process_time() - begin
    told = {
        "version": version("rocketpy"),
        "cpu_s": spent / count,
        "apogee_m": float(flight.apogee) - 1400.0,
        "steps": len(flight.solution),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
