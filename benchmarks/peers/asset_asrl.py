"""ASSET by the Delta III that it ships among its tests.

The shipped case rounds the specific impulses, which moves its optimum by 0.04 kg; their mass flows
are replaced by the exact ones. It starts at 0.1 mm/s upwards and lets the height be 6 m negative.
"""

import os
import sys
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import asset
from asset_asrl.test.test_FullProblems import test_Delta3Launch as example

from benchmarks.peers.answer import Attempt, main
from benchmarks.peers.launcher import FLOW

POINTS = 40  # over the whole flight: the fewest that leave two segments to each phase


def delta_iii() -> Attempt:
    """On the coarsest mesh its example can lay."""
    return _solve("LGL5", None)


def delta_iii_coarse() -> Attempt:
    """On the mesh found to be the cheapest that is as accurate."""
    return _solve("LGL7", 2)


def _solve(scheme: str, segments: int | None) -> Attempt:
    for i, flow in enumerate(FLOW):
        setattr(example, f"mdot_phase{i + 1}", flow * example.Tstar / example.Mstar)
    record = _watched(segments)
    case = example.test_Delta3Launch()
    case.setUpClass()
    begin = perf_counter()
    case.problem_impl(scheme, "HighestOrderSpline", POINTS)
    last = record.phases[-1].returnTraj()[-1]
    mesh = f"its own: {scheme}, {POINTS - 4} segments"
    if segments is not None:
        mesh = f"{scheme}, {segments} segments a phase"
    return Attempt(
        construct_s=record.begin - begin,
        solve_s=record.end - record.begin,
        objective=float(last[6] * example.Mstar),
        final_time_s=float(last[7] * example.Tstar),
        mesh=mesh,
    )


def _watched(segments: int | None) -> Any:
    """Let the example build a problem that keeps its phases and times its solver."""
    original = asset.OptimalControl
    record = SimpleNamespace(phases=[], begin=0.0, end=0.0)
    # The example asks for 8; on a dozen segments a second one costs what it brings.
    threads = min(8, os.cpu_count() or 1) if segments is None else 1

    class Watched(original.OptimalControlProblem):  # type: ignore[misc, name-defined]
        def addPhase(self, phase: Any) -> Any:
            if segments is not None:
                phase.refineTrajManual(segments)
            record.phases.append(phase)
            return super().addPhase(phase)

        def optimize(self) -> Any:
            self.Threads = self.optimizer.QPThreads = threads
            record.begin = perf_counter()
            flag = super().optimize()
            record.end = perf_counter()
            return flag

    names = {name: getattr(original, name) for name in dir(original)}
    example.oc = SimpleNamespace(**{**names, "OptimalControlProblem": Watched})
    return record


PROBLEMS = {"delta-iii": delta_iii, "delta-iii-coarse": delta_iii_coarse}

if __name__ == "__main__":
    main("asset_asrl", PROBLEMS, sys.argv[1:])
