"""Elastic limits: which limit of a leg must give, and by how much, for an ascent to exist.

Every limit ``c(x) <= b`` becomes ``c(x) - C e <= b`` with an excess ``e >= 0`` to be found and C
the typical size of c. One family of problems then answers every question by its bounds and its
objective alone, and so shares the functions of its nodes: the heaviest payload with the limits
(every e held at zero), without them (every e free), and the least excess of one limit with a
payload held (the others at zero). The elastic mode is that of Gill, Murray and Saunders, SNOPT
(SIAM Review 47, 2005, section 4.4), with one excess a limit in place of one a constraint.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cosmodrome.ascent.dynamics import World
from cosmodrome.ascent.leg import Aim, Leg
from cosmodrome.ascent.mesh import Mesh
from cosmodrome.ascent.path_limits import PITCH_OVER_ALPHA_RAD
from cosmodrome.ascent.problem import leg_problem
from cosmodrome.ascent.right_hand_side import heights
from cosmodrome.ascent.shortfall import Relaxation, Shortfall
from cosmodrome.constants import G0_M_S2
from cosmodrome.numerics.collocation import Transcription
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.ladder import Opening
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Numbers,
    Parameter,
    PathLimit,
    Phase,
    Problem,
    Solution,
)
from cosmodrome.vehicle.fairing import JettisonRule

# An excess of a hundred typical sizes is no limit at all.
_MOST_EXCESS = 100.0
# Keeps an excess that nothing needs at zero while the payload is what counts [kg].
_EXCESS_COSTS_KG = 1.0
# Least excesses feel the steering less than a payload does. So much more smoothing turns solves
# that chatter to the cap into 40 to 90 iterations, for half a percent of the value found [-].
_STIFFER = 30.0
# A payload that is free hardly moves the least excess, so among equals the heavier counts [-].
_PAYLOAD_COUNTS = 0.1
# Elastic problems that have an answer needed 30 to 70 iterations on ascents.
_MOST_ITERATIONS = 100
# One limit of several that must give rarely does alone; the search for it is kept short.
_FEW_ITERATIONS = 60
# Relaxations above this leave no payload worth a search within the limits [-].
_NEAR = 0.25
# A limit is passed by this part of it before the solver's tolerance counts as an excess.
_NOTHING = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitKind:
    """A limit that can give.

    Attributes
    ----------
    name : str
        As printed; also that of its path limit.
    unit : str
        As printed.
    factor : float
        Turns SI into the unit [unit/SI].
    typical : float
        Size of what the path limit bounds, the power of the quantity [SI].
    power : int
        What the path limit bounds is this power of the quantity [-].
    condition : str
        Name of an end condition that gives by as much; empty for none.
    sense : float
        1 for a greatest value, -1 for a least one [-].
    """

    name: str
    unit: str
    factor: float
    typical: float
    power: int = 1
    condition: str = ""
    sense: float = 1.0


_KINDS = (
    LimitKind(name="dynamic pressure", unit="kPa", factor=1e-3, typical=4e4),
    LimitKind(name="q-alpha", unit="kPa deg", factor=1e-3 * 180.0 / np.pi, typical=3e3**2, power=2),
    LimitKind(name="axial acceleration", unit="g0", factor=1.0 / G0_M_S2, typical=40.0),
    LimitKind(
        name="heat flux", unit="W/m2", factor=1.0, typical=1e3, condition="fairing heat flux"
    ),
    LimitKind(name="angle of attack", unit="deg", factor=180.0 / np.pi, typical=0.1, power=2),
    LimitKind(
        name="fairing height",
        unit="km",
        factor=1e-3,
        typical=1e5,
        condition="fairing height",
        sense=-1.0,
    ),
    LimitKind(name="least height", unit="km", factor=1e-3, typical=1e5, sense=-1.0),
)


def payload_free(leg: Leg, payload_kg: float) -> Leg:
    """The same leg with its payload to be found.

    Parameters
    ----------
    leg : Leg
        With a payload held.
    payload_kg : float
        The payload in its masses [kg].
    """
    return replace(
        leg,
        aim=Aim.PAYLOAD,
        start_mass_kg=leg.start_mass_kg - payload_kg,
        final_mass_kg=leg.final_mass_kg - payload_kg,
    )


class Elastic:
    """A leg with elastic limits on fixed meshes.

    Parameters
    ----------
    leg : Leg
        With its payload or load to be found.
    world : World
        The Earth it is flown on.
    meshes : sequence of (fractions, degree)
        One a phase [-].
    opening : Opening
        First guess of the leg.
    """

    def __init__(self, leg: Leg, world: World, meshes: Sequence[Mesh], opening: Opening) -> None:
        self.leg, self.opening = leg, opening
        self._problem = leg_problem(leg, world, meshes, heights(opening.values, world))
        self.kinds = tuple(k for k in _KINDS if _asked(leg, k) is not None)
        self._count = len(self._problem.parameters)
        # Place of the payload or load among the parameters.
        self.found = self._count - 1
        self._before: Transcription | None = None

    def most(self, *, limited: bool, near: Solution | None = None) -> Solution:
        """Heaviest payload with the limits as asked, or with every one of them free.

        Parameters
        ----------
        limited : bool
            Whether the limits hold.
        near : Solution, optional
            Of this leg, to start from.
        """
        problem = self._elastic([not limited] * len(self.kinds), None)
        excesses = self._count

        def objective(_: Sequence[End], p: Sequence[Scalar]) -> Scalar:
            cost: Scalar = -p[excesses - 1]
            for excess in p[excesses:]:
                cost = cost + _EXCESS_COSTS_KG * excess
            return cost

        return self._solve(replace(problem, objective=objective), near)

    def least_excess(
        self,
        kinds: Sequence[LimitKind],
        found_kg: float | None,
        near: Solution | None,
        most_iterations: int = _MOST_ITERATIONS,
    ) -> tuple[tuple[Relaxation, ...], Solution] | None:
        """Least relaxation of some limits, the others kept; None when it is not enough.

        The relaxations are those that are not nothing; the solution is the ascent they allow.

        Parameters
        ----------
        kinds : sequence of LimitKind
            Of `kinds`.
        found_kg : float or None
            Payload held; None leaves what the leg finds free [kg].
        near : Solution or None
            Of this leg, to start from.
        most_iterations : int
            Of the solver [-].
        """
        problem = self._elastic([k in kinds for k in self.kinds], found_kg)
        excesses = self._count
        worth = _PAYLOAD_COUNTS / self.leg.objective_scale if found_kg is None else 0.0

        def objective(_: Sequence[End], p: Sequence[Scalar]) -> Scalar:
            cost: Scalar = -worth * p[excesses - 1]
            for excess in p[excesses:]:
                cost = cost + excess
            return cost

        solution = self._solve(
            replace(
                problem,
                objective=objective,
                objective_scale=1.0,
                phases=tuple(_in_excess(p, self.leg.objective_scale) for p in problem.phases),
            ),
            near,
            most_iterations,
        )
        if not solution.converged:
            return None
        excess = solution.parameters[self._count :]
        told = (self._told(k, float(e)) for k, e in zip(self.kinds, excess, strict=True))
        return tuple(relaxation for relaxation in told if relaxation is not None), solution

    def _told(self, kind: LimitKind, excess: float) -> Relaxation | None:
        asked = _asked(self.leg, kind)
        assert asked is not None
        bounded = asked**kind.power + kind.sense * kind.typical * excess
        needed = max(bounded, 0.0) ** (1.0 / kind.power)
        if abs(needed / asked - 1.0) < _NOTHING:
            return None
        return Relaxation(
            name=kind.name,
            unit=kind.unit,
            asked=kind.factor * _angle(kind, asked),
            needed=kind.factor * _angle(kind, needed),
        )

    def _elastic(self, free: Sequence[bool], found_kg: float | None) -> Problem:
        problem, count = self._problem, self._count
        parameters = list(problem.parameters)
        if found_kg is not None:
            held = Bounds(lower=found_kg, upper=found_kg)
            parameters[-1] = replace(parameters[-1], bounds=held)
        parameters += [
            Parameter(
                name=f"excess of {kind.name}",
                bounds=Bounds(lower=0.0, upper=_MOST_EXCESS if loose else 0.0),
            )
            for kind, loose in zip(self.kinds, free, strict=True)
        ]
        return replace(
            problem,
            parameters=tuple(parameters),
            phases=tuple(self._loose(phase) for phase in problem.phases),
            conditions=lambda ends, p: [
                self._loose_condition(c, p) for c in problem.conditions(ends, p[:count])
            ],
        )

    def _loose(self, phase: Phase) -> Phase:
        places = {kind.name: self._count + i for i, kind in enumerate(self.kinds)}
        path = tuple(
            _given(limit, self.kinds[places[limit.name] - self._count], places[limit.name])
            if limit.name in places
            else limit
            for limit in phase.path
        )
        return replace(phase, path=path, content=None)

    def _loose_condition(self, condition: Condition, p: Sequence[Scalar]) -> Condition:
        for i, kind in enumerate(self.kinds):
            if kind.condition == condition.name:
                give = kind.sense * kind.typical * p[self._count + i]
                return replace(condition, value=condition.value - give)
        return condition

    def _solve(
        self, problem: Problem, near: Solution | None, most_iterations: int = _MOST_ITERATIONS
    ) -> Solution:
        options = {"max_iter": most_iterations}
        transcription = Transcription(problem, options, before=self._before)
        self._before = transcription
        none = np.zeros(len(self.kinds))
        if near is not None:
            values, parameters = near.arcs, np.concatenate((near.parameters[: self._count], none))
        else:
            values = self.opening.values
            parameters = np.concatenate((self.opening.parameters, none))
        return transcription.solve(values, parameters)


def _given(limit: PathLimit, kind: LimitKind, place: int) -> PathLimit:
    value = limit.value

    def loose(t: Scalar, x: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Scalar:
        return value(t, x, u, p, d) - kind.sense * kind.typical * p[place]

    return replace(limit, value=loose)


def _in_excess(phase: Phase, scale_kg: float) -> Phase:
    """Smoothing in the unit of an excess."""
    return replace(phase, smoothing=_STIFFER * phase.smoothing / scale_kg)


def _asked(leg: Leg, kind: LimitKind) -> float | None:
    """Value a limit of a leg is held to, the sine for an angle; None when it is not in force."""
    limits, jettison = leg.limits, leg.jettison
    rule = jettison.rule if jettison else None
    waits_W_m2 = jettison.value if jettison and rule is JettisonRule.HEAT_FLUX else None
    fluxes = [f for f in (limits.heat_flux_max_W_m2, waits_W_m2) if f is not None]
    covered = any(phase.fairing_on for phase in leg.sequence.phases)
    found = {
        "least height": limits.height_min_m,
        "dynamic pressure": limits.q_max_Pa if covered else None,
        "q-alpha": limits.q_alpha_max_Pa_rad if covered else None,
        "axial acceleration": limits.axial_acceleration_max_m_s2,
        "heat flux": min(fluxes, default=None) if jettison else None,
        "angle of attack": float(np.sin(PITCH_OVER_ALPHA_RAD)) if covered else None,
        "fairing height": jettison.value if jettison and rule is JettisonRule.HEIGHT else None,
    }
    return found[kind.name]


def _angle(kind: LimitKind, value: float) -> float:
    return float(np.arcsin(min(value, 1.0))) if kind.name == "angle of attack" else value


def look_into(elastic: "Elastic", shortfall: Shortfall) -> tuple[Shortfall, Solution | None]:
    """Find what stands between a leg and an answer.

    Parameters
    ----------
    elastic : Elastic
        The leg with its payload to be found.
    shortfall : Shortfall
        With the velocities and the payload asked for.

    Returns
    -------
    Shortfall, Solution or None
        The solution keeps every limit, when there is one after all.
    """
    free = elastic.most(limited=False)
    if not free.converged:
        return shortfall, None
    shortfall = replace(shortfall, unlimited_most_kg=float(free.parameters[elastic.found]))
    if shortfall.is_too_heavy:
        return _with_most(elastic, shortfall, free), None
    found = elastic.least_excess(elastic.kinds, shortfall.asked_kg, free)
    if found is None:
        return shortfall, None
    needed, near = found
    if not needed:
        return shortfall, near
    names = {relaxation.name for relaxation in needed}
    alone: list[Relaxation] = list(needed) if len(needed) == 1 else []
    for kind in elastic.kinds if len(needed) > 1 else ():
        if kind.name in names:
            one = elastic.least_excess([kind], shortfall.asked_kg, free, _FEW_ITERATIONS)
            alone += one[0] if one else ()
    shortfall = replace(shortfall, alone=tuple(alone), together=() if alone else needed)
    near_limits = all(abs(r.needed / r.asked - 1.0) < _NEAR for r in needed)
    return (_with_most(elastic, shortfall, free) if near_limits else shortfall), None


def _with_most(elastic: "Elastic", shortfall: Shortfall, near: Solution) -> Shortfall:
    if shortfall.asked_kg is None:
        return shortfall
    most = elastic.most(limited=True, near=near)
    if not most.converged:
        return shortfall
    return replace(shortfall, most_kg=float(most.parameters[elastic.found]))
