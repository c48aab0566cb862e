"""What dispersed flights are held against: the flight without dispersions, and the orbit asked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.escape import EllipseTarget, EscapeTarget
from cosmodrome.ascent.guidance.program import Program
from cosmodrome.ascent.optimise import PlannedLeg
from cosmodrome.ascent.target import EquatorOfDate, OrbitKind, OrbitTarget, PerigeeTarget
from cosmodrome.earth.gravity import Gravity
from cosmodrome.mission.accuracy import Box
from cosmodrome.study.dispersion.study import Study, table_with

Array = NDArray[np.float64]
Goal = OrbitTarget | PerigeeTarget | EscapeTarget | EllipseTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the flights of a study are held against.

    Attributes
    ----------
    last : str
        Name of the launcher's last stage.
    asked : OrbitTarget or None
        The orbit the launcher aims at; None where it is no closed orbit.
    final : OrbitTarget or None
        The orbit asked for the satellites.
    equator : EquatorOfDate
        For inclinations and nodes.
    gravity : Gravity
        For coasts and mean elements.
    nominal : dict of str to float
        Columns of the guided flight without dispersions, in the unit of each [-].
    limits : dict of str to float
        Limits of the structure by the name of their load, in SI [-].
    box : Box or None
        How near the orbit has to be.
    plan : str
        What sets the plan apart that is followed; empty for one that was given.
    """

    last: str
    asked: OrbitTarget | None
    final: OrbitTarget | None
    equator: EquatorOfDate
    gravity: Gravity
    nominal: dict[str, float]
    limits: dict[str, float]
    box: Box | None = None
    plan: str = ""

    @property
    def kind(self) -> OrbitKind:
        """How elements at the launcher's cut-off are counted."""
        return self.asked.kind if self.asked else OrbitKind.OSCULATING


def reference_of(
    study: Study,
    planned: PlannedLeg,
    final: object = None,
    box: Box | None = None,
    plan: str = "",
) -> Reference:
    """Reference of a study; flies it once without dispersions.

    Parameters
    ----------
    study : Study
        As it is flown.
    planned : PlannedLeg
        The ascent it follows.
    final : object
        The orbit asked for the satellites; counts where it is an `OrbitTarget`.
    box : Box or None
        How near the orbit has to be.
    plan : str
        What sets the plan apart that is followed.
    """
    target: Goal = planned.leg.target
    table = table_with(study, np.zeros(1, dtype=np.int64), study.dispersions.mean[None])
    nominal = {
        name: float(table[name][0])
        for name, kind in table.schema.items()
        if kind.is_numeric() and table[name][0] is not None
    }
    return Reference(
        last=study.launcher.stages[-1].name,
        asked=target if isinstance(target, OrbitTarget) else None,
        final=final if isinstance(final, OrbitTarget) else None,
        equator=planned.leg.equator,
        gravity=study.program.world.gravity,
        nominal=nominal,
        limits=_limits(study.program),
        box=box,
        plan=plan,
    )


def _limits(program: Program) -> dict[str, float]:
    s = program.settings
    every = {
        "q": s.q_limit_Pa,
        "q_alpha": s.q_alpha_limit_Pa_rad,
        "axial": s.axial_limit_m_s2,
        "heat_flux": s.flux_limit_W_m2,
    }
    return {name: value for name, value in every.items() if value < 1e29}
