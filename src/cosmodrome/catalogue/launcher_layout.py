"""What a launcher and an upper stage file may hold, and what must agree in it."""

from itertools import pairwise
from typing import Any

from cosmodrome.catalogue.fields import Choice, Many, Numbers, Quantity, Record, Text
from cosmodrome.catalogue.quantities import (
    AREA,
    COUNT,
    DURATION,
    HEAT_FLUX,
    LENGTH,
    LIMITS,
    MASS,
    MASS_OR_NONE,
    SPEED,
    WHOLE,
)
from cosmodrome.catalogue.reader import Place
from cosmodrome.catalogue.stage_layout import ENGINE, FALL, STAGE
from cosmodrome.catalogue.thrust_layout import GRADE
from cosmodrome.vehicle.fairing import JettisonRule
from cosmodrome.vehicle.stage import LIFT_OFF, CutoffRule

_JETTISON_KEYS = {
    JettisonRule.HEAT_FLUX.value: "heat_flux",
    JettisonRule.HEIGHT.value: "height",
    JettisonRule.TIME.value: "time",
}


def _check_jettison(values: dict[str, Any], place: Place) -> None:
    rule = values.get("rule")
    wanted = _JETTISON_KEYS.get(rule or "")
    for key in _JETTISON_KEYS.values():
        if wanted and (key == wanted) != (key in values):
            word = "is missing for" if key == wanted else "does not belong to"
            place.fault(key, f"{word} the rule `{rule}`", f"give `{wanted}:` alone")


FAIRING = Record(
    {
        "name": Text(),
        "mass": MASS,
        "jettison": Record(
            {"rule": Choice(tuple(_JETTISON_KEYS))},
            {
                "heat_flux": HEAT_FLUX,
                "height": Quantity("m", "110 km", above=0.0),
                "time": Quantity("s", "208.4 s", above=0.0),
            },
            check=_check_jettison,
        ),
        "diameter": LENGTH,
        "length": LENGTH,
        "fall": FALL,
    },
    {"halves": COUNT, "note": Text()},
)


def _check_curve(values: dict[str, Any], place: Place) -> None:
    mach, coefficient = values.get("mach"), values.get("coefficient")
    if mach is None or coefficient is None:
        return
    if len(mach) != len(coefficient) or len(mach) < 2:
        problem = f"{len(coefficient)} coefficients stand against {len(mach)} Mach numbers"
        place.fault("coefficient", problem, "give as many of both, at least two")
    if any(b <= a for a, b in pairwise(mach)):
        place.fault("mach", "does not rise", "order the points by Mach number")


CURVE = Record(
    {"mach": Numbers(), "coefficient": Numbers(), "join": Choice(("lines", "monotone cubic"))},
    {
        "source": Text(),
        "grade": GRADE,
        "note": Text(),
    },
    check=_check_curve,
)


def _check_launcher(values: dict[str, Any], place: Place) -> None:
    stages = [stage for stage in values.get("stages", []) if stage]
    names = [stage["name"] for stage in stages if "name" in stage]
    # With a name given twice, `after` says nothing.
    for stage in stages if len(set(names)) == len(stages) else []:
        after = (stage.get("ignition") or {}).get("after", LIFT_OFF)
        others = [LIFT_OFF, *(name for name in names if name != stage.get("name"))]
        if after not in others:
            place.fault(
                f"stages.{stage.get('name')}.ignition.after",
                f"`{after}` is neither lift-off nor another stage",
                f"choose of {', '.join(others)}",
            )
    timed = [(s.get("ignition") or {}).get("after", LIFT_OFF) for s in stages]
    if stages and LIFT_OFF not in timed:
        place.fault("stages", "no stage lights at lift-off", "let one have `after: lift-off`")
    rules = [(stage.get("cutoff") or {}).get("rule") for stage in stages]
    if rules and rules[-1] in (CutoffRule.TIME.value, CutoffRule.VELOCITY.value):
        key = f"stages.{stages[-1].get('name')}.cutoff.rule"
        problem = f"the last stage is cut by `{rules[-1]}`, so it cannot stop on an orbit"
        place.fault(key, problem, "write `rule: command`, or `depletion` for a solid motor")
    if CutoffRule.COMMAND.value in rules[:-1]:
        stage = stages[rules.index(CutoffRule.COMMAND.value)]
        problem = "only the last stage can be cut by command"
        key = f"stages.{stage.get('name')}.cutoff.rule"
        place.fault(key, problem, "give it a time or depletion")


RATING = Record(
    {"pad": Text(), "orbit": Text(), "payload": MASS},
    {"upper_stage": Text(), "note": Text()},
)

PUBLISHED = Record(
    {}, {"liftoff_mass": MASS, "with_payload": MASS_OR_NONE, "ratings": Many(RATING)}
)

LAUNCHER = Record(
    {
        "title": Text(),
        "stages": Many(STAGE, unique="name", at_least=1),
        "aerodynamics": Record(
            {"reference_area": AREA, "axial_force": CURVE, "normal_force_slope": CURVE},
            {"axial_alpha_factor": Quantity("", "3", low=0.0)},
        ),
    },
    {
        "note": Text(),
        "interstage_mass": MASS_OR_NONE,
        "vertical_rise": DURATION,
        "reserve": Quantity("", "1 %", low=0.0, high=20.0),
        "fairing": FAIRING,
        "limits": LIMITS,
        "published": PUBLISHED,
    },
    check=_check_launcher,
)


def _check_upper_stage(values: dict[str, Any], place: Place) -> None:
    least, most = values.get("propellant_min"), values.get("propellant_max")
    if least is not None and most is not None and least > most:
        place.fault("propellant_min", "is above propellant_max", "exchange the two")


UPPER_STAGE = Record(
    {
        "title": Text(),
        "dry_mass": MASS,
        "propellant_min": MASS_OR_NONE,
        "propellant_max": MASS,
        "residual": MASS_OR_NONE,
        "engine": ENGINE,
        "restarts": WHOLE,
        "diameter": LENGTH,
        "length": LENGTH,
        "fall": FALL,
    },
    {
        "note": Text(),
        "satellite_navigation": Record({"position": LENGTH, "velocity": SPEED}),
    },
    check=_check_upper_stage,
)
