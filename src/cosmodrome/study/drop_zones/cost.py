"""What it costs to move the drop zone of a body along the ground, from plans that hold it there.

The best ascent drops a body where it likes. Held nearer or farther, the ascent is another one and
leaves less propellant: that is the cost. Its slope at each place comes with the plan, as the
multiplier of what was held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from cosmodrome.ascent.drop_zones import DropZones, Impact
from cosmodrome.ascent.fall_limits import DownrangeBand
from cosmodrome.ascent.leg import Aim
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.sensitivity import Sensitivity
from cosmodrome.errors import UnknownNameError
from cosmodrome.mission.drop_zones import drop_zone_advice
from cosmodrome.mission.mission import Mission, dropped_names
from cosmodrome.mission.plan_ascent import plan_ascent
from cosmodrome.mission.reading import Reading
from cosmodrome.mission.surroundings import Surroundings, surroundings
from cosmodrome.study.dispersion.ask import NoPlanError

# Half width of the band a body is held in [m].
_HELD_M = 1.0
# A band no body can leave: with it in force the plan tells where the body comes down [m].
_ANYWHERE_M = 1.9e7


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Cost of one place.

    Attributes
    ----------
    by_m : float
        Farther from the pad than the best ascent would have it [m].
    downrange_m : float
        Distance from the pad [m].
    cost_kg : float or None
        Less propellant left, or less payload where that is free; None when no ascent was found
        [kg].
    slope_kg_m : float or None
        Of the cost, from the multiplier: what another metre away from the best place takes [kg/m].
    advice : str
        Why there is none; empty when there is.
    """

    by_m: float
    downrange_m: float
    cost_kg: float | None = None
    slope_kg_m: float | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneCost:
    """What moving the zone of a body costs.

    Attributes
    ----------
    body : str
    downrange_m : float
        Of the body on the best ascent [m].
    what : str
        What the cost is of.
    payload_per_kg : float
        Payload that weighs as much as a kilogram of the cost, to first order [-].
    moves : tuple of Move
    """

    body: str
    downrange_m: float
    what: str
    payload_per_kg: float
    moves: tuple[Move, ...]


def zone_cost(mission: Mission, body: str, by_m: Sequence[float]) -> Iterator[Move | ZoneCost]:
    """Cost of moving the zone of a body, each move when it is known and all of them at last.

    Other bands and keep-outs of the mission stay in force.

    Parameters
    ----------
    mission : Mission
        As asked.
    body : str
        It is to come down elsewhere.
    by_m : sequence of float
        Moves away from the pad [m].

    Raises
    ------
    UnknownNameError
        When the launcher drops no such body.
    NoPlanError
        When there is no ascent to start from.
    """
    known = dropped_names(mission.launcher)
    if body not in known:
        raise UnknownNameError("dropped body", body, tuple(get_close_matches(body, known)) or known)
    around = surroundings(mission)
    best, zones = _planned(mission, around, body, (0.0, _ANYWHERE_M), None)
    if zones is None or zones.missed or not best.solution.converged:
        raise NoPlanError("the mission has no ascent from which a zone could be moved")
    here = _impact(zones, body).downrange_m
    moves = []
    for by in by_m:
        move = _moved(mission, around, body, here, by, best)
        moves.append(move)
        yield move
    payload = best.leg.aim is Aim.PAYLOAD
    yield ZoneCost(
        body=body,
        downrange_m=here,
        what="payload" if payload else "propellant of the last stage",
        payload_per_kg=1.0 if payload else _payload_per_kg(best, around),
        moves=tuple(moves),
    )


def _planned(
    mission: Mission,
    around: Surroundings,
    body: str,
    band_m: tuple[float, float],
    neighbour: PlannedLeg | None,
) -> tuple[PlannedLeg, DropZones | None]:
    """Plan with a body inside a band, in place of the bands it has in the mission."""
    others = [
        limit
        for limit in mission.drop_zones
        if not (isinstance(limit, DownrangeBand) and limit.body == body)
    ]
    held = DownrangeBand(body=body, shortest_m=band_m[0], longest_m=band_m[1])
    asked = replace(mission, drop_zones=(*others, held))
    planned = plan_ascent(asked, Reading.PREDICTED, around, neighbour)
    return planned, planned.drop_zones


def _impact(zones: DropZones, body: str) -> Impact:
    found = [impact for impact in zones.impacts if impact.body.name == body]
    if not found:
        raise NoPlanError(f"{body} does not come down on the best ascent")
    return found[0]


def _moved(
    mission: Mission,
    around: Surroundings,
    body: str,
    here_m: float,
    by_m: float,
    best: PlannedLeg,
) -> Move:
    there = here_m + by_m
    if there <= _HELD_M:
        return Move(by_m=by_m, downrange_m=there, advice="lies behind the pad")
    band = (there - _HELD_M, there + _HELD_M)
    planned, zones = _planned(mission, around, body, band, best)
    if zones is None or not planned.solution.converged:
        return Move(by_m=by_m, downrange_m=there, advice="no ascent was found")
    if zones.missed:
        return Move(by_m=by_m, downrange_m=there, advice=drop_zone_advice(zones.missed[0]))
    prices = zip(zones.demands, zones.prices_kg_m, strict=True)
    slope = sum(price for demand, price in prices if demand.body == body)
    return Move(
        by_m=by_m,
        downrange_m=_impact(zones, body).downrange_m,
        # Against its own free answer: limits drawn in between the nodes are then the same.
        cost_kg=zones.cost_kg,
        slope_kg_m=slope,
    )


def _payload_per_kg(best: PlannedLeg, around: Surroundings) -> float:
    """Payload that takes a kilogram of the propellant left, from the multipliers [-]."""
    leg = best.leg
    heavier = replace(leg, start_mass_kg=leg.start_mass_kg + 1.0, fall_limits=())
    # The objective is the final mass with its sign turned.
    gained = -Sensitivity(best, around.world).change(heavier)
    return 1.0 / (1.0 - gained)
