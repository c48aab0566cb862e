"""Optimal-control problems with published optima, each solved from its cold start."""

from typing import TYPE_CHECKING

from cosmodrome.study.validation.case import Case, Row

if TYPE_CHECKING:
    from cosmodrome.numerics.optimal_control import Solution

_LAST_DIGIT = "last digit published"
# Coast, both burns and the mass in orbit of the Falcon-9-like transfer, by its limits.
_FALCON_PARTS = {
    "none": (326.9051, 1080.771, 52.4726, 15_970.984),
    "q": (329.6281, 1086.590, 50.9174, 15_651.376),
    "q and q-alpha": (329.6411, 1085.735, 51.0229, 15_618.945),
}


def _delta_iii() -> tuple[Row, ...]:
    from cosmodrome.numerics.collocation import Transcription
    from cosmodrome.study.validation.problems import delta_iii

    problem = delta_iii.build(6, 10)
    solution = Transcription(problem).solve(delta_iii.opening(problem))
    mass, time = _or_nan(solution, -solution.objective), _or_nan(solution, _total_s(solution))
    return (
        _row("mass in orbit", "kg", mass, delta_iii.PUBLISHED_KG, 1e-4, source="DELTA3"),
        _row("time in orbit", "s", time, delta_iii.PUBLISHED_S, 1e-3, source="DELTA3"),
    )


def _goddard(thrust: float) -> tuple[Row, ...]:
    import numpy as np

    from cosmodrome.study.validation.problems import goddard

    solution = goddard.solved(thrust).solution
    height, times = goddard.PUBLISHED[thrust]
    found = np.cumsum([arc.duration for arc in solution.arcs])
    flat = "the height is flat in them: 1e-7 of it lets them move by 0.1 s"
    ours = _or_nan(solution, -solution.objective)
    rows = [_row("height", "ft", ours, height, 1e-7 * height, "1e-7 of it", source="GODDARD")]
    if len(found) != len(times):
        # Another structure than full thrust, singular, none: nothing to lay beside the switches.
        found = np.full(len(times), np.nan)
    for name, time, there in zip(
        ("first switch", "second switch", "top"), found, times, strict=True
    ):
        rows.append(_row(name, "s", float(time), there, 3e-3, flat, source="GODDARD"))
    return tuple(rows)


def _goddard_by_hand(thrust: float) -> tuple[Row, ...]:
    from cosmodrome.numerics.collocation import Transcription
    from cosmodrome.study.validation.problems import goddard, goddard_by_hand

    problem = goddard_by_hand.build(thrust)
    solution = Transcription(problem).solve(goddard_by_hand.opening(problem))
    height = _or_nan(solution, -solution.objective)
    there = goddard.PUBLISHED[thrust][0]
    return (_row("height", "ft", height, there, 2e-6, _LAST_DIGIT, source="GODDARD"),)


def _goddard_normalised() -> tuple[Row, ...]:
    from cosmodrome.study.validation.problems import goddard_normalised

    solution = goddard_normalised.solved().solution
    height = _or_nan(solution, -solution.objective)
    there = goddard_normalised.PUBLISHED
    return (_row("height", "-", height, there, 5e-6, "half the last digit", source="COPS"),)


def _lunar() -> tuple[Row, ...]:
    from cosmodrome.numerics.collocation import Transcription
    from cosmodrome.study.validation.problems import lunar_ascent

    problem = lunar_ascent.build(20, 5)
    solution = Transcription(problem).solve(lunar_ascent.opening(problem))
    time = _or_nan(solution, solution.objective)
    reach = float(solution.arcs[0].state[0, -1]) / 1e3
    there = lunar_ascent.PUBLISHED_RANGE_M / 1e3
    return (
        _row("time", "s", time, lunar_ascent.PUBLISHED_S, 1e-5, source="DYMOS"),
        _row("range", "km", reach, there, 1e-3, source="DYMOS"),
    )


