"""Where the mesh of a leg is cut: segments that miss their own ends, or pass a limit."""

from collections.abc import Sequence

import numpy as np

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.falls import fall_phase
from cosmodrome.ascent.leg import Leg
from cosmodrome.ascent.loads import excess_between
from cosmodrome.ascent.mesh import Mesh, split
from cosmodrome.ascent.simulate import Track, fly_phase
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.numerics.optimal_control import Solution
from cosmodrome.vehicle.launcher import Limits

# A segment is cut when its own re-flight misses by more than this, into four when by far more; the
# misses add up over a leg to a few metres and millimetres a second.
_SEGMENT_MISS_M, _SEGMENT_MISS_M_S = 2.0, 3e-3
_FAR = 10.0


def cut_where_missed(
    leg: Leg,
    world: World,
    solution: Solution,
    steering: Sequence[PhaseSteering],
    meshes: Sequence[Mesh],
    part: float,
) -> list[Mesh]:
    """Meshes with every segment cut whose own re-flight misses its end.

    Parameters
    ----------
    leg : Leg
        With the falls flown along.
    world : World
        The Earth it is flown on.
    solution : Solution
        On the meshes.
    steering : sequence of PhaseSteering
        Of the solution.
    meshes : sequence of (fractions, degree)
        One a phase, the falls last [-].
    part : float
        Of the usual miss that is still good [-].

    Returns
    -------
    list of (fractions, degree)
        Cut in two, or in four where the miss is ten times as large [-].
    """
    finer = []
    phases = (*leg.sequence.phases, *(fall_phase(fall.body) for fall in leg.falls))
    for phase, arc, steered, mesh in zip(phases, solution.arcs, steering, meshes, strict=True):
        parts = []
        begun = 0.0
        degree = mesh[1]
        for k, fraction in enumerate(mesh[0]):
            length = fraction * arc.duration
            start = np.zeros(11)
            start[:7] = arc.state[:, k * degree]
            direction = steered.direction[:, k * degree : (k + 1) * degree]
            # A jump at its start belongs to the segment, so it must know where it comes from.
            before = steered.direction[:, k * degree - 1] if k and direction.size else None
            piece = PhaseSteering(
                duration_s=length, fractions=(1.0,), direction=direction, before=before
            )
            track = fly_phase(phase, piece, start, world, offset_s=begun)
            end = track.state[-1, :6] - arc.state[:6, (k + 1) * degree]
            miss = max(
                float(np.linalg.norm(end[:3])) / _SEGMENT_MISS_M,
                float(np.linalg.norm(end[3:])) / _SEGMENT_MISS_M_S,
            )
            parts.append(1 if miss < part else 2 if miss < _FAR * part else 4)
            begun += length
        finer.append(split(mesh, parts))
    return finer


def cut_where_over(
    meshes: Sequence[Mesh], tracks: Sequence[Track], limits: Limits, excess: float, world: World
) -> list[Mesh]:
    """Meshes with segments cut in two along which a re-flight passes a pressure limit.

    Parameters
    ----------
    meshes : sequence of (fractions, degree)
        One a phase, the falls last [-].
    tracks : sequence of Track
        Re-flight of the phases.
    limits : Limits
        Only dynamic pressure and q-alpha count.
    excess : float
        Part of a limit by which it may be passed [-].
    world : World
        The Earth it was flown on.
    """
    finer = list(meshes)
    for i, track in enumerate(tracks):
        if track.phase.fairing_on:
            edges = np.concatenate(([0.0], np.cumsum(meshes[i][0])))
            times = track.start_s + edges * (track.time_s[-1] - track.start_s)
            over = excess_between(track, times, limits, world)
            finer[i] = split(meshes[i], np.where(over >= excess, 2, 1).tolist())
    return finer
