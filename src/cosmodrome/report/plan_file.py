"""A plan as a mapping for plan.json: phases, steering nodes and the certificate of each leg."""

from collections.abc import Sequence

import numpy as np

from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.steering import PhaseSteering
from cosmodrome.mission.plan import Plan
from cosmodrome.numerics.ladder import Rung
from cosmodrome.numerics.radau import radau_points

# Objectives of two openings that reached one optimum differ by less than this [kg].
SAME_OPTIMUM_KG = 0.1


def plan_mapping(plan: Plan) -> dict[str, object]:
    """Everything a plan decided, in plain values.

    Parameters
    ----------
    plan : Plan
        Also one that cannot be flown.
    """
    legs = (plan.ascent, plan.transfer, plan.deorbit)
    return {
        "reading": plan.reading,
        "status": plan.outcome.status,
        "advice": plan.outcome.advice,
        "notes": plan.notes,
        "payload_kg": plan.payload_kg,
        "extra_load_kg": plan.extra_load_kg,
        "legs": [_leg(leg) for leg in legs if leg is not None],
    }


def certificate_mapping(planned: PlannedLeg) -> dict[str, object]:
    """Proof beside the optimum of a leg.

    Parameters
    ----------
    planned : PlannedLeg
        The leg with its solution.
    """
    proof = planned.certificate
    return {
        "leg": planned.leg.name,
        "aim": planned.leg.aim,
        "solver_status": proof.solver_status,
        "violation": proof.violation,
        "reflight_position_m": proof.position_m,
        "reflight_velocity_m_s": proof.velocity_m_s,
        "limit_excess": proof.limit_excess,
        "refinements": proof.refinements,
        "nodes": proof.nodes,
        "openings_tried": len(proof.rungs),
        "openings_agreeing": agreeing(proof.rungs),
        "rungs": proof.rungs,
        "primer_rad": proof.optimality.primer_rad if proof.optimality else None,
        "hamiltonian_change": proof.optimality.hamiltonian if proof.optimality else None,
        "switching_wrong_sign": proof.optimality.switching if proof.optimality else None,
    }


def agreeing(rungs: Sequence[Rung]) -> int:
    """How many openings ended in the best optimum found [-].

    Parameters
    ----------
    rungs : sequence of Rung
        Every opening tried.
    """
    found = [rung.objective for rung in rungs if rung.converged]
    return sum(objective - min(found) < SAME_OPTIMUM_KG for objective in found)


def _leg(planned: PlannedLeg) -> dict[str, object]:
    starts = np.concatenate(([0.0], np.cumsum([s.duration_s for s in planned.steering])))
    return {
        "name": planned.leg.name,
        "objective_kg": planned.solution.objective,
        "start_mass_kg": planned.leg.start_mass_kg,
        "limits": planned.leg.limits,
        "certificate": certificate_mapping(planned),
        "phases": [
            {
                "name": phase.name,
                "starts": phase.starts,
                "ends": phase.ends,
                "start_s": start,
                "duration_s": steered.duration_s,
                "segment_fractions": steered.fractions,
                "steering": phase.steering.name.lower(),
                "node_s": _nodes(steered),
                "node_direction_xyz": steered.direction.T if steered.direction.size else [],
            }
            for phase, steered, start in zip(
                planned.leg.sequence.phases, planned.steering, starts[:-1], strict=True
            )
        ],
    }


def _nodes(steered: PhaseSteering) -> list[float]:
    """Phase times of the steering nodes; none for a phase that is not steered."""
    if steered.direction.size == 0:
        return []
    degree = steered.direction.shape[1] // len(steered.fractions)
    places = 0.5 * (radau_points(degree) + 1.0)
    begins = np.concatenate(([0.0], np.cumsum(steered.fractions)[:-1]))
    nodes = begins[:, None] + np.asarray(steered.fractions)[:, None] * places
    return [float(t) for t in (steered.duration_s * nodes).ravel()]