def _falcon(limits: str) -> tuple[Row, ...]:
    from cosmodrome.study.validation.problems import falcon_9_gto, falcon_9_gto_openings

    refined, _ = falcon_9_gto_openings.solved(falcon_9_gto.limited(limits))
    solution = refined.solution
    spans = [arc.duration for arc in solution.arcs]
    mass = float(solution.arcs[-1].state[6, -1])
    total = _or_nan(solution, solution.objective)
    free = limits == "none"
    # The parts published add up to 20 us more than the total published.
    digits = "digits published, and 20 us between the total and its parts"
    meshes = "the total is flat in its parts: 2e-5 s of it, the spread of the published meshes"
    reason = digits if free else "spread of seeds and meshes; the next optimum is 0.2 s away"
    rows = [
        _row("second stage, both burns", "s", total, falcon_9_gto.PUBLISHED[limits],
             5e-5 if free else 2e-3, reason, source="MECHJEB")
    ]  # fmt: skip
    parts = (
        ("burn 1", "s", spans[1], 1e-4 if free else 5e-3),
        ("coast", "s", spans[2], 1e-3 if free else 0.05),
        ("burn 2", "s", spans[3], 1e-4 if free else 5e-3),
        ("mass in orbit", "kg", mass, 1e-3 if free else 0.5),
    )
    for (name, unit, ours, tolerance), there in zip(parts, _FALCON_PARTS[limits], strict=True):
        why = _LAST_DIGIT if free else meshes
        rows.append(_row(name, unit, ours, there, tolerance, why, source="MECHJEB"))
    return tuple(rows)


def _row(
    quantity: str,
    unit: str,
    ours: float,
    theirs: float,
    tolerance: float,
    reason: str = _LAST_DIGIT,
    *,
    source: str,
) -> Row:
    return Row(
        quantity=quantity,
        unit=unit,
        ours=ours,
        theirs=theirs,
        tolerance=tolerance,
        reason=reason,
        source=source,
    )


def _or_nan(solution: "Solution", value: float) -> float:
    """A figure of a solution; no number without one."""
    return value if solution.converged else float("nan")


def _total_s(solution: "Solution") -> float:
    return sum(arc.duration for arc in solution.arcs)


CASES = (
    Case(
        key="delta-iii",
        title="Delta III to a transfer orbit, four phases (Benson)",
        run=_delta_iii,
        seconds=2.0,
    ),
    Case(
        key="goddard-193",
        title="Goddard's rocket, 193.044 lbf, one phase, arcs found",
        run=lambda: _goddard(193.044),
        seconds=3.0,
    ),
    Case(
        key="goddard-200",
        title="Goddard's rocket, 200 lbf, one phase, arcs found",
        run=lambda: _goddard(200.0),
        seconds=2.0,
    ),
    Case(
        key="goddard-193-by-hand",
        title="Goddard's rocket, 193.044 lbf, three phases given",
        run=lambda: _goddard_by_hand(193.044),
        seconds=1.0,
    ),
    Case(
        key="goddard-200-by-hand",
        title="Goddard's rocket, 200 lbf, three phases given",
        run=lambda: _goddard_by_hand(200.0),
        seconds=1.0,
    ),
    Case(
        key="goddard-normalised",
        title="Goddard's rocket in the units of COPS",
        run=_goddard_normalised,
        seconds=2.0,
    ),
    Case(
        key="lunar-ascent",
        title="Ascent from the Moon in the least time (Dymos)",
        run=_lunar,
        seconds=1.0,
    ),
    Case(
        key="falcon-gto",
        title="Falcon-9-like transfer orbit with a coast (MechJebLib), no limits",
        run=lambda: _falcon("none"),
        seconds=2.0,
    ),
    Case(
        key="falcon-gto-q",
        title="Falcon-9-like transfer orbit, at most 35 kPa",
        run=lambda: _falcon("q"),
        seconds=5.0,
    ),
    Case(
        key="falcon-gto-q-alpha",
        title="Falcon-9-like transfer orbit, at most 35 kPa and 2000 Pa rad",
        run=lambda: _falcon("q and q-alpha"),
        seconds=5.0,
    ),
)
