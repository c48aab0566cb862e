"""The command with a solver that answers at once, each answer marked by where it started from."""

import math
import os
import sys
import time

import numpy as np

from cosmodrome.app.cli import main
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.outcome import Certificate, Outcome, Status
from cosmodrome.numerics.ladder import Rung
from cosmodrome.numerics.optimal_control import Solution
from cosmodrome.study import payload_curve
from cosmodrome.study.payload import PayloadAnswer


def answer_of(case, neighbour=None):
    time.sleep(float(os.environ.get("QUICK_PAYLOAD_S", "0")))
    if case.target.perigee_height_m == float(os.environ.get("QUICK_PAYLOAD_DIES_AT_M", "0")):
        os._exit(9)
    if case.target.perigee_height_m > 900e3:
        raise ValueError("too high\nfor this solver")
    before = 0.0 if neighbour is None else float(neighbour.solution.parameters[-1])
    found = 9000.0 - 0.004 * case.target.perigee_height_m + math.sin(before)
    rung = Rung(
        name="quick", converged=True, status="Solve_Succeeded", objective=-found, iterations=1
    )
    proof = Certificate(
        solver_status="Solve_Succeeded",
        violation=1e-9,
        position_m=11.0 if case.target.perigee_height_m > 800e3 else 1.0,
        velocity_m_s=1e-3,
        limit_excess=0.0,
        refinements=1,
        nodes=100,
        rungs=(rung,),
    )
    solution = Solution(
        converged=True,
        status="Solve_Succeeded",
        objective=-found,
        arcs=(),
        parameters=np.array([found]),
        violation=1e-9,
        iterations=1,
        multipliers={},
    )
    plan = PlannedLeg(leg=None, steering=(), solution=solution, meshes=(), certificate=proof)
    outcome = Outcome(status=Status.OPTIMAL)
    return PayloadAnswer(
        case=case, payload_kg=found, without_reserve_kg=found, ascent=plan, outcome=outcome
    )


# At import, so that the workers, which import this file too, have it as well.
payload_curve.payload = answer_of
payload_curve.heads_as_asked = lambda answer: True

if __name__ == "__main__":
    main.main(sys.argv[1:])
