"""Soyuz-2.1b from Kourou on a published pitch programme, beside the states of its user's manual.

Nothing is optimised: the programme is flown open-loop, with a head that weighs what a mission to a
transfer orbit does (Fregat-MT full, and 3250 kg).
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cosmodrome.study.validation.apollo_ascent import airspeed_m_s
from cosmodrome.study.validation.case import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cosmodrome.ascent.phase import FlightPhase
    from cosmodrome.ascent.simulate import Track
    from cosmodrome.ascent.steering import PhaseSteering
    from cosmodrome.mission.mission import Mission
    from cosmodrome.mission.surroundings import Surroundings

    Array = NDArray[np.float64]

# Time after lift-off [s] and pitch over the local horizon [deg]: a fit to figure 2-4 of the Starsem
# manual of 2001 (OL). The first and the last are held.
PROGRAMME_S = (5.0, 23.5, 51.0, 71.0, 96.0, 118.0, 128.0, 210.0, 285.0)
PROGRAMME_DEG = (90.0, 83.9, 65.6, 51.6, 38.7, 33.7, 26.7, 17.3, 11.3)
HEAD_KG = 1050.0 + 7100.0 + 3250.0
_SENSED_S = (45.0, 50.0, 55.0)
_SENSED_G = (1.828, 1.841, 1.869)
# Time [s], height [km], speed over the ground [km/s].
_STATES = ((117.9, 43.2, 1.72), (286.4, 144.7, 3.65))
_AREA = "the drag area of the file was chosen between two with these three on view"
_THRUST = "two sigma of thrust, 1.4 %, and 2 t of the unknown head"
_SHAPE = "4 % of the height, 2 % of the speed: two sigma of thrust, and the fit of the programme"


def manual_rows() -> tuple[Row, ...]:
    """Sensed acceleration, heights and speeds on the programme."""
    import numpy as np

    from cosmodrome.ascent.loads import load_history
    from cosmodrome.constants import G0_M_S2

    tracks, around = _flown()
    loads = [load_history(track, around.world) for track in tracks]
    time = np.concatenate([each.time_s for each in loads])
    sensed = np.concatenate([each.axial_m_s2 for each in loads]) / G0_M_S2
    height = np.concatenate([each.height_m for each in loads]) / 1e3
    speed = airspeed_m_s(tracks, around.world) / 1e3
    rows = []
    for at, there in zip(_SENSED_S, _SENSED_G, strict=True):
        ours = float(np.interp(at, time, sensed))
        rows.append(_row(f"sensed at {at:g} s", "g0", ours, there, 0.02 * there, _THRUST, _AREA))
    for at, high, fast in _STATES:
        ours = float(np.interp(at, time, height))
        rows.append(_row(f"height at {at} s", "km", ours, high, 0.04 * high, _SHAPE))
        ours = float(np.interp(at, time, speed))
        rows.append(_row(f"ground speed at {at} s", "km/s", ours, fast, 0.02 * fast, _SHAPE))
    return tuple(rows)


def _mission() -> "Mission":

    from cosmodrome.ascent.target import OrbitTarget
    from cosmodrome.catalogue.load import Catalogue
    from cosmodrome.mission.mission import Mission

    catalogue = Catalogue()
    launcher, pad = catalogue.launcher("soyuz-2.1b"), catalogue.pad("kourou-els")
    # Flown due east: the inclination is the latitude of the pad.
    target = OrbitTarget(
        perigee_height_m=200e3, apogee_height_m=200e3, inclination_rad=abs(pad.latitude_rad) + 1e-6
    )
    return Mission(
        name="soyuz-manual",
        title="Soyuz-2.1b from Kourou",
        liftoff_utc=datetime(2012, 1, 1, 12, tzinfo=UTC),
        launcher=launcher,
        pad=pad,
        target=target,
        limits=launcher.limits,
        payload_free=True,
    )


def _flown() -> "tuple[list[Track], Surroundings]":
    """Tracks from lift-off to past the core's cut-off."""
    import numpy as np

    from cosmodrome.ascent.simulate import fly_phases, start_state
    from cosmodrome.mission.surroundings import surroundings
    from cosmodrome.vehicle.launcher import liftoff_mass_kg

    mission = _mission()
    around = surroundings(mission)
    start = start_state(
        around.pad_position_m, around.pad_velocity_m_s, liftoff_mass_kg(mission.launcher, HEAD_KG)
    )
    turned_s, turned_rad = np.array([0.0, 600.0]), np.zeros(2)
    for _ in range(3):
        phases, steering = _steered(mission, around, turned_s, turned_rad)
        tracks = fly_phases(phases, steering, start, around.world)
        turned_s = np.concatenate([track.time_s for track in tracks])
        place = np.concatenate([track.state[:, :3] for track in tracks])
        up = around.pad_position_m / np.linalg.norm(around.pad_position_m)
        cosine = place @ up / np.linalg.norm(place, axis=1)
        turned_rad = np.arccos(np.clip(cosine, -1.0, 1.0))
    return tracks, around


def _steered(
    mission: "Mission", around: "Surroundings", turned_s: "Array", turned_rad: "Array"
) -> "tuple[tuple[FlightPhase, ...], tuple[PhaseSteering, ...]]":
    """Phases to past the core's cut-off, and the programme as their steering.

    The local horizon has turned by an angle from that of the pad, known from a flight before.
    """
    import numpy as np

    from cosmodrome.ascent.mesh import first_meshes
    from cosmodrome.ascent.phase import Steering
    from cosmodrome.ascent.programme import LaunchPlane, PitchProgramme, programme_direction
    from cosmodrome.ascent.sequence import ascent_sequence
    from cosmodrome.ascent.steering import PhaseSteering
    from cosmodrome.numerics.resample import collocation_fractions

    sequence = ascent_sequence(mission.launcher, fairing_s=208.4, command_s=500.0)
    up = around.pad_position_m / np.linalg.norm(around.pad_position_m)
    east = np.cross(around.orientation.pole, up)
    plane = LaunchPlane(up=up, along=east / np.linalg.norm(east))
    times = np.linspace(0.0, 500.0, 1001)
    pitch = np.radians(np.interp(times, PROGRAMME_S, PROGRAMME_DEG))
    pitch -= np.interp(times, turned_s, turned_rad)
    programme = PitchProgramme(time_s=tuple(times), pitch_rad=tuple(pitch))
    begun, phases, steering = 0.0, [], []
    for phase, span, mesh in zip(
        sequence.phases, sequence.assumed_s, first_meshes(sequence), strict=True
    ):
        if begun > _STATES[-1][0] + 1.0:
            break
        direction = np.zeros((0, len(mesh[0]) * mesh[1]))
        if phase.steering is Steering.FREE:
            direction = programme_direction(
                programme, plane, begun + span * collocation_fractions(mesh)
            )
        phases.append(phase)
        steering.append(PhaseSteering(duration_s=span, fractions=mesh[0], direction=direction))
        begun += span
    return tuple(phases), tuple(steering)


def _row(
    quantity: str,
    unit: str,
    ours: float,
    theirs: float,
    tolerance: float,
    reason: str,
    tuned: str = "",
) -> Row:
    return Row(
        quantity=quantity,
        unit=unit,
        ours=ours,
        theirs=theirs,
        tolerance=tolerance,
        reason=reason,
        source="CSG",
        tuned=tuned,
    )
