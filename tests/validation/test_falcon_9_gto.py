"""Two burns to a transfer orbit with an optimal coast (MechJebLib), without and with limits.

379.37768 s of second stage without, 380.54549 s with 35 kPa, 380.66399 s with 2000 Pa rad of
q sin alpha too. Other answers that have been called solved lie at 384.25, 384.85 and 387.84 s.
"""

import numpy as np
import pytest

from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.ladder import Climb
from cosmodrome.numerics.radau import interpolation_matrix, radau_points
from cosmodrome.numerics.refine import Ending, Refined
from cosmodrome.numerics.resample import sampled
from cosmodrome.study.validation.problems import falcon_9_gto, falcon_9_gto_openings

SEEDS = [
    pytest.param(seed, marks=() if seed < 2 else pytest.mark.slow, id=f"seed {seed}")
    for seed in range(10)
]
# With this one a rung ends at 381.2524 s, a local optimum of the limited problem.
SEEDS.append(pytest.param(124, id="seed 124"))
Found = tuple[Refined, Climb]


@pytest.fixture(scope="module")
def free() -> Found:
    return falcon_9_gto_openings.solved(falcon_9_gto.build())


@pytest.fixture(scope="module", params=["q", "q and q-alpha"])
def limited(request) -> tuple[str, Found]:
    return request.param, falcon_9_gto_openings.solved(falcon_9_gto.limited(request.param))


@pytest.mark.parametrize("limits", falcon_9_gto.LIMITS)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_of_the_ladder_ends_at_the_best_published_answer(limits, seed):
    refined, climbed = falcon_9_gto_openings.solved(falcon_9_gto.limited(limits), seed)
    assert refined.ending is Ending.HOLDS
    # The next answer known is more than 0.2 s away, meshes of others agree to 2e-5 s.
    assert refined.solution.objective == pytest.approx(falcon_9_gto.PUBLISHED[limits], abs=2e-3)
    ended = [rung.objective for rung in climbed.rungs if rung.converged]
    assert sum(abs(objective - min(ended)) < 1e-4 for objective in ended) >= 3


def test_the_limits_bind_and_hold_between_the_nodes(limited):
    limits, (refined, _) = limited
    phase, arc = refined.problem.phases[0], refined.solution.arcs[0]
    places = np.linspace(-1.0, 1.0, 21)
    states = interpolation_matrix(np.append(-1.0, radau_points(phase.degree)), places)
    controls = interpolation_matrix(radau_points(phase.degree), places)
    q, q_alpha = [], []
    for k in range(len(phase.fractions)):
        first = k * phase.degree
        x = arc.state[:, first : first + phase.degree + 1] @ states.T
        u = arc.control[:, first : first + phase.degree] @ controls.T
        q.append(falcon_9_gto.pressure(0.0, x, u, (), ()))
        q_alpha.append(np.sqrt(falcon_9_gto.pressure_sine_squared(0.0, x, u, (), ())))
    # The tolerance of the refinement: 1e-4 of either limit, of the square of the second.
    assert np.max(q) == pytest.approx(falcon_9_gto.Q_MAX, rel=1.1e-4)
    if limits == "q and q-alpha":
        assert np.max(q_alpha) == pytest.approx(falcon_9_gto.Q_ALPHA_MAX, rel=1.1e-4)
    else:
        assert np.max(q_alpha) > 2.0 * falcon_9_gto.Q_ALPHA_MAX


def test_a_limit_never_makes_the_burn_shorter(free, limited):
    assert limited[1][0].solution.objective > free[0].solution.objective + 1.0


def test_the_published_optimum_coasts_under_the_ground(free):
    phase, arc = free[0].problem.phases[2], free[0].solution.arcs[2]
    places = np.linspace(0.0, 1.0, 400)
    state, _ = sampled(arc, (phase.fractions, phase.degree), places)
    height = np.linalg.norm(state[:3], axis=0) - falcon_9_gto.RE
    assert height.min() == pytest.approx(-10.3e3, abs=0.1e3)


def test_staying_above_the_ground_costs_five_milliseconds(free):
    meshes = [len(phase.fractions) for phase in free[0].problem.phases]
    problem = falcon_9_gto.build(meshes, 8, above_ground=True)
    guess = falcon_9_gto_openings.arcs(problem, falcon_9_gto_openings.Profile())
    solution = Transcription(problem).solve(guess)
    assert solution.converged
    # Ours: nobody has published it.
    assert solution.objective - free[0].solution.objective == pytest.approx(0.0051, abs=2e-4)
    assert min(
        np.linalg.norm(arc.state[:3], axis=0).min() for arc in solution.arcs
    ) == pytest.approx(falcon_9_gto.RE, abs=0.1)
