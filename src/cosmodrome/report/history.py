"""History of a flight as a table: one row a recorded state, a unit in each column's name."""

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.loads import load_history
from cosmodrome.ascent.simulate import Track
from cosmodrome.earth.orientation import fixed_longitude_latitude
from cosmodrome.earth.rotation import atmosphere_velocity
from cosmodrome.mission.flight import Flight
from cosmodrome.mission.surroundings import Surroundings

if TYPE_CHECKING:
    from polars import DataFrame

Array = NDArray[np.float64]

# Velocities given away, in the order of the state from its eighth number on.
_LOSSES = ("back_pressure", "steering", "drag", "gravity")


def history(flight: Flight) -> "DataFrame":
    """Every recorded state of a flight, from lift-off to its last burn.

    Parameters
    ----------
    flight : Flight
        As flown.

    Returns
    -------
    polars.DataFrame
        Phases in order; where one ends and the next begins there are two rows of one time, with
        the masses before and after what is dropped.
    """
    import polars as pl

    frames = []
    for number, track in enumerate(flight.tracks):
        columns = _columns(track, flight.around)
        leg = "ascent" if number < flight.ascent_phases else "orbit"
        frames.append(
            pl.DataFrame(columns).with_columns(
                pl.lit(track.phase.name).alias("phase"), pl.lit(leg).alias("leg")
            )
        )
    table = pl.concat(frames)
    return table.select("time_s", "leg", "phase", pl.exclude("time_s", "leg", "phase"))


def as_parquet(table: "DataFrame") -> bytes:
    """Content of a Parquet file; the same table gives the same bytes.

    Parameters
    ----------
    table : polars.DataFrame
        Of any columns.
    """
    stream = BytesIO()
    table.write_parquet(stream, compression="zstd")
    return stream.getvalue()


def _columns(track: Track, around: Surroundings) -> dict[str, Array]:
    state, world = track.state, around.world
    load = load_history(track, world)
    longitude, latitude = fixed_longitude_latitude(around.orientation, track.time_s, state[:, :3])
    columns = {"time_s": track.time_s}
    columns |= {f"position_{axis}_m": state[:, i] for i, axis in enumerate("xyz")}
    columns |= {f"velocity_{axis}_m_s": state[:, 3 + i] for i, axis in enumerate("xyz")}
    columns |= {
        "mass_kg": state[:, 6],
        "height_m": load.height_m,
        "latitude_deg": np.degrees(latitude),
        "longitude_deg": np.degrees(longitude),
        "ground_speed_m_s": _ground_speed(state, world),
        "inertial_speed_m_s": np.linalg.norm(state[:, 3:6], axis=1),
        "dynamic_pressure_Pa": load.q_Pa,
        "angle_of_attack_deg": np.degrees(load.alpha_rad),
        "axial_acceleration_m_s2": load.axial_m_s2,
        "heat_flux_W_m2": load.heat_flux_W_m2,
    }
    columns |= {f"axis_{axis}": track.axis[:, i] for i, axis in enumerate("xyz")}
    columns |= {f"{name}_loss_m_s": state[:, 7 + i] for i, name in enumerate(_LOSSES)}
    return {name: np.ascontiguousarray(values) for name, values in columns.items()}


def _ground_speed(state: Array, world: World) -> Array:
    carried = atmosphere_velocity(
        *state[:, :3].T, world.px, world.py, world.pz, world.rotation_rad_s
    )
    speed: Array = np.linalg.norm(state[:, 3:6] - np.array(carried).T, axis=1)
    return speed
