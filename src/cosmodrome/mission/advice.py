"""What to do when an ascent has no answer: which limit to relax, and by how much."""

import math
from dataclasses import dataclass

from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import first_meshes
from cosmodrome.ascent.optimise import OpeningMaker, PlannedLeg
from cosmodrome.ascent.outcome import Outcome, Status
from cosmodrome.ascent.reach import needed_velocity_m_s
from cosmodrome.ascent.relax import Elastic, look_into, payload_free
from cosmodrome.ascent.shortfall import Relaxation, Shortfall
from cosmodrome.mission.ascent_leg import stack_velocity_m_s
from cosmodrome.mission.drop_zones import drop_zone_advice
from cosmodrome.mission.mission import Mission, payload_mass_kg
from cosmodrome.mission.surroundings import Surroundings
from cosmodrome.numerics.ladder import Opening


def velocity_shortfall(mission: Mission, leg: Leg, around: Surroundings) -> Shortfall:
    """Velocity the stages give without a payload, beside what the orbit takes.

    Parameters
    ----------
    mission : Mission
        As asked.
    leg : Leg
        Its ascent.
    around : Surroundings
        Earth at lift-off.
    """
    return Shortfall(
        velocity_given_m_s=stack_velocity_m_s(mission),
        velocity_needed_m_s=needed_velocity_m_s(leg, around.world),
        asked_kg=payload_mass_kg(mission) if leg.aim is Aim.FINAL_MASS else None,
    )


@dataclass(slots=True)
class Inquiry:
    """Why an ascent has no answer, looked into once and only when somebody asks.

    Attributes
    ----------
    leg : Leg
        With its payload or load to be found.
    around : Surroundings
        Earth at lift-off.
    ladder : OpeningMaker
        Openings of the leg.
    shortfall : Shortfall
        What is known.
    way_out : Opening or None
        An ascent that keeps every limit, found on the way.
    """

    leg: Leg
    around: Surroundings
    ladder: OpeningMaker
    shortfall: Shortfall
    way_out: Opening | None = None
    is_done: bool = False

    def is_infeasible(self) -> bool:
        """Whether the ascent is known to have no answer."""
        if not self.is_done:
            self._look()
        return self.shortfall.is_infeasible

    def _look(self) -> None:
        # Another opening only when the first leads nowhere: the user waits.
        self.is_done = True
        meshes = first_meshes(self.leg.sequence)
        for opening in self.ladder(meshes):
            elastic = Elastic(self.leg, self.around.world, meshes, opening)
            self.shortfall, solution = look_into(elastic, self.shortfall)
            if self.shortfall.unlimited_most_kg is not None:
                break
        if solution is not None:
            # A payload held is no parameter of the leg as asked.
            count = elastic.found + (self.shortfall.asked_kg is None)
            self.way_out = Opening(
                name="least excess",
                values=solution.arcs,
                parameters=tuple(solution.parameters[:count]),
            )


def leg_to_relax(leg: Leg, mission: Mission) -> Leg:
    """The leg with something to be found, which elastic limits need.

    Parameters
    ----------
    leg : Leg
        Ascent of the mission.
    mission : Mission
        As asked.
    """
    return payload_free(leg, payload_mass_kg(mission)) if leg.aim is Aim.FINAL_MASS else leg


def ascent_outcome(ascent: PlannedLeg) -> Outcome:
    """Verdict on an ascent, with advice when there is none.

    Parameters
    ----------
    ascent : PlannedLeg
        With its shortfall when it has no answer.
    """
    if ascent.drop_zones is not None and ascent.drop_zones.missed:
        advice = drop_zone_advice(ascent.drop_zones.missed[0])
        return Outcome(status=Status.INFEASIBLE, advice=advice)
    if ascent.solution.converged:
        return Outcome(status=Status.OPTIMAL)
    why = ascent.shortfall
    if why is None or not why.is_infeasible:
        return Outcome(status=Status.NOT_CONVERGED, advice=_not_found(ascent, why))
    return Outcome(status=Status.INFEASIBLE, advice=sentence_of(why))


def sentence_of(why: Shortfall) -> str:
    """Advice on an ascent known to have no answer.

    Parameters
    ----------
    why : Shortfall
        What stands in its way.
    """
    if why.lacks_velocity:
        short = why.velocity_needed_m_s - why.velocity_given_m_s
        return (
            f"the launcher cannot reach this orbit: its stages give {why.velocity_given_m_s:.0f} "
            f"m/s without a payload, and the orbit takes {why.velocity_needed_m_s:.0f} m/s before "
            f"any loss, {short:.0f} m/s more; ask for a lower orbit or a stronger launcher"
        )
    limits = _limits_sentence(why)
    most = why.unlimited_most_kg if why.most_kg is None else why.most_kg
    if why.asked_kg is None or most is None or most > why.asked_kg:
        return limits
    if why.most_kg is None and limits:
        return limits
    heavy = (
        f"payload too heavy by about {why.asked_kg - most:.0f} kg: {why.asked_kg:.0f} kg asked "
        f"above the launcher, {most:.0f} kg can be lifted to this orbit"
    )
    if why.alone:
        would = " or ".join(
            f"{_up(r)} {r.unit} {r.name} in place of {r.asked:.4g}" for r in why.alone
        )
        return f"{heavy} within its limits; or {would} would do (the other limits kept)"
    if limits:
        return f"{heavy} within its limits; {limits}"
    free = why.unlimited_most_kg
    if free is not None and free - most > 1.0:
        return f"{heavy}, {free:.0f} kg without its limits"
    return heavy


def _limits_sentence(why: Shortfall) -> str:
    if why.alone:
        kept = " or ".join(f"{r.asked:.4g} {r.unit} {r.name}" for r in why.alone)
        would = " or ".join(f"{_up(r)} {r.unit}" for r in why.alone)
        return f"no ascent keeps {kept}: {would} would do (the other limits kept)"
    if why.together:
        kept = " and ".join(f"{r.asked:.4g} {r.unit} {r.name}" for r in why.together)
        would = " with ".join(f"{_up(r)} {r.unit}" for r in why.together)
        return f"no ascent keeps {kept}, and no one of them alone can give: {would} would do"
    return ""


def _up(relaxation: Relaxation) -> str:
    """The value needed, rounded to the side on which the limit is loose."""
    digits = 2 - math.floor(math.log10(abs(relaxation.needed))) if relaxation.needed else 0
    step = 10.0**-digits
    looser = relaxation.needed > relaxation.asked
    rounded = (math.ceil if looser else math.floor)(relaxation.needed / step) * step
    return f"{rounded:.{max(digits, 0)}f}"


def _not_found(ascent: PlannedLeg, why: Shortfall | None) -> str:
    tried = len(ascent.certificate.rungs)
    found = f"no ascent found from {tried} openings ({ascent.certificate.solver_status})"
    if ascent.leg.aim is Aim.EXTRA_LOAD:
        return f"{found}; widen the limits or the published times"
    if why is not None and why.unlimited_most_kg is not None:
        most = why.unlimited_most_kg
        return f"{found}, though {most:.0f} kg could be lifted without the limits; relax a limit"
    return (
        f"{found}, nor one without the limits; ask for a lower orbit, for an inclination nearer "
        "the pad's latitude, or for another fairing time"
    )
